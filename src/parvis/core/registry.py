"""The methods this installation knows. A method declares itself once, in its ``method.py``."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Method:
    """A kind of participation: what the animator chooses when she adds a step.

    ``verbs``: what a phase may open, e.g. ``{"create": _("Submit"), "comment": _("Comment")}``.
    ``urls``: module of the step’s own pages, under ``/participer/<process>/<step>/`` (the list itself is ``""``).
    ``list_view``, ``settings_form``: dotted paths; ``list_view(request, step)`` draws the step’s public page.
    ``note_form``: dotted path of a form taking ``step=``, whose ``save(by=)`` gives the contribution and the slip’s code.
    ``act``: name of the URL where « the one thing to do » leads, called with (process slug, step slug).
    """

    key: str
    label: "_StrPromise | str"
    description: "_StrPromise | str"
    icon: str
    model: str
    verbs: dict[str, Any]
    default_verbs: tuple[str, ...] = ()
    urls: str = ""
    list_view: str = ""
    act: str = ""
    act_label: "_StrPromise | str" = ""
    settings_form: str = ""
    note_form: str = ""
    card_template: str = ""
    supports: frozenset[str] = frozenset()


_methods: dict[str, Method] = {}


def register(method: Method) -> Method:
    if method.key in _methods:
        raise ValueError(f"Two methods are called {method.key}.")
    _methods[method.key] = method
    return method


def get_method(key: str) -> Method:
    return _methods[key]


def all_methods() -> list[Method]:
    return sorted(_methods.values(), key=lambda method: method.key)


# Imported at start-up, in this order, wherever an app has them: declarations, never work.
DECLARATIONS = (
    "rules",
    "kinds",
    "papers",
    "screening",
    "panels",
    "method",
    "blueprints",
    "archive",
    "requirements",
    "blocks",
    "search",
    "notifications",
    "subscribers",
    "tasks",
)


def import_declarations() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("parvis."):
            for name in DECLARATIONS:
                if module_has_submodule(config.module, name):
                    import_module(f"{config.name}.{name}")
