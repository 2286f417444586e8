"""Reading territories and spaces."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, ManyToOneRel, Q, QuerySet

from parvis.accounts.actors import MANAGERS
from parvis.core.geo import contains
from parvis.core.prepared import prepared
from parvis.core.text import similarity, tokens
from parvis.territories.importing import Area, Perimeter
from parvis.territories.models import (
    Boundary,
    Drawing,
    Kind,
    Postcode,
    Space,
    Territory,
    TerritoryClosure,
    TerritoryLink,
)
from parvis.territories.panels import all_measures

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

MOST_PLACES = 12
_ALIKE = 0.5  # Dice's coefficient above which people call two names alike
_SPELLED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_SMALL = frozenset(
    ["le", "la", "les", "l", "de", "du", "des", "d", "en", "sur", "sous", "et", "a", "au", "aux", "saint", "sainte"]
)


def descendants(territory: Territory) -> QuerySet[Territory]:
    """All that lies in it, at any depth, itself excluded."""
    return Territory.objects.filter(closure_up__ancestor=territory, closure_up__depth__gt=0)


def ancestors(territory: Territory) -> QuerySet[Territory]:
    """All it lies in, the nearest first, itself excluded."""
    return Territory.objects.filter(closure_down__descendant=territory, closure_down__depth__gt=0).order_by(
        "closure_down__depth", "name"
    )


def wholes() -> QuerySet[Territory]:
    """The territories made of others, and those that stand alone, quartiers excepted: the list of places."""
    made_of_others = Q(links_down__child__kind__in=(Kind.COMMUNE, Kind.ARRONDISSEMENT))
    alone = Q(links_up=None, links_down=None, retired_at=None)
    return Territory.objects.filter(made_of_others | alone).distinct().annotate(parts_count=Count("links_down"))


def parts_of(territory: Territory) -> QuerySet[Territory]:
    """What lies right inside it, retired ones left out."""
    return Territory.objects.filter(links_up__parent=territory, retired_at=None).order_by("name")


@dataclass(frozen=True, slots=True)
class Table:
    """The parts of a territory with their figures: ``rows`` pairs a part with its (heading, number)."""

    headings: list[str]
    rows: list[tuple[Territory, list[tuple[str, int]]]]


def table_of(territory: Territory) -> Table:
    """What its map shows, in figures: the same parts, one query per measure beside."""
    drawing = Drawing.objects.filter(territory=territory).first()
    drawn = Territory.objects.filter(pk__in=[pk for pk, _path in drawing.paths]) if drawing else parts_of(territory)
    columns = [(str(measure.label), measure.counts(territory)) for measure in all_measures()]
    rows = [
        (part, [(heading, counts.get(part.pk, 0)) for heading, counts in columns])
        for part in drawn.order_by("name")
    ]
    return Table([heading for heading, _counts in columns], rows)


def territory_at(lon: float, lat: float, *, within: Territory | None = None) -> Territory | None:
    """The smallest territory whose outline holds a point (degrees, WGS 84), or ``None``."""
    boxes = Territory.objects.filter(
        west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat, boundary__isnull=False, retired_at=None
    )
    if within:
        boxes = boxes.filter(closure_up__ancestor=within)
    around = Boundary.objects.filter(territory__in=boxes).select_related("territory")
    for outline in sorted(around, key=lambda outline: _size(outline.territory)):
        if contains(outline.geometry, lon, lat):
            return outline.territory
    return None


def _size(territory: Territory) -> float:
    return (territory.east - territory.west) * (territory.north - territory.south)


# Perimeters from files -------------------------------------------------------------------------------

# What a territory is made of, and follows it when it goes: all other rows rely on it.
_ITS_OWN = ("Boundary", "Drawing", "Postcode", "TerritoryClosure", "SearchEntry", "PerimeterImport")


def known_areas(given: Perimeter, country: str) -> list[Territory]:
    """The territories that a file speaks of and that are already here."""
    wanted = {(area.kind, area.code) for area in (given.whole, *given.parts)}
    codes = {code for _kind, code in wanted}
    here = Territory.objects.filter(country=country, code__in=codes).select_related("boundary")
    return [one for one in here.prefetch_related("postcodes") if (one.kind, one.code) in wanted]


def in_use(territories: QuerySet[Territory]) -> list[Territory]:
    """Those that a démarche, a contribution, a person, a quartier added since… relies on."""
    relations = [
        relation
        for relation in Territory._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.related_model.__name__ not in _ITS_OWN
    ]
    used: set[int] = set()
    for relation in relations:
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": territories})
        if relation.related_model is TerritoryLink:
            if relation.field.name == "child":
                continue
            rows = rows.exclude(child__in=territories)
        used |= set(rows.values_list(relation.field.attname, flat=True))
    return list(territories.filter(pk__in=used))


@dataclass(frozen=True, slots=True)
class Line:
    """A territory of the desk's list, and the commune a quartier lies in."""

    territory: Territory
    postcodes: str
    commune: str


