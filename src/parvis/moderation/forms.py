"""What people fill in to watch over the square. Nothing typed is ever lost: a refused form comes back whole."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.contributions.forms import HumanForm, PlainTextField
from parvis.core.blocks.forms import BlocksField, BlocksFormMixin
from parvis.core.forms import TranslatedFormField
from parvis.moderation.models import Decision, ModerationPolicy, Reason
from parvis.moderation.statements import STATEMENTS


class ReportForm(HumanForm):
    """DSA art. 16: why, in which words, in good faith; an address only for those who want an answer."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=Reason.choices, widget=forms.RadioSelect)
    explanation = PlainTextField(
        label=_("Explain in a few words"),
        max_length=1000,
        help_text=_("Which words, and why. The author never sees it."),
    )
    contact = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only to tell you what we decide. It is not shown and not kept for anything else."),
    )
    good_faith = forms.BooleanField(label=_("I say this in good faith: what I wrote is true, as far as I know."))

    def __init__(self, *args: Any, is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["contact"]

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.cleaned_data.keys() - {"website", "token"}}


class AppealForm(forms.Form):
    text = PlainTextField(
        label=_("Why do you disagree?"),
        max_length=2000,
        help_text=_("Somebody who did not take the first decision will read it."),
    )


class DecisionForm(forms.Form):
    """One gesture on one message. An empty statement means the usual sentence of the reason."""

    verb = forms.ChoiceField(choices=Decision.Verb.choices)
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, required=False, widget=forms.RadioSelect)
    statement = PlainTextField(label=_("What we tell the author"), required=False, max_length=1500)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verb") == Decision.Verb.HIDE:
            if not data.get("reason"):
                self.add_error("reason", _("Choose a reason: the author will read it."))
            elif not data.get("statement"):
                data["statement"] = str(STATEMENTS[Reason(data["reason"])])
        return data


class AppealAnswerForm(forms.Form):
    changed = forms.TypedChoiceField(
        label=_("After a second reading"),
        choices=[("yes", _("Show it again")), ("no", _("Keep it hidden"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = PlainTextField(label=_("What we tell the author"), max_length=1500)


class BulkForm(forms.Form):
    """Several messages at once. Each is named with the decision the moderator had seen: ``TUD-0046:12``."""

    verb = forms.ChoiceField(choices=Decision.Verb.choices)
    reason = forms.ChoiceField(choices=Reason.choices, required=False)
    picked = forms.TypedMultipleChoiceField(choices=(), coerce=lambda value: value)

    def __init__(self, *args: Any, picked: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked"].choices = [(value, value) for value in picked]

    def messages(self) -> dict[str, int]:
        """Code → last decision seen."""
        pairs = (value.rpartition(":") for value in self.cleaned_data["picked"])
        return {code: int(seen) for code, _colon, seen in pairs if code and seen.isdigit()}

    def statement(self) -> str:
        reason = self.cleaned_data["reason"]
        return str(STATEMENTS[Reason(reason)]) if reason else ""


class PauseForm(forms.Form):
    """Calm a discussion: close it or slow it down, for a while, and say why to everyone."""

    whole_step = forms.TypedChoiceField(
        label=_("What"),
        choices=[("", _("This discussion only")), ("yes", _("The whole step"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    seconds = forms.TypedChoiceField(
        label=_("How"),
        coerce=int,
        choices=[
            (0, _("Nobody can write")),
            (60, _("One message a minute and per person")),
            (300, _("One message every five minutes and per person")),
            (1800, _("One message every half hour and per person")),
        ],
        widget=forms.RadioSelect,
        initial=0,
    )
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(1, _("One hour")), (24, _("24 hours")), (72, _("Three days")), (168, _("One week"))],
        widget=forms.RadioSelect,
        initial=24,
        help_text=_("It opens again by itself."),
    )
    message = forms.CharField(
        label=_("What everyone reads"),
        max_length=300,
        initial=_("The discussion is paused so that everyone can breathe. It opens again by itself."),
    )

    def until(self) -> datetime:
        return timezone.now() + timedelta(hours=self.cleaned_data["hours"])


class CharterForm(BlocksFormMixin, forms.Form):
    charter = BlocksField(
        label=_("What residents read"),
        help_text=_("Below it, the page says by itself what we hide, when messages are read, and the figures."),
    )


class PolicyForm(forms.ModelForm):
    hours = TranslatedFormField(
        label=_("When messages are read"),
        required=False,
        max_length=200,
        help_text=_("For instance: Monday to Friday, 9 am to 6 pm."),
    )

    class Meta:
        model = ModerationPolicy
        fields = ("hours", "review_first", "max_links", "slow_seconds", "blocked_words")
        help_texts = {
            "review_first": _("The next ones show at once. It stops most spam."),
            "blocked_words": _("One per line. A message that holds one waits to be read: it is never refused."),
            "slow_seconds": _("0: no limit."),
        }
