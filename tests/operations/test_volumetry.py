"""A plausible territory: the number asked for, right counters, the same words for the same seed."""

import pytest

from parvis.comments.models import Comment
from parvis.contributions.models import Contribution, Participation
from parvis.operations.counters import recount
from parvis.operations.volumetry import fill
from parvis.processes.models import Process
from parvis.replies.models import Reply
from parvis.search.models import SearchEntry
from parvis.supports.models import Support
from tests.personas import World


@pytest.mark.django_db
def test_it_fills_what_was_asked_and_counts_it_right(world: World) -> None:
    fill(400, seed=1, tell=lambda _words: None)
    made = Contribution.objects.exclude(process=world.process)
    assert made.count() == 400
    assert made.roots().filter(territory=world.digne).count() == made.roots().count()
    assert recount() == 0
    assert Process.objects.count() == 9
    biggest = Process.objects.exclude(pk=world.process.pk).order_by("-contributions_count").first()
    assert biggest.contributions_count > 40
    assert biggest.people_count == Participation.objects.filter(process=biggest).count() > 0
    assert Comment.objects.filter(depth=2).exists()
    assert Support.objects.count() > 300
    assert Reply.objects.filter(state="published").exists()
    assert SearchEntry.objects.filter(contribution__isnull=False).count() == 400
    first = list(made.order_by("id").values_list("title", "body", "stance"))
    fill(400, seed=1, tell=lambda _words: None)
    second = list(made.order_by("id").values_list("title", "body", "stance"))[400:]
    assert first == second
    assert recount() == 0
