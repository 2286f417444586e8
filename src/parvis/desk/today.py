"""« Aujourd’hui »: what waits, each line with its gesture, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.models import TerritoryFigure
from parvis.core.jobs import pending_failures
from parvis.core.sentences import human_date
from parvis.core.todo import Task, Urgency
from parvis.moderation.queries import desk_tasks as moderation_tasks
from parvis.processes.cards import Situation, people_sentence, situation
from parvis.processes.models import Phase, Process
from parvis.processes.queries import manageable_by, with_cards
from parvis.replies.queries import desk_tasks as reply_tasks
from parvis.territories.models import Kind, TerritoryClosure

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

WEEK = timedelta(days=7)
SILENT_NAMED = 3


def tasks(actor: "Actor") -> list[Task]:
    found = [*moderation_tasks(actor), *reply_tasks(actor), *_calendar(actor), *_silence(actor), *_failures(actor)]
    return sorted(found, key=lambda task: task.urgency)


def _calendar(actor: "Actor") -> Iterable[Task]:
    """Phases that open or close within seven days."""
    now = timezone.now()
    soon = Phase.objects.filter(
        Q(starts_at__range=(now, now + WEEK)) | Q(ends_at__range=(now, now + WEEK)),
        process__in=manageable_by(actor),
        process__state=Process.State.PUBLISHED,
    ).select_related("process")
    for phase in soon.order_by("ends_at", "starts_at")[:10]:
        opens = bool(phase.starts_at and phase.starts_at > now)
        words = (
            _("%(process)s: “%(phase)s” opens on %(day)s")
            if opens
            else _("%(process)s: “%(phase)s” closes on %(day)s")
        )
        day = phase.starts_at if opens else phase.ends_at
        yield Task(
            kind=_("Soon"),
            title=words % {"process": phase.process, "phase": phase, "day": human_date(day)},
            gesture=_("See the calendar"),
            url=reverse("desk:process_calendar", args=[phase.process.slug]),
            urgency=Urgency.SOON,
        )


def _silence(actor: "Actor") -> Iterable[Task]:
    """Communes from which nothing has come, in démarches that are running and have already received something."""
    running = manageable_by(actor).filter(state=Process.State.PUBLISHED, contributions_count__gt=0)
    for process in running.select_related("territory")[:5]:
        communes = TerritoryClosure.objects.filter(
            ancestor=process.territory_id, descendant__kind=Kind.COMMUNE, depth__gt=0
        )
        heard = TerritoryFigure.objects.filter(process=process, contributions__gt=0).values("territory")
        silent = communes.exclude(descendant__in=heard)
        count = silent.count()
        if not count:
            continue
        names = silent.order_by("-descendant__population").values_list("descendant__name", flat=True)[:SILENT_NAMED]
        yield Task(
            kind=_("Silent communes"),
            title=ngettext(
                "%(process)s: nothing from %(n)d commune", "%(process)s: nothing from %(n)d communes", count
            )
            % {"process": process, "n": count},
            detail=", ".join(names) + ("…" if count > SILENT_NAMED else ""),
            gesture=_("See them"),
            url=process.get_absolute_url(),
            count=count,
            urgency=Urgency.CALM,
        )


def _failures(actor: "Actor") -> Iterable[Task]:
    if not actor.scope().everywhere:
        return
    failed = pending_failures()
    if failed:
        yield Task(
            kind=_("Machine"),
            title=ngettext("%(n)d job could not be done", "%(n)d jobs could not be done", len(failed))
            % {"n": len(failed)},
            gesture=_("See"),
            url=reverse("desk:audit"),
            urgency=Urgency.TODAY,
        )


@dataclass(frozen=True)
class Running:
    """A démarche of mine, in one card."""

    title: str
    url: str
    situation: Situation
    people: str
    week: str


def running(actor: "Actor", *, limit: int = 6) -> list[Running]:
    mine = with_cards(manageable_by(actor).filter(state__in=(Process.State.DRAFT, Process.State.PUBLISHED)))
    since = timezone.now() - WEEK
    mine = mine.annotate(week=Count("participations", filter=Q(participations__first_at__gte=since)))
    return [
        Running(
            title=str(process.title),
            url=reverse("desk:process", args=[process.slug]),
            situation=situation(process),
            people=people_sentence(process.people_count),
            week=ngettext("+%(n)d person this week", "+%(n)d people this week", process.week) % {"n": process.week}
            if process.week
            else "",
        )
        for process in mine.order_by("-published_at", "-id")[:limit]
    ]
