"""The forms of the desk about démarches. Each writes through one verb and shows what the verb refuses."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Role
from parvis.core.blocks.forms import BlocksField, BlocksFormMixin
from parvis.core.forms import TranslatedFormField
from parvis.core.registry import all_methods, get_method
from parvis.core.verbs import Overtaken
from parvis.processes import actions
from parvis.processes.actions.team import TEAM_ROLES
from parvis.processes.blueprints import Blueprint, required_promise
from parvis.processes.dates import day_of, opening
from parvis.processes.degrees import WEIGHTS
from parvis.processes.models import Phase, PhaseOpening, Process, Promise, Review, Step, Theme
from parvis.processes.publication import NotReady
from parvis.processes.queries import spaces_of, territories_of
from parvis.territories.models import Space, Territory

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=kwargs.pop("required", False), **kwargs)


class VerbForm(forms.Form):
    """A form whose words go to a verb; ``saved()`` tells whether they were taken."""

    def saved(self) -> bool:
        if not self.is_valid():
            return False
        try:
            self.result = self.write()
        except ValidationError as refusal:
            self._show(refusal)
        except Overtaken as refusal:
            self.add_error(None, str(refusal.sentence))
            self.overtaken()
        else:
            return True
        return False

    def write(self) -> Any:
        raise NotImplementedError

    def overtaken(self) -> None:
        """Let a second press save over what changed: the person has now been told."""

    def _show(self, refusal: ValidationError) -> None:
        by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
        for name, sentences in by_field.items():
            self.add_error(name if name in self.fields else None, sentences)

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Fields in the fieldsets of ``GROUPS``; what a group does not name is left out."""
        for legend, names in getattr(self, "GROUPS", ()):
            yield legend, [self[name] for name in names.split() if name in self.fields]


