"""Who may write territories and dress spaces."""

from parvis.accounts.actors import MANAGERS, SYSTEM, Actor
from parvis.accounts.rules import may_administer_platform, second_factor
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule
from parvis.territories.models import Space, Territory


@rule("import", Territory)
def may_import(actor: Actor, _obj: type[Territory]) -> Sentence | None:
    """Perimeters are shared by all spaces: the platform's administrators, or the command line."""
    return None if actor is SYSTEM else may_administer_platform(actor, None)


@rule("add_neighbourhood", Territory)
def may_add_neighbourhood(actor: Actor, commune: Territory) -> Sentence | None:
    """Those who manage the space nearest above: the commune's own when it has one."""
    if actor is SYSTEM:
        return None
    return first_refusal(_manages_carrier(actor, commune), second_factor(actor))


def _manages_carrier(actor: Actor, territory: Territory) -> Sentence | None:
    carriers = Space.objects.filter(territory__closure_down__descendant=territory)
    nearest = carriers.order_by("territory__closure_down__depth").first()
    return None if nearest and actor.holds(*MANAGERS, space_id=nearest.pk) else NOT_YOURS
