# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.feed import read, sniff
from annotator.work import kinds
from tests.news.pages import CAPTION, P1, P2, P3

RSS = f"""<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="s.xsl"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Varn Courier</title><link>https://courier.example</link><language>en-GB</language>
<item><title>Pass &amp;amp; port closed</title><link>https://courier.example/1</link><guid isPermaLink="false">c-1</guid>
<dc:creator>Anna Holm and AFP</dc:creator><pubDate>Wed, 14 May 2031 08:30:00 +0200</pubDate><category>World</category><category>Borders</category>
<description>Short.</description><content:encoded><![CDATA[<p>{P1}</p><figure class="wp-block-image"><img src="https://t.example/pixel.gif" onerror="x()"/>
<figcaption>{CAPTION}. Photo: Jonas Reit/Reuters</figcaption></figure><script>track()</script><p>{P2}</p>
<div class="sharedaddy sharing">Share this</div>]]></content:encoded></item>
<item><title>Harbour strike</title><link>https://courier.example/2</link><description>&lt;p&gt;Cranes stood still &amp;amp; silent in Port Amsel.&lt;/p&gt;</description></item>
<item><title>Only a title</title><link>https://courier.example/3</link></item>
<item><title>Plain</title><guid>https://courier.example/4</guid><description>Fewer than 5 &lt; 6
lorries.</description><pubDate>2031-05-16</pubDate></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Zeitung</title>
<entry><title type="html">Pass &lt;i&gt;gesperrt&lt;/i&gt;</title><link rel="alternate" href="https://z.example/a"/><id>urn:1</id>
<published>2031-05-14T08:30:00Z</published><author><name>Jörg Büchner</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{P1}</p><p>{P3}</p></div></content></entry></feed>"""

RDF = f"""<?xml version="1.0" encoding="iso-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Gazette</title></channel>
<item rdf:about="y"><title>Élan</title><link>https://g.example/a</link><description>{P1} Ça va.</description><dc:date>2031-05</dc:date></item></rdf:RDF>"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> Source:
    path = folder / "feed.xml"
    path.write_bytes(text.encode(encoding))
    return Source(path)


def test_each_entry_is_an_article(tmp_path: Path) -> None:
    source = write(tmp_path, RSS)
    first, second, third, fourth = read(source)
    assert isinstance(first, NewsArticle)
    assert first.text == f"Pass & port closed\n\n{P1}\n\n{CAPTION}. Photo: Jonas Reit/Reuters\n\n{P2}"
    told = [(zone.kind, first.text[zone.start : zone.end]) for zone in first.zones]
    assert told == [
        ("headline", "Pass & port closed"),
        ("caption", f"{CAPTION}."),
        ("credit", "Photo: Jonas Reit/Reuters"),
    ]
    assert first.meta == {
        "headline": "Pass & port closed",
        "byline": "Anna Holm and AFP",
        "source": "The Varn Courier",
        "url": "https://courier.example/1",
        "published": "2031-05-14T08:30:00+02:00",
        "language": "en",
        "section": "World",
        "categories": ["World", "Borders"],
        "agency": "AFP",
    }
    assert first.notes == []
    assert isinstance(second, NewsArticle)
    assert second.text == "Harbour strike\n\nCranes stood still & silent in Port Amsel."
    assert second.notes == ["entry 2 (https://courier.example/2): only a summary"]
    assert third == Fault(
        0,
        "entry 3 (https://courier.example/3): it holds no text, only a headline; leave it out or take the page itself",
    )
    assert isinstance(fourth, NewsArticle)
    assert fourth.text == "Plain\n\nFewer than 5 < 6\n\nlorries."
    assert fourth.meta["url"] == "https://courier.example/4"
    assert fourth.meta["published"] == "2031-05-16"
    assert kinds.detect(source.path).name == "feed"


def test_atom_with_markup_in_its_title(tmp_path: Path) -> None:
    source = write(tmp_path, ATOM)
    (news,) = read(source)
    assert isinstance(news, NewsArticle)
    assert news.text == f"Pass gesperrt\n\n{P1}\n\n{P3}"
    assert news.meta["byline"] == "Jörg Büchner"
    assert news.meta["published"] == "2031-05-14T08:30:00Z"
    assert news.meta["language"] == "de"
    assert sniff(Head(source.path)) == 92


def test_rdf_in_another_encoding(tmp_path: Path) -> None:
    source = write(tmp_path, RDF, "cp1252")
    news, repair = sorted(read(source), key=lambda one: isinstance(one, Repair))
    assert isinstance(news, NewsArticle)
    assert news.text == f"Élan\n\n{P1} Ça va."
    assert news.meta["published"] == "2031-05"
    assert news.meta["encoding"] == "cp1252"
    assert repair == Repair(0, "Not UTF-8; read as cp1252, as the page says.")
    assert sniff(Head(source.path)) == 92


def test_a_feed_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    found = list(read(write(tmp_path, RSS[: RSS.index("<item><title>Only")])))
    repair = next(one for one in found if isinstance(one, Repair))
    assert "not well-formed" in repair.note
    assert len([one for one in found if isinstance(one, NewsArticle)]) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "no entry"),
        ("<!DOCTYPE rss [<!ENTITY a 'aaa'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>&b;</title></item></channel></rss>", "entities"),
        ("https://courier.example/feed", "no entry"),
        ("", "no entry"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(NewsError, match=reason):
        list(read(write(tmp_path, text)))


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        pytest.fail("a feed must not be fetched")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    path = tmp_path / "feed.xml"
    path.write_bytes(b"https://courier.example/feed.xml")
    with pytest.raises(NewsError):
        list(read(Source(path)))
    assert len(list(read(write(tmp_path, RSS)))) == 4


def test_any_order_of_questions_leaves_the_file_to_the_feed(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(RSS, encoding="utf-8")
    assert kinds.detect(path).name == "feed"
