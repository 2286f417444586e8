"""One question for every right: ``can(actor, verb, obj)``, and ``why_not`` gives the sentence shown to the person.

A rule is registered for a verb and a model (or ``None`` when there is no object). It returns ``None`` when the
gesture is allowed, else a translated sentence. No rule, no right.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from parvis.accounts.actors import Actor

    Sentence = str | _StrPromise
else:
    Sentence = str

Rule = Callable[["Actor", Any], Sentence | None]

_rules: dict[tuple[str, type[models.Model] | None], Rule] = {}

NOT_YOURS = _("You do not have the right to do this here.")


def rule(verb: str, *kinds: type[models.Model] | None) -> Callable[[Rule], Rule]:
    def register(function: Rule) -> Rule:
        for kind in kinds or (None,):
            if (verb, kind) in _rules:
                raise ValueError(f"Two rules for {verb} on {kind}.")
            _rules[verb, kind] = function
        return function

    return register


def find_rule(verb: str, kind: type[models.Model] | None) -> Rule | None:
    """The rule for ``kind`` or the nearest of its parents: a Proposal is a Contribution."""
    if kind is None:
        return _rules.get((verb, None))
    return next((_rules[verb, k] for k in kind.__mro__ if (verb, k) in _rules), None)


def why_not(actor: "Actor", verb: str, obj: models.Model | type[models.Model] | None = None) -> Sentence | None:
    """``None`` when ``actor`` may do ``verb`` on ``obj``; else why not, in a sentence for that person.

    Raises ``LookupError`` when nobody wrote a rule for the pair: a programming error, seen by the first test.
    """
    kind = obj if isinstance(obj, type) else obj.__class__ if obj is not None else None  # lazy ones too
    found = find_rule(verb, kind)
    if found is None:
        raise LookupError(f"No rule says who may {verb} {kind}.")
    return found(actor, obj)


def can(actor: "Actor", verb: str, obj: models.Model | type[models.Model] | None = None) -> bool:
    return why_not(actor, verb, obj) is None


def first_refusal(*answers: Sentence | None) -> Sentence | None:
    return next((answer for answer in answers if answer is not None), None)


class Refused(Exception):
    """A verb was asked for by someone who may not. Views turn it into a page with the sentence (403).

    ``about``: what it was asked on, so that the page keeps the colours of its place.
    """

    def __init__(self, sentence: Sentence, about: models.Model | type[models.Model] | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.about = about


def demand(actor: "Actor", verb: str, obj: models.Model | type[models.Model] | None = None) -> None:
    """Raise ``Refused`` unless allowed. Each view that writes, or shows something not public, starts with it."""
    sentence = why_not(actor, verb, obj)
    if sentence is not None:
        raise Refused(sentence, obj)
