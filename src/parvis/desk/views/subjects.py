from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parvis.accounts.actors import MANAGERS
from parvis.accounts.models import Role
from parvis.contributions.cards import author_name
from parvis.core.rights import Refused, can, demand
from parvis.desk.vivier import find_subject
from parvis.subjects import actions, cards, queries
from parvis.subjects.filters import read_filters
from parvis.subjects.forms import MoveForm, SubjectForm
from parvis.subjects.grid import advise, grids
from parvis.subjects.models import Origin, Qualification, Subject
from parvis.subjects.planning import calendar_of
from parvis.subjects.thread import states_of
from parvis.territories.models import Space


@require_GET
def subject_list(request: HttpRequest) -> HttpResponse:
    """Le vivier: every subject of hers, each with the one gesture that comes next."""
    demand(request.actor, "declare_subject")
    rows = queries.held_by(request.actor)
    filters = read_filters(request.GET, None, rows)
    page = queries.page_of(rows, filters.wanted, request.GET.get("page"))
    context = {
        "filters": filters,
        "lines": [(subject, cards.line(subject)) for subject in page.items],
        "next_url": filters.url(page=page.next_cursor) if page.next_cursor else "",
        "previous_url": filters.url(page=page.previous_cursor) if page.previous_cursor else "",
        "leads": bool(request.actor.scope(*MANAGERS)),
    }
    return render(request, "desk/subjects/list.html", context)


def declare(request: HttpRequest) -> HttpResponse:
    """A decision or works to come, said by whoever knows of it first."""
    demand(request.actor, "declare_subject")
    spaces = list(queries.spaces_to_declare_in(request.actor))
    space = next((one for one in spaces if one.slug == request.GET.get("espace")), spaces[0] if spaces else None)
    if space is None:
        raise Http404
    leads = can(request.actor, "manage") and request.actor.holds(*MANAGERS, space_id=space.pk)
    origins = _origins(request, space, leads=leads)
    form = SubjectForm(
        request.POST if request.method == "POST" else None, space=space, leads=leads, origins=origins
    )
    if form.is_valid() and (subject := _declared(request, space, form, origins[0])):
        messages.success(request, _("Noted. Its number is %(code)s.") % {"code": subject.code})
        return redirect("desk:subject", subject.code) if leads else redirect("desk:subjects")
    context = {"form": form, "space": space, "spaces": spaces, "leads": leads}
    return render(request, "desk/subjects/declare.html", context, status=422 if form.errors else 200)


def _origins(request: HttpRequest, space: Space, *, leads: bool) -> list[str]:
    """Who may be said to propose it: whoever leads says it of anyone, the others of themselves."""
    if leads:
        return [Origin.SERVICE, Origin.ELECTED, Origin.RESIDENT]
    held = [(Role.TECHNICIAN, Origin.SERVICE), (Role.ELECTED, Origin.ELECTED)]
    return [origin for role, origin in held if request.actor.holds(role, space_id=space.pk)]


def _declared(request: HttpRequest, space: Space, form: SubjectForm, otherwise: str) -> Subject | None:
    data = form.cleaned_data
    try:
        return actions.declare_subject(
            space=space,
            by=request.actor,
            origin=data.get("origin") or otherwise,
            organisation_id=int(data["service"]) if data.get("service") else None,
            is_public=bool(data.get("is_public")),
            token=data["token"],
            **form.words(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
    return None


def subject(request: HttpRequest, code: str) -> HttpResponse:
    """One subject: its state and answer in one gesture, then what the team completes."""
    found = find_subject(request, code)
    manages = can(request.actor, "manage", found)
    move = MoveForm(request.POST if "move" in request.POST else None, subject=found)
    if move.is_bound and move.is_valid() and _moved(request, found, move):
        messages.success(request, _("Its new state and your answer are public; whoever follows it is told."))
        return redirect("desk:subject", found.code)
    context = {
        "subject": found,
        "author": author_name(found),
        "thread": states_of(found),
        "moves": queries.moves_of(found),
        "move_form": move if manages else None,
        "manages": manages,
        "when": cards.when_words(found),
        "qualification": _qualification(found),
        "calendar": calendar_of(found, timezone.localdate()) if found.became is None else [],
        "may_qualify": can(request.actor, "qualify", found),
        "may_write": can(request.actor, "write_paper", found.space),
    }
    return render(request, "desk/subjects/subject.html", context, status=422 if move.errors else 200)


def _qualification(found: Subject) -> dict[str, Any] | None:
    """What the ten answers advised, and what may be proposed to people at each stage."""
    known = Qualification.objects.filter(subject=found).first()
    if known is None:
        return None
    grid = grids()[known.version]
    stages = [(one.label, one.methods_for(known.degree), one.key == known.stage) for one in grid.stages]
    reasons = advise(grid, known.answers).reasons
    return {"known": known, "most": grid.most_points, "reasons": reasons, "stages": stages}


def _moved(request: HttpRequest, found: Subject, form: MoveForm) -> bool:
    try:
        actions.move_subject(subject=found, by=request.actor, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def change(request: HttpRequest, code: str) -> HttpResponse:
    """Date, contact, theme, commune, weight; the words too when the team wrote them."""
    found = find_subject(request, code)
    demand(request.actor, "manage", found)
    form = SubjectForm(
        request.POST if request.method == "POST" else None, space=found.space, subject=found, leads=True, origins=[]
    )
    if form.is_valid():
        actions.change_subject(subject=found, by=request.actor, **form.words())
        messages.success(request, _("Saved."))
        return redirect("desk:subject", found.code)
    context = {"form": form, "subject": found}
    return render(request, "desk/subjects/change.html", context, status=422 if form.errors else 200)
