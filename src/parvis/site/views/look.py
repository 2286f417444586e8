from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from parvis.territories.models import Space
from parvis.territories.theming import theme_css


@require_GET
@cache_control(public=True, max_age=31536000, immutable=True)
def theme(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """A space's colours. Apart from the page, so that a page has no inline style and stays the same for every reader."""
    space = None if slug == "parvis" else get_object_or_404(Space, slug=slug)
    return HttpResponse(theme_css(space), content_type="text/css; charset=utf-8")
