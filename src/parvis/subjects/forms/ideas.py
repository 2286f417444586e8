from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.contributions.forms import PlainTextField
from parvis.subjects.forms.shared import LONGEST, WordsForm
from parvis.subjects.models import Idea, Nature, Subject, Urgency
from parvis.territories.models import Space


class IdeaForm(WordsForm):
    """Three minutes on a phone: an idea or a need, where, and for a need how urgent and for whom."""

    def __init__(self, *args: Any, space: Space, voices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        self.fields["nature"] = forms.ChoiceField(
            label=_("What would you like to share?"), choices=Nature.choices, widget=forms.RadioSelect
        )
        self.add_title(_("In one sentence"), _("For instance: a bench in front of the school."))
        self.add_body()
        self.add_place()
        self.fields["place"] = forms.CharField(
            label=_("Which place exactly?"),
            help_text=_("A street, a stop, a square… in your own words."),
            max_length=200,
            required=False,
        )
        self.add_theme()
        self.fields["urgency"] = forms.ChoiceField(
            label=_("If it is a need: how urgent is it?"),
            choices=[("", _("I prefer not to say")), *Urgency.choices],
            required=False,
        )
        self.fields["audience"] = forms.CharField(
            label=_("If it is a need: who needs it?"),
            help_text=_("For instance: young parents, people without a car."),
            max_length=120,
            required=False,
        )
        self.add_person(voices)

    def words(self) -> dict[str, Any]:
        """What ``submit_idea`` takes."""
        data = self.cleaned_data
        return {**self.common_words(), **{k: data[k] for k in ("nature", "place", "urgency", "audience")}}


class GroupForm(forms.Form):
    """The subject that several ideas become: a new one, or one already there."""

    into = forms.ChoiceField(label=_("In which subject?"), required=False)
    title = forms.CharField(label=_("The subject, in one sentence"), max_length=120, min_length=5, required=False)
    why = PlainTextField(
        label=_("Why it matters"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, ideas: Sequence[Idea], subjects: Sequence[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = {subject.code: subject for subject in subjects}
        self.fields["into"].choices = [
            ("", _("A new subject")),
            *((code, f"{one.title} ({code})") for code, one in self.subjects.items()),
        ]
        if not self.subjects:
            del self.fields["into"]
        self.fields["title"].initial = ideas[0].title if ideas else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("into") and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Give the new subject a title."))
        return data

    @property
    def subject(self) -> Subject | None:
        return self.subjects.get(self.cleaned_data.get("into", ""))
