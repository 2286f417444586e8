"""What those who follow a subject are told."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from parvis.contributions.cards import title_of
from parvis.contributions.models import Contribution
from parvis.notifications import audience
from parvis.notifications.fanning import News, tells
from parvis.notifications.messages import PARAMS, Message, Subjects, writes
from parvis.notifications.models import Notification
from parvis.subjects.models import Move
from parvis.supports.models import Support

PARAMS["move"] = Move


@tells("subject")
def moved(pk: int, _mark: str) -> Iterable[News]:
    for move in Move.objects.select_related("subject").filter(pk=pk):
        people = frozenset(audience.concerned(move.subject))
        yield News("subject", f"subject:{pk}", people, contribution=move.subject_id, params={"move": pk})


@tells("grouped")
def grouped(pk: int, mark: str) -> Iterable[News]:
    """To whoever supported one of the ideas; those who follow them hear it as « brought together »."""
    for row in Contribution.objects.filter(pk=pk):
        supporters = set(Support.objects.filter(contribution=row).values_list("participant", flat=True))
        people = frozenset(supporters - audience.concerned(row))
        yield News("grouped", f"grouped:{pk}:{mark}", people, contribution=pk)


@writes("grouped")
def write_grouped(notification: Notification, _subjects: Subjects) -> Message | None:
    if notification.contribution is None:
        return None
    return Message(
        title=_("What you supported becomes a subject: “%(title)s”")
        % {"title": title_of(notification.contribution)},
        paragraphs=[_("Several people said the same: your support counts there now, once.")],
        path=notification.contribution.get_absolute_url(),
        action=_("See where it stands"),
    )


@writes("subject")
def write(notification: Notification, subjects: Subjects) -> Message | None:
    move = subjects.get(notification, "move")
    if move is None or notification.contribution is None:
        return None
    return Message(
        title=_("“%(title)s”: %(state)s")
        % {"title": title_of(notification.contribution), "state": move.get_standing_display().lower()},
        quote=move.answer,
        signature=move.by_label,
        path=notification.contribution.get_absolute_url(),
        action=_("See where it stands"),
    )
