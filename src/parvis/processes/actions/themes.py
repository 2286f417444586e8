"""Themes of a space: mobility, water, youth…"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.fields import as_translated
from parvis.core.rights import Refused, demand
from parvis.core.text import slugify_any
from parvis.core.verbs import verb
from parvis.processes.actions.shared import assign, invalid
from parvis.processes.events import ThemesMerged
from parvis.processes.models import Process, Redirect, Theme
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def create_theme(*, space: Space, name: Any, by: "Actor", icon: str = "", description: Any = "") -> Theme:
    demand(by, "create_process", space)
    name = _named(name)
    theme = Theme.objects.create(
        space=space, name=name, slug=_free_slug(space, name), icon=icon, description=description
    )
    record("create_theme", by=by, target=theme)
    return theme


@verb
def update_theme(*, theme: Theme, by: "Actor", **fields: Any) -> Theme:
    """Name, icon, description, order. The address stays: links to it are printed."""
    demand(by, "manage", theme)
    if "name" in fields:
        fields["name"] = _named(fields["name"])
    changes = assign(theme, fields, frozenset({"name", "icon", "description", "order"}))
    if changes:
        record("update_theme", by=by, target=theme, changes=changes)
    return theme


@verb
def merge_themes(*, theme: Theme, into: Theme, by: "Actor") -> Theme:
    """All that was under ``theme`` goes under ``into``; the old address leads to the new one."""
    demand(by, "manage", theme)
    demand(by, "manage", into)
    if theme.pk == into.pk or theme.space_id != into.space_id or into.merged_into_id:
        raise Refused(_("Choose another theme of the same space."))
    Process.objects.filter(theme=theme).update(theme=into)
    Theme.objects.filter(merged_into=theme).update(merged_into=into)
    Redirect.objects.filter(theme=theme).update(theme=into)
    Redirect.objects.update_or_create(old_slug=_address(theme), defaults={"theme": into, "process": None})
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    record("merge_themes", by=by, target=theme, changes={"into": into.pk})
    emit(ThemesMerged(theme=theme, into=into, by=by))
    return into


def _address(theme: Theme) -> str:
    """Themes share the table of redirects with démarches; a space has its own, so its slug comes first."""
    return f"{theme.space.slug}/{theme.slug}"


def _named(name: Any) -> Any:
    name = as_translated(name)
    if not name:
        raise invalid(name=_("Give it a name."))
    return name


def _free_slug(space: Space, name: Any) -> str:
    slug = slugify_any(str(name), 60)
    base = slug if slug.isascii() and slug else "theme"
    taken = set(Theme.objects.filter(space=space, slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (proposed := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return proposed
