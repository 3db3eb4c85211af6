# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.sources import Head, Source
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.html import article_of, read, sniff
from tests.news import pages
from tests.news.pages import CAPTION, P1, P2, P3


def of(markup: str, encoding: str = "utf-8") -> NewsArticle:
    return article_of(markup.encode(encoding))


def quotes(news: NewsArticle, kind: str, *, duplicate: bool | None = None) -> list[str]:
    found = [zone for zone in news.zones if zone.kind == kind and duplicate in (None, zone.duplicate)]
    return [news.text[zone.start : zone.end] for zone in found]


def page(inside: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article><h1>Pass closed at dawn</h1>{inside}</article></body></html>"


def paragraphs(news: NewsArticle) -> list[str]:
    return news.text.split("\n\n")


def test_a_blog_page_keeps_its_article_and_nothing_around_it() -> None:
    news = of(pages.WORDPRESS)
    assert paragraphs(news) == [
        "Merovia closes Lhassen Pass",
        "Posted on 14 May 2031",
        "by Anna Holm",
        P1,
        f"{CAPTION}. Photo: Jonas Reit/Reuters",
        P2,
        "“The road is closed,” the decree says.",
        "One lane is open to ambulances.\nThe rail tunnel is shut.",
        "Read more\nSorrel Bay: what we know",
        P3,
    ]
    assert quotes(news, "headline") == ["Merovia closes Lhassen Pass"]
    assert quotes(news, "byline") == ["by Anna Holm"]
    assert quotes(news, "dateline") == ["Posted on 14 May 2031"]
    assert quotes(news, "caption") == [f"{CAPTION}."]
    assert quotes(news, "credit") == ["Photo: Jonas Reit/Reuters"]
    assert quotes(news, "related") == ["Read more\nSorrel Bay: what we know"]
    assert news.meta == {
        "headline": "Merovia closes Lhassen Pass",
        "byline": "Anna Holm",
        "source": "The Varn Courier",
        "url": "https://courier.example/2031/05/merovia-closes-pass/",
        "published": "2031-05-14T08:30:00Z",
        "language": "en",
    }
    assert news.notes == ["Readers' comments were left out."]


def test_a_broadcasters_page_of_blocks() -> None:
    news = of(pages.BROADCASTER)
    assert [line for line in paragraphs(news) if line in (P1, P2, P3, "Drivers wait")] == [P1, P2, "Drivers wait", P3]
    assert quotes(news, "byline") == ["Anna Holm Defence correspondent"]  # two spans, kept apart by a style sheet
    assert quotes(news, "credit") == ["Reuters"]
    assert quotes(news, "caption") == [CAPTION]
    assert "Image source" not in news.text
    assert "Share" not in news.text
    assert news.meta["byline"] == "Anna Holm, Piet Halloran"
    assert news.meta["published"] == "2031-05-14T06:01:12Z"
    assert news.meta["section"] == "World & Borders"
    assert news.meta["source"] == "Ilmark News"


def test_an_agencys_page_with_its_dateline_inside_the_paragraph() -> None:
    news = of(pages.AGENCY)
    assert quotes(news, "dateline") == ["Updated 9:14 AM GMT, May 14, 2031", "PORT AMSEL, Merovia (AP) —"]
    assert quotes(news, "byline") == ["By JONAS REIT"]
    assert quotes(news, "caption") == [f"{CAPTION}, May 14, 2031."]
    assert quotes(news, "credit") == ["(AP Photo/Jonas Reit)"]
    assert quotes(news, "related") == ["Harbour strike leaves ships idle"]
    assert news.meta["agency"] == "AP"
    assert news.meta["dateline"] == "PORT AMSEL, Merovia (AP)"
    assert news.meta["published"] == "2031-05-14"
    assert "Other story" not in news.text


def test_an_amp_page_with_a_graph_of_linked_data() -> None:
    news = of(pages.AMP)
    assert news.meta["byline"] == "Élise Morel"
    assert news.meta["source"] == "Le Journal de Varn"
    assert news.meta["published"] == "2031-05-14"
    assert news.meta["agency"] == "AFP"
    assert quotes(news, "caption") == ["Des camions au pied du col."]
    assert quotes(news, "credit") == ["Photo Élise Morel / AFP"]
    assert "Les routiers attendent depuis l’aube" in news.text
    assert "«\u00a0Nous n’attendrons pas\u00a0»" in news.text
    assert "Publicité" not in news.text
    assert "Menu" not in news.text


def test_a_page_from_right_to_left_in_its_own_encoding() -> None:
    news = of(pages.ARABIC, "cp1256")
    assert news.meta["language"] == "ar"
    assert news.meta["encoding"] == "cp1256"
    assert news.notes == ["Not UTF-8; read as cp1256, as the page says."]
    assert quotes(news, "headline") == ["ميروفيا تغلق ممر لاسن"]
    assert quotes(news, "byline") == ["بقلم: سامي حداد"]
    assert news.meta["byline"] == "سامي حداد"
    assert news.meta["published"] == "2031-05-14"
    assert len(paragraphs(news)) == 5


def test_a_german_page_that_says_latin_1_and_means_windows() -> None:
    news = of(pages.GERMAN, "cp1252")
    assert quotes(news, "byline") == ["Von Jörg Büchner"]
    assert news.meta["byline"] == "Jörg Büchner"
    assert quotes(news, "caption") == ["Lastwagen stauen sich am Mittwoch unterhalb des Passes."]
    assert quotes(news, "credit") == ["Foto: Jörg Büchner/dpa"]
    assert quotes(news, "dateline") == ["Varn."]
    assert not quotes(news, "related")
    assert "„Wir warten nicht ewig“" in news.text
    assert "Bergstraße – Talvanien" in news.text
    assert news.meta["published"] == "2031-05-14T09:15:00+02:00"


def test_an_old_page_laid_out_in_tables() -> None:
    news = of(pages.TABLES)
    assert quotes(news, "headline") == ["Pass closed by Merovia"]
    assert f"{P2}\nSecond line.\n\n{P3}" in news.text
    assert news.text.endswith("Day\tLorries\nMon\t120\nTue\t400")
    assert "Weather" not in news.text
    assert news.meta == {"headline": "Pass closed by Merovia", "byline": "Tove Lind, Gazette staff"}


def test_a_second_copy_of_a_caption_is_told() -> None:
    news = of(pages.LAZY)
    assert quotes(news, "caption", duplicate=False) == quotes(news, "caption", duplicate=True) == [CAPTION]
    assert quotes(news, "credit", duplicate=False) == quotes(news, "credit", duplicate=True) == ["(Jonas Reit/Reuters)"]
    assert "enable scripts" not in news.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>{}<span>One.</span><span>Two</span></p>", "One. Two"),
        ("<p>{}<span class=a>Varn</span><span class=b>May 14</span></p>", "Varn May 14"),
        ("<div>{}<span class=a>Varn port</span><span class=b>news</span></div>", "Varn port news"),
        ("<p>{}<span class=drop>T</span>he road</p>", "The road"),
        ("<p>{}<span class=drop>T</span><span>he road</span></p>", "The road"),
        ("<p>{}CO<sub>2</sub> and <b>M</b>erovia</p>", "CO2 and Merovia"),
        ("<p>{}a  \n\t b<wbr>c</p>", "a bc"),
        ("<p>{}a&nbsp;b&#150;c&hellip; &amp;lt;b&amp;gt; &#x1F600;</p>", "a\u00a0b–c… &lt;b&gt; 😀"),
        ("<p>{}one<br>two<br/><br>three</p>", "one\ntwo\n\nthree"),
        ("<p>{}<!-- c -->x<script>bad()</script>y<style>p</style></p>", "xy"),
        ("<p>{}seen<span style='display: none'>unseen</span> <i hidden>no</i>too</p>", "seen too"),
        ("<p>{}<span class='hidden md:inline'>wide</span></p>", "wide"),
        ("<div>{}<div>first</div><div>second</div></div>", "first\n\nsecond"),
        ("<p>{}x</p><p>&nbsp;</p><p> \u200b </p><p>y</p>", "x\n\ny"),
    ],
)
def test_text_stands_as_a_browser_shows_it(markup: str, text: str) -> None:
    news = of(page(f"<div class='article-body'><p>{P1}</p>{markup.format('§')}<p>{P2}</p></div>"))
    between = news.text[news.text.index(P1) + len(P1) : news.text.index(P2)]
    assert between.replace("§\n\n", "§").strip("\n") == f"§{text}"


