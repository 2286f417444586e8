from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.events import ContributionMerged, ContributionReceived
from parvis.contributions.intake import demand_voice, receive
from parvis.contributions.models import Contribution, State
from parvis.core.events import emit
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.subjects.actions.shared import IDEA_LETTER, SUBJECT_LETTER, demand_ours, envelope, source_key
from parvis.subjects.events import IdeasGrouped
from parvis.subjects.models import Idea, Nature, Origin, Subject
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def submit_idea(
    *,
    space: Space,
    by: "Actor",
    title: str,
    body: str = "",
    nature: str = Nature.IDEA,
    urgency: str = "",
    audience: str = "",
    place: str = "",
    territory_id: int | None = None,
    theme_id: int | None = None,
    organisation_id: int | None = None,
    link: str = "",
    token: str = "",
) -> Idea:
    """Put an idea or a need in the box, outside any démarche. ``token``: the same one twice makes one."""
    spine.hold_numbers(IDEA_LETTER)
    already = Idea.objects.filter(space=space, kind="idea", source_key=source_key(token)).first() if token else None
    if already:
        return already
    demand(by, "submit_idea", space)
    demand_voice(by, organisation_id)
    demand_ours(space, territory_id, theme_id)
    idea = Idea(
        **envelope(space, letter=IDEA_LETTER, kind="idea", token=token, title=title, body=body, place=place),
        territory_id=territory_id,
        theme_id=theme_id,
        author=by.participant,
        organisation_id=organisation_id,
        link=link,
        nature=nature,
        urgency=urgency if nature == Nature.NEED else "",
        audience=audience if nature == Nature.NEED else "",
    )
    receive(idea, by=by)
    record("submit_idea", by=by, target=idea)
    return idea


@verb
def group_ideas(
    *,
    ideas: Sequence[Idea],
    by: "Actor",
    into: Subject | None = None,
    title: str = "",
    why: str = "",
) -> Subject:
    """Several ideas or needs become one subject, new or already there: supporters count once on it, everyone is told."""
    spine.hold_numbers(SUBJECT_LETTER)
    spine.lock(*ideas, *([into] if into else []))
    _demand_groupable(ideas, by, into)
    subject = into or _subject_from(ideas, by, title=title, why=why)
    envelope_of_it = Contribution.objects.get(pk=subject.pk)
    for idea in ideas:
        idea.merged_into = envelope_of_it
        idea.save(update_fields=["merged_into"])
        spine.take_away(idea, state=State.MERGED, by=by)
        record("group_idea", by=by, target=idea, changes={"into": subject.code})
        emit(ContributionMerged(contribution=idea, into=envelope_of_it, by=by))
    emit(IdeasGrouped(contribution=envelope_of_it, by=by, first=min(idea.pk for idea in ideas)))
    return Subject.objects.get(pk=subject.pk)


def _demand_groupable(ideas: Sequence[Idea], by: "Actor", into: Subject | None) -> None:
    if not ideas:
        raise Refused(_("Tick at least one idea."))
    for one in (*ideas, *([into] if into else [])):
        demand(by, "manage", one)
        if one.state != State.PUBLISHED:
            raise Refused(_("Only what is published can be grouped. Load the list again: something changed."))
        if one.space_id != ideas[0].space_id:
            raise Refused(_("Only ideas of the same space can be grouped."))


def _subject_from(ideas: Sequence[Idea], by: "Actor", *, title: str, why: str) -> Subject:
    """Promised an answer by the earliest day promised to one of them."""
    first = ideas[0]
    subject = Subject(
        **envelope(first.space, letter=SUBJECT_LETTER, kind="subject", title=title),
        territory_id=_common({idea.territory_id for idea in ideas}),
        theme_id=_common({idea.theme_id for idea in ideas}),
        author_label=_("Drawn from the box of ideas"),
        helper=by.user,
        origin=Origin.RESIDENT,
        why=why,
        answer_due=min((idea.answer_due for idea in ideas if idea.answer_due), default=None),
        state=State.PENDING,
    )
    subject.save()
    emit(ContributionReceived(contribution=subject, by=by))
    spine.show(subject, by=by)
    record("group_ideas", by=by, target=subject, changes={"ideas": [idea.code for idea in ideas]})
    return subject


def _common(values: set[int | None]) -> int | None:
    """What all have in common, else nothing."""
    return next(iter(values)) if len(values) == 1 else None
