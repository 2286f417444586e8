"""The keys under which similar ideas are found: an index that any database holds.

Each meaningful word of a title gives two keys: the first and the last four letters of its stem. Plurals and accents
are folded before; a typing mistake spoils one end of a word, seldom both, and never the other words. A title has
some ten keys, so 100 000 ideas make a million short rows, and the rarest keys of a new title are few.
"""

from collections.abc import Sequence

from parvis.contributions.models import Contribution
from parvis.core.text import normalise, stem
from parvis.methods.proposals.models import IdeaKey

LONGEST = 300  # characters read: a title, and the first words of a text without one
LEAST_LETTERS = 3


def keys_of(text: str) -> set[str]:
    keys = set()
    for word in normalise(text[:LONGEST]).split():
        root = stem(word)
        if len(root) >= LEAST_LETTERS:
            keys |= {root[:4], f"…{root[-4:]}"} if len(root) > 4 else {root}
    return keys


def index_ideas(contributions: Sequence[Contribution]) -> None:
    """Write the keys of these proposals again; whoever brings proposals in bulk calls it, chunk by chunk."""
    IdeaKey.objects.filter(proposal__in=[row.pk for row in contributions]).delete()
    IdeaKey.objects.bulk_create(
        (
            IdeaKey(step_id=row.step_id, proposal_id=row.pk, key=key)
            for row in contributions
            for key in sorted(keys_of(row.title or row.body))
        ),
        batch_size=500,
    )
