from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parvis.accounts.actors import Identity
from parvis.accounts.identification import ask_who, identify_url
from parvis.core.rights import why_not
from parvis.follows import actions
from parvis.follows.queries import follows_of, is_following
from parvis.follows.targets import TARGETS


@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One thing, one button: follow it, or stop."""
    target = TARGETS[kind]
    thing = get_object_or_404(target.visible(request.actor), **{target.key: key})
    if request.method == "POST":
        if asked := ask_who(request, why_not(request.actor, "follow", thing)):
            return asked
        return _write(request, thing)
    context = {"thing": thing, "target": target, "is_following": is_following(request.actor, thing)}
    return render(request, "follows/follow.html", context)


def _write(request: HttpRequest, thing: models.Model) -> HttpResponse:
    if "stop" in request.POST:
        actions.unfollow(target=thing, by=request.actor)
        messages.success(request, _("You no longer follow it."))
    else:
        actions.follow(target=thing, by=request.actor)
        messages.success(request, _("Done: we will tell you what happens next."))
    return redirect(thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else "follows:mine")


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    if request.actor.identity == Identity.NONE:
        return redirect(identify_url(request.path, request.space))
    return render(request, "follows/mine.html", {"follows": follows_of(request.actor)})
