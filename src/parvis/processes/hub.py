"""The workshop of one démarche: its sections, what each still lacks, the first-day checklist."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.core.rights import Sentence
from parvis.processes.models import Process, Review
from parvis.processes.publication import Blocker, publication_blockers

Row = tuple[str, str, Sentence, Sentence]

# key (the URL is ``desk:process_<key>``), icon, label, what one does there
SECTIONS: list[Row] = [
    ("frame", "target", pgettext_lazy("section of a démarche", "Frame"), _("Title, weight, territory, public")),
    ("promise", "handshake", _("Commitments"), _("What is open, decided, who decides, when we answer")),
    ("calendar", "calendar", _("Calendar"), _("Phases and their dates")),
    ("steps", "layers", _("Steps"), _("Tools offered to residents, and when they are open")),
    ("content", "file-text", _("The file"), _("Texts, images, plans, questions and answers")),
    ("log", "newspaper", _("Logbook"), _("What happened, step by step")),
    ("team", "users", _("Team"), _("Who works on it with you")),
    ("review", "message-circle", _("Proofreading"), _("Colleagues comment and approve")),
    ("publication", "send", _("Publication"), _("Preview, publish, close, archive")),
]
_OF_BLOCKER = {"openings": "steps"}
_touched: dict[str, Callable[[Process], bool]] = {}


def add_section(row: Row, *, before: str, touched: Callable[[Process], bool]) -> None:
    """Another room's section of the workshop, in front of ``before``; ``touched``: has anybody filled it in?"""
    rank = next(rank for rank, (key, *_rest) in enumerate(SECTIONS) if key == before)
    SECTIONS.insert(rank, row)
    _touched[row[0]] = touched


@dataclass(frozen=True, kw_only=True)
class Section:
    key: str
    icon: str
    label: Sentence
    help: Sentence
    missing: tuple[Blocker, ...]
    is_empty: bool = False

    @property
    def url_name(self) -> str:
        return f"desk:process_{self.key}"


def section_of(blocker: Blocker) -> str:
    return _OF_BLOCKER.get(blocker.section, blocker.section)


def empty_sections(process: Process) -> frozenset[str]:
    """Sections nobody has touched: neither missing nor complete."""
    touched = {
        "content": bool(process.body),
        "log": process.log.exists(),
        "team": process.team.exists(),
        "review": process.reviews.exists(),
        "publication": process.state in Process.PUBLIC_STATES,
        **{key: is_touched(process) for key, is_touched in _touched.items()},
    }
    return frozenset(key for key, is_touched in touched.items() if not is_touched)


def sections(blockers: list[Blocker], empty: frozenset[str] = frozenset()) -> list[Section]:
    return [
        Section(
            key=key,
            icon=icon,
            label=label,
            help=help_text,
            missing=tuple(blocker for blocker in blockers if section_of(blocker) == key),
            is_empty=key in empty,
        )
        for key, icon, label, help_text in SECTIONS
    ]


@dataclass(frozen=True, kw_only=True)
class Check:
    label: Sentence
    url_name: str
    is_done: bool


def checklist(process: Process, blockers: list[Blocker]) -> list[Check]:
    """The first démarche in eight gestures."""
    wrong = {section_of(blocker) for blocker in blockers}
    words = {review.verdict for review in process.reviews.all()}
    rows = (
        (_("Say what it is about"), "frame", "frame" not in wrong),
        (_("Make the commitments"), "promise", "promise" not in wrong),
        (_("Set the dates"), "calendar", "calendar" not in wrong),
        (_("Choose what is open, and when"), "steps", "steps" not in wrong),
        (_("Put the file online"), "content", bool(process.body)),
        (_("Invite a colleague"), "team", bool(process.team.all())),
        (_("Have it read by someone"), "review", Review.Verdict.APPROVED in words),
        (_("Publish"), "publication", process.state in Process.PUBLIC_STATES),
    )
    return [Check(label=label, url_name=f"desk:process_{key}", is_done=done) for label, key, done in rows]


def blockers_of(process: Process) -> list[Blocker]:
    """Nothing is missing from what is already public: what it lacked then was said then."""
    draft = process.state in (Process.State.DRAFT, Process.State.SCHEDULED)
    return publication_blockers(process) if draft else []
