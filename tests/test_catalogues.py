"""The words people read: every form keeps its placeholders, and each language its typography."""

import json
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent / "src" / "parvis"
SOURCES = sorted((ROOT / "locale_src").glob("*.json"))

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
# A form may say « one », « two » or « none » without its figure: « Une réponse à valider ».
COUNTS = {"n", "count", "days", "total", "members", "most", "number"}

# What stays in Latin letters in Arabic: names, file formats, figures of the world’s machines.
LATIN = re.compile(
    r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>|https?://\S*|\\[\w]|[\w.-]+\.fr\b|#\w{6}"
    r"|(?<![A-Za-z])(?:CSV|XLSX?|ODS|ODT|DOCX|OpenDocument|JSON|GeoJSON|PDF|Word|LibreOffice|Excel|JPEG|PNG|WebP|SVG|PIN|USB|UTF-8|WGS|EPSG|SHA-256"
    r"|CNIL|FeatureCollection|Feature|Polygon|MultiPolygon|TUD-\d+|LEADER|Parvis|Decidim|Cap Collectif|Aegis|FreeOTP"
    r"|KeePassXC|nom|name|title|xls)(?![A-Za-z])"
)


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


CATALOGUES = {language: catalogue(language) for language in ("fr", "ar")}


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def sentences(language: str) -> list[tuple[str, str]]:
    """Each sentence shown, with its msgid; formats of dates are no sentences."""
    return [
        (entry.msgid, form)
        for entry in CATALOGUES[language]
        for form in forms(entry)
        if "format" not in (entry.msgctxt or "")
    ]


def placeholders(text: str) -> set[str]:
    return {one or other for one, other in PLACEHOLDER.findall(text)}


def wrong(language: str, pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [form for _msgid, form in sentences(language) if found.search(form)]


@pytest.mark.parametrize("language", CATALOGUES)
def test_each_form_keeps_its_placeholders(language):
    lost = []
    for entry in CATALOGUES[language]:
        expected = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
        for form in forms(entry):
            missing = expected - placeholders(form)
            may_miss = COUNTS if entry.msgid_plural else set()
            if placeholders(form) - expected or missing - may_miss:
                lost.append((entry.msgid, form))
    assert not lost


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_percent_sign_is_written_as_its_msgid_asks(language):
    assert not [
        entry.msgid
        for entry in CATALOGUES[language]
        if "python-format" in entry.flags
        for form in forms(entry)
        if re.search(r"(?<!%)%(?![%(])", form.replace("%%", ""))
    ]


@pytest.mark.parametrize("language", CATALOGUES)
def test_nothing_is_left_to_guess(language):
    entries = CATALOGUES[language]
    assert not [entry.msgid for entry in entries if "fuzzy" in entry.flags]
    assert not [entry.msgid for entry in entries if not all(forms(entry))]


def test_one_sentence_has_one_translation():
    """Two files that translate a sentence differently: the last read would win in silence."""
    known, differing = {}, []
    for source in SOURCES:
        for msgid, words in json.loads(source.read_text(encoding="utf-8")).items():
            if known.setdefault(msgid, words) != words:
                differing.append(msgid)
    assert not differing


def test_no_page_writes_its_own_date_format():
    """« 4 Fév 2027 »: a format in a template is English; filters and named formats speak each language."""
    allowed = {"c", "D", "j", "N", "F Y", "Y-m-d"}
    found = [
        f"{page.relative_to(ROOT)}: {raw}"
        for page in ROOT.rglob("templates/**/*.*")
        if page.suffix in {".html", ".txt"}
        for raw in re.findall(r'\|date:"([^"]+)"', page.read_text(encoding="utf-8"))
        if raw not in allowed and not raw.endswith("_FORMAT")
    ]
    assert not found


def test_french_says_vous():
    assert not wrong("fr", r"(?i)(?<![\w-])(tu|toi|ton|tes|te)(?![\w’-])(?! \()|\bt’")


def test_french_apostrophes_are_curved():
    assert not wrong("fr", r"\w'\w")


def test_french_signs_keep_to_their_word():
    """A no-break space (U+00A0: the fonts have no U+202F) before : ; ? ! » and after «."""
    machine = re.compile(r"<[^>]+>|\[\{.*\}\]|https?://|EPSG:\d+")
    loose = re.compile(r"(?:^|[^\u00a0])[:;?!»]|«(?:[^\u00a0]|$)|\u202f")
    assert not [form for _msgid, form in sentences("fr") if loose.search(machine.sub("", form))]


def test_french_has_no_middle_dots():
    """« Élu·e » is read aloud letter by letter: turn the sentence instead."""
    assert not wrong("fr", r"\w·\w")


def test_arabic_is_written_in_arabic():
    assert not [form for _msgid, form in sentences("ar") if re.search(r"[A-Za-z]{2,}", LATIN.sub("", form))]


def test_arabic_uses_its_own_signs():
    assert not wrong("ar", r"[\u0600-\u06ff]\s?[,;?](?!\d)")
