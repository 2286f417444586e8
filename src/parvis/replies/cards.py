"""Answers and outcomes in sentences ready to read: the shapes of ``components/reply.html`` and our own templates."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.models import Verdict
from parvis.core.sentences import full_date, isolated
from parvis.core.text import plain_paragraphs
from parvis.replies.models import Outcome, Reply, ReplyVersion

TONES = {Outcome.State.DECIDED: "sun", Outcome.State.DONE: "ok", Outcome.State.ABANDONED: "plain"}


def verdict_card(reply: Reply) -> dict[str, str]:
    """Said before the text: « À l’étude jusqu’au 4 février », « Transmise au Département »."""
    label = str(Verdict(reply.verdict).label)
    if reply.verdict == Verdict.STUDYING and reply.until:
        label = _("Under study until %(day)s") % {"day": full_date(reply.until)}
    elif reply.verdict == Verdict.FORWARDED and reply.forwarded_to:
        label = _("Not ours: passed on to %(who)s") % {"who": reply.forwarded_to}
    return {"key": reply.verdict, "label": label, "detail": ""}


def signature(reply: Reply) -> str:
    """« Réponse du service Mobilités, validée par Élise, vice-présidente aux mobilités »."""
    service, who = str(reply.service or ""), reply.validated_label
    if service and who:
        names = {"service": isolated(service), "who": isolated(who)}
        return _("Answer by: %(service)s. Validated by: %(who)s.") % names
    if service or who:
        return _("Answer by: %(service)s.") % {"service": isolated(service or who)}
    return ""


def delay(reply: Reply, due_on: date | None) -> str:
    """The promise, measured: on time, or how late."""
    if due_on is None or reply.published_at is None or reply.is_holding:
        return ""
    days = (timezone.localdate(reply.published_at) - due_on).days
    if days <= 0:
        return _("within the promised time")
    return ngettext("%(n)d day after the promised day", "%(n)d days after the promised day", days) % {"n": days}


def told(number: int) -> str:
    return ngettext("%(n)d person has been told", "%(n)d people have been told", number) % {"n": number}


def answer_card(reply: Reply) -> dict[str, Any]:
    """One published answer. ``reply`` comes from ``queries.answers_to``."""
    return {
        "is_holding": reply.is_holding,
        "until": full_date(reply.until) if reply.until else "",
        "verdict": verdict_card(reply) if reply.verdict else None,
        "html": plain_paragraphs(reply.body),
        "signature": signature(reply),
        "date": full_date(reply.published_at) if reply.published_at else "",
        "delay": delay(reply, reply.due_on),
        "links": [],
        "told": told(reply.told) if reply.told else "",
        "corrected": full_date(reply.corrected_at) if reply.corrected_at else "",
        "versions": [_version(version) for version in reply.versions.all()] if reply.corrected_at else [],
    }


def _version(version: ReplyVersion) -> dict[str, Any]:
    label = str(Verdict(version.verdict).label) if version.verdict else ""
    when = full_date(version.at)
    return {"verdict": label, "html": plain_paragraphs(version.body), "reason": version.reason, "date": when}


def outcome_card(outcome: Outcome) -> dict[str, Any]:
    """« Décidé le 4 février par le conseil communautaire · prévu pour mars », « Réalisé », « Abandonné : … »."""
    return {
        "title": str(outcome.title),
        "body": str(outcome.body),
        "state": str(Outcome.State(outcome.state).label),
        "tone": TONES[Outcome.State(outcome.state)],
        "facts": [fact for fact in _facts(outcome) if fact],
        "reason": str(outcome.abandoned_reason) if outcome.state == Outcome.State.ABANDONED else "",
        "url": outcome.url,
        "reference": outcome.reference,
    }


def _facts(outcome: Outcome) -> list[str]:
    decided = ""
    if outcome.decided_on:
        words = _("decided on %(day)s by %(who)s") if outcome.decided_by else _("decided on %(day)s")
        decided = words % {"day": full_date(outcome.decided_on), "who": outcome.decided_by}
    done = _("done on %(day)s") % {"day": full_date(outcome.done_on)} if outcome.done_on else ""
    is_waiting = outcome.state == Outcome.State.DECIDED and outcome.planned_on
    planned = _("planned for %(day)s") % {"day": full_date(outcome.planned_on)} if is_waiting else ""
    return [decided, planned, done]
