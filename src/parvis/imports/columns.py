"""What a column of somebody’s file may be, and how it is recognised by its title, in French or in English."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence
from parvis.core.text import normalise
from parvis.imports import values

LANGUAGES = ("fr", "en", "ar")  # « title/fr », « title/en »: the first of these that is there


@dataclass(frozen=True, kw_only=True)
class Field:
    """``names``: folded titles, the surest first. ``holds``: whether a value may be of this field, when titles lie."""

    key: str
    label: Sentence
    names: tuple[str, ...]
    holds: Callable[[str], bool] = bool


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("|"))


FIELDS = (
    Field(
        key="key",
        label=_("Number in the source"),
        names=_names("id | identifiant | code | numero | uuid | reference | ref"),
    ),
    Field(
        key="parent",
        label=_("Answers (number of the contribution)"),
        names=_names(
            "opinion id | commentable id | parent | parent id | repond a | en reponse a | reponse a | answers to | "
            "in reply to | proposal id | proposition id | id proposition | id opinion | related contribution"
        ),
    ),
    Field(
        key="parent_kind",
        label=_("Kind of what it answers"),
        names=_names("commentable type | parent type"),
    ),
    Field(key="depth", label=_("Depth in the thread"), names=_names("depth | profondeur"), holds=str.isdigit),
    Field(
        key="stance",
        label=_("For or against"),
        names=_names(
            "alignment | alignement | stance | position | sens | pour contre | pour ou contre | for against | "
            "argument type | type | avis"
        ),
        holds=values.is_stance,
    ),
    Field(key="title", label=_("Title"), names=_names("title | titre | intitule | objet | sujet | subject")),
    Field(
        key="body",
        label=_("Text"),
        names=_names(
            "body | bodytext | texte | text | contenu | content | description | message | commentaire | comment | "
            "argument body | corps | contribution | avis | reponse | proposition | idee | opinion | remarque"
        ),
    ),
    Field(
        key="author",
        label=_("Author, as shown"),
        names=_names(
            "author name | auteur | author | author username | pseudonyme | pseudo | username | signature | "
            "nom affiche | shown as"
        ),
    ),
    Field(
        key="date",
        label=_("Date"),
        names=_names(
            "published at | created at | createdat | publishedat | date | date de creation | date de publication | "
            "date de depot | depose le | publie le | cree le | created | horodateur | horodatage | timestamp | "
            "submitted at | date of submission"
        ),
    ),
    Field(
        key="votes_for",
        label=_("Votes for, or supports"),
        names=_names(
            "votes ok | votescountok | votes for | votes pour | supports | soutiens | nombre de soutiens | "
            "votescountfor | proposal votes count | votes | votescount | nombre de votes | likes | j aime | "
            "upvotes | endorsements total count | endorsements"
        ),
    ),
    Field(
        key="earlier_votes",
        label=_("Votes from an earlier import (added)"),
        names=_names("imported votes | votes importes"),
    ),
    Field(
        key="votes_against",
        label=_("Votes against"),
        names=_names("votes nok | votescountnok | votes against | votes contre | downvotes | dislikes"),
    ),
    Field(
        key="votes_neutral",
        label=_("Mixed votes"),
        names=_names(
            "votes mitige | votescountmitige | votes mitiges | votes neutral | abstentions | votes blancs"
        ),
    ),
    Field(
        key="category",
        label=_("Category"),
        names=_names(
            "category name | categorie | category | section | section title | rubrique | theme | thematique | topic"
        ),
    ),
    Field(
        key="subcategory",
        label=_("Category inside it"),
        names=_names("subsection | sous section | subcategory | sous categorie | sous theme | sous thematique"),
    ),
    Field(
        key="nature",
        label=_("Need, concern, opinion or proposal"),
        names=_names("nature | type | type de contribution | kind"),
        holds=values.is_nature,
    ),
    Field(
        key="territory",
        label=_("Commune"),
        names=_names(
            "commune | ville | city | town | municipality | code insee | insee | nom commune | scope name | "
            "quartier | territoire"
        ),
    ),
    Field(
        key="place",
        label=_("Place"),
        names=_names("place | lieu | adresse | address | localisation | location | emplacement"),
    ),
    Field(key="lon", label=_("Longitude"), names=_names("longitude | lon | lng")),
    Field(key="lat", label=_("Latitude"), names=_names("latitude | lat")),
    Field(key="language", label=_("Language"), names=_names("language | langue | locale | lang")),
    Field(key="channel", label=_("How it reached us"), names=_names("channel | canal | how it reached us")),
    Field(
        key="removed",
        label=_("Withdrawn, hidden or in the bin"),
        names=_names(
            "trashed | supprime | corbeille | masque | hidden | moderated | modere | withdrawn | state | etat | statut"
        ),
    ),
)
KEYS = tuple(field.key for field in FIELDS)


def folded(title: str) -> tuple[str, str]:
    """A column title as compared, and the language it ends with: « contribution_bodyText » → bodytext."""
    words = normalise(title).split()
    if len(words) > 1 and words[0] == "contribution":
        words = words[1:]
    language = words.pop() if len(words) > 1 and len(words[-1]) == 2 and "/" in title else ""
    return " ".join(words), language


def guess(columns: Sequence[str], samples: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Which column each field is read from; a column serves once."""
    rows = list(samples)
    known: dict[str, list[tuple[int, str]]] = {}
    for column in columns:
        name, language = folded(column)
        rank = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES) * bool(language)
        known.setdefault(name, []).append((rank, column))
    mapping: dict[str, str] = {}
    for field in FIELDS:
        for name in field.names:
            free = [column for _rank, column in sorted(known.get(name, [])) if column not in mapping.values()]
            fitting = [column for column in free if _fits(field, column, rows)]
            if fitting:
                mapping[field.key] = fitting[0]
                break
    return mapping


def _fits(field: Field, column: str, rows: list[Mapping[str, str]]) -> bool:
    """Most of what the column holds may be this field (the rest will be said, line by line); or it is empty."""
    found = [row[column].strip() for row in rows if row[column].strip()]
    return sum(bool(field.holds(value)) for value in found) * 2 >= len(found)


@dataclass(frozen=True, kw_only=True)
class Format:
    """A file we know: where it comes from, and the columns it is known by (folded, without their language)."""

    label: Sentence
    columns: frozenset[str]


FORMATS = (
    Format(
        label=_("Arguments of the Digital Republic consultation"),
        columns=frozenset({"opinion id", "type", "votes"}),
    ),
    Format(
        label=_("Opinions of the Digital Republic consultation"),
        columns=frozenset({"votes ok", "votes nok", "votes mitige", "arguments yes"}),
    ),
    Format(label=_("Decidim, comments"), columns=frozenset({"alignment", "depth", "root commentable url"})),
    Format(label=_("Decidim, proposals"), columns=frozenset({"id", "title", "body", "published at", "reference"})),
    Format(label=_("Cap Collectif"), columns=frozenset({"title", "bodytext", "votescountok"})),
)


def recognised(columns: Iterable[str]) -> Sentence | None:
    """The name of the platform this file comes from, when we know it."""
    names = {folded(column)[0] for column in columns}
    return next((known.label for known in FORMATS if known.columns <= names), None)
