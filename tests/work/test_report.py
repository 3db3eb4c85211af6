"""The report: one page that stands alone, with every figure, and nothing in it that a name can turn into markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from annotator.agreement.figures import Value
from annotator.work.report import report
from annotator.work.svg import colour
from tests.helpers import call, listing, project_with, record, span
from tests.work.agreement_figures import HOSTILE, JONAS, MIRA, SCHEME, empty, f1, figures, nested

AT = datetime(2031, 5, 14, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def page() -> str:
    """Return a page on annotators and a project of hostile names."""
    return report(figures(HOSTILE), SCHEME, f"pilot {HOSTILE} & co", AT)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def parsed(page: str) -> _Tags:
    reader = _Tags()
    reader.feed(page)
    return reader


def rows(page: str) -> list[list[str]]:
    """Return the words of all rows of tables."""
    body = ET.fromstring(page.removeprefix("<!DOCTYPE html>\n")).find("body")
    assert body is not None
    return [["".join(cell.itertext()) for cell in row if cell.tag in ("td", "th")] for row in body.iter("tr")]


def test_it_is_well_formed_and_stands_alone(page: str) -> None:
    ET.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    found = parsed(page)
    assert not found.tags & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not found.attributes & {"href", "src", "onclick", "onload"}
    assert not re.search(r"https?:|url\(|@import|javascript:", page)


def test_hostile_names_stay_words(page: str) -> None:
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 10
    assert f"Agreement in pilot {HOSTILE} & co" in parsed(page).words


def test_it_says_what_was_compared_when_and_with_which_scheme(page: str) -> None:
    words = parsed(page).words
    for fact in (
        "14 May 2031, 09:30 UTC", "42, finished by two or more",
        "7 finished by one of them alone, 1,204 finished by none",
        "61,234", f"4: mira, jonas, adaeze, {HOSTILE}", f"Crisis <news> & more (crisis), version {SCHEME.version}",
    ):  # fmt: skip
        assert fact in words


def test_every_figure_stands_with_its_interval_or_its_reason(page: str) -> None:
    found = {row[0]: row[1:] for row in rows(page) if row}
    assert found["F1, exact"] == ["0.660.62 – 0.70", "0.650.61 – 0.69"]
    assert found["Unitizing uα"] == ["0.710.63 – 0.78", "14\u00a0%", "99\u00a0%"]
    assert found["mira and jonas"][:2] == ["14", "0.860.82 – 0.90"]
    assert found[f"adaeze and {HOSTILE}"] == ["0", *["n/a1"] * 4]
    assert found["Rumour"][1] == "n/a1"
    assert found["Diplomatic call: channel"] == ["n/a1", "9", "50\u00a0%"]
    assert found["target"] == ["0.400.36 – 0.44", "0.500.46 – 0.54"]
    assert found["relevance"] == ["0.580.38 – 0.78", "40"]
    assert "0.900.86 – 0.94" in next(row for row in rows(page) if row[:2] == ["mira", "18"])
    assert ["mira", "40", "210", "4.04", "31", "12", "−1.2", "+0.5"] in rows(page)
    assert ["2031-04-01", "0.60", "0.52 – 0.66", "20"] in rows(page)


def test_a_figure_without_an_interval_says_why() -> None:
    few = Value(0.5, reason="fewer than 5 articles")
    some = figures()
    one = replace(f1(), mean=few)
    page = report(replace(some, f1={**some.f1, "overlap": one}), SCHEME, "pilot", AT)
    assert next(row for row in rows(page) if row[0] == "F1, overlap")[1] == "0.501"
    assert "<sup>1</sup> Fewer than 5 articles.</span>" in page


def test_a_reason_stands_once_under_its_table(page: str) -> None:
    for reason in ("No article was finished by both.", "Nobody used the label.", "Everybody gave one value."):
        assert page.count(f"<span><sup>1</sup> {reason}</span>") == 1
        assert parsed(page).words.lower().count(reason[:-1].lower()) == 1
    assert page.count("<sup>1</sup>") > 10


def test_nesting_is_said_once_instead_of_in_every_row() -> None:
    page = report(nested(), SCHEME, "pilot", AT)
    words, found = parsed(page).words, {row[0]: row for row in rows(page) if row}
    assert words.count("What one annotator marked overlaps in 8 of 10 articles") == 1
    assert "Layered uα" in found
    assert not {"Unitizing uα", "Marked |uα", "Labels cuα"} & set(found)
    assert "(k)uα" not in [cell for row in rows(page) for cell in row]


def test_spans_are_explained_and_all_charts_of_f1_share_a_scale() -> None:
    some = figures()
    low = replace(some.f1["exact"], labels={"actor": Value(0.3, 0.1, 0.5)})
    page = report(replace(some, f1={**some.f1, "exact": low}), SCHEME, "pilot", AT)
    assert "Spans are what the window calls tags" in page
    drawn = [one for one in page.split("<svg") if "<title>Labels: F1" in one or "<title>Trend" in one]
    assert len(drawn) == 3
    for one in drawn:
        ticks = re.findall(r">(0|0\.\d|1)</text>", one)[:3]
        assert ticks == ["1", "0.5", "0"]


def test_charts_are_inside_and_name_their_colours_for_both_looks(page: str) -> None:
    assert page.count("<svg") >= 6
    light, dark = (set(re.findall(r"(--[\w-]+): #", part)) for part in page.split("@media screen", 1))
    used = set(re.findall(r"var\((--[\w-]+)\)", page))
    assert used == light == dark
    assert "prefers-color-scheme: dark" in page
    for name, dark in (("ink", False), ("ink", True), ("paper", True)):
        assert f"--{name}: {colour(name, SCHEME, dark=dark)};" in page.split("@media screen", 1)[dark]
    assert "@media print" in page


def test_it_tells_its_limits(page: str) -> None:
    words = parsed(page).words
    assert "\ufffd" not in words
    for limit in ("kappa is not given", "without any span", ".667 and .800"):
        assert limit in words


def test_a_project_that_nobody_finished_gets_a_page_too() -> None:
    page = report(empty(), SCHEME, "pilot", AT)
    ET.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    assert "nothing to compare yet" in page
    assert "NaN" not in page
    assert "None" not in page


def test_the_same_figures_make_the_same_page() -> None:
    assert report(figures(), SCHEME, "pilot", AT) == report(figures(), SCHEME, "pilot", AT)
    assert {MIRA, JONAS}.isdisjoint(parsed(report(figures(), SCHEME, "pilot", AT)).words.split())


def test_the_command_line_writes_it_and_leaves_nothing_where_it_can_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project = project_with(tmp_path, record(spans=[span(0, 7)]), record(annotator="Ben", spans=[span(0, 7)]))
    project.close()
    target = tmp_path / "out" / "agreement.html"
    failed = call(monkeypatch, "agreement", project.path, "--report", target)
    assert failed.code == 1
    assert failed.err.count("\n") == 1
    assert str(target.parent) in failed.err
    target.parent.mkdir()
    done = call(monkeypatch, "agreement", project.path, "--report", target, "--json")
    assert (done.code, done.json["articles"]["compared"]) == (0, 1)
    assert list(listing(target.parent)) == ["agreement.html"]
    assert "Ana and Ben" in target.read_text(encoding="utf-8")
    before = project.path.read_bytes()
    assert call(monkeypatch, "agreement", project.path, "--report", project.path).code == 1
    assert project.path.read_bytes() == before
