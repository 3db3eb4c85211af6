"""The words of the window in the user's language: every string that a person sees goes through `tr` or `ntr`.

Write the sentence whole and fill it afterwards, `tr("{count} tags of {label}").format(…)`: an f-string can't be found
by a translator. Words in a table stay English there, marked with `N_` where nothing else marks them, and are translated
where they are used. Sentences of errors come from below the window and are English. How to make a catalogue:
resources/locale/README.md. Where there is none for the user's language, and where a translated sentence lacks its gaps
or has others, the English words stay.
"""

from __future__ import annotations

import gettext
import struct
import sys
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from string import Formatter

from PySide6.QtCore import QLocale

from annotator import paths

DOMAIN = "annotator"
_chosen: NullTranslations = NullTranslations()
_language = ""


def N_(text: str) -> str:
    """Mark a text of a table for translators; it is translated where it is used."""
    return text


@cache
def tr(text: str) -> str:
    """Return a text in the language of the window."""
    return _sound(_chosen.gettext(text), text) if text else ""


def ntr(one: str, many: str, count: int) -> str:
    """Return the form of a text that belongs to a number; `{n}` in it becomes the number with its separators."""
    plain = one if count == 1 else many
    return _sound(_chosen.ngettext(one, many, count), plain).replace("{n}", figure(count))


def figure(number: int) -> str:
    """Return a whole number with the separators of the language: `1,204`."""
    return f"{number:,}".replace(",", _chosen.pgettext("between thousands", ","))


def language() -> str:
    """Return the language that is spoken, as `de` or `pt_BR`; empty for the English of the program."""
    return _language


def languages() -> list[str]:
    """Return the languages that there are catalogues of."""
    return sorted(found.parent.parent.name for found in _root().glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))


def use(translations: NullTranslations, name: str = "") -> None:
    """Speak through these translations from now on; what is already shown stays as it is."""
    global _chosen, _language
    _chosen, _language = translations, name
    tr.cache_clear()


def use_system_language(name: str = "") -> None:
    """Speak the language of this name, or with none the user's own, where there is a catalogue of it."""
    found = _catalogue([name] if name else QLocale.system().uiLanguages())
    if found is None:
        use(NullTranslations())
        return
    try:
        with found.open("rb") as stream:
            use(gettext.GNUTranslations(stream), found.parent.parent.name)
    except (OSError, ValueError, struct.error) as error:
        sys.stderr.write(f"The catalogue {found} can't be read ({error}); the window speaks English.\n")
        use(NullTranslations())


def help_text(name: str) -> str:
    """Return a page of the help in the language of the window, else in English."""
    own = paths.resource(f"help/{_language}/{name}.md")
    page = own if _language and own.is_file() else paths.resource(f"help/{name}.md")
    return page.read_text(encoding="utf-8")


def _root() -> Path:
    return paths.resource("locale")


def _catalogue(wanted: list[str]) -> Path | None:
    """Return the catalogue of the first language wanted; English, which needs none, ends the search."""
    for one in wanted:
        spelt = one.replace("-", "_")
        if found := gettext.find(DOMAIN, _root(), [spelt]):
            return Path(found)
        if spelt.split("_")[0] in ("en", "C"):
            return None
    return None


def _sound(said: str, text: str) -> str:
    """Return what a catalogue says, or the English text where filling its gaps would fail."""
    return said if said == text or _gaps(said) <= _gaps(text) else text


@cache
def _gaps(text: str) -> frozenset[str]:
    """Return the names of the gaps in a text; of one that can't be filled, a name that no other text has."""
    try:
        return frozenset(name for _words, name, _form, _turned in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset((text,))
