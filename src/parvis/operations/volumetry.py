"""``parvis volumetry``: a plausible territory, to measure. The same seed makes the same words, dates and figures.

Attention is shared as it is in life: a few démarches and contributions receive most (Zipf’s law, exponent 1), most
receive little; people write in the evening and at weekends, more in the first and last days of a phase. Rows go in by
short transactions; counters are written right at once, the démarche’s figures by the recount that also proves them.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, count, islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from parvis.accounts.models import Link, Participant
from parvis.comments.models import KIND as COMMENT
from parvis.contributions import spine
from parvis.contributions.models import Channel, Contribution, Participation, Stage, Stance, StatusChange, Verdict
from parvis.demo import words
from parvis.methods.proposals.models import Category, Nature, Proposal
from parvis.operations.counters import recount
from parvis.operations.imports import territories
from parvis.processes.models import Phase, PhaseOpening, Process, Promise, Step
from parvis.replies.models import Reply, ReplyTarget
from parvis.search import index
from parvis.supports.models import Support
from parvis.territories.actions import open_main_space
from parvis.territories.models import Kind, Space, Territory

CHUNK = 250
YEARS = 3
PHASE_DAYS = 90
ROOTS = 0.4  # of all contributions; the others are comments
ANSWERS_TO_COMMENTS = 0.25
PEOPLE = 0.25  # persons for one contribution
CHANNELS = {
    Channel.WEB: 70, Channel.PAPER: 12, Channel.FIELD: 8, Channel.MEETING: 5, Channel.PHONE: 3, Channel.WHATSAPP: 2
}  # fmt: skip
NATURES = {Nature.PROPOSAL: 50, Nature.NEED: 30, Nature.OPINION: 12, Nature.CONCERN: 8}
HOURS = [1, 0, 0, 0, 0, 1, 3, 6, 8, 8, 7, 7, 9, 8, 6, 6, 7, 9, 12, 15, 18, 17, 11, 5]
STANCES = {Stance.FOR: 50, Stance.AGAINST: 25, Stance.NEUTRAL: 15, None: 10}
SAYINGS = {
    Stance.FOR: words.AGREE,
    Stance.AGAINST: words.DISAGREE,
    Stance.NEUTRAL: words.NUANCE,
    None: words.IDEAS,
}
ANSWERED = 0.08


def fill(contributions: int, *, seed: int, tell: Callable[[str], None]) -> None:
    """Add ``contributions`` (proposals and comments) and as many supports, in eight démarches."""
    began = time.perf_counter()
    chance = random.Random(seed)  # noqa: S311 -- a distribution, not a secret
    space = Space.objects.filter(is_main=True).select_related("territory").first() or _territory()
    communes = list(
        Territory.objects.filter(closure_up__ancestor=space.territory, kind=Kind.COMMUNE).order_by("code")
    )
    people = _people(max(10, int(contributions * PEOPLE)), communes, chance)
    tell(f"  {len(communes)} communes, {len(people)} persons")
    shares = _shares(contributions, len(words.PROCESSES))
    done = 0
    for rank, share in enumerate(shares):
        filling = _Filling(_process(space, rank, chance), communes, people, chance)
        filling.run(share)
        done += share
        tell(f"  {done} of {contributions}  ({time.perf_counter() - began:.0f} s)")
    recount(mend=True)
    tell(f"  figures counted  ({time.perf_counter() - began:.0f} s)")
    index.rebuild()
    tell(f"  search index written  ({time.perf_counter() - began:.0f} s)")


def _territory() -> Space:
    """The perimeter of the demonstration, when there is none yet."""
    data = Path(words.__file__).parent / "data" / "ca-provence-alpes-agglomeration.geojson.gz"
    return open_main_space(territory_code=territories(data)["code"])


def _shares(total: int, parts: int) -> list[int]:
    """``total`` cut after Zipf’s law."""
    weights = [1 / rank for rank in range(1, parts + 1)]
    shares = [int(total * weight / sum(weights)) for weight in weights]
    shares[0] += total - sum(shares)
    return shares


def _people(count: int, communes: Sequence[Territory], chance: random.Random) -> range:
    """Persons known by a register; what is given back is their numbers, which follow one another."""
    weights = [commune.population or 100 for commune in communes]
    homes = chance.choices(communes, weights, k=count)
    numbers: list[int] = []
    for start in range(0, count, CHUNK * 4):
        with transaction.atomic():
            rows = [
                Participant(
                    origin=Participant.Origin.REGISTER,
                    pseudonym=chance.choice(words.FIRST_NAMES),
                    territory=home,
                    link=Link.LIVES,
                )
                for home in homes[start : start + CHUNK * 4]
            ]
            numbers += [row.pk for row in Participant.objects.bulk_create(rows)]
    return range(numbers[0], numbers[-1] + 1)


def _process(space: Space, rank: int, chance: random.Random) -> Step:
    """One démarche; the first is open now, each other ended some months before."""
    title, summary, letters = words.PROCESSES[rank]
    number = 1 + Process.objects.filter(prefix__startswith=letters).count()
    prefix = f"{letters}{number}"
    start = timezone.now() - timedelta(days=PHASE_DAYS - 10 if rank == 0 else rank * 365 * YEARS // 8 + PHASE_DAYS)
    end = start + timedelta(days=PHASE_DAYS)
    process = Process.objects.create(
        space=space,
        territory=space.territory,
        prefix=prefix,
        slug=f"{letters.lower()}-{number}",
        title=title,
        summary=summary,
        degree=2 + rank % 3,
        minutes=4,
        state=Process.State.CLOSED if rank > 2 else Process.State.PUBLISHED,
        published_at=start,
        closed_at=end if rank > 2 else None,
        ending=Process.Ending.OUTCOMES if rank > 2 else "",
        ending_text=words.ANSWERS[0] if rank > 2 else {},
    )
    Promise.objects.create(
        process=process,
        why=summary,
        open=words.WANTS[0],
        decided=words.WANTS[1],
        who_decides=space.name,
        answer_days=30,
    )
    step = Step.objects.create(process=process, method="proposals", code=f"{prefix}-1", slug="avis", title=title)
    phase = Phase.objects.create(process=process, title=title, starts_at=start, ends_at=end)
    PhaseOpening.objects.create(phase=phase, step=step, verbs=["create", "comment", "support"])
    Category.objects.bulk_create(Category(step=step, name=name, order=n) for n, name in enumerate(words.CATEGORIES))
    return step


@dataclass
class _Plan:
    """What one proposal receives."""

    comments: int
    supports: int


class _Filling:
    """Everything that one démarche receives."""

    def __init__(self, step: Step, communes: Sequence[Territory], people: range, chance: random.Random) -> None:
        self.step, self.process, self.people, self.chance = step, step.process, people, chance
        self.communes = communes
        self.commune_weights = list(accumulate(commune.population or 100 for commune in communes))
        self.categories = list(step.categories.all())
        self.start = step.process.published_at
        self.came_by: dict[int, str] = {}
        self.numbers = count(1)

    def run(self, total: int) -> None:
        roots = max(1, int(total * ROOTS))
        plans = self._plans(roots, comments=total - roots, supports=total)
        for start in range(0, roots, CHUNK):
            with transaction.atomic():
                self._chunk(plans[start : start + CHUNK])
        persons = iter(sorted(self.came_by.items()))
        for rows in _chunks(persons, CHUNK * 4):
            with transaction.atomic():
                Participation.objects.bulk_create(
                    Participation(process=self.process, participant_id=pk, channel=channel, first_at=self.start)
                    for pk, channel in rows
                )

    def _plans(self, roots: int, *, comments: int, supports: int) -> list[_Plan]:
        ranks = list(range(roots))
        self.chance.shuffle(ranks)
        weights = list(accumulate(1 / (rank + 10) for rank in ranks))
        said = Counter(self.chance.choices(range(roots), cum_weights=weights, k=comments))
        backed = Counter(self.chance.choices(range(roots), cum_weights=weights, k=supports))
        most = len(self.people)
        return [_Plan(said[root], min(backed[root], most)) for root in range(roots)]

    def _chunk(self, plans: Sequence[_Plan]) -> None:
        codes = spine.next_codes(self.process, len(plans))
        roots = [self._proposal(code, plan) for code, plan in zip(codes, plans, strict=True)]
        sides = [self.chance.choices(list(STANCES), list(STANCES.values()), k=plan.comments) for plan in plans]
        for root, taken in zip(roots, sides, strict=True):
            direct = taken[: len(taken) - int(len(taken) * ANSWERS_TO_COMMENTS)]
            root.for_count, root.against_count = direct.count(Stance.FOR), direct.count(Stance.AGAINST)
            root.neutral_count = direct.count(Stance.NEUTRAL)
        spine.create_many(roots)
        self._discuss(roots, sides)
        self._support(roots, plans)
        self._answer([root for root in roots if root.verdict])

    def _proposal(self, code: str, plan: _Plan) -> Proposal:
        pick = self.chance
        words_ = [pick.choice(words.WANTS), " ", pick.choice(words.WHERE), pick.choice(words.WHEN)]
        body = " ".join([*pick.sample(words.FACTS, pick.randint(1, 4)), pick.choice(words.IDEAS)])
        row = Proposal(
            **self._envelope(pick.choices(list(CHANNELS), list(CHANNELS.values()))[0]),
            code=code,
            kind="proposal",
            title="".join(words_),
            body=body,
            nature=pick.choices(list(NATURES), list(NATURES.values()))[0],
            category=pick.choice(self.categories),
            comments_count=plan.comments,
            supports_count=plan.supports,
        )
        if pick.random() < ANSWERED:
            row.verdict, row.stage = pick.choice(Verdict.values), Stage.ANSWERED
            row.answered_at = row.created_at + timedelta(days=pick.randint(5, 60))
        elif pick.random() < 0.5:
            row.stage = Stage.READ
        return row

    def _envelope(self, channel: str) -> dict[str, object]:
        pick = self.chance
        person = pick.choice(self.people)
        self.came_by.setdefault(person, channel)
        at = self._moment()
        commune = pick.choices(self.communes, cum_weights=self.commune_weights)[0] if self.communes else None
        return {
            "space_id": self.process.space_id,
            "process_id": self.process.pk,
            "step_id": self.step.pk,
            "territory": commune,
            "author_id": person,
            "channel": channel,
            "state": "published",
            "created_at": at,
            "published_at": at,
            "shuffle": pick.randrange(2**31),
        }

    def _moment(self) -> datetime:
        """Early or late in the phase, rather in the evening, rather at weekends; never tomorrow."""
        pick, latest = self.chance, timezone.now()
        while True:
            day = timezone.localtime(self.start) + timedelta(days=int(pick.betavariate(0.7, 0.8) * PHASE_DAYS))
            hour = pick.choices(range(24), HOURS)[0]
            at = day.replace(hour=hour, minute=pick.randrange(60), second=pick.randrange(60))
            if at < latest and (at.weekday() >= 5 or pick.random() < 0.65):
                return at

    def _discuss(self, roots: Sequence[Proposal], sides: Sequence[Sequence[Stance | None]]) -> None:
        first: list[Contribution] = []
        later: list[tuple[int, Stance | None, Proposal]] = []
        for root, taken in zip(roots, sides, strict=True):
            cut = len(taken) - int(len(taken) * ANSWERS_TO_COMMENTS)
            begins = len(first)
            first += [self._comment(root, root.pk, 1, side, side) for side in taken[:cut]]
            later += [(self.chance.randrange(begins, len(first)), side, root) for side in taken[cut:]]
        for place, received in Counter(place for place, _side, _root in later).items():
            first[place].comments_count = received
        spine.create_many(first)
        spine.create_many([self._comment(root, first[place].pk, 2, side, None) for place, side, root in later])

    def _comment(
        self, root: Proposal, parent: int, depth: int, said: Stance | None, stance: Stance | None
    ) -> Contribution:
        body = f"{self.chance.choice(SAYINGS[said])} {self.chance.choice(words.FACTS)}"
        return Contribution(
            **self._envelope(Channel.WEB),
            code=f"{self.process.prefix}-C{next(self.numbers)}",
            kind=COMMENT,
            body=body,
            root_id=root.pk,
            parent_id=parent,
            depth=depth,
            stance=stance,
        )

    def _support(self, roots: Sequence[Proposal], plans: Sequence[_Plan]) -> None:
        rows = []
        for root, plan in zip(roots, plans, strict=True):
            for person in self.chance.sample(self.people, plan.supports):
                self.came_by.setdefault(person, Channel.WEB)
                rows.append(
                    Support(
                        contribution_id=root.pk, participant_id=person, step_id=self.step.pk, at=root.created_at
                    )
                )
        Support.objects.bulk_create(rows)

    def _answer(self, roots: Sequence[Proposal]) -> None:
        replies = Reply.objects.bulk_create(
            Reply(
                space_id=root.space_id,
                process=self.process,
                verdict=root.verdict,
                body=self.chance.choice(words.ANSWERS),
                state=Reply.State.PUBLISHED,
                drafted_at=root.answered_at,
                published_at=root.answered_at,
            )
            for root in roots
        )
        ReplyTarget.objects.bulk_create(
            ReplyTarget(reply=reply, contribution_id=root.pk) for reply, root in zip(replies, roots, strict=True)
        )
        StatusChange.objects.bulk_create(
            StatusChange(contribution_id=root.pk, at=root.answered_at, stage=Stage.ANSWERED) for root in roots
        )


def _chunks(rows: Iterator[tuple[int, str]], size: int) -> Iterator[list[tuple[int, str]]]:
    while chunk := list(islice(rows, size)):
        yield chunk