class ProcessForm(VerbForm):
    """A form about a démarche that notices when somebody else changed it meanwhile."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        self.process, self.by = process, by
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {
            "expected": process.updated_at.isoformat(),
            **self.values(process),
            **kwargs["initial"],
        }
        super().__init__(*args, **kwargs)

    def values(self, process: Process) -> dict[str, Any]:
        return {}

    def clean_expected(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["expected"])
        except ValueError:
            return None

    def overtaken(self) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("expected")] = Process.objects.get(pk=self.process.pk).updated_at.isoformat()

    def written(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "expected"}

    def ask_before_publication(self, *names: str) -> None:
        """These may wait: a draft is always saved, and the label says until when."""
        for name in names:
            self.fields[name].needed_to_publish = True


# Creating --------------------------------------------------------------------------------------------------


class CreateForm(VerbForm):
    """Title, territory, first day: five minutes to a draft."""

    title = TranslatedFormField(label=_("Title"), max_length=120, help_text=_("As a resident would say it."))
    space = forms.ModelChoiceField(label=_("Carried by"), queryset=Space.objects.none(), empty_label=None)
    territory = forms.ModelChoiceField(
        label=_("About which territory"),
        queryset=Territory.objects.none(),
        required=False,
        empty_label=_("The whole territory"),
    )
    starts_on = day_field(_("First day"), help_text=_("Dates of the phases follow; you can change each of them."))

    def __init__(self, *args: Any, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        spaces = spaces_of(by)
        self.fields["space"].queryset = spaces
        several = Territory.objects.filter(closure_up__ancestor__in=spaces.values("territory")).distinct()
        self.fields["territory"].queryset = several.order_by("name")
        if len(alone := list(spaces[:2])) == 1:
            self.fields["space"].initial = alone[0]
            self.fields["space"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("space") and not data.get("territory"):
            data["territory"] = data["space"].territory
        return data


class BlueprintForm(CreateForm):
    def __init__(self, *args: Any, blueprint: Blueprint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blueprint = blueprint

    def write(self) -> Process:
        return actions.create_process(blueprint=self.blueprint.key, by=self.by, **self.cleaned_data)


class DuplicateForm(CreateForm):
    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": process.title})
        super().__init__(*args, **kwargs)
        self.process = process

    def write(self) -> Process:
        return actions.duplicate_process(process=self.process, by=self.by, **self.cleaned_data)


# Saying what it is -----------------------------------------------------------------------------------------


class FrameForm(ProcessForm):
    title = TranslatedFormField(label=_("Title"), max_length=120, required=False)
    summary = TranslatedFormField(label=_("In two lines"), rows=3, max_length=300, required=False)
    degree = forms.TypedChoiceField(
        label=_("What weight will opinions have?"),
        choices=[(int(weight.degree), weight.question) for weight in WEIGHTS.values()],
        coerce=int,
        widget=forms.RadioSelect,
    )
    territory = forms.ModelChoiceField(label=_("Territory"), queryset=Territory.objects.none(), empty_label=None)
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.none(), required=False)
    audience = TranslatedFormField(label=_("Who it is for"), max_length=200, required=False)
    minutes = forms.IntegerField(label=_("Minutes it takes"), min_value=1, max_value=120, required=False)
    cost = TranslatedFormField(label=_("Cost and funding"), rows=3, required=False)
    other_ways = TranslatedFormField(
        label=_("Other ways to take part"), rows=3, required=False, help_text=_("Paper, phone, places, hours.")
    )
    pilot = forms.ModelChoiceField(label=_("Service in charge"), queryset=None, required=False)
    funders = forms.ModelMultipleChoiceField(
        label=_("Funders to mention"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    moderation = forms.ChoiceField(label=_("Moderation"), choices=Process.Moderation.choices)
    least_identity = forms.TypedChoiceField(
        label=_("To take part"),
        choices=[(0, _("Nothing is asked")), (1, _("An e-mail address")), (2, _("An account"))],
        coerce=int,
    )
    visibility = forms.ChoiceField(label=_("Who can see it"), choices=Process.Visibility.choices)
    is_featured = forms.BooleanField(label=_("First on the home page"), required=False)
    prefix = forms.CharField(
        label=_("Code"), max_length=8, help_text=_("The first letters of each contribution’s code: TUD-0046.")
    )
    slug = forms.SlugField(
        label=_("Address"), max_length=90, help_text=_("The old address will lead to the new one.")
    )

    GROUPS = (
        (_("What it is about"), "title summary territory theme"),
        (_("What weight"), "degree"),
        (_("For whom, and how"), "audience minutes other_ways cost pilot funders"),
        (_("Settings"), "moderation least_identity visibility is_featured prefix slug"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        space = self.process.space
        self.fields["territory"].queryset = territories_of(space).order_by("name")
        self.fields["theme"].queryset = space.themes.filter(merged_into=None)
        self.fields["pilot"].queryset = space.organisations.all()
        self.fields["funders"].queryset = space.funders.all()
        self.ask_before_publication("title", "summary")
        if not space.funders.exists():
            del self.fields["funders"]
        for field in self.fields.values():
            if isinstance(field, TranslatedFormField):
                field.widget.languages = space.languages or None

    def values(self, process: Process) -> dict[str, Any]:
        names = [name for name in self.base_fields if name not in {"expected", "funders"}]
        return {name: getattr(process, name) for name in names} | {"funders": process.funders.all()}

    def write(self) -> Process:
        return actions.update_frame(
            process=self.process, by=self.by, expected=self.cleaned_data["expected"], **self.written()
        )


class PromiseForm(ProcessForm):
    why = TranslatedFormField(label=_("Why we ask you"), rows=2, required=False)
    open = TranslatedFormField(label=_("Open to discussion"), rows=4, required=False, help_text=_("One line each."))
    decided = TranslatedFormField(label=_("Already decided"), rows=4, required=False, help_text=_("One line each."))
    elsewhere = TranslatedFormField(
        label=_("To be seen elsewhere"), rows=3, required=False, help_text=_("One line each.")
    )
    who_decides = TranslatedFormField(
        label=_("Who decides"), max_length=160, required=False, help_text=_("“The community council”, not “we”.")
    )
    decides_on = day_field(_("Date of the decision"))
    who_reads = TranslatedFormField(label=_("Who reads the contributions"), max_length=300, required=False)
    how_answered = TranslatedFormField(label=_("How each person is answered"), rows=2, required=False)
    answer_days = forms.IntegerField(
        label=_("Days to answer each person"), min_value=1, max_value=365, required=False
    )
    answer_by = day_field(_("Or: everyone answered by"))
    results_on = day_field(_("Results published on"))
    elected = forms.CharField(label=_("Elected member in charge"), max_length=160, required=False)
    contact_name = forms.CharField(label=_("Contact: first name"), max_length=80, required=False)
    contact_phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    contact_place = TranslatedFormField(label=_("Where and when to meet"), rows=2, required=False)

    GROUPS = (
        (_("What we put up for discussion"), "why open decided elsewhere"),
        (_("Who decides, and when"), "who_decides decides_on results_on"),
        (_("How we answer"), "who_reads how_answered answer_days answer_by"),
        (_("Whom to ask"), "elected contact_name contact_phone contact_place"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = required_promise(
            blueprint=self.process.blueprint, degree=self.process.degree, steps=self.process.steps.count()
        )
        self.ask_before_publication(*("answer_days" if name == "answer_time" else name for name in wanted))
        for field in self.fields.values():
            if isinstance(field, TranslatedFormField):
                field.widget.languages = self.process.space.languages or None

    def values(self, process: Process) -> dict[str, Any]:
        promise = Promise.objects.filter(process=process).first() or Promise()
        return {name: getattr(promise, name) for name in self.base_fields if name != "expected"}

    def write(self) -> Promise:
        return actions.update_promise(
            process=self.process, by=self.by, expected=self.cleaned_data["expected"], **self.written()
        )


class ContentForm(BlocksFormMixin, ProcessForm):
    body = BlocksField(label=_("The file"), required=False)

    def values(self, process: Process) -> dict[str, Any]:
        return {"body": process.body}

    def write(self) -> Process:
        return actions.update_content(
            process=self.process,
            by=self.by,
            expected=self.cleaned_data["expected"],
            body=self.cleaned_data["body"],
        )


# The calendar ----------------------------------------------------------------------------------------------


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
            rows=[row for _when, _rank, row in sorted(rows, key=lambda kept: kept[:2])],
        )


# Steps -----------------------------------------------------------------------------------------------------


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


# People ----------------------------------------------------------------------------------------------------


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


# Its life --------------------------------------------------------------------------------------------------


class ScheduleForm(VerbForm):
    publish_at = forms.DateTimeField(
        label=_("Publish by itself on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by

    def write(self) -> Process:
        try:
            return actions.schedule_publication(
                process=self.process, at=self.cleaned_data["publish_at"], by=self.by
            )
        except NotReady as refusal:
            raise ValidationError([str(blocker) for blocker in refusal.blockers]) from refusal


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


class ThemeForm(VerbForm):
    name = TranslatedFormField(label=_("Name"), max_length=60)
    icon = forms.ChoiceField(label=_("Icon"), required=False, choices=[])
    description = TranslatedFormField(label=_("Description"), rows=2, max_length=300, required=False)

    ICONS = ("", "map-pin", "house", "sun", "heart", "users", "book-open", "store", "landmark", "megaphone",
             "handshake", "lightbulb", "signpost", "scale", "building-2", "globe", "smartphone")  # fmt: skip

    def __init__(self, *args: Any, by: "Actor", space: Space, theme: Theme | None = None, **kwargs: Any) -> None:
        if theme:
            kwargs.setdefault("initial", {n: getattr(theme, n) for n in ("name", "icon", "description")})
        super().__init__(*args, **kwargs)
        self.by, self.space, self.theme = by, space, theme
        self.fields["icon"].choices = [(name, name or "—") for name in self.ICONS]

    def write(self) -> Theme:
        if self.theme:
            return actions.update_theme(theme=self.theme, by=self.by, **self.cleaned_data)
        return actions.create_theme(space=self.space, by=self.by, **self.cleaned_data)
