"""Forms of a space's settings, one per screen."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.core.forms import RowsField, TranslatedFormField
from parvis.core.geo import Geometry, bbox, validate_geojson
from parvis.files.forms import ImageUploadField
from parvis.files.keeping import ALT_NEEDED
from parvis.territories.features import all_features
from parvis.territories.importing import Perimeter, perimeter, read_json
from parvis.territories.models import FunderMention, Kind, Space, Territory
from parvis.territories.theming import DEFAULTS, check_colour


class SpaceForm(forms.ModelForm):
    """Who we are, how to reach us, what we promise."""

    tagline = TranslatedFormField(label=_("Line under the name"), max_length=80, required=False)
    welcome_title = TranslatedFormField(label=_("Title of the home page"), max_length=120, required=False)
    welcome_text = TranslatedFormField(label=_("Text under it"), rows=3, max_length=600, required=False)
    phone_hours = TranslatedFormField(
        label=_("When somebody answers"),
        help_text=_("Tuesday and Thursday, 9 to 12."),
        max_length=120,
        required=False,
    )
    controller = TranslatedFormField(
        label=_("Data controller"),
        help_text=_("Who answers for personal data: the authority’s legal name."),
        required=False,
    )
    legal_notice = TranslatedFormField(label=_("Legal notice"), rows=4, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages offered"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: all of them."),
    )
    answer_days = forms.IntegerField(label=_("Days promised to answer"), min_value=1, max_value=365)

    class Meta:
        model = Space
        fields = [
            "name",
            "tagline",
            "welcome_title",
            "welcome_text",
            "languages",
            "phone",
            "phone_hours",
            "email",
            "address",
            "answer_days",
            "controller",
            "dpo_email",
            "legal_notice",
            "domain",
        ]
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "phone": _("As people dial it, country code included if some call from abroad."),
            "domain": _("For instance participer.volonne.fr. Ask your IT department first."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.instance.languages or None
        for field in self.fields.values():
            if isinstance(field, TranslatedFormField):
                field.widget.languages = offered

    def clean_domain(self) -> str:
        domain = (
            self.cleaned_data["domain"].strip().lower().removeprefix("https://").removeprefix("www.").rstrip("/")
        )
        if domain and not all(part.replace("-", "").isalnum() for part in domain.split(".")):
            raise ValidationError(_("Write only the name, for instance participer.volonne.fr."))
        return domain


class ColourField(forms.CharField):
    """A colour people can read; refused otherwise, keeping the nearest good one in ``better``."""

    def __init__(self, *, role: str, **kwargs: Any) -> None:
        super().__init__(max_length=7, widget=forms.TextInput(attrs={"type": "color"}), **kwargs)
        self.role = role

    def clean(self, value: Any) -> str:
        return check_colour(self.role, super().clean(value))


class LookForm(forms.Form):
    """Colours and images. ``better`` maps a refused colour's field to the nearest good one."""

    primary = ColourField(role="primary", label=_("Main colour"), help_text=_("Links, buttons, the dark band."))
    accent = ColourField(role="accent", label=_("Accent colour"), help_text=_("The one thing to do."))
    sun = ColourField(role="sun", label=_("Third colour"), help_text=_("Labels and highlights, under dark text."))
    logo = ImageUploadField(
        label=_("Logo"),
        required=False,
        help_text=_("Square, beside the name. Without one, the outline of your territory is drawn."),
    )
    favicon = ImageUploadField(
        label=_("Favicon"), required=False, help_text=_("Square, seen in the browser’s tabs.")
    )
    banner = ImageUploadField(label=_("Banner"), required=False, help_text=_("A wide photo for the home page."))
    banner_alt = TranslatedFormField(label=_("What the banner shows"), max_length=250, required=False)
    banner_is_decorative = forms.BooleanField(label=_("Decorative: nothing to say"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("banner") and not values.get("banner_alt") and not values.get("banner_is_decorative"):
            self.add_error("banner_alt", ValidationError(ALT_NEEDED, code="alt"))
        return values

    @property
    def better(self) -> dict[str, str]:
        refused = {name: self.errors.as_data().get(name, []) for name in DEFAULTS} if self.is_bound else {}
        return {
            name: error.params["better"]
            for name, errors in refused.items()
            for error in errors
            if error.code == "contrast"
        }

    def shown_colours(self) -> dict[str, str]:
        """The colours as typed, refused or not, for the preview: a colour that is none keeps the usual one."""
        typed = (
            {name: self.cleaned_data.get(name) or self.better.get(name) for name in DEFAULTS}
            if self.is_bound
            else {}
        )
        return {name: typed.get(name) or self.initial.get(name) or DEFAULTS[name] for name in DEFAULTS}


class FeaturesForm(forms.Form):
    """What is on here. Unticked: its menu entry and its pages are gone, nothing is erased."""

    on = forms.MultipleChoiceField(
        label=_("Shown in this space"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].choices = [
            (f.key, f"{f.label} — {f.help_text}" if f.help_text else f.label) for f in all_features()
        ]

    def off(self) -> list[str]:
        return [feature.key for feature in all_features() if feature.key not in self.cleaned_data["on"]]


class FunderForm(forms.ModelForm):
    sentence = TranslatedFormField(
        label=_("Required sentence"),
        help_text=_("Copy it from the funder’s communication kit."),
        rows=2,
        max_length=300,
        required=False,
    )
    emblem_file = ImageUploadField(label=_("Emblem"), required=False)
    processes = RowsField(
        label=pgettext_lazy("desk", "Démarches it funds"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = FunderMention
        fields = ("name", "programme", "sentence", "everywhere")

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["processes"].queryset = space.processes.all()
        if self.instance.pk:
            self.initial["processes"] = self.instance.processes.all()

    field_order = ("name", "programme", "sentence", "emblem_file", "everywhere", "processes")


class PerimeterForm(forms.Form):
    """A file of outlines, read whole before anything is kept."""

    file = forms.FileField(
        label=_("File of outlines"),
        help_text=_(
            "GeoJSON (.geojson, .json or .geojson.gz). Each area has a name; code, population and postcodes are taken when the file has them."
        ),
    )
    name = forms.CharField(
        label=_("Name of the whole"),
        help_text=_("When the file does not say what these areas make together."),
        max_length=120,
        required=False,
    )
    kind = forms.ChoiceField(label=_("What the whole is"), choices=Kind, initial=Kind.EPCI)
    parts = forms.ChoiceField(label=_("What each area is"), choices=Kind, initial=Kind.COMMUNE)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        help_text=_("Two letters: FR, CM, MA…"),
        initial="FR",
        max_length=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.perimeter: Perimeter | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if file := data.get("file"):
            try:
                self.perimeter = perimeter(
                    read_json(file.read(), file.name),
                    name=data.get("name", ""),
                    kind=data.get("kind", ""),
                    parts=data.get("parts", ""),
                )
            except ValidationError as error:
                self.add_error("name" if getattr(error, "code", "") == "parent" else "file", error)
        return data


class TerritoryForm(forms.Form):
    """One place: its name, its postcodes, its outline."""

    name = forms.CharField(label=_("Name"), max_length=120)
    postcodes = forms.CharField(
        label=_("Postcodes"),
        help_text=_("Separated by commas. People type them to find what happens near them."),
        max_length=200,
        required=False,
    )
    outline = forms.FileField(
        label=_("Outline"),
        help_text=_(
            "A GeoJSON file with one area. Without one, the place is in lists and searches, not on the map."
        ),
        required=False,
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not any(character.isalnum() for character in name):
            raise ValidationError(_("Write a name people will recognise."), code="name")
        return name

    def clean_postcodes(self) -> tuple[str, ...]:
        codes = {code.strip() for code in re.split(r"[,;\n]", self.cleaned_data["postcodes"])} - {""}
        if long := [code for code in codes if len(code) > 12]:
            raise ValidationError(
                _("“%(code)s” is too long for a postcode: separate them by commas."),
                code="postcode",
                params={"code": long[0]},
            )
        return tuple(sorted(codes))

    def clean_outline(self) -> Geometry | None:
        file = self.cleaned_data["outline"]
        if not file:
            return None
        areas = validate_geojson(read_json(file.read(), file.name))
        if len(areas) > 1:
            raise ValidationError(
                _("This file holds %(count)s areas: send one with a single area."),
                code="several",
                params={"count": len(areas)},
            )
        return areas[0]["geometry"]

    def refuse_elsewhere(self, commune: Territory) -> None:
        """Longitude and latitude swapped, or the neighbour's file: said before anything is written."""
        outline = self.cleaned_data.get("outline")
        if outline and commune.west is not None:
            west, south, east, north = bbox(outline)
            apart = west > commune.east or east < commune.west or south > commune.north or north < commune.south
            if apart:
                self.add_error(
                    "outline",
                    ValidationError(
                        _(
                            "This outline does not touch %(commune)s. Check the file: longitude comes before latitude."
                        ),
                        code="elsewhere",
                        params={"commune": commune.name},
                    ),
                )


class NeighbourhoodForm(TerritoryForm):
    commune = forms.ModelChoiceField(label=_("Inside"), queryset=Territory.objects.none(), empty_label=_("Choose"))
    field_order = ("name", "commune", "postcodes", "outline")

    def __init__(self, *args: Any, communes: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if commune := data.get("commune"):
            self.refuse_elsewhere(commune)
        return data


class OpenSpaceForm(forms.Form):
    """A commune gets its own front door, and one person its keys."""

    territory = forms.ModelChoiceField(label=_("Territory"), queryset=None, empty_label=_("Choose"))
    name = forms.CharField(
        label=_("Name shown"), max_length=80, required=False, help_text=_("Empty: the name of the territory.")
    )
    manager_email = forms.EmailField(
        label=_("E-mail of the person who will manage it"),
        help_text=_(
            "She logs in with a code sent to this address. Afterwards you will no longer manage this space."
        ),
    )

    def __init__(self, *args: Any, territories: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories
