"""Which column of a table holds what: guessed from names and values, or told by a person."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from annotator.core.ids import MAX_ID
from annotator.news.errors import NewsError

# Columns by field, the surest names first, written without case, spaces and signs: what news-please, NewsAPI,
# Media Cloud, CC-News, GDELT and common collections call them, and German, French and Spanish words.
_NAMES = {
    "text": (
        "maintext fulltext articletext articlebody bodytext plaintext cleantext textcontent newscontent articlecontent "
        "storytext content body text story article volltext artikeltext inhalt textecomplet contenu texte corps "
        "textocompleto contenido cuerpo texto hlead lead description summary"
    ),
    "headline": (
        "headline headlinemain title articletitle newstitle storytitle heading hd überschrift ueberschrift schlagzeile "
        "titel titre titulo título titular"
    ),
    "published": (
        "datepublish datepublished publishdate publisheddate publishedat publishedon published publicationdate "
        "pubdate publishtime pubtime articledate releasedate date datetime isodate seendate erscheinungsdatum "
        "veröffentlicht veroeffentlicht veröffentlichungsdatum datum datepublication datedepublication "
        "fechapublicacion fechadepublicacion fecha created createdat timestamp time"
    ),
    "source": (
        "sourcename source newssource publication publicationtitle publicationname outlet newspaper medianame "
        "mediatitle publisher medium zeitung quelle journal periodico periódico medio fuente sourcecommonname "
        "sourcedomain domain sitename site website"
    ),
    "url": (
        "url link articleurl storyurl newsurl articlelink weburl permalink canonicalurl documentidentifier href uri "
        "guidurl sourceurl enlace lien"
    ),
    "byline": (
        "byline authors author authorname authornames writers writer writtenby journalist reporter creator autoren "
        "autor verfasser auteurs auteur autores"
    ),
    "language": "language lang languagecode langcode sourcelang sprache langue idioma",
    "section": (
        "section sectionname newsdesk desk category categories ressort rubrik kategorie rubrique catégorie categorie "
        "seccion sección categoria categoría"
    ),
    "agency": "agency newsagency wire wireservice agentur nachrichtenagentur agence agencia",
    "dateline": "dateline ortsmarke",
    "id": "id articleid newsid docid documentid storyid storiesid guid uuid uid artikelid",
}
FIELDS = tuple(_NAMES)
"""What a column can hold; a mapping is {field: column}."""

_PLACES = {field: {name: place for place, name in enumerate(names.split())} for field, names in _NAMES.items()}
_LISTED = frozenset(name for names in _PLACES.values() for name in names)
_RESERVED = frozenset(FIELDS) - {"text", "id"} | {"encoding", "file"}
_SIGNS = re.compile(r"[\W_]+")
_WEAK = frozenset(("story", "article", "hlead", "lead", "description", "summary"))
_LONG = 80
_DEEPEST = 50
_LANGUAGES = {
    word: code
    for code, words in {
        "ar": "arabic arabisch arabe árabe ara",
        "de": "german deutsch allemand alemán deu ger",
        "en": "english englisch anglais inglés eng",
        "es": "spanish spanisch espagnol español spa",
        "fa": "persian farsi fas per",
        "fr": "french französisch français francés fra fre",
        "he": "hebrew hebräisch hébreu hebreo heb iw",
        "it": "italian italienisch italien italiano ita",
        "nl": "dutch niederländisch néerlandais nederlands nld dut",
        "pl": "polish polnisch polonais polski pol",
        "pt": "portuguese portugiesisch portugais português por",
        "ru": "russian russisch russe русский rus",
        "tr": "turkish türkisch turc türkçe tur",
        "uk": "ukrainian ukrainisch ukrainien українська ukr",
        "zh": "chinese chinesisch chinois 中文 zho chi",
    }.items()
    for word in words.split()
}


@lru_cache(4096)
def known(column: str) -> bool:
    """Tell whether a column's name is one that tables of news have."""
    return _plain(column) in _LISTED


