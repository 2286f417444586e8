"""Pages in blocks: what is stored, what is shown, how it is edited without a script."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.blocks import KINDS, blocks_text, validate_blocks
from parvis.core.blocks.forms import BlocksField, BlocksFormMixin
from parvis.core.blocks.kinds import Shape
from parvis.core.blocks.sources import Owner, Source, _sources, register_source
from parvis.core.blocks.video import embed_url

FULL: list[dict[str, Any]] = [
    {"id": "a1", "type": "heading", "text": {"fr": "Le projet"}, "level": "2"},
    {"id": "a2", "type": "text", "html": {"fr": "<p>Trois <strong>options</strong>.</p>", "ar": "<p>ثلاثة</p>"}},
    {"id": "a3", "type": "image", "image": 7, "alt": {"fr": "La gare"}, "caption": {"fr": "© la ville"}},
    {"id": "a4", "type": "gallery", "items": [{"image": 7, "decorative": True}]},
    {"id": "a5", "type": "files", "items": [{"document": 3, "title": {"fr": "Le plan"}}]},
    {"id": "a6", "type": "action", "label": {"fr": "Donner mon avis"}, "url": "/participer/transport/"},
    {"id": "a7", "type": "steps", "items": [{"title": {"fr": "Lire"}, "text": {"fr": "Le dossier."}}]},
    {"id": "a8", "type": "faq", "items": [{"question": {"fr": "Quand ?"}, "answer": {"fr": "En mars."}}]},
    {"id": "a9", "type": "figures", "items": [{"value": {"fr": "318"}, "label": {"fr": "personnes"}}]},
    {"id": "b1", "type": "quote", "text": {"fr": "Un bus !"}, "author": {"fr": "Alice"}},
    {
        "id": "b2",
        "type": "video",
        "url": "https://www.youtube.com/watch?v=abcdefgh123",
        "title": {"fr": "La réunion"},
        "transcript": {"fr": "Bonjour."},
    },
    {"id": "b3", "type": "map", "caption": {"fr": "Digne"}},
    {"id": "b4", "type": "step", "code": "TUD-1"},
]


@pytest.fixture(autouse=True)
def sources() -> Any:
    """Images, files and steps that need no database."""
    before = dict(_sources)
    picture = {"src": "/medias/7-480.webp", "srcset": "", "width": 480, "height": 320}
    paper = {"url": "/medias/plan.pdf", "kind": "PDF", "size": "1 Mo", "title": "plan.pdf"}
    card = {"title": "Vos avis", "text": "", "url": "/participer/transport/avis/", "action": "Donner mon avis"}
    kept: list[str] = []

    def keep(upload: Any, words: dict[str, str], owner: Owner) -> int:
        if upload.name.endswith(".exe"):
            raise ValidationError("Pas une image.")
        kept.append(upload.name)
        return 7

    register_source(Shape.IMAGE, Source(load=lambda keys: dict.fromkeys(keys, picture), keep=keep))
    register_source(Shape.DOCUMENT, Source(load=lambda keys: dict.fromkeys(keys, paper), keep=keep))
    register_source(Shape.STEP, Source(load=lambda keys: dict.fromkeys(keys, card)))
    yield kept
    _sources.clear()
    _sources.update(before)


def show(value: Any, language: str = "fr", tag: str = "{% blocks value %}") -> str:
    with override(language):
        return Template("{% load blocks %}" + tag).render(Context({"value": value}))


def test_every_kind_is_in_the_example_and_stays_as_it_is_when_stored_twice() -> None:
    assert {block["type"] for block in FULL} == set(KINDS)
    once = validate_blocks(FULL)
    assert validate_blocks(once) == once
    assert [block["id"] for block in once] == [block["id"] for block in FULL]


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ({"type": "marquee"}, "does not exist"),
        ({"type": ["text"]}, "does not exist"),
        ("text", "does not exist"),
        ({"type": "text", "html": {"fr": "<p> </p>"}}, "Write the text"),
        ({"type": "text", "html": {"fr": "<script>alert(1)</script>"}}, "Write the text"),
        ({"type": "image", "image": 7}, "decorative"),
        ({"type": "image", "alt": {"fr": "La gare"}}, "Choose an image"),
        ({"type": "image", "image": "../../etc", "decorative": True}, "Choose an image"),
        ({"type": "gallery", "items": [{"image": 7}]}, "decorative"),
        ({"type": "gallery", "items": []}, "at least one image"),
        ({"type": "action", "label": "Ici", "url": "javascript:alert(1)"}, "is not an address"),
        ({"type": "action", "label": "Ici", "url": "//evil.example"}, "is not an address"),
        ({"type": "faq", "items": [{"question": {"fr": "Quand ?"}}]}, "Write the answer"),
        ({"type": "heading", "text": {"fr": "x" * 121}}, "too long"),
        ({"type": "video", "url": "https://video.example/1"}, "Give the video a title"),
    ],
)
def test_what_is_wrong_is_said_with_the_block_it_is_in(block: Any, complaint: str) -> None:
    with pytest.raises(ValidationError) as refused, override("en"):
        validate_blocks([FULL[0], block])
    [sentence] = refused.value.messages
    assert sentence.startswith("Block 2 (")
    assert complaint in sentence


def test_all_complaints_come_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_blocks([{"type": "heading"}, {"type": "quote"}, {"type": "image"}])
    assert len(refused.value.messages) == 4


def test_html_is_cleaned_and_unknown_fields_and_languages_dropped() -> None:
    [block] = validate_blocks(
        [{"type": "text", "html": {"fr": '<p onclick="x()">Oui</p>', "xx": "<p>no</p>"}, "secret": 1}]
    )
    assert block == {"id": block["id"], "type": "text", "html": {"fr": "<p>Oui</p>"}}


def test_two_blocks_never_share_an_id() -> None:
    one, two = validate_blocks([FULL[0], dict(FULL[0])])
    assert one["id"] == "a1" != two["id"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
near_blocks = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(list(KINDS))},
        optional=dict.fromkeys(
            ("id", "html", "text", "image", "alt", "url", "items", "code", "level", "title", "label"), anything
        ),
    ),
    max_size=4,
)


@given(anything | near_blocks)
def test_whatever_comes_it_is_stored_clean_or_refused_with_sentences(value: Any) -> None:
    try:
        stored = validate_blocks(value)
    except ValidationError as refused:
        sentences = refused.messages
    else:
        sentences = []
        assert validate_blocks(stored) == stored
    assert all(sentences)


def test_a_page_shows_each_block(sources: Any) -> None:
    page = show(validate_blocks(FULL))
    for piece in (
        '<h2 id="b-a1">Le projet</h2>',
        "<strong>options</strong>",
        'alt="La gare"',
        'alt=""',
        "Le plan",
        "Donner mon avis",
        "<summary>Quand ?</summary>",
        "<b>318</b>personnes",
        "Un bus !",
        "/participer/transport/avis/",
    ):
        assert piece in page, piece


def test_nothing_of_the_video_site_is_loaded_before_consent(sources: Any) -> None:
    page = show(validate_blocks([FULL[10]]))
    assert "<iframe" not in page
    assert 'src="https' not in page
    assert 'href="https://www.youtube.com/watch?v=abcdefgh123"' in page


@pytest.mark.parametrize(
    ("url", "embed"),
    [
        ("https://youtu.be/abcdefgh123", "https://www.youtube-nocookie.com/embed/abcdefgh123"),
        ("https://vimeo.com/1234", "https://player.vimeo.com/video/1234?dnt=1"),
        ("https://peertube.example/w/1", ""),
    ],
)
def test_known_video_sites_are_embedded_in_their_quiet_form(url: str, embed: str) -> None:
    assert embed_url(url) == embed


def test_players_are_allowed_by_the_content_security_policy(settings: Any) -> None:
    frames = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    for url in ("https://youtu.be/abcdefgh123", "https://vimeo.com/1", "https://www.dailymotion.com/video/x1"):
        assert any(embed_url(url).startswith(f"{host}/") for host in frames if host.startswith("https"))


def test_words_in_another_language_than_the_page_say_so(sources: Any) -> None:
    value = validate_blocks(FULL[:2])
    arabic = show(value, "ar")
    assert '<h2 lang="fr" dir="auto"' in arabic
    assert '<div class="prose"><p>ثلاثة</p>' in arabic


def test_headings_go_down_under_a_title(sources: Any) -> None:
    assert "<h3" in show(validate_blocks(FULL[:1]), tag="{% blocks value under=1 %}")


def test_a_block_whose_thing_is_gone_shows_nothing_and_breaks_nothing() -> None:
    _sources_before, page = dict(_sources), ""
    _sources.clear()
    try:
        page = show(validate_blocks(FULL[2:5]))
    finally:
        _sources.update(_sources_before)
    assert "<img" not in page


def test_the_words_of_a_page_for_search() -> None:
    words = blocks_text(validate_blocks(FULL), "fr")
    assert "Trois options." in words
    assert "En mars." in words
    assert blocks_text(validate_blocks(FULL), "ar") == "ثلاثة"


# Editing ---------------------------------------------------------------------------------------------------


class PageForm(BlocksFormMixin, forms.Form):
    name = forms.CharField()
    body = BlocksField(required=False)


OWNER = Owner(space=None, by=None)


def posted(*pairs: tuple[str, str], **single: str) -> MultiValueDict:
    data = MultiValueDict()
    for key, value in (("name", "Page"), ("body-here", "1"), *pairs, *single.items()):
        data.appendlist(key, value)
    return data


TWO = (
    ("body-block", "a1"),
    ("body-a1-type", "heading"),
    ("body-a1-text_fr", "Un"),
    ("body-a1-level", "3"),
    ("body-block", "a2"),
    ("body-a2-type", "quote"),
    ("body-a2-text_fr", "Deux"),
)


def gesture(value: str, *pairs: tuple[str, str]) -> list[dict[str, Any]]:
    form = PageForm(posted(*TWO, *pairs, ("body-do", value), ("body-kind", "faq")), owner=OWNER)
    assert not form.is_valid()
    assert not form.errors, "a gesture is not a mistake"
    assert "Un" in form.as_p()
    return form["body"].value()


def test_the_form_gives_the_blocks_in_the_order_of_the_page() -> None:
    form = PageForm(posted(*TWO), owner=OWNER)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["body"] == [
        {"id": "a1", "type": "heading", "text": {"fr": "Un"}, "level": "3"},
        {"id": "a2", "type": "quote", "text": {"fr": "Deux"}},
    ]


def test_what_is_stored_comes_back_the_same_from_the_form(sources: Any) -> None:
    """Draw the editor for a full page, send what it holds, store it: nothing is lost."""
    from html.parser import HTMLParser

    value = validate_blocks(FULL)

    class Sender(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.data, self.quiet, self.area, self.select = MultiValueDict(), 0, "", ""

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            at = dict(attrs)
            if tag == "template":
                self.quiet += 1
            if self.quiet:
                return
            if tag == "input" and at.get("type") not in ("file", "checkbox") and at.get("name"):
                self.data.appendlist(at["name"], at.get("value", ""))
            if tag == "input" and at.get("type") == "checkbox" and "checked" in at:
                self.data.appendlist(at["name"], "on")
            if tag == "textarea":
                self.area = at["name"]
            if tag == "select":
                self.select = at["name"]
            if tag == "option" and "selected" in at:
                self.data.appendlist(self.select, at["value"])

        def handle_endtag(self, tag: str) -> None:
            self.quiet -= tag == "template"
            self.area = "" if tag == "textarea" else self.area

        def handle_data(self, text: str) -> None:
            if self.area and not self.quiet:
                self.data.appendlist(self.area, text)

    register_source(
        Shape.STEP, Source(load=lambda keys: {}, choices=lambda owner: [("TUD-1", "Vos avis"), ("TUD-2", "Autre")])
    )
    sender = Sender()
    sender.feed(str(PageForm(initial={"name": "Page", "body": value}, owner=OWNER)))
    sender.data.setlist("name", ["Page"])
    form = PageForm(sender.data, owner=OWNER)
    assert form.is_valid(), form.errors
    for block in value:
        for item in block.get("items", []):
            item.pop("id", None)
    assert form.cleaned_data["body"] == value


def test_add_move_and_remove_keep_everything() -> None:
    assert [b["type"] for b in gesture("add")] == ["heading", "quote", "faq"]
    assert len(gesture("add")[-1]["items"]) == 1, "a list starts with one line"
    assert [b["id"] for b in gesture("up a2")] == ["a2", "a1"]
    assert [b["id"] for b in gesture("down a1")] == ["a2", "a1"]
    assert [b["id"] for b in gesture("up a1")] == ["a1", "a2"]
    assert [b["id"] for b in gesture("remove a2")] == ["a1"]
    assert [b["id"] for b in gesture("remove zz")] == ["a1", "a2"]


def test_lines_of_a_list_are_added_and_removed() -> None:
    faq = (
        ("body-block", "a3"),
        ("body-a3-type", "faq"),
        ("body-a3-item", "i1"),
        ("body-a3-i1-question_fr", "Quand ?"),
    )
    assert [item["question"]["fr"] for item in gesture("more a3", *faq)[2]["items"] if "question" in item] == [
        "Quand ?"
    ]
    assert len(gesture("more a3", *faq)[2]["items"]) == 2
    assert gesture("less a3 i1", *faq)[2]["items"] == []


def test_a_file_sent_with_a_gesture_is_kept(sources: list[str]) -> None:
    data = posted(
        ("body-block", "a1"),
        ("body-a1-type", "image"),
        ("body-a1-image", ""),
        ("body-do", "add"),
        ("body-kind", "text"),
    )
    files = MultiValueDict({"body-a1-image-file": [SimpleUploadedFile("gare.jpg", b"x")]})
    form = PageForm(data, files, owner=OWNER)
    assert not form.is_valid()
    assert form["body"].value()[0]["image"] == 7
    assert sources == ["gare.jpg"], "once"


def test_a_refused_file_says_why_and_keeps_the_words(sources: list[str]) -> None:
    data = posted(("body-block", "a1"), ("body-a1-type", "image"), ("body-a1-alt_fr", "La gare"))
    files = MultiValueDict({"body-a1-image-file": [SimpleUploadedFile("gare.exe", b"x")]})
    form = PageForm(data, files, owner=OWNER)
    assert "Pas une image." in str(form.errors["body"])
    assert "La gare" in form.as_p()


def test_a_form_without_the_editor_changes_nothing() -> None:
    form = PageForm(MultiValueDict({"name": ["Page"]}), owner=OWNER)
    assert form.is_valid()
    assert form.cleaned_data["body"] == []
