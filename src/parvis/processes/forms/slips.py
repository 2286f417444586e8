"""Extend, postpone, suspend, resume, cancel: one form each, whose preview shows every date before it is confirmed."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.forms import TranslatedFormField
from parvis.core.sentences import human_date_range
from parvis.processes import actions, slips
from parvis.processes.actions.slips import LONGEST_REASON
from parvis.processes.corrections import Line, label_of
from parvis.processes.forms.base import ProcessForm, day_field
from parvis.processes.models import Correction, Phase, Process

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class SlipForm(ProcessForm):
    """A first press shows what every date becomes; « Confirm » comes with that preview and writes it."""

    reason = TranslatedFormField(
        label=_("Reason, for everyone"),
        rows=2,
        max_length=LONGEST_REASON,
        help_text=_(
            "One or two plain sentences. They are shown on the page of the démarche and sent to its followers."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    plan: slips.Plan | None = None
    judgement: slips.Judgement | None = None
    moves_dates = True

    def __init__(self, data: Any = None, *, process: Process, by: "Actor", **kwargs: Any) -> None:
        super().__init__(data.copy() if data else None, process=process, by=by, **kwargs)
        self.is_confirmed = bool(data) and "confirm" in data
        self.fields["reason"].widget.languages = process.space.languages or None
        promise = slips.promise_of(process)
        for name in slips.PROMISED if self.moves_dates else ():
            if getattr(promise, name):
                self.fields[name] = day_field(label_of(name))

    @property
    def promised(self) -> list[forms.BoundField]:
        return [self[name] for name in slips.PROMISED if name in self.fields]

    @property
    def is_gesture(self) -> bool:
        """Shown again to be confirmed, not because it was refused."""
        return not self.errors and not self.is_confirmed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            self.plan = self.planned(data)
        except ValidationError as refusal:
            self._show(refusal)
            return data
        self._follow_the_plan(data)
        self.judgement = slips.judged(self.process, self.plan, self._wanted(data), timezone.now())
        return data

    def planned(self, data: dict[str, Any]) -> slips.Plan:
        return slips.unmoved(self.process)

    def _follow_the_plan(self, data: dict[str, Any]) -> None:
        """Dates promised start from those recomputed, each time what they are recomputed from changes."""
        assert self.plan
        if data.get("seen") == self.plan.fingerprint:
            return
        for name, day in self.plan.promised.items():
            if name in self.fields:
                data[name] = day
                self.data[self.add_prefix(name)] = day.isoformat()
        if self.is_confirmed:
            self.add_error(None, _("The dates were worked out again: look at them, then confirm."))
        self.data[self.add_prefix("seen")] = self.plan.fingerprint

    def _wanted(self, data: dict[str, Any]) -> dict[str, date]:
        assert self.plan
        return {name: data.get(name) or day for name, day in self.plan.promised.items()}

    def rows(self) -> list[tuple[Line, bool]]:
        """Each phase: announced, what it becomes, and whether it moves."""
        moves = self.plan.phases if self.plan else ()
        return [
            (
                Line(
                    str(move.phase.title),
                    human_date_range(move.phase.starts_at, move.phase.ends_at) or str(move.phase.dates_text),
                    human_date_range(move.starts_at, move.ends_at) or str(move.phase.dates_text),
                ),
                move.is_moved,
            )
            for move in moves
        ]

    def saved(self) -> bool:
        return self.is_confirmed and super().saved()

    def common(self) -> dict[str, Any]:
        data = self.cleaned_data
        common = {"process": self.process, "by": self.by, "reason": data["reason"], "expected": data["expected"]}
        return common | ({"promised": self._wanted(data)} if self.moves_dates else {})


class _OnAPhase(SlipForm):
    phase = forms.ModelChoiceField(label=_("Which phase?"), queryset=Phase.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = self.candidates()
        field = self.fields["phase"]
        field.queryset = self.process.phases.filter(pk__in=[phase.pk for phase in choices])
        field.label_from_instance = _with_dates
        if choices:
            self.initial.setdefault("phase", self.first_choice(choices).pk)

    def candidates(self) -> list[Phase]:
        raise NotImplementedError

    def first_choice(self, phases: list[Phase]) -> Phase:
        return phases[0]


def _with_dates(phase: Phase) -> str:
    return f"{phase.title} · {human_date_range(phase.starts_at, phase.ends_at)}"


class ExtendForm(_OnAPhase):
    until = day_field(_("New last day, included"), required=True)

    field_order = ("phase", "until", "reason")

    def candidates(self) -> list[Phase]:
        return [phase for phase in self.process.phases.all() if phase.ends_at]

    def first_choice(self, phases: list[Phase]) -> Phase:
        now = timezone.now()
        running = [phase for phase in phases if phase.is_open(now)]
        return (running or [phase for phase in phases if phase.ends_at and phase.ends_at > now] or phases[-1:])[0]

    def planned(self, data: dict[str, Any]) -> slips.Plan:
        return slips.extension(self.process, data["phase"], data["until"], timezone.now())

    def write(self) -> Correction:
        data = self.cleaned_data
        return actions.extend_process(phase=data["phase"], until=data["until"], **self.common())


class PostponeForm(_OnAPhase):
    starts_on = day_field(_("New first day"), required=True)

    field_order = ("phase", "starts_on", "reason")

    def candidates(self) -> list[Phase]:
        now = timezone.now()
        return [phase for phase in self.process.phases.all() if phase.starts_at and phase.starts_at > now]

    def planned(self, data: dict[str, Any]) -> slips.Plan:
        return slips.postponement(self.process, data["phase"], data["starts_on"], timezone.now())

    def write(self) -> Correction:
        data = self.cleaned_data
        return actions.postpone_process(phase=data["phase"], starts_on=data["starts_on"], **self.common())


class SuspendForm(SlipForm):
    until = day_field(
        _("Until, if you know it"), help_text=_("You will resume it yourself: no date moves before that day.")
    )

    field_order = ("until", "reason")
    moves_dates = False

    def planned(self, data: dict[str, Any]) -> slips.Plan:
        """What the calendar would become if it went on again on the day announced; nothing of it is written."""
        if data.get("until") and data["until"] <= timezone.localdate():
            raise ValidationError({"until": [_("Choose a day to come.")]})
        return slips.resumption(self.process, timezone.now(), data.get("until") or timezone.localdate())

    def write(self) -> Correction:
        return actions.suspend_process(until=self.cleaned_data["until"], **self.common())


class ResumeForm(SlipForm):
    gives_back = forms.BooleanField(
        label=_("Give back the days lost: what was still to come comes later by as many days"),
        required=False,
        initial=True,
    )

    field_order = ("gives_back", "reason")

    def planned(self, data: dict[str, Any]) -> slips.Plan:
        if not data["gives_back"]:
            return slips.unmoved(self.process)
        return slips.resumption(self.process, self.process.pace_at or timezone.now(), timezone.localdate())

    def write(self) -> Correction:
        return actions.resume_process(gives_back=self.cleaned_data["gives_back"], **self.common())


class CancelForm(SlipForm):
    moves_dates = False

    def write(self) -> Correction:
        return actions.cancel_process(**self.common())
