"""The « note de cadrage »: what the ten questions gave, then what the team and the project holder write together."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.sentences import full_date
from parvis.papers import content
from parvis.papers.kinds import Kind, Part, register
from parvis.papers.models import Paper
from parvis.subjects.grid import advise, grids
from parvis.subjects.models import Qualification
from parvis.subjects.planning import calendar_of

KEY = "framing"


def about(code: str) -> str:
    """What a note says it speaks of."""
    return f"subject:{code}"


def _qualification(paper: Paper) -> Qualification | None:
    code = paper.about.removeprefix("subject:")
    return Qualification.objects.select_related("subject__territory").filter(subject__code=code).first()


def subject_facts(paper: Paper) -> list[content.Item]:
    found = _qualification(paper)
    if found is None:
        return []
    subject = found.subject
    return [
        content.facts(
            [
                (_("Subject"), subject.title),
                (_("Code"), subject.code),
                (_("Commune"), subject.territory.name if subject.territory else ""),
                (
                    _("Expected decision, or start of the works"),
                    full_date(subject.decides_on) if subject.decides_on else "",
                ),
                (_("Who to ask"), subject.contact),
                (_("Supports"), str(subject.shown_supports)),
            ]
        ),
        *([content.paragraph(subject.why)] if subject.why else []),
    ]


def weight(paper: Paper) -> list[content.Item]:
    found = _qualification(paper)
    if found is None:
        return []
    grid = grids()[found.version]
    advice = advise(grid, found.answers)
    items = [
        content.facts(
            [
                (_("Weight of people’s opinion"), found.get_degree_display()),
                (_("Weight advised"), found.get_recommended_display()),
                (_("Score"), _("%(score)d out of %(most)d") % {"score": found.score, "most": grid.most_points}),
                (_("Why another weight"), found.justification),
            ]
        ),
        content.bullets([str(reason) for reason in advice.reasons]),
    ]
    rows = [
        (str(question.label), next(str(o.label) for o in question.options if o.key == found.answers[question.key]))
        for question in grid.questions
    ]
    return [*items, content.table([_("Question"), _("Answer")], rows, caption=_("The ten questions"))]


def methods(paper: Paper) -> list[content.Item]:
    found = _qualification(paper)
    if found is None:
        return []
    items = []
    for stage in grids()[found.version].stages:
        items += [
            content.subheading(str(stage.label)),
            content.bullets([str(label) for label in stage.methods_for(found.degree)]),
        ]
    return items


def calendar(paper: Paper) -> list[content.Item]:
    found = _qualification(paper)
    dates = calendar_of(found.subject, timezone.localdate()) if found else []
    return (
        [content.table([_("What"), _("From")], [(title, full_date(day)) for title, day in dates])] if dates else []
    )


register(
    Kind(
        key=KEY,
        label=_("Framing note"),
        help=_(
            "What people will be asked, how much it weighs, with whom and when: agreed with the project holder."
        ),
        icon="target",
        is_offered=False,
        sections=(
            Part(
                "subject",
                _("The subject"),
                hint=_("For whom this note is, and who holds the project."),
                fill=subject_facts,
            ),
            Part(
                "weight",
                _("How much people’s opinion will weigh"),
                hint=_("What is open, what is decided."),
                fill=weight,
            ),
            Part(
                "publics", _("With whom"), hint=_("Who is concerned, who is never heard, how you will reach them.")
            ),
            Part(
                "methods",
                _("How, at each stage of the project"),
                hint=_("Keep what you will really do."),
                fill=methods,
            ),
            Part(
                "calendar", _("When"), hint=_("Holidays and elections to avoid, council sittings."), fill=calendar
            ),
            Part("means", _("With what means"), hint=_("Who leads, how many days, what budget.")),
        ),
    )
)
