from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Link
from parvis.contributions.forms import HumanForm, PlainTextField
from parvis.core.rights import Sentence
from parvis.methods.proposals.models import Category, Nature
from parvis.methods.proposals.options import Layout, Options, PlaceMode, Sort
from parvis.methods.proposals.places import read_point
from parvis.methods.proposals.queries import communes_of
from parvis.processes.models import Step
from parvis.territories.maps import PointMap, point_map

HINTS = {
    Nature.NEED: _("Something you lack, in your daily life."),
    Nature.CONCERN: _("Something that worries you."),
    Nature.OPINION: _("What you think of it."),
    Nature.PROPOSAL: _("What you would do."),
}


class ProposalForm(HumanForm):
    """Three minutes on a phone. Only what the animator asks; only the title and the text are required."""

    def __init__(self, *args: Any, step: Step, voices: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.options = step, Options.of(step)
        options = self.options
        if len(options.natures) > 1:
            self.fields["nature"] = forms.ChoiceField(
                label=_("What would you like to share?"), choices=options.nature_choices, widget=forms.RadioSelect
            )
        self.fields["title"] = forms.CharField(
            label=_("In one sentence"),
            max_length=options.title_max,
            min_length=5,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "off",
                    "dir": "auto",
                    "hx-get": reverse("proposals:similar", args=[step.process.slug, step.slug]),
                    "hx-trigger": "input changed delay:700ms",
                    "hx-target": "#similar",
                    "hx-sync": "this:replace",
                }
            ),
        )
        self.fields["body"] = PlainTextField(
            label=_("Say more"),
            min_length=options.body_min or None,
            max_length=options.body_max,
            required=bool(options.body_min),
            widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        )
        self._add_category()
        self._add_place()
        self._add_person(voices or [])

    def _add_category(self) -> None:
        categories = list(Category.objects.filter(step=self.step))
        if categories:
            choices = [("", _("I do not know")), *((str(c.pk), str(c)) for c in categories)]
            self.fields["category"] = forms.ChoiceField(
                label=_("What is it about?"), choices=choices, required=False
            )

    map: PointMap | None = None

    def _add_place(self) -> None:
        if self.options.place == PlaceMode.NONE:
            return
        communes = [(str(c.pk), c.name) for c in communes_of(self.step)]
        if communes:
            self.fields["commune"] = forms.ChoiceField(
                label=_("Which commune?"),
                choices=[("", _("All of them, or I do not know")), *communes],
                required=False,
            )
        if self.options.place in {PlaceMode.ADDRESS, PlaceMode.POINT}:
            self.fields["place"] = forms.CharField(
                label=_("Which place exactly?"),
                help_text=_("A street, a stop, a square… in your own words."),
                max_length=200,
                required=False,
            )
        if self.options.place == PlaceMode.POINT:
            self.map = point_map(self.step.process.space, self.step.process.territory_id)
            self.fields["point"] = forms.CharField(
                label=_("The point on a map"),
                help_text=_("Latitude and longitude, or the address of a map page: for instance 44.0925, 6.2356."),
                max_length=400,
                required=False,
                widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            )

    def _add_person(self, voices: list[tuple[str, str]]) -> None:
        if voices:
            self.fields["voice"] = forms.ChoiceField(
                label=_("You speak"),
                choices=[("", _("For myself")), *voices],
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["link"] = forms.ChoiceField(
            label=_("Your link with the territory"),
            choices=[("", _("I prefer not to say")), *Link.choices],
            required=False,
        )

    def clean_point(self) -> tuple[float, float] | None:
        text = self.cleaned_data["point"]
        if not text:
            return None
        point = read_point(text)
        if point is None:
            raise ValidationError(_("We do not find a point in this. Write it like this: 44.0925, 6.2356."))
        return point

    def summary(self) -> list[tuple[Sentence, str]]:
        """What was chosen besides the words, to be read once more before publishing."""
        lines = []
        for name in ("nature", "category", "commune", "place", "voice", "link"):
            value = self.cleaned_data.get(name)
            if value:
                choices = dict(getattr(self.fields[name], "choices", ()))
                lines.append((self.fields[name].label, str(choices.get(value, value))))
        return lines

    def chosen_point(self) -> PointMap | None:
        """The outline with the point on it, to be read once more too."""
        lat, lon = self.cleaned_data.get("point") or (None, None)
        process = self.step.process
        return point_map(process.space, process.territory_id, [(lon, lat, "", "")]) if lat is not None else None

    def words(self) -> dict[str, Any]:
        """What ``submit_proposal`` takes."""
        data = self.cleaned_data
        lat, lon = data.get("point") or (None, None)
        return {
            "nature": data.get("nature") or self.options.natures[0],
            "title": data["title"],
            "body": data["body"],
            "category_id": int(data["category"]) if data.get("category") else None,
            "territory_id": int(data["commune"]) if data.get("commune") else None,
            "place": data.get("place", ""),
            "lat": lat,
            "lon": lon,
            "organisation_id": int(data["voice"]) if data.get("voice") else None,
            "link": data.get("link", ""),
            "token": data["token"],
        }


class SettingsForm(forms.Form):
    """What the animator chooses for one step; ``cleaned_data`` is what ``Step.settings`` keeps."""

    natures = forms.MultipleChoiceField(
        label=_("What people may share"),
        choices=Nature.choices,
        initial=list(Nature.values),
        widget=forms.CheckboxSelectMultiple,
    )
    help = forms.CharField(
        label=_("Help shown above the form"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    title_max = forms.IntegerField(
        label=_("Longest title, in characters"), min_value=30, max_value=200, initial=120
    )
    body_min = forms.IntegerField(label=_("Shortest text, in characters"), min_value=0, max_value=500, initial=0)
    body_max = forms.IntegerField(
        label=_("Longest text, in characters"), min_value=200, max_value=20000, initial=3000
    )
    images = forms.BooleanField(label=_("Photos allowed"), required=False, initial=True)
    documents = forms.BooleanField(label=_("Documents allowed"), required=False)
    place = forms.ChoiceField(label=_("Place"), choices=PlaceMode.choices, initial=PlaceMode.ADDRESS)
    supports = forms.BooleanField(label=_("People may support"), required=False, initial=True)
    max_supports = forms.IntegerField(
        label=_("Supports per person at most"),
        help_text=_("Empty: as many as one likes."),
        min_value=1,
        max_value=1000,
        required=False,
    )
    comments = forms.BooleanField(label=_("People may comment"), required=False, initial=True)
    comments_layout = forms.ChoiceField(label=_("Comments"), choices=Layout.choices, initial=Layout.COLUMNS)
    sort = forms.ChoiceField(
        label=_("Order of the list"),
        choices=Sort.choices,
        initial=Sort.SHUFFLED,
        help_text=_("“In no particular order” gives everyone the same chance of being read."),
    )
    edit_minutes = forms.IntegerField(
        label=_("Minutes during which authors may change their words"),
        help_text=_("Empty: until someone answers, supports or comments."),
        min_value=0,
        max_value=525600,
        required=False,
    )
    coauthors = forms.BooleanField(label=_("Authors may invite co-authors"), required=False)
    review_first = forms.BooleanField(label=_("Read everything before it is published"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        shortest, longest = data.get("body_min"), data.get("body_max")
        if shortest is not None and longest is not None and shortest >= longest:
            self.add_error("body_min", _("The shortest text must be shorter than the longest."))
        return data
