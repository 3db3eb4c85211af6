from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.news.errors import NewsError
from annotator.news.read import MAX_BYTES, read_text_file

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1).filter(
    lambda text: text.strip() != "" and not text.startswith(("\ufeff", "%PDF-", "{\\rtf", "PK\x03\x04"))
)


def write(folder: Path, data: bytes) -> Path:
    path = folder / "article.txt"
    path.write_bytes(data)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_utf8_comes_back_unchanged(tmp_path: Path, text: str) -> None:
    news = read_text_file(write(tmp_path, text.encode("utf-8")))
    assert (news.text, news.encoding, news.notes) == (text, "utf-8", [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, encoding=st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_marked_text_comes_back_without_its_mark(tmp_path: Path, text: str, encoding: str) -> None:
    news = read_text_file(write(tmp_path, text.encode(encoding)))
    assert (news.text, news.encoding) == (text, encoding)
    assert news.notes[-1] == "A byte order mark was removed."


def test_big_endian_is_told_apart(tmp_path: Path) -> None:
    news = read_text_file(write(tmp_path, "\ufeffTehran تهران 😀".encode("utf-16-be")))
    assert news.text == "Tehran تهران 😀"
    assert news.notes[0] == "Read as UTF-16-BE."


def test_only_the_first_mark_goes(tmp_path: Path) -> None:
    assert read_text_file(write(tmp_path, b"\xef\xbb\xbf\xef\xbb\xbfText")).text == "\ufeffText"


def test_line_ends_become_lf_and_nothing_else_does(tmp_path: Path) -> None:
    text = "One\r\ntwo\rthree\n\r\nfour\x85five\u2028six\x0cseven e\u0301 \u00a0 end  \n\n"
    news = read_text_file(write(tmp_path, text.encode("utf-8")))
    assert news.text == "One\ntwo\nthree\n\nfour\x85five\u2028six\x0cseven e\u0301 \u00a0 end  \n\n"
    assert news.notes == ["Line ends were changed to LF."]


GERMAN = "Der Außenminister prüfte am Freitag in Köln die Vorschläge, über die längst gestritten wurde."
FRENCH = "« Nous n’avons pas cédé », a déclaré jeudi la ministre à l’Assemblée, où le débat s’est achevé très tard."
RUSSIAN = "Министр заявил в четверг, что переговоры в столице продолжатся на следующей неделе."
HEBREW = "שר החוץ אמר ביום חמישי כי השיחות יימשכו בשבוע הבא בבירה."
ARABIC = "قال وزير الخارجية يوم الخميس إن المحادثات ستستمر الأسبوع المقبل في العاصمة."
JAPANESE = "外相は木曜日、協議は来週も首都で続くと述べた。政府は懸念を表明した。"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (GERMAN, "iso8859-15", "cp1252"),
        (FRENCH, "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (HEBREW, "cp1255", "cp1255"),
        (ARABIC, "cp1256", "cp1256"),
        (JAPANESE, "shift_jis", "cp932"),
    ],
)
def test_other_encodings_are_told_and_named(tmp_path: Path, text: str, encoding: str, named: str) -> None:
    news = read_text_file(write(tmp_path, text.encode(encoding)))
    assert (news.text, news.encoding) == (text, named)
    assert f"read as {named}" in news.notes[0]


@pytest.mark.parametrize("text", ["café", "Café à Nîmes", "¿Qué?", "“Yes”"])
def test_a_few_western_bytes_are_western_and_marked_as_a_guess(tmp_path: Path, text: str) -> None:
    news = read_text_file(write(tmp_path, text.encode("cp1252")))
    assert (news.text, news.encoding) == (text, "cp1252")
    assert "not certain" in news.notes[0]


def test_a_sure_guess_says_so_and_rivals_make_it_unsure(tmp_path: Path) -> None:
    sure = read_text_file(write(tmp_path, RUSSIAN.encode("cp1251")))
    polish = "Minister powiedział, że żadna ze stron nie chce wojny, że rozmowy będą trwać i że nikt już nie ustąpi."
    unsure = read_text_file(write(tmp_path, polish.encode("cp1250")))
    assert "not certain" not in sure.notes[0]
    assert unsure.text == polish
    assert "not certain" in unsure.notes[0]


def test_a_large_text_in_an_old_encoding_is_read_whole(tmp_path: Path) -> None:
    text = f"{RUSSIAN}\n" * 8000
    assert read_text_file(write(tmp_path, text.encode("cp1251"))).text == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "holds no text"),
        (b" \r\n\t\xc2\xa0\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"News\0paper", "zero bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", "zero bytes"),
        (bytes(range(1, 256)), "encoding that can be told"),
        (b"%PDF-1.7 text", "is a PDF"),
        (b"{\\rtf1 text}", "RTF"),
        (b"PK\x03\x04rest", "Word or zip"),
        (b"The end \xed\xa0\xbd.", "half a surrogate pair at byte 8"),
        ("Süß, größer, höher, weiß und früh".encode() + b" caf\xe9", "is UTF-8, but byte"),
        ("Zürich, Köln, Nîmes, Orléans".encode()[:-5] + "é".encode()[:1], "is UTF-8, but byte"),
        ("\ufeffhalf".encode("utf-16-le") + b"\x3d\xd8", "marked as UTF-16-LE, but byte 10"),
        (b"\xff\xfea", "marked as UTF-16-LE"),
    ],
)
def test_what_is_no_text_is_refused_with_path_and_remedy(tmp_path: Path, data: bytes, says: str) -> None:
    path = write(tmp_path, data)
    with pytest.raises(NewsError) as caught:
        read_text_file(path)
    sentence = str(caught.value)
    assert says in sentence
    assert str(path) in sentence
    assert ": " in sentence
    assert sentence.endswith(".")
    assert isinstance(caught.value, AnnotatorError)


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path, says in [(tmp_path / "no.txt", "does not exist"), (tmp_path, "is a folder"), (pipe, "not an ordinary")]:
        with pytest.raises(NewsError, match=says):
            read_text_file(path)
    with pytest.raises(NewsError, match="not a possible path"):
        read_text_file(tmp_path / "a\0b")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(NewsError, match="larger than 64 MB"):
        read_text_file(path)