@dataclass(frozen=True, slots=True)
class Group:
    """A whole and what lies in it, as the desk lists them; ``whole``: ``None`` for what lies in nothing.

    ``count``: how many lie in it; ``lines``: the first of them.
    """

    whole: Territory | None
    count: int
    lines: list[Line]


def correctable_by(actor: "Actor") -> QuerySet[Territory]:
    """What lies in the spaces she manages, but what has its own door; all of them for the platform."""
    if actor.scope(*MANAGERS).everywhere:
        return Territory.objects.all()
    spaces = manageable_by(actor)
    inside = TerritoryClosure.objects.filter(ancestor__space__in=spaces).values("descendant")
    elsewhere = Space.objects.exclude(pk__in=spaces).filter(territory__in=inside)
    theirs = TerritoryClosure.objects.filter(ancestor__space__in=elsewhere).values("descendant")
    return Territory.objects.filter(pk__in=inside).exclude(pk__in=theirs)


_GROUPS = (Kind.EPCI, Kind.GAL, Kind.OTHER, Kind.DEPARTMENT, Kind.REGION, Kind.COUNTRY)  # the nearest whole first
_PLACES = (Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.NEIGHBOURHOOD)


def list_matching(actor: "Actor", words: str) -> QuerySet[Territory]:
    """Among what she may correct, the names that hold these words, or the postcodes that begin so."""
    named = Q(search_name__contains=" ".join(tokens(words)) or words)
    coded = Q(postcodes__code__startswith=words.replace(" ", ""))
    return correctable_by(actor).filter(named | coded, retired_at=None).distinct().order_by("search_name", "pk")


def retired_of(actor: "Actor") -> QuerySet[Territory]:
    """What she offers no longer, and may put back."""
    return correctable_by(actor).exclude(retired_at=None).order_by("search_name", "pk")


def lines_of(territories: Iterable[Territory]) -> list[Line]:
    """Their lines at the desk: two queries whatever their number."""
    rows = list(territories)
    codes: dict[int, list[str]] = {}
    for pk, code in Postcode.objects.filter(territory__in=rows).order_by("code").values_list("territory", "code"):
        codes.setdefault(pk, []).append(code)
    quartiers = [row.pk for row in rows if row.kind == Kind.NEIGHBOURHOOD]
    communes = dict(TerritoryLink.objects.filter(child__in=quartiers).values_list("child", "parent__name"))
    return [Line(row, ", ".join(codes.get(row.pk, [])), communes.get(row.pk, "")) for row in rows]


