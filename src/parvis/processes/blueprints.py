"""Ready-made démarches: the animator starts from one, never from a blank page.

A blueprint is data: what it pre-fills, for how long, and which commitments it cannot be published without. The
commitments asked are in proportion: one question asks three things, a concertation asks them all.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.core.registry import all_methods
from parvis.core.rights import Sentence
from parvis.processes.models import Degree

# What a démarche promises, by degree, when its blueprint does not say (``publication_blockers``).
PROMISE_FULL = ("open", "decided", "elsewhere", "who_decides", "decides_on", "how_answered", "answer_time")
PROMISE_SHORT = ("open", "decided", "who_decides", "decides_on", "how_answered", "answer_time")
PROMISE_QUESTION = ("why", "who_reads", "results_on")
PROMISE_INFORMATION = ("why", "decided", "who_decides")


@dataclass(frozen=True, kw_only=True)
class StepPlan:
    """A step to create. ``key`` names it inside the blueprint."""

    key: str
    method: str
    title: Sentence
    introduction: Sentence = ""
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PhasePlan:
    """A phase to create: it starts ``after`` days from the first day and lasts ``days`` (``None``: not known yet).

    ``opens``: for each step key, the verbs opened.
    """

    title: Sentence
    description: Sentence = ""
    after: int | None = 0
    days: int | None = None
    dates_text: Sentence = ""
    opens: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    key: str
    label: Sentence
    description: Sentence
    icon: str
    degree: Degree
    minutes: int | None
    phases: tuple[PhasePlan, ...]
    steps: tuple[StepPlan, ...] = ()
    promise: dict[str, Sentence] = field(default_factory=dict)
    required: tuple[str, ...] = PROMISE_SHORT
    answer_days: int | None = None
    # Days after the last known date until results, decision; proposed, to be checked by the animator.
    results_after: int | None = None

    @property
    def is_available(self) -> bool:
        known = {method.key for method in all_methods()}
        return all(step.method in known for step in self.steps)


_blueprints: dict[str, Blueprint] = {}


def register(blueprint: Blueprint) -> Blueprint:
    if blueprint.key in _blueprints:
        raise ValueError(f"Two blueprints are called {blueprint.key}.")
    _blueprints[blueprint.key] = blueprint
    return blueprint


def get_blueprint(key: str) -> Blueprint | None:
    return _blueprints.get(key)


def available_blueprints() -> list[Blueprint]:
    """Those whose methods are installed, in the order they were declared."""
    return [blueprint for blueprint in _blueprints.values() if blueprint.is_available]


def required_promise(*, blueprint: str, degree: int, steps: int) -> tuple[str, ...]:
    """The commitments asked of a démarche.

    The blueprint says, as long as the démarche still looks like it: one question that grew into a concertation
    of three steps owes the commitments of a concertation.
    """
    plan = get_blueprint(blueprint)
    if degree == Degree.INFORMATION:
        return PROMISE_INFORMATION
    if plan and degree <= plan.degree and steps <= max(len(plan.steps), 1) and plan.degree > Degree.INFORMATION:
        return plan.required
    return PROMISE_SHORT if degree == Degree.CONSULTATION else PROMISE_FULL


ALL = ("create", "comment", "support")
EACH_ONE_ANSWERED = _("Each person receives an answer: kept, kept in part or not kept, and why.")

register(
    Blueprint(
        key="single_question",
        label=_("One question"),
        description=_("One question to residents, open for two weeks. Three things to say before it opens."),
        icon="circle-help",
        degree=Degree.CONSULTATION,
        minutes=2,
        steps=(StepPlan(key="answers", method="proposals", title=_("Your answer")),),
        phases=(
            PhasePlan(title=_("You give your opinion"), after=0, days=14, opens={"answers": ("create", "support")}),
            PhasePlan(title=_("Results published"), after=14, days=None),
        ),
        promise={"how_answered": _("One answer to all, published here.")},
        required=PROMISE_QUESTION,
        results_after=14,
    )
)

register(
    Blueprint(
        key="express",
        label=_("Express consultation"),
        description=_("A project is nearly ready: collect opinions for three weeks, then say what changes."),
        icon="message-square-quote",
        degree=Degree.CONSULTATION,
        minutes=4,
        steps=(StepPlan(key="opinions", method="proposals", title=_("Your opinions")),),
        phases=(
            PhasePlan(title=_("You give your opinion"), after=0, days=21, opens={"opinions": ALL}),
            PhasePlan(title=_("We read and answer"), after=21, days=30, opens={}),
            PhasePlan(title=_("What it changes"), after=51, days=None),
        ),
        promise={
            "how_answered": EACH_ONE_ANSWERED,
            "who_reads": _("The service in charge, then the elected member."),
        },
        answer_days=30,
        results_after=30,
    )
)

register(
    Blueprint(
        key="ideas",
        label=_("Call for ideas"),
        description=_("Before anything is written: residents propose, support and discuss ideas for six weeks."),
        icon="lightbulb",
        degree=Degree.CONSULTATION,
        minutes=5,
        steps=(StepPlan(key="ideas", method="proposals", title=_("Your ideas")),),
        phases=(
            PhasePlan(title=_("You propose ideas"), after=0, days=42, opens={"ideas": ALL}),
            PhasePlan(
                title=_("You discuss and support"), after=42, days=14, opens={"ideas": ("comment", "support")}
            ),
            PhasePlan(title=_("We study the ideas"), after=56, days=45),
            PhasePlan(title=_("What it changes"), after=101, days=None),
        ),
        promise={
            "how_answered": EACH_ONE_ANSWERED,
            "who_reads": _("The service in charge, then the elected member."),
        },
        answer_days=60,
        results_after=45,
    )
)

register(
    Blueprint(
        key="concertation",
        label=_("Concertation"),
        description=_("A project to be discussed in the open: opinions, workshops, a summary, then the decision."),
        icon="messages-square",
        degree=Degree.CONCERTATION,
        minutes=8,
        steps=(StepPlan(key="opinions", method="proposals", title=_("Your opinions and proposals")),),
        phases=(
            PhasePlan(title=_("Preparation"), description=_("The file is put online."), after=0, days=14),
            PhasePlan(
                title=_("You give your opinion"),
                description=_("Online, on paper, by phone and at the workshops."),
                after=14,
                days=42,
                opens={"opinions": ALL},
            ),
            PhasePlan(
                title=_("Workshops"),
                description=_("We look at what was said, together."),
                after=56,
                days=21,
                opens={"opinions": ("comment", "support")},
            ),
            PhasePlan(title=_("Summary published"), after=77, days=21),
            PhasePlan(title=_("Decision"), after=98, days=None),
        ),
        promise={
            "how_answered": EACH_ONE_ANSWERED,
            "who_reads": _("The service in charge and the animator; the summary is read by the elected members."),
        },
        required=PROMISE_FULL,
        answer_days=30,
        results_after=21,
    )
)

register(
    Blueprint(
        key="budget_ideas",
        label=_("Participatory budget (ideas)"),
        description=_("Residents submit ideas for a sum of money; the services study them, residents then choose."),
        icon="vote",
        degree=Degree.CO_DECISION,
        minutes=6,
        steps=(StepPlan(key="ideas", method="proposals", title=_("Your ideas")),),
        phases=(
            PhasePlan(title=_("You submit ideas"), after=0, days=42, opens={"ideas": ALL}),
            PhasePlan(
                title=_("Study and price"), description=_("Can it be done, at what price?"), after=42, days=60
            ),
            PhasePlan(title=_("Residents’ vote"), after=None, dates_text=_("Dates to come")),
            PhasePlan(title=_("The council votes"), after=None, dates_text=_("Dates to come")),
            PhasePlan(title=_("Works"), after=None, dates_text=_("Dates to come")),
        ),
        promise={
            "open": _(
                "We undertake to put to the vote of the council, as they are, the projects you have chosen, within "
                "the limits of the budget and the rules. Any difference will be explained in public."
            ),
            "how_answered": _("Each idea receives an answer: it goes to the vote, it is merged, or why it cannot."),
            "who_reads": _("The services, then the follow-up committee."),
        },
        required=PROMISE_FULL,
        answer_days=60,
        results_after=60,
    )
)

register(
    Blueprint(
        key="information",
        label=_("Information"),
        description=_("Everything is decided: say what, where, when, at what cost. Nothing is open to discussion."),
        icon="info",
        degree=Degree.INFORMATION,
        minutes=None,
        phases=(PhasePlan(title=_("Information"), after=0, days=None),),
        required=PROMISE_INFORMATION,
    )
)
