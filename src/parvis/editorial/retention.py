"""How long personal data are kept, in words, from the dated rules."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parvis.accounts.models import RetentionRule
from parvis.core.rights import Sentence

WHAT = {
    "account": _("An account nobody uses any more, with its address"),
    "person": _("The address of someone who took part without an account"),
    "code": _("Codes and login links sent by e-mail"),
}


@dataclass(frozen=True)
class Kept:
    what: Sentence
    how_long: str
    source: str


def kept_for() -> list[Kept]:
    """The rules in force today whose kind of data has a name; others are not for the public page."""
    rules = RetentionRule.objects.current().order_by("key")
    return [Kept(WHAT[rule.key], in_words(rule.days), rule.said_source) for rule in rules if rule.key in WHAT]


def in_words(days: int) -> str:
    """Years or months when they fall right, days otherwise: « 3 years » rather than « 1095 days »."""
    if days and days % 365 == 0:
        return ngettext("%(n)d year", "%(n)d years", days // 365) % {"n": days // 365}
    if days and days % 30 == 0:
        return ngettext("%(n)d month", "%(n)d months", days // 30) % {"n": days // 30}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