def groups_of(actor: "Actor", *, most: int, whole: int | None = None) -> list[Group]:
    """The desk's list: each whole with its communes, each of them followed by its quartiers, ``most`` rows apiece.

    ``whole``: this one alone, with all it holds. Only what is shown is read in full: a country fits.
    """
    kinds = correctable_by(actor).filter(retired_at=None).order_by("search_name", "pk").values_list("pk", "kind")
    known = dict(kinds)
    parents: dict[int, list[int]] = {}
    for child, parent in TerritoryLink.objects.filter(child__in=known).values_list("child", "parent"):
        if parent in known:
            parents.setdefault(child, []).append(parent)

    members: dict[int | None, list[int]] = {pk: [] for pk, kind in known.items() if kind not in _PLACES}
    quartiers: dict[int, list[int]] = {}
    for pk, kind in known.items():
        if kind == Kind.NEIGHBOURHOOD and pk in parents:
            quartiers.setdefault(parents[pk][0], []).append(pk)
    for pk, kind in known.items():
        if kind in _PLACES and not (kind == Kind.NEIGHBOURHOOD and pk in parents):
            above = [parent for parent in parents.get(pk, []) if known[parent] in _GROUPS]
            home = min(above, key=lambda parent: _GROUPS.index(Kind(known[parent])), default=None)
            members.setdefault(home, []).extend([pk, *quartiers.get(pk, [])])

    wanted = {pk: held for pk, held in members.items() if whole is None or pk == whole}
    shown = {pk: held if whole is not None else held[:most] for pk, held in wanted.items()}
    rows = Territory.objects.in_bulk({pk for held in shown.values() for pk in held} | {pk for pk in wanted if pk})
    lines = {line.territory.pk: line for line in lines_of(rows.values())}
    return [Group(rows.get(pk or 0), len(held), [lines[one] for one in shown[pk]]) for pk, held in wanted.items()]


def communes_for(actor: "Actor") -> QuerySet[Territory]:
    """Where she may add a quartier."""
    kinds = (Kind.COMMUNE, Kind.ARRONDISSEMENT)
    return correctable_by(actor).filter(kind__in=kinds, retired_at=None).order_by("name")


@dataclass(frozen=True, slots=True)
class Change:
    """What one area of a file does here; ``was``: what its name and population were, when they differ."""

    area: Area
    is_new: bool
    name_was: str
    population_was: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. ``leaving``: the parts here that it no longer holds."""

    changes: list[Change]
    leaving: list[Territory]

    @property
    def created(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def updated(self) -> int:
        return len(self.changes) - self.created


def plan_of(given: Perimeter, country: str) -> Plan:
    known = {(one.kind, one.code): one for one in known_areas(given, country)}
    changes = []
    for area in (given.whole, *given.parts):
        one = known.get((area.kind, area.code))
        changes.append(
            Change(
                area,
                one is None,
                one.name if one and one.name != area.name else "",
                one.population if one and one.population != area.population else None,
            )
        )
    whole = known.get((given.whole.kind, given.whole.code))
    kept = [one.pk for one in known.values()]
    leaving = parts_of(whole).filter(kind=given.parts[0].kind).exclude(pk__in=kept) if whole else []
    return Plan(changes, list(leaving))


# « Près de chez moi » --------------------------------------------------------------------------------


def find_place(text: str, *, within: Territory | None = None) -> list[Territory]:
    """The places a person may mean by a commune, a postcode or an address: the surest first, 12 at most.

    Accents, capitals, « St » and small typing mistakes do not matter. One answer: go there; several: let
    her choose; none: it is not here.
    """
    words = [_SPELLED.get(word, word) for word in tokens(text[:200])]
    places = Territory.objects.filter(retired_at=None)
    if within:
        places = places.filter(pk__in=TerritoryClosure.objects.filter(ancestor=within).values("descendant"))
    attempts: tuple[Callable[..., Iterable[Territory]], ...] = (_by_postcode, _by_name, _in_address, _nearly)
    found = next((list(found) for attempt in attempts if (found := attempt(places, words))), [])
    return found[:MOST_PLACES]


def _by_postcode(places: QuerySet[Territory], words: list[str]) -> list[Territory]:
    """A postcode decides; among communes that share it, the one that is named."""
    codes = [word.upper() for word in words if any(character.isdigit() for character in word)]
    spaced = "".join(words[:2]).upper() if len(words) == 2 else ""  # « SW1A 1AA »
    if not codes:
        return []
    sharing = list(places.filter(postcodes__code__in=[*codes, spaced]).distinct().order_by("name"))
    return [place for place in sharing if _named(place, words)] or sharing


def _by_name(places: QuerySet[Territory], words: list[str]) -> list[Territory]:
    """The name itself; else the names of which each word typed begins a word."""
    if not words:
        return []
    exact = list(places.filter(search_name=" ".join(words)).order_by("name"))
    if exact:
        return exact
    condition = Q()
    for word in words:
        condition &= Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
    return list(places.filter(condition).order_by("search_name", "pk")[:MOST_PLACES])


def _in_address(places: QuerySet[Territory], words: list[str]) -> list[Territory]:
    """The name inside a longer text, whole or begun; the one nearest the end, where addresses say the commune."""
    condition = Q()
    for word in words:
        if len(word) > 2 and word not in _SMALL:
            condition |= Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
    if not condition:
        return []
    named = [place for place in places.filter(condition).order_by("name") if _named(place, words)]
    return sorted(named, key=lambda place: -_last_word(place, words))


def _named(place: Territory, words: list[str]) -> bool:
    """All the words of the name are there, or the first of them ends the text (« …, Digne »)."""
    name = [word for word in place.search_name.split() if word not in _SMALL] or place.search_name.split()
    return set(name) <= set(words) or (bool(words) and name[0] == words[-1])


def _last_word(place: Territory, words: list[str]) -> int:
    name = set(place.search_name.split())
    return max(rank for rank, word in enumerate(words) if word in name)


def _nearly(places: QuerySet[Territory], words: list[str]) -> list[Territory]:
    """Names that look like what was typed: letters missing, doubled or swapped. Not when a postcode was given."""
    if not words or any(re.search(r"\d{4}", word) for word in words):
        return []
    scores = []
    for pk, name in places.values_list("pk", "search_name"):
        length = len(name.split())
        windows = [words[start : start + length] for start in range(max(1, len(words) - length + 1))]
        scores.append((max(similarity(name, " ".join(window)) for window in windows), pk))
    best = sorted((score for score in scores if score[0] >= _ALIKE), reverse=True)[:MOST_PLACES]
    kept = [pk for score, pk in best if score >= best[0][0] - 0.15]
    found = places.in_bulk(kept)
    return [found[pk] for pk in kept]


# Spaces ----------------------------------------------------------------------------------------------


def with_brand(spaces: QuerySet[Space]) -> QuerySet[Space]:
    """All that a page's frame prints of a space, images excepted (``theming.brand`` reads them together)."""
    return spaces.select_related("territory__drawing", "logo", "favicon", "banner").defer(
        "territory__drawing__paths"
    )


