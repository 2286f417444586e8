from django.db.models import Count, Q, Sum

from parvis.contributions.models import Participation, TerritoryFigure
from parvis.core.verbs import verb
from parvis.replies.models import Outcome
from parvis.site.models import SpaceFigures
from parvis.site.queries import outcomes, public_processes
from parvis.territories.models import Kind, Space


@verb
def count_figures(*, space: Space) -> SpaceFigures:
    """Persons, each once however many démarches she took part in; decisions; what was said in each commune."""
    processes = public_processes(space)
    decided = outcomes(space)
    totals = decided.aggregate(
        n=Count("pk", distinct=True), done=Count("pk", distinct=True, filter=Q(state=Outcome.State.DONE))
    )
    communes = (
        TerritoryFigure.objects.filter(process__in=processes, territory__kind=Kind.COMMUNE)
        .values_list("territory")
        .annotate(said=Sum("contributions"))
    )
    figures, _created = SpaceFigures.objects.update_or_create(
        space=space,
        defaults={
            "people": Participation.objects.filter(process__in=processes).values("participant").distinct().count(),
            "decided": totals["n"],
            "done": totals["done"],
            "featured": decided.order_by("-is_featured", "-decided_on", "-id").first(),
            "communes": {str(territory): said for territory, said in communes},
        },
    )
    return figures
