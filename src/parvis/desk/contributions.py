"""The desk’s list of contributions: its filters, its orders, read from the address and nothing else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.contributions.models import Channel, Contribution, ContributionQuerySet, Stage, State, Verdict
from parvis.contributions.queries import manageable_by, with_names
from parvis.replies.models import Assignment
from parvis.replies.rules import services_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from parvis.accounts.actors import Actor

# By the day people spoke, not by the day it was typed in or imported.
ORDERS = {
    "recent": (("-created_at", "-id"), _("Newest first")),
    "old": (("created_at", "id"), _("Oldest first")),
    "supported": (("-supports_count", "-id"), _("Most supported")),
    "discussed": (("-comments_count", "-id"), _("Most discussed")),
}
WAITS = [
    ("moi", _("Given to me or my service")),
    ("sans", _("To answer, given to no service")),
    ("retard", _("Late")),
]
CHOICES = {
    "etat": ("state", [c for c in State.choices if c[0] != State.STAGED]),
    "fil": ("stage", Stage.choices),
    "verdict": ("verdict", Verdict.choices),
    "canal": ("channel", Channel.choices),
    "suivi": ("waits", WAITS),
}


@dataclass(frozen=True)
class Filters:
    process: str = ""
    state: str = ""
    stage: str = ""
    verdict: str = ""
    channel: str = ""
    waits: str = ""
    status: str = ""
    commune: str = ""
    kind: str = ""
    words: str = ""
    order: str = "recent"

    @property
    def any(self) -> bool:
        return self != Filters(order=self.order)


def read(query: "QueryDict") -> Filters:
    def one_of(name: str) -> str:
        value = query.get(name, "")
        return value if value in {str(key) for key, _label in CHOICES[name][1]} else ""

    order = query.get("tri", "recent")
    return Filters(
        process=query.get("demarche", "")[:90],
        state=one_of("etat"),
        stage=one_of("fil"),
        verdict=one_of("verdict"),
        channel=one_of("canal"),
        waits=one_of("suivi"),
        status=query.get("mot", "") if query.get("mot", "").isdecimal() else "",
        commune=query.get("commune", "")[:140],
        kind=query.get("genre", "")[:30],
        words=query.get("q", "").strip()[:200],
        order=order if order in ORDERS else "recent",
    )


def found(actor: "Actor", filters: Filters, *roles: str) -> ContributionQuerySet:
    """Unordered: the page and the export each have their own order. ``roles``: only where one of these is held."""
    rows = manageable_by(actor, *roles).exclude(state=State.DRAFT)
    exact = {
        "process__slug": filters.process,
        "state": filters.state,
        "stage": filters.stage,
        "verdict": filters.verdict,
        "channel": filters.channel,
        "territory__slug": filters.commune,
        "status": filters.status[:18],
        "kind": filters.kind,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value != ""})
    if filters.waits in {"retard", "sans"}:
        rows = rows.unanswered()
    if filters.waits:
        rows = rows.filter(_waiting(actor, filters.waits))
    if filters.words:
        rows = rows.filter(
            Q(code__iexact=filters.words) | Q(title__icontains=filters.words) | Q(body__icontains=filters.words)
        )
    return rows


def _waiting(actor: "Actor", what: str) -> Q:
    asked = Assignment.objects.filter(contribution=OuterRef("pk"), done_at=None)
    if what == "moi":
        return Q(Exists(asked.filter(Q(service__in=services_of(actor)) | Q(user=actor.user))))
    return Q(answer_due__lt=timezone.localdate()) if what == "retard" else ~Q(Exists(asked))


def with_row(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return with_names(rows).select_related("process")


def query_of(query: "QueryDict") -> str:
    """The filters of an address, without its page: what a view keeps and a gesture comes back to."""
    from django.http import QueryDict as Query

    source = Query(query["query"][:500]) if "query" in query else query
    kept = Query(mutable=True)
    for name in ("demarche", "etat", "fil", "verdict", "canal", "suivi", "mot", "commune", "genre", "q", "tri"):
        if source.get(name):
            kept[name] = source[name]
    return kept.urlencode()
