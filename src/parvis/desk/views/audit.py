"""Who did what, when, and why: for administrators, the DPO and the IT department."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts.models import RetentionRule
from parvis.accounts.rules import TRAIL_READERS
from parvis.audit.actions import note_export
from parvis.audit.models import AuditEvent
from parvis.audit.queries import Filters, trail
from parvis.audit.words import details, gesture, verbs_called
from parvis.core.keyset import Keyset
from parvis.core.rights import can, demand
from parvis.core.tables import stream_csv
from parvis.processes.queries import manageable_by

PER_PAGE = 50


class JournalForm(forms.Form):
    qui = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=120)
    quoi = forms.CharField(label=gettext_lazy("What"), required=False, max_length=60)
    demarche = forms.ModelChoiceField(
        label=gettext_lazy("Process"), required=False, queryset=None, empty_label=gettext_lazy("All")
    )
    du = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    au = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["demarche"].queryset = manageable_by(request.actor, *TRAIL_READERS).order_by("-id")

    def filters(self) -> Filters:
        """What was asked, whatever was mistyped left out."""
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        process = asked.get("demarche")
        return Filters(
            who=asked.get("qui", ""),
            verbs=verbs_called(asked["quoi"]) if asked.get("quoi") else None,
            process=process.pk if process else None,
            since=asked.get("du"),
            until=asked.get("au"),
        )


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "read", AuditEvent)
    form = JournalForm(request.GET or None, request=request)
    rows = trail(request.actor.scope(*TRAIL_READERS), form.filters())
    page = Keyset(rows, order=("-id", "-id"), per_page=PER_PAGE).page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [(row, gesture(row.verb), details(row.changes)) for row in page.items],
        "query": request.GET.urlencode(),
        "may_keep": can(request.actor, "manage", RetentionRule),
    }
    return render(request, "desk/audit/journal.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Taken away as CSV, line after line; why is asked, and written down."""
    demand(request.actor, "read", AuditEvent)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return redirect("desk:audit")
    form = JournalForm(request.POST, request=request)
    rows = trail(request.actor.scope(*TRAIL_READERS), form.filters())
    note_export(by=request.actor, what="journal", reason=reason[:500])
    titles = [
        _("When"),
        _("Who"),
        _("Gesture"),
        _("On what"),
        _("Number"),
        _("Space"),
        _("Process"),
        _("Changes"),
        _("Reason"),
    ]
    response = StreamingHttpResponse(stream_csv(titles, _lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


def _lines(rows: Any) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=1000):
        yield [
            timezone.localtime(row.at),
            row.actor_label,
            gesture(row.verb),
            row.target_label,
            f"{row.target_kind} {row.target_id}",
            str(row.space or ""),
            str(row.process or ""),
            details(row.changes),
            row.reason,
        ]
