"""The words people use, and the one somebody meant when she mistyped."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Count

from parvis.core.text import stem, tokens
from parvis.search.models import Trigram, Word

LONGEST = Word._meta.get_field("word").max_length
_WRITTEN = re.compile(r"\w+")


@lru_cache(maxsize=50_000)
def folded(written: str) -> str:
    """The stem of one written word, as the index holds it; empty when it holds no letter."""
    return " ".join(stem(token) for token in tokens(written))


def trigrams_of(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def learn(texts: Iterable[str]) -> None:
    """Add the words of these texts to the list, in a fixed order so that two writers never wait for each other."""
    written: dict[str, str] = {}
    for text in texts:
        for piece in _WRITTEN.findall(text):
            word = folded(piece)
            if 1 < len(word) <= LONGEST and len(piece) <= LONGEST:
                written.setdefault(word, piece.lower())
    known = set(Word.objects.filter(word__in=list(written)).values_list("word", flat=True))
    new = sorted(written.keys() - known)
    if new:
        Word.objects.bulk_create([Word(word=word, written=written[word]) for word in new], ignore_conflicts=True)
        rows = [
            Trigram(trigram=trigram, word_id=pk)
            for pk, word in Word.objects.filter(word__in=new).order_by("word").values_list("id", "word")
            for trigram in sorted(trigrams_of(word))
        ]
        Trigram.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def near(word: str, limit: int = 6) -> list[Word]:
    """Known words within one typing mistake (two in a long word), the nearest and most used first."""
    mistakes = _mistakes_allowed(word)
    if not mistakes:
        return []
    grams = trigrams_of(word)
    # A mistake spoils three trigrams at most, a pair of exchanged letters four.
    least = max(1, len(grams) - 4 * mistakes)
    alike = (
        Trigram.objects.filter(trigram__in=grams)
        .values("word__word", "word__written", "word__count")
        .annotate(shared=Count("id"))
        .filter(shared__gte=least)
        .order_by("-shared", "-word__count", "word__word")[:150]
    )
    candidates = [
        Word(word=row["word__word"], written=row["word__written"], count=row["word__count"]) for row in alike
    ]
    near_enough = [(typing_distance(word, other.word), -other.count, other) for other in candidates]
    ranked = sorted(
        (one for one in near_enough if one[0] <= mistakes), key=lambda one: (one[0], one[1], one[2].word)
    )
    return [other for _distance, _count, other in ranked[:limit]]


def _mistakes_allowed(word: str) -> int:
    """None in a very short word: anything is one letter away from it. Arabic writes no short vowels: one letter less."""
    length = len(word) + ("\u0600" <= word[:1] <= "\u06ff")
    return 0 if length < 4 else 1 if length < 6 else 2


def typing_distance(a: str, b: str) -> int:
    """Letters added, lost, changed or exchanged with their neighbour: optimal string alignment (Damerau, 1964)."""
    before, previous = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        row = [i] + [0] * len(b)
        for j, right in enumerate(b, 1):
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                row[j] = min(row[j], before[j - 2] + 1)
        before, previous = previous, row
    return previous[-1]
