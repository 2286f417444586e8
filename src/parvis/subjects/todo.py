"""What the vivier asks of whoever leads, for « aujourd’hui »."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import MANAGERS
from parvis.core.sentences import full_date
from parvis.core.todo import Task, Urgency
from parvis.processes.queries import in_scope
from parvis.subjects.models import Origin, Standing, Subject
from parvis.subjects.planning import open_by

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

MOST = 10
AHEAD = timedelta(days=240)  # six months, and the time to prepare


def desk_tasks(actor: "Actor") -> Iterator[Task]:
    """Decisions and works announced that nobody has answered yet, and whose time to ask people runs out."""
    scope = actor.scope(*MANAGERS)
    if not scope:
        return
    today = timezone.localdate()
    waiting = Subject.objects.filter(
        in_scope(scope, process="process_id"),
        state="published",
        standing__in=(Standing.PROPOSED, Standing.QUALIFIED),
        origin__in=(Origin.SERVICE, Origin.ELECTED),
        decides_on__range=(today, today + AHEAD),
    )
    for subject in waiting.select_related("qualification").order_by("decides_on", "id")[:MOST]:
        last = open_by(subject, today)
        if last is None:
            continue
        words = _("Too late for a full démarche: choose a shorter one, or say why not.")
        yield Task(
            kind=_("Before the démarches"),
            title=_("“%(subject)s”: decided on %(day)s")
            % {"subject": subject.title, "day": full_date(subject.decides_on)},
            detail=words if last < today else _("To weigh, it must open by %(day)s.") % {"day": full_date(last)},
            gesture=_("See the subject"),
            url=reverse("desk:subject", args=[subject.code]),
            urgency=Urgency.TODAY if last <= today + timedelta(days=30) else Urgency.SOON,
        )
