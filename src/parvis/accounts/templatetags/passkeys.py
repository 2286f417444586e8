import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """For an attribute: escaped like any text, read back by the element of ``passkey.js``."""
    return json.dumps(value)
