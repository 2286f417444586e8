"""Writing a paper, having it approved, making it final."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from parvis.accounts.models import User
from parvis.audit.actions import record
from parvis.contributions.models import Contribution
from parvis.core.events import emit
from parvis.core.html import clean
from parvis.core.rights import demand
from parvis.core.verbs import Overtaken, verb
from parvis.papers.content import codes_in
from parvis.papers.events import ApprovalAsked, ApprovalGiven, PaperAdopted, PaperPublished
from parvis.papers.freezing import manifest_of
from parvis.papers.kinds import kind_named, kind_of
from parvis.papers.models import Citation, Paper, Reading, Remark, Section
from parvis.papers.queries import approvers_of, colleagues_of
from parvis.processes.archive import root_of
from parvis.processes.models import Process
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

State = Paper.State
CHANGED = _(
    "Somebody changed this document while you were writing. Your words are kept below: compare, then save again."
)


@verb
def begin_paper(
    *,
    kind: str,
    by: "Actor",
    space: Space,
    process: Process | None = None,
    title: str = "",
    about: str = "",
    language: str = "fr",
) -> Paper:
    """A draft with the sections of its kind, begun and filled by the machine where it can."""
    demand(by, "write_paper", process or space)
    model = kind_named(kind)
    if model.needs_process and process is None:
        raise ValidationError({"process": _("Choose the démarche it is about.")})
    with override(language):
        paper = Paper.objects.create(
            kind=kind,
            space=process.space if process else space,
            process=process,
            about=about,
            title=title or (f"{model.label} · {process.title}" if process else str(model.label))[:200],
            language=language,
            level=model.level,
            author=by.user,
        )
        Section.objects.bulk_create(
            Section(
                paper=paper,
                key=part.key,
                title=str(part.title)[:160],
                body=clean(part.begin(paper)) if part.begin else "",
                order=rank,
            )
            for rank, part in enumerate(model.sections)
        )
    _fill(paper)
    record("begin_paper", by=by, target=paper, changes={"kind": kind})
    return paper


@verb
def refresh_paper(*, paper: Paper, by: "Actor") -> None:
    """Ask the machine again for what it fills in. What the team wrote stays."""
    demand(by, "edit", paper)
    _fill(paper)
    _reopened(paper)


def _fill(paper: Paper) -> None:
    kind, now = kind_of(paper), timezone.now()
    with override(paper.language):
        for section in paper.sections.all():
            part = kind.part(section.key)
            if part is None:
                continue
            if part.begin and not section.is_written:
                section.body = clean(part.begin(paper))
            if part.fill:
                section.items, section.filled_at = part.fill(paper), now
            section.save(update_fields=["body", "items", "filled_at"])
    _cite(paper)


def _cite(paper: Paper) -> None:
    codes = {code for section in paper.sections.all() for code in codes_in(section.items)}
    paper.citations.exclude(contribution__code__in=codes).delete()
    cited = Contribution.objects.filter(code__in=codes).values_list("pk", flat=True)
    Citation.objects.bulk_create((Citation(paper=paper, contribution_id=pk) for pk in cited), ignore_conflicts=True)


@verb
def write_section(*, section: Section, title: str, body: str, by: "Actor", seen: str | None = None) -> None:
    """`seen`: the words that were on the page; if they changed meanwhile, nothing is written over."""
    paper = section.paper
    demand(by, "edit", paper)
    if seen is not None and seen != section_mark(Section.objects.get(pk=section.pk)):
        raise Overtaken(CHANGED)
    body = clean(body)
    section.is_written = section.is_written or body != section.body
    section.title, section.body = title, body
    section.save(update_fields=["title", "body", "is_written"])
    _reopened(paper)
    record("write_section", by=by, target=paper)


def section_mark(section: Section) -> str:
    from parvis.processes.archive import digest

    return digest({"title": section.title, "body": section.body})[:16]


@verb
def add_section(*, paper: Paper, title: str, by: "Actor") -> Section:
    demand(by, "edit", paper)
    last = paper.sections.order_by("-order").first()
    section = Section.objects.create(paper=paper, title=title, order=last.order + 1 if last else 0)
    _reopened(paper)
    record("add_section", by=by, target=paper)
    return section


@verb
def remove_section(*, section: Section, by: "Actor") -> None:
    demand(by, "edit", section.paper)
    record("remove_section", by=by, target=section.paper)
    section.delete()
    _cite(section.paper)
    _reopened(section.paper)


@verb
def move_section(*, section: Section, up: bool, by: "Actor") -> None:
    demand(by, "edit", section.paper)
    row = list(section.paper.sections.all())
    place = row.index(section)
    other = place + (-1 if up else 1)
    if 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
        for rank, moved in enumerate(row):
            Section.objects.filter(pk=moved.pk).update(order=rank)
        _reopened(section.paper)


@verb
def frame_paper(
    *, paper: Paper, title: str, language: str, level: str, readers: Iterable[User], by: "Actor"
) -> None:
    """Its title and language, who may read it."""
    demand(by, "edit", paper)
    before = paper.level
    paper.title, paper.language, paper.level = title, language, level
    paper.save(update_fields=["title", "language", "level"])
    allowed = set(colleagues_of(paper).values_list("pk", flat=True))
    paper.readers.set([reader for reader in readers if reader.pk in allowed])
    _reopened(paper)
    record("frame_paper", by=by, target=paper, changes={"level": [before, level]})


def _reopened(paper: Paper) -> None:
    """Words that change after they were asked about or approved are a draft again: nobody approved these."""
    paper.updated_at = timezone.now()
    if paper.state in {State.TO_APPROVE, State.APPROVED}:
        paper.state, paper.approved_at, paper.approved_as = State.DRAFT, None, ""
    paper.save(update_fields=["updated_at", "state", "approved_at", "approved_as"])


@verb
def ask_approval(*, paper: Paper, approver: User, by: "Actor", text: str = "") -> None:
    """« À valider par »: a named colleague reads it before anybody relies on it."""
    demand(by, "edit", paper)
    if not approvers_of(paper).filter(pk=approver.pk).exists():
        raise ValidationError({"approver": _("This person cannot approve it: choose a colleague who works here.")})
    missing = kind_of(paper).why_not_yet
    if missing and (sentences := missing(paper)):
        raise ValidationError([str(sentence) for sentence in sentences])
    paper.state, paper.approver, paper.asked_at = State.TO_APPROVE, approver, timezone.now()
    paper.approved_at, paper.approved_as = None, ""
    paper.save(update_fields=["state", "approver", "asked_at", "approved_at", "approved_as"])
    Remark.objects.create(paper=paper, by=by.user, verdict=Remark.Verdict.ASKED, text=text)
    record("ask_approval", by=by, target=paper, changes={"approver": approver.pk})
    emit(ApprovalAsked(paper=paper, by=by))


@verb
def answer_approval(*, paper: Paper, is_approved: bool, by: "Actor", text: str = "") -> None:
    """Approve, or ask for changes and say which."""
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    demand(by, "approve", paper)
    if not is_approved and not text.strip():
        raise ValidationError({"text": _("Say what should change.")})
    verdict = Remark.Verdict.APPROVED if is_approved else Remark.Verdict.CHANGES
    paper.state = State.APPROVED if is_approved else State.DRAFT
    paper.approved_at = timezone.now() if is_approved else None
    paper.approved_as = _named(by, paper) if is_approved else ""
    paper.save(update_fields=["state", "approved_at", "approved_as"])
    Remark.objects.create(paper=paper, by=by.user, verdict=verdict, text=text)
    record("approve_paper" if is_approved else "ask_changes", by=by, target=paper)
    emit(ApprovalGiven(paper=paper, by=by))


def _named(by: "Actor", paper: Paper) -> str:
    """Name and title, as they are that day."""
    titles = [role.title for role in by.roles if role.title and role.space_id in {None, paper.space_id}]
    return ", ".join([by.label, *titles[:1]])[:160]


@verb
def say_remark(*, paper: Paper, text: str, by: "Actor") -> Remark:
    """A colleague's word; the document itself does not change."""
    demand(by, "read", paper)
    demand(by, "enter_desk")
    return Remark.objects.create(paper=paper, by=by.user, text=text)


