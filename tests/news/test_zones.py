from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.zones import Zone
from annotator.news.zones import detect_zones

TITLE = "Varn threatens to close the strait"
BODY = (
    "The government of Varn said on Thursday that it would close the strait to tankers within a week unless the fleet "
    "of Ostrea turned back, and its ministers spoke by phone with three neighbours."
)
SECOND = "“We do not want this,” the foreign minister, Ilse Marrow, told reporters in Port Calder. “But we are ready.”"
PAGE = f"{TITLE}\n\n{BODY}\n\n{SECOND}"


def found(text: str) -> list[tuple[str, str]]:
    """Give kind and text of every zone; a second copy's kind ends in a plus sign."""
    return [(zone.kind + "+" * zone.duplicate, text[zone.start : zone.end]) for zone in detect_zones(text)]


def kinds(text: str, *wanted: str) -> list[str]:
    return [covered for kind, covered in found(text) if kind in wanted]


def page(*top: str, rest: tuple[str, ...] = ()) -> str:
    return "\n\n".join([TITLE, *top, BODY, SECOND, *rest])


def test_a_whole_page() -> None:
    text = (
        f"{TITLE}\n\n"
        "<span>Tankers wait off Port Calder on 3 May.</span><span>Photograph: Ada Linn/Corvid Images</span>\n"
        "Tankers wait off Port Calder on 3 May.Photograph: Ada Linn/Corvid Images\n\n"
        f"By Jonas Quill in Port Calder\n\nPORT CALDER, 3 May (Corvid) — {BODY}\n\n"
        f"Related: What is at stake in the strait?\n\n{SECOND}\n\n"
        "The fleet left its harbour on Tuesday. Its admiral has told his captains that they should be prepared to"
    )
    assert found(text) == [
        ("headline", TITLE),
        ("caption", "<span>Tankers wait off Port Calder on 3 May.</span>"),
        ("credit", "<span>Photograph: Ada Linn/Corvid Images</span>"),
        ("caption+", "Tankers wait off Port Calder on 3 May."),
        ("credit+", "Photograph: Ada Linn/Corvid Images"),
        ("byline", "By Jonas Quill in Port Calder"),
        ("dateline", "PORT CALDER, 3 May (Corvid) —"),
        ("related", "Related: What is at stake in the strait?"),
        ("truncated", "Its admiral has told his captains that they should be prepared to"),
    ]


def test_a_plain_page_has_its_headline_only() -> None:
    assert found(PAGE) == [("headline", TITLE)]
    assert found(PAGE + "\n") == [("headline", TITLE)]
    assert found(f"\n\n  {PAGE}  \n\n") == [("headline", TITLE)]


@pytest.mark.parametrize(
    "first",
    [
        "Varn closes the strait.",
        "The foreign minister of Varn, Ilse Marrow, said:",
        "3 May 2031, 14:05",
        "- Varn closes the strait",
        "News",
        "https://news.example/varn/strait",
        "Varn " * 60,
    ],
)
def test_what_is_no_headline(first: str) -> None:
    assert kinds(f"{first}\n\n{BODY}\n\n{SECOND}", "headline") == []


def test_a_headline_needs_a_blank_line_and_a_longer_body() -> None:
    assert kinds(f"{TITLE}\n{BODY}", "headline") == []
    assert kinds(f"{TITLE}\n\nMore soon.", "headline") == []
    assert kinds(TITLE, "headline") == []
    assert kinds(f"{TITLE}\nBy Jonas Quill\n\n{BODY}", "headline") == [TITLE]


@pytest.mark.parametrize(
    "title",
    ["Will Varn close the strait?", "Varn rebuffs the U.S.", "Marrow: ‘We are ready’", "وارن تهدد بإغلاق المضيق"],
)
def test_headlines_may_ask_quote_or_shorten(title: str) -> None:
    assert kinds(f"{title}\n\n{BODY}\n\n{SECOND}", "headline") == [title]


