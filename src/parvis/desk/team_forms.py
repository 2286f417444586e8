"""Who may be given what, where: only what the giver may give shows in the form."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import RetentionRule, Role, RoleAssignment
from parvis.accounts.rules import GIVEN_BY_ANIMATORS
from parvis.organisations.models import Body, Organisation
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
        help_text=_("The service this person answers for."),
    )
    title = forms.CharField(
        label=_("Title shown"),
        max_length=120,
        required=False,
        help_text=_("“Vice-president in charge of mobility”."),
    )
    starts_on = forms.DateField(label=_("From"), required=False, widget=DATE)
    ends_on = forms.DateField(
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


class RetentionForm(forms.ModelForm):
    class Meta:
        model = RetentionRule
        fields = ["key", "days", "source", "starts_on"]
        labels = {"starts_on": _("From")}
        widgets = {"starts_on": DATE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "starts_on"):
            self.fields[name].required = True


def sorted_by_state(rows: list[RoleAssignment]) -> tuple[list[RoleAssignment], list[RoleAssignment]]:
    """Roles held now or soon, and roles that are over."""
    today = timezone.localdate()
    over = [row for row in rows if row.ends_on and row.ends_on < today]
    return [row for row in rows if row not in over], over
