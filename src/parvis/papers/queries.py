"""Reading papers: lists scoped to the reader, one whole paper, what waits for approval."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import MANAGERS
from parvis.accounts.models import Role, RoleAssignment, User
from parvis.core.sentences import human_date
from parvis.core.todo import Task, Urgency
from parvis.papers.models import Paper
from parvis.papers.rules import APPROVERS, WRITERS
from parvis.processes.queries import in_scope
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def readable_by(actor: "Actor") -> QuerySet[Paper]:
    """The papers this person may open, as `rules.may_read` says it; public ones of elsewhere left aside."""
    if actor.user is None:
        return Paper.objects.none()
    mine = Q(author=actor.user) | Q(approver=actor.user) | Q(readers=actor.user)
    members = Q(level__in=(Paper.Level.PUBLIC, Paper.Level.MEMBERS)) & _within(actor, *Role)
    restricted = Q(level=Paper.Level.RESTRICTED) & _within(actor, *MANAGERS)
    return Paper.objects.filter(pk__in=Paper.objects.filter(mine | members | restricted).values("pk"))


def _within(actor: "Actor", *roles: str) -> Q:
    scope = actor.scope(*roles)
    return in_scope(scope, process="process_id") if scope else Q(pk__in=[])


def listed(actor: "Actor") -> QuerySet[Paper]:
    return (
        readable_by(actor).select_related("space", "process", "author", "approver").order_by("-updated_at", "-id")
    )


def whole(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """With everything its page prints."""
    brand = ("space__territory__drawing", "space__logo", "space__favicon")
    return (
        papers.select_related(*brand, "process", "author", "approver")
        .defer("space__territory__drawing__paths")
        .prefetch_related("sections", "readers", "remarks__by")
    )


def watched_by(actor: "Actor") -> QuerySet[Paper]:
    """Papers whose log of readers this person may open: her own, and those of the spaces she answers for."""
    mine = Q(author=actor.user) | _within_dpo(actor)
    return whole(Paper.objects.filter(mine))


def _within_dpo(actor: "Actor") -> Q:
    return _within(actor, Role.DPO)


def spaces_to_write(actor: "Actor") -> QuerySet[Space]:
    scope = actor.scope(*WRITERS)
    return Space.objects.all() if scope.everywhere else Space.objects.filter(pk__in=scope.spaces)


def public_papers() -> QuerySet[Paper]:
    return whole(Paper.objects.filter(state=Paper.State.PUBLISHED, level=Paper.Level.PUBLIC))


def approvers_of(paper: Paper) -> QuerySet[User]:
    """Colleagues who may be asked: a role there, and not its author."""
    here = Q(on_platform=True) | Q(space=paper.space_id) | Q(process=paper.process_id, process__isnull=False)
    roles = RoleAssignment.objects.current().filter(here, role__in=(Role.ADMIN, *APPROVERS))
    people = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    return people.exclude(pk=paper.author_id).order_by("name", "pk")


def colleagues_of(paper: Paper) -> QuerySet[User]:
    """Who may be named as a reader: anybody with a role there."""
    here = Q(on_platform=True) | Q(space=paper.space_id) | Q(process=paper.process_id, process__isnull=False)
    people = User.objects.filter(
        pk__in=RoleAssignment.objects.current().filter(here).values("user"), is_active=True
    )
    return people.exclude(pk=paper.author_id).order_by("name", "pk")


def has_opened(paper: Paper, user: User) -> bool:
    """Did she say today that she opens it: then her reading is already in the log."""
    return paper.readings.filter(user=user, day=timezone.localdate()).exists()


def desk_tasks(actor: "Actor") -> list[Task]:
    """« À valider » for the colleague asked; « changes asked for » and « approved » for the author, who goes on."""
    if actor.user is None:
        return []
    asked = Paper.objects.filter(approver=actor.user, state=Paper.State.TO_APPROVE).select_related("author")
    return [
        Task(
            kind=_("To approve"),
            title=paper.title,
            detail=_("%(who)s asks for your approval since %(day)s")
            % {"who": paper.author or _("A colleague"), "day": human_date(paper.asked_at)},
            gesture=_("Read and approve"),
            url=reverse("desk:paper", args=[paper.pk]),
            urgency=Urgency.TODAY,
        )
        for paper in asked.order_by("asked_at", "pk")[:20]
    ]