def test_preformatted_text_keeps_its_lines() -> None:
    news = of(page(f"<div class=article-body><p>{P1}</p><pre>\nVARN  \r\n\n  Wire   copy\n</pre><p>{P2}</p></div>"))
    assert f"{P1}\n\nVARN  \n\n  Wire   copy\n\n{P2}" in news.text


def test_a_figure_without_a_caption_element() -> None:
    figure = (
        "<figure><img><button>Enlarge</button><span>Rescuers walk along the rail line at noon.</span>"
        "<em class=c>Foto: Ada Lorn/dpa</em></figure>"
    )
    news = of(page(f"<div class=article-body><p>{P1}</p>{figure}<p>{P2}</p></div>"))
    assert quotes(news, "caption") == ["Rescuers walk along the rail line at noon."]
    assert quotes(news, "credit") == ["Foto: Ada Lorn/dpa"]
    assert "Enlarge" not in news.text


def test_the_labels_of_buttons_beside_a_caption_go() -> None:
    figure = f"<figure><img><div>Enlarge this</div><figcaption>{CAPTION}</figcaption></figure>"
    news = of(page(f"<div class=article-body><p>{P1}</p>{figure}<p>{P2}</p></div>"))
    assert paragraphs(news)[1:] == [P1, CAPTION, P2]


