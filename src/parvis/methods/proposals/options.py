"""What the animator chose for one step, with what is assumed where she chose nothing. Written by ``SettingsForm``."""

from dataclasses import dataclass, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.methods.proposals.models import Nature
from parvis.processes.models import Step


class PlaceMode(models.TextChoices):
    NONE = "none", _("Do not ask")
    COMMUNE = "commune", _("The commune")
    ADDRESS = "address", _("The commune and an address in words")
    POINT = "point", _("The commune, an address and a point on a map")


class Sort(models.TextChoices):
    SHUFFLED = "shuffled", _("In no particular order")
    RECENT = "recent", _("Newest first")
    SUPPORTED = "supported", _("Most supported")
    DISCUSSED = "discussed", _("Most discussed")


class Layout(models.TextChoices):
    COLUMNS = "columns", _("In two columns, for and against")
    THREADED = "threaded", _("As a conversation")


@dataclass(frozen=True, kw_only=True)
class Options:
    """Lengths in characters; ``edit_minutes``: how long the author may change her words (empty: until someone
    reacts); ``max_supports``: how many contributions of this step one person may support (empty: all).
    """

    natures: tuple[str, ...] = tuple(Nature.values)
    title_max: int = 120
    body_min: int = 0
    body_max: int = 3000
    images: bool = True
    documents: bool = False
    place: str = PlaceMode.ADDRESS
    supports: bool = True
    max_supports: int | None = None
    comments: bool = True
    comments_layout: str = Layout.COLUMNS
    sort: str = Sort.SHUFFLED
    edit_minutes: int | None = None
    coauthors: bool = False
    review_first: bool = False
    help: str = ""

    @classmethod
    def of(cls, step: Step) -> "Options":
        known = {field.name for field in fields(cls)}
        chosen: dict[str, Any] = {key: value for key, value in step.settings.items() if key in known}
        if "natures" in chosen:
            chosen["natures"] = tuple(n for n in chosen["natures"] if n in Nature.values) or tuple(Nature.values)
        return cls(**chosen)

    @property
    def nature_choices(self) -> list[tuple[str, Any]]:
        return [choice for choice in Nature.choices if choice[0] in self.natures]
