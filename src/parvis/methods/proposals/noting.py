"""« Noter une contribution »: what somebody said on the phone, at the counter, at the market, or wrote on paper."""

import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Address, Link
from parvis.contributions.models import Channel
from parvis.core.text import excerpt
from parvis.methods.proposals.actions import note_proposal
from parvis.methods.proposals.models import Proposal
from parvis.methods.proposals.options import Options
from parvis.methods.proposals.queries import communes_of
from parvis.processes.models import Step

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

# What one holds in one's hands first.
CHANNELS = (Channel.PHONE, Channel.FIELD, Channel.PAPER, Channel.MEETING, Channel.WHATSAPP)
TITLE = 120
CONSENT = _("The person agrees that we keep this address, only to tell her what becomes of her words.")


class NoteForm(forms.Form):
    """Thirty seconds, keyboard or phone: channel, words, commune; the rest only if the person wants it."""

    channel = forms.ChoiceField(
        label=_("How"),
        choices=[(c.value, c.label) for c in CHANNELS],
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        initial=Channel.PHONE,
    )
    body = forms.CharField(
        label=_("Her words"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autofocus": True}),
    )
    title = forms.CharField(
        label=_("In one sentence"),
        max_length=TITLE,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Empty: the first words are taken."),
    )
    nature = forms.ChoiceField(label=_("This is"), required=False)
    commune = forms.ChoiceField(label=_("Commune"), required=False)
    shown = forms.CharField(
        label=_("Shown as"),
        max_length=60,
        required=False,
        help_text=_("“A resident, Seyne”. Empty: “Someone, by phone”."),
    )
    link = forms.ChoiceField(
        label=_("Her link with the territory"), choices=[("", _("Not said")), *Link.choices], required=False
    )
    occasion = forms.CharField(label=_("On which occasion"), max_length=120, required=False)
    received_on = forms.DateField(
        label=_("Received on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    email = forms.EmailField(label=_("E-mail, to be told"), required=False)
    phone = forms.CharField(label=_("Phone, to be called back"), max_length=30, required=False)
    consent = forms.BooleanField(label=CONSENT, required=False)
    token = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=40, initial=lambda: secrets.token_urlsafe(12)
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["nature"].choices = Options.of(step).nature_choices  # type: ignore[attr-defined]
        communes = [(str(c.pk), c.name) for c in communes_of(step)]
        self.fields["commune"].choices = [("", _("Not said")), *communes]  # type: ignore[attr-defined]
        self.fields["received_on"].initial = timezone.localdate()

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("email") or data.get("phone")) and not data.get("consent"):
            self.add_error(
                "consent", _("Ask the person first, then tick; or leave the e-mail and the phone empty.")
            )
        return data

    def save(self, *, by: "Actor") -> tuple[Proposal, str]:
        """The contribution, and the code to give to the person, shown this once."""
        data = self.cleaned_data
        addresses = [(Address.Kind.EMAIL, data["email"]), (Address.Kind.PHONE, data["phone"])]
        return note_proposal(
            step=self.step,
            by=by,
            channel=data["channel"],
            title=data["title"] or excerpt(data["body"], TITLE),
            body=data["body"],
            nature=data["nature"] or Options.of(self.step).natures[0],
            territory_id=int(data["commune"]) if data["commune"] else None,
            shown=data["shown"],
            link=data["link"],
            occasion=data["occasion"],
            received_on=data["received_on"],
            addresses=[(kind, value) for kind, value in addresses if value],
            consent_wording=str(CONSENT) if data["consent"] else "",
            token=data["token"],
        )
