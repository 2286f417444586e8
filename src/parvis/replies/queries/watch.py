"""What asks for somebody’s attention: for those who decide, and on « Aujourd’hui »."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.actors import MANAGERS
from parvis.accounts.models import Role
from parvis.contributions.models import Contribution
from parvis.core.todo import Task, Urgency
from parvis.processes.models import Process
from parvis.processes.queries import in_scope
from parvis.replies.models import Assignment, Reply
from parvis.replies.queries.lists import WRITERS, capped, drafts_waiting, late_contributions, scope_of, to_answer

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def most_supported(actor: "Actor", *, limit: int = 5) -> list[Contribution]:
    """In the démarches that are running, the contributions most people agree with."""
    condition = scope_of(actor)
    if condition is None:
        return []
    rows = Contribution.objects.public().roots().filter(condition, supports_count__gt=0)
    rows = rows.filter(process__state=Process.State.PUBLISHED)
    return list(rows.select_related("process").order_by("-supports_count", "-id")[:limit])


def running_processes(actor: "Actor", *, limit: int = 6) -> list[Process]:
    """With their promise, the last published first."""
    scope = actor.scope(*WRITERS)
    if not scope:
        return []
    rows = Process.objects.public().filter(in_scope(scope), state=Process.State.PUBLISHED)
    return list(rows.select_related("promise", "territory").order_by("-published_at", "-id")[:limit])


def silent_questions(actor: "Actor", *, days: int = 7) -> QuerySet[Contribution]:
    """Shown for ``days``, nobody in charge and no answer: given to no service (R0-040)."""
    since = timezone.now() - timedelta(days=days)
    asked = Assignment.objects.filter(contribution=OuterRef("pk"))
    rows = to_answer(actor).filter(published_at__lt=since).filter(~Exists(asked))
    return rows.order_by("published_at", "id")


def quiet_threads(actor: "Actor", *, days: int = 10) -> QuerySet[Process]:
    """Open démarches where nobody has written for ``days``: invite, or close."""
    scope = actor.scope(Role.ANIMATOR)
    if not scope:
        return Process.objects.none()
    since = timezone.now() - timedelta(days=days)
    recent = Contribution.objects.filter(process=OuterRef("pk"), state="published", created_at__gte=since)
    rows = Process.objects.filter(in_scope(scope), state=Process.State.PUBLISHED, published_at__lt=since)
    return rows.filter(~Exists(recent)).order_by("published_at", "id")


def desk_tasks(actor: "Actor") -> list[Task]:
    """Late promises, answers waiting, questions nobody took, quiet démarches: those this person can act on."""
    if scope_of(actor) is None:
        return []
    answers = reverse("desk:replies")
    late = capped(late_contributions(actor))
    drafts = dict(drafts_waiting(actor).order_by().values_list("state").annotate(n=Count("pk")))
    silent = capped(silent_questions(actor)) if actor.scope(Role.ANIMATOR) else 0
    lines = [
        (
            late,
            _("Late promise"),
            ngettext("%(n)d answer is late", "%(n)d answers are late", late),
            _("Answer it"),
            "?quoi=late",
            Urgency.LATE,
        ),
        *_draft_lines(actor, drafts),
        (
            silent,
            _("Nobody in charge"),
            ngettext(
                "%(n)d request has waited 7 days without a service",
                "%(n)d requests have waited 7 days without a service",
                silent,
            ),
            _("Assign"),
            "?quoi=silent",
            Urgency.SOON,
        ),
    ]
    tasks = [
        Task(kind=kind, title=title % {"n": n}, gesture=gesture, url=answers + tail, count=n, urgency=urgency)
        for n, kind, title, gesture, tail, urgency in lines
        if n
    ]
    return tasks + [_quiet(process) for process in quiet_threads(actor)[:5]]


def _draft_lines(actor: "Actor", drafts: Mapping[str, int]) -> Iterable[tuple[int, str, str, str, str, Urgency]]:
    waiting = drafts.get(Reply.State.TO_VALIDATE, 0) if actor.scope(Role.ANIMATOR, Role.ELECTED) else 0
    yield (
        waiting,
        _("To validate"),
        ngettext("%(n)d answer to validate", "%(n)d answers to validate", waiting),
        _("Read and validate"),
        "?quoi=drafts",
        Urgency.TODAY,
    )
    ready = drafts.get(Reply.State.VALIDATED, 0) if actor.scope(*MANAGERS) else 0
    yield (
        ready,
        _("To publish"),
        ngettext("%(n)d answer validated, to be published", "%(n)d answers validated, to be published", ready),
        _("Publish"),
        "?quoi=drafts",
        Urgency.TODAY,
    )


def _quiet(process: Process) -> Task:
    return Task(
        kind=_("Quiet"),
        title=_("Nobody has written for ten days: %(title)s") % {"title": process.title},
        detail=_("Write to the people who follow it, or go and meet them."),
        gesture=_("See"),
        url=process.get_absolute_url(),
        urgency=Urgency.CALM,
    )
