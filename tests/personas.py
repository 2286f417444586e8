"""The people of the tests: who they are, and how the client becomes one of them."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from parvis.accounts.actors import VISITOR, Actor, actor_of
from parvis.accounts.models import Participant, Role, RoleAssignment, User
from parvis.organisations.models import Organisation
from parvis.processes.models import Phase, PhaseOpening, Process, Promise, Step
from parvis.territories.models import Kind, Space, Territory, TerritoryClosure, TerritoryLink

NAMES = ("visitor", "alice", "bob", "mona", "olga", "tariq", "elise", "charlie", "diane")


def territory(name: str, code: str, *, kind: str = Kind.COMMUNE, parent: Territory | None = None) -> Territory:
    new = Territory.objects.create(
        kind=kind, code=code, name=name, slug=name.lower().replace(" ", "-"), search_name=name.lower()
    )
    TerritoryClosure.objects.create(ancestor=new, descendant=new, depth=0)
    if parent:
        TerritoryLink.objects.create(parent=parent, child=new)
        for up in TerritoryClosure.objects.filter(descendant=parent):
            TerritoryClosure.objects.create(ancestor=up.ancestor, descendant=new, depth=up.depth + 1)
    return new


def person(name: str, **participant: object) -> User:
    user = User.objects.create_user(f"{name}@example.org", name=name.capitalize())
    Participant.objects.create(owner=user, is_primary=True, pseudonym=name.capitalize(), **participant)
    return user


@dataclass
class World:
    """Two spaces side by side; one démarche open to everything; everybody in her place."""

    p2a: Territory
    digne: Territory
    sisteron: Territory
    space: Space
    other_space: Space
    mobility: Organisation
    process: Process
    step: Step
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        return VISITOR if name == "visitor" else actor_of(self.users[name], has_second_factor=True)


def build_world() -> World:
    p2a = territory("Provence Alpes", "200067437", kind=Kind.EPCI)
    digne = territory("Digne", "04070", parent=p2a)
    buech = territory("Sisteronais", "200068765", kind=Kind.EPCI)
    sisteron = territory("Sisteron", "04209", parent=buech)
    space = Space.objects.create(territory=p2a, slug="provence-alpes", name="Provence Alpes", is_main=True)
    other_space = Space.objects.create(territory=buech, slug="sisteronais", name="Sisteronais-Buëch")
    mobility = Organisation.objects.create(
        kind=Organisation.Kind.SERVICE, name="Mobilités", slug="mobilites", space=space
    )
    process, step = open_process(space, digne)
    users = {
        "alice": person("alice", territory=digne),
        "bob": person("bob", territory=sisteron),
        **{name: person(name) for name in ("mona", "olga", "tariq", "elise", "charlie", "diane")},
    }
    for name, role, where in (
        ("mona", Role.MODERATOR, space),
        ("olga", Role.ANIMATOR, space),
        ("tariq", Role.TECHNICIAN, space),
        ("elise", Role.ELECTED, space),
        ("charlie", Role.ANIMATOR, other_space),
    ):
        RoleAssignment.objects.create(
            user=users[name], role=role, space=where, service=mobility if name == "tariq" else None
        )
    RoleAssignment.objects.create(user=users["diane"], role=Role.ADMIN, on_platform=True)
    return World(p2a, digne, sisteron, space, other_space, mobility, process, step, users)


def open_process(
    space: Space, where: Territory, *, prefix: str = "TUD", slug: str = "transport"
) -> tuple[Process, Step]:
    """A published démarche whose running phase opens everything on one proposals step."""
    process = Process.objects.create(
        space=space,
        territory=where,
        prefix=prefix,
        slug=slug,
        title="Transport urbain : quels arrêts ?",
        summary="Dites où vous montez.",
        degree=3,
        state=Process.State.PUBLISHED,
        published_at=timezone.now() - timedelta(days=3),
        minutes=4,
    )
    Promise.objects.create(
        process=process,
        why="Le réseau change.",
        open="Les horaires",
        decided="Le tracé",
        elsewhere="Les cars régionaux",
        who_decides="Le conseil communautaire",
        who_reads="Le service Mobilités",
        how_answered="Une réponse à chacun",
        answer_days=30,
    )
    phase = Phase.objects.create(
        process=process,
        title="Vous donnez votre avis",
        starts_at=timezone.now() - timedelta(days=3),
        ends_at=timezone.now() + timedelta(days=12),
    )
    step = Step.objects.create(
        process=process, method="proposals", code=f"{prefix}-1", slug="avis", title="Vos avis", settings={}
    )
    PhaseOpening.objects.create(phase=phase, step=step, verbs=["create", "comment", "support"])
    return process, step
