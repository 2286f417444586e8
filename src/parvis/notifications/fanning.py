"""From an event to one notification per person, whatever the number: chunks of 500, each person once.

The event’s handler only enqueues ``tell`` (ids); the job works out who is concerned at that moment and writes rows
whose key (person, dedupe) is unique: run twice, or by two workers at once, it tells nobody twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from parvis.accounts.models import Participant
from parvis.contributions.models import Contribution, Stage
from parvis.core.jobs import enqueue
from parvis.moderation.models import Appeal, Decision
from parvis.notifications import audience
from parvis.notifications.models import Notification, Preference, Rhythm
from parvis.processes.models import Correction, Phase, Process
from parvis.replies.models import Assignment, Outcome, Reply

CHUNK = 500


@dataclass(frozen=True)
class News:
    """Something to tell ``people``: the rows’ content, and the key that makes it once for each."""

    kind: str
    dedupe: str
    people: frozenset[int]
    contribution: int | None = None
    process: int | None = None
    params: dict[str, int] = field(default_factory=dict)


Teller = Callable[[int, str], Iterable[News]]
tellers: dict[str, Teller] = {}


def tells(kind: str) -> Callable[[Teller], Teller]:
    """Register what a kind says: ``teller(id, mark)`` gives the news, empty when there is nothing to say any more."""

    def register(teller: Teller) -> Teller:
        tellers[kind] = teller
        return teller

    return register


def spread(kind: str, subject: int, mark: str = "") -> int:
    """Write the notifications of an event, and enqueue the mails of those who want them at once."""
    written = 0
    per_person: dict[int, list[News]] = defaultdict(list)
    for news in tellers[kind](subject, mark):
        for person in news.people:
            per_person[person].append(news)
    for people in _chunks(sorted(per_person)):
        with transaction.atomic():
            written += _write({person: per_person[person] for person in people})
    return written


def _write(per_person: dict[int, list[News]]) -> int:
    from parvis.notifications.tasks import send_news

    alive = set(Participant.objects.filter(pk__in=per_person, erased_at=None).values_list("pk", flat=True))
    keys = {news.dedupe for all_news in per_person.values() for news in all_news}
    before = set(
        Notification.objects.filter(participant__in=alive, dedupe__in=keys).values_list("participant", "dedupe")
    )
    rows = [
        Notification(
            participant_id=person,
            kind=news.kind,
            contribution_id=news.contribution,
            process_id=news.process,
            params=news.params,
            dedupe=news.dedupe,
        )
        for person, all_news in per_person.items()
        if person in alive
        for news in all_news
        if (person, news.dedupe) not in before
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    others = dict(
        Preference.objects.filter(participant__in=alive)
        .exclude(rhythm=Rhythm.AT_ONCE)
        .values_list("participant", "rhythm")
    )
    for person in sorted({row.participant_id for row in rows} - others.keys()):
        wanted = [row.dedupe for row in rows if row.participant_id == person]
        ids = Notification.objects.filter(participant=person, dedupe__in=wanted).order_by("pk")
        enqueue(send_news, notification_ids=list(ids.values_list("pk", flat=True)))
    return len(rows)


def _chunks(people: list[int]) -> Iterator[list[int]]:
    remaining = iter(people)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


# ── What each kind says ───────────────────────────────────────────────────────


def _of(contribution: Contribution, kind: str, people: Iterable[int], key: str, **params: int) -> News:
    return News(
        kind=kind,
        dedupe=f"{kind}:{key}",
        people=frozenset(people),
        contribution=contribution.pk,
        process=contribution.process_id,
        params=params,
    )


@tells("received")
def received(pk: int, _mark: str) -> Iterable[News]:
    """A receipt, to whoever said it; a comment needs none."""
    for row in Contribution.objects.filter(pk=pk, parent=None):
        yield _of(row, "received", audience.authors(row), f"{pk}")


@tells("stage")
def stage(pk: int, mark: str) -> Iterable[News]:
    """A stage of the thread, unless an answer or a decision of that stage tells more."""
    reached = Stage(int(mark))
    told_by_reply = reached == Stage.ANSWERED and Reply.objects.filter(
        contributions=pk, state=Reply.State.PUBLISHED, is_holding=False
    )
    told_by_outcome = reached >= Stage.DECIDED and Outcome.objects.filter(contributions=pk)
    if not told_by_reply and not told_by_outcome:
        for row in Contribution.objects.filter(pk=pk, parent=None):
            yield _of(row, "stage", audience.concerned(row), f"{pk}:{mark}", stage=int(mark))


@tells("reply")
def reply(pk: int, _mark: str) -> Iterable[News]:
    for row in Contribution.objects.filter(reply_targets__reply=pk).order_by("pk"):
        yield _of(row, "reply", audience.concerned(row), f"{pk}:{row.pk}", reply=pk)


@tells("reply_corrected")
def reply_corrected(pk: int, mark: str) -> Iterable[News]:
    for row in Contribution.objects.filter(reply_targets__reply=pk).order_by("pk"):
        yield _of(row, "reply_corrected", audience.concerned(row), f"{pk}:{row.pk}:{mark}", reply=pk)


@tells("outcome")
def outcome(pk: int, mark: str) -> Iterable[News]:
    """Each person once: by a contribution she follows, else by the démarche."""
    found = Outcome.objects.select_related("process").filter(pk=pk).first()
    if found is None:
        return
    key, told = f"{pk}:{mark}", set[int]()
    for row in Contribution.objects.filter(outcome_targets__outcome=pk).order_by("pk"):
        people = audience.concerned(row) - told
        told |= people
        yield _of(row, "outcome", people, key, outcome=pk)
    if found.process:
        others = frozenset(audience.of_process(found.process) - told)
        yield News("outcome", f"outcome:{key}", others, process=found.process_id, params={"outcome": pk})


@tells("merged")
def merged(pk: int, _mark: str) -> Iterable[News]:
    for row in Contribution.objects.filter(pk=pk, merged_into__isnull=False):
        yield _of(row, "merged", audience.concerned(row), f"{pk}:{row.merged_into_id}", into=row.merged_into_id)


@tells("withdrawn")
def withdrawn(pk: int, _mark: str) -> Iterable[News]:
    for row in Contribution.objects.filter(pk=pk, state="withdrawn", parent=None):
        yield _of(row, "withdrawn", audience.concerned(row) - {row.author_id}, f"{pk}")


@tells("decision")
def decision(pk: int, _mark: str) -> Iterable[News]:
    """The statement of reasons to the authors; the result to those who reported."""
    for found in Decision.objects.select_related("contribution").filter(pk=pk):
        if found.verb != Decision.Verb.KEEP:
            yield _of(found.contribution, "decision", audience.authors(found.contribution), f"{pk}", decision=pk)
        yield _of(found.contribution, "report_closed", audience.reporters(found), f"{pk}", decision=pk)


@tells("decision_undone")
def decision_undone(pk: int, _mark: str) -> Iterable[News]:
    for found in Decision.objects.select_related("contribution").filter(pk=pk, verb=Decision.Verb.HIDE):
        yield _of(found.contribution, "decision_undone", audience.authors(found.contribution), f"{pk}", decision=pk)


@tells("appeal")
def appeal(pk: int, _mark: str) -> Iterable[News]:
    for found in Appeal.objects.select_related("decision__contribution").filter(pk=pk).exclude(state="open"):
        row = found.decision.contribution
        yield _of(row, "appeal", audience.authors(row), f"{pk}", appeal=pk)


@tells("comment")
def comment(pk: int, _mark: str) -> Iterable[News]:
    """To the authors of what it answers, once, and never to herself."""
    for row in Contribution.objects.select_related("root", "parent").filter(pk=pk, root__isnull=False):
        people = (audience.authors(row.root) | audience.authors(row.parent)) - {row.author_id}
        yield _of(row.root, "comment", people, f"{pk}", comment=pk)


def _process(kind: str, process: Process, people: Iterable[int], key: str, **params: int) -> News:
    return News(kind, f"{kind}:{key}", frozenset(people), process=process.pk, params=params)


@tells("process_published")
def process_published(pk: int, _mark: str) -> Iterable[News]:
    for process in Process.objects.public().filter(pk=pk):
        yield _process("process_published", process, audience.around(process), f"{pk}")


@tells("process_closed")
def process_closed(pk: int, _mark: str) -> Iterable[News]:
    for process in Process.objects.public().filter(pk=pk):
        yield _process("process_closed", process, audience.took_part(process), f"{pk}")


@tells("announcement_changed")
def announcement_changed(pk: int, _mark: str) -> Iterable[News]:
    for found in Correction.objects.select_related("process").filter(pk=pk, process__in=Process.objects.public()):
        people = audience.took_part(found.process)
        yield _process("announcement_changed", found.process, people, f"{pk}", correction=pk)


@tells("phase_opened")
def phase_opened(pk: int, mark: str) -> Iterable[News]:
    for phase in Phase.objects.select_related("process").filter(pk=pk):
        people = audience.of_process(phase.process)
        yield _process("phase_opened", phase.process, people, f"{pk}:{mark}", phase=pk)


@tells("phase_closed")
def phase_closed(pk: int, mark: str) -> Iterable[News]:
    for phase in Phase.objects.select_related("process").filter(pk=pk):
        people = audience.of_process(phase.process)
        yield _process("phase_closed", phase.process, people, f"{pk}:{mark}", phase=pk)


@tells("assigned")
def assigned(pk: int, _mark: str) -> Iterable[News]:
    for found in Assignment.objects.select_related("contribution").filter(pk=pk, done_at=None):
        yield _of(found.contribution, "assigned", audience.service_of(found), f"{pk}", assignment=pk)


@tells("to_validate")
def to_validate(pk: int, mark: str) -> Iterable[News]:
    for found in Reply.objects.filter(pk=pk, state=Reply.State.TO_VALIDATE):
        first = found.contributions.order_by("pk").first()
        if first:
            yield _of(first, "to_validate", audience.validators(found), f"{pk}:{mark}", reply=pk)
