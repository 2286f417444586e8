from parvis.core.events import on
from parvis.moderation.models import ModerationPolicy
from parvis.territories.events import SpaceOpened


@on(SpaceOpened)
def protect_new_space(event: SpaceOpened) -> None:
    """A new front door is protected from its first day; its animator relaxes what she wishes."""
    ModerationPolicy.objects.get_or_create(space=event.space)
