from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.errors import FormatError
from annotator.work import kinds


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", b"", "native"),
        ("a.NDJSON", b"", "native"),
        ("a.txt", b'{"text": "x"}', "native"),
        ("a.text", b"", "text"),
        ("a.json", b'\xef\xbb\xbf \n{"text": "x"}', "native"),
        ("a", b"Once upon a time", "text"),
        ("a", b"", "text"),
    ],
)
def test_a_format_is_told_by_name_then_by_content(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert kinds.detect(tmp_path / name).name == expected


def test_an_unknown_format_is_answered_with_those_that_are() -> None:
    with pytest.raises(FormatError, match=r"no format 'cvs' .* reads: native, .*text"):
        kinds.named("cvs")
    with pytest.raises(FormatError, match=r"no format 'text' .* writes: native"):
        kinds.named("text", writing=True)
