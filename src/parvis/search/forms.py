from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parvis.core.forms import DayField
from parvis.processes.models import Process, Theme
from parvis.processes.queries import visible_to
from parvis.search.queries import Filters
from parvis.territories.models import Space, Territory

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

KINDS = (
    ("", _("Everything")),
    ("process", _("Subjects open to participation")),
    ("contribution", _("Opinions, ideas, requests")),
    ("comment", _("Comments")),
    ("gathering", _("Meetings")),
    ("article", _("News")),
    ("page", _("Pages")),
    ("territory", _("Territories")),
)


class SearchForm(forms.Form):
    """What the address of a search says. A filter that makes no sense is said so, and left aside."""

    q = forms.CharField(required=False, max_length=200)
    type = forms.ChoiceField(label=_("What"), choices=KINDS, required=False)
    commune = forms.ModelChoiceField(
        label=_("Territory"),
        queryset=Territory.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("All"),
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), to_field_name="slug", required=False, empty_label=_("All")
    )
    langue = forms.ChoiceField(label=_("Language"), choices=[("", _("All")), *settings.LANGUAGES], required=False)
    depuis = DayField(label=_("Since"), widget=forms.DateInput({"type": "date"}), required=False)
    jusqu = DayField(label=_("Until"), widget=forms.DateInput({"type": "date"}), required=False)
    demarche = forms.ModelChoiceField(
        queryset=Process.objects.none(), to_field_name="slug", widget=forms.HiddenInput, required=False
    )
    page = forms.IntegerField(required=False, min_value=1)

    def __init__(self, data: Any, *, actor: "Actor", space: Space | None) -> None:
        super().__init__(data)
        self.space = space
        self.fields["demarche"].queryset = visible_to(actor)
        if space:
            self.fields["commune"].queryset = Territory.objects.filter(closure_up__ancestor=space.territory_id)
            self.fields["theme"].queryset = Theme.objects.filter(space=space, merged_into=None)
        self.is_valid()

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q") or "")

    @property
    def page_number(self) -> int:
        return int(self.cleaned_data.get("page") or 1)

    @property
    def filters(self) -> Filters:
        data = self.cleaned_data
        return Filters(
            kind=data.get("type") or "",
            process=data.get("demarche"),
            territory=data.get("commune"),
            theme=data.get("theme"),
            language=data.get("langue") or "",
            since=data.get("depuis"),
            until=data.get("jusqu"),
            examples=bool(self.space and self.space.is_example),
        )

    @property
    def is_narrowed(self) -> bool:
        return replace(self.filters, examples=False) != Filters() or bool(self.errors)
