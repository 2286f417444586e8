"""The desk's frame: its menu and who is there (shape: ``core/templates/base_desk.html``)."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.accounts.models import Role
from parvis.core.rights import can
from parvis.desk.waiting import waiting_counts
from parvis.processes.rules import COLLEAGUES

EVERYBODY = frozenset(Role)
LEADS = frozenset({Role.ADMIN, Role.ANIMATOR})

# icon, label, URL name, roles that see it; a line without URL is a heading
MENU = (
    ("house", gettext_lazy("Today"), "desk:today", EVERYBODY),
    ("messages-square", pgettext_lazy("desk menu", "Démarches"), "desk:processes", LEADS | frozenset(COLLEAGUES)),
    ("lightbulb", gettext_lazy("Subjects to come"), "desk:subjects", LEADS | {Role.TECHNICIAN, Role.ELECTED}),
    ("inbox", gettext_lazy("Contributions"), "desk:contributions", EVERYBODY - {Role.IT}),
    ("shield", gettext_lazy("Moderation"), "desk:moderation", LEADS | {Role.MODERATOR}),
    ("reply", gettext_lazy("Answers"), "desk:replies", LEADS | {Role.TECHNICIAN, Role.ELECTED}),
    ("mail", gettext_lazy("Mail with services"), "desk:mails_in", LEADS),
    ("landmark", gettext_lazy("Elected member’s page"), "desk:elected", {Role.ELECTED}),
    ("file-text", pgettext_lazy("desk menu", "Documents"), "desk:papers", EVERYBODY - {Role.IT}),
    ("calendar", gettext_lazy("Meetings and news"), "desk:editorial", LEADS),
    ("file-up", gettext_lazy("Imports"), "desk:imports", LEADS),
    ("", gettext_lazy("Settings"), "", LEADS),
    ("sliders-horizontal", gettext_lazy("Space"), "desk:spaces", LEADS),
    ("map", gettext_lazy("Territories"), "desk:territories", LEADS),
    ("users", gettext_lazy("Team"), "desk:team", LEADS),
    ("history", gettext_lazy("Journal"), "desk:audit", {Role.ADMIN, Role.DPO, Role.IT}),
)
# Entries that say how many wait.
COUNTED = frozenset({"desk:moderation", "desk:replies"})


def shell(request: HttpRequest) -> dict[str, Any]:
    if not request.resolver_match or "desk" not in request.resolver_match.namespaces:
        return {}
    return {
        "desk_nav": SimpleLazyObject(lambda: _menu(request)),
        "note_url": SimpleLazyObject(lambda: reverse("desk:note") if can(request.actor, "note") else ""),
        "public_url": reverse("site:home"),
        "user_name": SimpleLazyObject(lambda: request.actor.label or _("My account")),
        "user_url": reverse("accounts:mine"),
    }


def _menu(request: HttpRequest) -> list[tuple[str, str, str, bool, int]]:
    held = {assignment.role for assignment in request.actor.roles}
    entries = [entry[:3] for entry in MENU if held & entry[3]]
    waiting = waiting_counts(request.actor) if COUNTED.intersection(name for _icon, _label, name in entries) else {}
    return [_entry(request, *entry, waiting.get(entry[2], 0)) for entry in entries]


def _entry(request: HttpRequest, icon: str, label: Any, name: str, count: int) -> tuple[str, str, str, bool, int]:
    url = reverse(name) if name else ""
    return icon, str(label), url, bool(url) and _is_here(request, url, name), count


def _is_here(request: HttpRequest, url: str, name: str) -> bool:
    if name == "desk:subjects" and request.path.startswith(reverse("desk:ideas")):
        return True
    return request.path == url if name == "desk:today" else request.path.startswith(url)
