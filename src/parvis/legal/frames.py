"""The library of legal frames: dated data in ``library/*.toml``, each with its source, read and judged once.

A frame (one device of the law) has several versions, each in force between two dates. What nobody checked is said
``verified = false``: it is shown as « à vérifier » and never prevents anything.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.core.fields import Translated
from parvis.territories.models import Kind, Territory

FOLDER = Path(__file__).parent / "library"
LANGUAGES = ("fr", "en", "ar")


class FrameError(Exception):
    """A file of the library is wrong: the sentence names the file, the place and the mend."""


class StepKind(models.TextChoices):
    """What a text asks for, in the order of a démarche’s life."""

    MEMBERS = "members", _("Its membership is fixed by the assembly")
    DELIBERATION = "deliberation", _("Deliberation: objectives and arrangements")
    NOTICE = "notice", _("Notice of the opening")
    FILE = "file", _("The file is made available")
    REGISTER = "register", _("Register of observations")
    VOTE = "vote", _("Vote in polling stations")
    RECEIPT = "receipt", _("Request received and acknowledged")
    ASSEMBLY = "assembly", _("The assembly is informed and decides")
    BILAN = "bilan", _("Report of the concertation")
    ANSWER = "answer", _("Answer of whoever carries the project")
    REASONS = "reasons", _("Summary of observations and reasons published")
    RESULTS = "results", _("Results or follow-up made public")
    REPORT = "report", _("Activity report debated")
    ADOPTION = "adoption", _("Deliberation adopting the result")


class Anchor(models.TextChoices):
    OPENING = "opening", _("before the opening")
    CLOSING = "closing", _("after the closing")


class Effect(models.TextChoices):
    INFORMATION = "information", pgettext_lazy("effect of the result", "Information")
    OPINION = "opinion", pgettext_lazy("effect of the result", "An opinion")
    AGENDA = "agenda", pgettext_lazy("effect of the result", "An item on the agenda")
    DECISION = "decision", pgettext_lazy("effect of the result", "A decision, under conditions")


@dataclass(frozen=True, kw_only=True)
class Point:
    """One thing the text says, in a sentence."""

    text: Translated
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class FrameStep:
    """``days`` from the anchor, negative before it; ``None``: the text sets no number."""

    kind: StepKind
    anchor: Anchor
    days: int | None
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class Duration:
    """How long the public takes part, in whole days, both included."""

    least: int | None
    most: int | None
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class Version:
    """A text as it was between two dates. ``raw``: what a démarche keeps of it, whatever the library becomes."""

    frame: str
    id: str
    in_force_from: date
    in_force_until: date | None
    is_verified: bool
    source: str
    text: str
    articles: str
    effect: Effect
    title: Translated
    summary: Translated
    effect_text: Translated
    points: tuple[Point, ...]
    steps: tuple[FrameStep, ...]
    durations: tuple[Duration, ...]
    raw: dict[str, Any]

    def is_in_force(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)

    def step(self, kind: str) -> FrameStep | None:
        return next((step for step in self.steps if step.kind == kind), None)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One device. Empty ``kinds``: for every kind of territory."""

    key: str
    order: int
    countries: tuple[str, ...]
    kinds: tuple[str, ...]
    versions: tuple[Version, ...]

    def suits(self, territory: Territory) -> bool:
        return territory.country in self.countries and (not self.kinds or territory.kind in self.kinds)

    def version_on(self, day: date) -> Version | None:
        return next((version for version in self.versions if version.is_in_force(day)), None)


@cache
def library() -> dict[str, Frame]:
    """Every frame, by key, in order. Read once: the files come with the version installed."""
    return load(FOLDER)


def load(folder: Path) -> dict[str, Frame]:
    """Raises ``FrameError`` at the first thing wrong."""
    found = [_frame(path) for path in sorted(folder.glob("*.toml"))]
    return {frame.key: frame for frame in sorted(found, key=lambda frame: (frame.order, frame.key))}


def suitable(territory: Territory, day: date) -> list[Version]:
    """What may be chosen for this territory, as the texts stand that day."""
    versions = (frame.version_on(day) for frame in library().values() if frame.suits(territory))
    return [version for version in versions if version]


def _frame(path: Path) -> Frame:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FrameError(f"{path.name}: this is not TOML: {error}") from error
    place = path.name
    _only(data, {"key", "order", "countries", "kinds", "versions"}, place)
    if data.get("key") != path.stem:
        raise FrameError(f"{place}: its key must be the name of the file, “{path.stem}”.")
    unknown = set(_typed(data, "kinds", list, place)) - set(Kind.values)
    if unknown:
        raise FrameError(f"{place}: kinds: unknown {sorted(unknown)}. Known: {', '.join(Kind.values)}.")
    rows = _typed(data, "versions", list, place)
    versions = tuple(
        read_version(row, frame=data["key"], place=f"{place}: versions[{rank}]") for rank, row in enumerate(rows)
    )
    _follow(versions, place)
    return Frame(
        key=data["key"],
        order=_typed(data, "order", int, place),
        countries=tuple(_typed(data, "countries", list, place)),
        kinds=tuple(data["kinds"]),
        versions=versions,
    )


