"""Plain text: folding for search and comparison, likeness, excerpts, and the way in and out of HTML.

Everything works for French and Arabic alike, and leaves other scripts readable.
"""

import re
import unicodedata
from html import escape
from html.parser import HTMLParser

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

APOSTROPHES = "'’‘ʼʹ`´′＇"

# Letters that Unicode does not decompose though readers take them for one another.
_FOLDS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "ٱ": "ا",  # alef wasla
        "ى": "ي",  # alef maqsura
        "ی": "ي",  # Persian ya
        "ک": "ك",  # Persian kaf
        "ة": "ه",  # ta marbuta
        "ء": None,  # hamza alone
        "ـ": None,  # tatweel
    }
    | dict.fromkeys(APOSTROPHES, "'")
)

_ELISION = re.compile(r"\b(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP_WORDS = _words(
    "a au aux avec ce ces cette d dans de des du elle en et est il ils j je l la le les leur leurs "
    "mais mes mon ne nos notre nous on ou par pas plus pour qu que qui s sa se ses son sur un une vos "
    "votre vous y the of and to in for on with is في من الي علي عن مع هذا هذه ان او و"
)

_IRREGULAR_PLURALS = {
    "travaux": "travail",
    "vitraux": "vitrail",
    "yeux": "oeil",
    "preaux": "preau",
}


def normalise(text: str) -> str:
    """Fold `text` for search and comparison: lower case, no accents, no punctuation, single spaces.

    Elided words (l’, d’, qu’…) are dropped. Arabic letters are folded to their plain form
    (alef, ya, ta marbuta, hamza), vowel marks and tatweel removed, every decimal digit becomes 0–9.
    Idempotent.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_FOLDS)).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_FOLDS)
    kept = "".join(_plain_character(character) for character in folded)
    return " ".join(_ELISION.sub("", kept).replace("'", " ").split())


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:  # accents, vowel marks, invisible joiners
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] in "LN" or category == "Mc" or character == "'":
        return character
    return " "


def tokens(text: str) -> list[str]:
    """The normalised words of `text`, in order."""
    return normalise(text).split()


def stem(token: str) -> str:
    """Fold the plural of one normalised token, lightly: French -s, -x, -aux; Arabic article and endings.

    The Arabic side is the "light10" stemmer of Larkey, Ballesteros and Connell (2007), reduced to
    the article and the regular endings.
    """
    if token in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[token]
    if "؀" <= token[:1] <= "ۿ":
        return _stem_arabic(token)
    if len(token) > 3:
        if token.endswith("aux") and not token.endswith(("eaux", "yaux")):
            return token[:-3] + "al"
        if token.endswith(("aux", "eux", "oux", "s")) and not token.endswith("ss"):
            return token[:-1]
    return token


def _stem_arabic(token: str) -> str:
    for prefix in ("وال", "بال", "كال", "فال", "ال", "لل"):
        if token.startswith(prefix) and len(token) - len(prefix) >= 3:
            token = token[len(prefix) :]
            break
    for suffix in ("ات", "ون", "ين", "ه"):
        if token.endswith(suffix) and len(token) - len(suffix) >= 3:
            return token[: -len(suffix)]
    return token


def keywords(text: str) -> list[str]:
    """The stemmed words of `text`, in order, without articles and prepositions unless there is nothing else."""
    words = tokens(text)
    return [stem(word) for word in words if word not in _STOP_WORDS] or [stem(word) for word in words]


def trigrams(text: str) -> set[str]:
    """Groups of three characters of the keywords of `text`, each word padded with a space."""
    padded = (f" {word} " for word in keywords(text))
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}


def similarity(a: str, b: str) -> float:
    """Likeness of two texts from 0 to 1: Dice's coefficient (1945) on their trigrams.

    Blind to accents, case and plurals, tolerant of typing mistakes. Above 0.5, people call
    two titles alike. Two empty texts are not alike.
    """
    left, right = trigrams(a), trigrams(b)
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def excerpt(text: str, length: int) -> str:
    """The beginning of `text` in at most `length` characters, cut between words and ended by an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    room = flat[:length]  # one more than what is kept: a word may end exactly there
    cut = room.rfind(" ")
    kept = room[:cut] if cut > 0 else room[:-1]
    return kept.rstrip(" ,;:.–—-") + "…"


