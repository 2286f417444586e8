from collections.abc import Iterable
from typing import TYPE_CHECKING

from parvis.supports.models import Support

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def supported_by(actor: "Actor", ids: Iterable[int]) -> frozenset[int]:
    """Which of these contributions the person supports; no query for whoever is not known."""
    if actor.participant is None:
        return frozenset()
    rows = Support.objects.filter(participant=actor.participant, contribution__in=list(ids))
    return frozenset(rows.values_list("contribution", flat=True))
