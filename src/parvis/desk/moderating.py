"""The moderation page: the queue beside one big card, and what may be done with it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.cards import author_name, title_of
from parvis.contributions.models import Contribution, State
from parvis.core.rights import can, why_not
from parvis.core.text import excerpt
from parvis.moderation.models import Decision, Reason
from parvis.moderation.queries import Item, Queue, card_contributions, decisions_of, item_of, queue
from parvis.moderation.statements import STATEMENTS

KINDS = ("reported", "pending", "appeal")


@dataclass(frozen=True)
class Place:
    """Where the moderator is in the queue: the card shown, its neighbours, « 3 of 12 »."""

    item: Item | None
    position: int
    previous: str
    next: str


def page(
    request: HttpRequest, *, form: forms.Form | None = None, code: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """``form``: what was being written when something stopped it; ``problem``: the sentence that says what."""
    only = request.GET.get("quoi", "")
    only = only if only in KINDS else ""
    waiting = queue(request.actor, only=only)
    place = place_in(request, waiting, code or request.GET.get("lire", ""), only)
    context = {
        "queue": waiting,
        "place": place,
        "only": only,
        "tabs": _tabs(waiting, only),
        "lines": [(_line(item), item is place.item) for item in waiting.items],
        "card": _card(request, place.item) if place.item else None,
        "reasons": [(reason, Reason(reason).label, STATEMENTS[Reason(reason)]) for reason in Reason],
        "form": form,
        "problem": problem,
        "done": _just_done(request),
    }
    return render(request, "desk/moderation/queue.html", context, status=status)


def place_in(request: HttpRequest, waiting: Queue, code: str, only: str) -> Place:
    """The message asked for, waiting or not; else the first of the queue."""
    codes = [item.contribution.code for item in waiting.items]
    if code and code not in codes:
        contribution = card_contributions(request.actor).filter(code=code).first()
        if contribution is None:
            raise Http404(_("You do not moderate this message."))
        return Place(item_of(contribution), 0, "", address(codes[0], only) if codes else "")
    if not codes:
        return Place(None, 0, "", "")
    n = codes.index(code) if code else 0
    before = address(codes[n - 1], only) if n else ""
    after = address(codes[n + 1], only) if n + 1 < len(codes) else ""
    return Place(waiting.items[n], n + 1, before, after)


def address(code: str = "", only: str = "", done: int | None = None) -> str:
    """The page, on this message, in this part of the queue, after this decision."""
    query = urlencode({k: v for k, v in (("quoi", only), ("lire", code), ("fait", done)) if v})
    return reverse("desk:moderation") + (f"?{query}" if query else "")


def _tabs(waiting: Queue, only: str) -> list[tuple[str, str, int, bool]]:
    entries = (
        ("", _("All"), waiting.total),
        ("reported", _("Reported"), waiting.reported),
        ("pending", _("To read"), waiting.pending),
        ("appeal", _("Second readings"), waiting.appeals),
    )
    return [(label, address(only=key), count, key == only) for key, label, count in entries]


def _line(item: Item) -> dict[str, Any]:
    one = item.contribution
    return {
        "title": title_of(one),
        "url": address(one.code),
        "kind": item.kind,
        "label": why_here(item),
        "picked": f"{one.code}:{item.seen}",
        "can_pick": item.kind != "appeal",
        "author": author_name(one),
        "code": one.code,
    }


def why_here(item: Item) -> str:
    """The tag: why this message is in the queue."""
    if item.reports:
        n = len(item.reports)
        return ngettext("Reported once", "Reported %(n)d times", n) % {"n": n}
    if item.appeal:
        return _("Second reading")
    if item.contribution.state == State.PENDING:
        return _("To read")
    return str(item.contribution.get_state_display())


def _card(request: HttpRequest, item: Item) -> dict[str, Any]:
    one = item.contribution
    answers = one.parent or one.root
    return {
        "item": item,
        "one": one,
        "title": title_of(one),
        "tag": why_here(item),
        "author": author_name(one),
        "history": history(item),
        "answers": answers,
        "answers_title": title_of(answers) if answers else "",
        "answers_words": excerpt(answers.body, 280) if answers else "",
        "gestures": gestures(item),
        "may_judge": why_not(request.actor, "judge", item.appeal) if item.appeal else None,
        "can_undo": item.last is not None and can(request.actor, "undo", item.last),
    }


def history(item: Item) -> str:
    """What this person said here, and only here: enough to decide, not a file."""
    if item.contribution.author_id is None:
        return _("Nobody known: no account, no address.")
    shown, hidden = item.history.shown, item.history.hidden
    words = ngettext("%(n)d message shown here", "%(n)d messages shown here", shown) % {"n": shown}
    if hidden:
        words += " · " + ngettext("%(n)d hidden", "%(n)d hidden", hidden) % {"n": hidden}
    return words


def gestures(item: Item) -> frozenset[str]:
    """What may be done with this message as it stands."""
    if item.appeal:
        return frozenset()
    return {
        State.PENDING: frozenset({"approve", "hide"}),
        State.PUBLISHED: frozenset({"keep", "hide"} if item.reports else {"hide"}),
        State.HIDDEN: frozenset({"restore"}),
    }.get(State(item.contribution.state), frozenset())


def _just_done(request: HttpRequest) -> dict[str, Any] | None:
    """« Hidden: Un bus après 19 h. Undo »: read again from the row, so that the address cannot lie."""
    pk = request.GET.get("fait", "")
    decision = decisions_of(request.actor).filter(pk=pk, undone_at=None).first() if pk.isdigit() else None
    if decision is None or (request.actor.user and decision.by_id != request.actor.user.pk):
        return None
    return {"decision": decision, "title": title_of(decision.contribution)}


def bulk_sentence(done: list[Decision], problems: list[str]) -> str:
    words = ngettext("%(n)d message done.", "%(n)d messages done.", len(done)) % {"n": len(done)}
    return " ".join([words, *problems])


def find(request: HttpRequest, code: str) -> Contribution:
    found = card_contributions(request.actor).filter(code=code).first()
    if found is None:
        raise Http404(_("You do not moderate this message."))
    return found
