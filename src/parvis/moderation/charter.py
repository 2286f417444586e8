"""The public page on moderation, in sentences ready to read."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.core.fields import in_every_language
from parvis.moderation.models import Reason
from parvis.moderation.queries import ModerationFigures, moderation_figures, policy_of
from parvis.processes.models import Process
from parvis.territories.models import Space

# The text a space starts with, by heading: a town hall rewrites it as it likes.
_MODEL = (
    (
        gettext_lazy("What we ask of you"),
        (
            gettext_lazy("Speak about the subject, in your own words."),
            gettext_lazy("Criticise ideas as hard as you wish; respect people."),
            gettext_lazy("Give nobody’s name, address or phone number without their agreement."),
            gettext_lazy("Speak for yourself, once: one person, one voice."),
            gettext_lazy("Advertise nothing, and campaign for no candidate: this place belongs to everyone."),
        ),
    ),
    (
        gettext_lazy("What we promise you"),
        (
            gettext_lazy("A person reads. No machine alone hides a message."),
            gettext_lazy("We never change your words."),
            gettext_lazy("Criticising the town hall is never a reason to be hidden."),
            gettext_lazy(
                "If we hide a message, its author is told why and may ask somebody else to read it again."
            ),
            gettext_lazy("Each year’s figures are on this page."),
        ),
    ),
)


def model_charter() -> list[dict[str, Any]]:
    """The charter of a space that has not written its own, as blocks in every language."""
    blocks: list[dict[str, Any]] = []
    for rank, (heading, lines) in enumerate(_MODEL):
        said = [in_every_language(line) for line in lines]
        listed = {
            code: format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line[code],) for line in said)))
            for code in said[0]
        }
        blocks.append({"id": f"h{rank}", "type": "heading", "text": dict(in_every_language(heading)), "level": "2"})
        blocks.append({"id": f"t{rank}", "type": "text", "html": listed})
    return blocks


def charter_path(space: Space) -> str:
    """The rules of this space, at their address."""
    return reverse("moderation:charter") if space.is_main else reverse("moderation:charter_of", args=[space.slug])


def charter_context(space: Space | None) -> dict[str, Any]:
    if space is None:
        nothing: list[Any] = []
        return {
            "charter": model_charter(),
            "reasons": Reason.labels,
            "policy": None,
            "figures": nothing,
            "read_before": nothing,
            "read_after": nothing,
        }
    policy = policy_of(space)
    running = Process.objects.public().filter(space=space, state=Process.State.PUBLISHED)
    read_before = [p for p in running if p.moderation == Process.Moderation.BEFORE]
    return {
        "charter": policy.charter or model_charter(),
        "reasons": Reason.labels,
        "policy": policy,
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
