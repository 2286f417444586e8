"""What a service and an élue fill in from a mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.contributions.forms import PlainTextField
from parvis.incoming.queries import Question
from parvis.replies.forms import ReplyForm


class AnswerForm(ReplyForm):
    """The desk’s own form, without what only the team chooses; with the requests it is for when there are several."""

    codes = forms.MultipleChoiceField(
        label=_("Your answer is for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one request: which one do you answer?")},
        help_text=_("Untick what deserves an answer of its own: we will ask you again by mail."),
    )
    field_order = ["codes", "body", "verdict", "until", "forwarded_to", "seen"]

    def __init__(self, *args: Any, asked: list[Question], is_begun: bool, **kwargs: Any) -> None:
        from parvis.organisations.models import Organisation

        super().__init__(*args, services=Organisation.objects.none(), **kwargs)
        del self.fields["service"]
        self.fields["verdict"].help_text = _("What you propose; whoever validates decides.")
        if len(asked) > 1 and not is_begun:
            choices = [(one.code, f"{one.title} ({one.code})") for one in asked]
            self.fields["codes"].choices = choices
            self.fields["codes"].initial = [one.code for one in asked]
        else:
            del self.fields["codes"]
        self.order_fields(self.field_order)

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("verdict", "until", "forwarded_to", "body")}

    def codes_chosen(self) -> list[str]:
        return self.cleaned_data.get("codes", [])


class ValidationForm(forms.Form):
    """One press says yes; a note sends it back."""

    VALIDATE, SEND_BACK = "validate", "send_back"

    gesture = forms.ChoiceField(choices=[(VALIDATE, VALIDATE), (SEND_BACK, SEND_BACK)], widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    why = PlainTextField(label=_("What should change"), required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("gesture") == self.SEND_BACK and not data.get("why", "").strip() and "why" not in self.errors:
            self.add_error("why", _("Say in a sentence what should change."))
        return data
