from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.core.rights import why_not
from parvis.core.tables import TableError
from parvis.imports.columns import FIELDS
from parvis.imports.files import Source
from parvis.imports.queries import steps_for
from parvis.processes.models import Step
from parvis.processes.queries import spaces_of
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class _StepChoice(forms.ModelChoiceField):
    def label_from_instance(self, step: Step) -> str:
        return f"{step.process.title} · {step.title} ({step.code})"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File to bring"),
        help_text=_("CSV, XLSX, ODS or JSON; columns in any order, with French or English titles."),
    )
    step = _StepChoice(Step.objects.none(), label=_("Where it goes"), required=False, empty_label="—")
    new_process = forms.CharField(
        label=_("Or the title of a démarche that is over"),
        help_text=_("It is made closed, to be read and searched; it shows once the import is whole."),
        max_length=160,
        required=False,
    )
    space = forms.ModelChoiceField(
        Space.objects.none(), label=_("Space of this démarche"), required=False, empty_label="—"
    )
    parents = _StepChoice(
        Step.objects.none(),
        label=_("If these are answers: the step of what they answer"),
        help_text=_("Leave empty when it is the same step, or the same file."),
        required=False,
        empty_label="—",
    )

    def __init__(self, *args: Any, actor: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["step"].queryset = self.fields["parents"].queryset = steps_for(actor)
        spaces = spaces_of(actor)
        self.fields["space"].queryset = spaces
        self.fields["space"].initial = spaces.order_by("-is_main", "id").first()
        self.source: Source | None = None
        self.mapping: dict[str, str] = {}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.source = Source.of(file.read(), file.name)
            self.mapping = self.source.guess()
        except TableError as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        step, title, space = (cleaned.get(name) for name in ("step", "new_process", "space"))
        if bool(step) == bool(title):
            self.add_error("step", _("Choose a step, or write the title of a new démarche: one or the other."))
        elif title and not space:
            self.add_error("space", _("Say in which space this démarche goes."))
        elif refusal := why_not(self.actor, "import", step or space):
            self.add_error("step" if step else "space", str(refusal))
        return cleaned


class MappingForm(forms.Form):
    """One question per thing a row may hold: which column says it."""

    def __init__(self, *args: Any, columns: list[str], mapping: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("— in no column —")), *((column, column) for column in columns)]
        for field in FIELDS:
            self.fields[field.key] = forms.ChoiceField(
                label=field.label, choices=choices, required=False, initial=mapping.get(field.key, "")
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("title") and not cleaned.get("body"):
            raise forms.ValidationError(_("Say which column holds the title or the text."))
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        return {key: column for key, column in self.cleaned_data.items() if column}
