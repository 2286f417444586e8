"""The forms of the desk about démarches."""

from parvis.processes.forms.calendar import AddStepForm, CalendarForm, OpeningsForm, StepForm
from parvis.processes.forms.framing import (
    BlueprintForm,
    ContentForm,
    DuplicateForm,
    FrameForm,
    PromiseForm,
    ThemeForm,
)
from parvis.processes.forms.life import CloseForm, LogForm, ReviewForm, ScheduleForm, SummaryForm, TeamForm
from parvis.processes.forms.slips import CancelForm, ExtendForm, PostponeForm, ResumeForm, SlipForm, SuspendForm

__all__ = [
    "AddStepForm",
    "BlueprintForm",
    "CalendarForm",
    "CancelForm",
    "CloseForm",
    "ContentForm",
    "DuplicateForm",
    "ExtendForm",
    "FrameForm",
    "LogForm",
    "OpeningsForm",
    "PostponeForm",
    "PromiseForm",
    "ResumeForm",
    "ReviewForm",
    "ScheduleForm",
    "SlipForm",
    "StepForm",
    "SummaryForm",
    "SuspendForm",
    "TeamForm",
    "ThemeForm",
]
