"""What every page about one contribution, or one step, begins with. Shared by the rooms above the spine."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.contributions.cards import title_of
from parvis.contributions.kinds import kind_of
from parvis.contributions.models import Contribution
from parvis.contributions.queries import page_for
from parvis.processes import queries as processes
from parvis.processes.models import Process, Step


def open_contribution(request: HttpRequest, code: str) -> Contribution:
    """The contribution of this code if the reader may open its page, else a 404; the page wears its space’s colours."""
    found = page_for(request.actor, code.upper())
    if found is None:
        raise Http404(_("No contribution has the code %(code)s.") % {"code": code[:20]})
    request.space = found.space
    return found


def open_step(request: HttpRequest, process: str, step: str, method: str) -> Step:
    """The step at this address if the reader may see its démarche and it belongs to this method, else a 404."""
    found: Step = get_object_or_404(
        Step.objects.filter(process__in=processes.visible_to(request.actor))
        .select_related("process__space__territory", "process__territory", "process__promise")
        .prefetch_related("openings__phase"),
        process__slug=process,
        slug=step,
        method=method,
    )
    request.space = found.process.space
    return found


def crumbs_of(process: Process, step: Step | None = None) -> list[tuple[str, str]]:
    """Where one is: the démarche, then its step."""
    crumbs = [(str(process), process.get_absolute_url())]
    if step:
        crumbs.append((str(step), step_url(step)))
    return crumbs


def crumbs_about(contribution: Contribution) -> list[tuple[str, str]]:
    """Where one is on the pages of a contribution; outside any démarche, its kind says."""
    if contribution.process:
        return crumbs_of(contribution.process, contribution.step)
    about = contribution.root or contribution
    return kind_of(about).crumbs(about)


def step_url(step: Step) -> str:
    return reverse("site:step", args=[step.process.slug, step.slug])


def page_context(contribution: Contribution, form: Form | None = None) -> dict[str, Any]:
    """What the pages of one gesture (change, withdraw, sign…) have in common."""
    title = title_of(contribution)
    return {
        "contribution": contribution,
        "process": contribution.process,
        "title": title,
        "crumbs": [*crumbs_about(contribution), (title, contribution.get_absolute_url())],
        "form": form,
    }
