"""Two versions of a text compared word by word, for eyes and for ears."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from parvis.contributions.models import Contribution

# Beyond that many words the comparison would cost seconds: the two texts are then shown whole.
MOST_WORDS = 4000


@dataclass(frozen=True)
class Piece:
    text: str
    change: Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Change:
    """One change: when, and what it did to the title and to the text."""

    number: int
    at: datetime
    title: list[Piece]
    body: list[Piece]


def compare(before: str, after: str) -> list[Piece]:
    """The words kept, removed and added, in reading order; joined, they give both texts back."""
    left, right = _words(before), _words(after)
    if max(len(left), len(right)) > MOST_WORDS:
        return [piece for piece in (Piece(before, "removed"), Piece(after, "added")) if piece.text]
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(left[i:j]), "same"))
            continue
        pieces += [
            piece
            for piece in (Piece("".join(left[i:j]), "removed"), Piece("".join(right[k:m]), "added"))
            if piece.text
        ]
    return pieces


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def compared_versions(contribution: Contribution) -> list[Change]:
    """Every change, the latest first."""
    states = [(v.title, v.body, v.at) for v in contribution.versions.all()]
    states.append((contribution.title, contribution.body, contribution.edited_at or contribution.created_at))
    changes = [
        Change(number, at, compare(before_title, title), compare(before_body, body))
        for number, ((before_title, before_body, at), (title, body, _later)) in enumerate(pairwise(states), start=1)
    ]
    return changes[::-1]
