from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.events import ContributionEdited, ContributionReceived, ContributionShown
from parvis.contributions.intake import demand_voice, receive
from parvis.contributions.models import Contribution, Stage, State, Visibility
from parvis.core.events import emit
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.subjects.actions.shared import SUBJECT_LETTER, demand_ours, envelope
from parvis.subjects.events import SubjectMoved
from parvis.subjects.models import Move, Origin, Standing, Subject
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.processes.models import Process

# Studied or later, a subject says how much people’s opinion will weigh.
WEIGHED = (Standing.QUALIFIED, Standing.PLANNED, Standing.RUNNING)


@verb
def propose_subject(
    *,
    space: Space,
    by: "Actor",
    title: str,
    body: str = "",
    why: str = "",
    territory_id: int | None = None,
    theme_id: int | None = None,
    organisation_id: int | None = None,
    link: str = "",
    token: str = "",
) -> Subject:
    """A resident’s subject, screened as any of her words. ``token``: the same one twice makes one subject."""
    spine.hold_numbers(SUBJECT_LETTER)
    if already := _made_by(space, token):
        return already
    demand(by, "propose_subject", space)
    demand_voice(by, organisation_id)
    demand_ours(space, territory_id, theme_id)
    subject = Subject(
        **envelope(space, letter=SUBJECT_LETTER, kind="subject", token=token, title=title, body=body),
        territory_id=territory_id,
        theme_id=theme_id,
        author=by.participant,
        organisation_id=organisation_id,
        link=link,
        why=why,
    )
    receive(subject, by=by)
    record("propose_subject", by=by, target=subject)
    return subject


@verb
def declare_subject(
    *,
    space: Space,
    by: "Actor",
    title: str,
    origin: str,
    body: str = "",
    why: str = "",
    territory_id: int | None = None,
    theme_id: int | None = None,
    organisation_id: int | None = None,
    coming: str = "",
    decides_on: date | None = None,
    contact: str = "",
    is_public: bool = False,
    token: str = "",
) -> Subject:
    """What a service, an elected member or the team knows of ahead. Kept to the team until its first answer, unless
    whoever leads shows it at once."""
    spine.hold_numbers(SUBJECT_LETTER)
    if already := _made_by(space, token):
        return already
    demand(by, "declare_subject", space)
    demand_ours(space, territory_id, theme_id)
    subject = Subject(
        **envelope(space, letter=SUBJECT_LETTER, kind="subject", token=token, title=title, body=body),
        territory_id=territory_id,
        theme_id=theme_id,
        organisation_id=organisation_id,
        author_label="" if organisation_id else str(Origin(origin).label),
        helper=by.user,
        origin=origin,
        why=why,
        coming=coming if origin != Origin.RESIDENT else "",
        decides_on=decides_on,
        contact=contact,
        visibility=Visibility.PUBLIC if is_public else Visibility.TEAM,
        state=State.PENDING,
    )
    subject.save()
    emit(ContributionReceived(contribution=subject, by=by))
    spine.show(subject, by=by)
    record("declare_subject", by=by, target=subject)
    return subject


def _made_by(space: Space, token: str) -> Subject | None:
    return (
        Subject.objects.filter(space=space, kind="subject", source_key=f"form:{token}").first() if token else None
    )


CHANGED = ("coming", "decides_on", "contact", "degree", "theme_id", "territory_id")


