"""Finding a link by its token, and what its page shows. Every join is decided here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from parvis.accounts.actors import MANAGERS
from parvis.contributions.cards import author_name, place_name, title_of
from parvis.contributions.models import Contribution
from parvis.contributions.queries import with_page
from parvis.core.text import plain_paragraphs
from parvis.incoming.models import IncomingMail, MailedLink, Reminder, token_digest
from parvis.processes.models import Process
from parvis.replies.models import Assignment, Reply

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def links() -> QuerySet[MailedLink]:
    """With all that its page and its rights ask."""
    assignments = Assignment.objects.select_related("contribution").order_by("id")
    return MailedLink.objects.select_related("service", "user", "reply__service", "space").prefetch_related(
        Prefetch("assignments", queryset=assignments)
    )


def link_by_page(token: str, purpose: str) -> MailedLink | None:
    return links().filter(page_digest=token_digest(token), purpose=purpose).first()


def links_managed_by(actor: "Actor") -> QuerySet[MailedLink]:
    """Those sent to services, the last first."""
    found = links().filter(_where_manager(actor), purpose=MailedLink.Purpose.ANSWER)
    return found.order_by("-made_at", "-id")


def mails_managed_by(actor: "Actor") -> QuerySet[IncomingMail]:
    """What came in, the last first, with the question it answers and its files."""
    questions = Prefetch("link__assignments", Assignment.objects.select_related("contribution").order_by("id"))
    found = IncomingMail.objects.filter(_where_manager(actor)).select_related(
        "link__service", "reply", "handled_by"
    )
    return found.prefetch_related(questions, "files").order_by("-received_at", "-id")


def links_with_reminders(actor: "Actor") -> QuerySet[MailedLink]:
    return links_managed_by(actor).prefetch_related("reminders")


def heads_reminded(actor: "Actor") -> int:
    """How many questions are a week late, their head told, and still unanswered."""
    late = Reminder.objects.filter(kind=Reminder.Kind.HEAD, assignment__done_at=None)
    mine = MailedLink.objects.filter(_where_manager(actor), reminders__in=late)
    return mine.exclude(reply__state__in=(Reply.State.TO_VALIDATE, Reply.State.VALIDATED)).distinct().count()


def drafts_by_mail(actor: "Actor") -> QuerySet[Reply]:
    """Answers that came by mail and still want a verdict, or to be read."""
    came = IncomingMail.objects.filter(_where_manager(actor), state=IncomingMail.State.DRAFT)
    return Reply.objects.filter(state=Reply.State.DRAFT, pk__in=came.values("reply"))


def _where_manager(actor: "Actor") -> Q:
    """The spaces she manages, or whose démarches she does."""
    scope = actor.scope(*MANAGERS)
    if scope.everywhere:
        return Q()
    of_processes = Process.objects.filter(pk__in=scope.processes).values("space")
    return Q(space__in=scope.spaces) | Q(space__in=of_processes)


@dataclass(frozen=True)
class Question:
    """What somebody asked, as everyone may read it: never more of its author than the site shows."""

    code: str
    title: str
    body: str
    language: str
    where: str
    supports: int
    url: str
    is_public: bool

    @property
    def html(self) -> str:
        return plain_paragraphs(self.body)


def questions(contributions: QuerySet[Contribution]) -> list[Question]:
    return [_question(one) for one in with_page(contributions).order_by("answer_due", "id")]


def _question(one: Contribution) -> Question:
    shown = one.is_public
    return Question(
        code=one.code,
        title=title_of(one) if shown else one.code,
        body=one.body if shown and one.body != one.title else "",
        language=one.language,
        where=" · ".join(filter(None, (author_name(one), place_name(one)))) if shown else "",
        supports=one.supports_count if shown else 0,
        url=one.get_absolute_url() if shown else "",
        is_public=shown,
    )


def questions_of(link: MailedLink) -> list[Question]:
    """Those still waiting; all of them once everything is answered. For a validation, those the answer reaches."""
    if link.purpose == MailedLink.Purpose.VALIDATE or link.reply_id:
        return questions(Contribution.objects.filter(reply_targets__reply=link.reply_id))
    waiting = [a.contribution_id for a in link.assignments.all() if a.done_at is None]
    asked = waiting or [a.contribution_id for a in link.assignments.all()]
    return questions(Contribution.objects.filter(pk__in=asked))


def asked_of(link: MailedLink) -> Assignment | None:
    """The team’s own words and date: the same for all the contributions given together."""
    return next(iter(link.assignments.all()), None)


def link_behind(reply: Reply) -> MailedLink | None:
    """The one a service wrote this answer by."""
    return links().filter(reply=reply, purpose=MailedLink.Purpose.ANSWER).order_by("-id").first()
