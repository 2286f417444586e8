"""What the desk's pages about papers share: finding one, the log of its readers, its sections as they will look."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.core.documents import Manuscript
from parvis.core.documents.writing import for_screen
from parvis.core.rights import Sentence, demand
from parvis.papers.content import write
from parvis.papers.kinds import kind_of
from parvis.papers.models import Paper, Section
from parvis.papers.queries import has_opened, readable_by, whole

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def paper_for(request: HttpRequest, pk: int, verb: str = "read") -> Paper:
    """The paper, for whoever may read it; the page wears the colours of its space."""
    demand(request.actor, "enter_desk")
    paper = get_object_or_404(whole(readable_by(request.actor)), pk=pk)
    demand(request.actor, verb, paper)
    request.space = paper.space
    return paper


def section_for(request: HttpRequest, pk: int, section_pk: int) -> Section:
    paper = opened(request, pk, "edit")
    for section in paper.sections.all():
        if section.pk == section_pk:
            section.paper = paper
            return section
    raise Http404


def opened(request: HttpRequest, pk: int, verb: str = "read") -> Paper:
    """The same, once she said she opens it when its readers are logged: a link never shows what nobody noted."""
    paper = paper_for(request, pk, verb)
    if must_open(paper, request.actor):
        raise Http404
    return paper


def must_open(paper: Paper, actor: "Actor") -> bool:
    """Its author knows what she wrote: she alone is not logged."""
    if not paper.is_logged or actor.user is None or actor.user.pk == paper.author_id:
        return False
    return not has_opened(paper, actor.user)


@dataclass(frozen=True)
class Shown:
    section: Section
    html: SafeString
    hint: Sentence
    is_filled: bool
    is_first: bool
    is_last: bool


def shown_sections(paper: Paper) -> list[Shown]:
    kind, rows = kind_of(paper), list(paper.sections.all())
    return [_shown(paper, section, kind.part(section.key), rank, len(rows)) for rank, section in enumerate(rows)]


def _shown(paper: Paper, section: Section, part: object, rank: int, count: int) -> Shown:
    manuscript = Manuscript(title=paper.title, language=paper.language)
    write(
        manuscript,
        section,
        withdrawn_words=_("Words withdrawn by their author. Their fingerprint stays: %(hash)s"),
    )
    manuscript.blocks.pop(0)  # its heading, which the page writes with its gestures
    return Shown(
        section=section,
        html=mark_safe(for_screen(manuscript)),  # noqa: S308 — cleaned when written, escaped when built
        hint=getattr(part, "hint", ""),
        is_filled=getattr(part, "fill", None) is not None,
        is_first=rank == 0,
        is_last=rank == count - 1,
    )
