from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from parvis.contributions import page
from parvis.contributions.pages import open_contribution


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """« Où en est cette demande »: the words, the verdict, the answer, the thread, support, discussion."""
    try:
        contribution = open_contribution(request, code)
    except Http404 as unknown:
        return render(request, "contributions/unknown.html", {"sentence": str(unknown), "code": code}, status=404)
    if contribution.code != code:
        return redirect(contribution, permanent=True)
    return render(request, "contributions/detail.html", page.context(request, contribution))
