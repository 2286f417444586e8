"""The closure of the tree of territories: who lies in whom, at any depth. Called by verbs, inside their transaction."""

from collections import defaultdict
from collections.abc import Iterable

from parvis.territories.models import TerritoryClosure, TerritoryLink


def rebuild_closure(children: Iterable[int]) -> None:
    """Write again the ancestors of these territories and of all that lies in them.

    Links are read whole: a country has some 36 000, the answer is the same however they were changed.
    """
    up, down = defaultdict(set), defaultdict(set)
    for parent, child in TerritoryLink.objects.values_list("parent_id", "child_id"):
        up[child].add(parent)
        down[parent].add(child)
    touched = {reached for child in children for reached in _depths(child, down)}
    TerritoryClosure.objects.filter(descendant_id__in=touched).delete()
    TerritoryClosure.objects.bulk_create(
        TerritoryClosure(ancestor_id=ancestor, descendant_id=descendant, depth=depth)
        for descendant in sorted(touched)
        for ancestor, depth in _depths(descendant, up).items()
    )


def _depths(start: int, neighbours: dict[int, set[int]]) -> dict[int, int]:
    """Everything reached from ``start`` and how far, by the shortest way; itself at 0."""
    depths, edge = {start: 0}, [start]
    while edge:
        edge = sorted({far for near in edge for far in neighbours.get(near, ())} - depths.keys())
        depths |= dict.fromkeys(edge, max(depths.values()) + 1)
    return depths