def test_a_headline_that_stands_twice_is_one() -> None:
    assert found(f"{TITLE}\n\n{PAGE}") == [("headline", TITLE), ("headline+", TITLE)]


@pytest.mark.parametrize(
    "line",
    [
        "By Jonas Quill",
        "By Jonas Quill and Ada Linn",
        "By Jonas Quill in Port Calder and Ada Linn in Ostrea",
        "BY JONAS QUILL",
        "By Jonas Quill, Defence Correspondent",
        "By Jean-Luc O’Brien | Corvid News",
        "By Reuters",
        "By our correspondent in Ostrea",
        "By the night desk of Corvid News",
        "Von unserer Redaktion",
        "Par Élodie Marchetti",
        "Par Élodie de la Tour, à Genève",
        "Von Jörg van der Heide",
        "Von Jörg Heide und Ada Linn, Berlin",
        "Por Inés Úbeda del Río",
        "بقلم سامي الدرويش",
        "كتب: سامي الدرويش",
        "מאת נועה ברזילי",
    ],
)
def test_bylines(line: str) -> None:
    assert kinds(page(line), "byline") == [line]
    assert kinds(f"{line}\n\n{BODY}", "byline", "headline") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "By Thursday the strait was empty of ships.",
        "By Thursday evening",
        "By Land and Sea",
        "By any measure, a bad week",
        "By the harbour a desk was found with all the letters of the fleet",
        "By noon the staff had left.",
        "Von der Küste aus gesehen",
        "Por fin llega la lluvia a la costa",
        "Par exemple, le port de Calder",
        "كتب الوزير رسالة إلى نظيره",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert kinds(page(line), "byline") == []


@pytest.mark.parametrize(
    "line", ["Anouk Terrel", "Anouk Terrel in Brennick", "Inés Úbeda del Río", "ANNA DE LA RUE", "Reuters"]
)
def test_a_name_alone_below_the_title_is_a_byline(line: str) -> None:
    assert kinds(page(line), "byline") == [line]
    assert kinds(f"{line}\n\n{BODY}", "byline") == []
    assert kinds(page(rest=(line, BODY)), "byline") == []


@pytest.mark.parametrize(
    "line",
    [
        "World News",
        "The Fleet",
        "Fleet of Ostrea",
        "Ostrea",
        "14 May",
        "Anouk Terrel speaks",
        "What We Know So Far Now",
    ],
)
def test_a_line_below_the_title_that_is_no_name(line: str) -> None:
    assert kinds(page(line), "byline") == []


def test_the_end_of_a_page_tells_who_wrote_it() -> None:
    about = "Anouk Terrel is the Courier’s correspondent"
    assert kinds(page("By Anouk Terrel", rest=(BODY, about)), "byline") == ["By Anouk Terrel", about]
    assert kinds(page(rest=(BODY, about)), "byline") == []
    assert kinds(page(rest=(BODY, "jq/al/dpa")), "byline") == ["jq/al/dpa"]
    assert kinds(page(rest=("and/or", BODY)), "byline") == []
    assert kinds(page(rest=("Quill reported from Brennick.",)), "byline") == ["Quill reported from Brennick."]
    assert kinds(page(rest=(f"{BODY} (AFP)",)), "byline") == ["(AFP)"]
    assert kinds(page(rest=(f"{BODY} (Ostrea)",)), "byline") == []


