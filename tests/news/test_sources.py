from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.zones import Zone
from annotator.news.errors import NewsError
from annotator.news.sources import first_headline, guess_language, walk


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text", encoding="utf-8")


def names(folder: Path, *sources: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in walk(list(sources))]


def test_a_folder_gives_its_text_files_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.TXT", "a/c.text", "a.csv", ".hidden.txt", ".git/d.txt", "a/.x/e.txt")
    assert names(tmp_path, tmp_path) == ["a/c.text", "a/z.TXT", "b.txt"]


def test_a_named_file_is_taken_whatever_its_suffix_and_only_once(tmp_path: Path) -> None:
    make(tmp_path, "story.news", "a/b.txt", ".secret.txt")
    sources = [tmp_path / "story.news", tmp_path / "a", tmp_path / "a" / "b.txt", tmp_path / ".secret.txt"]
    assert names(tmp_path, *sources) == ["story.news", "a/b.txt", ".secret.txt"]


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "out/b.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "more").symlink_to(tmp_path / "out", target_is_directory=True)
    assert names(tmp_path, tmp_path / "in") == ["in/a.txt", "in/more/b.txt"]


def test_a_missing_source_is_refused_before_anything_is_given(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    with pytest.raises(NewsError, match=r"no\.txt does not exist"):
        walk([tmp_path / "a.txt", tmp_path / "no.txt"])


def test_a_folder_without_text_is_refused(tmp_path: Path) -> None:
    make(tmp_path, "a.csv")
    with pytest.raises(NewsError, match="holds no text file"):
        list(walk([tmp_path]))


def test_the_headline_is_the_zone_else_the_first_line() -> None:
    text = "\n  \n First   line \nPort of Varn reopens\n\nBody"
    start = text.index("Port")
    assert first_headline(text, [Zone(start, start + 20, "headline")]) == "Port of Varn reopens"
    assert first_headline(text, []) == "First line"
    assert first_headline(" \n", []) == ""
    assert first_headline("One line", []) == "One line"


def test_a_long_first_line_is_cut_at_a_word() -> None:
    cut = first_headline("harbour " * 40, [])
    assert len(cut) <= 121
    assert cut.endswith("harbour…")
    assert first_headline("x" * 300, []) == "x" * 119 + "…"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الوزير إن المحادثات ستستمر الأسبوع المقبل", "ar"),
        ("قال الوزير (BBC) إن المحادثات ستستمر", "ar"),
        ("وزیر خارجه گفت که گفت‌وگوها هفته آینده در پایتخت ادامه می‌یابد", ""),
        ("השר אמר כי השיחות יימשכו בשבוע הבא", "he"),
        ("The minister quoted “نحن بخير” and left", ""),
        ("Le ministre a parlé", ""),
        ("12:30 — 14", ""),
        ("", ""),
    ],
)
def test_the_script_tells_arabic_and_hebrew_only(text: str, language: str) -> None:
    assert guess_language(text) == language
