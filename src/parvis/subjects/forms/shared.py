from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Link
from parvis.contributions.forms import HumanForm, PlainTextField
from parvis.core.rights import Sentence
from parvis.subjects.queries import places_of, themes_of
from parvis.territories.models import Space

LONGEST = 3000
WHOLE = _("All of them, or I do not know")


def pk_of(value: str) -> int | None:
    return int(value) if value else None


class PlacedForm(forms.Form):
    """Where and about what, among what the space offers; not asked when there is nothing to choose."""

    space: Space

    def add_place(self) -> None:
        places = [(str(one.pk), one.name) for one in places_of(self.space)]
        if places:
            self.fields["territory"] = forms.ChoiceField(
                label=_("Which commune?"), choices=[("", WHOLE), *places], required=False
            )

    def add_theme(self) -> None:
        themes = [(str(one.pk), str(one)) for one in themes_of(self.space)]
        if themes:
            self.fields["theme"] = forms.ChoiceField(
                label=_("Theme"), choices=[("", _("I do not know")), *themes], required=False
            )

    def placed(self) -> dict[str, int | None]:
        data = self.cleaned_data
        return {"territory_id": pk_of(data.get("territory", "")), "theme_id": pk_of(data.get("theme", ""))}


class WordsForm(PlacedForm, HumanForm):
    """What anyone may write outside any démarche."""

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space = space

    def add_title(self, label: Sentence, help_text: Sentence) -> None:
        self.fields["title"] = forms.CharField(
            label=label,
            help_text=help_text,
            min_length=5,
            max_length=120,
            widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        )

    def add_body(self) -> None:
        self.fields["body"] = PlainTextField(
            label=_("Say more"),
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        )

    def add_person(self, voices: list[tuple[str, str]]) -> None:
        if voices:
            self.fields["voice"] = forms.ChoiceField(
                label=_("You speak"),
                choices=[("", _("For myself")), *voices],
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["link"] = forms.ChoiceField(
            label=_("Your link with the territory"),
            choices=[("", _("I prefer not to say")), *Link.choices],
            required=False,
        )

    def common_words(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("title", "body", "token")},
            **self.placed(),
            "organisation_id": pk_of(data.get("voice", "")),
            "link": data.get("link", ""),
        }
