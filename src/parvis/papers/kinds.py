"""The kinds of papers this installation knows. A room registers its own in its `papers.py`, read at start-up.

    register(Kind(
        key="bilan", label=_("Bilan of the concertation"), help=_("…"), icon="scroll-text", needs_process=True,
        level="public",
        sections=(
            Part("object", _("What it was about"), hint=_("Why people were asked…"), begin=first_words),
            Part("figures", _("Who took part"), fill=figures),
        ),
    ))

`begin(paper)` gives the HTML a section starts with: the team then makes it hers, and it is never written over.
`fill(paper)` gives the items (`papers.content`) the machine keeps up to date while the paper is a draft.
Both run in the paper's language, and may ask anything of the rooms below theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence
from parvis.papers.content import Item
from parvis.papers.models import Paper


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a kind. `hint`: what to write there, shown beside the box."""

    key: str
    title: Sentence
    hint: Sentence = ""
    begin: Callable[[Paper], str] | None = None
    fill: Callable[[Paper], list[Item]] | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`level`: who may read it, to begin with. `why_not_yet(paper)`: what forbids approval, as sentences.

    `is_offered`: may be begun from the list of papers; else its room begins it.
    """

    key: str
    label: Sentence
    help: Sentence = ""
    icon: str = "file-text"
    sections: tuple[Part, ...] = ()
    needs_process: bool = False
    level: str = Paper.Level.MEMBERS
    is_offered: bool = True
    why_not_yet: Callable[[Paper], list[Sentence]] | None = None

    @property
    def is_filled(self) -> bool:
        """Is there anything for the machine to bring up to date."""
        return any(part.fill or part.begin for part in self.sections)

    def part(self, key: str) -> Part | None:
        return next((part for part in self.sections if part.key == key), None)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    if kind.key in _kinds:
        raise ValueError(f"Two kinds of papers are called {kind.key}.")
    _kinds[kind.key] = kind
    return kind


def kind_of(paper: Paper) -> Kind:
    return kind_named(paper.kind)


def kind_named(key: str) -> Kind:
    """A paper outlives the room that declared its kind: what is no longer known is a plain note."""
    return _kinds.get(key) or _kinds["note"]


def is_known(key: str) -> bool:
    return key in _kinds


def offered() -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.is_offered]


register(
    Kind(
        key="note",
        label=_("Working note"),
        help=_("What you found, what you propose. A colleague approves it before anybody relies on it."),
        icon="file-text",
        sections=(
            Part(
                "object",
                _("What it is about"),
                hint=_("Two sentences: for whom, and what is expected of the reader."),
            ),
            Part("findings", _("What we found"), hint=_("Facts first, with their dates and sources.")),
            Part("proposal", _("What we propose"), hint=_("One line each: who does what, and when.")),
        ),
    )
)
register(
    Kind(
        key="minutes",
        label=_("Minutes of a meeting"),
        help=_("Who was there, what was said, what was decided."),
        icon="clipboard-list",
        sections=(
            Part("people", _("Who was there"), hint=_("Roles rather than names, unless people agreed.")),
            Part("said", _("What was said"), hint=_("Both sides of each point.")),
            Part("decided", _("What was decided"), hint=_("One line each: who does what, and when.")),
        ),
    )
)
