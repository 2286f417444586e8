from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import SYSTEM, Actor
from parvis.accounts.rules import managed
from parvis.core.rights import Sentence, first_refusal, rule
from parvis.processes.models import Process, Step
from parvis.processes.rules import may_create_process
from parvis.territories.models import Space


@rule("import", Step)
def may_import(actor: Actor, step: Step) -> Sentence | None:
    """Those who manage the démarche, second key shown; or the command line."""
    archived = step.process.state == Process.State.ARCHIVED
    return first_refusal(
        _("This démarche is archived: it no longer changes.") if archived else None,
        None if step.method == "proposals" else _("This step does not receive contributions from a file."),
        None if actor is SYSTEM else managed(actor, step),
    )


@rule("import", Space)
def may_import_a_process(actor: Actor, space: Space) -> Sentence | None:
    return None if actor is SYSTEM else may_create_process(actor, space)
