"""Words of every script are found again, whatever their accents, and at the place where they stand."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.query import Filter, Query, QueryError, Term, hits, read
from annotator.core.searching import fold, line, tokens, words

TEXTS = st.text(
    st.one_of(
        st.sampled_from("Velmar’s «harbour» 3,500 café cafe\u0301 ﬁ ß İ \n\"'-_*:😀👩‍🚒1️⃣"),
        st.sampled_from('قَالَ الـــوزير أإآ ۱۲٣ می\u200cخواهم ﷺ שָׁלוֹם צה"ל'),
        st.sampled_from("港口关闭了がぎ ประเทศที่ ລາວ ភាសា हिन्दी 한국어 \U00020000"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


def found(text: str, question: str) -> list[str]:
    return [text[start:end] for start, end in hits(read(question), tokens(text))]


@given(TEXTS)
def test_tokens_stand_in_the_text_one_behind_the_other(text: str) -> None:
    last = 0
    for word, start, end in tokens(text):
        assert last <= start < end <= len(text)
        assert fold(text[start:end]) == word
        assert word
        assert not set(word) & set(' "*:^\n')
        last = end


@given(TEXTS)
def test_every_word_of_a_text_finds_its_place(text: str) -> None:
    everything = tokens(text)
    for _, start, end in everything:
        assert (start, end) in hits(read(f'"{text[start:end]}"'), everything)


@given(TEXTS)
def test_the_index_gets_the_words_that_the_hits_are_sought_by(text: str) -> None:
    assert [word for some in words(text) for word in some] == [word for word, _, _ in tokens(text)]


def test_a_long_text_comes_in_slices_that_cut_no_word() -> None:
    text = "harbour " * 20_000
    slices = list(words(text))
    assert len(slices) > 2
    assert {word for some in slices for word in some} == {"harbour"}
    assert sum(map(len, slices)) == 20_000


@given(TEXTS, st.data())
def test_a_line_shows_its_hit(text: str, data: st.DataObject) -> None:
    places = tokens(text)
    if not places:
        return
    _, start, end = data.draw(st.sampled_from(places))
    made = line(text, start, end, data.draw(st.integers(0, 40)))
    assert made.text[made.at : made.to] == text[start:end]
    assert (made.start, made.end) == (start, end)
    assert "\n" not in made.text.replace(text[start:end], "")
    if "<" not in text:
        assert made.text.replace(" ", "") in "".join(text.split())


def test_a_line_is_cut_between_words_and_keeps_the_hit_whole() -> None:
    text = "Velmar closes\n\nits   harbour to Ostrian ships and says nothing more about it"
    start = text.index("harbour")
    made = line(text, start, start + 7, 12)
    assert made.text == "its harbour to Ostrian"
    assert made.text[made.at : made.to] == "harbour"
    assert line(text, 0, len(text), 5).text == " ".join(text.split())
    assert line(text, start, start + 7, 14).text.startswith("closes its ")


@pytest.mark.parametrize("room", range(30))
def test_a_line_leaves_markup_out_wherever_it_is_cut(room: int) -> None:
    text = 'Ships <span class="caption">wait off Tavin</span><br/> harbour <i>all</i> week, 3 < 4 > 2 then'
    start = text.index("harbour")
    made = line(text, start, start + 7, room)
    assert made.text[made.at : made.to] == "harbour"
    assert (made.start, made.end) == (start, start + 7)
    assert made.text in "Ships wait off Tavin harbour all week, 3 < 4 > 2 then"
    assert not any(part in made.text for part in ("span", "class", "caption", "br", "/", "i>"))


def test_a_hit_inside_markup_is_shown_whole() -> None:
    made = line('one <span class="caption">two', 5, 9)
    assert made.text == 'one <span class="caption">two'
    assert made.text[made.at : made.to] == "span"


@pytest.mark.parametrize(
    ("text", "question", "hit"),
    [
        ("The Café in SÃO BENTO", "cafe", ["Café"]),
        ("The cafe in Sao Bento", "café", ["cafe"]),
        ("the cafe\u0301s", "cafés", ["cafe\u0301s"]),
        ("Łukasz went down Hauptstraße", "lukasz hauptstrasse", ["Łukasz", "Hauptstraße"]),
        ("Jon O’Brien’s car", "o'brien", ["O’Brien"]),
        ("a US-supplied radar", "us-supplied", ["US-supplied"]),
        ("3,500 ships", "3,500", ["3,500"]),
        ("ΟΔΟΣ οδός", "οδος", ["ΟΔΟΣ", "οδός"]),
        ("قَالَ الوَزِيرُ", "قال", ["قَالَ"]),
        ("قال الوزير", "الوَزِيرُ", ["الوزير"]),
        ("قـــال أحمد", "قال احمد", ["قـــال", "أحمد"]),
        ("در ۱۲ آبان می\u200cگوید", '12 "میگوید"', ["۱۲", "می\u200cگوید"]),
        ("שָׁלוֹם עולם", "שלום", ["שָׁלוֹם"]),
        ('דובר צה"ל הודיע', 'צה"ל', ['צה"ל']),
        ("דובר צה״ל הודיע", '"דובר צה"ל"', ["דובר צה״ל"]),
        ("中国总理访问港口城市", "港口", ["港口"]),
        ("中国总理访问港口城市", "口港", []),
        ("ミハル港が閉鎖", "港が", ["港が"]),
        ("รัฐบาลปิดท่าเรือแล้ว", "ท่าเรือ", ["ท่าเรือ"]),
        ("ລັດຖະບານ ຂອງລາວ", "ຂອງລາວ", ["ຂອງລາວ"]),
        ("हिन्दी में समाचार", "हिन्दी", ["हिन्दी"]),
        ("서울의 항구", "항구", ["항구"]),
        ("ＦＵＬＬ ﬁne", "full fine", ["ＦＵＬＬ", "ﬁne"]),
        ("harbour harbours Harbourside", "harbour*", ["harbour", "harbours", "Harbourside"]),
        ("the harbour fire of the harbour", '"harbour fi"*', ["harbour fire"]),
        ("harbour fire harbour", '"harbour fire" harbour', ["harbour fire", "harbour"]),
        ("harbour and fire", "-fire harbour", ["harbour"]),
        ("harbour and fire", "fire OR harbour OR ice", ["harbour", "fire"]),
        ("harbour and fire", "headline:harbour", []),
    ],
)
def test_what_is_found(text: str, question: str, hit: list[str]) -> None:
    assert found(text, question) == hit


def term(*found_words: str, prefix: bool = False, field: str = "") -> Term:
    return Term(found_words, prefix, field)


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("", Query()),
        ('  "" - * OR ', Query()),
        ("a b", Query(((term("a"),), (term("b"),)))),
        ('"a b', Query(((term("a", "b"),),))),
        ("“a b” «c d»", Query(((term("a", "b"),), (term("c", "d"),)))),
        ("a OR b c | d", Query(((term("a"), term("b")), (term("c"), term("d"))))),
        ("OR a OR", Query(((term("a"),),))),
        ("a or b", Query(((term("a"),), (term("or"),), (term("b"),)))),
        ('a -"b c" -d*', Query(((term("a"),),), (term("b", "c"), term("d", prefix=True)))),
        ("date:2031-05", Query(((term("2031", "05", prefix=True, field="date"),),))),
        ('Source:"Marl Post" headline:ship*', Query(((term("marl", "post", field="source"),),
                                                    (term("ship", prefix=True, field="headline"),)))),
        ("http://marl.example", Query(((term("http", "marl", "example"),),))),
        ('id:ab* label:"Diplomatic call" STATUS:Done', Query(((Filter("id", "ab", True),),
            (Filter("label", "Diplomatic call"),), (Filter("status", "done"),)))),
        ("label:", Query()),
        ('צה"ל הודיע', Query(((term("צה", "ל"),), (term("הודיע"),)))),
    ],
)  # fmt: skip
def test_what_a_line_asks(question: str, query: Query) -> None:
    assert read(question) == query
    assert bool(query) == bool(query.groups or query.without)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("status:ready", "There is no status “ready”: write new, started, done or skipped behind status:."),
        ("harbour OR label:ACTOR", "OR joins words with words, or id:, label: and status: with each other."),
    ],
)
def test_what_can_not_be_asked_is_said_in_one_sentence(question: str, sentence: str) -> None:
    with pytest.raises(QueryError) as told:
        read(question)
    assert str(told.value) == sentence


@given(st.text(max_size=40))
def test_no_line_breaks_the_reader(question: str) -> None:
    with contextlib.suppress(QueryError):
        hits(read(question), tokens(question))
