"""What every page needs around it: brand, colours, menu, languages, footer."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"space": getattr(request, "space", None), "actor": getattr(request, "actor", None)}
