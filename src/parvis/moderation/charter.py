"""The public page on moderation, in sentences ready to read."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.moderation.models import Reason
from parvis.moderation.queries import ModerationFigures, moderation_figures, policy_of
from parvis.processes.models import Process
from parvis.territories.models import Space


def charter_context(space: Space | None) -> dict[str, Any]:
    if space is None:
        return {"reasons": Reason.labels, "policy": None, "figures": [], "read_before": [], "read_after": []}
    running = Process.objects.public().filter(space=space, state=Process.State.PUBLISHED)
    read_before = [p for p in running if p.moderation == Process.Moderation.BEFORE]
    return {
        "reasons": Reason.labels,
        "policy": policy_of(space),
        "figures": sentences(moderation_figures(space)),
        "read_before": read_before,
        "read_after": [p for p in running if p.moderation == Process.Moderation.AFTER],
    }


def sentences(figures: ModerationFigures) -> list[dict[str, str]]:
    """The shape of ``components/figures.html``; no figure without its base."""
    lines = [
        {
            "value": str(figures.shown),
            "label": ngettext("message can be read here", "messages can be read here", figures.shown),
        },
        {
            "value": str(figures.hidden),
            "label": ngettext("message hidden in 12 months", "messages hidden in 12 months", figures.hidden),
            "base": " · ".join(f"{label} : {n}" for label, n in figures.by_reason),
        },
        {
            "value": str(figures.reports),
            "label": ngettext("report in 12 months", "reports in 12 months", figures.reports),
        },
        {
            "value": str(figures.appeals_changed),
            "label": ngettext(
                "decision changed after a second reading",
                "decisions changed after a second reading",
                figures.appeals_changed,
            ),
            "base": ngettext("of %(n)d asked for", "of %(n)d asked for", figures.appeals) % {"n": figures.appeals},
        },
    ]
    if figures.delay is not None:
        lines.insert(
            3,
            {
                "value": delay_in_words(figures.delay),
                "label": _("half of the reports are decided within this time"),
                "base": ngettext("of %(n)d report decided", "of %(n)d reports decided", figures.delay_base)
                % {"n": figures.delay_base},
            },
        )
    return [{"url": "", "base": ""} | line for line in lines]


def delay_in_words(hours: float) -> str:
    """Hours up to two days, then days; never « 0 »."""
    if hours < 48:
        n = max(1, round(hours))
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    n = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
