"""A subject is a contribution outside any démarche: what it is called, and until when one may react to it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from parvis.contributions.kinds import NOT_OPEN, Kind, Words, child_of, register_kind
from parvis.contributions.models import Contribution
from parvis.subjects.models import Idea, Nature, Standing, Subject
from parvis.subjects.thread import states_of
from parvis.territories.pages import own_query

if TYPE_CHECKING:
    from parvis.core.rights import Sentence


def _supported(count: int) -> str:
    return ngettext("%(count)d support", "%(count)d supports", count) % {"count": count}


WORDS = Words(noun=gettext_lazy("Subject to come"), support=gettext_lazy("I support it"), supports=_supported)
REACTED_IN = {"support", "comment"}


def load(ids: Iterable[int]) -> Mapping[int, Subject]:
    return Subject.objects.select_related("became").in_bulk(list(ids))


def opens(contribution: Contribution, verb: str) -> "Sentence | None":
    """As long as it waits for its démarche; then it is there that one speaks."""
    waits = child_of(contribution).standing in {Standing.PROPOSED, Standing.QUALIFIED, Standing.PLANNED}
    return None if verb in REACTED_IN and waits else NOT_OPEN


def crumbs(contribution: Contribution) -> list[tuple[str, str]]:
    return [(_("Subjects to come"), reverse("subjects:list") + own_query(contribution.space))]


def _me_too(count: int) -> str:
    return ngettext("%(count)d “me too”", "%(count)d “me too”", count) % {"count": count}


IDEA_WORDS = {
    Nature.IDEA: Words(
        noun=pgettext_lazy("box, on a tag", "Idea"), support=gettext_lazy("I support it"), supports=_supported
    ),
    Nature.NEED: Words(
        noun=pgettext_lazy("box, on a tag", "Need"), support=gettext_lazy("Me too"), supports=_me_too
    ),
}


def load_ideas(ids: Iterable[int]) -> Mapping[int, Idea]:
    return Idea.objects.in_bulk(list(ids))


def idea_facts(idea: Idea) -> list[str]:
    return [part for part in (str(idea.get_urgency_display()), idea.audience) if part]


def box_opens(contribution: Contribution, verb: str) -> "Sentence | None":
    """At any time, unless the space has put its box away."""
    return None if verb in REACTED_IN and contribution.space.has("ideas") else NOT_OPEN


def box_crumbs(contribution: Contribution) -> list[tuple[str, str]]:
    return [(_("Box of ideas"), reverse("subjects:ideas") + own_query(contribution.space))]


register_kind(
    Kind(
        key="idea",
        words=lambda idea: IDEA_WORDS[Nature(idea.nature)],
        facts=idea_facts,
        load=load_ideas,
        opens=box_opens,
        crumbs=box_crumbs,
        has_photos=True,
    )
)
register_kind(
    Kind(key="subject", words=lambda _child: WORDS, load=load, opens=opens, crumbs=crumbs, thread=states_of)
)
