from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.territories.pages import own_query

register = template.Library()

# What stands under « Participer »: the démarches, and what comes before them; the third is the feature it belongs to.
TABS = (
    (_("What is open"), "site:processes", ""),
    (_("Subjects to come"), "subjects:list", "subjects"),
    (_("Box of ideas"), "subjects:ideas", "ideas"),
)


@register.inclusion_tag("subjects/tabs.html", takes_context=True)
def participate_tabs(context: dict[str, Any], here: str) -> dict[str, Any]:
    """``here``: the address of the page one is on. Nothing when the space has switched the others off."""
    space = context["request"].space or None
    own = own_query(space)
    tabs = [
        (label, reverse(name) + (own if feature else ""), name == here)
        for label, name, feature in TABS
        if not feature or space is None or space.has(feature)
    ]
    return {"tabs": tabs if len(tabs) > 1 else []}