@verb
def publish_paper(*, paper: Paper, by: "Actor") -> None:
    """Make it final: dated, fingerprinted, closed to changes."""
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    demand(by, "publish", paper)
    paper.manifest = manifest_of(paper)
    paper.root, paper.frozen_at, paper.state = root_of(paper.manifest), timezone.now(), State.PUBLISHED
    paper.save(update_fields=["manifest", "root", "frozen_at", "state"])
    record("publish_paper", by=by, target=paper, changes={"root": paper.root})
    emit(PaperPublished(paper=paper, by=by))


@verb
def adopt_paper(*, paper: Paper, adopted_on: date, adopted_as: str, by: "Actor") -> None:
    """An assembly adopted it: the deliberation's number and date are written beside it, its words unchanged."""
    demand(by, "adopt", paper)
    paper.adopted_on, paper.adopted_as = adopted_on, adopted_as
    paper.save(update_fields=["adopted_on", "adopted_as"])
    record("adopt_paper", by=by, target=paper, changes={"act": adopted_as})
    emit(PaperAdopted(paper=paper, by=by))


@verb
def open_paper(*, paper: Paper, by: "Actor") -> None:
    """Write in its log that she reads it today; needed before what is not public shows."""
    demand(by, "read", paper)
    if by.user is not None:
        Reading.objects.get_or_create(paper=paper, user=by.user, day=timezone.localdate())


@verb
def remove_paper(*, paper: Paper, by: "Actor") -> None:
    """A draft nobody needs; what is final stays."""
    demand(by, "edit", paper)
    record("remove_paper", by=by, target=paper)
    paper.delete()
