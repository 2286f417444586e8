"""What we tell of papers: to the colleague asked, then to the author. The words of the paper stay in the desk."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.notifications import audience
from parvis.notifications.fanning import News, tells
from parvis.notifications.messages import PARAMS, Message, Subjects, writes
from parvis.notifications.models import Notification
from parvis.papers.models import Paper

PARAMS["paper"] = Paper


@tells("paper_to_approve")
def to_approve(pk: int, mark: str) -> Iterable[News]:
    for paper in Paper.objects.filter(pk=pk, state=Paper.State.TO_APPROVE, approver__isnull=False):
        yield _news(paper, "paper_to_approve", paper.approver_id, mark)


@tells("paper_approval")
def approval(pk: int, mark: str) -> Iterable[News]:
    for paper in Paper.objects.filter(pk=pk, author__isnull=False):
        yield _news(paper, "paper_approval", paper.author_id, mark)


def _news(paper: Paper, kind: str, user: int | None, mark: str) -> News:
    return News(
        kind=kind,
        dedupe=f"{kind}:{paper.pk}:{mark}",
        people=frozenset(audience.persons_of([user] if user else [])),
        process=paper.process_id,
        params={"paper": paper.pk},
    )


@writes("paper_to_approve")
def say_to_approve(notification: Notification, subjects: Subjects) -> Message | None:
    paper = subjects.get(notification, "paper")
    if paper is None or paper.state != Paper.State.TO_APPROVE:
        return None
    return Message(
        title=_("To approve: “%(title)s”") % {"title": _title(paper)},
        paragraphs=[_("A colleague asks you to read this document before it is used.")],
        path=reverse("desk:paper", args=[paper.pk]),
        action=_("Read and approve"),
    )


@writes("paper_approval")
def say_approval(notification: Notification, subjects: Subjects) -> Message | None:
    paper = subjects.get(notification, "paper")
    if paper is None:
        return None
    approved = paper.state in (Paper.State.APPROVED, Paper.State.PUBLISHED)
    words = _("“%(title)s” is approved") if approved else _("“%(title)s”: changes are asked for")
    return Message(
        title=words % {"title": _title(paper)},
        paragraphs=[_("Your colleague’s words are beside the document.")],
        path=reverse("desk:paper", args=[paper.pk]),
        action=_("See the document"),
    )


def _title(paper: Paper) -> str:
    """A mail travels far: what is confidential is not named in it."""
    secret = paper.level in (Paper.Level.RESTRICTED, Paper.Level.CONFIDENTIAL)
    return _("a document with few readers") if secret else paper.title
