"""Its people and its life: team, proofreading, logbook, publication, closing."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Role
from parvis.core.blocks.forms import BlocksField, BlocksFormMixin
from parvis.core.forms import TranslatedFormField, of_our_time
from parvis.processes import actions
from parvis.processes.actions.team import TEAM_ROLES
from parvis.processes.dates import opening
from parvis.processes.forms.base import VerbForm, day_field
from parvis.processes.models import Process, Review
from parvis.processes.publication import NotReady

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class TeamForm(VerbForm):
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=[(role, Role(role).label) for role in TEAM_ROLES])
    title = forms.CharField(label=_("Title shown"), max_length=120, required=False)
    ends_on = day_field(_("Until"))

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by

    def write(self) -> Any:
        return actions.add_to_team(process=self.process, by=self.by, **self.cleaned_data)


class ReviewForm(VerbForm):
    verdict = forms.ChoiceField(label=_("Your word"), choices=Review.Verdict.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In a few words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by

    def write(self) -> Review:
        return actions.review(process=self.process, by=self.by, **self.cleaned_data)


class LogForm(BlocksFormMixin, VerbForm):
    title = TranslatedFormField(label=_("What happened"), max_length=160)
    on = day_field(_("Date"), required=True)
    is_public = forms.BooleanField(label=_("Shown to everyone"), required=False)
    body = BlocksField(label=_("More, if useful"), required=False)

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate(), "is_public": True})
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by

    def write(self) -> Any:
        data = dict(self.cleaned_data)
        day = data.pop("on")
        at = timezone.now() if day == timezone.localdate() else opening(day)
        return actions.write_log_entry(process=self.process, by=self.by, at=at, **data)


class ScheduleForm(VerbForm):
    publish_at = forms.DateTimeField(
        label=_("Publish by itself on"),
        validators=[of_our_time],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"publish_at": process.publish_at or _tomorrow_morning()})
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by
        earliest = timezone.localtime() + timedelta(minutes=1)
        self.fields["publish_at"].widget.attrs["min"] = f"{earliest:%Y-%m-%dT%H:%M}"

    def write(self) -> Process:
        try:
            return actions.schedule_publication(
                process=self.process, at=self.cleaned_data["publish_at"], by=self.by
            )
        except NotReady as refusal:
            raise ValidationError([str(blocker) for blocker in refusal.blockers]) from refusal


def _tomorrow_morning() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time(9)))


class SummaryForm(VerbForm):
    public_summary = TranslatedFormField(
        label=_("What everyone will read"),
        rows=8,
        max_length=6000,
        help_text=_("What was asked, of whom, what came out of it, what happens now. Nobody is named."),
    )

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, initial={"public_summary": process.public_summary}, **kwargs)
        self.process, self.by = process, by

    def write(self) -> Process:
        return actions.publish_summary(process=self.process, text=self.cleaned_data["public_summary"], by=self.by)


class CloseForm(VerbForm):
    ending = forms.ChoiceField(label=_("How it ends"), choices=Process.Ending.choices, widget=forms.RadioSelect)
    ending_text = TranslatedFormField(
        label=_("In words, for everyone"), rows=5, help_text=_("What changes, when; or why nothing follows.")
    )

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by

    def write(self) -> Process:
        data = self.cleaned_data
        return actions.close_process(
            process=self.process, ending=data["ending"], text=data["ending_text"], by=self.by
        )
