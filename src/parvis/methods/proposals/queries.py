"""Reading the proposals of one step."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from parvis.contributions.models import Contribution
from parvis.contributions.queries import with_card
from parvis.core.keyset import Keyset, Page
from parvis.methods.proposals.options import Sort
from parvis.processes.models import Step
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
        rows = rows.filter(status=wanted.status)
    if wanted.verdict:
        rows = rows.filter(verdict=wanted.verdict)
    if wanted.stage is not None:
        rows = rows.filter(stage=wanted.stage)
    if wanted.words:
        rows = rows.filter(title__icontains=wanted.words)
    return rows


def page_of(step: Step, wanted: Wanted, cursor: str | None) -> Page[Contribution]:
    keyset = Keyset(
        with_card(shown(step, wanted)).defer("geometry"),
        order=ORDERS[wanted.sort],
        per_page=PER_PAGE,
        start=wanted.start if wanted.sort == Sort.SHUFFLED else None,
    )
    return keyset.page(cursor)


def total_of(step: Step, wanted: Wanted) -> tuple[int, bool]:
    """How many, and whether there are more than that: a filtered list is counted up to ``CAP``."""
    if not wanted.narrows:
        return step.contributions_count, False
    count = shown(step, wanted).order_by()[: CAP + 1].count()
    return min(count, CAP), count > CAP


def communes_of(step: Step) -> QuerySet[Territory]:
    """The places one may choose: those inside the démarche’s territory, else inside the space that carries it.

    People come from around: buses of a town carry the villages beside it.
    """
    kinds = (Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.NEIGHBOURHOOD)
    carried_by = Space.objects.filter(processes=step.process_id).values("territory")
    inside = Territory.objects.filter(
        Q(closure_up__ancestor=step.process.territory_id) | Q(closure_up__ancestor__in=carried_by), kind__in=kinds
    )
    return inside.distinct().only("name").order_by("name")
