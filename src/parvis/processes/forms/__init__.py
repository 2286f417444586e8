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
from parvis.processes.forms.life import CloseForm, LogForm, ReviewForm, ScheduleForm, TeamForm

__all__ = [
    "AddStepForm",
    "BlueprintForm",
    "CalendarForm",
    "CloseForm",
    "ContentForm",
    "DuplicateForm",
    "FrameForm",
    "LogForm",
    "OpeningsForm",
    "PromiseForm",
    "ReviewForm",
    "ScheduleForm",
    "StepForm",
    "TeamForm",
    "ThemeForm",
]
