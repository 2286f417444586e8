"""A proposal is named and supported after its nature (practice, part E)."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parvis.contributions.kinds import Kind, Words, register_kind
from parvis.core.prepared import prepared
from parvis.methods.proposals.models import Nature, Proposal


def _me_too(count: int) -> str:
    return ngettext("%(count)d “me too”", "%(count)d “me too”", count) % {"count": count}


def _worried(count: int) -> str:
    return ngettext("%(count)d worried too", "%(count)d worried too", count) % {"count": count}


def _agreed(count: int) -> str:
    return ngettext("%(count)d agrees", "%(count)d agree", count) % {"count": count}


def _supported(count: int) -> str:
    return ngettext("%(count)d support", "%(count)d supports", count) % {"count": count}


WORDS = {
    Nature.NEED: Words(noun=Nature.NEED.label, support=_("Me too"), supports=_me_too),
    Nature.CONCERN: Words(noun=Nature.CONCERN.label, support=_("It worries me too"), supports=_worried),
    Nature.OPINION: Words(noun=Nature.OPINION.label, support=_("I agree"), supports=_agreed),
    Nature.PROPOSAL: Words(noun=Nature.PROPOSAL.label, support=_("I support it"), supports=_supported),
}


def words(proposal: Proposal) -> Words:
    return WORDS[Nature(proposal.nature)]


def facts(proposal: Proposal) -> list[str]:
    return [str(proposal.category)] if proposal.category else []


def load(ids: Iterable[int]) -> Mapping[int, Proposal]:
    """Only what the envelope has not: its columns are already there."""
    return {row.pk: row for row in _children(list(ids))}


@prepared
def _children(ids: list[int]) -> QuerySet[Proposal]:
    rows = Proposal.objects.select_related("category").only("pk", "nature", "category__name", "category__step")
    return rows.filter(pk__among=ids).order_by()


register_kind(Kind(key="proposal", words=words, facts=facts, load=load))
