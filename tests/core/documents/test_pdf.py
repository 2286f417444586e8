"""What a screen reader meets in our PDFs: tags in reading order, language, title, words for pictures, our own fonts."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from parvis.core.documents import Files, Manuscript, Picture, pdf, sheet
from parvis.core.documents.printing import kind_of_image, printable


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def tags(element: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Structure elements, depth first: the order in which they are read aloud."""
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S), child
            yield from tags(child)


def structure(document: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    return list(tags(document.Root.StructTreeRoot))


def fonts(document: pikepdf.Pdf) -> dict[str, bool]:
    """Name of each font → is its file inside."""
    found = {}
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            inside = any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[str(item.FontName).split("+")[-1]] = inside
    return found


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_tagged_and_says_its_title_and_language(manuscript, language) -> None:
    text = manuscript(language)
    document = opened(pdf(text))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).startswith(language)
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as told:
        assert told["dc:title"] == text.title
        assert told["pdfuaid:part"] == "1"


def test_tags_follow_the_reading_order(manuscript) -> None:
    document = opened(pdf(manuscript("fr")))
    kinds = [kind for kind, _ in structure(document)]
    headings = [kind for kind in kinds if kind in {"/Title", "/H1", "/H2", "/H3"}]
    assert headings == ["/Title", "/H1", "/H2", "/H1", "/H2"]
    first = {kind: kinds.index(kind) for kind in ("/Title", "/L", "/Table", "/BlockQuote", "/Figure")}
    assert first["/Title"] < first["/L"] < first["/Table"] < first["/BlockQuote"]
    assert kinds.count("/Table") == 2
    assert kinds.count("/TH") == 4  # the heads of both tables


def test_each_picture_has_its_words(manuscript) -> None:
    document = opened(pdf(manuscript("fr")))
    words = [str(tag.Alt) for kind, tag in structure(document) if kind == "/Figure" and "/Alt" in tag]
    assert words == ["Emblème de la région", "Barre de 60 %"]


def test_words_in_another_language_say_so(manuscript) -> None:
    document = opened(pdf(manuscript("fr")))
    said = {str(tag.Lang) for _, tag in structure(document) if "/Lang" in tag}
    assert "ar" in said


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", {"Parvis-Text-Regular", "Parvis-Heading-Bold"}), ("ar", {"Parvis-Arabic-Regular"})],
)
def test_fonts_are_ours_and_inside_the_file(manuscript, language, expected) -> None:
    found = fonts(opened(pdf(manuscript(language))))
    assert expected <= set(found)
    assert all(found.values())
    assert all(name.startswith("Parvis-") for name in found), found


def test_nothing_typed_is_read_as_a_command_or_stops_the_press() -> None:
    hostile = (
        '#panic("x") $ \\u{0} */ ]) <script> {{ x }} `raw` _a_ *b* @ref\x00\x07\ufeff\u202f👍🏽 中 ﬁ Привет → ế'
    )
    text = Manuscript(title=hostile, language="fr", owner=hostile, subject=hostile, draft=hostile, footer=hostile)
    text.paragraph(hostile)
    text.table([hostile, "b"], [[hostile, hostile]], caption=hostile)
    text.quote(hostile, source=hostile)
    assert opened(pdf(text)).Root.MarkInfo.Marked


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("déjà", "déjà"),
        ("👍", "👍"),
        ("ﬁn", "fin"),
        ("中", "□"),
        ("a\x00b", "ab"),
        ("Ω→", "Ω→"),
        ("12\u202f€", "12\u00a0€"),
    ],
)
def test_a_letter_no_font_draws_becomes_the_nearest(typed, printed) -> None:
    assert printable({"x": [typed]}) == {"x": [printed]}


def test_the_same_text_makes_the_same_bytes(manuscript) -> None:
    assert pdf(manuscript("fr")) == pdf(manuscript("fr"))


def test_a_document_without_title_or_a_figure_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        Manuscript(title=" ")
    with pytest.raises(ValueError, match="in words"):
        Manuscript(title="T").figure(Picture(b"<svg></svg>", " "))
    with pytest.raises(ValueError, match="not an image"):
        kind_of_image(b"MZ")


def test_a_level_of_heading_is_never_skipped() -> None:
    text = Manuscript(title="T")
    text.heading("a", 3)
    text.heading("b", 5)
    text.rich("<h4>c</h4>")
    assert [block.level for block in text.blocks] == [1, 2, 3]


def test_a_page_of_its_own_design_is_tagged_too(tmp_path: Path) -> None:
    page = tmp_path / "slip.typ"
    page.write_text(
        '#import "house.typ": *\n#show: house\n#heading(data.title)\n#image(data.mark.file, alt: data.mark.alt)\n'
    )
    files = Files()
    data = {
        "title": "Reçu",
        "language": "fr",
        "mark": files.add(Picture(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "Un carré")),
    }
    document = opened(sheet(page, data, files))
    kinds = [kind for kind, _ in structure(document)]
    assert "/H1" in kinds
    assert "/Figure" in kinds
