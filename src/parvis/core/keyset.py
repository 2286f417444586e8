"""Pages of a long list that cost the same on page 1 and on page 10 000.

A page is found by the value and id of the last item seen, never by its rank:
`value <= v AND (value < v OR id < i)`, a form that both databases answer from an index on
(value, id). If counters move between two pages an item may show twice; none makes an error.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

Item = TypeVar("Item", bound=Model)
Key = tuple[Any, int]

_LONGEST_CURSOR = 512
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items, and the cursors of the pages around (None at an end)."""

    items: list[Item]
    next_cursor: str | None
    previous_cursor: str | None


@dataclass(frozen=True, slots=True)
class _Order:
    """One column of the order and its direction."""

    name: str
    descending: bool

    @classmethod
    def parse(cls, text: str) -> "_Order":
        return cls(text.removeprefix("-"), text.startswith("-"))

    def sorting(self, backwards: bool) -> str:
        return f"-{self.name}" if self.descending != backwards else self.name

    def beyond(self, value: Any, backwards: bool, inclusive: bool = False) -> Q:
        lookup = "lt" if self.descending != backwards else "gt"
        return Q(**{f"{self.name}__{lookup}{'e' if inclusive else ''}": value})


class Keyset(Generic[Item]):
    """Cut `queryset` into pages along `order`: one column that is never null, then the unique id.

    `order` is for instance ("-created_at", "-id"), ("-supports_count", "-id") or ("shuffle", "id").
    With `start`, the list begins at that value of the first column and, once at its end, goes on from
    its beginning up to `start`: every visitor walks the same circle from a place of her own.
    """

    def __init__(
        self,
        queryset: QuerySet[Item],
        *,
        order: Sequence[str] = ("-created_at", "-id"),
        per_page: int = 20,
        start: Any = None,
    ) -> None:
        value, unique = order
        self.value = _Order.parse(value)
        self.unique = _Order.parse(unique)
        self.queryset = queryset
        self.per_page = per_page
        self.start = start

    def page(self, cursor: str | None = None) -> Page[Item]:
        """The page at `cursor`; the first one if the cursor is absent, damaged or made up."""
        read = self._read_cursor(cursor)
        if read is None:
            return self._first_page()
        backwards, key = read
        items = self._take(key, backwards)
        more = len(items) > self.per_page
        items = items[: self.per_page]
        if not backwards:
            previous = self._cursor(items[0] if items else key, backwards=True)
            return Page(items, self._cursor(items[-1]) if more else None, previous)
        if not more:  # fewer items than a page before this place: the first page, full
            return self._first_page()
        items.reverse()
        return Page(items, self._cursor(items[-1]), self._cursor(items[0], backwards=True))

    def _first_page(self) -> Page[Item]:
        items = self._take(None, backwards=False)
        more = len(items) > self.per_page
        items = items[: self.per_page]
        return Page(items, self._cursor(items[-1]) if more else None, None)

    # The circle ---------------------------------------------------------------------------------------

    def _arcs(self) -> list[Q]:
        """The list in one piece, or cut in two at `start`: from it on, then up to it."""
        if self.start is None:
            return [Q()]
        return [
            self.value.beyond(self.start, backwards=False, inclusive=True),
            self.value.beyond(self.start, backwards=True),
        ]

    def _take(self, key: Key | None, backwards: bool) -> list[Item]:
        """One item more than a page, after (or before) `key`, nearest first."""
        arcs = self._arcs()
        conditions = arcs
        if key is not None:
            here = self._arc_of(key)
            rest = arcs[here + 1 :] if not backwards else arcs[:here][::-1]
            conditions = [arcs[here] & self._beyond(key, backwards), *rest]
        sorting = [self.value.sorting(backwards), self.unique.sorting(backwards)]
        items: list[Item] = []
        for condition in conditions:
            missing = self.per_page + 1 - len(items)
            if missing > 0:
                items += self.queryset.filter(condition).order_by(*sorting)[:missing]
        return items

    def _arc_of(self, key: Key) -> int:
        if self.start is None or key[0] == self.start:
            return 0
        return int((key[0] > self.start) == self.value.descending)

    def _beyond(self, key: Key, backwards: bool) -> Q:
        value, identifier = key
        return self.value.beyond(value, backwards, inclusive=True) & (
            self.value.beyond(value, backwards) | self.unique.beyond(identifier, backwards)
        )

    # Cursors ------------------------------------------------------------------------------------------

    def _cursor(self, place: Item | Key, *, backwards: bool = False) -> str:
        if isinstance(place, tuple):
            value, identifier = place
        else:
            value, identifier = getattr(place, self.value.name), getattr(place, self.unique.name)
        if isinstance(value, datetime):
            value = (value.astimezone(UTC) if timezone.is_aware(value) else value).isoformat()
        packed = json.dumps([int(backwards), value, identifier], default=str, separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    def _read_cursor(self, cursor: str | None) -> tuple[bool, Key] | None:
        """Direction and key of a cursor, or None: what comes from an address is never trusted."""
        if not cursor or len(cursor) > _LONGEST_CURSOR:
            return None
        try:
            packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            backwards, raw, identifier = json.loads(packed)
            value = self._value_field().to_python(raw)
            usable = (
                type(backwards) is int
                and backwards in (0, 1)
                and type(identifier) is int
                and 0 <= identifier <= _LARGEST_ID
                and isinstance(raw, str | int | float)
                and _storable(value)
            )
        except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError, ValidationError):
            return None
        return (bool(backwards), (value, identifier)) if usable else None

    def _value_field(self) -> Any:
        annotation = self.queryset.query.annotations.get(self.value.name)
        return annotation.output_field if annotation else self.queryset.model._meta.get_field(self.value.name)


def _storable(value: Any) -> bool:
    """Whether a database can compare with this value."""
    if isinstance(value, datetime):
        return timezone.is_aware(value) and value.astimezone(UTC).year > 1
    if isinstance(value, int):
        return abs(value) <= _LARGEST_ID
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")  # noqa: PLR0124 — NaN differs from itself
    if isinstance(value, str):
        value.encode()  # raises on half of a surrogate pair
        return "\0" not in value
    if isinstance(value, Decimal):
        return value.is_finite()
    return value is not None
