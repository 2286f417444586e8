from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parvis.accounts.actors import Identity
from parvis.accounts.identification import ask_who, limit_words, recall_post
from parvis.contributions.kinds import child_of, kind_of
from parvis.contributions.pages import crumbs_about, open_contribution
from parvis.contributions.panels import draw
from parvis.contributions.queries import voices_of
from parvis.contributions.thread import thread_steps
from parvis.core.rights import Refused, can, why_not
from parvis.subjects.actions import propose_subject
from parvis.subjects.forms import ProposeForm
from parvis.territories.features import demand_feature
from parvis.territories.pages import asked_space, own_query


def propose(request: HttpRequest) -> HttpResponse:
    """Write, say who one is at the end, receive a number."""
    space = asked_space(request)
    demand_feature(request, "subjects")
    if space is None:
        raise Http404
    words = request.POST if request.method == "POST" else recall_post(request)
    voices = [(str(voice.pk), voice.name) for voice in voices_of(request.actor)]
    form = ProposeForm(words, space=space, voices=voices)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if request.method == "POST" else 200)
    refused = why_not(request.actor, "propose_subject", space)
    if asked := ask_who(request, refused, Identity.EMAIL):
        return asked
    limit_words(request)
    try:
        subject = propose_subject(space=space, by=request.actor, **form.words())
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, form, status=409)
    return redirect("subjects:receipt", subject.code)


def _page(request: HttpRequest, form: ProposeForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "unknown": request.actor.identity < Identity.EMAIL,
        "leave_url": reverse("subjects:list") + own_query(request.space),
        "draft_key": f"subject-{request.space.slug}",
    }
    return render(request, "subjects/propose.html", context, status=status)


@require_GET
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The number, the date of the answer, and what happens next."""
    contribution = open_contribution(request, code)
    kind = kind_of(contribution)
    context = {
        "contribution": contribution,
        "crumbs": crumbs_about(contribution),
        "thread": kind.thread(child_of(contribution)) if kind.thread else thread_steps(contribution),
        "follow": draw(request, contribution, "follow"),
        "can_illustrate": can(request.actor, "illustrate", contribution),
        "url": request.build_absolute_uri(contribution.get_absolute_url()),
        "title": _("Thank you. We have received it."),
        "leave_url": crumbs_about(contribution)[-1][1] if crumbs_about(contribution) else reverse("site:home"),
    }
    return render(request, "subjects/receipt.html", context)
