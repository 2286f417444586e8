"""Pages, news and meetings for the tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from parvis.core.text import slugify_any
from parvis.editorial.models import Article, Gathering, Page

TEXT = [{"id": "a1", "type": "text", "html": {"fr": "<p>Bonjour à tous.</p>"}}]


def article(world: Any, title: Any = "Les travaux commencent", **fields: Any) -> Article:
    values = {
        "space": world.space,
        "slug": slugify_any(str(title)),
        "title": title,
        "summary": "Lundi, rue Pied de Ville.",
        "body": TEXT,
        "published_at": timezone.now() - timedelta(hours=1),
    }
    return Article.objects.create(**values | fields)


def gathering(world: Any, title: Any = "Stand au marché", *, days: int = 5, **fields: Any) -> Gathering:
    starts = timezone.now() + timedelta(days=days)
    values = {
        "space": world.space,
        "title": title,
        "description": "Venez dire où vous montez.",
        "place": "Place du marché",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
    }
    return Gathering.objects.create(**values | fields)


def page(world: Any, title: Any = "Qui sommes-nous", **fields: Any) -> Page:
    values = {
        "space": world.space,
        "slug": slugify_any(str(title)),
        "title": title,
        "body": TEXT,
        "is_published": True,
        "in_menu": True,
    }
    return Page.objects.create(**values | fields)
