"""What the desk's pages about démarches share: finding one, drawing one of its sections."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from parvis.core.rights import can, demand
from parvis.processes.hub import SECTIONS, blockers_of, sections
from parvis.processes.models import Process
from parvis.processes.queries import manageable_by, with_page
from parvis.processes.rules import COLLEAGUES


def managed(request: HttpRequest, slug: str) -> Process:
    """The démarche, for those who manage it; the page wears its colours."""
    return _found(request, slug, "manage")


def reviewed(request: HttpRequest, slug: str) -> Process:
    """The démarche, for the colleagues who read it before publication."""
    return _found(request, slug, "review")


def _found(request: HttpRequest, slug: str, verb: str) -> Process:
    found = with_page(manageable_by(request.actor, *COLLEAGUES)).select_related("regulation", "register")
    process = get_object_or_404(found, slug=slug)
    demand(request.actor, verb, process)
    request.space = process.space
    return process


def section_page(
    request: HttpRequest, process: Process, key: str, *, template: str = "", **context: Any
) -> HttpResponse:
    """One section of the workshop, with the others around it; ``template``: when it is another room's.

    After a POST it is there because a form was refused (422), unless a block was only added, moved or removed.
    """
    blockers = blockers_of(process)
    label = next(label for name, _icon, label, _help in SECTIONS if name == key)
    refused = request.method == "POST" and not getattr(context.get("form"), "is_gesture", False)
    shown = {
        "process": process,
        "sections": sections(blockers),
        "section": key,
        "section_label": label,
        "missing": [blocker for section in sections(blockers) if section.key == key for blocker in section.missing],
        "blockers": blockers,
        "can_manage": can(request.actor, "manage", process),
        "frozen": process.state == Process.State.ARCHIVED and key not in {"publication", "team"},
    }
    template = template or f"desk/processes/{key}.html"
    return render(request, template, shown | context, status=422 if refused else 200)
