"""The counters a batch moves, all at once and exactly back: set-based SQL, the same on both databases.

``UPDATE … FROM`` is one pass over the batch where a query per root would be thousands; it says what
``contributions.spine.count`` says for one contribution.
"""

from django.db import connection
from django.db.models import Count, Q

from parvis.contributions import spine
from parvis.contributions.models import ChannelFigure, Contribution, ImportBatch, TerritoryFigure
from parvis.processes.models import Process, Step

PUBLIC = Q(state="published", visibility="public")

_ROOTS = """
UPDATE contributions_contribution SET
  comments_count = comments_count + %(sign)s * said.answers,
  for_count = for_count + %(sign)s * said.agree,
  against_count = against_count + %(sign)s * said.disagree,
  neutral_count = neutral_count + %(sign)s * said.other
FROM (
  SELECT root_id, COUNT(*) AS answers,
    SUM(CASE WHEN stance = 1 AND parent_id = root_id THEN 1 ELSE 0 END) AS agree,
    SUM(CASE WHEN stance = -1 AND parent_id = root_id THEN 1 ELSE 0 END) AS disagree,
    SUM(CASE WHEN stance = 0 AND parent_id = root_id THEN 1 ELSE 0 END) AS other
  FROM contributions_contribution
  WHERE batch_id = %(batch)s AND state = 'published' AND visibility = 'public' AND root_id IS NOT NULL
  GROUP BY root_id
) AS said
WHERE contributions_contribution.id = said.root_id
"""

_PARENTS = """
UPDATE contributions_contribution SET comments_count = comments_count + %(sign)s * said.answers
FROM (
  SELECT parent_id, COUNT(*) AS answers FROM contributions_contribution
  WHERE batch_id = %(batch)s AND state = 'published' AND visibility = 'public' AND parent_id <> root_id
  GROUP BY parent_id
) AS said
WHERE contributions_contribution.id = said.parent_id
"""


def count_batch(batch: ImportBatch, *, sign: int) -> None:
    """Add (+1) or take back (-1) what the public rows of a batch weigh in every counter."""
    with connection.cursor() as cursor:
        for statement in (_ROOTS, _PARENTS):
            cursor.execute(statement, {"sign": sign, "batch": batch.pk})
    public = Contribution.objects.filter(PUBLIC, batch=batch).order_by()
    roots = public.filter(parent=None)
    for process_id, count in roots.values_list("process").annotate(n=Count("id")):
        spine.move(Process, process_id, contributions_count=sign * count)
    for process_id, count in public.exclude(parent=None).values_list("process").annotate(n=Count("id")):
        spine.move(Process, process_id, comments_count=sign * count)
    for step_id, count in roots.values_list("step").annotate(n=Count("id")):
        spine.move(Step, step_id, contributions_count=sign * count)
    for process_id, channel, count in roots.values_list("process", "channel").annotate(n=Count("id")):
        figure, _made = ChannelFigure.objects.get_or_create(process_id=process_id, channel=channel)
        spine.move(ChannelFigure, figure.pk, contributions=sign * count)
    placed = roots.exclude(territory=None).values_list("process", "territory").annotate(n=Count("id"))
    for process_id, territory_id, count in placed:
        place, _made = TerritoryFigure.objects.get_or_create(process_id=process_id, territory_id=territory_id)
        spine.move(TerritoryFigure, place.pk, contributions=sign * count)
