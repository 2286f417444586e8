"""« Aujourd’hui »: what waits, each line with its gesture, the most urgent first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.actors import MANAGERS
from parvis.accounts.models import RoleAssignment
from parvis.contributions.models import TerritoryFigure
from parvis.core.jobs import pending_failures
from parvis.core.sentences import human_date, human_moment
from parvis.core.todo import Task, Urgency
from parvis.incoming.watch import desk_tasks as mail_tasks
from parvis.moderation.queries import desk_tasks as moderation_tasks
from parvis.notifications.queries import mail_figures
from parvis.papers.queries import desk_tasks as paper_tasks
from parvis.processes.cards import Situation, people_sentence, situation
from parvis.processes.hub import blockers_of, section_of
from parvis.processes.models import LogEntry, Phase, Process, Review
from parvis.processes.queries import manageable_by, with_cards
from parvis.replies.queries import desk_tasks as reply_tasks
from parvis.subjects.todo import desk_tasks as subject_tasks
from parvis.territories.models import Kind, Space, TerritoryClosure
from parvis.territories.queries import manageable_by as manageable_spaces

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

WEEK = timedelta(days=7)
SILENT_NAMED = 3
MOST_WATCHED = 5


def tasks(actor: "Actor") -> list[Task]:
    found = [
        *moderation_tasks(actor),
        *reply_tasks(actor),
        *subject_tasks(actor),
        *paper_tasks(actor),
        *mail_tasks(actor),
        *_calendar(actor),
        *_publications(actor),
        *_silence(actor),
        *_failures(actor),
    ]
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


def _publications(actor: "Actor") -> Iterable[Task]:
    """Drafts that publish themselves within seven days; those that could not when their hour came."""
    now, mine = timezone.now(), manageable_by(actor, *MANAGERS)
    planned = mine.filter(state=Process.State.SCHEDULED, publish_at__lte=now + WEEK)
    for process in planned.order_by("publish_at", "id")[:10]:
        yield Task(
            kind=_("Soon"),
            title=_("%(process)s: publishes itself on %(when)s")
            % {"process": process, "when": human_moment(process.publish_at)},
            gesture=_("See the publication"),
            url=reverse("desk:process_publication", args=[process.slug]),
            urgency=Urgency.SOON,
        )
    missed = LogEntry.objects.filter(kind="not_published", at__gte=now - WEEK, process=OuterRef("pk"))
    for process in mine.filter(Exists(missed), state=Process.State.DRAFT).order_by("id")[:10]:
        yield Task(
            kind=_("Publication"),
            title=_("%(process)s was not published as planned: something is missing") % {"process": process},
            gesture=_("See what is missing"),
            url=reverse("desk:process_publication", args=[process.slug]),
            urgency=Urgency.TODAY,
        )


def _silence(actor: "Actor") -> Iterable[Task]:
    """Communes from which nothing has come, in démarches that are running and have already received something."""
    mine = manageable_by(actor).filter(state=Process.State.PUBLISHED, contributions_count__gt=0)
    busy = list(mine.order_by("-published_at", "-id")[:MOST_WATCHED])
    inside = TerritoryClosure.objects.filter(
        ancestor__in={process.territory_id for process in busy}, descendant__kind=Kind.COMMUNE, depth__gt=0
    )
    communes = defaultdict(list)
    for whole, commune, name in inside.order_by("-descendant__population", "descendant").values_list(
        "ancestor", "descendant", "descendant__name"
    ):
        communes[whole].append((commune, name))
    figures = TerritoryFigure.objects.filter(process__in=busy, contributions__gt=0)
    heard = set(figures.values_list("process", "territory"))
    for process in busy:
        silent = [name for pk, name in communes[process.territory_id] if (process.pk, pk) not in heard]
        if silent:
            yield _silent(process, silent)


def _silent(process: Process, names: list[str]) -> Task:
    words = ngettext(
        "%(process)s: nothing from %(n)d commune", "%(process)s: nothing from %(n)d communes", len(names)
    )
    return Task(
        kind=_("Silent communes"),
        title=words % {"process": process, "n": len(names)},
        detail=", ".join(names[:SILENT_NAMED]) + ("…" if len(names) > SILENT_NAMED else ""),
        gesture=_("See them"),
        url=process.get_absolute_url(),
        count=len(names),
        urgency=Urgency.CALM,
    )


def _failures(actor: "Actor") -> Iterable[Task]:
    """What the machine could not do: for whoever administers the site."""
    if not actor.scope().everywhere:
        return
    mails = mail_figures()
    if mails.failed:
        yield Task(
            kind=_("Machine"),
            title=ngettext(
                "%(n)d mail did not leave this week", "%(n)d mails did not leave this week", mails.failed
            )
            % {"n": mails.failed},
            detail=mails.last_error,
            gesture=_("See"),
            url=reverse("desk:mails"),
            count=mails.failed,
            urgency=Urgency.TODAY,
        )
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
    mine = with_cards(
        manageable_by(actor).filter(
            state__in=(Process.State.DRAFT, Process.State.SCHEDULED, Process.State.PUBLISHED)
        )
    )
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


@dataclass(frozen=True)
class Check:
    label: str
    url: str
    is_done: bool


def first_steps(actor: "Actor") -> list[Check]:
    """The road to a first démarche, from what exists; nothing once one has been published, or for other roles."""
    mine = manageable_by(actor, *MANAGERS)
    if not actor.scope(*MANAGERS) or mine.filter(state__in=Process.PUBLIC_STATES).exists():
        return []
    space = manageable_spaces(actor).order_by("-is_main", "id").first()
    draft = mine.order_by("-id").first()
    wrong = {section_of(blocker) for blocker in blockers_of(draft)} if draft else set()
    approved = draft is not None and draft.reviews.filter(verdict=Review.Verdict.APPROVED).exists()

    def of_draft(name: str) -> str:
        return reverse(f"desk:process_{name}", args=[draft.slug]) if draft else reverse("desk:process_new")

    def is_right(*names: str) -> bool:
        return draft is not None and not wrong.intersection(names)

    return [
        Check(_("Give your space its colours"), reverse("desk:spaces"), space is not None and _has_a_face(space)),
        Check(_("Invite a colleague"), reverse("desk:team"), space is not None and _has_a_team(space, actor)),
        Check(_("Choose a model"), reverse("desk:process_new"), draft is not None),
        Check(_("Say what it is about"), of_draft("frame"), is_right("frame")),
        Check(_("Make the commitments"), of_draft("promise"), is_right("promise")),
        Check(_("Set the dates and what is open"), of_draft("calendar"), is_right("calendar", "steps")),
        Check(_("Have it read by someone"), of_draft("review"), approved),
        Check(_("Publish"), of_draft("publication"), False),
    ]


def _has_a_face(space: Space) -> bool:
    fields = ("primary", "accent", "sun")
    is_coloured = any(getattr(space, name) != Space._meta.get_field(name).default for name in fields)
    return is_coloured or space.logo_id is not None


def _has_a_team(space: Space, actor: "Actor") -> bool:
    return RoleAssignment.objects.current().filter(space=space).exclude(user=actor.user).exists()
