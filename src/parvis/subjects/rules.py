from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import MANAGERS, Actor, Identity
from parvis.accounts.models import Role
from parvis.accounts.rules import identity_at_least, role_on
from parvis.contributions.kinds import NOT_OPEN
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule
from parvis.subjects.models import Subject
from parvis.territories.features import Feature, register_feature
from parvis.territories.models import Space

SUBJECTS = register_feature(
    Feature(
        key="subjects",
        label=_("Subjects to come"),
        help_text=_("Anyone proposes a subject; everyone sees what may be opened to opinion, and when."),
    )
)
IDEAS = register_feature(
    Feature(
        key="ideas",
        label=_("Box of ideas"),
        help_text=_("Ideas and needs, at any time, outside any démarche."),
    )
)
# Who knows of a decision or works before anyone else.
DECLARERS = (*sorted(MANAGERS), Role.TECHNICIAN, Role.ELECTED)


@rule("propose_subject", Space)
def may_propose(actor: Actor, space: Space) -> Sentence | None:
    return first_refusal(None if space.has("subjects") else NOT_OPEN, identity_at_least(actor, Identity.EMAIL))


@rule("submit_idea", Space)
def may_submit_idea(actor: Actor, space: Space) -> Sentence | None:
    return first_refusal(None if space.has("ideas") else NOT_OPEN, identity_at_least(actor, Identity.EMAIL))


@rule("declare_subject", Space)
def may_declare(actor: Actor, space: Space) -> Sentence | None:
    """Announce a decision or works; a code by e-mail is enough, as for an answer (practice A6)."""
    return None if actor.holds(*DECLARERS, space_id=space.pk, process_id=None) else NOT_YOURS


@rule("qualify", Subject)
def may_qualify(actor: Actor, subject: Subject) -> Sentence | None:
    """The ten questions: whoever leads, with the service that holds the project."""
    return role_on(actor, subject, *MANAGERS, Role.TECHNICIAN)


@rule("declare_subject")
def may_declare_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    return None if actor.scope(*DECLARERS) else NOT_YOURS
