"""What the animator fills in to write a page, an article, a meeting. The verbs judge again."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.blocks.forms import BlocksField, BlocksFormMixin
from parvis.core.blocks.sources import Owner
from parvis.core.forms import DayField, TranslatedFormField
from parvis.editorial.models import AccessibilityAudit, Article, Gathering, Page
from parvis.editorial.queries import spaces_managed_by, territories_managed_by
from parvis.files.forms import CoverFormMixin
from parvis.processes.queries import manageable_by

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

SHOWN_BY_ENGINES = 160

REPLACES = (
    ("", _("A page of its own")),
    ("mentions-legales", _("Legal notice")),
    ("donnees-personnelles", _("Personal data")),
    ("accessibilite", _("Accessibility")),
    ("falc", _("The site in easy words")),
    ("source", _("The software")),
)


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class _SpaceForm(forms.Form):
    """A text belongs to one space, chosen once; whoever holds only one is not asked."""

    space = forms.ModelChoiceField(queryset=None, label=_("Space"), empty_label=None)

    def __init__(self, *args: Any, actor: "Actor", row: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.initial_of(row), **kwargs)
        self.actor, self.row = actor, row
        spaces = spaces_managed_by(actor)
        self.fields["space"].queryset = spaces
        if row.pk or len(spaces) < 2:
            del self.fields["space"]

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}

    def values(self) -> dict[str, Any]:
        """The fields for the verb; the space is set on the row."""
        values = dict(self.cleaned_data)
        if space := values.pop("space", None):
            self.row.space = space
        return values


class _AttachedForm(_SpaceForm):
    """What may be attached to a démarche and to a place."""

    process = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Attached to the démarche"), empty_label=_("None")
    )
    territory = forms.ModelChoiceField(
        queryset=None, required=False, label=_("About the territory"), empty_label=_("The whole space")
    )

    def __init__(self, *args: Any, actor: "Actor", row: Any, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, row=row, **kwargs)
        self.fields["process"].queryset = manageable_by(actor)
        self.fields["territory"].queryset = territories_managed_by(actor)
        if not spaces_managed_by(actor).exists():
            self.fields["process"].required = True  # a role on one démarche reaches nothing else
            self.fields["process"].empty_label = None

    def values(self) -> dict[str, Any]:
        values = super().values()
        if values["process"]:
            self.row.space = values["process"].space
        return values


class PageForm(BlocksFormMixin, _SpaceForm):
    title = TranslatedFormField(label=_("Title"), max_length=120)
    summary = TranslatedFormField(
        label=_("In short"),
        rows=2,
        max_length=300,
        required=False,
        help_text=_("One or two sentences: shown under the title, and by search engines."),
    )
    slug = forms.ChoiceField(
        label=_("This page is"),
        choices=REPLACES,
        required=False,
        help_text=_("It may replace one of the pages written in advance."),
    )
    body = BlocksField(label=_("Content"), required=False)
    in_menu = forms.BooleanField(label=_("Listed under « Understand »"), required=False)
    order = forms.IntegerField(label=_("Order in the list"), min_value=0, max_value=999, initial=0)

    field_order = ["space", "title", "summary", "slug", "body", "in_menu", "order"]

    def __init__(self, *args: Any, actor: "Actor", row: Page, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, row=row, owner=Owner(space=row.space, by=actor), **kwargs)
        if row.pk:
            del self.fields["slug"]  # an address printed somewhere does not change


class ArticleForm(CoverFormMixin, BlocksFormMixin, _AttachedForm):
    title = TranslatedFormField(label=_("Title"), max_length=120)
    summary = TranslatedFormField(
        label=_("In short"),
        rows=2,
        max_length=300,
        required=False,
        help_text=_("One or two sentences: shown under the title, and by search engines."),
    )
    body = BlocksField(label=_("Content"), required=False)

    field_order = [
        *("space", "title", "summary", "image", "image_alt", "image_is_decorative"),
        *("body", "process", "territory"),
    ]

    def __init__(self, *args: Any, actor: "Actor", row: Article, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, row=row, owner=Owner(space=row.space, by=actor), **kwargs)

    def initial_of(self, row: Article) -> dict[str, Any]:
        return super().initial_of(row) | self.cover_values(row.image)

    def values(self) -> dict[str, Any]:
        values = super().values()
        self.take_cover(values, space=self.row.space, by=self.actor)
        return values


class GatheringForm(_AttachedForm):
    title = TranslatedFormField(label=_("Title"), max_length=120)
    day = DayField(label=_("Day"), widget=date_input())
    starts = forms.TimeField(label=_("From"), widget=time_input())
    ends = forms.TimeField(label=_("Until"), widget=time_input(), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("For example: village hall, market."))
    address = forms.CharField(label=_("Address"), max_length=250, required=False)
    description = TranslatedFormField(label=_("What will happen"), rows=4, max_length=4000, required=False)
    access = TranslatedFormField(
        label=_("Access for all"),
        rows=2,
        max_length=600,
        required=False,
        help_text=_("Ramp, sign language, childcare, bus: say also what is missing."),
    )

    field_order = ["space", "title", "day", "starts", "ends", "place", "address", "description", "access"]

    def initial_of(self, row: Gathering) -> dict[str, Any]:
        if not row.starts_at:
            return super().initial_of(row)
        start, end = timezone.localtime(row.starts_at), row.ends_at and timezone.localtime(row.ends_at)
        return super().initial_of(row) | {"day": start.date(), "starts": start.time(), "ends": end and end.time()}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("starts") and values.get("ends") and values["ends"] <= values["starts"]:
            self.add_error("ends", ValidationError(_("It ends before it begins.")))
        return values

    def values(self) -> dict[str, Any]:
        values = super().values()
        day, starts, ends = values.pop("day"), values.pop("starts"), values.pop("ends")
        return values | {"starts_at": _moment(day, starts), "ends_at": ends and _moment(day, ends)}


def _moment(day: Any, hour: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


class CancelForm(forms.Form):
    reason = TranslatedFormField(
        label=_("Why is it cancelled?"),
        rows=3,
        max_length=600,
        help_text=_("Shown on the meeting, and in the calendars of those who noted it."),
    )


class AuditForm(forms.ModelForm):
    report_url = forms.URLField(label=_("Address of the report"), assume_scheme="https", required=False)

    class Meta:
        model = AccessibilityAudit
        fields = ["space", "audited_on", "valid_until", "auditor", "rate", "report_url"]
        widgets = {"audited_on": date_input(), "valid_until": date_input()}

    def __init__(self, *args: Any, actor: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces_managed_by(actor)
        self.fields["space"].empty_label = None

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("audited_on") and values.get("valid_until") and values["valid_until"] <= values["audited_on"]:
            self.add_error("valid_until", ValidationError(_("It ends before it begins.")))
        if values.get("audited_on") and values["audited_on"] > timezone.localdate():
            self.add_error("audited_on", ValidationError(_("This day has not come yet.")))
        if (values.get("rate") or 0) > 100:
            self.add_error("rate", ValidationError(_("At most 100.")))
        return values
