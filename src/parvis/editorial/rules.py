"""Who may write pages, news and meetings: those who manage the space, or the démarche they are attached to."""

from parvis.accounts.actors import Actor
from parvis.accounts.rules import managed
from parvis.core.rights import Sentence, rule
from parvis.editorial.models import AccessibilityAudit, Article, Gathering, Page


@rule("manage", Page, Article, Gathering, AccessibilityAudit)
def may_manage(actor: Actor, row: Page | Article | Gathering | AccessibilityAudit) -> Sentence | None:
    return managed(actor, row)
