from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor, Identity
from parvis.contributions.models import Contribution
from parvis.contributions.rules import least_identity as asked_to_react
from parvis.contributions.rules import may_support
from parvis.core.rights import Sentence, rule

NOT_KNOWN = _("Tell us your e-mail address first: we will send you a code.")


def least_identity(contribution: Contribution) -> int:
    """One person counts once: even where anyone may write, a support needs to know who."""
    return max(asked_to_react(contribution), Identity.EMAIL)


@rule("unsupport", Contribution)
def may_unsupport(actor: Actor, contribution: Contribution) -> Sentence | None:
    """As long as one may support, one may change one's mind."""
    return may_support(actor, contribution)
