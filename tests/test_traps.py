"""The traps of formats.md, each by the way of a whole import and export; those of Qt's document are in gui/article."""

from __future__ import annotations

import io
import json
import re
import tokenize
from pathlib import Path

import pytest

from annotator.core.offsets import OffsetMap
from tests.helpers import ROOT, bring, bring_records, exported, exported_records, project_with, record

ODD = {
    "decomposed accent": "e\u0301migre\u0301",
    "family of emoji": "👩‍👩‍👧‍👦",
    "skin tone": "👍🏽",
    "flag": "🇮🇱",
    "ZWNJ": "می\u200cخواهم",
    "Hebrew points": "שָׁלוֹם",
    "Arabic marks": "العَرَبِيَّةُ",
    "noncharacters": "\ufdd0\ufdd1\ufffe",
    "byte order mark": "\ufeff",
    "no-break space": "\u00a0\u202f",
    "line and paragraph": "\u2028\u2029",
    "vertical tab and others": "\x0b\x0c\x1c\x1d\x1e\x85",
    "direction": "\u202eabc\u202c",
    "compatibility": "ﬁ ½ Ⅷ",
    "private": "\ue000\U0010fffd",
}


def test_an_emoji_is_one_place_here_and_two_in_qt(tmp_path: Path) -> None:
    text = "😀 Iran\n"
    project = project_with(
        tmp_path, record(text=text, spans=[{"start": 2, "end": 6, "label": "location", "text": "Iran"}])
    )
    [got] = exported_records(project, tmp_path)
    assert (got["spans"][0]["start"], got["spans"][0]["end"]) == (2, 6)
    places = OffsetMap(text)
    assert (places.to_qt(2), places.to_qt(6)) == (3, 7)
    assert (places.to_text(3), places.to_text(7)) == (2, 6)
    report = bring_records(
        project, tmp_path, record(id="utf-16", text=text, spans=[{"start": 3, "end": 7, "label": "x", "text": "Iran"}])
    )
    assert "should read 'Iran' but the text there is 'ran\\n'" in report.refused[0].reason
    project.close()


@pytest.mark.parametrize("sign", ODD.values(), ids=ODD)
def test_no_sign_is_changed_or_moves_an_offset(tmp_path: Path, sign: str) -> None:
    text = f"{sign}Tessaly{sign} {sign}\n{sign}"
    places = {"sign": (0, len(sign)), "word": (len(sign), len(sign) + 7), "all": (0, len(text))}
    spans = [{"start": a, "end": b, "label": name, "text": text[a:b]} for name, (a, b) in places.items()]
    project = project_with(
        tmp_path, record(text=text, annotator=f"Ana {sign[:1]}" if sign[:1].isalpha() else "Ana", spans=spans)
    )
    [got] = exported_records(project, tmp_path)
    assert got["text"] == text
    assert {s["label"]: (s["start"], s["end"]) for s in got["spans"]} == places
    (tmp_path / "plain.txt").write_bytes(f"Title\n\n{text}".encode())
    bring(project, tmp_path / "plain.txt")
    [plain] = exported_records(project, tmp_path, statuses=("new",))
    assert plain["text"].encode() == (tmp_path / "plain.txt").read_bytes()
    project.close()


def test_of_a_plain_file_only_the_leading_mark_goes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffTitle \ufeff here\n".encode())
    project = project_with(tmp_path)
    report = bring(project, tmp_path / "a.txt")
    assert report.repaired == [f"{tmp_path / 'a.txt'}: A byte order mark was removed."]
    assert exported_records(project, tmp_path)[0]["text"] == "Title \ufeff here\n"
    project.close()


@pytest.mark.parametrize("way", ["text", "escaped", "raw"])
def test_half_a_surrogate_pair_is_refused_in_clear_words(tmp_path: Path, way: str) -> None:
    content, name = {
        "text": (b"Iran \xed\xa0\xbd\n", "a.txt"),
        "escaped": (b'{"text": "Iran \\ud83d"}\n', "a.jsonl"),
        "raw": (b'{"text": "Iran \xed\xa0\xbd"}\n', "a.jsonl"),
    }[way]
    (tmp_path / name).write_bytes(content)
    project = project_with(tmp_path)
    report = bring(project, tmp_path / name)
    assert report.exit_code == 1
    assert re.search("surrogate", report.refused[0].reason)
    project.close()


def test_lines_end_at_lf_alone(tmp_path: Path) -> None:
    """`str.splitlines()` would cut these records and these texts in many places."""
    text = "one\x0btwo\x0cthree\x1cfour\x85five\u2028six\u2029seven\n"
    assert len(text.splitlines()) == 7
    raw = json.dumps(record(text=text), ensure_ascii=False).encode() + b"\n"
    assert len(raw.decode().splitlines()) > 1
    (tmp_path / "in.jsonl").write_bytes(raw)
    project = project_with(tmp_path)
    assert bring(project, tmp_path / "in.jsonl").read == 1
    out = exported(project, tmp_path)
    assert out.count(b"\n") == 1
    assert json.loads(out)["text"] == text
    project.close()


def test_an_export_is_utf8_without_mark_and_with_lf(tmp_path: Path) -> None:
    project = project_with(tmp_path, record(text="Café 😀\n"))
    out = exported(project, tmp_path)
    assert not out.startswith(b"\xef\xbb\xbf")
    assert "Café 😀".encode() in out
    assert b"\r" not in out
    assert out.endswith(b"}\n")
    project.close()


def words(path: Path) -> list[tuple[int, str]]:
    """Return (line, word) of a file's code, without comments and strings."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return [(token.start[0], token.string) for token in tokens if token.type in (tokenize.NAME, tokenize.OP)]


FILES = sorted((ROOT / "annotator").rglob("*.py"))


def test_no_line_format_uses_splitlines() -> None:
    folders = ("formats", "news", "work", "store", "core")
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in FILES
        if path.relative_to(ROOT / "annotator").parts[0] in folders
        for line, word in words(path)
        if word == "splitlines"
    ]
    assert not wrong


def test_no_file_is_opened_without_an_encoding() -> None:
    """Text is read and written in a named encoding, never in that of the machine."""
    pattern = re.compile(
        r"\.(?:read_text|write_text)\((?![^)]*encoding=)|\bopen\((?![^)]*(?:encoding=|\"[rwxa]\+?b\"))"
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in FILES
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
        if not re.search(
            r"os\.open\(|def |\.open\($", path.read_text(encoding="utf-8")[max(0, match.start() - 12) : match.end()]
        )
    ]
    assert not wrong
