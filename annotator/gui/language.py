"""The words of the window in the user's language: every string that a person sees goes through `tr` or `ntr`.

Write the sentence whole and fill it afterwards, `tr("{count} tags of {label}").format(…)`: an f-string can't be found
by a translator. Catalogues are gettext's; where there is none for the user's language, the English words stay.
"""

from __future__ import annotations

import gettext
from gettext import NullTranslations

from annotator import paths

DOMAIN = "annotator"
_chosen: NullTranslations = NullTranslations()


def tr(text: str) -> str:
    """Return a text in the language of the window."""
    return _chosen.gettext(text) if text else ""


def ntr(one: str, many: str, count: int) -> str:
    """Return the form of a text that belongs to a number; `{n}` in it becomes the number with its separators."""
    return _chosen.ngettext(one, many, count).replace("{n}", f"{count:,}")


def use(translations: NullTranslations) -> None:
    """Speak through these translations from now on; what is already shown stays as it is."""
    global _chosen
    _chosen = translations


def use_system_language() -> None:
    """Speak the user's language where there is a catalogue of it."""
    use(gettext.translation(DOMAIN, paths.resource("locale"), fallback=True))
