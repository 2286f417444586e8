from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.accounts.identification import ask_who
from parvis.core.rights import why_not
from parvis.notifications import actions
from parvis.notifications.forms import RhythmForm
from parvis.notifications.messages import Subjects, message_of
from parvis.notifications.models import Preference, Rhythm
from parvis.notifications.queries import visible_to

PER_PAGE = 30


@never_cache
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """« Nouvelles »: what happened to what she said and follows. Reading the page writes nothing."""
    if asked := ask_who(request, why_not(request.actor, "read_news")):
        return asked
    page = Paginator(visible_to(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    subjects = Subjects.of(rows)
    lines = [(row, message) for row in rows if (message := message_of(row, subjects))]
    around = {
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "notifications/news.html", {"lines": lines, **around})


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    last = request.POST.get("last", "")
    actions.mark_seen(by=request.actor, last_id=int(last) if last.isdecimal() and len(last) < 19 else 0)
    return redirect("notifications:news")


@never_cache
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    if asked := ask_who(request, why_not(request.actor, "read_news")):
        return asked
    known = Preference.objects.filter(participant=request.actor.participant).first()
    form = RhythmForm(request.POST or None, initial={"rhythm": known.rhythm if known else Rhythm.AT_ONCE})
    if form.is_valid():
        actions.choose_my_rhythm(by=request.actor, rhythm=form.cleaned_data["rhythm"])
        messages.success(request, _("Noted."))
        return redirect("notifications:news")
    return render(request, "notifications/preferences.html", {"form": form})


@csrf_exempt  # the mail reader posts by itself, without a cookie (RFC 8058); the token is the proof
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the foot of each mail: one button to stop, or another rhythm. No login."""
    preference = get_object_or_404(Preference, token=token)
    if request.method == "POST":
        form = RhythmForm(request.POST)
        rhythm = form.cleaned_data["rhythm"] if form.is_valid() else Rhythm.NEVER
        actions.choose_rhythm(preference=preference, rhythm=rhythm)
        return render(request, "notifications/unsubscribed.html", {"rhythm": Rhythm(rhythm)})
    form = RhythmForm(initial={"rhythm": preference.rhythm})
    return render(request, "notifications/unsubscribe.html", {"form": form, "preference": preference})
