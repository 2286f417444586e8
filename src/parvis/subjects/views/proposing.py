from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parvis.contributions.kinds import child_of, kind_of
from parvis.contributions.pages import crumbs_about, open_contribution
from parvis.contributions.panels import draw
from parvis.contributions.thread import thread_steps
from parvis.core.rights import can
from parvis.subjects.actions import propose_subject
from parvis.subjects.forms import ProposeForm
from parvis.subjects.views.saying import Saying, say

SUBJECT = Saying(
    feature="subjects",
    right="propose_subject",
    form=ProposeForm,
    verb=propose_subject,
    template="subjects/propose.html",
    leave="subjects:list",
    draft="subject",
)


def propose(request: HttpRequest) -> HttpResponse:
    return say(request, SUBJECT)


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
