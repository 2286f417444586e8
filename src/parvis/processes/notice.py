"""The A4 notice of a démarche for the town hall's board: one page, tagged, in one language."""

import io
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.core.documents import Files, Picture, sheet
from parvis.core.sentences import full_date, human_date_range, isolated
from parvis.processes.dates import day_of
from parvis.processes.degrees import WEIGHTS
from parvis.processes.models import Degree, Process, Promise
from parvis.territories.printing import logo, supports
from parvis.territories.theming import theme

PAGE = Path(__file__).parent / "pages/notice.typ"
# More lines than this are not read from the pavement; the page of the démarche has them all.
MOST_OPEN, MOST_DECIDED, MOST_DATES = 6, 3, 3
LONGEST_SUMMARY, LONGEST_LINE = 320, 170
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def notice(process: Process, language: str) -> bytes:
    """The PDF. Reads the space, the promise, the phases with what they open, the funders."""
    with override(language):
        files, space = Files(), process.space
        promise = getattr(process, "promise", None) or Promise(process=process)
        look = theme(space)
        data = {
            "title": str(process.title) or process.prefix,
            "heading": isolated(process.title or process.prefix),
            "language": language,
            "owner": isolated(space.name),
            "subject": str(process.summary)[:LONGEST_SUMMARY],
            "primary": look.primary,
            "on_primary": look.on_primary,
            "sun": look.sun,
            "kicker": _("Your turn to speak"),
            "logo": files.add(logo(space)),
            "summary": isolated(_shortened(str(process.summary), LONGEST_SUMMARY)) if process.summary else "",
            "dates": _dates(process),
            "open": _lines(promise.open, MOST_OPEN),
            "decided": _lines(promise.decided, MOST_DECIDED),
            "weight": WEIGHTS[Degree(process.degree)].said(str(promise.who_decides)),
            "decides": _decides(promise),
            "answered": _answered(promise),
            "ways": _ways(process, promise),
            "qr": files.add(
                Picture(qr(public_address(process, language)), _("QR code of the page of the démarche"))
            ),
            "supports": [
                {"sentence": isolated(support.sentence), **(files.add(support.emblem) or {"file": None, "alt": ""})}
                for support in supports(space, process_id=process.pk)
            ],
            "words": {
                "open": _("What you can change"),
                "decided": _("Already decided"),
                "weight": _("What weight does your opinion have?"),
                "how": _("To take part"),
                "scan": _("Scan with a phone"),
                "foot": _("Without an account or an e-mail, by phone or on paper: your voice counts as much.")
                if process.other_ways or promise.contact_phone or space.phone
                else "",
            },
        }
        return sheet(PAGE, data, files)


def qr(address: str) -> bytes:
    """A QR code as SVG, with its quiet margin; level M survives a fold and a stain."""
    import segno

    written = io.BytesIO()
    segno.make(address, error="m").save(written, kind="svg", border=3, scale=4, dark="#1b2430", light="#ffffff")
    return written.getvalue()


def public_address(process: Process, language: str) -> str:
    with override(language):
        return settings.BASE_URL.rstrip("/") + process.get_absolute_url()


def _dates(process: Process) -> list[tuple[str, str]]:
    """The phases in which residents may do something; their dates, or the words the animator wrote instead."""
    open_to_all = [phase for phase in process.phases.all() if _opens(process, phase.pk)]
    found = []
    for phase in open_to_all[:MOST_DATES]:
        days = human_date_range(day_of(phase.starts_at), day_of(phase.ends_at)) or str(phase.dates_text)
        if days:
            found.append((isolated(phase.title), days))
    return found


def _opens(process: Process, phase: int) -> bool:
    return any(
        opening.phase_id == phase and opening.verbs
        for step in process.steps.all()
        for opening in step.openings.all()
    )


def _decides(promise: Promise) -> str:
    return _("Decision on %(day)s.") % {"day": full_date(promise.decides_on)} if promise.decides_on else ""


def _answered(promise: Promise) -> str:
    if promise.answer_by:
        return _("Everyone receives an answer by %(day)s.") % {"day": full_date(promise.answer_by)}
    return (
        _("Everyone receives an answer within %(n)d days.") % {"n": promise.answer_days}
        if promise.answer_days
        else ""
    )


def _ways(process: Process, promise: Promise) -> list[tuple[str, str]]:
    """On the web, by phone, in person, otherwise: those the animator filled in."""
    space = process.space
    phone = promise.contact_phone or space.phone
    hours = "" if promise.contact_phone else str(space.phone_hours)
    named = f"{promise.contact_name}, " if promise.contact_name and promise.contact_phone else ""
    ways = [
        (
            _("On the web:"),
            _left_to_right(public_address(process, settings.LANGUAGE_CODE).partition("://")[2].strip("/")),
        ),
        (_("By phone:"), named + _left_to_right(phone) + (f" ({hours})" if hours else "") if phone else ""),
        (_("Meet us:"), _shortened(str(promise.contact_place), 200)),
        (_("On paper and elsewhere:"), _shortened(str(process.other_ways), 260)),
    ]
    return [(label, value.replace("\n", " · ")) for label, value in ways if value]


def _left_to_right(words: str) -> str:
    """A phone number and an address keep their order in the middle of Arabic."""
    return f"\u2066{words}\u2069"


def _lines(text: object, most: int) -> list[str]:
    lines = [LINK.sub(r"\1", line).strip(" -•") for line in str(text).splitlines()]
    return [isolated(_shortened(line, LONGEST_LINE)) for line in lines if line][:most]


def _shortened(text: str, longest: int) -> str:
    """Cut between two words."""
    text = text.strip()
    if len(text) <= longest:
        return text
    return text[:longest].rpartition(" ")[0].rstrip(" ,;:.") + "…"
