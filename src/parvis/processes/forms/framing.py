"""Beginning a démarche and saying what it is: its frame, its commitments, its file, its theme."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.blocks.forms import BlocksField, BlocksFormMixin
from parvis.core.fields import as_translated
from parvis.core.forms import RowsField, TranslatedFormField
from parvis.core.sentences import human_date
from parvis.files.forms import CoverFormMixin
from parvis.organisations.models import Mandate, Sitting
from parvis.organisations.queries import in_office, sittings_to_come
from parvis.processes import actions
from parvis.processes.blueprints import Blueprint, required_promise
from parvis.processes.degrees import WEIGHTS
from parvis.processes.forms.base import ProcessForm, VerbForm, day_field
from parvis.processes.models import Process, Promise, Theme
from parvis.processes.queries import spaces_of, territories_of
from parvis.territories.models import Space, Territory

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


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
    starts_on = day_field(
        _("First day"), required=True, help_text=_("Dates of the phases follow; you can change each of them.")
    )

    def __init__(self, *args: Any, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        today = timezone.localdate()
        self.fields["starts_on"].initial = today + timedelta(days=7)
        self.fields["starts_on"].widget.attrs["min"] = today.isoformat()
        spaces = spaces_of(by)
        self.fields["space"].queryset = spaces
        several = Territory.objects.filter(closure_up__ancestor__in=spaces.values("territory")).distinct()
        self.fields["territory"].queryset = several.order_by("name")
        if len(alone := list(spaces[:2])) == 1:
            self.fields["space"].initial = alone[0]
            self.fields["space"].widget = forms.HiddenInput()

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over: choose today or a day to come."))
        return day

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
        own = process.title.get(settings.LANGUAGE_CODE) or str(process.title)
        kwargs.setdefault("initial", {"title": own})  # its name in other languages would stay the model’s
        super().__init__(*args, **kwargs)
        self.process = process
        self.fields["title"].help_text = _("Give it a name of its own: say the place, or the year.")
        self.fields["starts_on"].help_text = _(
            "All the dates of the model are shifted so that the first is this one."
        )

    def clean_title(self) -> Any:
        """Two démarches of one name could not be told apart, in lists, in mails, by whoever looks for one."""
        title = self.cleaned_data["title"]
        taken = {text.strip().casefold() for text in self.process.title.values()}
        if any(text.strip().casefold() in taken for text in title.values()):
            raise forms.ValidationError(
                _("This is still the name of the model. Change it: say the place, or the year.")
            )
        return title

    def write(self) -> Process:
        return actions.duplicate_process(process=self.process, by=self.by, **self.cleaned_data)


class FrameForm(CoverFormMixin, ProcessForm):
    title = TranslatedFormField(label=_("Title"), max_length=120, required=False)
    summary = TranslatedFormField(label=_("In two lines"), rows=3, max_length=300, required=False)
    degree = forms.TypedChoiceField(
        label=_("What weight will opinions have?"),
        choices=[(int(weight.degree), weight.question) for weight in WEIGHTS.values()],
        coerce=int,
        widget=forms.RadioSelect,
    )
    territory = forms.ModelChoiceField(label=_("Territory"), queryset=Territory.objects.none(), empty_label=None)
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label=_("None")
    )
    audience = TranslatedFormField(label=_("Who it is for"), max_length=200, required=False)
    minutes = forms.IntegerField(label=_("Minutes it takes"), min_value=1, max_value=120, required=False)
    cost = TranslatedFormField(label=_("Cost and funding"), rows=3, required=False)
    other_ways = TranslatedFormField(
        label=_("Other ways to take part"), rows=3, required=False, help_text=_("Paper, phone, places, hours.")
    )
    pilot = forms.ModelChoiceField(
        label=_("Service in charge"), queryset=None, required=False, empty_label=_("None")
    )
    funders = RowsField(
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
        (_("What it is about"), "title summary territory theme image image_alt image_is_decorative"),
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
        names = [name for name in self.base_fields if hasattr(process, name) and name != "funders"]
        own = {name: getattr(process, name) for name in names} | {"funders": process.funders.all()}
        return own | self.cover_values(process.image)

    def write(self) -> Process:
        fields = self.written()
        self.take_cover(fields, space=self.process.space, by=self.by)
        return actions.update_frame(
            process=self.process, by=self.by, expected=self.cleaned_data["expected"], **fields
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
    sitting = forms.ModelChoiceField(
        label=_("Choose a sitting"),
        queryset=None,
        required=False,
        empty_label=_("Write it myself below"),
        help_text=_("It fills in who decides and on which day."),
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
        (_("Who decides, and when"), "sitting who_decides decides_on results_on"),
        (_("How we answer"), "who_reads how_answered answer_days answer_by"),
        (_("Whom to ask"), "elected contact_name contact_phone contact_place"),
        (_("What this correction says"), "reason"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_why(_("Why our commitments change"))
        self._offer_the_chart()
        wanted = required_promise(
            blueprint=self.process.blueprint, degree=self.process.degree, steps=self.process.steps.count()
        )
        self.ask_before_publication(*("answer_days" if name == "answer_time" else name for name in wanted))
        for field in self.fields.values():
            if isinstance(field, TranslatedFormField):
                field.widget.languages = self.process.space.languages or None

    def _offer_the_chart(self) -> None:
        """« Qui décide ici » fills these in; what is written by hand stays possible."""
        space = self.process.space
        sittings = sittings_to_come(space)
        self.fields["sitting"].queryset = sittings
        self.fields["sitting"].label_from_instance = _sitting_label
        if not sittings.exists():
            del self.fields["sitting"]
        elected = in_office(space).filter(kind=Mandate.Kind.ELECTED)
        self.known_elected = [str(mandate)[:160] for mandate in elected]
        if self.known_elected:
            self.fields["elected"].widget.attrs["list"] = "known-elected"

    def values(self, process: Process) -> dict[str, Any]:
        promise = Promise.objects.filter(process=process).first() or Promise()
        return {name: getattr(promise, name) for name in self.base_fields if name not in {"expected", "sitting"}}

    def write(self) -> Promise:
        fields = self.written()
        if sitting := fields.pop("sitting", None):
            fields |= {"who_decides": as_translated(sitting.assembly), "decides_on": sitting.on}
        return actions.update_promise(
            process=self.process, by=self.by, expected=self.cleaned_data["expected"], **fields
        )


def _sitting_label(sitting: Sitting) -> str:
    return f"{sitting.assembly} · {human_date(sitting.on)}"


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
