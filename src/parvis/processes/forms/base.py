"""A form that writes through one verb and shows what the verb refuses."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.core.forms import DayField, TranslatedFormField
from parvis.core.rights import Refused
from parvis.core.verbs import Overtaken
from parvis.processes.models import Process

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def day_field(label: Any, **kwargs: Any) -> DayField:
    return DayField(label=label, widget=DayInput(), required=kwargs.pop("required", False), **kwargs)


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
        except Refused as refusal:  # archived, closed or published meanwhile: the words stay on the page
            self.add_error(None, str(refusal.sentence))
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
            if fields := [self[name] for name in names.split() if name in self.fields]:
                yield legend, fields


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

    def ask_why(self, label: Any) -> None:
        """Once it is public, a change of what was announced is told with its reason."""
        if self.process.state in Process.PUBLIC_STATES:
            self.fields["reason"] = TranslatedFormField(
                label=label,
                rows=2,
                max_length=600,
                required=False,
                help_text=_("Asked when something announced changes: old words, new words and reason stay public."),
            )
            self.fields["reason"].widget.languages = self.process.space.languages or None

    def ask_before_publication(self, *names: str) -> None:
        """These may wait: a draft is always saved, and the label says until when."""
        for name in names:
            self.fields[name].needed_to_publish = True
