"""Codes and addresses proposed for a démarche: short to say over the phone, never twice the same."""

from parvis.core.text import slugify_any
from parvis.processes.models import Process, Redirect

# Little words that carry nothing in a code, once folded.
_LITTLE = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "cette",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "ma",
        "mes",
        "mon",
        "n",
        "nos",
        "notre",
        "nous",
        "on",
        "ou",
        "par",
        "pour",
        "qu",
        "que",
        "quel",
        "quelle",
        "quelles",
        "quels",
        "qui",
        "s",
        "sa",
        "se",
        "ses",
        "son",
        "sur",
        "un",
        "une",
        "votre",
        "vos",
        "vous",
        "y",
        "the",
        "of",
        "and",
        "to",
        "in",
        "for",
        "on",
        "with",
    ]
)
_LONGEST = 4
# Words that stand where an address stands, at the desk and on the site.
_RESERVED = frozenset({"nouvelle", "themes"})
# Pages of a démarche that stand where the address of one of its steps would.
_RESERVED_STEPS = frozenset({"journal", "corrections", "resume", "cadre-juridique"})


def propose_prefix(title: str, *, otherwise: str = "") -> str:
    """« Transport urbain dignois » → TUD; the next free one when it is taken (TUD2). Latin capitals and digits.

    ``otherwise``: where to take letters from when the title has none we can say (Arabic): the territory's name.
    """
    base = _initials(title) or _initials(otherwise) or "DEM"
    taken = set(Process.objects.filter(prefix__startswith=base).values_list("prefix", flat=True))
    number = 1
    while (proposed := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return proposed


def _initials(title: str) -> str:
    slug = slugify_any(title, 200)
    if not slug.isascii():
        return ""
    words = [word for word in slug.split("-") if word[:1].isalpha() and word not in _LITTLE]
    letters = "".join(word[0] for word in words)
    if len(letters) < 3 and words:
        letters += words[-1][1 : 4 - len(letters)]
    return letters[:_LONGEST].upper()


def propose_slug(title: str, prefix: str, *, keep: Process | None = None) -> str:
    """A free address made of the title; of the prefix when the title is not in Latin letters."""
    slug = slugify_any(title, 70)
    base = slug if slug.isascii() and slug else f"demarche-{prefix.lower()}"
    others = Process.objects.exclude(pk=keep.pk) if keep else Process.objects.all()
    redirects = Redirect.objects.exclude(process=keep) if keep else Redirect.objects.all()
    taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= set(redirects.filter(old_slug__startswith=base).values_list("old_slug", flat=True))
    taken |= _RESERVED
    number = 1
    while (proposed := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return proposed


def propose_step_slug(title: str, number: int, taken: set[str]) -> str:
    slug = slugify_any(title, 50)
    base = slug if slug.isascii() and slug else f"etape-{number}"
    taken = taken | _RESERVED_STEPS
    rank = 1
    while (proposed := base if rank == 1 else f"{base}-{rank}") in taken:
        rank += 1
    return proposed
