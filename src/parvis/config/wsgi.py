"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from parvis.operations.server import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
die_with_parent()
application = get_wsgi_application()
