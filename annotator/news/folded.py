"""Hash a text so that copies which differ only in case, spaces or quotation marks meet."""

from __future__ import annotations

import hashlib

_QUOTES = '‘’‚‛‹›′`´“”„‟«»″＂＇「」『』״׳"'
_SPACES = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_REPLACED = [(quote, "'") for quote in _QUOTES if not quote.isascii()] + [(space, " ") for space in _SPACES]
_ONE_BYTE = bytes(
    ord("'") if code < 128 and chr(code) in _QUOTES else ord(" ") if 28 <= code < 32 else code for code in range(256)
)


def folded(text: str) -> tuple[str, int]:
    """Give the hash that `folded_hash` gives, and the number of words between spaces.

    Single characters are replaced in the text and words are split as bytes: that way each is quickest.
    """
    plain = text.casefold()
    if not plain.isascii():
        for character, other in _REPLACED:
            plain = plain.replace(character, other)
    words = plain.encode("utf-8", "surrogatepass").translate(_ONE_BYTE).split()
    return hashlib.sha256(b" ".join(words)).hexdigest(), len(words)


def folded_hash(text: str) -> str:
    """Give the SHA-256 (hex) of the text with case, whitespace and quotation marks folded."""
    return folded(text)[0]
