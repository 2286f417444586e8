from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.contributions.forms import PlainTextField
from parvis.core.codes import random_code
from parvis.organisations.models import Organisation
from parvis.processes.models import Degree
from parvis.subjects.forms.shared import LONGEST, PlacedForm, WordsForm
from parvis.subjects.models import Coming, Origin, Standing, Subject
from parvis.subjects.planning import weight_of
from parvis.territories.models import Space


class ProposeForm(WordsForm):
    """« Proposer un sujet », for anyone: a sentence, why, where."""

    def __init__(self, *args: Any, space: Space, voices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        self.add_title(_("The subject, in one sentence"), _("For instance: lighting the streets at night."))
        self.fields["why"] = PlainTextField(
            label=_("Why should people be asked about it?"),
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        )
        self.add_body()
        self.add_place()
        self.add_theme()
        self.add_person(voices)

    def words(self) -> dict[str, Any]:
        """What ``propose_subject`` takes."""
        return {**self.common_words(), "why": self.cleaned_data["why"]}


class SubjectForm(PlacedForm):
    """What the team writes of a subject: one it declares, or what completes a resident’s."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        space: Space,
        subject: Subject | None = None,
        leads: bool,
        origins: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.space, self.subject, self.leads = space, subject, leads
        self.fields["token"].initial = random_code(12)
        if subject is None or subject.author_id is None:
            self._add_words(origins)
        self.add_place()
        self.add_theme()
        if subject is None or subject.origin != Origin.RESIDENT:
            self.fields["coming"] = forms.ChoiceField(
                label=_("What is coming?"),
                choices=[("", _("Neither yet")), *Coming.choices],
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["decides_on"] = forms.DateField(
            label=_("Expected decision, or start of the works"),
            help_text=_("Six months ahead leaves time to ask people."),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields["contact"] = forms.CharField(
            label=_("Who to ask"),
            help_text=_("A service and its phone: everyone sees it."),
            max_length=160,
            required=False,
        )
        if leads:
            self._add_lead()
        if subject is not None:
            self._fill(subject)

    def _add_words(self, origins: list[str]) -> None:
        if self.subject is None:
            if len(origins) > 1:
                choices = [(key, label) for key, label in Origin.choices if key in origins]
                self.fields["origin"] = forms.ChoiceField(
                    label=_("Who proposes it?"), choices=choices, widget=forms.RadioSelect
                )
            services = [(str(o.pk), o.name) for o in services_of(self.space)]
            if services:
                self.fields["service"] = forms.ChoiceField(
                    label=_("Which service?"), choices=[("", "–"), *services], required=False
                )
        self.fields["title"] = forms.CharField(
            label=_("The subject, in one sentence"), min_length=5, max_length=120
        )
        self.fields["why"] = PlainTextField(
            label=_("Why it matters"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["body"] = PlainTextField(
            label=_("What it is about"),
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def _add_lead(self) -> None:
        if self.subject is None:
            self.fields["is_public"] = forms.BooleanField(
                label=_("Show it to everyone at once"),
                help_text=_("Otherwise, it shows with the first answer you give it."),
                required=False,
                initial=True,
            )
            return
        self.fields["degree"] = forms.TypedChoiceField(
            label=_("Weight of people’s opinion"),
            choices=[("", _("Not decided yet")), *Degree.choices],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def _fill(self, subject: Subject) -> None:
        for name in ("title", "why", "body", "coming", "decides_on", "contact", "degree"):
            if name in self.fields:
                self.fields[name].initial = getattr(subject, name)
        for name in ("territory", "theme"):
            if name in self.fields:
                self.fields[name].initial = str(getattr(subject, f"{name}_id") or "")

    def words(self) -> dict[str, Any]:
        """What ``declare_subject`` and ``change_subject`` take; a field that was not asked is not there."""
        data = self.cleaned_data
        asked = ("title", "why", "body", "coming", "decides_on", "contact", "degree")
        words = {name: data[name] for name in asked if name in data}
        return words | {
            key: value for key, value in self.placed().items() if key.removesuffix("_id") in self.fields
        }


def services_of(space: Space) -> Any:
    return Organisation.objects.filter(space=space, kind=Organisation.Kind.SERVICE).order_by("name")


class MoveForm(forms.Form):
    """One state, one answer."""

    standing = forms.ChoiceField(label=_("Its new state"), choices=Standing.choices, widget=forms.RadioSelect)
    degree = forms.TypedChoiceField(
        label=_("Weight of people’s opinion"),
        choices=[("", _("Not decided yet")), *Degree.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    answer = PlainTextField(
        label=_("The answer, for everyone"),
        help_text=_("Two sentences are enough: what you decided, and what happens next."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(key, label) for key, label in Standing.choices if key != subject.standing]
        self.fields["standing"].choices = others
        order = list(Standing.values)
        after = order[min(order.index(subject.standing) + 1, len(order) - 1)]
        self.fields["standing"].initial = after if after != subject.standing else None
        self.fields["degree"].initial = weight_of(subject)
