"""Reading the proposals of one step."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from parvis.contributions.models import Contribution
from parvis.contributions.queries import with_card
from parvis.core.keyset import Keyset, Page
from parvis.methods.proposals.options import Sort
from parvis.processes.models import Step
from parvis.search.queries import matching_in_step
from parvis.territories.maps import PointMap, point_map
from parvis.territories.models import Kind, Space, Territory

# The literals of the partial indexes of the spine.
ORDERS = {
    Sort.SHUFFLED: ("shuffle", "id"),
    Sort.RECENT: ("-created_at", "-id"),
    Sort.SUPPORTED: ("-supports_count", "-id"),
    Sort.DISCUSSED: ("-comments_count", "-id"),
}
CAP = 1000
PER_PAGE = 20
MOST_POINTS = 300


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the reader asked of the list."""

    nature: str = ""
    category: int | None = None
    commune: int | None = None
    status: int | None = None
    verdict: str = ""
    stage: int | None = None
    words: str = ""
    sort: Sort = Sort.SHUFFLED
    start: int = 0

    @property
    def narrows(self) -> bool:
        return bool(
            self.nature
            or self.category
            or self.commune
            or self.status
            or self.verdict
            or self.words
            or self.stage is not None
        )


def shown(step: Step, wanted: Wanted) -> QuerySet[Contribution]:
    rows = Contribution.objects.public().roots().filter(step=step)
    if wanted.nature:
        rows = rows.filter(proposal__nature=wanted.nature)
    if wanted.category:
        rows = rows.filter(proposal__category=wanted.category)
    if wanted.commune:
        rows = rows.filter(territory=wanted.commune)
    if wanted.status:
        rows = rows.filter(status=wanted.status, status__isnull=False)  # the literals of the partial indexes
    if wanted.verdict:
        rows = rows.exclude(verdict="").filter(verdict=wanted.verdict)
    if wanted.stage is not None:
        rows = rows.filter(stage=wanted.stage)
    if wanted.words:
        rows = rows.filter(pk__in=matching_in_step(step, wanted.words))
    return rows


def page_of(rows: QuerySet[Contribution], wanted: Wanted, cursor: str | None) -> Page[Contribution]:
    keyset = Keyset(
        with_card(rows),
        order=ORDERS[wanted.sort],
        per_page=PER_PAGE,
        # What is looked for by its words is short enough for nobody to be far from the start.
        start=wanted.start if wanted.sort == Sort.SHUFFLED and not wanted.words else None,
    )
    return keyset.page(cursor)


def map_of(step: Step, rows: QuerySet[Contribution]) -> PointMap | None:
    """The points of what is listed, the newest ones when there are too many to tell apart."""
    placed = rows.filter(lat__isnull=False, lon__isnull=False).order_by("-id")[:MOST_POINTS]
    address = reverse("contributions:detail", args=["CODE"])
    places = [
        (lon, lat, title, address.replace("CODE", code))
        for lon, lat, title, code in placed.values_list("lon", "lat", "title", "code")
    ]
    return point_map(step.process.space, step.process.territory_id, places) if places else None


def total_of(
    step: Step, rows: QuerySet[Contribution], wanted: Wanted, page: Page[Contribution]
) -> tuple[int, bool]:
    """How many, and whether there are more than that: a filtered list is counted up to ``CAP``."""
    if not wanted.narrows:
        return step.contributions_count, False
    if page.next_cursor is None and page.previous_cursor is None:
        return len(page.items), False
    count = rows.order_by()[: CAP + 1].count()
    return min(count, CAP), count > CAP


def communes_of(step: Step) -> QuerySet[Territory]:
    """The places one may choose: those inside the démarche’s territory, else inside the space that carries it.

    People come from around: buses of a town carry the villages beside it.
    """
    kinds = (Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.NEIGHBOURHOOD)
    carried_by = Space.objects.filter(processes=step.process_id).values("territory")
    inside = Territory.objects.filter(
        Q(closure_up__ancestor=step.process.territory_id) | Q(closure_up__ancestor__in=carried_by),
        kind__in=kinds,
        retired_at=None,
    )
    return inside.distinct().only("name").order_by("name")
