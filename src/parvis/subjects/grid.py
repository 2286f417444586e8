"""The ten questions that qualify a subject, and the degree they recommend. Dated data in ``grids/*.toml``.

The score is the sum of the points, out of 20. It gives a degree by thresholds; then what is impossible brings it down:
with nothing left to decide one can only inform, whatever the stake. Pure: nothing here reads the database.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from parvis.core.fields import Translated
from parvis.processes.models import Degree

FOLDER = Path(__file__).parent / "grids"


@dataclass(frozen=True, kw_only=True)
class Option:
    """``most``: the highest degree this answer leaves possible. ``reason``: why it counts, when it is worth saying."""

    key: str
    label: Translated
    points: int
    most: Degree = Degree.CO_DECISION
    reason: Translated


@dataclass(frozen=True, kw_only=True)
class Question:
    key: str
    label: Translated
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """How far a project is, and what may be proposed to people then, by the least degree of each."""

    key: str
    label: Translated
    methods: tuple[tuple[int, Translated], ...]

    def methods_for(self, degree: int) -> list[Translated]:
        return [label for least, label in self.methods if least <= degree]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """``version``: its first day, in ISO. What was qualified with it keeps it."""

    version: str
    source: str
    thresholds: tuple[int, ...]
    blueprints: tuple[str, ...]
    questions: tuple[Question, ...]
    stages: tuple[Stage, ...]

    @property
    def most_points(self) -> int:
        return sum(max(option.points for option in question.options) for question in self.questions)

    def blueprint_for(self, degree: int) -> str:
        return self.blueprints[degree - 1]


@dataclass(frozen=True)
class Advice:
    score: int
    degree: Degree
    reasons: list[Translated]


def advise(grid: Grid, answers: Mapping[str, str]) -> Advice:
    """``answers``: the option chosen for each question. Raises ``KeyError`` when one is missing or unknown."""
    chosen = [
        {option.key: option for option in question.options}[answers[question.key]] for question in grid.questions
    ]
    score = sum(option.points for option in chosen)
    reached = max(rank for rank, least in enumerate(grid.thresholds, start=1) if score >= least)
    degree = Degree(min(reached, *(option.most for option in chosen)))
    # What holds it down comes first, then what carries it.
    holding = [option for option in chosen if option.most < reached]
    carrying = [option for option in chosen if option not in holding and option.points == 2]
    return Advice(score, degree, [option.reason for option in (*holding, *carrying) if option.reason])


@cache
def grids() -> dict[str, Grid]:
    """Every grid, by its first day, the oldest first."""
    return {path.stem: _grid(path) for path in sorted(FOLDER.glob("*.toml"))}


def grid_on(day: date) -> Grid:
    """The last one whose first day is past."""
    return [grid for version, grid in grids().items() if date.fromisoformat(version) <= day][-1]


def _grid(path: Path) -> Grid:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Grid(
        version=path.stem,
        source=data["source"],
        thresholds=tuple(data["thresholds"]),
        blueprints=tuple(data["blueprints"]),
        questions=tuple(_question(raw) for raw in data["questions"]),
        stages=tuple(_stage(raw) for raw in data["stages"]),
    )


def _question(raw: dict[str, Any]) -> Question:
    options = tuple(
        Option(
            key=one["key"],
            label=Translated(one["label"]),
            points=one["points"],
            most=Degree(one.get("most", Degree.CO_DECISION)),
            reason=Translated(one.get("reason", {})),
        )
        for one in raw["options"]
    )
    return Question(key=raw["key"], label=Translated(raw["label"]), options=options)


def _stage(raw: dict[str, Any]) -> Stage:
    methods = tuple((one["least"], Translated(one["label"])) for one in raw["methods"])
    return Stage(key=raw["key"], label=Translated(raw["label"]), methods=methods)
