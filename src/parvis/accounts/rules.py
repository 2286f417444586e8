"""Rights that depend on the person alone, and the checks other rooms share."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import MANAGERS, Actor, Identity
from parvis.accounts.models import Role
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule

SECOND_FACTOR_NEEDED = _("For this gesture we need your second key: a passkey or a code generator.")


def second_factor(actor: Actor) -> Sentence | None:
    """To administer, moderate, export personal data or open a vote (practice A6)."""
    return None if actor.has_second_factor else SECOND_FACTOR_NEEDED


def role_on(actor: Actor, obj: Any, *roles: str) -> Sentence | None:
    """One of ``roles`` on the space or the démarche of ``obj`` (``space_id``, ``process_id``)."""
    space_id, process_id = getattr(obj, "space_id", None), getattr(obj, "process_id", None)
    return None if actor.holds(*roles, space_id=space_id, process_id=process_id) else NOT_YOURS


def identity_at_least(actor: Actor, least: int) -> Sentence | None:
    if actor.identity >= least:
        return None
    if least == Identity.ACCOUNT:
        return _("Log in first: we will send you a code by e-mail.")
    return _("Tell us your e-mail address first: we will send you a code.")


@rule("enter_desk")
def may_enter_desk(actor: Actor, _obj: None) -> Sentence | None:
    return None if actor.is_staff else _("This page is for the team.")


@rule("administer")
def may_administer_platform(actor: Actor, _obj: None) -> Sentence | None:
    """The whole installation: spaces, territories, platform roles."""
    return first_refusal(None if actor.scope(Role.ADMIN).everywhere else NOT_YOURS, second_factor(actor))


def managed(actor: Actor, obj: models.Model) -> Sentence | None:
    """Administrators and animators, on what they manage, second key shown."""
    return first_refusal(role_on(actor, obj, *MANAGERS), second_factor(actor))
