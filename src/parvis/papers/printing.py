"""A paper as a document of the house: its manuscript, its three files, its words on screen."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.core.documents import FORMATS, Manuscript
from parvis.core.documents.writing import for_screen
from parvis.papers.content import write
from parvis.papers.kinds import kind_of
from parvis.papers.models import Paper
from parvis.territories.printing import supports
from parvis.territories.theming import theme


def manuscript_of(paper: Paper) -> Manuscript:
    """In the paper's language, whoever reads. Reads its space, démarche and sections."""
    with override(paper.language):
        at = timezone.localdate(paper.frozen_at) if paper.frozen_at else None
        manuscript = Manuscript(
            title=paper.title,
            language=paper.language,
            owner=paper.space.name,
            subject=_subject(paper),
            dated=at,
            dated_label=_dated(paper),
            draft="" if paper.is_frozen else _("Draft"),
            supports=supports(paper.space, process_id=paper.process_id),
            primary=theme(paper.space).primary,
        )
        withdrawn_words = _("Words withdrawn by their author. Their fingerprint stays: %(hash)s")
        for section in paper.sections.all():
            if section.body or section.items:
                write(manuscript, section, withdrawn_words=withdrawn_words)
        if paper.is_frozen:
            manuscript.note(_("SHA-256 fingerprint of this document: %(hash)s") % {"hash": paper.root})
        return manuscript


def _subject(paper: Paper) -> str:
    kind = str(kind_of(paper).label)
    return f"{kind} · {paper.process.title}" if paper.process else kind


def _dated(paper: Paper) -> str:
    if not paper.frozen_at:
        return ""
    said = [date_format(timezone.localtime(paper.frozen_at), "DATE_FORMAT")]
    if paper.approved_as:
        said.append(_("approved by %(who)s") % {"who": paper.approved_as})
    if paper.adopted_on:
        adopted = date_format(paper.adopted_on, "DATE_FORMAT")
        said.append(_("adopted on %(day)s, %(act)s") % {"day": adopted, "act": paper.adopted_as})
    return " · ".join(said)


def on_screen(paper: Paper) -> str:
    """Its sections as clean HTML, under the title of the page."""
    return for_screen(manuscript_of(paper))


def as_file(paper: Paper, file_format: str) -> tuple[bytes, str, str]:
    """Content, media type, name. Raises KeyError for a format we do not write."""
    write_file, media_type = FORMATS[file_format]
    with override(paper.language):
        name = f"{slugify(paper.title)[:60] or 'document'}-{paper.pk}.{file_format}"
        return write_file(manuscript_of(paper)), media_type, name
