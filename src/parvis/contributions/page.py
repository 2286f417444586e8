"""The contribution’s page, put together from the envelope, its kind, its thread and what other rooms bring."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.contributions.cards import author_name, cards, place_name, title_of
from parvis.contributions.kinds import child_of, kind_of
from parvis.contributions.models import Channel, Contribution, State, Verdict
from parvis.contributions.pages import crumbs_about
from parvis.contributions.panels import draw
from parvis.contributions.queries import attachments_of, authors_of, related_to
from parvis.contributions.rules import is_author
from parvis.contributions.thread import received_on, thread_steps
from parvis.core.rights import can
from parvis.core.sentences import full_date, human_date
from parvis.core.text import excerpt, plain_paragraphs
from parvis.territories.maps import PointMap, point_map

GONE = (State.MERGED, State.WITHDRAWN, State.HIDDEN)


def context(request: HttpRequest, contribution: Contribution) -> dict[str, Any]:
    """``contribution`` comes from ``queries.with_page``."""
    child = child_of(contribution)
    kind = kind_of(contribution)
    is_gone = contribution.state in GONE
    shows_words = (
        not is_gone or is_author(request.actor, contribution) or can(request.actor, "work_on", contribution)
    )
    is_shown = contribution.is_public
    attached = attachments_of(contribution) if shows_words and contribution.has_attachments else []
    related = list(related_to(contribution)) if is_shown and contribution.has_related else []
    return {
        "contribution": contribution,
        "process": contribution.process,
        "crumbs": crumbs_about(contribution),
        "words": kind.words(child),
        "facts": kind.facts(child),
        "title": title_of(contribution) if shows_words else what_became_of(contribution),
        "words_follow": bool(contribution.title) or contribution.body != title_of(contribution),
        "body": plain_paragraphs(contribution.body) if shows_words else "",
        "about": origin(contribution),
        "notices": draw(request, contribution, "notice"),
        "notice": notice(request.actor, contribution),
        "is_shown": is_shown,
        "verdict": verdict(contribution),
        "thread": kind.thread(child) if kind.thread and not is_gone else thread_steps(contribution),
        "gathered": cards(one for one in related if one.state == State.MERGED),
        "drawn": cards(one for one in related if one.state == State.PUBLISHED),
        "map": point(contribution) if shows_words else None,
        "attached": {
            "photos": [row for row in attached if row.image],
            "documents": [row for row in attached if row.document],
        },
        "answers": draw(request, contribution, "answers"),
        "support": draw(request, contribution, "support") if is_shown else [],
        "follow": [] if is_gone else draw(request, contribution, "follow"),
        "discussion": draw(request, contribution, "discussion") if is_shown else [],
        "foot": draw(request, contribution, "foot") if is_shown else [],
        "can_illustrate": can(request.actor, "illustrate", contribution),
        "can_join_document": can(request.actor, "join_document", contribution),
        "can_invite": can(request.actor, "invite", contribution),
        "can_edit": can(request.actor, "edit", contribution),
        "can_withdraw": can(request.actor, "withdraw", contribution),
        "url": request.build_absolute_uri(reverse("contributions:detail", args=[contribution.code])),
        "description": excerpt(contribution.body or contribution.title, 160) if shows_words else "",
    }


def point(contribution: Contribution) -> PointMap | None:
    """Where it speaks of, on the outline of its démarche or of its space; its place stands above in words."""
    if contribution.lon is None or contribution.lat is None:
        return None
    place = (contribution.lon, contribution.lat, "", "")
    about = contribution.process or contribution.space
    return point_map(contribution.space, about.territory_id, [place])


def origin(contribution: Contribution) -> list[str]:
    """Who, where, when and by which way; channel (on paper) and occasion (the market) are two things."""
    if contribution.dated_by_import:
        day = _("imported on %(day)s") % {"day": full_date(contribution.created_at)}
    else:
        day = human_date(received_on(contribution))
    by_another_way = contribution.channel not in {Channel.WEB, Channel.IMPORT}
    others = (
        ", ".join(str(person) for person in authors_of(contribution)[1:]) if signed_together(contribution) else ""
    )
    names_its_way = contribution.organisation_id or contribution.author_label or contribution.author_id
    parts = [
        _("%(author)s with %(others)s") % {"author": author_name(contribution), "others": others}
        if others
        else author_name(contribution),
        place_name(contribution),
        str(Channel(contribution.channel).label).lower() if by_another_way and names_its_way else "",
        contribution.occasion,
        day,
        _("noted by the team") if contribution.helper_id else "",
        _("changed on %(day)s") % {"day": full_date(contribution.edited_at)} if contribution.edited_at else "",
    ]
    return [part for part in parts if part]


def signed_together(contribution: Contribution) -> bool:
    return contribution.step is not None and bool(contribution.step.settings.get("coauthors"))


def verdict(contribution: Contribution) -> dict[str, str] | None:
    """From the envelope alone, for pages where no room brings the answer itself."""
    if not contribution.verdict:
        return None
    found = Verdict(contribution.verdict)
    return {"key": found.value, "label": str(found.label), "detail": ""}


def what_became_of(contribution: Contribution) -> str:
    """The title of a page whose words are no longer shown."""
    return {
        State.MERGED: _("This contribution was brought together with another"),
        State.WITHDRAWN: _("Its author withdrew this contribution"),
        State.HIDDEN: _("This contribution is hidden"),
    }[State(contribution.state)]


def notice(actor: Actor, contribution: Contribution) -> str:
    """One sentence above the page when not everyone sees it as it is."""
    if contribution.state == State.WITHDRAWN and is_author(actor, contribution):
        return _("You withdrew this text. Only you and the team can still read it here.")
    if contribution.state == State.PENDING:
        return _("The team reads this before it shows to everyone. Only you and the team see this page.")
    if contribution.state in GONE:
        return what_became_of(contribution)
    if contribution.visibility != "public":
        return _("Only you and the team see this page.")
    return ""
