"""Reading subjects. The joins of every page are decided here."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from parvis.accounts.actors import MANAGERS
from parvis.contributions.models import PUBLIC, Contribution
from parvis.contributions.queries import with_card
from parvis.core.keyset import Keyset, Page
from parvis.processes.models import Theme
from parvis.processes.queries import in_scope, territories_of
from parvis.subjects.models import Idea, Move, Standing, Subject
from parvis.subjects.rules import DECLARERS
from parvis.territories.models import Kind, Space, Territory, TerritoryClosure
from parvis.territories.queries import spaces_within

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

PER_PAGE = 20
PER_DESK_PAGE = 40
MOST_TO_JOIN = 100
# Where a subject without a date stands among those that have one: after them all.
SOME_DAY = date(9999, 12, 31)
ORDERS = {
    "date": ("when", "id"),
    "recent": ("-created_at", "-id"),
    "supported": ("-supports_count", "-id"),
}
_PLACES = (Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.NEIGHBOURHOOD)


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; empty means all."""

    standing: str = ""
    origin: str = ""
    degree: int | None = None
    theme: int | None = None
    territory: int | None = None
    words: str = ""
    order: str = "date"

    @property
    def narrows(self) -> bool:
        return self != Wanted(order=self.order)


def shown(space: Space | None) -> QuerySet[Subject]:
    """The public subjects of a space and of those inside it."""
    return Subject.objects.filter(PUBLIC, space__in=spaces_within(space))


def held_by(actor: "Actor") -> QuerySet[Subject]:
    """What stands on the desk of whoever declares or leads."""
    scope = actor.scope(*DECLARERS)
    if not scope:
        return Subject.objects.none()
    return Subject.objects.filter(in_scope(scope, process="process_id"), state__in=("published", "pending"))


def narrowed(subjects: QuerySet[Subject], wanted: Wanted) -> QuerySet[Subject]:
    exact = {
        "standing": wanted.standing,
        "origin": wanted.origin,
        "degree": wanted.degree,
        "theme": wanted.theme,
    }
    found = subjects.filter(**{name: value for name, value in exact.items() if value})
    if wanted.territory:
        below = TerritoryClosure.objects.filter(ancestor=wanted.territory).values("descendant")
        found = found.filter(territory__in=below)
    if wanted.words:
        about = Q(title__icontains=wanted.words) | Q(body__icontains=wanted.words)
        found = found.filter(about | Q(code__iexact=wanted.words))
    return found


def with_line(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    """What a line shows, and the day it is sorted by."""
    return subjects.select_related("territory", "theme", "became", "organisation", "author").annotate(
        when=Coalesce(F("decides_on"), Value(SOME_DAY, output_field=DateField()))
    )


def page_of(subjects: QuerySet[Subject], wanted: Wanted, cursor: str | None) -> Page[Subject]:
    found = with_line(narrowed(subjects, wanted))
    return Keyset(found, order=ORDERS[wanted.order], per_page=PER_PAGE).page(cursor)


def themes_of(space: Space) -> QuerySet[Theme]:
    """What one may choose from in this space."""
    return Theme.objects.filter(merged_into=None, space=space)


def themes_among(rows: QuerySet[Any]) -> QuerySet[Theme]:
    """What a list may be narrowed to: the themes it holds."""
    return Theme.objects.filter(pk__in=rows.order_by().values("theme"), merged_into=None)


def places_among(rows: QuerySet[Any]) -> QuerySet[Territory]:
    return Territory.objects.filter(pk__in=rows.order_by().values("territory")).only("name").order_by("name")


def places_of(space: Space | None) -> QuerySet[Territory]:
    if space is None:
        return Territory.objects.none()
    return territories_of(space).filter(kind__in=_PLACES).only("name", "slug").order_by("name")


def moves_of(contribution: "Contribution") -> QuerySet[Move]:
    """Every state with its answer, the last first."""
    return Move.objects.filter(subject=contribution.pk).order_by("-at", "-id")


def spaces_to_declare_in(actor: "Actor") -> QuerySet[Space]:
    """Where this person may announce something, the main space first."""
    scope = actor.scope(*DECLARERS)
    spaces = Space.objects.select_related("territory").order_by("-is_main", "name")
    return spaces if scope.everywhere else spaces.filter(pk__in=scope.spaces)


def subject_for(actor: "Actor", code: str) -> Subject | None:
    """One subject of her desk, with all its page needs."""
    rows = held_by(actor).select_related(
        "space__territory",
        "territory",
        "theme",
        "author",
        "organisation",
        "became",
        "process",
        "step",
        "qualification",
    )
    return rows.filter(code=code.upper()).first()


# The box -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WantedIdeas:
    nature: str = ""
    urgency: str = ""
    theme: int | None = None
    territory: int | None = None
    words: str = ""
    order: str = "recent"

    @property
    def narrows(self) -> bool:
        return self != WantedIdeas(order=self.order)


def ideas_in(space: Space | None) -> QuerySet[Idea]:
    """The public ideas of a space and of those inside it."""
    return Idea.objects.filter(PUBLIC, space__in=spaces_within(space))


def ideas_led_by(actor: "Actor") -> QuerySet[Idea]:
    """What may be grouped by whoever leads."""
    scope = actor.scope(*MANAGERS)
    return Idea.objects.filter(PUBLIC & in_scope(scope, process="process_id")) if scope else Idea.objects.none()


def narrowed_ideas(ideas: QuerySet[Idea], wanted: WantedIdeas) -> QuerySet[Idea]:
    exact = {"nature": wanted.nature, "urgency": wanted.urgency, "theme": wanted.theme}
    found = ideas.filter(**{name: value for name, value in exact.items() if value})
    if wanted.territory:
        below = TerritoryClosure.objects.filter(ancestor=wanted.territory).values("descendant")
        found = found.filter(territory__in=below)
    if wanted.words:
        about = Q(title__icontains=wanted.words) | Q(body__icontains=wanted.words)
        found = found.filter(about | Q(code__iexact=wanted.words))
    return found


def page_of_ideas(ideas: QuerySet[Idea], wanted: WantedIdeas, cursor: str | None) -> Page[Contribution]:
    """Envelopes: what a card draws, its kind loads."""
    found = narrowed_ideas(ideas, wanted).order_by().values("pk")
    rows = with_card(Contribution.objects.filter(pk__in=found))
    return Keyset(rows, order=ORDERS[wanted.order], per_page=PER_PAGE).page(cursor)


def desk_page_of_ideas(ideas: QuerySet[Idea], wanted: WantedIdeas, cursor: str | None) -> Page[Idea]:
    rows = narrowed_ideas(ideas, wanted).select_related("territory", "theme", "author", "organisation")
    return Keyset(rows, order=ORDERS[wanted.order], per_page=PER_DESK_PAGE).page(cursor)


def subjects_to_join(space: Space) -> QuerySet[Subject]:
    """Those that may still gather more ideas."""
    open_ones = (Standing.PROPOSED, Standing.QUALIFIED, Standing.PLANNED)
    return Subject.objects.filter(PUBLIC, space=space, standing__in=open_ones).order_by("-id")[:MOST_TO_JOIN]
