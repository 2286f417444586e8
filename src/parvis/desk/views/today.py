from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from parvis.accounts.models import Role
from parvis.core.rights import demand
from parvis.desk import today as desk_today

# Whoever holds only this role lands on a page of her own.
OWN_PAGES = {Role.ELECTED: "desk:elected", Role.TECHNICIAN: "desk:service"}


def today(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "enter_desk")
    held = {assignment.role for assignment in request.actor.roles}
    if len(held) == 1 and (own := OWN_PAGES.get(held.copy().pop())):
        return redirect(own)
    tasks = desk_today.tasks(request.actor)
    return render(
        request,
        "desk/today/today.html",
        {"today": timezone.localdate(), "tasks": tasks, "running": desk_today.running(request.actor)},
    )
