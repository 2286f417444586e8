"""What the verbs of this room have in common: the envelope of what is said outside any démarche."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.contributions import spine
from parvis.core.rights import Refused
from parvis.subjects.queries import places_of, themes_of
from parvis.territories.models import Space

SUBJECT_LETTER, IDEA_LETTER = "S", "B"


def demand_ours(space: Space, territory_id: int | None, theme_id: int | None) -> None:
    if territory_id and not places_of(space).filter(pk=territory_id).exists():
        raise Refused(_("This commune does not belong here."))
    if theme_id and not themes_of(space).filter(pk=theme_id).exists():
        raise Refused(_("This theme does not exist here."))


def envelope(space: Space, *, letter: str, kind: str, token: str = "", **words: Any) -> dict[str, Any]:
    """The columns of a new one, with its number; ``spine.hold_numbers(letter)`` came first."""
    return {
        "code": spine.next_free_code(letter),
        "kind": kind,
        "space": space,
        "language": get_language() or "fr",
        "source_key": source_key(token),
        **words,
    }


def source_key(token: str) -> str:
    return f"form:{token}" if token else ""
