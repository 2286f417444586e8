"""Reading contributions: from the envelope, scoped by who asks."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from parvis.accounts.models import Participant, Role
from parvis.contributions.models import CoAuthor, Contribution, ContributionQuerySet
from parvis.core.prepared import prepared
from parvis.files.models import Attachment
from parvis.organisations.models import Membership, Organisation
from parvis.processes.models import PhaseOpening
from parvis.processes.queries import in_scope

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


# Who follows a link to what is no longer shown reads what became of it.
# What was said inside an internal démarche is for those who work in its space.
_OPEN_TO_ALL = Q(state__in=("published", "merged", "withdrawn", "hidden"), visibility="public") & (
    Q(process=None) | Q(process__visibility="public")
)
_NOBODY = 0


def visible_to(actor: "Actor") -> QuerySet[Contribution]:
    """What the actor may open by its code: public ones, her own, and those she works on.

    Public lists use ``Contribution.objects.public()`` instead, whose literals match the partial indexes.
    """
    condition = _OPEN_TO_ALL
    if actor.participant:
        condition |= Q(author=actor.participant)
    scope = actor.scope(*Role)
    if scope:
        condition |= in_scope(scope, process="process_id")
    return Contribution.objects.filter(condition).exclude(state="staged")


def manageable_by(actor: "Actor", *roles: str) -> ContributionQuerySet:
    """What the actor’s desk holds, for these roles (all staff roles when none is given)."""
    scope = actor.scope(*(roles or tuple(Role)))
    if not scope:
        return Contribution.objects.none()
    return Contribution.objects.filter(in_scope(scope, process="process_id")).exclude(state="staged")


# Reading fifty columns of which ten are shown was half the time of a page.
_NAMES = ("author__pseudonym", "author__erased_at", "organisation__name", "territory__name")
CARD_COLUMNS = (
    *("code", "kind", "title", "body", "language", "state", "step", "author_label", "channel", "place"),
    *("stage", "verdict", "is_abandoned", "status__label", "received_on", "created_at", "answered_at"),
    *("supports_count", "imported_for", "comments_count", "shuffle"),
    *_NAMES,
)
COMMENT_COLUMNS = (
    *("code", "kind", "title", "body", "language", "state", "stance", "root", "parent", "depth", "author_label"),
    *("channel", "place", "received_on", "created_at", "dated_by_import"),
    *("supports_count", "imported_for", "comments_count"),
    *_NAMES,
)


def with_names(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The joins that say who speaks, from where, and the animator’s word for where it stands."""
    return contributions.select_related("territory", "author", "organisation", "status")


def with_card(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """What a card shows, and no more; ``cards.cards`` adds one query per kind."""
    return with_names(contributions).only(*CARD_COLUMNS)


def with_page(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The joins of a contribution’s own page and of every right asked on it.

    What few have (what it answers, what it was brought together with) is read when there is one.
    """
    openings = Prefetch("step__openings", PhaseOpening.objects.select_related("phase"))
    return (
        with_names(contributions)
        .select_related("process__promise", "step__process", "space__territory__drawing")
        .defer("space__territory__drawing__paths")
        .prefetch_related(openings)
        .annotate(
            # Rare things, so that most pages do not ask for them.
            has_related=Exists(Contribution.objects.filter(merged_into=OuterRef("pk")))
            | Exists(Contribution.objects.filter(split_from=OuterRef("pk"))),
            has_attachments=Exists(Attachment.objects.filter(contribution=OuterRef("pk"))),
        )
    )


def page_for(actor: "Actor", code: str) -> Contribution | None:
    """The contribution of this code, with all its page needs, if the actor may open it (``visible_to``)."""
    if actor.scope(*Role):
        return with_page(visible_to(actor)).filter(code=code).first()
    author = actor.participant.pk if actor.participant else _NOBODY
    return next(iter(_page_of(code, author)), None)


@prepared
def _page_of(code: str, author: int) -> QuerySet[Contribution]:
    """For whoever works on nothing."""
    return with_page(
        Contribution.objects.filter(_OPEN_TO_ALL | Q(author=author), code=code).exclude(state="staged")
    )


def related_to(contribution: Contribution) -> QuerySet[Contribution]:
    """What was brought together here, and what was drawn out of it: each still has its own page and thread."""
    gathered = Q(merged_into=contribution, state="merged")
    drawn = Q(split_from=contribution, state="published", visibility="public")
    return with_card(Contribution.objects.filter(gathered | drawn)).order_by("id")[:40]


def voices_of(actor: "Actor") -> QuerySet[Organisation]:
    """The organisations this person may speak « au nom de » today."""
    if actor.user is None:
        return Organisation.objects.none()
    held = Membership.objects.current().filter(user=actor.user, is_representative=True, accepted_at__isnull=False)
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def authors_of(contribution: Contribution) -> list[Participant]:
    """Everyone who signed it, the first author first: those to be told of its thread."""
    signed = CoAuthor.objects.filter(contribution=contribution, accepted_at__isnull=False)
    others = [row.participant for row in signed.select_related("participant").order_by("accepted_at", "id")]
    return [contribution.author, *others] if contribution.author else others


def attachments_of(contribution: Contribution) -> list[Attachment]:
    return list(Attachment.objects.filter(contribution=contribution).select_related("image", "document"))
