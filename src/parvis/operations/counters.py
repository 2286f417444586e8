"""Counters are denormalised; here they are compared with what is there, and mended (``parvis check``)."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from parvis.contributions.models import Contribution, Stance
from parvis.core.verbs import verb
from parvis.processes.models import Process, Step
from parvis.supports.models import Support

CHUNK = 1000
SHOWN = Q(state="published", visibility="public")


def recount(*, mend: bool = False) -> int:
    """How many counters disagree; with ``mend``, each is put right in short transactions of 1 000 rows."""
    return sum(
        _compare(rows, name, truth, mend=mend) for rows, truths in _truths() for name, truth in truths.items()
    )


def _truths() -> Iterator[tuple[QuerySet, dict[str, Subquery]]]:
    own = Contribution.objects.filter(SHOWN)
    answers = own.filter(root=OuterRef("pk")).order_by()
    direct = own.filter(root=OuterRef("pk"), parent=OuterRef("pk")).order_by()
    yield (
        Contribution.objects.filter(parent=None),
        {
            "comments_count": _number(answers, "root"),
            "for_count": _number(direct.filter(stance=Stance.FOR), "root"),
            "against_count": _number(direct.filter(stance=Stance.AGAINST), "root"),
            "neutral_count": _number(direct.filter(stance=Stance.NEUTRAL), "root"),
        },
    )
    supports = Support.objects.filter(contribution=OuterRef("pk")).order_by()
    yield Contribution.objects.all(), {"supports_count": _number(supports, "contribution")}
    roots = own.filter(parent=None).order_by()
    yield Step.objects.all(), {"contributions_count": _number(roots.filter(step=OuterRef("pk")), "step")}
    yield (
        Process.objects.all(),
        {
            "contributions_count": _number(roots.filter(process=OuterRef("pk")), "process"),
            "comments_count": _number(
                own.filter(process=OuterRef("pk"), parent__isnull=False).order_by(), "process"
            ),
        },
    )


def _number(rows: QuerySet, by: str) -> Subquery:
    return Coalesce(Subquery(rows.values(by).annotate(n=Count("pk")).values("n")), 0)


def _compare(rows: QuerySet, name: str, truth: models.Expression, *, mend: bool) -> int:
    wrong = list(
        rows.annotate(truth=truth).exclude(**{name: models.F("truth")}).values_list("pk", "truth").order_by("pk")
    )
    if mend:
        for start in range(0, len(wrong), CHUNK):
            _mend(model=rows.model, name=name, rows=wrong[start : start + CHUNK])
    return len(wrong)


@verb
def _mend(*, model: type[models.Model], name: str, rows: list[tuple[int, int]]) -> None:
    for pk, truth in rows:
        model._default_manager.filter(pk=pk).update(**{name: truth})
