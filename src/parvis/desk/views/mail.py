"""Mail with services: what left, with its link, and the gestures on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.keyset import Keyset
from parvis.core.rights import demand
from parvis.desk import mailing
from parvis.incoming import actions, queries


def links(request: HttpRequest) -> HttpResponse:
    """Each question sent to a service: when, to which address, what became of it."""
    demand(request.actor, "read_mail")
    page = Keyset(queries.links_managed_by(request.actor), order=("-made_at", "-id"), per_page=30).page(
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
