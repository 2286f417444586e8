"""Settings of a space: who we are, how it looks, what is on, who funds; and opening a commune's own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.rights import demand
from parvis.territories import actions
from parvis.territories.features import all_features
from parvis.territories.forms import FeaturesForm, FunderForm, LookForm, OpenSpaceForm, SpaceForm
from parvis.territories.models import Space
from parvis.territories.queries import manageable_by, without_space
from parvis.territories.theming import DEFAULTS, Theme, ink_on, mark_paths

IMAGES = ("logo", "favicon", "banner")


def _space(request: HttpRequest, slug: str) -> Space:
    """One of hers, second key shown; the pages about it then wear its colours."""
    space = get_object_or_404(manageable_by(request.actor).select_related("logo", "favicon", "banner"), slug=slug)
    demand(request.actor, "manage", space)
    request.space = space
    return space


def _page(request: HttpRequest, name: str, space: Space, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"desk/spaces/{name}.html", {"edited": space, "tab": name} | context, status=status)


def _done(request: HttpRequest, name: str, space: Space) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(f"desk:{name}", space.slug)


def space_list(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "manage")
    spaces = manageable_by(request.actor)
    can_open = without_space(spaces).exists()
    return render(request, "desk/spaces/list.html", {"spaces": spaces, "can_open": can_open})


def open_one(request: HttpRequest) -> HttpResponse:
    """The animator of the intercommunality opens a commune's space and hands the keys over."""
    demand(request.actor, "manage")
    form = OpenSpaceForm(request.POST or None, territories=without_space(manageable_by(request.actor)))
    if form.is_valid():
        opened = actions.open_space(**form.cleaned_data, by=request.actor)
        text = _("“%(name)s” is open. %(email)s manages it from now on.")
        messages.success(request, text % {"name": opened.name, "email": form.cleaned_data["manager_email"]})
        return redirect("desk:spaces")
    return render(request, "desk/spaces/open.html", {"form": form}, status=422 if form.is_bound else 200)


def settings(request: HttpRequest, slug: str) -> HttpResponse:
    space = _space(request, slug)
    form = SpaceForm(request.POST or None, instance=Space.objects.get(pk=space.pk))
    if form.is_valid():
        actions.edit_space(space=space, changes=form.cleaned_data, by=request.actor)
        return _done(request, "space", space)
    return _page(request, "settings", space, 422 if form.is_bound else 200, form=form)


def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Colours and images. “Use this colour” sends the same form, the refused colour replaced by the proposed one."""
    space = _space(request, slug)
    initial = {name: getattr(space, name) for name in DEFAULTS}
    form = LookForm(*_look_data(request), initial=initial)
    if form.is_valid() and "preview" not in request.POST:
        try:
            _save_look(request, space, form.cleaned_data)
            return _done(request, "space_look", space)
        except ValidationError as error:
            form.add_error(None, error)
    status = 422 if form.is_bound and form.errors else 200
    return _page(request, "look", space, status, form=form, images=_images(space), sample=_sample(space, form))


def _look_data(request: HttpRequest) -> tuple[Any, Any]:
    if request.method != "POST":
        return None, None
    data = request.POST.copy()
    name, _colon, colour = data.get("use", "").partition(":")
    if name in DEFAULTS:
        data[name] = colour
    return data, request.FILES


def _save_look(request: HttpRequest, space: Space, values: dict[str, Any]) -> None:
    actions.dress_space(space=space, colours={name: values[name] for name in DEFAULTS}, by=request.actor)
    for place in IMAGES:
        if values[place]:
            shown = place == "banner" and not values["banner_is_decorative"]
            words = {"alt": values["banner_alt"], "is_decorative": False} if shown else {}
            actions.set_space_image(space=space, place=place, upload=values[place], by=request.actor, **words)


def _images(space: Space) -> list[tuple[str, str, Any]]:
    labels = (_("Logo"), _("Favicon"), _("Banner"))
    return [(place, label, getattr(space, place)) for place, label in zip(IMAGES, labels, strict=True)]


def _sample(space: Space, form: LookForm) -> dict[str, Any]:
    """The page's head, button and label in the colours typed, drawn: nothing unsaved touches the style sheet."""
    colours = form.shown_colours()
    shown = Theme(
        colours["primary"], ink_on(colours["primary"]), colours["accent"], ink_on(colours["accent"]), colours["sun"]
    )
    return {"theme": shown, "name": space.name, "mark": mark_paths(space)}


@require_POST
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The drawing alone, as colours are tried. Writes nothing."""
    space = _space(request, slug)
    form = LookForm(request.POST, initial={name: getattr(space, name) for name in DEFAULTS})
    form.is_valid()
    return render(request, "desk/spaces/preview.html", {"sample": _sample(space, form)})


@require_POST
def remove_image(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    space = _space(request, slug)
    if place not in IMAGES:
        raise Http404
    actions.remove_space_image(space=space, place=place, by=request.actor)
    return _done(request, "space_look", space)


def features(request: HttpRequest, slug: str) -> HttpResponse:
    space = _space(request, slug)
    initial = {"on": [feature.key for feature in all_features() if space.has(feature.key)]}
    form = FeaturesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.switch_features(space=space, off=form.off(), by=request.actor)
        return _done(request, "space_features", space)
    return _page(request, "features", space, form=form)


def funders(request: HttpRequest, slug: str) -> HttpResponse:
    space = _space(request, slug)
    rows = space.funders.select_related("emblem").prefetch_related("processes")
    return _page(request, "funders", space, funders=rows)


def funder(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    space = _space(request, slug)
    row = get_object_or_404(space.funders, pk=pk) if pk else None
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FunderForm(*data, instance=row, space=space)
    if form.is_valid():
        emblem = form.cleaned_data.pop("emblem_file")
        actions.save_funder(space=space, funder=row, values=form.cleaned_data, emblem=emblem, by=request.actor)
        return _done(request, "space_funders", space)
    return _page(request, "funder", space, 422 if form.is_bound else 200, form=form, row=row)


@require_POST
def funder_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    space = _space(request, slug)
    row = get_object_or_404(space.funders, pk=pk)
    actions.move_funder(funder=row, up=request.POST.get("up") == "1", by=request.actor)
    return redirect("desk:space_funders", slug)


@require_POST
def funder_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    space = _space(request, slug)
    actions.remove_funder(funder=get_object_or_404(space.funders, pk=pk), by=request.actor)
    return _done(request, "space_funders", space)