def _follow(versions: tuple[Version, ...], place: str) -> None:
    """One version a day at most, each after the other."""
    if not versions:
        raise FrameError(f"{place}: give it at least one version.")
    for one, other in pairwise(versions):
        if one.in_force_until is None or one.in_force_until >= other.in_force_from:
            raise FrameError(f"{place}: “{one.id}” is still in force when “{other.id}” begins: give its last day.")


def read_version(raw: dict[str, Any], *, frame: str, place: str) -> Version:
    """A version from a file, or as a démarche kept it (dates in ISO)."""
    _only(
        raw,
        {
            *("id", "in_force_from", "in_force_until", "verified", "source", "text", "articles", "effect"),
            *("title", "summary", "effect_text", "points", "steps", "durations"),
        },
        place,
    )
    first, last = _day(raw, "in_force_from", place), _day(raw, "in_force_until", place)
    if first is None or (last and last < first):
        raise FrameError(f"{place}: in_force_from, then in_force_until, must be two days in this order.")
    return Version(
        frame=frame,
        id=_typed(raw, "id", str, place),
        in_force_from=first,
        in_force_until=last,
        is_verified=_typed(raw, "verified", bool, place),
        source=_typed(raw, "source", str, place),
        text=_typed(raw, "text", str, place),
        articles=_typed(raw, "articles", str, place),
        effect=Effect(_among(raw, "effect", Effect, place)),
        title=_words(raw.get("title"), f"{place}.title"),
        summary=_words(raw.get("summary"), f"{place}.summary"),
        effect_text=_words(raw.get("effect_text"), f"{place}.effect_text"),
        points=tuple(_point(row, where) for row, where in _rows(raw, "points", place)),
        steps=tuple(_step(row, where) for row, where in _rows(raw, "steps", place)),
        durations=tuple(_duration(row, where) for row, where in _rows(raw, "durations", place)),
        raw=_plain(raw),
    )


def _rows(raw: dict[str, Any], name: str, place: str) -> Iterable[tuple[dict[str, Any], str]]:
    return ((row, f"{place}.{name}[{rank}]") for rank, row in enumerate(raw.get(name, [])))


def _point(row: dict[str, Any], place: str) -> Point:
    _only(row, {"verified", *LANGUAGES}, place)
    text = _words({code: row.get(code, "") for code in LANGUAGES}, place)
    return Point(text=text, is_verified=_typed(row, "verified", bool, place))


def _step(row: dict[str, Any], place: str) -> FrameStep:
    _only(row, {"kind", "anchor", "days", "verified"}, place)
    days = _typed(row, "days", int, place) if "days" in row else None
    anchor = Anchor(_among(row, "anchor", Anchor, place))
    if days is not None and (days > 0) != (anchor == Anchor.CLOSING):
        raise FrameError(f"{place}.days: negative before the opening, positive after the closing.")
    return FrameStep(
        kind=StepKind(_among(row, "kind", StepKind, place)),
        anchor=anchor,
        days=days,
        is_verified=_typed(row, "verified", bool, place),
    )


def _duration(row: dict[str, Any], place: str) -> Duration:
    _only(row, {"least", "most", "verified"}, place)
    least, most = row.get("least"), row.get("most")
    bounds = [bound for bound in (least, most) if bound is not None]
    if not bounds or any(type(bound) is not int or bound < 1 for bound in bounds) or bounds != sorted(bounds):
        raise FrameError(f"{place}: give least, most or both, in whole days, the smaller first.")
    return Duration(least=least, most=most, is_verified=_typed(row, "verified", bool, place))


def _only(row: Any, known: set[str], place: str) -> None:
    if not isinstance(row, dict):
        raise FrameError(f"{place}: a table is expected.")
    if unknown := sorted(set(row) - known):
        raise FrameError(f"{place}: unknown {', '.join(unknown)}. Known: {', '.join(sorted(known))}.")


def _typed(row: dict[str, Any], name: str, kind: type, place: str) -> Any:
    value = row.get(name)
    if type(value) is not kind or value == "":
        raise FrameError(f"{place}: {name} is missing, or is not {kind.__name__}.")
    return value


def _among(row: dict[str, Any], name: str, choices: type[models.TextChoices], place: str) -> str:
    value = row.get(name)
    if value not in choices.values:
        raise FrameError(f"{place}: {name} is “{value}”. Known: {', '.join(choices.values)}.")
    return str(value)


def _day(row: dict[str, Any], name: str, place: str) -> date | None:
    value = row.get(name)
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise FrameError(f"{place}: {name} must be a day, like 2022-02-23.") from None


def _words(value: Any, place: str) -> Translated:
    missing = [code for code in LANGUAGES if not isinstance(value, dict) or not value.get(code)]
    if missing:
        raise FrameError(f"{place}: say it in {', '.join(missing)}.")
    return Translated({code: str(value[code]) for code in LANGUAGES})


def _plain(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {name: _plain(value) for name, value in raw.items()}
    if isinstance(raw, list):
        return [_plain(value) for value in raw]
    return raw.isoformat() if isinstance(raw, date) else raw
