from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.identification import ask_who, limit_words, recall_post
from parvis.comments.actions import comment
from parvis.comments.forms import CommentForm
from parvis.contributions.cards import title_of
from parvis.contributions.models import Contribution, State
from parvis.contributions.pages import crumbs_about, open_contribution
from parvis.contributions.queries import voices_of
from parvis.contributions.rules import least_identity
from parvis.core.rights import Refused, Sentence, why_not
from parvis.territories.features import demand_feature


def write(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a contribution or a comment; whoever is not known yet writes first and says who she is at the end."""
    answered = open_contribution(request, code)
    demand_feature(request, "comments")
    voices = [(str(voice.pk), voice.name) for voice in voices_of(request.actor)]
    form = CommentForm(
        request.POST or recall_post(request), answered=answered, voices=voices, auto_id=f"id_{code}_%s"
    )
    refusal = why_not(request.actor, "comment", answered)
    least = least_identity(answered)
    if request.method != "POST":
        known_later = refusal is not None and request.actor.identity < least
        return _page(request, answered, form, None if known_later else refusal)
    if not form.is_valid():
        return _page(request, answered, form, None, status=422)
    if asked := ask_who(request, refusal, least):
        return asked
    limit_words(request)
    try:
        written = comment(contribution=answered, by=request.actor, **form.words())
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return _page(request, answered, form, None, status=409)
    return _thanks(request, answered, written.state)


def _thanks(request: HttpRequest, answered: Contribution, state: str) -> HttpResponse:
    if state == State.PENDING:
        messages.info(request, _("Thank you. The team reads your comment before it shows to everyone."))
    else:
        messages.success(request, _("Your comment is published. Thank you."))
    return redirect(f"{(answered.root or answered).get_absolute_url()}#comments")


def _page(
    request: HttpRequest, answered: Contribution, form: CommentForm, refusal: Sentence | None, status: int = 200
) -> HttpResponse:
    title = title_of(answered)
    context = {
        "contribution": answered,
        "title": title,
        "crumbs": [*crumbs_about(answered), (title, answered.get_absolute_url())],
        "answered": title if answered.title else answered.body,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "comments/write.html", context, status=status)
