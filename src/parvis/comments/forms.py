from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.contributions.forms import HumanForm, PlainTextField
from parvis.contributions.models import Contribution, Stance

LONGEST = 1500


class CommentForm(HumanForm):
    """A few words in answer; in answer to a contribution itself, a side if one wishes."""

    def __init__(
        self, *args: Any, answered: Contribution, voices: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        layout = answered.step.settings.get("comments_layout", "columns") if answered.step else "columns"
        if answered.parent_id is None and layout == "columns":
            self.fields["stance"] = forms.TypedChoiceField(
                label=_("Your view"),
                choices=[(s.value, s.label) for s in (Stance.FOR, Stance.AGAINST, Stance.NEUTRAL)],
                coerce=int,
                required=False,
                empty_value=Stance.NEUTRAL.value,
                initial=Stance.NEUTRAL.value,
                widget=forms.RadioSelect(attrs={"class": "inline"}),
            )
        self.fields["body"] = PlainTextField(
            label=_("Your comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
        )
        if voices:
            self.fields["voice"] = forms.ChoiceField(
                label=_("You speak"),
                choices=[("", _("For myself")), *voices],
                required=False,
                widget=forms.RadioSelect,
            )

    def words(self) -> dict[str, Any]:
        """What ``comment`` takes."""
        data = self.cleaned_data
        return {
            "body": data["body"],
            "stance": data.get("stance"),
            "organisation_id": int(data["voice"]) if data.get("voice") else None,
            "token": data["token"],
        }
