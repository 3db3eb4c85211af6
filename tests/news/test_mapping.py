from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.news import dates
from annotator.news.errors import NewsError
from annotator.news.mapping import guess, kept_value, language_code, settle, wording

BODY = "The harbour of Sorn was closed on Tuesday, the minister of trade of Talvane said in the parliament. " * 3


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        (
            "authors date_download date_modify date_publish description language maintext source_domain text title url",
            {"text": "maintext", "headline": "title", "published": "date_publish", "source": "source_domain",
             "url": "url", "byline": "authors", "language": "language"},
        ),
        (
            "source author title description url urlToImage publishedAt content",
            {"text": "content", "headline": "title", "published": "publishedAt", "source": "source", "url": "url",
             "byline": "author"},
        ),
        (
            "id indexed_date language media_name media_url publish_date title url text",
            {"text": "text", "headline": "title", "published": "publish_date", "source": "media_name", "url": "url",
             "language": "language"},
        ),
        (
            "Unnamed: 0 id title publication author date year month url content",
            {"text": "content", "headline": "title", "published": "date", "source": "publication", "url": "url",
             "byline": "author"},
        ),
        (
            "title text domain date description url image_url",
            {"text": "text", "headline": "title", "published": "date", "source": "domain", "url": "url"},
        ),
        ("Überschrift Volltext Datum Quelle Autor Ressort",
         {"text": "Volltext", "headline": "Überschrift", "published": "Datum", "source": "Quelle", "byline": "Autor",
          "section": "Ressort"}),
        ("Titre Contenu Date_de_publication Auteur Rubrique Lien",
         {"text": "Contenu", "headline": "Titre", "published": "Date_de_publication", "byline": "Auteur",
          "section": "Rubrique", "url": "Lien"}),
        ("Titular Cuerpo Fecha Medio Autor Idioma",
         {"text": "Cuerpo", "headline": "Titular", "published": "Fecha", "source": "Medio", "byline": "Autor",
          "language": "Idioma"}),
    ],
)  # fmt: skip
def test_known_tables(columns: str, mapping: dict[str, str]) -> None:
    names = columns.replace("Unnamed: 0", "Unnamed:_0").split()
    long = {"maintext", "content", "text", "Volltext", "Contenu", "Cuerpo"}
    row = {
        name: BODY if name in long else f"https://{name}.test/1" if name in ("url", "Lien") else name for name in names
    }
    row["text"] = "Short." if "maintext" in names else row.get("text", "")
    row = {name: row[name] for name in names}
    assert guess(names, [row]) == mapping


def test_the_longest_column_is_the_text_where_no_name_tells() -> None:
    rows = [{"a": "x", "b": BODY, "c": 7}, {"a": "y", "b": None, "c": 8}]
    assert guess(["a", "b", "c"], rows) == {"text": "b"}
    assert guess(["summary", "b"], [{"summary": "short", "b": BODY}]) == {"text": "b"}
    assert guess(["text", "body"], [{"text": "short", "body": BODY}]) == {"text": "body"}
    assert guess(["n"], [{"n": 3}]) == {}


def test_an_id_is_taken_only_where_it_can_not_come_again_elsewhere() -> None:
    rows: list[dict[str, Any]] = [{"id": f"5f0e1b9c-3a64-{n}", "text": BODY} for n in range(3)]
    assert guess(["id", "text"], rows)["id"] == "id"
    assert "id" not in guess(["id", "text"], [{"id": n, "text": BODY} for n in range(3)])
    assert "id" not in guess(["id", "text"], [*rows, rows[0]])


def test_what_a_person_says_goes_before_the_guess() -> None:
    rows = [{"title": "T", "lead": "L", "text": BODY, "when": "2031"}]
    columns = list(rows[0])
    told = {"headline": "lead", "published": "when", "source": ""}
    assert settle(columns, rows, told) == {"text": "text", "headline": "lead", "published": "when"}
    assert settle(columns, rows, {"text": "title"}) == {"text": "title"}
    with pytest.raises(
        NewsError, match=r"^There is no column 'body' for the text; the columns are: title, lead, text, when\.$"
    ):
        settle(columns, rows, {"text": "body"})
    with pytest.raises(NewsError, match="There is no field 'titel' to map a column to; there are: text, headline"):
        settle(columns, rows, {"titel": "title"})
    with pytest.raises(NewsError, match="No column holds the articles' text; the columns are: n"):
        settle(["n"], [{"n": 1}], None)


@pytest.mark.parametrize(
    ("value", "kept", "words"),
    [
        ("a ", "a ", "a"),
        ("  ", None, ""),
        (None, None, ""),
        (math.nan, None, ""),
        (math.inf, None, ""),
        (0, 0, "0"),
        (False, False, "False"),
        (Decimal("1.50"), 1.5, "1.5"),
        (Decimal(7), 7, "7"),
        (["A", "", "B"], ["A", None, "B"], "A, B"),
        ({"id": None, "name": "Post"}, {"id": None, "name": "Post"}, "Post"),
        ([], None, ""),
        (b"x", None, ""),
        (date(2031, 5, 14), "2031-05-14", "2031-05-14"),
    ],
)
def test_cells_as_values_and_as_words(value: Any, kept: Any, words: str) -> None:
    assert (kept_value(value), wording(value)) == (kept, words)


