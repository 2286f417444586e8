from parvis.contributions.models import Participation
from parvis.core.verbs import verb
from parvis.site.models import SpaceFigures
from parvis.site.queries import public_processes
from parvis.territories.models import Space


@verb
def count_people(*, space: Space) -> int:
    """Persons, each once however many démarches she took part in."""
    heard = Participation.objects.filter(process__in=public_processes(space))
    people = heard.values("participant").distinct().count()
    SpaceFigures.objects.update_or_create(space=space, defaults={"people": people})
    return people
