"""When, and with which tools: phases, what they open, steps."""

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.core.forms import TranslatedFormField
from parvis.core.registry import all_methods, get_method
from parvis.processes import actions
from parvis.processes.dates import day_of
from parvis.processes.forms.base import ProcessForm, VerbForm, day_field
from parvis.processes.models import Phase, PhaseOpening, Process, Step

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class PhaseForm(forms.Form):
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = TranslatedFormField(label=_("Title"), max_length=80, required=False)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    dates_text = TranslatedFormField(label=_("Dates in words, when not known"), max_length=80, required=False)
    description = TranslatedFormField(label=_("What happens"), rows=2, max_length=400, required=False)
    remove = forms.BooleanField(label=_("Remove this phase"), required=False)

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("pk", "title", "starts_on", "ends_on"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("It ends before it starts."))
        if not data.get("title") and not data.get("remove") and any(data.get(n) for n in ("starts_on", "ends_on")):
            self.add_error("title", _("Give it a title."))
        return data

    def row(self) -> actions.PhaseRow:
        return actions.PhaseRow(
            **{n: v for n, v in self.cleaned_data.items() if n != "remove"}  # the rest bears the same names
        )


PhaseFormSet = forms.formset_factory(PhaseForm, extra=1, max_num=30)


class CalendarForm(ProcessForm):
    """All phases at once; they are kept in the order of their dates, one without dates after the one above it."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.ask_why(_("Why these dates change"))
        rows = [self._row(phase) for phase in self.process.phases.all()]
        self.phases = PhaseFormSet(data, initial=rows, prefix="phase")

    def _row(self, phase: Phase) -> dict[str, Any]:
        return {
            "pk": phase.pk,
            "title": phase.title,
            "starts_on": day_of(phase.starts_at),
            "ends_on": day_of(phase.ends_at),
            "dates_text": phase.dates_text,
            "description": phase.description,
        }

    def is_valid(self) -> bool:
        return super().is_valid() and self.phases.is_valid()

    def write(self) -> list[Phase]:
        rows, last = [], date.min
        for form in self.phases:
            if not form.is_blank and not form.cleaned_data["remove"]:
                last = form.cleaned_data["starts_on"] or form.cleaned_data["ends_on"] or last
                rows.append((last, len(rows), form.row()))
        return actions.set_phases(
            process=self.process,
            by=self.by,
            expected=self.cleaned_data["expected"],
            reason=self.cleaned_data.get("reason", ""),
            rows=[row for _when, _rank, row in sorted(rows, key=lambda kept: kept[:2])],
        )


class OpeningsForm(ProcessForm):
    """A box per phase, step and verb: ``open-PHASE-STEP``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phases, self.steps = list(self.process.phases.all()), list(self.process.steps.all())
        opened = PhaseOpening.objects.filter(phase__process=self.process).values_list(
            "phase_id", "step_id", "verbs"
        )
        self.opened = {(phase, step): verbs for phase, step, verbs in opened}

    def chosen(self, phase: Phase, step: Step) -> list[str]:
        if self.is_bound:
            return self.data.getlist(f"open-{phase.pk}-{step.pk}")
        return self.opened.get((phase.pk, step.pk), [])

    def grids(self) -> list[dict[str, Any]]:
        """One table per step: a row per phase, a box per verb."""
        return [
            {
                "step": step,
                "method": get_method(step.method),
                "verbs": list(get_method(step.method).verbs.items()),
                "rows": [
                    {
                        "phase": phase,
                        "name": f"open-{phase.pk}-{step.pk}",
                        "boxes": [
                            (key, label, key in self.chosen(phase, step))
                            for key, label in get_method(step.method).verbs.items()
                        ],
                    }
                    for phase in self.phases
                ],
            }
            for step in self.steps
        ]

    def write(self) -> None:
        actions.set_openings(
            process=self.process,
            by=self.by,
            expected=self.cleaned_data["expected"],
            openings={(p.pk, s.pk): self.chosen(p, s) for p in self.phases for s in self.steps},
        )


class AddStepForm(VerbForm):
    method = forms.ChoiceField(label=_("Tool"), choices=[])
    title = TranslatedFormField(label=_("Title"), max_length=80, required=False)

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by
        self.fields["method"].choices = [(method.key, method.label) for method in all_methods()]

    def write(self) -> Step:
        return actions.add_step(process=self.process, by=self.by, **self.cleaned_data)


class StepForm(VerbForm):
    """Title, introduction; the method's own settings come beside, in its own form."""

    title = TranslatedFormField(label=_("Title"), max_length=80)
    introduction = TranslatedFormField(label=_("Introduction"), rows=3, required=False)

    def __init__(self, data: Any = None, *, step: Step, by: "Actor") -> None:
        super().__init__(data, initial={"title": step.title, "introduction": step.introduction})
        self.step, self.by = step, by
        dotted = get_method(step.method).settings_form
        self.settings = _import(dotted)(data, initial=step.settings, prefix="settings") if dotted else None

    def is_valid(self) -> bool:
        return super().is_valid() and (self.settings is None or self.settings.is_valid())

    def write(self) -> Step:
        chosen = self.settings.cleaned_data if self.settings else self.step.settings
        return actions.update_step(step=self.step, by=self.by, settings=chosen, **self.cleaned_data)


def _import(dotted: str) -> Any:
    module, name = dotted.rsplit(".", 1)
    return getattr(import_module(module), name)