_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'«»“”]+", re.IGNORECASE)
_AFTER_URL = ".,;:!?…)]}’"


def count_links(text: str) -> int:
    """How many web addresses a text holds, whether typed plainly or inside HTML attributes."""
    return len(_URL.findall(text))


def plain_paragraphs(text: str) -> SafeString:
    """A resident's plain text as safe HTML: escaped, in paragraphs and lines, with its addresses as links."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    paragraphs = (part.strip("\n") for part in re.split(r"\n\s*\n", text))
    html = "\n".join(f"<p>{_linked(part).replace(chr(10), '<br>')}</p>" for part in paragraphs if part)
    return mark_safe(html)  # noqa: S308 — every piece of text went through escape()


def _linked(text: str) -> str:
    pieces, position = [], 0
    for match in _URL.finditer(text):
        url = _without_trailing_punctuation(match.group())
        href = url if "://" in url else f"https://{url}"
        pieces.append(escape(text[position : match.start()]))
        pieces.append(f'<a href="{escape(href)}" rel="nofollow ugc noopener">{escape(url)}</a>')
        position = match.start() + len(url)
    pieces.append(escape(text[position:]))
    return "".join(pieces)


def _without_trailing_punctuation(url: str) -> str:
    while url and url[-1] in _AFTER_URL:
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break  # the parenthesis belongs to the address, as in Wikipedia's
        url = url[:-1]
    return url


_BLOCKS = _words("p div section article ul ol table blockquote h1 h2 h3 h4 h5 h6 pre hr figure")
_LINES = _words("br li tr dt dd")
_SILENT = _words("script style template noscript")
_INLINE = _words(
    "a abbr b bdi bdo big button caption center cite code col colgroup del dfn em font form head html body "
    "header footer main nav aside i img input ins kbd label mark meta link object embed iframe param picture "
    "source q s samp small span strike strong sub sup svg path tbody td tfoot th thead time title tt u var "
    "video audio wbr dl figcaption details summary address"
)


class _TextOnly(HTMLParser):
    """Keeps the text of a document; tags that are not HTML (a typed “<name>”) are text too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent: list[str] = []

    def parse_html_declaration(self, i: int) -> int:
        """As HTML says, “<![if …]>” is a comment; Python up to 3.12 raises on those it does not know."""
        if self.rawdata.startswith("<![", i):
            return int(self.parse_bogus_comment(i))
        return int(super().parse_html_declaration(i))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n- " if tag == "li" else "\n")
        elif tag not in _INLINE:
            self.pieces.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def strip_html(text: str) -> str:
    """The text of a body that may contain HTML: tags gone, entities read, line breaks kept.

    The answer is plain text, to be escaped like any other.
    """
    parser = _TextOnly()
    parser.feed(_bare_signs_escaped(text.replace("\r\n", "\n").replace("\r", "\n")))
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_BARE_SIGN = re.compile(r"<(?=[^<>]*(?:<|\Z))")


def _bare_signs_escaped(text: str) -> str:
    """Escape each “<” that no “>” closes: on many of them html.parser takes a time that grows as their square."""
    last_comment_end = text.rfind("-->")

    def escaped(match: re.Match[str]) -> str:
        start = match.start()
        return "<" if start < last_comment_end and text.startswith("<!--", start) else "&lt;"

    return _BARE_SIGN.sub(escaped, text)


def slugify_any(text: str, max_length: int = 80) -> str:
    """A readable piece of address: ASCII for Latin scripts, the letters themselves for the others.

    Empty when `text` holds no letter nor digit: the caller chooses what stands in its place.
    """
    spaced = text.translate(dict.fromkeys(map(ord, APOSTROPHES), " "))
    latin = spaced.translate(_FOLDS)
    folded = unicodedata.normalize("NFKD", latin)
    foreign = any(character.isalpha() and not character.isascii() for character in folded)
    slug = slugify(spaced if foreign else latin, allow_unicode=foreign)
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    return slug
