"""Who may be given what, where: only what the giver may give shows in the form."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actions import change_retention
from parvis.accounts.models import RetentionRule, Role, RoleAssignment
from parvis.accounts.rules import GIVEN_BY_ANIMATORS
from parvis.core.forms import DayField, TranslatedFormField
from parvis.editorial.retention import in_words
from parvis.organisations.models import Body, Organisation
from parvis.processes.forms.base import VerbForm, day_field
from parvis.processes.queries import manageable_by as manageable_processes
from parvis.territories.queries import manageable_by as manageable_spaces

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

DATE = forms.DateInput(attrs={"type": "date"})
PLATFORM = "platform"


class RoleForm(forms.Form):
    email = forms.EmailField(label=_("Her or his e-mail address"), max_length=254)
    name = forms.CharField(label=_("First name and name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"))
    where = forms.ChoiceField(label=_("Where"))
    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("The service this person answers for."),
    )
    title = forms.CharField(
        label=_("Title shown"),
        max_length=120,
        required=False,
        help_text=_("“Vice-president in charge of mobility”."),
    )
    starts_on = DayField(label=_("From"), required=False, widget=DATE)
    ends_on = DayField(
        label=_("Until"),
        required=False,
        widget=DATE,
        help_text=_("End of the contract or of the term: the right ends by itself, what was done stays."),
    )

    def __init__(self, *args: Any, actor: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        admin = actor.scope(Role.ADMIN)
        given = frozenset(Role) if admin else GIVEN_BY_ANIMATORS
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in given]
        spaces = list(manageable_spaces(actor).order_by("name"))
        bodies = Body.objects.filter(space__in=spaces)
        self.fields["where"].choices = [
            *([(PLATFORM, _("The whole platform"))] if admin.everywhere else []),
            (_("Territories"), [(f"space:{space.pk}", str(space)) for space in spaces]),
            (_("Participation"), [(f"process:{p.pk}", str(p)) for p in manageable_processes(actor)[:200]]),
            (_("Councils and committees"), [(f"body:{body.pk}", str(body)) for body in bodies]),
        ]
        self.fields["service"].queryset = Organisation.objects.filter(
            space__in=spaces, kind=Organisation.Kind.SERVICE
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ends_on") and data["ends_on"] < (data.get("starts_on") or timezone.localdate()):
            self.add_error("ends_on", _("This is before the beginning."))
        if data.get("role") == Role.TECHNICIAN and not data.get("service"):
            self.add_error("service", _("Which service does she or he answer for?"))
        return data

    def words(self) -> dict[str, Any]:
        """As ``grant_role`` takes them: the place becomes one of the four columns."""
        data = dict(self.cleaned_data)
        kind, _colon, pk = data.pop("where").partition(":")
        return data | ({"on_platform": True} if kind == PLATFORM else {f"{kind}_id": int(pk)})


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class RetentionForm(VerbForm):
    key = forms.ChoiceField(label=_("What"), choices=RetentionRule.Key.choices)
    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=RetentionRule.MOST_DAYS,
        help_text=_("365 for a year, 30 for a month."),
    )
    source = TranslatedFormField(
        label=_("Where this comes from"),
        max_length=200,
        help_text=_("The law, the deliberation or the decision: everyone can read it on the personal data page."),
    )
    starts_on = day_field(_("From"), required=True)

    def __init__(self, *args: Any, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        tomorrow = timezone.localdate() + timedelta(days=1)
        self.fields["starts_on"].initial = tomorrow
        self.fields["starts_on"].widget.attrs["min"] = timezone.localdate().isoformat()

    def write(self) -> RetentionRule:
        return change_retention(by=self.by, **self.cleaned_data)


@dataclass(frozen=True)
class RetentionLine:
    """One rule as the DPO reads it: ``state`` is now, later or over."""

    rule: RetentionRule
    how_long: str
    state: str


def retention_lines() -> list[RetentionLine]:
    """Kind by kind, the one in force first, then what is to come, then what was."""
    today = timezone.localdate()

    def state(rule: RetentionRule) -> str:
        if rule.ends_on and rule.ends_on < today:
            return "over"
        return "later" if rule.starts_on and rule.starts_on > today else "now"

    kinds, states = RetentionRule.Key.values, ("now", "later", "over")
    lines = [
        RetentionLine(rule, in_words(rule.days), state(rule)) for rule in RetentionRule.objects.order_by("-id")
    ]
    return sorted(lines, key=lambda line: (kinds.index(line.rule.key), states.index(line.state)))


def sorted_by_state(rows: list[RoleAssignment]) -> tuple[list[RoleAssignment], list[RoleAssignment]]:
    """Roles held now or soon, and roles that are over."""
    today = timezone.localdate()
    over = [row for row in rows if row.ends_on and row.ends_on < today]
    return [row for row in rows if row not in over], over