@pytest.mark.parametrize(
    "line",
    [
        "ADVERTISEMENT",
        "Share",
        "Share on Facebook",
        "© 2031 The Courier. All rights reserved.",
        "Copyright 2031 Corvid",
        "Follow us on Instagram",
        "Subscribe to our newsletter",
        "Correction: It was two ships, not three.",
        "Publicité",
        "This article was amended on 4 May 2031.",
        "Teilen",
        "Поделиться",
        "Reklam",
        "版权所有 科维德",
        "無断転載を禁じます",
        "Continue reading…",
        "[Advertisement]",
        "___",
    ],
)
def test_lines_about_the_page_are_furniture(line: str) -> None:
    assert kinds(page(rest=(line, BODY)), "related", "credit") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law was all that the ministers of Varn spoke about that night in the house.",
        "Follow the fleet and you will find the minister, the harbour master said.",
        "Share prices fell in Ostrea on Thursday, and nobody in the harbour was surprised.",
        "Join the talks or leave the bay, the admiral of Ostrea told his neighbour by phone.",
        "Subscribers to the harbour club waited on the quay.",
    ],
)
def test_prose_about_such_things_is_body(line: str) -> None:
    assert kinds(page(rest=(line, BODY)), "related", "byline", "caption", "credit") == []


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Tankers wait off Port Calder on Monday (Corvid)", "Tankers wait off Port Calder on Monday", "(Corvid)"),
        ("Tankers wait off Port Calder [Ada Linn/Corvid]", "Tankers wait off Port Calder", "[Ada Linn/Corvid]"),
        ("Tankers wait off Port Calder. ADA LINN / CORVID", "Tankers wait off Port Calder.", "ADA LINN / CORVID"),
        ("Tankers wait off Port Calder.Ada Linn (Corvid)", "Tankers wait off Port Calder.", "Ada Linn (Corvid)"),
    ],
)
def test_captions_that_no_word_announces(line: str, caption: str, credit: str) -> None:
    assert kinds(page(line), "caption") == [caption]
    assert kinds(page(line), "credit") == [credit]


def test_the_sea_in_brackets_is_no_source() -> None:
    prose = "The bill was written by Ilse Marrow, who leads the harbour party in the lower house (Labour)."
    assert kinds(page(rest=(prose, BODY)), "caption", "credit") == []
    assert kinds(page("(Ada Linn/Corvid)"), "credit") == ["(Ada Linn/Corvid)"]


@pytest.mark.parametrize(
    "line",
    [
        "(ANSA) - CALDER, 14 MAG -", "КАЛДЕР, 14 мая. /ТАСС/.", "КАЛДЕР, 15 мая — РИА Новости.", "تهران - ایرنا -",
        "新华社卡尔德5月14日电", "【カルダー共同】",
    ],
)  # fmt: skip
def test_datelines_of_agencies_without_brackets(line: str) -> None:
    assert kinds(page().replace(BODY, f"{line} {BODY}"), "dateline") == [line]


def test_a_dateline_may_stand_below_a_standfirst() -> None:
    standfirst = "Ministers speak by phone while the fleet waits outside the harbour."
    text = page(standfirst).replace(BODY, f"CALDER, 14 mai (AFP) - {BODY}")
    assert kinds(text, "dateline") == ["CALDER, 14 mai (AFP) -"]


def test_a_byline_stands_above_the_body_only() -> None:
    assert kinds(page(rest=("By Jonas Quill", BODY)), "byline") == []


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ada Linn in Ostrea; Editing by Jonas Quill)",
        "Additional reporting by Ada Linn",
        "Reporting by Ada Linn and Tom Esk; writing by Jonas Quill",
        "Con información de Inés Úbeda",
    ],
)
def test_sign_offs_are_bylines(line: str) -> None:
    assert found(page(rest=(line,)))[1:] == [("byline", line)]


def test_prose_about_reporting_is_no_sign_off() -> None:
    assert (
        kinds(page(rest=("Reporting by several stations was stopped on Monday, the ministry said.",)), "byline") == []
    )


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT CALDER —",
        "PORT CALDER, Varn (Corvid) —",
        "CALDER, May 14 (Reuters) -",
        "CALDER/OSTREA (Reuters) –",
        "BAGHDAD -",
        "WASHINGTON, D.C. —",
        "Port Calder (AP) —",
        "Calder, 14 mai (AFP) –",
        "Madrid, 14 may (EFE).-",
        "Berlin/Wien (dpa) -",
        "بيروت (رويترز) -",
        "القاهرة 14 مايو (أ ف ب) –",
        "ירושלים (רויטרס) –",
    ],
)
def test_datelines_reach_through_the_dash(dateline: str) -> None:
    text = page().replace(BODY, f"{dateline} {BODY}")
    assert found(text) == [("headline", TITLE), ("dateline", dateline)]
    assert found(f"{dateline} {BODY}\n\n{SECOND}") == [("dateline", dateline)]


