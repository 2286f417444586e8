from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.subjects.grid import advise, grids
from parvis.subjects.models import Qualification, Subject

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def qualify_subject(
    *,
    subject: Subject,
    by: "Actor",
    version: str,
    answers: Mapping[str, str],
    stage: str,
    degree: int | None = None,
    justification: str = "",
) -> Qualification:
    """Answer the ten questions, or answer them again. Another degree than the one recommended says why.

    Nothing is public yet: the state that follows, and its answer, are another gesture.
    """
    spine.lock(subject)
    demand(by, "qualify", subject)
    grid = grids().get(version)
    if grid is None or stage not in {one.key for one in grid.stages}:
        raise Refused(_("These questions have changed. Load the page again."))
    try:
        advice = advise(grid, answers)
    except KeyError:
        raise Refused(_("Answer the ten questions: each counts.")) from None
    kept = degree or advice.degree
    if kept != advice.degree and not justification.strip():
        raise Refused(_("You chose another weight than the one advised: say why."))
    values = {
        "version": version,
        "answers": {question.key: answers[question.key] for question in grid.questions},
        "score": advice.score,
        "recommended": advice.degree,
        "degree": kept,
        "justification": justification if kept != advice.degree else "",
        "stage": stage,
        "at": timezone.now(),
        "by": by.user,
        "by_label": by.label,
    }
    qualification, _created = Qualification.objects.update_or_create(subject=subject, defaults=values)
    changes = {"score": advice.score, "recommended": int(advice.degree), "degree": int(kept)}
    record("qualify_subject", by=by, target=subject, changes=changes, reason=justification)
    return qualification
