"""What the team fills in to study, answer and say what it changed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.contributions.forms import PlainTextField
from parvis.contributions.models import Verdict
from parvis.core.forms import DayField, TranslatedFormField
from parvis.organisations.models import Organisation
from parvis.processes.models import Process
from parvis.replies.models import Outcome, Reply


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ReplyForm(forms.Form):
    """A draft may be incomplete; what is missing is asked when it is sent for validation."""

    verdict = forms.ChoiceField(
        label=_("What becomes of the request?"),
        choices=Verdict.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("People read it first, before the text."),
    )
    until = DayField(label=_("Under study until"), required=False, widget=DateInput)
    forwarded_to = forms.CharField(label=_("Passed on to"), required=False, max_length=160)
    body = PlainTextField(
        label=_("Answer, and why"),
        required=False,
        max_length=6000,
        help_text=_("Short sentences. What will happen, when, and why. Say « you »."),
    )
    service = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none(), required=False, empty_label=_("The team")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, services: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services
        for name in ("verdict", "until", "forwarded_to", "body"):
            self.fields[name].needed_to_publish = True

    def told(self, reply: Reply) -> None:
        """The person now knows what the answer says: a second press keeps her words."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = reply.fingerprint

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class CorrectForm(ReplyForm):
    reason = forms.CharField(
        label=_("What is corrected, and why"),
        max_length=200,
        help_text=_("Everyone will read it, with the former words."),
    )


class SendBackForm(forms.Form):
    why = PlainTextField(label=_("What should change"), max_length=1000)


class HoldForm(forms.Form):
    until = DayField(label=_("We will answer by"), widget=DateInput)
    body = PlainTextField(
        label=_("What we tell them"),
        max_length=1500,
        initial=_("We have read your message. We need more time to give you a good answer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate() + timedelta(days=21)


class AssignForm(forms.Form):
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    question = PlainTextField(label=_("What we ask"), required=False, max_length=1000)
    due_on = DayField(label=_("Before"), required=False, widget=DateInput)

    def __init__(self, *args: Any, services: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=14)


class NoteForm(forms.Form):
    text = PlainTextField(label=_("Internal note"), max_length=2000)


class OutcomeForm(forms.Form):
    """What changed, in words for residents; the contributions that led to it, by their codes."""

    title = TranslatedFormField(label=_("What changes"), max_length=160)
    body = TranslatedFormField(label=_("How and why"), required=False, rows=4)
    process = forms.ModelChoiceField(
        label=_("Démarche"), queryset=Process.objects.none(), required=False, empty_label=_("None")
    )
    codes = forms.CharField(
        label=_("Contributions that led to it"),
        required=False,
        help_text=_("Their codes, for instance: TUD-0046, TUD-0112."),
    )
    decided_by = forms.CharField(label=_("Decided by"), required=False, max_length=160)
    decided_on = DayField(label=_("Decided on"), required=False, widget=DateInput)
    planned_on = DayField(label=_("Planned for"), required=False, widget=DateInput)
    reference = forms.CharField(label=_("Reference of the act"), required=False, max_length=120)
    url = forms.URLField(label=_("Link to the act"), required=False, assume_scheme="https")
    is_featured = forms.BooleanField(label=_("Show on the home page"), required=False)

    def __init__(self, *args: Any, processes: QuerySet[Process], may_be_general: bool, **kwargs: Any) -> None:
        """``may_be_general``: it may come from no démarche in particular."""
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = processes
        self.fields["process"].required = not may_be_general

    def code_list(self) -> list[str]:
        return [code.upper() for code in self.cleaned_data["codes"].replace(",", " ").split()]

    def values(self) -> dict[str, Any]:
        return {k: v for k, v in self.cleaned_data.items() if k not in {"codes", "process"}}

    @staticmethod
    def initial_of(outcome: Outcome) -> dict[str, Any]:
        names = ("title", "body", "decided_by", "decided_on", "planned_on", "reference", "url", "is_featured")
        return {name: getattr(outcome, name) for name in names}


class AbandonForm(forms.Form):
    reason = PlainTextField(label=_("Why it was given up"), max_length=600, help_text=_("Everyone will read it."))