@verb
def change_subject(*, subject: Subject, by: "Actor", **fields: Any) -> Subject:
    """What the team completes: date, contact, theme, commune, weight. The words stay those of whoever proposed it,
    unless the team itself wrote them."""
    spine.lock(subject)
    demand(by, "manage", subject)
    demand_ours(subject.space, fields.get("territory_id"), fields.get("theme_id"))
    words = () if subject.author_id else ("title", "body", "why")
    kept = {name: fields[name] for name in (*CHANGED, *words) if name in fields}
    if subject.origin == Origin.RESIDENT:
        kept.pop("coming", None)
    changes = {name: [str(getattr(subject, name) or ""), str(value or "")] for name, value in kept.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    for name, value in kept.items():
        setattr(subject, name, value)
    if changes:
        subject.save(update_fields=list(kept))
        record("change_subject", by=by, target=subject, changes=changes)
        emit(ContributionEdited(contribution=subject, by=by))
    return subject


@verb
def move_subject(
    *, subject: Subject, by: "Actor", standing: str, answer: str, degree: int | None = None
) -> Subject:
    """Give it a state, with the answer everyone reads; whoever follows it is told."""
    spine.lock(subject)
    subject.refresh_from_db(fields=["standing", "degree", "became"])
    demand(by, "manage", subject)
    _demand_movable(subject, standing, answer)
    weight = degree or subject.degree
    if standing in WEIGHED and not weight:
        raise Refused(_("Say first how much people’s opinion will weigh."))
    _move(subject, by=by, standing=Standing(standing), answer=answer, degree=weight)
    return subject


@verb
def open_as_process(*, subject: Subject, process: "Process", by: "Actor") -> Subject:
    """The démarche it became, still a draft: the subject is planned, and will lead there once it is public."""
    spine.lock(subject)
    demand(by, "manage", subject)
    demand(by, "manage", process)
    if subject.became_id and subject.became_id != process.pk:
        raise Refused(_("This subject already has its démarche."))
    subject.became = process
    subject.save(update_fields=["became"])
    record("open_subject_as_process", by=by, target=subject, changes={"process": process.slug})
    return subject


def follow_process(subject: Subject, *, standing: Standing, by: "Actor") -> None:
    """Its démarche opened or ended, inside that verb’s transaction. No words: the page says it for each reader."""
    spine.lock(subject)
    if subject.standing != standing and subject.state == State.PUBLISHED:
        _move(subject, by=by, standing=standing, answer="", degree=subject.degree)


def _demand_movable(subject: Subject, standing: str, answer: str) -> None:
    if standing not in Standing.values:
        raise Refused(_("Choose a state."))
    if subject.state != State.PUBLISHED:
        raise Refused(_("This subject still waits to be read by the moderation."))
    if not answer.strip():
        raise Refused(_("Each state comes with an answer that everyone reads."))
    if standing == subject.standing:
        raise Refused(_("It already is in this state."))


def _move(subject: Subject, *, by: "Actor", standing: Standing, answer: str, degree: int | None) -> None:
    before, now = subject.standing, timezone.now()
    subject.standing, subject.degree = standing, degree
    subject.answered_at = subject.answered_at or now
    # On the envelope first: its mark then tells nobody « a stage was reached », when ``SubjectMoved`` tells the answer.
    stage = stage_of(standing, Standing(before))
    subject.stage = max(subject.stage, stage)
    changed = ["standing", "degree", "answered_at", "stage"]
    comes_out = subject.visibility == Visibility.TEAM
    if comes_out:
        subject.visibility = Visibility.PUBLIC
        changed.append("visibility")
    subject.save(update_fields=changed)
    spine.mark(subject, by=by, stage=stage)
    move = Move.objects.create(
        subject=subject, standing=standing, answer=answer, at=now, by=by.user, by_label=by.label if by.user else ""
    )
    record("move_subject", by=by, target=subject, changes={"standing": [before, standing]})
    emit(SubjectMoved(contribution=subject, by=by, move=move))
    envelope = Contribution.objects.get(pk=subject.pk)
    emit((ContributionShown if comes_out else ContributionEdited)(contribution=envelope, by=by))


def stage_of(standing: Standing, before: Standing) -> Stage:
    """The diamond a state lights. What closes without having been planned was answered, not done."""
    if standing == Standing.CLOSED:
        return Stage.DONE if before == Standing.RUNNING else Stage.ANSWERED
    return Stage.DECIDED if standing in {Standing.PLANNED, Standing.RUNNING} else Stage.ANSWERED
