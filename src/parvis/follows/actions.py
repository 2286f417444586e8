"""Following and unfollowing. Not in the audit trail: what a person reads is nobody's business."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F

from parvis.contributions.models import Contribution
from parvis.contributions.spine import move
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.follows.models import Follow
from parvis.follows.targets import target_of

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.accounts.models import Participant


@verb
def follow(*, target: models.Model, by: "Actor") -> None:
    """« Prévenez-moi de la suite ». Twice is once."""
    demand(by, "follow", target)
    begin(by.participant, target)


@verb
def unfollow(*, target: models.Model, by: "Actor") -> None:
    """No right is asked: one always may stop."""
    if by.participant is None:
        raise Refused("")
    end(Follow.objects.filter(participant=by.participant, **{target_of(target).name: target}))


def begin(person: "Participant | None", target: models.Model) -> None:
    """Follow on behalf of a person, inside another room’s verb: her own contribution, what she ticked."""
    if person is None or person.erased_at:
        return
    key: dict[str, Any] = {target_of(target).name: target}
    _row, is_new = Follow.objects.get_or_create(participant=person, **key)
    if is_new and isinstance(target, Contribution):
        move(Contribution, target.pk, follows_count=1)


def end(follows: Iterable[Follow]) -> None:
    """Delete these rows and count back."""
    for row in list(follows):
        deleted, _details = Follow.objects.filter(pk=row.pk).delete()
        if deleted and row.contribution_id:
            move(Contribution, row.contribution_id, follows_count=-1)


def bring_along(source: Contribution, into: Contribution) -> None:
    """Whoever followed ``source`` follows what it was brought together with; one statement, however many."""
    already = Follow.objects.filter(contribution=into).values("participant")
    people = Follow.objects.filter(contribution=source).exclude(participant__in=already)
    rows = [
        Follow(participant_id=pk, contribution=into)
        for pk in people.order_by("participant").values_list("participant", flat=True)
    ]
    Follow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if rows:
        Contribution.objects.filter(pk=into.pk).update(follows_count=F("follows_count") + len(rows))
