"""Perimeters from other people's files: GeoJSON in, checked areas out. Nothing here touches the database."""

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.core.geo import MOST_ERRORS, Geometry, validate_geojson
from parvis.core.text import slugify_any
from parvis.territories.models import Kind

MOST_BYTES = 100_000_000

# The names people give to the same property, the most usual first.
CODE = ("code", "insee", "code_insee", "id")
NAME = ("nom", "name", "libelle")
POPULATION = ("population", "pop")
POSTCODES = ("codesPostaux", "postcodes", "codes_postaux", "postcode")

_SENTENCES = {
    "missing": _("There is no file “%(path)s”. Check its name."),
    "json": _("“%(path)s” is not a GeoJSON file: it cannot be read at line %(line)s."),
    "encoding": _("“%(path)s” is not a GeoJSON file, or it is damaged."),
    "name": _("%(area)s: no name. Give each area a property “nom” or “name”."),
    "long": _("%(area)s: this name is too long, 120 characters at most."),
    "code": _("%(area)s: the code “%(code)s” is too long, 32 characters at most."),
    "same": _("%(area)s and %(other)s have the same code, “%(code)s”. Give each its own."),
    "population": _("%(area)s: the population “%(value)s” is not a whole number."),
    "postcodes": _("%(area)s: the postcodes must be a list of codes of 12 characters at most."),
    "parent": _(
        "This file does not say what these areas make together. Give the name of the whole, "
        "for example “Urban Community of Douala”, and its kind."
    ),
}


class PerimeterError(ValidationError):
    """A perimeter that cannot be used, with the sentence to show: what is wrong, where, and the mend."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(_SENTENCES[code], code=code, params=params)


@dataclass(frozen=True, slots=True)
class Area:
    """One territory as a file tells it; ``boundary`` is GeoJSON, or ``None`` when its parts draw it."""

    kind: str
    code: str
    name: str
    population: int | None = None
    postcodes: tuple[str, ...] = ()
    boundary: Geometry | None = None


@dataclass(frozen=True, slots=True)
class Perimeter:
    """A whole and its parts: an intercommunality and its communes, a city and its arrondissements."""

    whole: Area
    parts: tuple[Area, ...]

    @classmethod
    def kept(cls, given: Mapping[str, Any]) -> "Perimeter":
        """The same, back from the dictionary it was kept as."""
        whole, *parts = (
            Area(**{**area, "postcodes": tuple(area["postcodes"])}) for area in (given["whole"], *given["parts"])
        )
        return cls(whole, tuple(parts))


def read_geojson(
    path: str | Path, *, name: str = "", kind: str = Kind.OTHER, parts: str = Kind.COMMUNE
) -> Perimeter:
    """The perimeter of a ``.geojson`` file (or ``.geojson.gz``); raises ``ValidationError`` with a sentence.

    ``name`` and ``kind`` say what the whole is when the file does not; ``parts`` what its areas are.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise PerimeterError("missing", path=path.name) from error
    return perimeter(read_json(raw, path.name), name=name, kind=kind, parts=parts)


def read_json(raw: bytes, filename: str) -> Any:
    """What a file holds, unpacked when it is compressed."""
    try:
        text = (_unpacked(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise PerimeterError("json", path=filename, line=error.lineno) from error
    except (OSError, EOFError, UnicodeDecodeError, RecursionError, zlib.error) as error:
        raise PerimeterError("encoding", path=filename) from error


def _unpacked(raw: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
        content = packed.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError("It unpacks to more than a perimeter can be.")
    return content


def perimeter(data: Any, *, name: str = "", kind: str = Kind.OTHER, parts: str = Kind.COMMUNE) -> Perimeter:
    """The same, from GeoJSON already read: a collection, with an optional ``epci`` object beside its features."""
    areas, errors = [], []
    for rank, feature in enumerate(validate_geojson(data), start=1):
        try:
            areas.append(_area(feature, rank, parts))
        except PerimeterError as error:
            errors.append(error)
    if errors:
        raise ValidationError(errors[:MOST_ERRORS]) if len(errors) > 1 else errors[0]
    _refuse_same_codes(areas)
    epci = data.get("epci")
    if isinstance(epci, dict):
        return Perimeter(_whole(epci, Kind.EPCI), tuple(areas))
    if not name.strip():
        raise PerimeterError("parent")
    return Perimeter(_whole({"name": name}, kind), tuple(areas))


def _whole(properties: Mapping[str, Any], kind: str) -> Area:
    return _described(properties, str(properties.get("nom") or properties.get("name") or "epci"), kind, None)


def _area(feature: Mapping[str, Any], rank: int, kind: str) -> Area:
    properties = feature["properties"]
    area = str(_first(properties, NAME) or _first(properties, CODE) or f"n° {rank}")
    return _described(properties, area, kind, feature["geometry"])


def _described(properties: Mapping[str, Any], area: str, kind: str, boundary: Geometry | None) -> Area:
    name = str(_first(properties, NAME) or "").strip()
    if not name:
        raise PerimeterError("name", area=area)
    if len(name) > 120:
        raise PerimeterError("long", area=name[:60])
    code = str(_first(properties, CODE) or slugify_any(name, 32) or name[:32]).strip()
    if len(code) > 32:
        raise PerimeterError("code", area=name, code=code)
    return Area(kind, code, name, _population(properties, name), _postcodes(properties, name), boundary)


def _first(properties: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((properties[name] for name in names if properties.get(name) not in (None, "")), None)


def _population(properties: Mapping[str, Any], area: str) -> int | None:
    value = _first(properties, POPULATION)
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    digits = "".join(str(value).split())  # “17 694”
    if not digits.isascii() or not digits.isdigit() or int(digits) > 2_000_000_000:
        raise PerimeterError("population", area=area, value=value)
    return int(digits)


def _postcodes(properties: Mapping[str, Any], area: str) -> tuple[str, ...]:
    value = _first(properties, POSTCODES)
    if value is None:
        return ()
    codes = value if isinstance(value, list) else re.split(r"[,;|]", str(value))
    if not isinstance(value, list | str | int) or not all(
        isinstance(code, str | int) and len(str(code).strip()) <= 12 for code in codes
    ):
        raise PerimeterError("postcodes", area=area)
    return tuple(sorted({str(code).strip() for code in codes} - {""}))


def _refuse_same_codes(areas: Iterable[Area]) -> None:
    seen: dict[str, str] = {}
    for area in areas:
        if area.code in seen:
            raise PerimeterError("same", area=area.name, other=seen[area.code], code=area.code)
        seen[area.code] = area.name
