"""« Bilan de la concertation »: what the machine already knows, so that the animator writes only what she thinks.

Sections as a council expects them (practice A2, context § 4): object; arrangements announced and kept; who took part;
what was said, both sides; point by point, kept or not and why; what follows; annexes.
"""

from collections.abc import Iterable
from datetime import date
from html import escape

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from parvis.accounts.models import Link
from parvis.contributions.models import ChannelFigure, Contribution, ContributionQuerySet, Stance, TerritoryFigure
from parvis.core.sentences import full_date, human_date_range, human_moment
from parvis.legal.frames import Effect
from parvis.legal.models import Regulation
from parvis.legal.queries import Line, acts_of, arrangements_of, lines_of, pieces_of
from parvis.legal.register import closing_of
from parvis.papers.content import Item, facts, note, paragraph, quote, subheading, table
from parvis.papers.kinds import Kind, Part, register
from parvis.papers.models import Paper
from parvis.processes.models import Process, Promise
from parvis.replies.models import Outcome, Reply

# Under this, a cross figure could point at somebody (design § 5).
MASKED_UNDER = 5
MOST_POINTS = 8
STATES = {
    "kept": pgettext_lazy("arrangement", "Kept"),
    "unproven": gettext_lazy("Kept, without evidence"),
    "not_kept": gettext_lazy("Not kept"),
    "late": gettext_lazy("Day past, nothing said"),
    "coming": pgettext_lazy("arrangement", "To come"),
    "withdrawn": pgettext_lazy("legal", "Taken back"),
}


def what_it_was_about(paper: Paper) -> str:
    process, promise = paper.process, Promise.objects.filter(process=paper.process).first()
    lines = [str(process.summary), *([str(promise.why)] if promise else [])]
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def frame(paper: Paper) -> list[Item]:
    """What was open, decided, who decides; the text that applies."""
    process = paper.process
    promise = Promise.objects.filter(process=process).first() or Promise()
    kept = Regulation.objects.filter(process=process).first()
    rows = [
        (_("Territory"), process.territory.name),
        (_("Open to discussion"), str(promise.open)),
        (_("Already decided"), str(promise.decided)),
        (_("Who decides"), str(promise.who_decides)),
    ]
    if kept:
        law = kept.text
        rows += [
            (_("Legal frame"), f"{law.title}: {law.text}, {law.articles}"),
            (_("Effect of the result"), f"{Effect(law.effect).label}. {law.effect_text}"),
        ]
    return [facts(rows)]


def arrangements(paper: Paper) -> list[Item]:
    """Announced and kept, with what proves it; an evidence removed says so."""
    lines = lines_of(arrangements_of(paper.process))
    if not lines:
        return [note(_("No arrangement was recorded: nothing here proves what was announced."))]
    header = [_("Announced"), _("When and where"), pgettext("arrangement", "Kept"), _("Evidence")]
    items = [table(header, [_row(line) for line in lines], caption=_("What was announced, what was kept"))]
    unproven = [line for line in lines if line.state in {"unproven", "late", "not_kept"}]
    if unproven:
        said = ngettext(
            "One arrangement is not kept, or nothing proves it.",
            "%(count)d arrangements are not kept, or nothing proves them.",
            len(unproven),
        )
        items.append(note(said % {"count": len(unproven)}))
    return items


def _row(line: Line) -> list[str]:
    one = line.arrangement
    when = (
        full_date(one.starts_on)
        if one.starts_on and not one.ends_on
        else human_date_range(one.starts_on, one.ends_on)
    )
    state = str(STATES[line.state])
    detail = full_date(one.kept_on) if one.kept_on else one.not_kept_reason or one.withdrawn_reason
    proofs = [proof.title for proof in line.proofs]
    proofs += [
        _("Evidence removed on %(day)s: %(what)s. Reason: %(why)s")
        % {"day": full_date(proof.removed_at), "what": proof.title, "why": proof.removed_reason}
        for proof in line.removed
    ]
    return [
        str(one.what),
        ", ".join(filter(None, (when, one.where))),
        ". ".join(filter(None, (state, detail, one.kept_note))),
        "; ".join(proofs) or pgettext("evidence", "None"),
    ]


def figures(paper: Paper) -> list[Item]:
    """By channel, by commune, by link with the territory; persons and contributions are two figures."""
    process = paper.process
    by_channel = ChannelFigure.objects.filter(process=process).order_by("-people", "channel")
    items = [
        facts([(_("People"), str(process.people_count)), (_("Contributions"), str(process.contributions_count))]),
        table(
            [_("Channel"), _("People"), _("Contributions")],
            [[row.get_channel_display(), row.people, row.contributions] for row in by_channel],
            caption=_("By channel"),
        ),
    ]
    communes = TerritoryFigure.objects.filter(process=process).select_related("territory")
    places = [
        (row.territory.name, row.contributions) for row in communes.order_by("-contributions", "territory__name")
    ]
    counted = _published(process).exclude(link="").values("link").annotate(n=Count("pk")).order_by("-n", "link")
    links = [(str(Link(row["link"]).label), int(row["n"])) for row in counted]
    groups: list[tuple[str, str, list[tuple[str, int]]]] = [
        (_("By commune"), _("Commune"), places),
        (_("By link with the territory"), _("Link with the territory"), links),
    ]
    items += [
        table([label, _("Contributions")], [[name, _masked(n)] for name, n in rows], caption=caption)
        for caption, label, rows in groups
        if rows
    ]
    sentence = _("These people took part of their own accord: these figures do not say what all residents think.")
    return [*items, note(sentence)]


