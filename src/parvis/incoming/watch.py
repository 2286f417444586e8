"""What mail leaves to do, on « Aujourd’hui »."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.actors import MANAGERS
from parvis.core.sentences import human_moment
from parvis.core.todo import Task, Urgency
from parvis.incoming.models import IncomingMail, Mailbox
from parvis.incoming.queries import drafts_by_mail, heads_reminded, mails_managed_by

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

SILENT_MINUTES = 30


def desk_tasks(actor: "Actor") -> list[Task]:
    """Answers that arrived, mails in doubt; to who administers, a mailbox that no longer answers."""
    if not actor.scope(*MANAGERS):
        return []
    arrived = drafts_by_mail(actor).count()
    late = heads_reminded(actor)
    kept = mails_managed_by(actor).filter(state=IncomingMail.State.KEPT).order_by().count()
    lines = [
        (
            arrived,
            _("Answer arrived"),
            ngettext("%(n)d service has answered by mail", "%(n)d services have answered by mail", arrived),
            _("Read the drafts"),
            reverse("desk:replies") + "?quoi=drafts",
        ),
        (
            late,
            _("A week late"),
            ngettext(
                "%(n)d service has not answered: its head has been reminded",
                "%(n)d services have not answered: their heads have been reminded",
                late,
            ),
            _("See"),
            reverse("desk:mail_links"),
        ),
        (
            kept,
            _("Mail"),
            ngettext("%(n)d mail in doubt to look at", "%(n)d mails in doubt to look at", kept),
            _("Look"),
            reverse("desk:mails_in") + "?quoi=kept",
        ),
    ]
    found = [
        Task(kind=kind, title=title % {"n": n}, gesture=gesture, url=url, count=n)
        for n, kind, title, gesture, url in lines
        if n
    ]
    return found + (_silent_mailbox() if actor.scope(*MANAGERS).everywhere else [])


def _silent_mailbox() -> list[Task]:
    since = timezone.now() - timedelta(minutes=SILENT_MINUTES)
    return [
        Task(
            kind=_("Machine"),
            title=_("The mailbox of answers has not been read since %(when)s")
            % {"when": human_moment(box.failing_since)},
            detail=box.error,
            gesture=_("See"),
            url=reverse("desk:mails_in"),
            urgency=Urgency.TODAY,
        )
        for box in Mailbox.objects.filter(failing_since__lt=since).order_by("id")[:1]
    ]
