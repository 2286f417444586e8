from django.utils.translation import gettext_lazy as _

from parvis.processes.hub import add_section

add_section(
    ("legal", "scale", _("Legal frame"), _("The text that applies, deliberations, notices, arrangements kept")),
    before="content",
    touched=lambda process: getattr(process, "regulation", None) is not None,
)
