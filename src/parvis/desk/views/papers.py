"""Papers of the team: the list, one paper, who approves it, its three files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parvis.core.documents import FORMATS
from parvis.core.rights import can, demand
from parvis.desk.papers import must_open, opened, paper_for, shown_sections
from parvis.papers import actions
from parvis.papers.forms import AdoptForm, AnswerForm, AskForm, BeginForm, FrameForm, NewSectionForm, RemarkForm
from parvis.papers.freezing import verify
from parvis.papers.kinds import is_known, kind_named, kind_of, offered
from parvis.papers.models import Paper
from parvis.papers.printing import as_file
from parvis.papers.queries import listed, spaces_to_write, watched_by
from parvis.papers.rules import WRITERS
from parvis.processes.queries import manageable_by

PER_PAGE = 30


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "enter_desk")
    papers = listed(request.actor)
    process = request.GET.get("demarche", "")
    if process:
        papers = papers.filter(process__slug=process)
    page = Paginator(papers, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kinds": offered(), "process": process, "can_write": can(request.actor, "write_paper")}
    return render(request, "desk/papers/list.html", context)


def begin(request: HttpRequest, kind: str) -> HttpResponse:
    demand(request.actor, "write_paper")
    if not is_known(kind) or not kind_named(kind).is_offered:
        raise Http404
    processes = manageable_by(request.actor, *WRITERS).order_by("-id")
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        kind=kind_named(kind),
        spaces=spaces_to_write(request.actor),
        processes=processes,
        by=request.actor,
        initial={"process": processes.filter(slug=request.GET.get("demarche", "")).first()},
    )
    if request.method == "POST" and form.saved():
        return redirect("desk:paper", form.result.pk)
    context = {"form": form, "kind": kind_named(kind)}
    return render(request, "desk/papers/begin.html", context, status=422 if form.errors else 200)


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    return paper_page(request, paper_for(request, pk))


def paper_page(request: HttpRequest, shown: Paper, **forms: object) -> HttpResponse:
    """The whole paper and the gestures of the moment; a form refused comes back in its place (422)."""
    if must_open(shown, request.actor):
        return render(request, "desk/papers/closed.html", {"paper": shown, "kind": kind_of(shown)})
    may = {verb: can(request.actor, verb, shown) for verb in ("edit", "approve", "publish", "adopt", "read_log")}
    given = {"paper": shown, "by": request.actor}
    context = {
        "paper": shown,
        "kind": kind_of(shown),
        "sections": shown_sections(shown),
        "may": may,
        "formats": list(FORMATS),
        "verification": verify(shown) if shown.is_frozen else None,
        "ask_form": AskForm(**given) if may["edit"] else None,
        "new_section": NewSectionForm(**given) if may["edit"] else None,
        "approve_form": AnswerForm(is_approved=True, **given) if may["approve"] else None,
        "adopt_form": AdoptForm(**given) if may["adopt"] else None,
        "remark_form": RemarkForm(prefix="remark", **given),
        **forms,
    }
    return render(request, "desk/papers/paper.html", context, status=422 if forms else 200)


@require_POST
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    actions.open_paper(paper=paper_for(request, pk), by=request.actor)
    return redirect("desk:paper", pk)


def frame(request: HttpRequest, pk: int) -> HttpResponse:
    shown = opened(request, pk, "edit")
    form = FrameForm(request.POST if request.method == "POST" else None, paper=shown, by=request.actor)
    if request.method == "POST" and form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:paper", pk)
    context = {"paper": shown, "form": form}
    return render(request, "desk/papers/frame.html", context, status=422 if form.errors else 200)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    shown = opened(request, pk, "edit")
    form = AskForm(request.POST, paper=shown, by=request.actor)
    if not form.saved():
        return paper_page(request, shown, ask_form=form)
    messages.success(request, _("Your colleague is told, by e-mail and on her desk."))
    return redirect("desk:paper", pk)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    shown = opened(request, pk, "approve")
    form = AnswerForm(request.POST, paper=shown, is_approved="approve" in request.POST, by=request.actor)
    if not form.saved():
        return paper_page(request, shown, approve_form=form)
    messages.success(request, _("Thank you. The author is told."))
    return redirect("desk:paper", pk)


@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    shown = opened(request, pk)
    form = RemarkForm(request.POST, prefix="remark", paper=shown, by=request.actor)
    if not form.saved():
        return paper_page(request, shown, remark_form=form)
    return redirect("desk:paper", pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    actions.publish_paper(paper=opened(request, pk, "publish"), by=request.actor)
    messages.success(request, _("It is final: dated, with its fingerprint. It no longer changes."))
    return redirect("desk:paper", pk)


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    shown = opened(request, pk, "adopt")
    form = AdoptForm(request.POST, paper=shown, by=request.actor)
    if not form.saved():
        return paper_page(request, shown, adopt_form=form)
    messages.success(request, _("Saved."))
    return redirect("desk:paper", pk)


@require_GET
def download(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    shown = opened(request, pk)
    if file_format not in FORMATS:
        raise Http404
    content, media_type, name = as_file(shown, file_format)
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_GET
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened it. The DPO reads the log of what she may not read."""
    demand(request.actor, "enter_desk")
    shown = get_object_or_404(watched_by(request.actor), pk=pk)
    demand(request.actor, "read_log", shown)
    context = {"paper": shown, "readings": shown.readings.select_related("user")[:500]}
    return render(request, "desk/papers/readers.html", context)
