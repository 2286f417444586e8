"""Builds the demonstration with the same verbs as everybody: real territories, démarches in every state."""

from collections.abc import Callable

from django.utils import translation

from parvis.accounts.actions import ensure_default_retention
from parvis.demo.law import prove_transport
from parvis.demo.papers import write_papers
from parvis.demo.people import (
    add_people,
    add_services,
    bring_territories,
    director,
    gather_crowd,
    open_spaces,
    set_moderation,
)
from parvis.demo.processes import concertation, lighting, sisteron, transport, volonne
from parvis.demo.publications import plan_meetings, tell_the_news
from parvis.demo.vivier import fill_the_vivier
from parvis.demo.voices import leave_something_to_moderate
from parvis.site.actions import count_figures
from parvis.territories.models import Space

Tell = Callable[[str], None]


def build(*, tell: Tell = lambda _words: None) -> None:
    """Everything, in the order a real installation would know it."""
    with translation.override("fr"):
        admin = director()
        ensure_default_retention()
        tell("  territories…")
        bring_territories(admin)
        spaces = open_spaces(admin)
        set_moderation(admin)
        add_services(spaces["provence-alpes"])
        add_people(spaces)
        crowd = gather_crowd()
        tell("  démarches…")
        transport(spaces, crowd)
        prove_transport()
        concertation(spaces, crowd)
        volonne(spaces, crowd)
        lighting(spaces, crowd)
        sisteron(spaces)
        fill_the_vivier(spaces["provence-alpes"], crowd)
        plan_meetings()
        tell_the_news()
        write_papers()
        leave_something_to_moderate()


def count_everyone() -> None:
    """The totals of each front door, which the clock would count ten minutes later."""
    for space in Space.objects.all():
        count_figures(space=space)
