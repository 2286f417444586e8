"""One text with everything a document may hold, in French and in Arabic."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import translation

from parvis.core.documents import Manuscript, Picture, Support, emphasis, link, strong

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"><rect width="120" height="30" fill="#1d3a5f"/></svg>'
RICH = (
    "<h2>Écrit au bureau</h2><p>Un <strong>mot</strong>, <a href='https://example.org/a'>un lien</a>.<br>Une ligne.</p>"
    "<ul><li><p>un</p><ul><li>dedans</li></ul></li><li>deux</li></ul><blockquote><p>Cité</p></blockquote>"
    "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
)


@pytest.fixture
def manuscript() -> Callable[[str], Manuscript]:
    def build(language: str = "fr") -> Manuscript:
        with translation.override(language):
            return _french() if language == "fr" else _arabic()

    return build


def _french() -> Manuscript:
    text = Manuscript(
        title="Bilan « Transport urbain »",
        language="fr",
        owner="Provence-Alpes Agglomération",
        subject="Ce que vous nous avez dit",
        dated=datetime.date(2026, 3, 30),
        dated_label="30 mars 2026",
        supports=[Support("Avec le soutien de la région", Picture(DRAWING, "Emblème de la région"))],
    )
    text.lead("412 personnes ont répondu.")
    text.heading("Objet")
    text.paragraph(
        "Texte ", strong("gras"), ", ", emphasis("penché"), ", ", link("lien", "https://example.org"), "."
    )
    text.bullets(["premier", "second"])
    text.facts([("Dates", "du 2 au 30 mars"), ("Vide", "")])
    text.heading("Chiffres", 2)
    text.table(["Canal", "Avis"], [["Web", 1312], ["Papier", 40]], caption="Avis par canal", row_headers=True)
    text.heading("Paroles")
    text.quote("Le bus part trop tôt.", source="Une habitante")
    text.quote("أريد حافلة", source="Un habitant", language="ar")
    text.note("Ces chiffres ne sont pas ceux de tous.")
    text.figure(Picture(DRAWING, "Barre de 60 %"), caption="Une barre", width=50)
    text.rich(RICH)
    return text


def _arabic() -> Manuscript:
    text = Manuscript(title="حصيلة التشاور", language="ar", owner="بروفنس ألب", subject="ما قلتموه لنا")
    text.heading("الموضوع")
    text.paragraph("أجاب 412 شخصًا بمحض إرادتهم.")
    text.bullets(["واحد", "اثنان"])
    text.table(["القناة", "الآراء"], [["الإنترنت", 312], ["ورق", 40]], caption="الآراء حسب القناة")
    text.note("هذه الأرقام لا تمثل جميع السكان.")
    return text
