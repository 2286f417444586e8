"""Questions that every page asks, written in SQL once.

Django writes a query’s SQL anew each time: for the large joins of a page that is more work than running them. A function
marked ``prepared`` builds its queryset once in a process, with a gap in place of each argument; each call puts the values
in the gaps and gives the rows. So nothing in it may depend on anything but its arguments: not the clock, not the
language, not ``None`` where there may be a value.

    @prepared
    def _running(space: int, now: datetime) -> QuerySet[Process]:
        return Process.objects.filter(space=space, starts_at__lte=now)

``__among`` is ``__in`` for a list of any length in one gap.
"""

import json
from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.db.models import BigAutoField, Expression, ForeignKey, Lookup, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)


class Gap(Expression):
    """Where the value of an argument goes."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


@ForeignKey.register_lookup
@BigAutoField.register_lookup
class Among(Lookup):
    """One of a list that is a single parameter, so that its length does not change the SQL."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        column, before = self.process_lhs(compiler, connection)
        listed, after = self.process_rhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY({listed})", (*before, *after)
        listed = f"SELECT value FROM json_each({listed})"  # noqa: S608 -- a gap
        return f"{column} IN ({listed})", (*before, *after)


class _Written:
    """A queryset and its SQL."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()

    def rows(self, values: dict[str, Any]) -> list[Any]:
        compiler = copy(self.compiler)
        compiler.connection = connection  # of this thread
        filled = tuple(_adapted(values[one.name]) if isinstance(one, Gap) else one for one in self.params)
        compiler.as_sql = lambda *_args, **_options: (self.sql, filled)  # type: ignore[method-assign]
        asked = self.queryset.all()
        asked.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return list(asked)


def _adapted(value: Any) -> Any:
    """As a field of the model would have given it to the database."""
    if value is None:
        raise TypeError("A gap cannot be empty: NULL is not compared as a value is.")
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, list):
        return value if connection.vendor == "postgresql" else json.dumps(value)
    return value


def prepared(build: Callable[P, QuerySet[Row]]) -> Callable[P, list[Row]]:
    """The rows ``build`` finds, its SQL written on the first call. See the head of this module."""
    names = list(signature(build).parameters)
    written: dict[str, _Written] = {}

    @wraps(build)
    def rows(*args: P.args, **named: P.kwargs) -> list[Row]:
        values = dict(zip(names, args, strict=False)) | named
        if connection.vendor not in written:
            written[connection.vendor] = _Written(build(**{name: Gap(name) for name in names}))  # type: ignore[arg-type, call-arg]
        return written[connection.vendor].rows(values)

    return rows
