from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from parvis.accounts.identification import ask_who
from parvis.contributions.cards import cards
from parvis.contributions.models import Contribution
from parvis.contributions.pages import crumbs_of, open_step
from parvis.contributions.queries import with_card
from parvis.core.keyset import Keyset
from parvis.core.rights import Refused, why_not
from parvis.processes.models import Step
from parvis.processes.queries import open_verbs
from tests.methods.memories.actions import write_memory
from tests.methods.memories.forms import MemoryForm


def list_view(request: HttpRequest, step: Step) -> HttpResponse:
    """Cards draw from the envelope: the same queries for one memory and for a thousand."""
    rows = with_card(Contribution.objects.public().roots().filter(step=step)).defer("geometry")
    page = Keyset(rows, order=("-created_at", "-id"), per_page=20).page(request.GET.get("page"))
    context = {
        "step": step,
        "process": step.process,
        "crumbs": crumbs_of(step.process),
        "cards": cards(page.items),
        "is_open": "create" in open_verbs(step),
    }
    return render(request, "memories/list.html", context)


def write(request: HttpRequest, process: str, step: str) -> HttpResponse:
    here = open_step(request, process, step, "memories")
    refusal = why_not(request.actor, "create", here)
    if asked := ask_who(request, refusal, here.process.least_identity):
        return asked
    form = MemoryForm(request.POST or None)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "body", "year")}
        try:
            return redirect(write_memory(step=here, by=request.actor, **words))
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
    context = {"step": here, "process": here.process, "form": form, "closed": refusal}
    return render(request, "memories/write.html", context, status=422 if form.is_bound else 200)
