from parvis.contributions.models import Contribution
from parvis.core.events import on
from parvis.processes.events import ThemesMerged


@on(ThemesMerged)
def follow_the_theme(event: ThemesMerged) -> None:
    Contribution.objects.filter(theme=event.theme).update(theme=event.into)
