from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.rights import NOT_YOURS, Refused, demand
from parvis.processes import actions
from parvis.processes.forms import ThemeForm
from parvis.processes.models import Theme
from parvis.processes.queries import spaces_of
from parvis.territories.models import Space


def theme_list(request: HttpRequest) -> HttpResponse:
    space = _space(request)
    form = ThemeForm(request.POST or None, space=space, by=request.actor)
    if form.saved():
        messages.success(request, _("The theme is added."))
        return redirect(f"{request.path}?espace={space.slug}")
    themes = space.themes.filter(merged_into=None).annotate(used=Count("processes"))
    context = {"space_shown": space, "spaces": spaces_of(request.actor)[:200], "themes": themes, "form": form}
    return render(request, "desk/processes/themes.html", context, status=422 if form.errors else 200)


def theme(request: HttpRequest, pk: int) -> HttpResponse:
    edited = _theme(request, pk)
    form = ThemeForm(request.POST or None, theme=edited, space=edited.space, by=request.actor)
    if form.saved():
        messages.success(request, _("Saved."))
        return _back(edited)
    others = edited.space.themes.filter(merged_into=None).exclude(pk=pk)
    context = {"theme_edited": edited, "form": form, "others": others}
    return render(request, "desk/processes/theme.html", context, status=422 if form.errors else 200)


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    merged = _theme(request, pk)
    chosen = request.POST.get("into", "")
    into = get_object_or_404(merged.space.themes, pk=chosen if chosen.isdigit() else 0)
    actions.merge_themes(theme=merged, into=into, by=request.actor)
    messages.success(request, _("Everything is now under “%(theme)s”.") % {"theme": into.name})
    return _back(into)


def _space(request: HttpRequest) -> Space:
    spaces = spaces_of(request.actor)
    space = spaces.filter(slug=request.GET.get("espace", "")).first() or spaces.first()
    if space is None:
        raise Refused(NOT_YOURS)
    demand(request.actor, "create_process", space)
    return space


def _theme(request: HttpRequest, pk: int) -> Theme:
    found = get_object_or_404(
        Theme.objects.filter(space__in=spaces_of(request.actor)).select_related("space"), pk=pk
    )
    demand(request.actor, "manage", found)
    return found


def _back(theme: Theme) -> HttpResponse:
    return redirect(f"{reverse('desk:themes')}?espace={theme.space.slug}")
