"""Writing the trail. Called by verbs, inside their transaction."""

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models

from parvis.audit.models import AuditEvent
from parvis.core.verbs import verb as _verb

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Never written down, whatever a caller passes: secrets, and texts that would make the trail a second archive.
MASKED = frozenset({"password", "secret", "token", "code", "key", "email", "phone"})


def record(
    verb: str,
    *,
    by: "Actor | None",
    target: models.Model,
    changes: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Add one line to the trail. ``changes`` maps a field to ``[before, after]`` or to a value (JSON types).

    The team is named; a resident is a number, so that she may be forgotten while the trail stays.
    """
    process_id = getattr(target, "process_id", None) or (
        target.pk if target._meta.label == "processes.Process" else None
    )
    return AuditEvent.objects.create(
        verb=verb,
        actor=by.user if by else None,
        actor_label=by.label if by and by.is_staff else "",
        target_kind=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=getattr(target, "audit_label", str(target))[:200],
        space_id=getattr(target, "space_id", None),
        process_id=process_id,
        changes={k: ("•" if k in MASKED else v) for k, v in (changes or {}).items()},
        reason=reason,
        request_id=request_id.get(),
    )


@_verb
def note_export(*, by: "Actor", what: str, reason: str) -> None:
    """Somebody took personal data away: what, and why she said she needed it."""
    record("export", by=by, target=by.user, changes={"what": what}, reason=reason)
