from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.contributions.forms import PlainTextField
from parvis.processes.models import Degree
from parvis.subjects.grid import Grid
from parvis.subjects.models import Qualification


class QualifyForm(forms.Form):
    """The ten questions, then how far the project is; another weight than the one advised is justified."""

    def __init__(self, *args: Any, grid: Grid, qualification: Qualification | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        known = qualification.answers if qualification else {}
        for question in grid.questions:
            self.fields[f"q_{question.key}"] = forms.ChoiceField(
                label=str(question.label),
                choices=[(option.key, str(option.label)) for option in question.options],
                initial=known.get(question.key),
                widget=forms.RadioSelect,
            )
        self.fields["stage"] = forms.ChoiceField(
            label=_("How far is the project?"),
            choices=[(stage.key, str(stage.label)) for stage in grid.stages],
            initial=qualification.stage if qualification else None,
        )
        overridden = qualification and qualification.degree != qualification.recommended
        self.fields["degree"] = forms.TypedChoiceField(
            label=_("Weight of people’s opinion"),
            choices=[("", _("The one advised by the answers")), *Degree.choices],
            coerce=int,
            empty_value=None,
            required=False,
            initial=qualification.degree if qualification and overridden else None,
        )
        self.fields["justification"] = PlainTextField(
            label=_("If you choose another weight than the one advised: why?"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            initial=qualification.justification if qualification else "",
        )

    def words(self) -> dict[str, Any]:
        """What ``qualify_subject`` takes."""
        data = self.cleaned_data
        answers = {question.key: data[f"q_{question.key}"] for question in self.grid.questions}
        return {
            "version": self.grid.version,
            "answers": answers,
            **{name: data[name] for name in ("stage", "degree", "justification")},
        }
