from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from parvis.contributions.cards import author_name
from parvis.core.rights import Refused, demand
from parvis.subjects import queries
from parvis.subjects.actions import group_ideas
from parvis.subjects.filters import read_idea_filters
from parvis.subjects.forms import GroupForm
from parvis.subjects.models import Idea, Subject

MOST_AT_ONCE = 200


@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """The box, as whoever leads works on it: tick those that say the same, make a subject of them."""
    demand(request.actor, "manage")
    rows = queries.ideas_led_by(request.actor)
    filters = read_idea_filters(request.GET, None, rows)
    page = queries.desk_page_of_ideas(rows, filters.wanted, request.GET.get("page"))
    context = {
        "filters": filters,
        "rows": [(idea, author_name(idea)) for idea in page.items],
        "next_url": filters.url(page=page.next_cursor) if page.next_cursor else "",
        "previous_url": filters.url(page=page.previous_cursor) if page.previous_cursor else "",
    }
    return render(request, "desk/subjects/ideas.html", context)


def group(request: HttpRequest) -> HttpResponse:
    """Those ticked, read once more together; then one gesture."""
    demand(request.actor, "manage")
    codes = (request.POST if request.method == "POST" else request.GET).getlist("code")[:MOST_AT_ONCE]
    ideas = list(
        queries.ideas_led_by(request.actor)
        .filter(code__in=codes)
        .select_related("space", "territory", "author", "organisation")
        .order_by("-supports_count", "id")
    )
    if not ideas:
        messages.info(request, _("Tick at least one idea."))
        return redirect("desk:ideas")
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        ideas=ideas,
        subjects=list(queries.subjects_to_join(ideas[0].space)),
    )
    if form.is_valid() and (subject := _grouped(request, form, ideas, len(set(codes)))):
        words = ngettext("%(n)d idea became “%(subject)s”.", "%(n)d ideas became “%(subject)s”.", len(ideas))
        messages.success(request, words % {"n": len(ideas), "subject": subject.title})
        return redirect("desk:subject", subject.code)
    context = {"form": form, "ideas": [(idea, author_name(idea)) for idea in ideas]}
    return render(request, "desk/subjects/group.html", context, status=422 if form.errors else 200)


def _grouped(request: HttpRequest, form: GroupForm, ideas: list[Idea], asked: int) -> Subject | None:
    if len(ideas) != asked:
        form.add_error(None, _("Some of these ideas are no longer there. Look at the list below, then send again."))
        return None
    data = form.cleaned_data
    try:
        return group_ideas(
            ideas=ideas, by=request.actor, into=form.subject, title=data.get("title", ""), why=data["why"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
    return None
