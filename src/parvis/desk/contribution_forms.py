"""What the team writes on a contribution, and on the words of a démarche."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.contributions.forms import PlainTextField
from parvis.contributions.models import Contribution, Stage, Status
from parvis.core.fields import Translated
from parvis.core.forms import TranslatedFormField
from parvis.methods.proposals.models import Category, Proposal
from parvis.methods.proposals.queries import communes_of
from parvis.territories.models import Territory

if TYPE_CHECKING:
    from parvis.processes.models import Step

MOST_PARTS = 8
FORMATS = [
    ("xlsx", _("Excel (XLSX)")),
    ("ods", _("LibreOffice (ODS)")),
    ("csv", _("Plain table (CSV)")),
]


class StatusForm(forms.Form):
    """One of the démarche’s own words, and why; both optional, for a word may be taken back."""

    status = forms.ModelChoiceField(
        label=_("Status"), queryset=Status.objects.none(), required=False, empty_label=_("None")
    )
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, help_text=_("Shown on the thread, to everyone.")
    )

    def __init__(self, *args: Any, statuses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].queryset = statuses


class WordForm(forms.Form):
    """A word of the animator’s own for where a contribution stands."""

    label = TranslatedFormField(label=_("Word"), max_length=60)
    stage = forms.TypedChoiceField(
        label=_("On the thread"),
        choices=Stage.choices,
        coerce=int,
        help_text=_("Giving this word lights this point of the thread."),
    )


class CategoryForm(forms.Form):
    """One drawer of a step: known by its number, so that it may be renamed; an empty name takes it away."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = TranslatedFormField(label=_("Category"), max_length=80, required=False)


class BaseCategoryFormSet(forms.BaseFormSet):
    ordering_widget = forms.NumberInput(attrs={"min": "1", "inputmode": "numeric"})

    def rows(self) -> list[tuple[int | None, Translated]]:
        """In the order asked; a line without a rank comes last."""
        ranked = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        ranked.sort(key=lambda row: row["ORDER"] or len(self.forms) + 1)
        return [(row["pk"], row["name"]) for row in ranked]


# 40 at most: beyond, nobody finds hers.
Categories = forms.formset_factory(CategoryForm, formset=BaseCategoryFormSet, extra=3, max_num=40, can_order=True)


class PlaceForm(forms.Form):
    """Where it is and which drawer it goes in."""

    territory = forms.ModelChoiceField(
        label=_("Commune"), queryset=Territory.objects.none(), required=False, empty_label=_("Not said")
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        self.proposal = Proposal.objects.select_related("category").filter(pk=contribution.pk).first()
        initial = {"territory": contribution.territory_id}
        if self.proposal:
            initial["category"] = self.proposal.category_id
        super().__init__(*args, initial=initial, **kwargs)
        step: Step = contribution.step
        self.fields["territory"].queryset = communes_of(step)
        drawers = Category.objects.filter(step=step)
        if self.proposal and drawers.exists():
            self.fields["category"].queryset = drawers
        else:
            del self.fields["category"]


class PartForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    body = PlainTextField(
        label=_("Text"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class BasePartFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.parts():
            raise ValidationError(_("Write at least one part."))

    def parts(self) -> list[tuple[str, str]]:
        return [
            (form.cleaned_data["title"], form.cleaned_data["body"]) for form in self.forms if form.has_changed()
        ]

    def with_one_more(self) -> "BasePartFormSet":
        """The same words and one more empty part."""
        data = self.data.copy()
        data[f"{self.prefix}-TOTAL_FORMS"] = str(min(self.total_form_count() + 1, MOST_PARTS))
        return type(self)(data, prefix=self.prefix)


Parts = forms.formset_factory(PartForm, formset=BasePartFormSet, extra=2, max_num=MOST_PARTS)


class ExportForm(forms.Form):
    """What to take away: what everyone may see, or the team’s columns too, and then why."""

    file_format = forms.ChoiceField(label=_("Format"), choices=FORMATS, initial="xlsx")
    for_team = forms.BooleanField(
        label=_("With what only the team sees: what is not shown, states, dates promised"), required=False
    )
    reason = forms.CharField(
        label=_("Why you need it"),
        max_length=500,
        required=False,
        help_text=_("Asked as soon as the file holds personal data. It is kept in the journal."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("for_team") and not cleaned.get("reason"):
            self.add_error("reason", _("Say in a few words why you need these data."))
        return cleaned
