"""Text files of other tools: UTF-8 first, then what a mark at the start says, then the likeliest encoding, noted."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.formats.errors import RecordError

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 200_000
_RARE = 10
# Never the encoding of such a file; the guesser offers them for a few bytes of latin-1.
_ABSURD = [
    "utf_7",
    "utf_16",
    "utf_16_be",
    "utf_16_le",
    "utf_32",
    "utf_32_be",
    "utf_32_le",
    "hz",
    "johab",
    "cp037",
    "cp500",
]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as it came, without a byte order mark; `note` says what it was read as where that was not UTF-8."""

    text: str
    note: str = ""


def decoded(data: bytes, encoding: object = None) -> Decoded:
    """Decode a file; `encoding` is what a person chose. Raises RecordError where no encoding fits."""
    if isinstance(encoding, str) and encoding:
        try:
            return Decoded(data.decode(encoding).removeprefix("\ufeff"), f"read as {encoding}, as it was chosen")
        except (UnicodeDecodeError, LookupError) as error:
            raise RecordError(f"it can't be read as {encoding}: choose another encoding") from error
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(name), f"it is {name.upper()} and was read as such")
            except UnicodeDecodeError as error:
                raise RecordError(f"it begins like {name.upper()} but is none: save it as UTF-8") from error
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _guessed(data, error.start)


def _guessed(data: bytes, place: int) -> Decoded:
    from charset_normalizer import from_bytes

    broken = data.decode("utf-8-sig", "replace")
    wrong = broken.count("\ufffd")
    if _RARE * wrong < len(broken) - len(broken.encode("ascii", "ignore")):
        return Decoded(broken, f"{wrong:,} broken bytes in its UTF-8 (the first at {place}) were read as U+FFFD")
    for match in from_bytes(data[:_SAMPLE], cp_exclusion=_ABSURD, enable_fallback=False):
        try:
            text = data.decode(match.encoding)
        except UnicodeDecodeError:
            continue
        shown = match.encoding.replace("_", "-")
        return Decoded(text, f"not UTF-8 (byte {place}); read as {shown}: check the letters")
    raise RecordError(f"it is not UTF-8 (byte {place}) nor any encoding that can be told: save it as UTF-8")
