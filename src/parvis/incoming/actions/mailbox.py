"""How far the mailbox was read, and what is no longer kept."""

from django.core.files.storage import default_storage
from django.utils import timezone

from parvis.accounts.actions.retention import days_kept
from parvis.accounts.models import RetentionRule
from parvis.core.verbs import verb
from parvis.incoming.models import IncomingMail, JoinedFile, Mailbox, MailedLink


@verb
def move_cursor(*, key: str, uid_validity: int, last_uid: int) -> None:
    """Everything up to ``last_uid`` was taken in; the mailbox answers."""
    Mailbox.objects.update_or_create(
        key=key,
        defaults={
            "uid_validity": uid_validity,
            "last_uid": last_uid,
            "read_at": timezone.now(),
            "failing_since": None,
            "error": "",
        },
    )


@verb
def note_failure(*, key: str, error: str) -> None:
    box, _is_new = Mailbox.objects.get_or_create(key=key)
    box.failing_since, box.error = box.failing_since or timezone.now(), error[:200]
    box.save(update_fields=["failing_since", "error"])


def purge_mail() -> int:
    """Mails past their day with their files, and links nobody can use any more; how many mails."""
    names = list(
        JoinedFile.objects.filter(mail__keep_until__lt=timezone.localdate()).values_list("file", flat=True)
    )
    count = _forget()
    for name in names:
        default_storage.delete(name)
    return count


@verb
def _forget() -> int:
    now = timezone.now()
    MailedLink.objects.filter(expires_at__lt=now - days_kept(RetentionRule.Key.MAIL, now)).delete()
    gone = IncomingMail.objects.filter(keep_until__lt=timezone.localdate())
    count = gone.count()
    gone.delete()
    return count
