"""Reading the proposals of one step."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from parvis.contributions.models import Contribution
from parvis.contributions.queries import with_card
from parvis.core.keyset import Keyset, Page
from parvis.core.text import similarity
from parvis.methods.proposals.ideas import keys_of
from parvis.methods.proposals.models import IdeaKey
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


MOST_CANDIDATES = 2000
RANKED = 200


def similar(step: Step, text: str, *, most: int = 3, least: float = 0.35) -> list[Contribution]:
    """Ideas of this step that look like ``text``, the likest first.

    Two steps: the database gives those that share the text’s rarest keys (see ``ideas``), so that a word everybody
    uses costs nothing; then trigrams rank a bounded number of titles, tolerant of accents, plurals and typos.
    """
    keys = keys_of(text)
    if not keys:
        return []
    rows = IdeaKey.objects.filter(step=step)
    frequency = dict(rows.filter(key__in=keys).values_list("key").annotate(n=Count("id")).order_by("n"))
    rare, seen = [], 0
    for key, count in frequency.items():
        if rare and seen + count > MOST_CANDIDATES:
            break
        rare.append(key)
        seen += count
    ids = (
        rows.filter(key__in=rare)
        .values_list("proposal")
        .annotate(n=Count("id"))
        .order_by("-n", "-proposal")
        .values_list("proposal", flat=True)[:RANKED]
    )
    titles = Contribution.objects.public().filter(pk__in=list(ids)).values_list("pk", "title")
    likest = sorted(((similarity(text, title), pk) for pk, title in titles), reverse=True)[:most]
    kept = [pk for score, pk in likest if score >= least]
    found = with_card(Contribution.objects.filter(pk__in=kept)).in_bulk()
    return [found[pk] for pk in kept]
