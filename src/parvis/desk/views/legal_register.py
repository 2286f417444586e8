"""The register of a démarche: its dates, its entries, its scans, its export."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from parvis.core.documents import FORMATS
from parvis.core.keyset import Keyset
from parvis.core.tables import stream_csv
from parvis.desk.processes import managed, section_page
from parvis.legal import actions, exporters, queries
from parvis.legal.forms import RegisterForm, ScanForm
from parvis.legal.models import Entry, Register
from parvis.legal.register import closing_of, missing_from, replaced

PER_PAGE = 50


def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Open it, set its hour; read its entries, page by page."""
    process = managed(request, slug)
    form = RegisterForm(request.POST or None, process=process, by=request.actor)
    if request.method == "POST" and form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:process_legal_register", slug)
    kept = getattr(process, "register", None)
    context = {"form": form, "register": kept, "template": "desk/legal/register.html"}
    if kept is None:
        return section_page(request, process, "legal", **context)
    page = Keyset(queries.entries_of(kept), order=("-number", "-id"), per_page=PER_PAGE).page(
        request.GET.get("page")
    )
    context |= {
        "page": page,
        "rows": [(entry, replaced(entry)) for entry in page.items],
        "closing": closing_of(kept),
        "unnumbered": len(missing_from(kept)),
        "formats": ["csv", *(FORMATS if kept.last_number <= exporters.MOST_IN_A_DOCUMENT else ())],
    }
    return section_page(request, process, "legal", **context)


@require_POST
def complete(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    get_object_or_404(Register, process=process)
    added = actions.complete_register(process=process, by=request.actor)
    said = ngettext("One observation is numbered.", "%(count)d observations are numbered.", added)
    messages.success(request, said % {"count": added})
    return redirect("desk:process_legal_register", slug)


def scan(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    process = managed(request, slug)
    entry = get_object_or_404(
        Entry.objects.select_related("register__process", "scan"), pk=pk, register__process=process
    )
    form = ScanForm(request.POST or None, request.FILES or None, entry=entry, by=request.actor)
    if request.method == "POST" and form.saved():
        messages.success(request, _("The scan is kept with the observation."))
        return redirect("desk:process_legal_register", slug)
    context = {"heading": _("Scan of %(code)s") % {"code": entry.code}, "anchor": "register", "is_public": False}
    return section_page(request, process, "legal", template="desk/legal/form.html", form=form, **context)


@require_GET
def export(request: HttpRequest, slug: str, file_format: str) -> HttpResponseBase:
    """CSV for any length; PDF, DOCX, ODT for what somebody can read."""
    process = managed(request, slug)
    kept = get_object_or_404(Register.objects.select_related("process__space"), process=process)
    name = f"registre-{process.slug}.{file_format}"
    if file_format == "csv":
        pieces = stream_csv(exporters.columns(), exporters.rows(kept))
        response: HttpResponseBase = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    elif file_format in FORMATS and kept.last_number <= exporters.MOST_IN_A_DOCUMENT:
        write, media_type = FORMATS[file_format]
        response = HttpResponse(write(exporters.manuscript(kept)), content_type=media_type)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
