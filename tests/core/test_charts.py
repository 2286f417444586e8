from xml.etree import ElementTree

import pytest
from django.utils import translation

from parvis.core.charts import Figure, as_table, bar_chart, line_chart, stacked_bar

FIGURES = [Figure("Pour <tous>", 30), Figure("Contre", 10, "10 sur 45"), Figure("Autre avis", 5)]
WORDS = {"title": "Avis & votes", "description": "30 pour, 10 contre, 5 autres."}
CHARTS = [bar_chart, stacked_bar, line_chart]


def draw(chart, figures=FIGURES, language="fr"):
    with translation.override(language):
        return ElementTree.fromstring(chart(figures, **WORDS))


@pytest.mark.parametrize("chart", CHARTS)
def test_drawings_are_named_and_carry_no_style(chart):
    drawing = draw(chart)
    assert drawing.get("role") == "img"
    assert [child.text for child in drawing[:2]] == ["Avis & votes", "30 pour, 10 contre, 5 autres."]
    assert not [element for element in drawing.iter() if "style" in element.attrib or "id" in element.attrib]


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("figures", [[], [Figure("Un", 0)], [Figure("Un", 3)], [Figure("a", 0), Figure("b", 0)]])
def test_few_or_no_figures_are_drawn(chart, figures):
    assert draw(chart, figures).tag == "svg"


def rects(drawing, css_class):
    found = drawing.findall(f"rect[@class='{css_class}']")
    return [(float(rect.get("x")), float(rect.get("width"))) for rect in found]


def test_bars_are_in_proportion():
    assert rects(draw(bar_chart), "chart-bar") == [(0, 360), (0, 120), (0, 60)]


def test_bars_start_at_the_right_in_arabic():
    drawing = draw(bar_chart, language="ar")
    assert drawing.get("direction") == "rtl"
    assert rects(drawing, "chart-bar") == [(0, 360), (240, 120), (300, 60)]
    label = drawing.find("text[@class='chart-label']")
    assert (label.get("x"), label.get("text-anchor")) == ("360", "start")


def test_a_long_name_leaves_room_for_its_value():
    long = Figure("Une ligne de bus le dimanche entre la gare et les thermes", 3, "3 voix")
    longer = Figure("Des bancs à l’ombre", 2, "214, soit 62 % de 344 réponses")
    texts = draw(bar_chart, [long, longer]).findall("text")
    assert [(text.text, text.get("y")) for text in texts] == [
        ("Une ligne de bus le dimanche entre", "14"),
        ("la gare et les thermes", "32"),
        ("3 voix", "32"),
        ("Des bancs à l’ombre", "80"),
        (None, "98"),
        ("214, soit 62 % de 344 réponses", "98"),
    ]


def test_parts_fill_the_bar_with_a_gap():
    drawing = draw(stacked_bar)
    parts = [rects(drawing, f"chart-part-{rank}")[0] for rank in (1, 2, 3)]
    assert parts == [(0, 238), (240, 78), (320, 38)]
    opacities = [rect.get("fill-opacity") for rect in drawing.findall("rect")[::2]]
    assert opacities == ["1", "0.6", "0.2"]


@pytest.mark.parametrize(
    ("language", "path"), [("fr", "M6 24L180 89.3L354 105.7"), ("ar", "M354 24L180 89.3L6 105.7")]
)
def test_lines_follow_reading(language, path):
    assert draw(line_chart, language=language).find("path[@class='chart-line']").get("d") == path


def test_values_are_written_for_readers():
    texts = [text.text for text in draw(bar_chart, [Figure("a", 12345.5), FIGURES[1]]).findall("text")]
    assert texts == ["a", "12\xa0345,5".replace("\xa0", texts[1][2]), "Contre", "10 sur 45"]
    assert texts[1][2].isspace()


def test_the_table_says_the_same():
    table = as_table(FIGURES, caption="Avis", label_head="Position", value_head="Nombre")
    assert "<caption>Avis</caption>" in table
    assert '<tr><th scope="row">Pour &lt;tous&gt;</th><td>30</td></tr>' in table
    assert table.count("<tr>") == 4