@pytest.mark.parametrize(
    ("word", "code"), [("English", "en"), ("DEU", "de"), ("fr", "fr"), ("EN", "en"), ("iw", "he"), ("pt-BR", "pt-BR")]
)
def test_languages(word: str, code: str) -> None:
    assert language_code(word) == code


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2031-05-14", "2031-05-14"),
        ("2031-05", "2031-05"),
        ("2031", "2031"),
        (2031, "2031"),
        ("2031/05/14", "2031-05-14"),
        ("2031-05-14 09:30:00", "2031-05-14T09:30:00"),
        ("2031-05-14T09:30", "2031-05-14T09:30:00"),
        ("2031-05-14T09:30:00.123+02:00", "2031-05-14T09:30:00+02:00"),
        ("2031-05-14T09:30:00Z", "2031-05-14T09:30:00Z"),
        ("2031-05-14 09:30:00 UTC", "2031-05-14T09:30:00Z"),
        ("2031-05-14T09:30:00-0500", "2031-05-14T09:30:00-05:00"),
        ("20310514", "2031-05-14"),
        (20310514093000, "2031-05-14T09:30:00"),
        ("20310514T093000Z", "2031-05-14T09:30:00Z"),
        (1936517400, "2031-05-14T09:30:00Z"),
        ("1936517400000", "2031-05-14T09:30:00Z"),
        (1936517400.7, "2031-05-14T09:30:00Z"),
        ("Wed, 14 May 2031 09:30:00 GMT", "2031-05-14T09:30:00Z"),
        ("14 May 2031 09:30:00 -0430", "2031-05-14T09:30:00-04:30"),
        ("May 14, 2031", "2031-05-14"),
        ("Wednesday, May 14th, 2031 9:30 PM", "2031-05-14T21:30:00"),
        ("May 2031", "2031-05"),
        ("14. Mai 2031", "2031-05-14"),
        ("1er août 2031", "2031-08-01"),
        ("14 de mayo de 2031", "2031-05-14"),
        ("14.05.2031, 09:30 Uhr", "2031-05-14T09:30:00"),
        ("14/05/2031", "2031-05-14"),
        ("05/14/2031", "2031-05-14"),
        ("03/03/2031", "2031-03-03"),
        ("July 1, 2031 Wednesday", "2031-07-01"),
        ("14 May 2031 11:05 AM", "2031-05-14T11:05:00"),
        ("03/04/2031", ""),
        ("2031-02-30", ""),
        ("31/02/2031", ""),
        ("2031-05-14 25:00:00", ""),
        ("", ""),
        ("soon", ""),
        ("99999999999999", ""),
        (True, ""),
        (7, ""),
        (math.nan, ""),
        (None, ""),
        ("May 2031 was a month of talks", ""),
        (datetime(2031, 5, 14, 9, 30, tzinfo=timezone(timedelta(hours=2))), "2031-05-14T09:30:00+02:00"),
        (datetime(2031, 5, 14, tzinfo=UTC), "2031-05-14T00:00:00Z"),
        (date(2031, 5, 14), "2031-05-14"),
    ],
)
def test_dates_keep_their_precision(value: Any, found: str) -> None:
    assert dates.published(value) == found


def test_numbers_need_an_order() -> None:
    assert dates.published("03/04/2031", "dmy") == "2031-04-03"
    assert dates.published("03/04/2031", "mdy") == "2031-03-04"
    assert dates.order_of(["03/04/2031", "05/14/2031"]) == ("mdy", "05/14/2031")
    assert dates.order_of(["03/04/2031", "14/05/2031"]) == ("dmy", "14/05/2031")
    assert dates.order_of(["14/05/2031", "05/14/2031"]) == ("", "")
    assert dates.order_of([None, 5, "03/04/2031", "13/14/2031", "14.05.2031"]) == ("", "")


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001
def test_every_moment_is_read_in_many_forms(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    iso = moment.isoformat()
    assert dates.published(iso) == iso
    assert dates.published(iso + "Z") == iso + "Z"
    assert dates.published(moment.strftime("%Y%m%d%H%M%S")) == iso
    day = iso[:10]
    for form in ("%d %B %Y", "%B %d, %Y", "%A, %d %b %Y", "%d.%m.%Y", "%Y/%m/%d"):
        assert dates.published(moment.strftime(form)) == day
    if moment.day > 12:
        assert dates.published(moment.strftime("%d/%m/%Y")) == dates.published(moment.strftime("%m/%d/%Y")) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    assert dates.published(text) == "" or dates.published(text)[0].isdigit()
