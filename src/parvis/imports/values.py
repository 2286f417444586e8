"""Cells of somebody’s file read as numbers, dates, sides… Each raises ``ValueError`` with nothing to show: rows say it."""

import re
from datetime import date, datetime, timedelta

from django.utils import timezone

from parvis.contributions.models import Channel, Stance
from parvis.core.text import normalise
from parvis.methods.proposals.models import Nature

_SIDES = {
    Stance.FOR: "1, for, pour, favorable, yes, oui, agree, d’accord, true, positive, in favor, in favour",
    Stance.AGAINST: "against, contre, défavorable, no, non, disagree, pas d’accord, false, negative",
    Stance.NEUTRAL: "neutral, neutre, mitigé, mixed, nuance, another view, autre avis, un autre avis",
}
STANCES = {normalise(word): side for side, words in _SIDES.items() for word in words.split(", ")}

NATURES = {
    "need": Nature.NEED,
    "besoin": Nature.NEED,
    "concern": Nature.CONCERN,
    "preoccupation": Nature.CONCERN,
    "inquietude": Nature.CONCERN,
    "opinion": Nature.OPINION,
    "avis": Nature.OPINION,
    "proposal": Nature.PROPOSAL,
    "proposition": Nature.PROPOSAL,
    "idee": Nature.PROPOSAL,
    "idea": Nature.PROPOSAL,
}

# « Withdrawn », « Retirée par son auteur », « trashed »…; whatever else a state may say, it is shown.
_REMOVED = re.compile(
    r"^(true|vrai|1|oui|yes|x)$|trash|corbeille|bin$|hidden|masqu|withdr|retir|supprim|delet|moder|draft|brouillon"
    r"|pending|attente|waiting|reuni|brought together"
)

_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T,à]+(\d{1,2})[:h](\d{2})(?::(\d{2}))?)?$")
_SPACE_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")
_OLDEST = date(1900, 1, 1)


def stance(text: str, *, zero: Stance) -> Stance:
    """Which side a cell takes; ``zero``: what « 0 » says in this file."""
    if text.strip() == "0":
        return zero
    if text.strip() == "-1":
        return Stance.AGAINST
    if (words := normalise(text)) not in STANCES:
        raise ValueError
    return STANCES[words]


def is_stance(text: str) -> bool:
    try:
        stance(text, zero=Stance.NEUTRAL)
    except ValueError:
        return False
    return True


def is_nature(text: str) -> bool:
    return normalise(text) in NATURES


def count(text: str) -> int:
    """A whole number, with or without thousands separators."""
    digits = "".join(text.split()).removesuffix(".0")
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdigit()) or int(digits) > 2_000_000_000:
        raise ValueError
    return int(digits)


def degrees(text: str, most: int) -> float | None:
    if not text.strip():
        return None
    value = float(text.replace(",", "."))
    if not -most <= value <= most:
        raise ValueError
    return value


def moment(text: str) -> datetime:
    """ISO 8601, « 2015-10-04 08:49:43 UTC », or day first (04/10/2015 8h49); without a zone, the site’s."""
    text = _SPACE_BEFORE_ZONE.sub("", text.strip().replace(" UTC", "+00:00"))
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
        read = datetime(year, month, day, hour, minute, second)
    else:
        read = datetime.fromisoformat(text)
    if timezone.is_naive(read):
        read = timezone.make_aware(read)
    if not _OLDEST < read.date() <= timezone.localdate() + timedelta(days=1):
        raise ValueError
    return read


def is_removed(text: str) -> bool:
    return bool(_REMOVED.search(normalise(text)))


def channel(text: str) -> Channel:
    """A channel by its key or by its label; whatever is not one of ours came by import."""
    words = normalise(text)
    return next((one for one in Channel if words in {one.value, normalise(str(one.label))}), Channel.IMPORT)
