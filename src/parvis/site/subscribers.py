from parvis.core.events import on
from parvis.core.jobs import enqueue
from parvis.replies.events import OutcomeChanged
from parvis.site.tasks import count_now


@on(OutcomeChanged)
def show_what_changed(event: OutcomeChanged) -> None:
    enqueue(count_now)