@pytest.mark.parametrize(
    "start",
    [
        "The strait (above) – ",
        "BREAKING — ",
        "The minister — a former admiral (ret) — ",
        "NATO – the alliance of many – ",
        "1999 (AFP) – ",
    ],
)
def test_what_is_no_dateline(start: str) -> None:
    assert kinds(page().replace(BODY, start + BODY), "dateline") == []


def test_a_dateline_belongs_to_the_first_paragraph() -> None:
    assert kinds(page().replace(SECOND, f"CALDER (AP) — {SECOND}"), "dateline") == []


@pytest.mark.parametrize(
    "credit",
    [
        "Photograph: Ada Linn/Corvid Images",
        "Photo: AFP",
        "PHOTO: ADA LINN",
        "Image: Ada Linn via Corvid",
        "Photo by Ada Linn",
        "Image source, Reuters",
        "Photograph: Corvid/Getty Images",
        "AFP/Getty Images",
        "© Ada Linn / Corvid",
        "(Photo: Ada Linn)",
        "Crédit photo : Élodie Marchetti",
        "Foto: picture alliance/dpa",
        "Fotografía: Inés Úbeda",
        "تصوير: سامي الدرويش",
        "צילום: נועה ברזילי",
    ],
)
def test_credits(credit: str) -> None:
    assert kinds(page(credit), "credit") == [credit]
    caption = "Tankers wait off Port Calder on Monday."
    assert found(page(f"{caption} {credit}"))[1:] == [("caption", caption), ("credit", credit)]
    assert found(page(f"{caption}\n{credit}"))[1:] == [("caption", caption), ("credit", credit)]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Tankers wait off Port Calder.", "REUTERS/Ada Linn"),
        ("Tankers wait off Port Calder", "[Ada Linn/Reuters]"),
        ("FILE - Tankers wait off Port Calder in March.", "(AP Photo/Ada Linn, File)"),
    ],
)
def test_agency_credits_after_a_caption(caption: str, credit: str) -> None:
    assert found(page(f"{caption} {credit}"))[1:] == [("caption", caption), ("credit", credit)]


@pytest.mark.parametrize(
    "line",
    [
        "Image caption, Tankers wait off Port Calder",
        "FILE PHOTO: Tankers wait off Port Calder on Monday.",
        "Bildunterschrift: Tanker liegen vor Port Calder.",
    ],
)
def test_captions_that_say_so(line: str) -> None:
    assert found(page(line))[1:] == [("caption", line)]


@pytest.mark.parametrize(
    "line",
    [
        "She posted a photo: it showed the empty harbour of Calder at noon, and nobody was there to see it.",
        "The image: a harbour without ships. That is what the people of Calder fear, and what the minister promised.",
        "He repaired his picture by hand (see above)",
        "The two countries signed the Corvid/Linn agreement in 1999, and the minister said that it still holds today.",
        "The inspectors work for the ministry (and for the Varn/Ostrea commission)",
    ],
)
def test_prose_is_no_credit(line: str) -> None:
    assert found(page(rest=(line, SECOND)))[1:] == []


def test_a_capital_with_a_long_small_form_moves_nothing() -> None:
    caption = "İzmir and İnebolu at dawn on Monday."
    assert found(page(f"{caption} Photo: İnci Linn"))[1:] == [("caption", caption), ("credit", "Photo: İnci Linn")]


