from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parvis.accounts.actors import MANAGERS
from parvis.accounts.models import Role
from parvis.core.rights import can, demand
from parvis.desk import today as desk_today
from parvis.notifications.queries import mail_failures, mail_figures, unread_count

# Whoever holds only this role lands on a page of her own.
OWN_PAGES = {Role.ELECTED: "desk:elected", Role.TECHNICIAN: "desk:service"}


def today(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "enter_desk")
    held = {assignment.role for assignment in request.actor.roles}
    if len(held) == 1 and (own := OWN_PAGES.get(held.copy().pop())):
        return redirect(own)
    context = {
        "today": timezone.localdate(),
        "tasks": desk_today.tasks(request.actor),
        "running": desk_today.running(request.actor),
        "first_steps": desk_today.first_steps(request.actor),
        "unread": unread_count(request.actor),
        "may_review": can(request.actor, "review"),
        "may_create": bool(request.actor.scope(*MANAGERS)),
    }
    return render(request, "desk/today/today.html", context)


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The mails no server took, for whoever administers the site."""
    demand(request.actor, "administer")
    context = {"failures": mail_failures(), "figures": mail_figures()}
    return render(request, "desk/today/mails.html", context)