def _masked(count: int) -> int | str:
    return count if count >= MASKED_UNDER else _("fewer than %(count)d") % {"count": MASKED_UNDER}


def themes(paper: Paper) -> list[Item]:
    """What most people supported or discussed, word for word, with both sides where both spoke."""
    most = _published(paper.process).order_by((F("supports_count") + F("comments_count")).desc(), "id")
    items: list[Item] = []
    for contribution in most[:MOST_POINTS]:
        items.append(subheading(contribution.title or contribution.code))
        items.append(quote(contribution, source=_source(contribution)))
        for side in (Stance.FOR, Stance.AGAINST):
            answers = Contribution.objects.public().filter(root=contribution, stance=side)
            if said := answers.order_by("-supports_count", "id").first():
                items.append(quote(said, source=f"{side.label}. {_source(said)}"))
    if not items:
        return [paragraph(_("Nobody has spoken yet."))]
    rule = _(
        "Chosen by rule: the %(count)d contributions most supported and discussed, then the first words of each side."
    )
    return [note(rule % {"count": MOST_POINTS}), *items]


def _source(contribution: Contribution) -> str:
    return f"{contribution.code}, {contribution.get_channel_display()}, {full_date(contribution.created_at)}"


def points(paper: Paper) -> list[Item]:
    """Point by point, from the published answers: what was kept, why, who says so, when."""
    replies = Reply.objects.filter(process=paper.process, state=Reply.State.PUBLISHED, is_holding=False)
    rows = [
        [_targets(reply), reply.get_verdict_display(), reply.body, _signed(reply), full_date(reply.published_at)]
        for reply in replies.select_related("service")
        .prefetch_related("contributions")
        .order_by("published_at", "id")
    ]
    waiting = _published(paper.process).unanswered().count()
    items: list[Item] = []
    if rows:
        header = [_("Point"), _("Verdict"), _("Reason"), _("Who"), _("When")]
        items.append(table(header, rows, caption=_("Point by point")))
    if waiting:
        said = ngettext(
            "One contribution waits for its answer.", "%(count)d contributions wait for their answer.", waiting
        )
        items.append(note(said % {"count": waiting}))
    return items or [paragraph(_("No answer is published yet."))]


def _targets(reply: Reply) -> str:
    return "; ".join(f"{one.title} ({one.code})" for one in reply.contributions.all())


def _signed(reply: Reply) -> str:
    return ", ".join(filter(None, (reply.service.name if reply.service else "", reply.validated_label)))


def follow_up(paper: Paper) -> list[Item]:
    outcomes = Outcome.objects.filter(process=paper.process).order_by("decided_on", "id")
    rows = [
        [
            str(outcome.title),
            outcome.get_state_display(),
            _day(outcome.decided_on),
            _day(outcome.done_on or outcome.planned_on),
        ]
        for outcome in outcomes
    ]
    promise = Promise.objects.filter(process=paper.process).first() or Promise()
    dates = facts(
        [(_("Results published on"), _day(promise.results_on)), (_("Decision on"), _day(promise.decides_on))]
    )
    if not rows:
        return [dates]
    return [dates, table([_("What changes"), _("State"), _("Decided on"), _("Done or planned")], rows)]


def annexes(paper: Paper) -> list[Item]:
    process = paper.process
    kept = getattr(process, "register", None)
    rows: list[tuple[str, str]] = []
    if kept:
        closing = closing_of(kept)
        said = ngettext("%(count)d observation", "%(count)d observations", kept.last_number) % {
            "count": kept.last_number
        }
        rows.append((_("Register of observations"), f"{said}. {human_moment(closing) if closing else ''}".strip()))
    rows += [
        (act.get_kind_display(), ", ".join(filter(None, (act.number, full_date(act.on), act.where))))
        for act in acts_of(process)
        if act.withdrawn_at is None
    ]
    rows += [(_("The file"), f"{piece.title}: {_versions(piece.versions.all())}") for piece in pieces_of(process)]
    return [facts(rows)] if rows else [paragraph(_("No annex is recorded."))]


def _versions(versions: Iterable) -> str:
    said = [_("Version %(n)s, %(day)s") % {"n": one.number, "day": full_date(one.at)} for one in versions]
    return "; ".join(said)


def _day(day: date | None) -> str:
    return full_date(day) if day else ""


def _published(process: Process) -> ContributionQuerySet:
    return Contribution.objects.public().roots().filter(process=process)


register(
    Kind(
        key="bilan",
        label=gettext_lazy("Report of the concertation"),
        help=gettext_lazy("Filled with what the démarche already holds; adopted by a deliberation, then frozen."),
        icon="scroll-text",
        needs_process=True,
        level=Paper.Level.PUBLIC,
        sections=(
            Part("object", gettext_lazy("What it was about"), begin=what_it_was_about, fill=frame),
            Part("arrangements", gettext_lazy("What was announced, what was kept"), fill=arrangements),
            Part("figures", gettext_lazy("Who took part"), fill=figures),
            Part("themes", gettext_lazy("What you told us"), fill=themes),
            Part("points", gettext_lazy("What we make of it, point by point"), fill=points),
            Part("follow_up", gettext_lazy("What happens next"), fill=follow_up),
            Part("annexes", gettext_lazy("Annexes"), fill=annexes),
        ),
    )
)
