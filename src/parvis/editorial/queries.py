"""Reading what the team wrote. Every join a page needs is decided here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import MANAGERS
from parvis.core.rights import Sentence
from parvis.editorial.models import AccessibilityAudit, Article, Gathering, Page
from parvis.processes.models import Process
from parvis.processes.queries import in_scope
from parvis.processes.queries import manageable_by as processes_managed_by
from parvis.territories.models import Space, Territory, TerritoryClosure

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


# What the frame of a page prints of its space (territories.queries.with_brand), seen from a row that belongs to it.
BRAND = ("space__territory__drawing", "space__logo", "space__favicon", "space__banner")


def within(space: Space | None) -> Q:
    """What belongs to the space, or to one inside its territory; example content stays in its own space."""
    return around(space.pk, space.territory_id) if space else Q()


def around(space: int, territory: int) -> Q:
    """``within``, from the numbers of the space and of its territory."""
    inside = TerritoryClosure.objects.filter(ancestor=territory).values("descendant")
    return Q(space=space) | Q(space__territory__in=inside, space__is_example=False)


def _seen_with_its_process() -> Q:
    """What is attached to a démarche shows once the démarche is public."""
    return Q(process=None) | Q(process__in=Process.objects.public())


def switched_on(feature: str) -> Q:
    """What a space has switched off shows nowhere, on its neighbours’ pages no more than on its own.

    Looked for in the list as it is written: SQLite cannot ask a list whether it holds a word.
    """
    return ~Q(space__features__icontains=f'"{feature}"')


# ── pages ───────────────────────────────────────────────────────────────────


def public_pages(space: Space | None) -> QuerySet[Page]:
    return Page.objects.filter(space=space, is_published=True).select_related("space")


def written_instead(slug: str, space: Space | None) -> Page | None:
    """The page the team wrote to replace one of ours (legal notice, accessibility…)."""
    return public_pages(space).filter(slug=slug).first()


def other_spaces(space: Space | None) -> list[Space]:
    """Each territory answers for its own démarches: its legal notice and its contacts are its own."""
    return list(Space.objects.exclude(pk=space.pk if space else None).only("name", "slug", "is_main"))


# ── news ────────────────────────────────────────────────────────────────────


def public_articles(at: datetime | None = None) -> QuerySet[Article]:
    published = Article.objects.filter(
        _seen_with_its_process(), switched_on("news"), published_at__lte=at or timezone.now()
    )
    return published.select_related("space", "process", "territory", "image")


def articles_for(space: Space | None, *, process: Process | None = None) -> QuerySet[Article]:
    """Those of a space; or of one démarche, whose ever it is."""
    wanted = Q(process=process) if process else within(space)
    return public_articles().filter(wanted).order_by("-published_at", "-id")


def with_article_page(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related(*BRAND).defer("space__territory__drawing__paths")


# ── agenda ──────────────────────────────────────────────────────────────────


def public_gatherings() -> QuerySet[Gathering]:
    """Cancelled ones included: whoever planned to come must see it."""
    published = Gathering.objects.filter(_seen_with_its_process(), switched_on("agenda"), is_published=True)
    return published.select_related("space", "process", "territory")


def gatherings_for(space: Space | None, *, process: Process | None = None) -> QuerySet[Gathering]:
    """Those of a space; or of one démarche, whose ever it is."""
    return public_gatherings().filter(Q(process=process) if process else within(space))


def with_gathering_page(gatherings: QuerySet[Gathering]) -> QuerySet[Gathering]:
    return gatherings.select_related(*BRAND).defer("space__territory__drawing__paths")


def coming(gatherings: QuerySet[Gathering], at: datetime | None = None) -> QuerySet[Gathering]:
    now = at or timezone.now()
    not_over = Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=now)
    return gatherings.filter(not_over).order_by("starts_at", "id")


def past(gatherings: QuerySet[Gathering]) -> QuerySet[Gathering]:
    now = timezone.now()
    over = Q(ends_at__lt=now) | Q(ends_at=None, starts_at__lt=now)
    return gatherings.filter(over).order_by("-starts_at", "-id")


def for_calendar(gatherings: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """What a calendar people subscribe to holds: the last three months, and all that is coming."""
    return gatherings.filter(starts_at__gte=timezone.now() - timedelta(days=90)).order_by("starts_at", "id")


def public_process(slug: str) -> Process | None:
    """The démarche a list is narrowed to, with what the frame of its page prints."""
    public = Process.objects.public().select_related(*BRAND).defer("space__territory__drawing__paths")
    return public.filter(slug=slug).first() if slug else None


# ── the desk ────────────────────────────────────────────────────────────────


def spaces_managed_by(actor: "Actor") -> QuerySet[Space]:
    scope = actor.scope(*MANAGERS)
    if not scope:
        return Space.objects.none()
    spaces = Space.objects.select_related("territory")
    return spaces if scope.everywhere else spaces.filter(pk__in=scope.spaces)


def own_place(actor: "Actor") -> dict[str, Space | Process | None]:
    """Where what this person writes goes when she has not chosen: her space, else the space of her démarche."""
    if space := spaces_managed_by(actor).order_by("-is_main", "name").first():
        return {"space": space}
    process = processes_managed_by(actor).select_related("space__territory").first()
    return {"space": process.space, "process": process} if process else {}


def territories_managed_by(actor: "Actor") -> QuerySet[Territory]:
    """What these spaces may speak of: their own territories and those inside."""
    above = spaces_managed_by(actor).values("territory")
    return Territory.objects.filter(
        pk__in=TerritoryClosure.objects.filter(ancestor__in=above).values("descendant"), retired_at=None
    ).only("name", "slug")


def manageable_pages(actor: "Actor") -> QuerySet[Page]:
    return Page.objects.filter(space__in=spaces_managed_by(actor)).select_related("space")


def manageable_articles(actor: "Actor") -> QuerySet[Article]:
    return _managed(Article.objects.select_related("space", "process"), actor).order_by("-published_at", "-id")


def manageable_gatherings(actor: "Actor") -> QuerySet[Gathering]:
    return _managed(Gathering.objects.select_related("space", "process"), actor).order_by("-starts_at", "-id")


def _managed(rows: QuerySet, actor: "Actor") -> QuerySet:
    scope = actor.scope(*MANAGERS)
    return rows.filter(in_scope(scope, process="process_id")) if scope else rows.none()


# ── accessibility ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class AccessibilityStatus:
    """``key``: none, partial, full. Source: arrêté du 20 septembre 2019 portant référentiel (RGAA), § 4 and 5."""

    key: str
    label: Sentence


def accessibility_status(space: Space | None) -> AccessibilityStatus:
    """« Non conforme » until an audit is recorded and valid; then by the share of criteria met (50 %, 100 %).

    No query: the foot of every page asks.
    """
    until = space.accessibility_until if space else None
    rate = space.accessibility_rate if space and until and until >= timezone.localdate() else None
    if rate is None or rate < 50:
        return AccessibilityStatus("none", _("Accessibility: not compliant"))
    if rate < 100:
        return AccessibilityStatus("partial", _("Accessibility: partly compliant"))
    return AccessibilityStatus("full", _("Accessibility: fully compliant"))


def valid_audit(space: Space | None) -> AccessibilityAudit | None:
    """The audit the statement rests on."""
    return AccessibilityAudit.objects.filter(space=space, valid_until__gte=timezone.localdate()).first()


def manageable_audits(actor: "Actor") -> QuerySet[AccessibilityAudit]:
    return AccessibilityAudit.objects.filter(space__in=spaces_managed_by(actor)).select_related("space")
