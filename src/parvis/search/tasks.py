from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from parvis.contributions.models import Contribution
from parvis.core.jobs import daily_at, job, periodic, report
from parvis.search import index
from parvis.search.engines import engine
from parvis.search.models import SearchEntry, Word


@periodic(daily_at(3, 20), priority=-50)
def tidy_index() -> None:
    """Each night: how much each thing is backed, how often each word is used, and no word of what left."""
    backing = Contribution.objects.filter(pk=OuterRef("contribution_id")).values(
        weight=F("supports_count") + F("imported_for")
    )
    last = 0
    while ids := list(
        SearchEntry.objects.filter(contribution__isnull=False, pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[: index.CHUNK * 4]
    ):
        SearchEntry.objects.filter(pk__gt=last, pk__lte=ids[-1], contribution__isnull=False).update(
            weight=Subquery(backing)
        )
        last = ids[-1]
    engine().tidy()
    Word.objects.filter(count=0).delete()


@job(priority=-10)
def rebuild_index() -> None:
    index.rebuild(report)


@job
def index_process(*, process_id: int) -> None:
    """A démarche became public, or no longer is: all that was said in it follows."""
    _index(Contribution.objects.filter(process_id=process_id))


@job
def index_batch(*, batch_id: int) -> None:
    """What an import brought, or took back."""
    _index(Contribution.objects.filter(batch_id=batch_id))


@job
def index_person(*, participant_id: int) -> None:
    _index(Contribution.objects.filter(author_id=participant_id))


def _index(wanted: QuerySet[Contribution]) -> None:
    total, done, last = wanted.count(), 0, 0
    while ids := list(wanted.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[: index.CHUNK]):
        with transaction.atomic():
            index.put("contribution", ids)
        last, done = ids[-1], done + len(ids)
        report(done, total)
