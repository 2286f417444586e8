from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.accounts.models import Participant
from parvis.accounts.persons import registered_person
from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.events import ContributionReceived, ContributionSplit
from parvis.contributions.intake import demand_voice, receive
from parvis.contributions.models import Channel, State
from parvis.core.events import emit
from parvis.core.rights import Refused, demand
from parvis.core.verbs import Overtaken, verb
from parvis.methods.proposals.models import Category, Nature, Proposal
from parvis.methods.proposals.queries import communes_of
from parvis.processes.models import Process, Step
from parvis.processes.queries import current_phase

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.core.fields import Translated


@verb
def submit_proposal(
    *,
    step: Step,
    by: "Actor",
    title: str,
    body: str = "",
    nature: str = Nature.PROPOSAL,
    category_id: int | None = None,
    territory_id: int | None = None,
    place: str = "",
    lat: float | None = None,
    lon: float | None = None,
    organisation_id: int | None = None,
    link: str = "",
    token: str = "",
) -> Proposal:
    """Put something to the institution. ``token``: the same one twice makes one contribution, and gives it back."""
    # The démarche's row is held first: a double submit waits here, then finds what the first one made.
    process = (
        Process.objects.select_for_update(no_key=True, of=("self",)).select_related("space").get(pk=step.process_id)
    )
    source_key = f"form:{token}" if token else ""
    already = Proposal.objects.filter(step=step, kind="proposal", source_key=source_key).first() if token else None
    if already:
        return already
    demand(by, "create", step)
    demand_voice(by, organisation_id)
    if category_id and not Category.objects.filter(pk=category_id, step=step).exists():
        raise Refused(_("This category does not exist here."))
    if territory_id and not communes_of(step).filter(pk=territory_id).exists():
        raise Refused(_("This commune does not belong here."))
    proposal = Proposal(
        code=spine.next_codes(process)[0],
        kind="proposal",
        space=process.space,
        process=process,
        step=step,
        phase=current_phase(opening.phase for opening in step.openings.select_related("phase")),
        territory_id=territory_id,
        theme_id=process.theme_id,
        author=by.participant,
        organisation_id=organisation_id,
        link=link,
        language=get_language() or "fr",
        title=title,
        body=body,
        place=place,
        lat=lat,
        lon=lon,
        nature=nature,
        category_id=category_id,
        source_key=source_key,
    )
    receive(proposal, by=by)
    record("submit_proposal", by=by, target=proposal)
    return proposal


@verb
def note_proposal(
    *,
    step: Step,
    by: "Actor",
    channel: str,
    title: str,
    body: str = "",
    nature: str = Nature.PROPOSAL,
    territory_id: int | None = None,
    shown: str = "",
    link: str = "",
    occasion: str = "",
    received_on: date | None = None,
    addresses: Sequence[tuple[str, str]] = (),
    consent_wording: str = "",
    token: str = "",
) -> tuple[Proposal, str]:
    """Write down what somebody told the team, and the code of her slip. Paper may come in after the phase closed.

    ``token``: the same form sent twice is noted once.
    """
    process = (
        Process.objects.select_for_update(no_key=True, of=("self",)).select_related("space").get(pk=step.process_id)
    )
    demand(by, "note", process)
    source_key = f"form:{token}" if token else ""
    if token and Proposal.objects.filter(step=step, kind="proposal", source_key=source_key).exists():
        raise Overtaken(_("It is noted already."))
    if territory_id and not communes_of(step).filter(pk=territory_id).exists():
        raise Refused(_("This commune does not belong here."))
    person, slip = registered_person(
        by=by,
        origin=ORIGINS.get(channel, Participant.Origin.CODE),
        channel=channel,
        consent_wording=consent_wording,
        addresses=addresses,
        territory_id=territory_id,
        link=link,
    )
    proposal = Proposal.objects.create(
        code=spine.next_codes(process)[0],
        kind="proposal",
        space=process.space,
        process=process,
        step=step,
        phase=current_phase(opening.phase for opening in step.openings.select_related("phase")),
        territory_id=territory_id,
        theme_id=process.theme_id,
        author=person,
        author_label=shown,
        helper=by.user,
        channel=channel,
        occasion=occasion,
        received_on=received_on,
        link=link,
        language=get_language() or "fr",
        title=title,
        body=body,
        source_key=source_key,
        nature=nature,
        state=State.PENDING,
    )
    emit(ContributionReceived(contribution=proposal, by=by))
    spine.register_person(process, person, channel)
    spine.show(proposal, by=by)
    record("note_proposal", by=by, target=proposal, changes={"channel": channel})
    return proposal, slip


ORIGINS = {Channel.PHONE: Participant.Origin.PHONE, Channel.PAPER: Participant.Origin.REGISTER}


@verb
def split_proposal(*, proposal: Proposal, parts: Sequence[tuple[str, str]], by: "Actor") -> list[Proposal]:
    """Draw several proposals (title, text) out of one that holds them; it stays, with its supports, and points to them."""
    spine.lock(proposal)
    demand(by, "manage", proposal)
    if not proposal.is_public or not parts:
        raise Refused(_("Only a published contribution can be split, in at least one part."))
    drawn = []
    for code, (title, body) in zip(spine.next_codes(proposal.process, len(parts)), parts, strict=True):
        part = Proposal(
            code=code, title=title, body=body, state=State.PENDING, split_from=proposal.contribution_ptr
        )
        for name in SHARED:
            setattr(part, name, getattr(proposal, name))
        part.save()
        emit(ContributionReceived(contribution=part, by=by))
        spine.show(part, by=by)
        drawn.append(part)
    record("split_proposal", by=by, target=proposal, changes={"parts": [part.code for part in drawn]})
    emit(ContributionSplit(contribution=proposal, by=by, parts=tuple(drawn)))
    return drawn


# What the parts of a split proposal have in common with it: who said it, where, when and how; not what became of it.
SHARED = (
    *("kind", "space_id", "process_id", "step_id", "phase_id", "territory_id", "theme_id", "nature", "category_id"),
    *("author_id", "author_label", "organisation_id", "link", "channel", "helper_id", "occasion", "language"),
    *("place", "lon", "lat", "geometry", "created_at", "received_on", "dated_by_import"),
)


@verb
def set_categories(*, step: Step, names: Sequence[tuple[int | None, "Translated"]], by: "Actor") -> list[Category]:
    """The drawers of a step, in this order, each with its number, or ``None`` when it is new. One that is no longer
    named goes; its proposals stay, without a drawer."""
    demand(by, "manage", step.process)
    drawers = {category.pk: category for category in Category.objects.filter(step=step)}
    before = [str(category) for category in drawers.values()]
    Category.objects.filter(step=step).exclude(pk__in=[pk for pk, _name in names if pk in drawers]).delete()
    for order, (pk, name) in enumerate(names):
        category = drawers.get(pk) or Category(step=step)
        category.name, category.order = name, order
        category.save()
    after = [str(name) for _pk, name in names]
    record("set_categories", by=by, target=step.process, changes={"categories": [before, after]})
    return list(Category.objects.filter(step=step))


@verb
def put_in_category(*, proposal: Proposal, category: Category | None, by: "Actor") -> Proposal:
    """Put it in one drawer of its step, or in none."""
    demand(by, "manage", proposal)
    if category and category.step_id != proposal.step_id:
        raise Refused(_("This category does not exist here."))
    before = str(proposal.category or "")
    if proposal.category != category:
        proposal.category = category
        proposal.save(update_fields=["category"])
        changes = {"category": [before, str(category or "")]}
        record("put_in_category", by=by, target=proposal, changes=changes)
    return proposal
