"""What every method owes, asked of proposals."""

from typing import Any

from parvis.contributions.models import Contribution
from parvis.methods.proposals.actions import submit_proposal
from parvis.processes.models import Step
from tests.methods.cases import MethodCases
from tests.methods.proposals.saying import answers
from tests.personas import World


class TestProposals(MethodCases):
    method = "proposals"
    create = "deposer/"
    list_queries = 10

    def words(self, title: str) -> dict[str, Any]:
        return answers(title=title, publish="1")

    def said(self, world: World, step: Step, title: str) -> Contribution:
        return submit_proposal(step=step, by=world.actor("alice"), title=title, body="Il faudrait de l’ombre.")