def space_for_host(host: str) -> Space | None:
    """The space of this domain, else the main one; ``None`` on an installation with no space yet."""
    domain = host.rsplit(":", maxsplit=1)[0].lower().removeprefix("www.")
    return min(_doors_at(domain), key=lambda space: space.domain != domain, default=None)


@prepared
def _doors_at(domain: str) -> QuerySet[Space]:
    return with_brand(Space.objects.filter(Q(domain=domain) | Q(is_main=True)))


def space_of(territory: Territory) -> Space | None:
    """The front door nearest to a territory: its own, else that of what it lies in."""
    doors = with_brand(Space.objects.filter(territory__closure_down__descendant=territory))
    return doors.order_by("territory__closure_down__depth", "pk").first()


def manageable_by(actor: "Actor") -> QuerySet[Space]:
    """The spaces whose settings the actor may open, second key apart."""
    scope = actor.scope(*MANAGERS)
    spaces = Space.objects.select_related("territory")
    return spaces if scope.everywhere else spaces.filter(pk__in=scope.spaces)


def without_space(spaces: QuerySet[Space]) -> QuerySet[Territory]:
    """The communes and other parts inside these spaces that have no front door of their own yet."""
    inside = TerritoryClosure.objects.filter(ancestor__space__in=spaces, depth__gt=0).values("descendant")
    return (
        Territory.objects.filter(pk__in=inside, space=None, retired_at=None)
        .exclude(kind=Kind.NEIGHBOURHOOD)
        .order_by("name")
    )


def spaces_within(space: Space | None) -> QuerySet[Space]:
    """The space and those of the territories inside its own: an intercommunality shows its communes’ démarches.

    Example content stays in its own space: in a town’s list it would look like a joke.
    """
    return spaces_around(space.pk, space.territory_id) if space else Space.objects.all()


def spaces_around(space: int, territory: int) -> QuerySet[Space]:
    inside = TerritoryClosure.objects.filter(ancestor=territory).values("descendant")
    return Space.objects.filter(Q(pk=space) | Q(territory__in=inside, is_example=False))