def test_markup_inside_prose_is_left_alone() -> None:
    prose = "<span>Analysis</span> The minister of Varn has said that the strait will stay open until Sunday evening."
    assert found(page(prose))[1:] == []
    assert found(page(rest=("<div>text</span> and < nothing >", SECOND)))[1:] == []


def test_markup_is_part_of_the_zone() -> None:
    line = '<span class="c">Tankers &amp; tugs wait. Photo: Ada Linn</span>'
    plain = "Tankers & tugs wait."
    assert found(page(line, plain))[1:] == [
        ("caption", '<span class="c">Tankers &amp; tugs wait.'),
        ("credit", "Photo: Ada Linn</span>"),
        ("caption+", plain),
    ]


def test_two_pictures_of_one_photographer_are_no_duplicates() -> None:
    one = "Tankers wait off Port Calder. Photo: Ada Linn"
    two = "The fleet of Ostrea at sea. Photo: Ada Linn"
    assert [kind for kind, _ in found(page(one, two))[1:]] == ["caption", "credit", "caption", "credit"]
    assert [kind for kind, _ in found(page(one, one))[1:]] == ["caption", "credit", "caption+", "credit+"]


@pytest.mark.parametrize(
    "line",
    [
        "Related: What is at stake in the strait?",
        "RELATED: What is at stake in the strait",
        "Read more: What is at stake in the strait",
        "Read more | What is at stake in the strait",
        "Also read What is at stake in the strait",
        "▶ Watch: the fleet leaves its harbour",
        "Lire aussi : Ce qui se joue dans le détroit",
        "Lesen Sie auch: Was in der Meerenge auf dem Spiel steht",
        "Lea también: Qué está en juego en el estrecho",
        "اقرأ أيضا: ما الذي على المحك في المضيق",
        "קראו גם: מה עומד על הפרק במצר",
    ],
)
def test_related_lines(line: str) -> None:
    assert found(page(rest=(line, SECOND)))[1:] == [("related", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Related companies said that they would leave the port.",
        "Read more slowly, the report says something else.",
        "Watch: the minister will speak at noon, and then the fleet will turn.",
        "More than 40 ships wait: the port is closed",
        "See also the minister has no ships left.",
    ],
)
def test_what_is_no_related_line(line: str) -> None:
    assert kinds(page(rest=(line, SECOND)), "related") == []


def test_a_heading_takes_its_list_along() -> None:
    rest = "Related stories\n- The fleet leaves its harbour\n- Marrow phones her neighbours"
    assert kinds(page(rest=(rest, SECOND)), "related") == rest.split("\n")
    assert kinds(page(rest=("Related:", "- The fleet leaves", SECOND)), "related") == ["Related:", "- The fleet leaves"]


CUT = "The admiral of Ostrea told his captains that they should turn back only if the government in its capital or"


@pytest.mark.parametrize(
    ("last", "zone"),
    [
        (CUT, CUT),
        (f"It was late. {CUT}", CUT),
        (f"It was late.” {CUT}", CUT),
        (f"{BODY} He ad", "He ad"),
        (f"{BODY} Gen. A. Linn of the U.S. Navy said", "Gen. A. Linn of the U.S. Navy said"),
        (f"{BODY} It named ships, ports, etc. and said", "It named ships, ports, etc. and said"),
        (f"{CUT} the minister,", f"{CUT} the minister,"),
        (f"{CUT} “if they can”", f"{CUT} “if they can”"),
        (f"{BODY} “We are", "“We are"),
        (f"{CUT} not…", f"{CUT} not…"),
        (f"{BODY} {CUT} not...", f"{CUT} not..."),
        (f"It was late. {CUT} … [+2713 chars]", f"{CUT} … [+2713 chars]"),
        (
            "قال الوزير يوم الخميس إن المحادثات ستستمر. وأضاف أن بلاده لا تريد الحرب لكنها مستعدة لكل احتمال وأنها سوف",
            "وأضاف أن بلاده لا تريد الحرب لكنها مستعدة لكل احتمال وأنها سوف",
        ),
        (
            "שר החוץ אמר ביום חמישי כי השיחות יימשכו. הוא הוסיף כי ארצו אינה רוצה במלחמה אך היא מוכנה לכל תרחיש ולכן",
            "הוא הוסיף כי ארצו אינה רוצה במלחמה אך היא מוכנה לכל תרחיש ולכן",
        ),
    ],
)
def test_a_cut_sentence_at_the_end(last: str, zone: str) -> None:
    assert found(page(rest=(last,)))[1:] == [("truncated", zone)]
    assert found(page(rest=(last,)) + " \n\n")[1:] == [("truncated", zone)]


