"""What the team writes for itself: a note waiting for a colleague, minutes already final."""

from parvis.demo.people import acting_as
from parvis.papers import actions
from parvis.papers.models import Paper
from parvis.processes.models import Process

NOTE = (
    (
        "Arrêts sans banc ni abri",
        "<p>Pour la réunion du service Mobilités. Il s’agit de choisir les premiers arrêts à équiper.</p>",
    ),
    (
        "Ce que nous avons constaté",
        "<ul><li><p>Six arrêts sur quatorze n’ont ni banc ni abri.</p></li>"
        "<li><p>Aux deux arrêts du marché, on attend debout 18 minutes en moyenne, le samedi matin.</p></li></ul>",
    ),
    (
        "Ce que nous proposons",
        "<ol><li><p>Deux bancs place Général-de-Gaulle avant juin.</p></li><li><p>Un abri au collège.</p></li></ol>",
    ),
)
MINUTES = (
    ("Qui était là", "<p>Onze habitants, deux conducteurs, une élue, le service Mobilités.</p>"),
    (
        "Ce qui s’est dit",
        "<p>Les horaires du soir reviennent dans chaque prise de parole.</p>"
        "<blockquote><p>Après 19 heures, je marche quarante minutes.</p></blockquote>",
    ),
    (
        "Ce qui a été décidé",
        "<ul><li><p>Le service chiffre un départ à 19 h 40 avant la prochaine rencontre.</p></li></ul>",
    ),
)


def write_papers() -> None:
    process = Process.objects.select_related("space").get(slug="transport-urbain-dignois")
    olga, tariq, elise = (acting_as(name) for name in ("olga", "tariq", "elise"))
    note = actions.begin_paper(
        kind="note", process=process, space=process.space, title="Des bancs aux arrêts", by=tariq
    )
    _write(note, NOTE, by=tariq)
    actions.ask_approval(paper=note, approver=olga.user, text="Peux-tu relire avant jeudi ?", by=tariq)
    minutes = actions.begin_paper(
        kind="minutes", process=process, space=process.space, title="Rencontre du marché : compte rendu", by=olga
    )
    _write(minutes, MINUTES, by=olga)
    actions.frame_paper(
        paper=minutes, title=minutes.title, language="fr", level=Paper.Level.PUBLIC, readers=[], by=olga
    )
    actions.ask_approval(paper=minutes, approver=elise.user, by=olga)
    actions.answer_approval(paper=minutes, is_approved=True, text="Fidèle à ce qui s’est dit.", by=elise)
    actions.publish_paper(paper=minutes, by=olga)


def _write(paper: Paper, words: tuple[tuple[str, str], ...], *, by: object) -> None:
    for section, (title, body) in zip(paper.sections.all(), words, strict=True):
        actions.write_section(section=section, title=title, body=body, by=by)
