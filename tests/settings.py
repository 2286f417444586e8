"""The real settings, made strict and self-contained for tests. ``DATABASE_URL`` chooses the database."""

import os
import tempfile

os.environ.setdefault("PARVIS_SECRET_KEY", "tests-only")
os.environ.setdefault("PARVIS_DATA_DIR", tempfile.mkdtemp(prefix="parvis-tests-"))
os.environ["PARVIS_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
os.environ["PARVIS_BASE_URL"] = "http://testserver"

from parvis.config.settings import *  # noqa: F403
from parvis.config.settings import ALLOWED_HOSTS, DATABASES, INSTALLED_APPS, STORAGES

ALLOWED_HOSTS += ["testserver"]
INSTALLED_APPS += ["tests.methods.memories"]  # a method of the tests’ own: what plugs in there plugs in anywhere
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # each test reads what it has just written
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A real file, as in production: threads then queue for it instead of sharing one memory.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(tempfile.mkdtemp(prefix="parvis-tests-"), "tests.sqlite3")}
else:
    # Nobody unplugs the tests: no commit waits for the disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
LOGGING = {}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]  # noqa: F405
