from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from parvis.editorial import queries
from parvis.editorial.structured import article_data
from parvis.editorial.views.shared import asked_process
from parvis.territories.features import demand_feature
from parvis.territories.pages import asked_space

PER_PAGE = 12


def article_list(request: HttpRequest) -> HttpResponse:
    space, process = asked_space(request), asked_process(request)
    demand_feature(request, "news")
    page = Paginator(queries.articles_for(space, process=process), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "editorial/news.html", {"page": page, "process": process})


def article(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(queries.with_article_page(queries.public_articles()), slug=slug)
    request.space = shown.space
    demand_feature(request, "news")
    return render(request, "editorial/article.html", {"article": shown, "data": article_data(shown)})
