"""The people of the demonstration: roles with a first name, nobody real."""

from dataclasses import dataclass

from parvis.accounts.models import Role


@dataclass(frozen=True)
class Persona:
    key: str
    first_name: str
    what: str
    role: Role | None = None
    space: str = ""
    service: str = ""
    commune: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


PERSONAS = (
    Persona("olga", "Olga", "animatrice, Provence Alpes Agglomération", Role.ANIMATOR, "provence-alpes"),
    Persona("mona", "Mona", "modératrice, Provence Alpes Agglomération", Role.MODERATOR, "provence-alpes"),
    Persona("tariq", "Tariq", "technicien au service Mobilités", Role.TECHNICIAN, "provence-alpes", "mobilites"),
    Persona("elise", "Élise", "élue aux mobilités", Role.ELECTED, "provence-alpes"),
    Persona("vera", "Véra", "secrétaire de mairie de Volonne", Role.ANIMATOR, "volonne"),
    Persona("charlie", "Charlie", "animateur, Sisteronais-Buëch", Role.ANIMATOR, "sisteronais-buech"),
    Persona("diane", "Diane", "administratrice de la plateforme", Role.ADMIN),
    Persona("alice", "Alice", "habitante de Digne-les-Bains", commune="04070"),
    Persona("bob", "Bob", "habitant de Sisteron", commune="04209"),
)