def guess(columns: Sequence[str], samples: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return {field: column} as names and some rows tell; no column twice, "text" wherever any column holds text.

    Where no name tells the text, it is the column with the longest values. An id is taken only where its values could
    not come again in another file.
    """
    sizes = {column: _size(column, samples) for column in columns}
    found: dict[str, str] = {}
    free = list(columns)
    for field in FIELDS:
        places = _PLACES[field]
        fit = [column for column in free if _plain(column) in places and _fits(field, column, samples)]
        if field == "text":
            best = _text_column(fit, free, sizes)
        else:
            best = min(fit, key=lambda column: places[_plain(column)], default=None)
        if best is not None:
            found[field] = best
            free.remove(best)
    return found


def settle(
    columns: Sequence[str], samples: Sequence[Mapping[str, Any]], told: Mapping[str, str | None] | None
) -> dict[str, str]:
    """Return the mapping that is used: what a person told goes before the guess, an empty column unmaps its field.

    Raises NewsError for a field or a column that does not exist, and where no column is left for the text.
    """
    told = dict(told or {})
    for field, column in told.items():
        if field not in _NAMES:
            raise NewsError(f"There is no field {field!r} to map a column to; there are: {', '.join(FIELDS)}.")
        if column and column not in columns:
            raise NewsError(f"There is no column {column!r:.80} for the {field}; the columns are: {listed(columns)}.")
    taken = {column for column in told.values() if column}
    mapping = {field: column for field, column in told.items() if column}
    guessed = guess([name for name in columns if name not in taken], samples)
    mapping |= {field: column for field, column in guessed.items() if field not in told}
    if "text" not in mapping:
        raise NewsError(f"No column holds the articles' text; the columns are: {listed(columns)}.")
    return {field: mapping[field] for field in FIELDS if field in mapping}


def listed(columns: Iterable[str]) -> str:
    """Return the names of columns for a sentence, the first 40 of them."""
    names = [str(column)[:40] for column in columns]
    return ", ".join(names[:40]) + (f" and {len(names) - 40} more" if len(names) > 40 else "")


def wording(value: Any) -> str:
    """Return a cell as words: a list with commas, an object by its name; empty where it holds nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return ", ".join(word for word in map(wording, value) if word)
    if isinstance(value, dict):
        return next((wording(value[key]) for key in ("name", "title", "value", "id") if value.get(key)), "")
    kept = kept_value(value)
    return "" if kept is None else str(kept)


def kept_value(value: Any, depth: int = 0) -> Any:
    """Return a cell as a JSON value; None where it holds nothing (empty, not a number) or is no such value.

    Raises RecursionError where it is nested deeper than 50 levels.
    """
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return (int(value) if value == value.to_integral_value() else float(value)) if value.is_finite() else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [kept_value(part, depth + 1) for part in value] or None
    if isinstance(value, dict):
        return {str(key): kept_value(part, depth + 1) for key, part in value.items()} or None
    return None


def meta_name(column: str) -> str:
    """Return the key under which an unmapped column stands in the meta, apart from the program's own keys."""
    return f"{column} (column)" if column in _RESERVED else column


def language_code(value: str) -> str:
    """Return "en" for "English", "eng" and "EN"; what is not known as it stands."""
    word = value.strip().casefold()
    if re.fullmatch(r"[a-z]{2}", word) and word not in _LANGUAGES:
        return word
    return _LANGUAGES.get(word, value.strip())


def safe_id(value: Any) -> str | None:
    """Return an id as a file gives it, None where it can't be one."""
    word = wording(value)
    return word if 0 < len(word) <= MAX_ID and word.isprintable() else None


def _text_column(fit: Sequence[str], free: Sequence[str], sizes: Mapping[str, float]) -> str | None:
    """Return the column that holds the text: of several whose names fit, the one that holds more."""
    longest = max(free, key=sizes.__getitem__, default=None)
    longest = longest if longest is not None and sizes[longest] else None
    best = max(fit, key=sizes.__getitem__, default=None)
    if best is None or longest is None:
        return best or longest
    weak = _plain(best) in _WEAK and 2 * sizes[best] < sizes[longest]
    return longest if weak or sizes[best] < _LONG < sizes[longest] / 4 else best


def _plain(column: str) -> str:
    return _SIGNS.sub("", column).casefold()


def _size(column: str, samples: Sequence[Mapping[str, Any]]) -> float:
    """Return how long a column's texts are on average (code points), empty ones left out."""
    sizes = [len(value) for row in samples if isinstance(value := row.get(column), str) and value.strip()]
    return sum(sizes) / len(sizes) if sizes else 0.0


def _fits(field: str, column: str, samples: Sequence[Mapping[str, Any]]) -> bool:
    values = [value for row in samples if (value := row.get(column)) not in (None, "")]
    if field == "id":
        words = [safe_id(value) or "" for value in values]
        return bool(words) and len(set(words)) == len(words) and all(map(_unique, words))
    if field == "text":
        return not values or any(isinstance(value, str) for value in values)
    if field == "url":
        return not values or any(isinstance(value, str) and ("." in value or "/" in value) for value in values)
    return True


def _unique(word: str) -> bool:
    """Tell whether a word is an id that no other file would use: long, with digits and letters."""
    return len(word) >= 12 and any(map(str.isdigit, word)) and any(map(str.isalpha, word))
