"""« Mon suivi »: what became of what I said. For herself only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from parvis.accounts.actors import Identity
from parvis.accounts.identification import identify_url


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    if request.actor.identity == Identity.NONE:
        return redirect(identify_url(request.path))
    return render(request, "accounts/mine.html", {})
