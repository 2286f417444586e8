from collections.abc import Iterable, Mapping

from parvis.contributions.kinds import PLAIN, Kind, Words, register_kind
from tests.methods.memories.models import Memory

WORDS = Words(noun="Memory", support="I remember too", supports=PLAIN.supports)


def facts(memory: Memory) -> list[str]:
    return [str(memory.year)] if memory.year else []


def load(ids: Iterable[int]) -> Mapping[int, Memory]:
    return Memory.objects.only("pk", "year").in_bulk(list(ids))


register_kind(Kind(key="memory", words=lambda _memory: WORDS, facts=facts, load=load))
