"""How forms are drawn: `FORM_RENDERER = "parvis.core.renderers.ParvisRenderer"`.

Templates come from the project's own loaders, so the folder `templates/django/forms` of this app
wins over Django's (`django.forms` stands after `parvis.core` in INSTALLED_APPS).
"""

from django.forms.renderers import TemplatesSetting


class ParvisRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
