"""What the team publishes: where to meet it, and what happens."""

from datetime import timedelta

from django.utils import timezone

from parvis.accounts.actors import Actor
from parvis.core.fields import as_translated
from parvis.demo.announcements import MEETINGS, NEWS, STEP_FREE
from parvis.demo.covers import cover
from parvis.demo.people import acting_as, commune
from parvis.editorial.actions import publish_article, publish_gathering, write_article, write_gathering
from parvis.editorial.models import Article, Gathering
from parvis.processes.models import Process


def plan_meetings() -> None:
    for one in MEETINGS:
        process, by = _place(one.commune)
        start = timezone.localtime() + timedelta(days=one.in_days)
        start = start.replace(hour=one.hour, minute=one.minute, second=0, microsecond=0)
        fields = {
            "process": process,
            "territory": commune(one.commune),
            "title": as_translated(one.title),
            "description": as_translated(one.description),
            "place": one.place,
            "access": as_translated(STEP_FREE),
            "starts_at": start,
            "ends_at": start + timedelta(hours=one.hours),
        }
        written = write_gathering(gathering=Gathering(space=process.space), fields=fields, by=by)
        publish_gathering(gathering=written, by=by)


def tell_the_news() -> None:
    for one in NEWS:
        process, by = _place(one.commune)
        html = {code: "".join(f"<p>{words}</p>" for words in text) for code, text in one.text.items()}
        fields = {
            "process": process,
            "title": as_translated(one.title),
            "summary": as_translated(one.summary),
            "body": [{"id": "a1", "type": "text", "html": html}],
            "image": cover(one.cover, space=process.space, by=by),
        }
        written = write_article(article=Article(space=process.space), fields=fields, by=by)
        publish_article(article=written, at=timezone.now() - timedelta(days=one.days_ago), by=by)


def _place(code: str) -> tuple[Process, Actor]:
    """The démarche, and who writes for it."""
    slug, who = ("10-000-euros-pour-volonne", "vera") if code == "04244" else ("transport-urbain-dignois", "olga")
    return Process.objects.select_related("space").get(slug=slug), acting_as(who)
