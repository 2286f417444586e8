"""The words a démarche has of its own: its statuses, the categories of its steps."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.contributions import actions
from parvis.contributions.models import Contribution, Status
from parvis.desk.contribution_forms import Categories, WordForm
from parvis.desk.processes import managed
from parvis.methods.proposals.actions import set_categories
from parvis.methods.proposals.models import Category


def statuses(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """The list and, beside it, the word being added or said otherwise."""
    process = managed(request, slug)
    edited = get_object_or_404(process.statuses.all(), pk=pk) if pk else None
    initial = {"label": edited.label, "stage": edited.stage} if edited else {"stage": 2}
    form = WordForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_status(process=process, pk=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk:statuses", slug)
    used = Contribution.objects.filter(process=process, status__isnull=False).order_by().values_list("status")
    counts = dict(used.annotate(n=Count("pk")))
    context = {
        "process": process,
        "rows": [(status, counts.get(status.pk, 0)) for status in process.statuses.all()],
        "form": form,
        "edited": edited,
    }
    return render(request, "desk/contributions/statuses.html", context, status=422 if form.errors else 200)


@require_POST
def move_status(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    actions.move_status(status=_status(request, slug, pk), up=request.POST.get("to") == "up", by=request.actor)
    return redirect("desk:statuses", slug)


@require_POST
def remove_status(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    actions.remove_status(status=_status(request, slug, pk), by=request.actor)
    messages.success(request, _("Removed. What had this word keeps its place on the thread."))
    return redirect("desk:statuses", slug)


def _status(request: HttpRequest, slug: str, pk: int) -> Status:
    return get_object_or_404(managed(request, slug).statuses.select_related("process"), pk=pk)


def categories(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The drawers of one step."""
    process = managed(request, slug)
    step = get_object_or_404(process.steps.select_related("process"), pk=pk, method="proposals")
    drawers = Category.objects.filter(step=step).annotate(used=Count("proposals"))
    initial = [{"pk": drawer.pk, "name": drawer.name} for drawer in drawers]
    form = Categories(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_categories(step=step, names=form.rows(), by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("desk:process_step", slug, pk)
    context = {"process": process, "step": step, "form": form, "used": drawers}
    return render(request, "desk/contributions/categories.html", context, status=422 if form.is_bound else 200)
