"""Mail with services: what came in and what became of it; what left, with its link."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.keyset import Keyset
from parvis.core.rights import demand
from parvis.core.verbs import Overtaken
from parvis.desk import mailing
from parvis.incoming import actions, queries


def mails(request: HttpRequest) -> HttpResponse:
    """« Courrier reçu »: what is to be looked at first, then all the rest with its reason."""
    demand(request.actor, "read_mail")
    tabs = mailing.tabs(request.actor)
    which = request.GET.get("quoi", "")
    which = which if which in {tab.key for tab in tabs} else tabs[0].key
    found = queries.mails_managed_by(request.actor).filter(state=which)
    page = Keyset(found, order=("-received_at", "-id"), per_page=30).page(request.GET.get("page"))
    context = {"tabs": tabs, "which": which, "rows": mailing.mail_rows(page.items), "page": page}
    return render(request, "desk/mail/mails.html", context | mailing.way_in())


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """A mail in doubt, read by somebody, becomes the draft."""
    mail = get_object_or_404(queries.mails_managed_by(request.actor), pk=pk)
    try:
        reply = actions.take_as_draft(mail=mail, by=request.actor, remembers="remember" in request.POST)
    except (Overtaken, ValidationError) as problem:
        messages.warning(request, getattr(problem, "sentence", "") or " ".join(problem.messages))
        return redirect("desk:mails_in")
    messages.success(request, _("Here is the draft. Give it its verdict."))
    return redirect("desk:reply", reply.pk)


@require_POST
def put_aside(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(queries.mails_managed_by(request.actor), pk=pk)
    try:
        actions.set_aside(mail=mail, by=request.actor)
    except Overtaken as overtaken:
        messages.warning(request, overtaken.sentence)
    else:
        messages.success(request, _("Set aside."))
    return redirect("desk:mails_in")


def joined_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file that came by mail: downloaded, never opened under our address."""
    mail = get_object_or_404(queries.mails_managed_by(request.actor), pk=pk)
    found = get_object_or_404(mail.files, pk=file)
    try:
        opened = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def links(request: HttpRequest) -> HttpResponse:
    """Each question sent to a service: when, to which address, what became of it."""
    demand(request.actor, "read_mail")
    page = Keyset(queries.links_with_reminders(request.actor), order=("-made_at", "-id"), per_page=30).page(
        request.GET.get("page")
    )
    return render(request, "desk/mail/links.html", {"rows": mailing.link_rows(page.items), "page": page})


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(queries.links_managed_by(request.actor), pk=pk)
    actions.revoke_link(link=link, by=request.actor)
    messages.success(request, _("Link cancelled. “Send again” makes it good once more."))
    return redirect("desk:mail_links")


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(queries.links_managed_by(request.actor), pk=pk)
    try:
        actions.send_link_again(link=link, by=request.actor)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("The mail leaves again to %(who)s.") % {"who": link.service})
    return redirect("desk:mail_links")
