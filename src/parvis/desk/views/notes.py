from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string

from parvis.contributions.queries import manageable_by, with_page
from parvis.core.registry import get_method
from parvis.core.rights import Refused, demand
from parvis.core.verbs import Overtaken
from parvis.desk.notes import notable_steps
from parvis.processes.models import Step

LAST_STEP, SLIP = "note_step", "note_slip"


def note(request: HttpRequest) -> HttpResponse:
    """« Noter une contribution »: one form, on the step used last time; a code to give when it is done."""
    demand(request.actor, "note")
    steps = list(notable_steps(request.actor))
    code = request.POST.get("etape") or request.GET.get("etape") or request.session.get(LAST_STEP)
    step = next((one for one in steps if one.code == code), steps[0] if steps else None)
    if step is None:
        return render(request, "desk/notes/none.html")
    form = import_string(get_method(step.method).note_form)(request.POST or None, step=step)
    if request.method == "POST" and form.is_valid():
        try:
            contribution, slip = form.save(by=request.actor)
        except Overtaken:  # the form was sent twice: the first one wrote the slip
            return redirect("desk:noted")
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            return _page(request, form, step, steps)
        request.session[LAST_STEP], request.session[SLIP] = step.code, [contribution.code, slip]
        return redirect("desk:noted")
    return _page(request, form, step, steps)


def _page(request: HttpRequest, form: Form, step: Step, steps: list[Step]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "desk/notes/note.html", {"form": form, "step": step, "steps": steps}, status=status)


def noted(request: HttpRequest) -> HttpResponse:
    """The slip: code, date of the answers, phone. Printable, shown until the next note."""
    demand(request.actor, "note")
    kept = request.session.get(SLIP)
    if not kept:
        return redirect("desk:note")
    contribution = get_object_or_404(with_page(manageable_by(request.actor)), code=kept[0])
    return render(request, "desk/notes/noted.html", {"contribution": contribution, "slip": kept[1]})
