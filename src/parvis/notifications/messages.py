"""What we say, kind by kind: from a notification to the words a person reads, in her language.

A ``Message`` is drawn as a line of the page « Nouvelles » (title), as a mail (everything), or as an item of a digest.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.contributions.cards import title_of
from parvis.contributions.models import Contribution, Stage, Verdict
from parvis.core.sentences import full_date
from parvis.moderation.charter import charter_path
from parvis.moderation.models import Appeal, Decision
from parvis.notifications.models import Notification
from parvis.processes.corrections import headline, lines
from parvis.processes.models import Correction, Phase
from parvis.replies.models import Assignment, Note, Outcome, Reply

if TYPE_CHECKING:
    from parvis.contributions.thread import ThreadStep


@dataclass(frozen=True, kw_only=True)
class Message:
    """``quote``: somebody’s words, shown as such. ``verdict``: said before them. ``path``: on the space’s own site.

    ``also``: a second address worth knowing, (words, path).
    """

    title: str
    paragraphs: Sequence[str] = ()
    verdict: str = ""
    quote: str = ""
    signature: str = ""
    path: str = ""
    action: str = ""
    also: tuple[str, str] | None = None
    quote_language: str = ""
    thread: Sequence["ThreadStep"] = ()


@dataclass(frozen=True)
class Subjects:
    """The rows that a list of notifications speaks of, read in a constant number of queries."""

    rows: dict[str, dict[int, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, notifications: Iterable[Notification]) -> "Subjects":
        wanted: dict[str, set[int]] = {}
        for notification in notifications:
            for name in PARAMS.keys() & notification.params.keys():
                wanted.setdefault(name, set()).add(notification.params[name])
        return cls({name: PARAMS[name]._default_manager.in_bulk(ids) for name, ids in wanted.items()})

    def get(self, notification: Notification, name: str) -> Any:
        return self.rows.get(name, {}).get(notification.params.get(name))


# What ``params`` may name; always ids, never words.
PARAMS: dict[str, Any] = {
    "reply": Reply,
    "decision": Decision,
    "appeal": Appeal,
    "outcome": Outcome,
    "phase": Phase,
    "correction": Correction,
    "assignment": Assignment,
    "note": Note,
    "into": Contribution,
    "comment": Contribution,
}

Writer = Callable[[Notification, Subjects], Message | None]
_writers: dict[str, Writer] = {}


def writes(*kinds: str) -> Callable[[Writer], Writer]:
    """Register who writes the message of a kind; None when what it spoke of is gone."""

    def register(writer: Writer) -> Writer:
        _writers.update(dict.fromkeys(kinds, writer))
        return writer

    return register


def message_of(notification: Notification, subjects: Subjects) -> Message | None:
    writer = _writers.get(notification.kind)
    return writer(notification, subjects) if writer else None


def _contribution(
    notification: Notification, title: Any, *paragraphs: Any, values: dict[str, Any] | None = None, **more: Any
) -> Message:
    """A message about a contribution leads to its page. The words may name its %(title)s, %(code)s and ``values``."""
    contribution = notification.contribution
    names = {"title": title_of(contribution), "code": contribution.code, **(values or {})}
    return Message(
        title=str(title) % names,
        paragraphs=[str(paragraph) % names for paragraph in paragraphs if paragraph],
        path=contribution.get_absolute_url(),
        action=_("See where it stands"),
        **more,
    )


# ── The thread ────────────────────────────────────────────────────────────────

STAGES = {
    Stage.READ: (
        gettext_lazy("“%(title)s” has been read"),
        gettext_lazy("Somebody of the team has read what you wrote."),
    ),
    Stage.STUDIED: (
        gettext_lazy("“%(title)s” has been studied"),
        gettext_lazy("The service in charge has looked into it. The answer comes next."),
    ),
    Stage.ANSWERED: (
        gettext_lazy("“%(title)s” has been answered"),
        gettext_lazy("The answer is on its page."),
    ),
    Stage.DECIDED: (
        gettext_lazy("A decision was taken on “%(title)s”"),
        gettext_lazy("What was decided is on its page."),
    ),
    Stage.DONE: (
        gettext_lazy("“%(title)s”: it is done"),
        gettext_lazy("What had been decided has been carried out."),
    ),
}


@writes("received")
def received(notification: Notification, _subjects: Subjects) -> Message:
    due = notification.contribution.answer_due
    return _contribution(
        notification,
        _("We have received “%(title)s”"),
        _("Its number is %(code)s. Keep it: it opens its page, and you can give it to us by phone."),
        _("An answer is promised by %(day)s.") if due else "",
        values={"day": full_date(due) if due else ""},
    )


@writes("stage")
def stage_reached(notification: Notification, _subjects: Subjects) -> Message | None:
    words = STAGES.get(notification.params.get("stage"))
    return _contribution(notification, *words) if words else None


@writes("reply")
def replied(notification: Notification, subjects: Subjects) -> Message | None:
    reply = subjects.get(notification, "reply")
    if reply is None:
        return None
    title = _("“%(title)s”: we need more time") if reply.is_holding else _("“%(title)s” has been answered")
    return _contribution(notification, title, **_answer(reply))


@writes("reply_corrected")
def reply_corrected(notification: Notification, subjects: Subjects) -> Message | None:
    reply = subjects.get(notification, "reply")
    if reply is None:
        return None
    return _contribution(
        notification,
        _("The answer to “%(title)s” has been corrected"),
        _("The former words stay readable on its page, with the reason for the change."),
        **_answer(reply),
    )


def _answer(reply: Reply) -> dict[str, Any]:
    return {"verdict": verdict_words(reply), "quote": reply.body, "signature": reply.validated_label}


def verdict_words(reply: Reply) -> str:
    """The verdict with what completes it: until when, to whom."""
    if reply.is_holding:
        return _("Answer before %(day)s") % {"day": full_date(reply.until)} if reply.until else ""
    if not reply.verdict:
        return ""
    label = str(Verdict(reply.verdict).label)
    if reply.verdict == Verdict.STUDYING and reply.until:
        return _("%(verdict)s until %(day)s") % {"verdict": label, "day": full_date(reply.until)}
    if reply.verdict == Verdict.FORWARDED and reply.forwarded_to:
        return _("%(verdict)s to %(whom)s") % {"verdict": label, "whom": reply.forwarded_to}
    return label


OUTCOMES = {
    Outcome.State.DECIDED: gettext_lazy("Decided: %(outcome)s"),
    Outcome.State.DONE: gettext_lazy("Done: %(outcome)s"),
    Outcome.State.ABANDONED: gettext_lazy("Given up: %(outcome)s"),
}


@writes("outcome")
def outcome_changed(notification: Notification, subjects: Subjects) -> Message | None:
    outcome = subjects.get(notification, "outcome")
    if outcome is None:
        return None
    reason = str(outcome.abandoned_reason) if outcome.state == Outcome.State.ABANDONED else ""
    thing = notification.contribution or notification.process
    because = (
        _("This comes from “%(title)s”, among others.") % {"title": title_of(notification.contribution)}
        if notification.contribution
        else ""
    )
    return Message(
        title=str(OUTCOMES[Outcome.State(outcome.state)]) % {"outcome": outcome.title},
        paragraphs=[part for part in (because, str(outcome.body), reason) if part],
        signature=outcome.decided_by,
        path=thing.get_absolute_url() if thing else reverse("site:changes"),
        action=_("See what it changed"),
    )


@writes("merged")
def merged(notification: Notification, subjects: Subjects) -> Message | None:
    into = subjects.get(notification, "into")
    if into is None:
        return None
    return _contribution(
        notification,
        _("“%(title)s” was brought together with another"),
        _("It says the same thing as “%(into)s”: both are now followed together. You will be told what happens."),
        values={"into": title_of(into)},
    )


@writes("withdrawn")
def withdrawn(notification: Notification, _subjects: Subjects) -> Message:
    return _contribution(
        notification, _("“%(title)s” was withdrawn"), _("Its author withdrew it. You will hear no more about it.")
    )


# ── Moderation: the statement of reasons (DSA art. 17) ────────────────────────


@writes("decision")
def decided(notification: Notification, subjects: Subjects) -> Message | None:
    decision = subjects.get(notification, "decision")
    if decision is None:
        return None
    if decision.verb == Decision.Verb.HIDE:
        return _contribution(
            notification,
            _("“%(title)s” was hidden"),
            _("Reason: %(reason)s."),
            _("If you disagree, you can ask another person of the team to read it again, from its page."),
            quote=decision.statement,
            quote_language=decision.language,
            also=(_("Read the moderation charter"), charter_path(notification.contribution.space)),
            values={"reason": decision.get_reason_display()},
        )
    return _contribution(
        notification,
        _("“%(title)s” is published"),
        _("Everyone can read it, support it and comment on it."),
    )


@writes("decision_undone")
def decision_undone(notification: Notification, _subjects: Subjects) -> Message:
    return _contribution(notification, _("“%(title)s” is shown again"), _("It had been hidden by mistake."))


@writes("appeal")
def appeal_decided(notification: Notification, subjects: Subjects) -> Message | None:
    appeal = subjects.get(notification, "appeal")
    if appeal is None:
        return None
    changed = appeal.state == Appeal.State.UPHELD
    title = (
        _("We read “%(title)s” again: it is shown") if changed else _("We read “%(title)s” again: it stays hidden")
    )
    return _contribution(notification, title, quote=appeal.answer)


@writes("report_closed")
def report_closed(notification: Notification, subjects: Subjects) -> Message | None:
    decision = subjects.get(notification, "decision")
    if decision is None:
        return None
    hidden = decision.verb == Decision.Verb.HIDE
    return _contribution(
        notification,
        _("We read what you reported: %(code)s"),
        _("Thank you. We have hidden it.")
        if hidden
        else _("Thank you. It keeps to the charter: we left it in place."),
    )


# ── What others say ───────────────────────────────────────────────────────────


@writes("comment")
def commented(notification: Notification, subjects: Subjects) -> Message | None:
    comment = subjects.get(notification, "comment")
    if comment is None or not comment.is_public:
        return None
    return _contribution(notification, _("A comment on “%(title)s”"), quote=comment.body)


# ── Démarches ─────────────────────────────────────────────────────────────────

PROCESS = {
    "process_published": (
        gettext_lazy("A new subject: %(process)s"),
        gettext_lazy("You follow its theme, its territory or who carries it."),
        gettext_lazy("See the subject"),
    ),
    "process_closed": (
        gettext_lazy("%(process)s: it is over. Here is what happens now"),
        "",
        gettext_lazy("See what it led to"),
    ),
    "phase_opened": (gettext_lazy("%(process)s: a new stage begins"), "", gettext_lazy("See what one can do")),
    "phase_closed": (gettext_lazy("%(process)s: a stage is over"), "", gettext_lazy("See what comes next")),
}


# What is told of a démarche closed « sans suite »: never that something follows.
NO_FOLLOW_UP = (
    gettext_lazy("%(process)s: it is over, without follow-up"),
    gettext_lazy("Here is why nothing follows:"),
    gettext_lazy("Read it on its page"),
)


@writes(*PROCESS)
def about_process(notification: Notification, subjects: Subjects) -> Message | None:
    process, phase = notification.process, subjects.get(notification, "phase")
    if process is None:
        return None
    title, sentence, action = PROCESS[notification.kind]
    if notification.kind == "process_closed" and process.ending == process.Ending.NONE:
        title, sentence, action = NO_FOLLOW_UP
    more = {
        "process_published": str(process.summary),
        "process_closed": str(process.ending_text),
    }.get(notification.kind, "")
    return Message(
        title=str(title) % {"process": process.title},
        paragraphs=[part for part in (str(sentence), str(phase or ""), more) if part],
        path=process.get_absolute_url(),
        action=str(action),
    )


@writes("announcement_changed")
def announcement_changed(notification: Notification, subjects: Subjects) -> Message | None:
    """What became of the calendar, why, then each date: announced, and now."""
    process, correction = notification.process, subjects.get(notification, "correction")
    if process is None or correction is None:
        return None
    moved = [
        _("%(what)s: %(after)s (announced: %(before)s)")
        % {"what": line.label, "after": line.after or "—", "before": line.before or "—"}
        for line in lines(correction)
    ]
    return Message(
        title=_("%(process)s: %(change)s") % {"process": process.title, "change": headline(correction)},
        paragraphs=[_("Reason given: %(reason)s") % {"reason": correction.reason}, *moved],
        path=process.get_absolute_url(),
        action=_("See where it stands"),
    )


# ── For the team: its mails lead to the desk, where one answers ───────────────


@writes("assigned")
def assigned(notification: Notification, subjects: Subjects) -> Message | None:
    assignment = subjects.get(notification, "assignment")
    if assignment is None:
        return None
    due = assignment.due_on
    message = _contribution(
        notification,
        _("To study: “%(title)s”"),
        _("Before %(day)s.") if due else "",
        quote=assignment.question,
        values={"day": full_date(due) if due else ""},
    )
    address = reverse("desk:reply_new") + "?" + urlencode({"code": notification.contribution.code})
    return replace(message, path=address, action=_("Write the answer"))
