"""The sections of a paper, one by one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.papers import opened, section_for
from parvis.desk.views.papers import paper_page
from parvis.papers import actions
from parvis.papers.forms import NewSectionForm, SectionForm
from parvis.papers.kinds import kind_of


def edit(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    row = section_for(request, pk, section)
    part = kind_of(row.paper).part(row.key)
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        section=row,
        hint=part.hint if part else "",
        by=request.actor,
    )
    if request.method == "POST" and form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:paper", pk)
    context = {"paper": row.paper, "row": row, "form": form, "is_filled": bool(part and part.fill)}
    return render(request, "desk/papers/section.html", context, status=422 if form.errors else 200)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    paper = opened(request, pk, "edit")
    form = NewSectionForm(request.POST, paper=paper, by=request.actor)
    if not form.saved():
        return paper_page(request, paper, new_section=form)
    return redirect("desk:paper_section", pk, form.result.pk)


@require_POST
def move(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    actions.move_section(section=section_for(request, pk, section), up="up" in request.POST, by=request.actor)
    return redirect("desk:paper", pk)


@require_POST
def remove(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    actions.remove_section(section=section_for(request, pk, section), by=request.actor)
    messages.success(request, _("The section is removed."))
    return redirect("desk:paper", pk)


@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    actions.refresh_paper(paper=opened(request, pk, "edit"), by=request.actor)
    messages.success(request, _("The figures and quotes are up to date. What you wrote is unchanged."))
    return redirect("desk:paper", pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_paper(paper=opened(request, pk, "edit"), by=request.actor)
    messages.success(request, _("The draft is deleted."))
    return redirect("desk:papers")
