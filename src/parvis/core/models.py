"""Abstract bases. No business model lives here."""

from typing import Any, Self

from django.db import models
from django.utils import timezone


class AppendOnlyError(Exception):
    """Something tried to change or delete a row that is evidence."""


class AppendOnly(models.Model):
    """Rows that are only ever added: the audit trail, status changes."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted.")


class Dated(models.QuerySet):
    """Rows valid between two dates, both optional and included (``starts_on``, ``ends_on``)."""

    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(
            models.Q(starts_on=None) | models.Q(starts_on__lte=today),
            models.Q(ends_on=None) | models.Q(ends_on__gte=today),
        )


def exactly_one(names: tuple[str, ...]) -> models.Q:
    """CHECK that exactly one of these nullable foreign keys is set."""
    condition = models.Q()
    for name in names:
        condition |= models.Q(**{f"{other}__isnull": other != name for other in names})
    return condition