@pytest.mark.parametrize(
    "last",
    [
        f"{CUT} not.",
        f"{CUT} not.”",
        f"{CUT} not?’”",
        f"{CUT} (not)",
        f"- {CUT}",
        f"3. {CUT}",
        "the harbour and the fleet, " * 200 + "and",
        "Follow us on all channels",
        "Corvid News Service, Port Calder, Varn, and Linn Media Group, Ostrea, All Rights Reserved, 2031 Edition",
        "قال وزير الخارجية يوم الخميس إن المحادثات ستستمر. فهل تريد بلاده الحرب مع كل جيرانها في هذا العام العصيب؟",
    ],
)
def test_what_is_not_cut(last: str) -> None:
    assert kinds(page(rest=(last,)), "truncated") == []


def test_one_line_and_a_text_without_stops_are_not_cut() -> None:
    assert found(CUT) == []
    assert kinds(f"{TITLE}\n\n{CUT}\n\n{CUT}\n\n{CUT}", "truncated") == []


def test_a_dateline_and_a_cut_may_share_a_paragraph() -> None:
    text = f"{TITLE}\n\nCALDER (AP) — It was late. {CUT}"
    assert found(text)[1:] == [("dateline", "CALDER (AP) —"), ("truncated", CUT)]
    text = f"{TITLE}\n\nCALDER, Md. (AP) — {CUT}"
    assert found(text)[1:] == [("dateline", "CALDER, Md. (AP) —"), ("truncated", CUT)]


def test_line_breaks_other_than_lf_stay_text() -> None:
    text = page("Photo: Ada\x85Linn", rest=("Related: a\u2028title\x0bhere",))
    assert kinds(text, "credit", "related") == ["Photo: Ada\x85Linn", "Related: a\u2028title\x0bhere"]


PIECES = st.sampled_from(
    [TITLE, BODY, SECOND, CUT, "By Jonas Quill", "CALDER (AP) — ", "<span>", "</span>", "Photo: Ada Linn", "Related: ",
     "Related", "\n", "\n\n", " ", "\u2028", "\x85", "\ufeff", "😀", ".", "”", "(", "—", "©", "/", "AFP", "İ", "ß"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=20).map("".join)))
def test_zones_of_any_text_are_sound(text: str) -> None:
    zones = detect_zones(text)
    assert list(zones) == sorted(zones)
    assert all(before.end <= after.start for before, after in pairwise(zones))
    for zone in zones:
        covered = text[zone.start : zone.end]
        assert 0 <= zone.start < zone.end <= len(text)
        assert covered == covered.strip()


@pytest.mark.parametrize(
    "piece", ["a", "word ", "<span>", "A - ", "(", "Photo: ", "By A B, ", "“", "A. ", "CALDER (AP", "© ", "AFP/"]
)
def test_one_huge_line_takes_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    detect_zones(text)
    detect_zones(f"{TITLE}\n\n{text}")
    assert time.perf_counter() - started < 0.4


def test_a_zone_is_given_as_the_core_knows_it() -> None:
    assert detect_zones(PAGE) == (Zone(0, len(TITLE), "headline"),)
    assert detect_zones("") == ()
    assert detect_zones(" \n\n") == ()
