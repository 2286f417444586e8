"""Form fields shared by every room."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import Translated, as_translated
from parvis.core.html import clean as clean_html

# Django's own sentences, named here so that our catalogues say them in our words.
DJANGO_SENTENCES = (_("This field is required."), _("Enter a valid email address."))


class TranslatedInput(forms.Widget):
    """One box per language: the site's own in sight, the others folded under it."""

    template_name = "django/forms/widgets/translated.html"

    def __init__(self, *, rows: int = 0, languages: list[str] | None = None, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.rows, self.languages = rows, languages

    def use_required_attribute(self, initial: Any) -> bool:
        """Any language will do: the server says it, a browser would ask for each box."""
        return False

    def codes(self, texts: dict[str, str]) -> list[str]:
        """The site's language first; a language the space does not offer shows only if something is written in it."""
        own = settings.LANGUAGE_CODE
        offered = self.languages or [code for code, _name in settings.LANGUAGES]
        others = [code for code, _name in settings.LANGUAGES if code != own]
        return [own, *(code for code in others if code in offered or texts.get(code))]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        texts, labels = as_translated(value) or {}, dict(settings.LANGUAGES)
        own = context["widget"]["attrs"].get("id", name)
        first, *others = [
            {
                "name": f"{name}_{code}",
                "id": own if code == settings.LANGUAGE_CODE else f"{own}_{code}",
                "code": code,
                "label": labels[code],
                "direction": "rtl" if code == "ar" else "ltr",
                "value": texts.get(code, ""),
            }
            for code in self.codes(texts)
        ]
        return context | {
            "first": first,
            "others": others,
            "rows": self.rows,
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Translated:
        return Translated(
            {code: text for code, _label in settings.LANGUAGES if (text := data.get(f"{name}_{code}", "").strip())}
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{code}" not in data for code, _label in settings.LANGUAGES)


class TranslatedFormField(forms.Field):
    """Text in several languages. ``rows``: the height of the box, one line when 0."""

    def __init__(
        self, *, rows: int = 0, max_length: int | None = None, languages: Any = None, **kwargs: Any
    ) -> None:
        attrs = {"maxlength": str(max_length)} if max_length else None
        super().__init__(widget=TranslatedInput(rows=rows, languages=languages, attrs=attrs), **kwargs)
        self.max_length = max_length

    def to_python(self, value: Any) -> Translated:
        return as_translated(value) or Translated()

    def validate(self, value: Translated) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.max_length and any(len(text) > self.max_length for text in value.values()):
            raise ValidationError(_("At most %(longest)d characters.") % {"longest": self.max_length})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return dict(as_translated(initial) or {}) != dict(data or {})


def of_our_time(day: date) -> None:
    """A year of one digit too many is a slip of the finger, and past what dates can be added to."""
    if not 1900 <= day.year <= 2200:
        raise ValidationError(_("This date is too far away: check the year."), code="year")


class DayField(forms.DateField):
    default_validators = [of_our_time]


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows to tick. A number no row can bear is an unknown choice, never an error of the database."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from None


class RichTextInput(forms.Textarea):
    """The staff editor in one box, as in the blocks of a page. Without script it is the HTML, or plain lines.

    The page includes `blocks/editor_styles.html` in its head and `blocks/editor_assets.html` among its scripts.
    """

    template_name = "blocks/rich_text.html"
    language = settings.LANGUAGE_CODE

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "rows": "12",
            "lang": self.language,
            "dir": "rtl" if self.language.startswith("ar") else "ltr",
            "data-rich": True,
        }
        return context


class RichTextField(forms.CharField):
    """Cleaned HTML. Plain lines, typed where there is no script, become paragraphs."""

    widget = RichTextInput

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if "<" not in typed:
            typed = "".join(f"<p>{escape(line.strip())}</p>" for line in typed.splitlines() if line.strip())
        return clean_html(typed)
