from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core import text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("L’École   d'été", "ecole ete"),
        ("Qu'est-ce que l’œuvre ?", "est ce que oeuvre"),
        ("Nævus, CŒUR", "naevus coeur"),
        ("Aujourd’hui", "aujourd hui"),
        ("ﬁche n° 3²", "fiche n 32"),
        ("الأَرْقَام ١٢٣", "الارقام 123"),
        ("مدرســة", "مدرسه"),
        ("إلى", "الي"),
        ("مسؤول شيء", "مسوول شي"),
        ("l\u200d'eau", "eau"),
        ("", ""),
        ("…!?", ""),
    ],
)
def test_normalise(raw, expected):
    assert text.normalise(raw) == expected


@given(st.text())
def test_normalise_is_idempotent_and_tidy(raw):
    once = text.normalise(raw)
    assert text.normalise(once) == once
    assert once == " ".join(once.split())


@given(st.text(), st.text())
def test_similarity_is_a_symmetric_share(a, b):
    value = text.similarity(a, b)
    assert 0 <= value <= 1
    assert value == text.similarity(b, a)
    if text.tokens(a):
        assert text.similarity(a, a) == 1


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("arbres", "arbre"),
        ("journaux", "journal"),
        ("bureaux", "bureau"),
        ("jeux", "jeu"),
        ("travaux", "travail"),
        ("tuyaux", "tuyau"),
        ("genoux", "genou"),
        ("سيارات", "سياره"),
        ("الاقتراحات", "اقتراح"),
    ],
)
def test_stem_brings_plural_and_singular_together(plural, singular):
    assert text.stem(plural) == text.stem(singular)


def test_stem_leaves_short_words_alone():
    assert [text.stem(word) for word in ("bus", "prix", "tapis", "stress")] == [
        "bus",
        "prix",
        "tapi",
        "stress",
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Des bancs à l’ombre", "un banc a l'ombre"),
        ("Transport urbain", "transprots urbains"),
        ("Réouvrir la piscine municipale", "reouvrir les piscines municipales"),
        ("إنارة الشوارع", "انارة شوارع"),
    ],
)
def test_alike_texts(a, b):
    assert text.similarity(a, b) > 0.6


def test_small_words_do_not_make_texts_alike():
    assert text.similarity("la piscine de la ville", "le vélo de la montagne") < 0.2


def test_excerpt_cuts_between_words():
    assert text.excerpt("Planter des arbres, vite", 20) == "Planter des arbres…"
    assert text.excerpt("court", 20) == "court"
    assert text.excerpt("anticonstitutionnellement", 10) == "anticonst…"


@given(st.text(), st.integers(2, 80))
def test_excerpt_never_exceeds_its_length(raw, length):
    assert len(text.excerpt(raw, length)) <= length


def test_plain_paragraphs_escape_and_link():
    html = text.plain_paragraphs("Voir <b> https://a.fr/x?y=1&z=(2).\nMerci\n\n\nFin")
    assert html == (
        '<p>Voir &lt;b&gt; <a href="https://a.fr/x?y=1&amp;z=(2)" rel="nofollow ugc noopener">'
        "https://a.fr/x?y=1&amp;z=(2)</a>.<br>Merci</p>\n<p>Fin</p>"
    )


def test_plain_paragraphs_of_nothing():
    assert text.plain_paragraphs(" \n ") == ""


def test_no_script_address_becomes_a_link():
    assert "<a" not in text.plain_paragraphs("javascript:alert(1) data:text/html,x")
    assert 'href="https://www.ville.fr"' in text.plain_paragraphs("(www.ville.fr)")


@given(st.text())
def test_plain_paragraphs_hold_only_our_tags(raw):
    html = text.plain_paragraphs(raw)
    for tag in ("<p>", "</p>", "<br>", "</a>"):
        html = html.replace(tag, "")
    assert html.count("<") == html.count('<a href="http')


def test_strip_html_keeps_lines_and_reads_entities():
    body = "<p>Un&nbsp;&eacute;t&eacute;<br/>chaud</p><ul><li>un</li><li>deux</li></ul><script>x()</script>fin"
    assert text.strip_html(body) == "Un été\nchaud\n\n- un\n- deux\n\nfin"


def test_strip_html_leaves_plain_text_alone():
    assert text.strip_html("5 < 6 et <prénom>\nligne") == "5 < 6 et <prénom>\nligne"
    assert text.strip_html("a\r\nb") == "a\nb"


def test_strip_html_drops_comments():
    assert text.strip_html("a<!-- <b>x</b> -->b <!-- never closed") == "ab <!-- never closed"


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<a b='", "<a b=c ", "<a b='>", "<a b=\">'", "<!-->", "<![x>", "</a"]
)
def test_strip_html_takes_a_time_in_proportion(piece):
    def seconds(count):
        start = process_time()
        text.strip_html(piece * count)
        return process_time() - start

    seconds(100)
    assert (
        seconds(8_000) < 16 * seconds(2_000) + 0.2
    )  # 4 times the text; the square would be 16 times and far above


@given(st.text() | st.text("<>!-a/ ='&;\n"))
def test_strip_html_never_fails(raw):
    text.strip_html(raw)


def test_count_links():
    assert text.count_links("http://a.fr, HTTPS://b.fr et www.c.fr mais pas d.fr") == 3
    assert text.count_links('<a href="https://x.org">x</a>') == 1


@pytest.mark.parametrize(
    ("raw", "slug"),
    [
        ("L’école d’été : œuvre", "l-ecole-d-ete-oeuvre"),
        ("حديقة المدينة 2026", "حديقة-المدينة-2026"),
        ("—", ""),
    ],
)
def test_slugify_any(raw, slug):
    assert text.slugify_any(raw) == slug


def test_slugify_any_cuts_between_words():
    assert text.slugify_any("un deux trois", max_length=9) == "un-deux"
    assert text.slugify_any("un deux trois", max_length=7) == "un-deux"
