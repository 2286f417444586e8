"""Who and where: real territories, spaces, the team, a crowd."""

import gzip
import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from parvis.accounts.actors import Actor, actor_of
from parvis.accounts.models import Participant, Role, RoleAssignment, User
from parvis.core.fields import Translated
from parvis.demo.personas import PERSONAS, Persona
from parvis.moderation.actions import set_policy
from parvis.moderation.models import ModerationPolicy
from parvis.organisations.models import Organisation
from parvis.territories.actions import add_area, import_territories, open_space
from parvis.territories.models import FunderMention, Kind, Space, Territory

DATA = Path(__file__).parent / "data"
SUPPORTERS = 90


def director() -> Actor:
    diane = next(p for p in PERSONAS if p.key == "diane")
    user = User.objects.create_user(diane.email, name=diane.first_name)
    RoleAssignment.objects.create(user=user, role=Role.ADMIN, on_platform=True)
    return actor_of(user, has_second_factor=True)


def _geojson(name: str) -> Any:
    with gzip.open(DATA / f"{name}.geojson.gz", "rt", encoding="utf-8") as file:
        return json.load(file)


def bring_territories(by: Actor) -> None:
    """Intercommunalities under the names residents give them, without their legal forms (« CA », « CC du »)."""
    files = {
        "ca-provence-alpes-agglomeration": "Provence Alpes Agglo",
        "cc-du-sisteronais-buech": "Sisteronais-Buëch",
    }
    wholes = []
    for file, name in files.items():
        data = _geojson(file)
        data["epci"]["nom"] = name
        wholes.append(import_territories(data=data, by=by).territory)
    add_area(kind=Kind.GAL, name="Provence Alpes et Sisteronais-Buëch", code="leader-dignois", parts=wholes, by=by)
    add_area(kind=Kind.COUNTRY, name="France", code="FR", parts=[], by=by)


def open_spaces(by: Actor) -> dict[str, Space]:
    wanted = {
        "leader": (Kind.GAL, "leader-dignois", "Dignois et Sisteronais-Buëch", {"is_main": True}),
        "provence-alpes": (Kind.EPCI, "200067437", "Provence Alpes Agglomération", {}),
        "sisteronais-buech": (Kind.EPCI, "200068765", "Sisteronais-Buëch", {}),
        "volonne": (Kind.COMMUNE, "04244", "Volonne", {}),
        "france-exemple": (Kind.COUNTRY, "FR", "France (exemple)", {"is_example": True}),
    }
    spaces = {}
    for slug, (kind, code, name, options) in wanted.items():
        territory = Territory.objects.get(kind=kind, code=code)
        space = open_space(territory=territory, name=name, by=by, **options)
        Space.objects.filter(pk=space.pk).update(slug=slug, **_dress(slug))
        spaces[slug] = Space.objects.get(pk=space.pk)
    FunderMention.objects.create(
        space=spaces["leader"],
        name="Union européenne, programme LEADER",
        sentence={
            "fr": "Avec le soutien de l’Union européenne, programme LEADER.",
            "en": "With the support of the European Union, LEADER programme.",
            "ar": "بدعم من الاتحاد الأوروبي، برنامج LEADER.",
        },
        everywhere=True,
    )
    return spaces


def _dress(slug: str) -> dict[str, Any]:
    colours = {
        "sisteronais-buech": {"primary": "#1f4d3a", "accent": "#a34a12", "sun": "#e8b23a"},
        "volonne": {"primary": "#5a2a4a", "accent": "#a8442a", "sun": "#f0b840"},
        "france-exemple": {"primary": "#2b3a67", "accent": "#a23b2a", "sun": "#e9c46a"},
    }
    common = {
        "tagline": {"fr": "On en parle ensemble", "en": "Let us talk about it", "ar": "لنتحدث معًا"},
        "phone": "04 00 00 00 00",
        "phone_hours": {
            "fr": "mardi et jeudi, 9 h – 12 h",
            "en": "Tuesday and Thursday, 9 a.m. – 12 noon",
            "ar": "الثلاثاء والخميس من 9 إلى 12",
        },
        "email": "participer@demo.example",
        "welcome_text": {
            "fr": "Trois minutes suffisent. Ici, sur papier en mairie, au marché le samedi, ou par téléphone.",
            "en": "Three minutes are enough. Here, on paper at the town hall, at the market on Saturdays, or by phone.",
            "ar": "تكفي ثلاث دقائق: هنا، أو على الورق في البلدية، أو في السوق يوم السبت، أو بالهاتف.",
        },
    }
    return common | colours.get(slug, {})


READING_HOURS = Translated(
    fr="du lundi au vendredi, 9 h – 17 h",
    en="Monday to Friday, 9 a.m. – 5 p.m.",
    ar="من الاثنين إلى الجمعة، من 9 إلى 17",
)


def set_moderation(by: Actor) -> None:
    """First messages are read after publication here, so that whoever tries the demonstration sees hers at once."""
    for policy in ModerationPolicy.objects.select_related("space"):
        set_policy(policy=policy, by=by, changes={"review_first": False, "hours": READING_HOURS})


def add_services(space: Space) -> None:
    for slug, name in (("mobilites", "Mobilités"), ("environnement", "Environnement")):
        Organisation.objects.create(
            kind=Organisation.Kind.SERVICE, name=name, slug=slug, space=space, verified_at=timezone.now()
        )


def add_people(spaces: dict[str, Space]) -> None:
    for persona in PERSONAS:
        user, _new = User.objects.get_or_create(email=persona.email, defaults={"name": persona.first_name})
        Participant.objects.create(
            owner=user, is_primary=True, pseudonym=persona.first_name, territory=commune(persona.commune)
        )
        if persona.role and persona.space:
            service = Organisation.objects.filter(slug=persona.service).first()
            RoleAssignment.objects.create(
                user=user, role=persona.role, space=spaces[persona.space], service=service, title=persona.what
            )


def commune(code: str) -> Territory | None:
    return Territory.objects.get(kind=Kind.COMMUNE, code=code) if code else None


def gather_crowd() -> list[Actor]:
    """People of the communes who support and comment, in proportion to their size; none of them is anyone."""
    communes = list(Territory.objects.filter(kind=Kind.COMMUNE).order_by("-population")[:30])
    people = Participant.objects.bulk_create(
        Participant(origin=Participant.Origin.EMAIL, territory=communes[n % len(communes)])
        for n in range(SUPPORTERS)
    )
    return [Actor(participant=person) for person in people]


def acting_as(key: str) -> Actor:
    persona: Persona = next(p for p in PERSONAS if p.key == key)
    return actor_of(User.objects.get(email=persona.email), has_second_factor=True)
