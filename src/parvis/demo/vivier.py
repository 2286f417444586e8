"""What the territory of the demonstration may soon be asked about. Plausible, and invented."""

from datetime import timedelta

from django.utils import timezone

from parvis.accounts.actors import Actor
from parvis.contributions.models import Contribution
from parvis.demo.people import acting_as, commune
from parvis.organisations.models import Organisation
from parvis.subjects.actions import declare_subject, move_subject, propose_subject
from parvis.subjects.models import Move, Subject
from parvis.supports.actions import support
from parvis.territories.models import Space


def fill_the_vivier(space: Space, crowd: list[Actor]) -> None:
    """Proposed, studied, planned, over: one of each, with its answer."""
    digne = commune("04070")
    olga = acting_as("olga")
    service = Organisation.objects.filter(space=space, kind=Organisation.Kind.SERVICE).order_by("pk").first()
    forest = propose_subject(
        space=space,
        by=crowd[4],
        title="De l’ombre dans les cours d’école",
        why="En juin, il fait 40 °C dans la cour. On pourrait planter et enlever du goudron, mais où, et avec qui ?",
        territory_id=digne.pk if digne else None,
    )
    _backed(forest, crowd, 23)
    cycling = declare_subject(
        space=space,
        by=olga,
        origin="service",
        title="Le schéma cyclable 2027-2032",
        why="Le conseil choisira les itinéraires à aménager en premier.",
        organisation_id=service.pk if service else None,
        coming="decision",
        decides_on=timezone.localdate() + timedelta(days=185),
        contact="Service Mobilités, 04 00 00 00 00",
        is_public=True,
    )
    _backed(cycling, crowd, 9)
    _answered(
        cycling,
        "planned",
        "Vous choisirez les itinéraires avec nous au printemps : ateliers dans quatre communes, carte en ligne.",
        days_ago=4,
        degree=4,
    )
    declare_subject(
        space=space,
        by=olga,
        origin="service",
        title="Travaux du pont de la Bléone",
        why="Le pont sera fermé trois mois. Les déviations ne sont pas encore choisies.",
        coming="works",
        decides_on=timezone.localdate() + timedelta(days=120),
        contact="Service Voirie, 04 00 00 00 00",
        is_public=True,
    )
    swimming = propose_subject(
        space=space,
        by=crowd[9],
        title="Des horaires de piscine pour celles et ceux qui travaillent",
        why="Elle ferme à 18 h presque tous les jours.",
    )
    _backed(swimming, crowd, 41)
    _answered(
        swimming,
        "qualified",
        "Le sujet est étudié avec les maîtres-nageurs. Votre avis sera demandé avant la rentrée.",
        days_ago=12,
        degree=2,
    )
    tariffs = propose_subject(
        space=space, by=crowd[13], title="Le prix de l’eau", why="Pourquoi change-t-il d’une commune à l’autre ?"
    )
    _answered(
        tariffs,
        "closed",
        "La régie l’a décidé en juin, après la concertation de l’an dernier : le bilan est sur le site de la régie.",
        days_ago=20,
    )


def _backed(subject: Subject, crowd: list[Actor], count: int) -> None:
    for rank in range(count):
        support(contribution=Contribution.objects.get(pk=subject.pk), by=crowd[(rank * 3 + 1) % len(crowd)])
    born = timezone.now() - timedelta(days=25 + count)
    Contribution.objects.filter(pk=subject.pk).update(created_at=born, published_at=born)


def _answered(subject: Subject, standing: str, answer: str, *, days_ago: int, degree: int | None = None) -> None:
    found = Subject.objects.get(pk=subject.pk)
    move_subject(subject=found, by=acting_as("olga"), standing=standing, answer=answer, degree=degree)
    day = timezone.now() - timedelta(days=days_ago)
    Move.objects.filter(subject=subject.pk).update(at=day)
    Contribution.objects.filter(pk=subject.pk).update(answered_at=day)
