"""What the public pages read, page by page, in a constant number of queries."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from parvis.editorial.models import Article, Gathering
from parvis.files.models import Document
from parvis.processes.models import Degree, LogEntry, Phase, Process, Theme
from parvis.processes.queries import visible_to, with_cards, with_page
from parvis.replies.models import Outcome
from parvis.territories.models import Space, Territory, TerritoryClosure

if TYPE_CHECKING:
    from django.http import QueryDict

    from parvis.accounts.actors import Actor


def spaces_within(space: Space | None) -> QuerySet[Space]:
    """The space and those of the territories inside its own: an intercommunality shows its communes’ démarches.

    Example content stays in its own space: in a town’s list it would look like a joke.
    """
    if not space:
        return Space.objects.all()
    inside = TerritoryClosure.objects.filter(ancestor=space.territory_id).values("descendant")
    return Space.objects.filter(Q(pk=space.pk) | Q(territory__in=inside, is_example=False))


def public_processes(space: Space | None) -> QuerySet[Process]:
    return Process.objects.public().filter(space__in=spaces_within(space))


def _phase(**conditions: object) -> Exists:
    return Exists(Phase.objects.filter(process=OuterRef("pk"), openings__isnull=False, **conditions))


def open_now(processes: QuerySet[Process]) -> QuerySet[Process]:
    now = timezone.now()
    running = Exists(
        Phase.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=now), process=OuterRef("pk"), starts_at__lte=now, openings__isnull=False
        )
    )
    return processes.filter(running, state=Process.State.PUBLISHED)


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
        from parvis.search.queries import matching_processes

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


def next_gatherings(space: Space | None, *, limit: int) -> list[Gathering]:
    """What is still to come, cancelled meetings included: whoever planned to come must see it."""
    return list(
        Gathering.objects.filter(
            Q(ends_at__gte=timezone.now()) | Q(ends_at=None, starts_at__gte=timezone.now()),
            is_published=True,
            space__in=spaces_within(space),
        ).order_by("starts_at", "id")[:limit]
    )


def latest_articles(space: Space | None, *, limit: int) -> list[Article]:
    return list(
        Article.objects.filter(published_at__lte=timezone.now(), space__in=spaces_within(space)).order_by(
            "-published_at", "-id"
        )[:limit]
    )


def other_spaces(space: Space | None) -> list[Space]:
    return list(Space.objects.exclude(pk=space.pk if space else None).select_related("territory"))


def process_for(slug: str, actor: "Actor") -> QuerySet[Process]:
    return with_page(visible_to(actor)).filter(slug=slug)


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


def next_gathering(process: Process) -> Gathering | None:
    return process.gatherings.filter(is_published=True, starts_at__gte=timezone.now()).order_by("starts_at").first()


def latest_log(process: Process, *, limit: int) -> list[LogEntry]:
    return list(process.log.filter(is_public=True)[:limit])


def documents(process: Process) -> list[Document]:
    """« Le dossier »: plans, costs, studies."""
    attached = process.attachments.filter(document__isnull=False).select_related("document")
    return [attachment.document for attachment in attached]


def outcomes(space: Space | None) -> QuerySet[Outcome]:
    return (
        Outcome.objects.filter(space__in=spaces_within(space))
        .select_related("process")
        .annotate(asked=Count("targets"))
        .order_by("-decided_on", "-id")
    )
