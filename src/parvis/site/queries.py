"""What the public pages read, page by page, in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from parvis.accounts.models import Role
from parvis.core.prepared import prepared
from parvis.editorial import queries as editorial
from parvis.editorial.models import Article, Gathering
from parvis.files.models import Document
from parvis.processes.models import Archive, Degree, LogEntry, Phase, Process, Theme
from parvis.processes.queries import visible_to, with_cards, with_page, with_steps
from parvis.replies.models import Outcome
from parvis.search.queries import matching_processes
from parvis.territories.models import Space, Territory, TerritoryClosure
from parvis.territories.queries import spaces_around, spaces_within

if TYPE_CHECKING:
    from django.http import QueryDict

    from parvis.accounts.actors import Actor

# What a home page shows of each.
OPEN_SHOWN = 6
FEW = 3


def archive_of(process: Process) -> Archive | None:
    """When it was frozen, and the hash over all its texts; ``None`` while it may change."""
    if process.state != Process.State.ARCHIVED:
        return None
    return Archive.objects.filter(process=process).defer("manifest").first()


def public_processes(space: Space | None) -> QuerySet[Process]:
    return Process.objects.public().filter(space__in=spaces_within(space))


def _phase(**conditions: object) -> Exists:
    return Exists(Phase.objects.filter(process=OuterRef("pk"), openings__isnull=False, **conditions))


def _running(at: datetime | None = None) -> Exists:
    now = at or timezone.now()
    return Exists(
        Phase.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=now), process=OuterRef("pk"), starts_at__lte=now, openings__isnull=False
        )
    )


def open_now(processes: QuerySet[Process], at: datetime | None = None) -> QuerySet[Process]:
    return running(processes, at).exclude(pace=Process.Pace.SUSPENDED)


def running(processes: QuerySet[Process], at: datetime | None = None) -> QuerySet[Process]:
    """Those open, and those that would be if they were not suspended."""
    return processes.filter(_running(at), state=Process.State.PUBLISHED)


def open_first(processes: QuerySet[Process]) -> QuerySet[Process]:
    """What one may take part in today, then what comes or goes on, then what is over; the newest first in each."""
    ended = Q(state__in=(Process.State.CLOSED, Process.State.ARCHIVED))
    suspended = Q(pace=Process.Pace.SUSPENDED)
    rank = Case(When(ended, then=2), When(suspended, then=1), When(_running(), then=0), default=1)
    return processes.annotate(rank=rank).order_by("rank", "-is_featured", "-published_at", "-id")


def upcoming(processes: QuerySet[Process]) -> QuerySet[Process]:
    later = _phase(starts_at__gt=timezone.now())
    return processes.filter(later, state=Process.State.PUBLISHED).exclude(pk__in=open_now(processes).values("pk"))


def closed(processes: QuerySet[Process]) -> QuerySet[Process]:
    """Closed by a decision, or nothing left to open."""
    now = timezone.now()
    alive = Exists(
        Phase.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), process=OuterRef("pk"), openings__isnull=False)
    )
    return processes.filter(Q(state__in=(Process.State.CLOSED, Process.State.ARCHIVED)) | ~alive)


def first_open(space: Space | None) -> list[Process]:
    """What the home page puts first, with its cards; what is suspended comes last and says so."""
    return _first_open(space.pk, space.territory_id, timezone.now()) if space else []


@prepared
def _first_open(space: int, territory: int, now: datetime) -> QuerySet[Process]:
    here = Process.objects.public().filter(space__in=spaces_around(space, territory))
    halted = Case(When(pace=Process.Pace.SUSPENDED, then=1), default=0)
    return with_cards(running(here, now)).order_by(halted, "-is_featured", "-published_at", "-id")[:OPEN_SHOWN]


# A démarche that announces more meetings ahead than this has its diary for that.
MOST_GATHERINGS = 50

SITUATIONS = {"open": open_now, "upcoming": upcoming, "closed": closed}


@dataclass(frozen=True)
class ProcessFilters:
    """The list’s filters, as read from the address; anything unknown counts as « all »."""

    situation: str = ""
    territory: str = ""
    theme: str = ""
    degree: int = 0
    words: str = ""

    @property
    def any(self) -> bool:
        return bool(self.situation or self.territory or self.theme or self.degree or self.words)


def filtered(processes: QuerySet[Process], filters: ProcessFilters) -> QuerySet[Process]:
    if filters.situation in SITUATIONS:
        processes = SITUATIONS[filters.situation](processes)
    if filters.territory:
        near = TerritoryClosure.objects.filter(ancestor__slug=filters.territory).values("descendant")
        above = TerritoryClosure.objects.filter(descendant__slug=filters.territory).values("ancestor")
        processes = processes.filter(Q(territory__in=near) | Q(territory__in=above))
    if filters.theme:
        processes = processes.filter(theme__slug=filters.theme)
    if filters.degree in Degree.values:
        processes = processes.filter(degree=filters.degree)
    if filters.words:
        processes = processes.filter(pk__in=matching_processes(filters.words))
    return with_cards(processes)


@dataclass(frozen=True)
class FilterChoices:
    territories: list[Territory] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)


def filter_choices(processes: QuerySet[Process]) -> FilterChoices:
    """Only what leads somewhere: territories and themes of démarches shown here."""
    return FilterChoices(
        territories=list(Territory.objects.filter(pk__in=processes.values("territory")).only("name", "slug")),
        themes=list(Theme.objects.filter(pk__in=processes.values("theme"), merged_into=None)),
    )


def next_gatherings(space: Space | None) -> list[Gathering]:
    """What is still to come, cancelled meetings included: whoever planned to come must see it."""
    if not space or not space.has("agenda"):
        return []
    return _next_gatherings(space.pk, space.territory_id, timezone.now())


@prepared
def _next_gatherings(space: int, territory: int, now: datetime) -> QuerySet[Gathering]:
    return editorial.coming(editorial.public_gatherings().filter(editorial.around(space, territory)), now)[:FEW]


def latest_articles(space: Space | None) -> list[Article]:
    if not space or not space.has("news"):
        return []
    return _latest_articles(space.pk, space.territory_id, timezone.now())


@prepared
def _latest_articles(space: int, territory: int, now: datetime) -> QuerySet[Article]:
    here = editorial.public_articles(now).filter(editorial.around(space, territory))
    return here.order_by("-published_at", "-id")[:FEW]


def other_spaces(space: Space | None) -> list[Space]:
    return _other_spaces(space.pk if space else _NO_SPACE)


_NO_SPACE = 0


@prepared
def _other_spaces(space: int) -> QuerySet[Space]:
    return Space.objects.exclude(pk=space).only("slug", "name")


def process_for(slug: str, actor: "Actor", *, is_step: bool = False) -> Process | None:
    """The démarche of this address, with all its page (or that of a step) needs, if the actor may open it."""
    if actor.scope(*Role):
        read = with_steps if is_step else _whole
        return read(visible_to(actor)).filter(slug=slug).first()
    return next(iter(_around_step(slug) if is_step else _page(slug)), None)


# For whoever works on nothing.
@prepared
def _page(slug: str) -> QuerySet[Process]:
    return _whole(Process.objects.public().filter(slug=slug))


def _whole(processes: QuerySet[Process]) -> QuerySet[Process]:
    """With the title of its legal frame, not the whole text."""
    return with_page(processes).select_related("regulation").defer("regulation__law")


@prepared
def _around_step(slug: str) -> QuerySet[Process]:
    return with_steps(Process.objects.public().filter(slug=slug))


def summarised(slug: str) -> Process | None:
    """The internal démarche of this address, if everyone may read its summary."""
    told = Process.objects.filter(visibility=Process.Visibility.INTERNAL, summary_at__isnull=False)
    return with_steps(told).filter(slug=slug, state__in=Process.PUBLIC_STATES).first()


def summaries(space: Space | None) -> QuerySet[Process]:
    """What was asked inside, and may now be read by everyone."""
    told = Process.objects.filter(visibility=Process.Visibility.INTERNAL, summary_at__isnull=False)
    return told.filter(space__in=spaces_within(space), state__in=Process.PUBLIC_STATES).order_by(
        "-summary_at", "-id"
    )


def read_filters(query: "QueryDict") -> ProcessFilters:
    degree = query.get("degre", "")
    return ProcessFilters(
        situation=query.get("etat", ""),
        territory=query.get("commune", "")[:140],
        theme=query.get("theme", "")[:80],
        degree=int(degree) if degree.isascii() and degree.isdigit() and len(degree) < 3 else 0,
        words=query.get("q", "").strip()[:200],
    )


def merged_theme(slug: str) -> str:
    """The slug of the theme this one was merged into; empty when it still stands."""
    if not slug:
        return ""
    merged = Theme.objects.filter(slug=slug, merged_into__isnull=False).select_related("merged_into").first()
    return merged.merged_into.slug if merged else ""


def gatherings_of(process: Process, *, limit: int) -> list[Gathering]:
    """Its next meetings, else its last one. A cancelled one stays: whoever planned to come must see it."""
    if not process.space.has("agenda"):
        return []
    told = process.gatherings.filter(is_published=True).defer("description", "access")
    newest = list(told.order_by("-starts_at", "-id")[:MOST_GATHERINGS])
    return [gathering for gathering in reversed(newest) if not gathering.is_past][:limit] or newest[:1]


def articles_about(process: Process, *, limit: int) -> list[Article]:
    if not process.space.has("news"):
        return []
    published = process.articles.filter(published_at__lte=timezone.now())
    return list(published.select_related("territory", "image")[:limit])


def latest_log(process: Process, *, limit: int) -> list[LogEntry]:
    return list(process.log.filter(is_public=True)[:limit])


def documents(process: Process) -> list[Document]:
    """« Le dossier »: plans, costs, studies."""
    attached = process.attachments.filter(document__isnull=False).select_related("document")
    return [attachment.document for attachment in attached]


def outcomes(space: Space | None) -> QuerySet[Outcome]:
    return (
        Outcome.objects.filter(Q(process=None) | Q(process__visibility="public"), space__in=spaces_within(space))
        .select_related("process")
        .annotate(asked=Count("targets"))
        .order_by("-decided_on", "-id")
    )
