"""What people say, and what they are told. Only dates are set afterwards: verbs date what they do when they do it."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from parvis.accounts.actors import Actor
from parvis.comments.actions import comment
from parvis.contributions.models import Contribution, Participation, StatusChange
from parvis.demo import content
from parvis.demo.people import acting_as, commune
from parvis.methods.proposals.actions import note_proposal, submit_proposal
from parvis.moderation.actions import report
from parvis.organisations.models import Organisation
from parvis.processes.models import Process, Step
from parvis.replies.actions import assign, draft_reply, publish_reply, submit_reply, validate_reply
from parvis.replies.models import Reply
from parvis.supports.actions import support
from parvis.supports.models import Support


def speak(process: Process, said: tuple[content.Said, ...], crowd: list[Actor]) -> None:
    step = Step.objects.select_related("process__space").filter(process=process).first()
    for rank, one in enumerate(said):
        proposal = _say(step, one, crowd[(rank * 7) % len(crowd)])
        for supporter in range(one.supports):
            support(
                contribution=Contribution.objects.get(pk=proposal.pk),
                by=crowd[(rank * 5 + supporter + 1) % len(crowd)],
            )
        for turn, words in enumerate(one.comments):
            _comment(proposal, words, crowd, rank * 11 + turn * 3)
        _date(proposal.pk, one.days_ago)
    _spread(process)


def _say(step: Step, one: content.Said, author: Actor) -> Any:
    words = {"title": one.title, "body": one.body, "nature": one.nature}
    place = commune(one.commune)
    if one.channel in {"web"}:
        by = acting_as(one.by) if one.by else author
        lat, lon = one.point or (None, None)
        where = {"territory_id": place.pk if place else None, "lat": lat, "lon": lon}
        return submit_proposal(step=step, by=by, link=one.link, **where, **words)
    animator = "vera" if step.process.space.slug == "volonne" else "olga"
    return note_proposal(
        step=step,
        by=acting_as(animator),
        channel=one.channel,
        shown=one.shown,
        occasion=one.occasion,
        link=one.link,
        territory_id=place.pk if place else None,
        **words,
    )[0]


def _comment(proposal: Any, words: content.Comment, crowd: list[Actor], rank: int) -> None:
    root = Contribution.objects.get(pk=proposal.pk)
    said = comment(contribution=root, by=crowd[rank % len(crowd)], body=words.body, stance=words.stance)
    Contribution.objects.filter(pk=said.pk).update(author_label=words.shown)
    for supporter in range(words.agreed):
        support(contribution=Contribution.objects.get(pk=said.pk), by=crowd[(rank + supporter + 5) % len(crowd)])


def _spread(process: Process) -> None:
    """People came one after the other, not all on the day the demonstration was built."""
    oldest = min(process.contributions.values_list("created_at", flat=True), default=timezone.now())
    age = (timezone.now() - oldest).days
    for rank, row in enumerate(Participation.objects.filter(process=process).order_by("pk")):
        day = timezone.now() - timedelta(days=(rank * 5) % (age + 1), hours=rank % 9)
        Participation.objects.filter(pk=row.pk).update(first_at=day)


def _date(pk: int, days_ago: int) -> None:
    """Move a contribution, its comments and supports back to when they were said."""
    back = timedelta(days=days_ago)
    thread = Contribution.objects.filter(pk=pk) | Contribution.objects.filter(root=pk)
    ids = list(thread.values_list("pk", flat=True))
    Contribution.objects.filter(pk__in=ids).update(
        created_at=F("created_at") - back, published_at=F("published_at") - back
    )
    Contribution.objects.filter(pk__in=ids, answer_due__isnull=False).update(answer_due=F("answer_due") - back)
    StatusChange.objects.filter(contribution__in=ids).update(at=F("at") - back)
    Support.objects.filter(contribution__in=ids).update(at=F("at") - back)


def answer(process: Process, answers: tuple[content.Answer, ...], *, service: str, by: str) -> None:
    elise, olga = acting_as("elise"), acting_as("olga")
    for one in answers:
        reply = _draft(process, one, service, by)
        validate_reply(reply=reply, by=elise)
        publish_reply(reply=reply, by=olga)
        moment = timezone.now() - timedelta(days=one.days_ago)
        Reply.objects.filter(pk=reply.pk).update(published_at=moment, validated_at=moment - timedelta(hours=4))
        target = Contribution.objects.filter(replies=reply)
        StatusChange.objects.filter(contribution__in=target, stage__gt=0).update(at=moment)
        target.update(answered_at=moment)


def propose(process: Process, answers: tuple[content.Answer, ...], *, service: str, by: str) -> None:
    """Answers that wait for the élue."""
    for one in answers:
        submit_reply(reply=_draft(process, one, service, by), by=acting_as(by))


def _draft(process: Process, one: content.Answer, service: str, by: str) -> Reply:
    return draft_reply(
        contributions=[Contribution.objects.get(process=process, title=one.title)],
        by=acting_as(by),
        verdict=one.verdict,
        body=one.body,
        until=timezone.localdate() + timedelta(days=one.until_in) if one.until_in else None,
        forwarded_to=one.forwarded_to,
        service=Organisation.objects.get(slug=service),
    )


def ask(process: Process, questions: tuple[content.Question, ...], *, service: str, by: str) -> None:
    """What a service is studying."""
    for one in questions:
        assign(
            contributions=[Contribution.objects.get(process=process, title=one.title)],
            service=Organisation.objects.get(slug=service),
            by=acting_as(by),
            question=one.words,
            due_on=timezone.localdate() + timedelta(days=one.due_in),
        )


def leave_something_to_moderate() -> None:
    """Something waits in the queue: a comment that a resident finds out of place."""
    odd = Contribution.objects.filter(process__slug="transport-urbain-dignois", parent__isnull=False).last()
    report(
        contribution=odd,
        by=acting_as("bob"),
        reason="off_topic",
        explanation="Cela ne parle pas des horaires.",
        good_faith=True,
        contact="",
    )
