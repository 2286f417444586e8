"""What a person decides about her news. Not in the audit trail: her habits are her own."""

from typing import TYPE_CHECKING

from django.utils import timezone

from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.notifications.models import Notification, Preference, Rhythm

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def choose_rhythm(*, preference: Preference, rhythm: Rhythm | str) -> None:
    """Whoever holds the token of a mail may, without logging in (RFC 8058)."""
    Preference.objects.filter(pk=preference.pk).update(rhythm=rhythm)


@verb
def choose_my_rhythm(*, by: "Actor", rhythm: Rhythm | str) -> None:
    demand(by, "read_news")
    Preference.objects.update_or_create(participant=by.participant, defaults={"rhythm": rhythm})


@verb
def mark_seen(*, by: "Actor", last_id: int) -> None:
    """Everything up to the last one she had before her eyes."""
    demand(by, "read_news")
    news = Notification.objects.filter(participant=by.participant, seen_at=None, pk__lte=last_id)
    news.update(seen_at=timezone.now())
