from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from parvis.contributions.actions import add_photo, edit, join_document, take_file_off, withdraw
from parvis.contributions.diff import compared_versions
from parvis.contributions.forms import DocumentForm, EditForm, PhotoForm, WithdrawForm
from parvis.contributions.models import Contribution
from parvis.contributions.pages import open_contribution, page_context
from parvis.contributions.rules import is_author
from parvis.core.rights import Refused, demand
from parvis.core.verbs import Overtaken
from parvis.files.models import Attachment


def edit_words(request: HttpRequest, code: str) -> HttpResponse:
    contribution = open_contribution(request, code)
    form = _edit_form(request, contribution)
    if request.method == "GET" or not is_author(request.actor, contribution):
        demand(request.actor, "edit", contribution)
    elif form.is_valid():
        words = {"title": contribution.title} | form.cleaned_data
        try:
            edit(contribution=contribution, by=request.actor, **words)
        except (Refused, Overtaken) as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Your text is changed. What it said before can still be read."))
            return redirect(contribution)
    context = page_context(contribution, form) | {"current": contribution if form.errors else None}
    return render(request, "contributions/edit.html", context, status=422 if form.errors else 200)


def _edit_form(request: HttpRequest, contribution: Contribution) -> EditForm:
    settings = contribution.step.settings if contribution.step else {}
    return EditForm(
        request.POST or None,
        title_max=settings.get("title_max", 120),
        body_max=settings.get("body_max", 3000),
        has_title=contribution.parent_id is None,
        initial={
            "title": contribution.title,
            "body": contribution.body,
            "seen": contribution.versions.count(),
        },
    )


def photo(request: HttpRequest, code: str) -> HttpResponse:
    """A page of its own, after the words: a photo would be lost on the way through « who are you »."""
    contribution = open_contribution(request, code)
    demand(request.actor, "illustrate", contribution)
    form = PhotoForm(request.POST or None, request.FILES or None)
    said = _("Your photo is added.")
    return _join(request, contribution, form, add_photo, page="contributions/photo.html", said=said)


def document(request: HttpRequest, code: str) -> HttpResponse:
    contribution = open_contribution(request, code)
    demand(request.actor, "join_document", contribution)
    form = DocumentForm(request.POST or None, request.FILES or None)
    said = _("Your document is joined.")
    return _join(request, contribution, form, join_document, page="contributions/document.html", said=said)


def _join(
    request: HttpRequest, contribution: Contribution, form: Form, verb: Callable[..., Any], *, page: str, said: str
) -> HttpResponse:
    """One file, one button; what is refused is said on the field."""
    if request.method == "POST" and form.is_valid():
        try:
            verb(contribution=contribution, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("upload", error)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, said)
            return redirect(contribution)
    return render(request, page, page_context(contribution, form), status=422 if form.errors else 200)


def take_off(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One page, one button: a photo or a document is taken back."""
    contribution = open_contribution(request, code)
    attachment = get_object_or_404(
        Attachment.objects.select_related("image", "document"), contribution=contribution, pk=pk
    )
    demand(request.actor, "edit", contribution)
    if request.method == "POST":
        attachment.contribution = contribution
        take_file_off(attachment=attachment, by=request.actor)
        messages.success(request, _("It is removed."))
        return redirect(contribution)
    context = page_context(contribution) | {"file": attachment.document or attachment.image}
    return render(request, "contributions/take_off.html", context)


def withdraw_words(request: HttpRequest, code: str) -> HttpResponse:
    contribution = open_contribution(request, code)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw(contribution=contribution, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("It is withdrawn."))
        return redirect(contribution.root or contribution)
    demand(request.actor, "withdraw", contribution)
    return render(request, "contributions/withdraw.html", page_context(contribution, form))


def versions(request: HttpRequest, code: str) -> HttpResponse:
    """What it said before each change, word by word. Words no longer shown are not shown here either."""
    contribution = open_contribution(request, code)
    if not (contribution.is_public or is_author(request.actor, contribution)):
        demand(request.actor, "work_on", contribution)
    return render(
        request,
        "contributions/versions.html",
        page_context(contribution) | {"versions": compared_versions(contribution)},
    )
