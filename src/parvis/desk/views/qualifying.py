from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.rights import Refused, demand
from parvis.desk.vivier import find_subject
from parvis.papers.actions import begin_paper
from parvis.papers.models import Paper
from parvis.processes.actions import create_process, update_frame
from parvis.subjects.actions import open_as_process, qualify_subject
from parvis.subjects.forms import QualifyForm
from parvis.subjects.grid import grid_on
from parvis.subjects.models import Qualification
from parvis.subjects.papers import KEY, about
from parvis.subjects.planning import blueprint_of, open_by, weight_of


def qualify(request: HttpRequest, code: str) -> HttpResponse:
    """Ten questions, answered by whoever leads with the project holder: a weight is advised, with its reasons."""
    found = find_subject(request, code)
    demand(request.actor, "qualify", found)
    known = Qualification.objects.filter(subject=found).first()
    form = QualifyForm(
        request.POST if request.method == "POST" else None, grid=grid_on(timezone.localdate()), qualification=known
    )
    if form.is_valid():
        try:
            qualify_subject(subject=found, by=request.actor, **form.words())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Here is what your answers advise. Nothing is public yet."))
            return redirect("desk:subject", found.code)
    context = {"form": form, "subject": found}
    return render(request, "desk/subjects/qualify.html", context, status=422 if form.errors else 200)


@require_POST
def note(request: HttpRequest, code: str) -> HttpResponse:
    """The note begun from the ten answers; the same one is opened again."""
    found = find_subject(request, code)
    demand(request.actor, "qualify", found)
    paper = Paper.objects.filter(kind=KEY, about=about(found.code), space=found.space).first()
    if paper is None:
        title = _("Framing note: %(subject)s") % {"subject": found.title}
        paper = begin_paper(
            kind=KEY, by=request.actor, space=found.space, title=title[:200], about=about(found.code)
        )
    return redirect("desk:paper", paper.pk)


@require_POST
def open_process(request: HttpRequest, code: str) -> HttpResponse:
    """A draft from the model that fits its weight, its phases dated to end before the decision."""
    found = find_subject(request, code)
    demand(request.actor, "manage", found)
    today = timezone.localdate()
    plan = blueprint_of(found, today)
    if found.became is None and plan is not None:
        first = max(open_by(found, today) or today, today + timedelta(days=7))
        process = create_process(
            blueprint=plan.key,
            title={found.language: found.title},
            space=found.space,
            territory=found.territory or found.space.territory,
            by=request.actor,
            starts_on=first,
        )
        if (weight := weight_of(found)) and weight != process.degree:
            process = update_frame(process=process, by=request.actor, degree=weight)
        found = open_as_process(subject=found, process=process, by=request.actor)
        messages.success(request, _("The draft is ready. Nothing is public: complete it at your own pace."))
    return redirect("desk:process", found.became.slug) if found.became else redirect("desk:subject", found.code)