def test_a_title_that_stands_twice_is_told() -> None:
    news = of(page(f"<div class=article-body><h2>Pass closed at dawn</h2><p>{P1}</p><p>{P2}</p></div>"))
    assert quotes(news, "headline", duplicate=False) == quotes(news, "headline", duplicate=True)


def test_a_link_block_in_the_body_stays_and_is_told_but_one_below_goes() -> None:
    block = "<aside class=related><h3>See also</h3><ul><li><a href=/a>Harbour strike goes on</a></li></ul></aside>"
    news = of(page(f"<div class=article-body><p>{P1}</p>{block}<p>{P2}</p></div>{block.replace('Harbour', 'Rail')}"))
    assert quotes(news, "related") == ["See also\nHarbour strike goes on"]
    assert "Rail strike" not in news.text


def test_an_article_told_only_to_machines_is_taken_from_there() -> None:
    data = f'{{"@type": "NewsArticle", "headline": "Pass closed", "articleBody": "{P1}\\n{P2}"}}'
    news = of(
        f"<html><head><script type='application/ld+json'>{data}</script></head><body><div id=app></div></body></html>"
    )
    assert news.text == f"Pass closed\n\n{P1}\n\n{P2}"
    assert quotes(news, "headline") == ["Pass closed"]
    assert news.notes == ["The page shows its text only by a script; it was taken from the page's own data."]


@pytest.mark.parametrize(
    ("data", "encoding", "told"),
    [
        (pages.ARABIC.encode("utf-8"), None, "The page says windows-1256, but is UTF-8; read as that."),
        ("\ufeff" + pages.AMP, "utf-8", None),
        (("\ufeff" + pages.AMP).encode("utf-16-le"), "utf-16-le", "Read as UTF-16-LE."),
    ],
)
def test_the_encoding_is_what_the_bytes_are(data: bytes | str, encoding: str | None, told: str | None) -> None:
    news = article_of(data if isinstance(data, bytes) else data.encode("utf-8"))
    assert news.meta.get("encoding", "utf-8") == (encoding or "utf-8")
    assert news.notes == ([told] if told else [])


def test_japanese_by_its_declaration_or_by_a_persons_word() -> None:
    words = "メロヴィアは水曜日にラッセン峠を閉鎖した。数百台のトラックが山道で立ち往生している。" * 3
    markup = (
        "<html><head>{}<title>x</title></head><body><article><h1>峠を閉鎖</h1><p>"
        + words
        + "</p></article></body></html>"
    )
    declared = article_of(markup.format("<meta charset=Shift_JIS>").encode("cp932"))
    assert words in declared.text
    assert declared.meta["encoding"] == "cp932"
    assert words in article_of(markup.format("").encode("euc_jp"), encoding="euc-jp").text
    with pytest.raises(NewsError, match="no encoding that is known"):
        article_of(markup.encode("euc_jp"), encoding="rot13")


def test_a_few_broken_bytes_are_marked_and_told() -> None:
    news = article_of(pages.AMP.encode("utf-8").replace("Élise Morel / AFP".encode(), b"\xc9lise Morel / AFP"))
    assert "\ufffdlise Morel" in news.text
    assert news.notes == ["1 places that are no utf-8 were read as �."]


def test_xhtml_with_elements_that_close_themselves() -> None:
    markup = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html [<!ENTITY a "&b;&b;">]>\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><script src="a.js"/><title>T</title></head><body><article><h1>Pass closed</h1><div class="clear"/><p>{P1} &a;</p></article></body></html>'
    news = of(markup)
    assert P1 in news.text
    assert news.meta["language"] == "en"


