"""How anything is written: a verb.

A verb is a keyword-only function of an ``actions.py``. It owns one outermost transaction, so that what it
promised is on disk when it returns: foreign keys are deferred, hence a violation shows at COMMIT, inside the verb.
Verbs do not call verbs; what two verbs share is a plain private function.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import transaction

from parvis.core.microcache import forget_pages

if TYPE_CHECKING:
    from parvis.core.rights import Sentence

P = ParamSpec("P")
R = TypeVar("R")


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` in one durable transaction; refuse positional parameters at import time."""
    positional = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    if any(p.kind in positional for p in inspect.signature(function).parameters.values()):
        raise TypeError(f"{function.__qualname__} is a verb: its parameters must be keyword-only.")

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(durable=True):
            done = function(*args, **kwargs)
        forget_pages()
        return done

    run.is_verb = True  # type: ignore[attr-defined]
    return run


class Overtaken(Exception):
    """Somebody did it first: nothing was changed. Views show the sentence and keep what was being written."""

    def __init__(self, sentence: "Sentence") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
