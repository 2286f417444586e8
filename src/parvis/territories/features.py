"""What a space may switch off. The menu asks ``space.has(key)``, the address is closed by ``feature_required``.

A room declares its own at start-up (in ``rules.py``, ``method.py`` or ``panels.py``), beside what it governs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Feature:
    key: str
    label: "str | _StrPromise"
    help_text: "str | _StrPromise" = ""


_features: dict[str, Feature] = {}


def register_feature(feature: Feature) -> Feature:
    if feature.key in _features:
        raise ValueError(f"Two features are called {feature.key}.")
    _features[feature.key] = feature
    return feature


def all_features() -> list[Feature]:
    return list(_features.values())


def demand_feature(request: Any, key: str) -> None:
    """Close a page (404) whose space is known once its thing is found."""
    if request.space and not request.space.has(key):
        raise Http404


def feature_required(key: str) -> Callable[..., Callable[..., HttpResponse]]:
    """Close a view (404) where the space of the request has switched this off."""
    if key not in _features:
        raise LookupError(f"No feature is called {key}: register it before its addresses.")

    def close(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            demand_feature(request, key)
            return view(request, *args, **kwargs)

        return ask

    return close


AGENDA = register_feature(
    Feature(
        key="agenda", label=_("Diary"), help_text=_("Meetings, stalls and visits, with their dates and places.")
    )
)
NEWS = register_feature(
    Feature(key="news", label=_("News"), help_text=_("Short articles on the life of your démarches."))
)
SUPPORTS = register_feature(
    Feature(key="supports", label=_("Supports"), help_text=_("“I support”, “Me too” under contributions."))
)
COMMENTS = register_feature(
    Feature(key="comments", label=_("Comments"), help_text=_("People answer one another under contributions."))
)
MAP = register_feature(
    Feature(key="map", label=_("Map of the territory"), help_text=_("The outline of the communes, and its table."))
)