def test_a_page_saved_with_its_pictures(tmp_path: Path) -> None:
    body = pages.GERMAN.encode("cp1252").hex(" ").upper().replace(" ", "=")
    lines = "\r\n".join(f"={body}"[at : at + 72] + "=" for at in range(0, len(body) + 1, 72))
    path = tmp_path / "page.mhtml"
    path.write_text(
        "From: <Saved>\r\nSnapshot-Content-Location: https://zeitung.example/pass\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="X"\r\n\r\n--X\r\nContent-Type: text/html; charset=windows-1252\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{lines}\r\n--X\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--X--\r\n",
        encoding="ascii", newline="",
    )  # fmt: skip
    (news,) = read(Source(path))
    assert isinstance(news, NewsArticle)
    assert "Von Jörg Büchner" in news.text
    assert news.meta["url"] == "https://zeitung.example/pass"
    assert sniff(Head(path)) == 90


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no article text"),
        (b"just words", "no article text"),
        (b"<html><body><nav><a href=/>Home</a></nav><p>Hi.</p></body></html>", "no article text"),
        (b"<html><body>" + b"<div>" * 100_000 + b"deep" * 50, "nested more than 256 deep"),
        (b"<p>" + b"x" * 11_000_000 + b"</p>", "larger than 10 MB"),
        (b"<p>" * 12_000_000, "larger than 32 MB"),
        (b"<p>word" + b"<br>" * 500_000, "more than 400,000 elements"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_with_a_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(NewsError, match=reason):
        article_of(data)


def test_a_page_of_60_mb_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.html"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(NewsError, match="larger than 32 MB"):
        list(read(Source(path)))


def test_the_address_is_the_pages_own_and_never_a_script() -> None:
    body = f"<p>{P1}</p><p>{P2}</p>"
    link = "<link rel=canonical href='{}'>"
    assert of(page(body, link.format("https://a.example/x#top"))).meta["url"] == "https://a.example/x"
    assert "url" not in of(page(body, link.format("javascript:alert(1)"))).meta
    assert (
        article_of(page(body, link.format("/x")).encode(), "https://b.example/y").meta["url"] == "https://b.example/x"
    )
    saved = "<!-- saved from url=(0024)https://c.example/story -->" + page(body)
    assert of(saved).meta["url"] == "https://c.example/story"


@pytest.mark.parametrize(
    ("name", "head", "claim"),
    [
        ("a.html", b"<p>x", 85),
        ("a.bin", b"\n<!-- c --><!DOCTYPE HTML PUBLIC>", 80),
        ("a.txt", b"<html lang=en>", 80),
        ("a.txt", b"Plain words <html>", 0),
        ("a.xml", b"<?xml version='1.0'?><rss>", 0),
    ],
)
def test_pages_are_told_by_their_first_element(tmp_path: Path, name: str, head: bytes, claim: int) -> None:
    path = tmp_path / name
    path.write_bytes(head)
    assert sniff(Head(path)) == claim


def test_a_beginning_full_of_comments_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "comments.txt"
    path.write_text("<!---->" * 8_000 + "<b>", encoding="utf-8")
    assert sniff(Head(path)) == 0
    path.write_text("<!---->" * 8_000 + "<html>", encoding="utf-8")
    assert sniff(Head(path)) == 80


def test_a_page_that_marks_nothing_is_read_by_its_running_text() -> None:
    links = "".join(f"<div><a href=/{number}>A story with number {number} of today</a></div>" for number in range(30))
    news = of(
        f"<html><body><div id=w><div class=h>The Gazette</div><div class=c1><div class=t>Pass closed</div><div>{P1}</div>"
        f"<div>{P2}</div><div>Short.</div><div>{P3}</div></div><div class=c2>{links}</div></div></body></html>"
    )
    assert paragraphs(news) == ["Pass closed", P1, P2, "Short.", P3]


def test_the_end_of_an_article_in_parts_is_not_lost() -> None:
    parts = (
        f"<div class=part><p>{P1}</p><p>{P2}</p><p>{P3}</p></div><div class=part><p>{P1[::-1]}</p><p>The end.</p></div>"
    )
    news = of(f"<html><body><main><article><h1>Pass closed</h1><div>{parts}</div></article></main></body></html>")
    assert paragraphs(news) == ["Pass closed", P1, P2, P3, P1[::-1], "The end."]


def test_a_page_behind_a_wall_says_so() -> None:
    data = '{"@type": "NewsArticle", "headline": "Pass closed", "isAccessibleForFree": "False"}'
    news = of(page(f"<p>{P1}</p>", f"<script type='application/ld+json'>{data}</script>"))
    assert news.notes == ["The page says that its text is not free to read: it may be cut off."]


def test_a_flash_of_one_line_is_an_article() -> None:
    assert of(page("<p>Merovia has closed the Lhassen Pass, state radio says.</p>")).text.endswith("says.")


def test_an_encoding_that_a_person_names_wrongly_is_told() -> None:
    news = article_of(pages.GERMAN.encode("cp1252"), encoding="utf-8")
    assert "Jörg Büchner" in news.text
    assert news.notes == ["It was to be read as utf-8, but is not that. Not UTF-8; read as cp1252."]
