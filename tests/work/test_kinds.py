from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.errors import FormatError
from annotator.work import kinds
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project


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


@pytest.mark.parametrize("content", ['{\n  "nlp": {"rules": []}\n}\n', '[{"sentence": "x", "entities": []}]'])
def test_json_that_nobody_knows_is_no_article(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    made = new_project(tmp_path / "p")
    report = import_files(made, ImportRequest((tmp_path / "a.json",)), "project")
    made.close()
    assert report.added == 0
    assert [r.reason for r in report.refused] == [
        f"{tmp_path / 'a.json'} holds JSON that nothing here knows: name its format, or save it as text."
    ]
