from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from parvis.accounts.actors import MANAGERS
from parvis.core.keyset import Keyset
from parvis.core.rights import NOT_YOURS, Refused, can, demand
from parvis.desk.processes import COLLEAGUES, reviewed
from parvis.desk.slips import gestures
from parvis.processes.blueprints import available_blueprints, get_blueprint
from parvis.processes.cards import situation
from parvis.processes.degrees import weight
from parvis.processes.drawing import calendar
from parvis.processes.forms import BlueprintForm, DuplicateForm
from parvis.processes.hub import blockers_of, checklist, empty_sections, sections
from parvis.processes.models import Process
from parvis.processes.publication import publication_remarks
from parvis.processes.queries import manageable_by, spaces_of, visible_to
from parvis.search.queries import matching_processes

PER_PAGE = 30
ORDERS = {
    "recent": (("-updated_at", "-id"), gettext_lazy("Last changed")),
    "nouvelles": (("-created_at", "-id"), gettext_lazy("Newest first")),
    "avis": (("-contributions_count", "-id"), gettext_lazy("Most contributions")),
}


@dataclass(frozen=True)
class Filters:
    state: str
    mine: bool
    words: str
    order: str

    @classmethod
    def read(cls, query: dict[str, str]) -> "Filters":
        state, order = query.get("etat", ""), query.get("tri", "")
        return cls(
            state=state if state in Process.State.values else "",
            mine=query.get("les-miennes") == "1",
            words=query.get("q", "").strip()[:80],
            order=order if order in ORDERS else "recent",
        )

    @property
    def any(self) -> bool:
        return bool(self.state or self.mine or self.words)

    def applied(self, processes: QuerySet[Process], request: HttpRequest) -> QuerySet[Process]:
        if self.state:
            processes = processes.filter(state=self.state)
        if self.mine:
            mine = Q(created_by=request.actor.user) | Q(team__user=request.actor.user)
            processes = processes.filter(mine).distinct()
        if self.words:
            processes = processes.filter(Q(pk__in=matching_processes(self.words)) | Q(prefix__iexact=self.words))
        return processes


@require_GET
def process_list(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "review")
    filters = Filters.read(request.GET)
    rows = filters.applied(manageable_by(request.actor, *COLLEAGUES), request)
    rows = rows.select_related("space", "territory", "theme").prefetch_related("phases", "steps__openings__phase")
    page = Keyset(rows, order=ORDERS[filters.order][0], per_page=PER_PAGE).page(request.GET.get("page"))
    context = {
        "rows": [(process, situation(process)) for process in page.items],
        "page": page,
        "filters": filters,
        "states": Process.State.choices,
        "orders": [(key, label) for key, (_order, label) in ORDERS.items()],
        "may_create": bool(request.actor.scope(*MANAGERS)),
    }
    return render(request, "desk/processes/list.html", context)


@require_GET
def choose_blueprint(request: HttpRequest) -> HttpResponse:
    """Never a blank page: a model, or a démarche seen elsewhere."""
    _demand_a_space(request)
    models = visible_to(request.actor).select_related("territory").order_by("-published_at", "-id")[:60]
    cards = [(plan, weight(plan.degree)) for plan in available_blueprints()]
    return render(request, "desk/processes/new.html", {"cards": cards, "models": models})


def create(request: HttpRequest, key: str) -> HttpResponse:
    _demand_a_space(request)
    plan = get_blueprint(key)
    if plan is None or not plan.is_available:
        raise Http404
    form = BlueprintForm(request.POST or None, blueprint=plan, by=request.actor)
    if form.saved():
        messages.success(request, _("The draft is ready. Nothing is public: complete it at your own pace."))
        return redirect("desk:process", form.result.slug)
    context = {"form": form, "title": plan.label, "text": plan.description, "plan": plan}
    return render(request, "desk/processes/create.html", context, status=422 if form.errors else 200)


def duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """The same frame for another territory, dates shifted: whoever may see it may start from it."""
    _demand_a_space(request)
    model = get_object_or_404(visible_to(request.actor), slug=slug)
    form = DuplicateForm(request.POST or None, process=model, by=request.actor)
    if form.saved():
        messages.success(request, _("The copy is ready as a draft. Check its dates and its commitments."))
        return redirect("desk:process", form.result.slug)
    text = _("Words, steps and openings are copied; dates are shifted. Nothing people said is copied.")
    context = {"form": form, "title": model.title, "text": text}
    return render(request, "desk/processes/create.html", context, status=422 if form.errors else 200)


def _demand_a_space(request: HttpRequest) -> None:
    space = spaces_of(request.actor).first()
    if space is None:
        raise Refused(NOT_YOURS)
    demand(request.actor, "create_process", space)


@require_GET
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """The workshop: each section with what it still lacks."""
    process = reviewed(request, slug)
    blockers = blockers_of(process)
    context = {
        "process": process,
        "sections": sections(blockers, empty_sections(process)),
        "blockers": blockers,
        "remarks": publication_remarks(process),
        "checks": checklist(process, blockers),
        "calendar": calendar(process.phases.all()),
        "weight": weight(process.degree),
        "last_word": process.reviews.select_related("by").last(),
        "can_manage": can(request.actor, "manage", process),
        "gestures": gestures(process),
        "notice_languages": settings.LANGUAGES,
    }
    return render(request, "desk/processes/hub.html", context)
