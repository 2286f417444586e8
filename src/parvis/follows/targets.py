"""What may be followed: things and public roles, never a private person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.contributions.models import Contribution
from parvis.contributions.queries import visible_to as visible_contributions
from parvis.organisations.models import Body, Organisation
from parvis.processes.models import Process, Theme
from parvis.processes.queries import visible_to as visible_processes
from parvis.territories.models import Territory

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True)
class Target:
    """``name``: the column of Follow. ``key``: the field that stands in addresses. ``news``: what one will be told."""

    name: str
    model: type[models.Model]
    key: str
    label: Any
    news: Any
    visible: Callable[["Actor"], models.QuerySet[Any]]


TARGETS = {
    target.name: target
    for target in (
        Target(
            "contribution",
            Contribution,
            "code",
            _("Contribution"),
            _("We tell you when it is read, studied, answered, decided and done."),
            visible_contributions,
        ),
        Target(
            "process",
            Process,
            "slug",
            _("Participation"),
            _("We tell you when it opens, changes, closes, and what it led to."),
            visible_processes,
        ),
        Target(
            "theme",
            Theme,
            "pk",
            _("Theme"),
            _("We tell you when a subject on this theme opens, and what it led to."),
            lambda _actor: Theme.objects.filter(merged_into=None),
        ),
        Target(
            "territory",
            Territory,
            "slug",
            _("Territory"),
            _("We tell you when a subject opens here, and what it led to."),
            lambda _actor: Territory.objects.all(),
        ),
        Target(
            "organisation",
            Organisation,
            "slug",
            _("Organisation"),
            _("We tell you when it answers people, or opens a subject."),
            lambda _actor: Organisation.objects.all(),
        ),
        Target(
            "body",
            Body,
            "slug",
            _("Council or committee"),
            _("We tell you what it publishes."),
            lambda _actor: Body.objects.filter(is_public=True),
        ),
    )
}


def target_of(thing: models.Model) -> Target:
    return next(target for target in TARGETS.values() if isinstance(thing, target.model))


def follow_url(thing: models.Model) -> str:
    """The page where one follows ``thing``, or stops."""
    target = target_of(thing)
    return reverse(f"follows:{target.name}", args=[getattr(thing, target.key)])
