"""Who may write territories and dress spaces."""

from parvis.accounts.actors import MANAGERS, STAFF, SYSTEM, Actor
from parvis.accounts.rules import may_administer_platform, second_factor
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule
from parvis.territories.models import Space, Territory
from parvis.territories.queries import space_of


@rule("import", Territory)
def may_import(actor: Actor, _obj: type[Territory]) -> Sentence | None:
    """Perimeters are shared by all spaces: the platform's administrators, or the command line."""
    return None if actor is SYSTEM else may_administer_platform(actor, None)


@rule("edit", Territory)
def may_edit_territory(actor: Actor, territory: Territory) -> Sentence | None:
    """Add a quartier, correct a name: those who manage the space nearest above, the commune's own when it has one."""
    if actor is SYSTEM:
        return None
    return first_refusal(_manages_carrier(actor, territory), second_factor(actor))


@rule("manage", Space)
def may_manage_space(actor: Actor, space: Space) -> Sentence | None:
    """Dress a space, switch its features. A role on an intercommunality stops at its communes' doors."""
    return None if actor is SYSTEM else first_refusal(_holds(actor, space, *MANAGERS), second_factor(actor))


@rule("store_file", Space)
def may_store_file(actor: Actor, space: Space) -> Sentence | None:
    """Whoever writes something there: pages, answers, notes with their scan."""
    return None if actor is SYSTEM else _holds(actor, space, *STAFF)


@rule("open_space", Territory)
def may_open_space(actor: Actor, territory: Territory) -> Sentence | None:
    """Open a commune's own front door: the platform, or who manages the space nearest above it."""
    if actor is SYSTEM:
        return None
    return first_refusal(_manages_carrier(actor, territory), second_factor(actor))


def _holds(actor: Actor, space: Space, *roles: str) -> Sentence | None:
    return None if actor.holds(*roles, space_id=space.pk) else NOT_YOURS


def _manages_carrier(actor: Actor, territory: Territory) -> Sentence | None:
    """Managers of the space nearest above, or of the whole platform."""
    nearest = space_of(territory)
    return None if actor.holds(*MANAGERS, space_id=nearest.pk if nearest else None) else NOT_YOURS
