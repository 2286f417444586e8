"""Who is told: ids of persons, never of those who left, never twice."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from parvis.accounts.models import Participant, Role, RoleAssignment
from parvis.contributions.models import CoAuthor, Contribution, Participation
from parvis.follows.models import Follow
from parvis.moderation.models import Decision
from parvis.processes.models import Process
from parvis.replies.models import Assignment, Reply
from parvis.territories.models import TerritoryClosure

if TYPE_CHECKING:
    from parvis.accounts.models import User


def authors(contribution: Contribution) -> set[int]:
    people = set(
        CoAuthor.objects.filter(contribution=contribution, accepted_at__isnull=False).values_list(
            "participant", flat=True
        )
    )
    return people | ({contribution.author_id} if contribution.author_id else set())


def concerned(contribution: Contribution) -> set[int]:
    """Who follows it, its author among them unless she stopped, and its co-authors."""
    followers = set(Follow.objects.filter(contribution=contribution).values_list("participant", flat=True))
    return followers | (authors(contribution) - {contribution.author_id})


def of_process(process: Process) -> set[int]:
    return set(Follow.objects.filter(process=process).values_list("participant", flat=True))


def took_part(process: Process) -> set[int]:
    people = Participation.objects.filter(process=process).values_list("participant", flat=True)
    return set(people) | of_process(process)


def around(process: Process) -> set[int]:
    """Who follows its theme, who carries it, its territory, a place inside it or one that holds it."""
    place = process.territory_id
    pairs = TerritoryClosure.objects.filter(Q(ancestor=place) | Q(descendant=place)).values_list(
        "ancestor", "descendant"
    )
    places = {pk for pair in pairs for pk in pair}
    wanted = Q(process=process) | Q(territory__in=places)
    if process.theme_id:
        wanted |= Q(theme=process.theme_id)
    if process.pilot_id:
        wanted |= Q(organisation=process.pilot_id)
    return set(Follow.objects.filter(wanted).values_list("participant", flat=True))


def reporters(decision: Decision) -> set[int]:
    people = decision.reports.filter(reporter__isnull=False).values_list("reporter", flat=True)
    return set(people)


def service_of(assignment: Assignment) -> set[int]:
    """The agent asked, else everybody who answers for the service."""
    if assignment.user_id:
        return persons_of([assignment.user_id])
    return persons_of(
        RoleAssignment.objects.current().filter(service=assignment.service_id).values_list("user", flat=True)
    )


def validators(reply: Reply) -> set[int]:
    return persons_of(validating_users(reply))


def validating_users(reply: Reply) -> set[int]:
    """The accounts of those who answer for it: the élues of its space or of its démarche."""
    holders = RoleAssignment.objects.current().filter(
        Q(space=reply.space_id) | Q(process=reply.process_id, process__isnull=False), role=Role.ELECTED
    )
    return set(holders.values_list("user", flat=True))


def persons_of(users: "Iterable[int | User]") -> set[int]:
    found = Participant.objects.filter(owner__in=list(users), is_primary=True)
    return set(found.values_list("pk", flat=True))
