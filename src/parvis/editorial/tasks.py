from django.db import transaction

from parvis.core.jobs import job
from parvis.search import index


@job
def index_article(*, article_id: int) -> None:
    """Its hour has come."""
    with transaction.atomic():
        index.put("article", [article_id])
