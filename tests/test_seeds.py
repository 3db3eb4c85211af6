"""The sample corpus holds together: quotes, hashes, roles, zones, and every trap it promises."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import uuid
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLES = {path.name: path for path in sorted((SEEDS / "articles").glob("*.txt"))}
ANNOTATORS = ("mira", "tomas", "adaeze")
KINDS = {"headline", "byline", "dateline", "caption", "credit", "related", "truncated"}
FURNITURE = {"byline", "caption", "credit", "related"}
VALUES = {
    "threat": ("status", {"issued", "anticipated"}),
    "diplomatic_call": ("channel", {"phone", "meeting", "message", "appeal", "unspecified"}),
    "actor": None,
    "location": None,
}
ROLES = {
    "threatener": ({"threat"}, {"actor"}),
    "target": ({"threat"}, {"actor", "location"}),
    "caller": ({"diplomatic_call"}, {"actor"}),
    "recipient": ({"diplomatic_call"}, {"actor"}),
    "place": ({"threat", "diplomatic_call"}, {"location"}),
}
RECORD_KEYS = [
    "id", "text", "text_sha256", "meta", "annotator", "annotator_id", "status", "reason",
    "spans", "relations", "notes", "article_labels",
]  # fmt: skip
SPAN_KEYS = ["id", "start", "end", "label", "text", "attributes", "unsure", "note", "origin", "created"]
CREATED = re.compile(r"2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def text_of(name: str) -> str:
    return ARTICLES[name].read_bytes().decode("utf-8")


def lines_of(name: str) -> list[dict[str, Any]]:
    raw = (SEEDS / name).read_bytes().decode("utf-8")
    assert raw.endswith("\n")
    assert "\r" not in raw
    return [json.loads(line) for line in raw[:-1].split("\n")]


RECORDS = lines_of("labels.jsonl")
ZONES = {row["file"]: row["zones"] for row in lines_of("zones.jsonl")}
OWNED = [record for record in RECORDS if record["annotator"] is not None]


def name_of(record: dict[str, Any]) -> str:
    return f"{record['id']}-{record['annotator']}"


def work_of(annotator: str, *statuses: str) -> dict[str, dict[str, Any]]:
    return {r["id"]: r for r in OWNED if r["annotator"] == annotator and (not statuses or r["status"] in statuses)}


def finished_by_all() -> set[str]:
    return set.intersection(*(set(work_of(annotator, "done")) for annotator in ANNOTATORS))


@pytest.mark.parametrize("name", ARTICLES)
def test_article_is_raw_text(name: str) -> None:
    raw = ARTICLES[name].read_bytes()
    text = raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert text == text.strip()
    headline, blank, first = text.split("\n")[:3]
    assert headline
    assert not blank
    assert first
    assert not set(text) & {"'", '"'}, "quotes are curly"


def test_headlines_differ() -> None:
    headlines = [text_of(name).split("\n")[0] for name in ARTICLES]
    assert len({headline.casefold() for headline in headlines}) == len(headlines) >= 14


def test_readme_says_invented_and_licence() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert "invented" in readme
    assert "MIT" in readme


def test_every_article_has_zones_and_a_record() -> None:
    assert list(ZONES) == list(ARTICLES)
    assert list(dict.fromkeys(record["id"] + ".txt" for record in RECORDS)) == list(ARTICLES)


@pytest.mark.parametrize("name", ARTICLES)
def test_zones_lie_well(name: str) -> None:
    text, zones = text_of(name), ZONES[name]
    assert zones[0]["kind"] == "headline"
    assert text[: zones[0]["end"]] == text.split("\n")[0]
    for zone in zones:
        quote = text[zone["start"] : zone["end"]]
        assert zone.keys() <= {"start", "end", "kind", "duplicate"}
        assert zone["kind"] in KINDS
        assert quote
        assert quote == quote.strip()
        assert "\n" not in quote
    for left, right in pairwise(zones):
        assert left["end"] <= right["start"]


@pytest.mark.parametrize("name", ARTICLES)
def test_duplicates_repeat_and_cut_ends_are_open(name: str) -> None:
    text, zones = text_of(name), ZONES[name]
    quotes = [(z["kind"], text[z["start"] : z["end"]], z.get("duplicate", False)) for z in zones]
    for kind, quote, duplicate in quotes:
        if duplicate:
            assert (kind, f"<span>{quote}</span>", False) in quotes
        if kind == "truncated":
            assert text.endswith(quote)
            assert quote[-1] not in ".!?”»"
    assert text.count("<span>") == sum(quote.startswith("<span>") for _, quote, _ in quotes)
    open_end = text[-1] not in ".!?”»"
    assert open_end == any(kind == "truncated" for kind, *_ in quotes)


@pytest.mark.parametrize("record", RECORDS, ids=name_of)
def test_record_is_native(record: dict[str, Any]) -> None:
    assert list(record) == [key for key in RECORD_KEYS if key in record]
    assert record["text"] == text_of(record["id"] + ".txt")
    assert record["text_sha256"] == hashlib.sha256(record["text"].encode("utf-8")).hexdigest()
    assert record["meta"]["headline"] == record["text"].split("\n")[0]
    assert {"source", "published", "language"} <= record["meta"].keys()
    if record["annotator"] is None:
        assert record["status"] == "new"
        assert not record["spans"]
    else:
        assert record["status"] in {"started", "done", "skipped"}
        assert ("reason" in record) == (record["status"] == "skipped")
        assert uuid.UUID(record["annotator_id"]).version == 4
    assert set(record["article_labels"].values()) <= {"relevant", "irrelevant"}
    assert record["article_labels"] or record["status"] not in {"done", "skipped"}


@pytest.mark.parametrize("record", OWNED, ids=name_of)
def test_spans_quote_the_text(record: dict[str, Any]) -> None:
    text, spans = record["text"], record["spans"]
    furniture = [z for z in ZONES[record["id"] + ".txt"] if z["kind"] in FURNITURE or z.get("duplicate")]
    for span in spans:
        start, end = span["start"], span["end"]
        assert list(span) == SPAN_KEYS
        assert 0 <= start < end <= len(text)
        assert text[start:end] == span["text"]
        assert span["text"] == span["text"].strip()
        assert not unicodedata.combining(text[end : end + 1] or "x"), "a span never ends inside a letter"
        assert not any(start < zone["end"] and zone["start"] < end for zone in furniture)
        assert span["origin"] == "hand"
        assert CREATED.fullmatch(span["created"])
    order = [(s["start"], s["end"], s["label"], s["id"]) for s in spans]
    assert order == sorted(order)
    assert len({key[:3] for key in order}) == len(order)


@pytest.mark.parametrize("record", OWNED, ids=name_of)
def test_labels_and_attributes_are_the_schemes(record: dict[str, Any]) -> None:
    for span in record["spans"]:
        wanted = VALUES[span["label"]]
        if wanted is None:
            assert span["attributes"] == {}
        elif span["attributes"] or record["status"] == "done":
            key, values = wanted
            assert list(span["attributes"]) == [key]
            assert span["attributes"][key] in values


@pytest.mark.parametrize("record", OWNED, ids=name_of)
def test_relations_join_fitting_spans(record: dict[str, Any]) -> None:
    labels = {span["id"]: span["label"] for span in record["spans"]}
    triples = [(relation["type"], relation["head"], relation["child"]) for relation in record["relations"]]
    for kind, head, child in triples:
        heads, children = ROLES[kind]
        assert labels[head] in heads
        assert labels[child] in children
    assert len(set(triples)) == len(triples)


def test_ids_are_unique_and_people_keep_theirs() -> None:
    rows = [row["id"] for r in OWNED for row in (*r["spans"], *r["relations"], *r["notes"])]
    assert len(set(rows)) == len(rows)
    assert len({(r["annotator"], r["annotator_id"]) for r in OWNED}) == len(ANNOTATORS)
    assert {r["annotator"] for r in OWNED} == set(ANNOTATORS)
    assert RECORDS[0]["annotator"] == "mira", "the sample opens as the first record's annotator"


def test_miras_queue_is_alive() -> None:
    assert len(work_of("mira", "skipped")) == 1
    assert len(work_of("mira", "started")) == 1
    done = len(work_of("mira", "done"))
    assert len(ARTICLES) / 3 < done < 2 * len(ARTICLES) / 3
    assert any(s["label"] == "diplomatic_call" and not s["attributes"] for s in RECORDS[0]["spans"])


def test_enough_is_done_together() -> None:
    together = finished_by_all()
    assert len(together) >= 3
    for one, other in combinations(ANNOTATORS, 2):
        assert len(set(work_of(one, "done")) & set(work_of(other, "done"))) >= 5
    assert any(not record["spans"] for record in work_of("mira", "done").values())


def pairs_of_spans() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give the overlapping spans of two annotators in every article that both finished."""
    for one, other in combinations(ANNOTATORS, 2):
        theirs = work_of(other, "done")
        for article, record in work_of(one, "done").items():
            for left in record["spans"]:
                for right in theirs[article]["spans"] if article in theirs else ():
                    if left["start"] < right["end"] and right["start"] < left["end"]:
                        yield left, right


def test_disagreements_of_every_kind() -> None:
    kinds: set[str] = set()
    for left, right in pairs_of_spans():
        same_edges = (left["start"], left["end"]) == (right["start"], right["end"])
        same_label = left["label"] == right["label"]
        if same_label and not same_edges:
            kinds.add("boundary")
        elif same_edges and not same_label:
            kinds.add("label")
        elif same_edges and left["attributes"] != right["attributes"]:
            kinds.add(next(iter(left["attributes"])))
    assert kinds == {"boundary", "label", "status", "channel"}


def test_one_annotator_splits_what_another_merges() -> None:
    found = [
        (left["text"], right["text"], third["text"])
        for article in finished_by_all()
        for one, other in combinations(ANNOTATORS, 2)
        for mine, theirs in (
            (work_of(one)[article]["spans"], work_of(other)[article]["spans"]),
            (work_of(other)[article]["spans"], work_of(one)[article]["spans"]),
        )
        for left in mine
        for right, third in combinations(theirs, 2)
        if left["label"] == right["label"] == third["label"]
        and right["end"] <= third["start"]
        and left["start"] < right["end"]
        and third["start"] < left["end"]
    ]
    assert found


def roles_of(record: dict[str, Any]) -> set[tuple[str, tuple[int, int], tuple[int, int]]]:
    edges = {s["id"]: (s["start"], s["end"]) for s in record["spans"]}
    return {(r["type"], edges[r["head"]], edges[r["child"]]) for r in record["relations"]}


def test_some_spans_are_marked_by_one_only_and_roles_differ() -> None:
    lonely, roles = 0, 0
    for article in finished_by_all():
        records = [work_of(name)[article] for name in ANNOTATORS]
        for record in records:
            others = [s for other in records if other is not record for s in other["spans"]]
            lonely += sum(
                not any(s["start"] < o["end"] and o["start"] < s["end"] for o in others) for s in record["spans"]
            )
        roles += len({frozenset(roles_of(record)) for record in records}) > 1
    assert lonely >= 5
    assert roles >= 3


def test_spans_nest_and_cross() -> None:
    nested: set[tuple[str, str]] = set()
    crossing = 0
    for record in OWNED:
        for left, right in combinations(record["spans"], 2):
            if left["start"] <= right["start"] and right["end"] <= left["end"]:
                nested.add((left["label"], right["label"]))
            crossing += left["start"] < right["start"] < left["end"] < right["end"]
    assert {("threat", "location"), ("threat", "actor")} <= nested
    assert crossing >= 1


def test_all_labels_and_channels_are_used() -> None:
    used = {(s["label"], value) for r in OWNED for s in r["spans"] for value in s["attributes"].values()}
    for label, wanted in VALUES.items():
        if wanted is not None:
            assert {(label, value) for value in wanted[1]} <= used
    assert {relation["type"] for r in OWNED for relation in r["relations"]} == set(ROLES)
    assert any(span["unsure"] for r in OWNED for span in r["spans"])
    assert any(span["note"] for r in OWNED for span in r["spans"])
    assert any(record["notes"] for record in OWNED)


def test_traps_are_there() -> None:
    texts = [text_of(name) for name in ARTICLES]
    everything = "".join(texts)
    assert any(sum("\u0600" <= c <= "\u06ff" for c in text) > 500 for text in texts), "Arabic"
    assert any(sum("\u0590" <= c <= "\u05ff" for c in text) > 400 for text in texts), "Hebrew"
    assert any(c > "\uffff" for c in everything), "astral"
    assert re.search("[\U0001f300-\U0001faff]\u200d", everything), "joined emoji"
    assert re.search("[\U0001f1e6-\U0001f1ff]{2}", everything), "flag"
    assert re.search("[a-zA-Z][\u0300-\u036f]", everything), "combining marks"
    assert "\u00a0" in everything
    assert all(quote in everything for quote in "“”’«»"), "curly and angle quotes"
    kinds = [(zone["kind"], zone.get("duplicate", False)) for zones in ZONES.values() for zone in zones]
    assert {kind for kind, _ in kinds} == KINDS
    assert {kind for kind, duplicate in kinds if duplicate} == {"caption", "credit"}
    assert sum(kind == "truncated" for kind, _ in kinds) >= 3


def test_spans_stand_after_and_around_astral_characters() -> None:
    spans = [(r["text"], s) for r in OWNED for s in r["spans"]]
    assert any(any(c > "\uffff" for c in text[: s["start"]]) for text, s in spans)
    assert any(any(c > "\uffff" for c in s["text"]) for _, s in spans)
    assert any(any(unicodedata.combining(c) for c in s["text"]) for _, s in spans)


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def test_one_wire_pair_and_no_other() -> None:
    held = {name: shingles(text_of(name)) for name in ARTICLES}
    alike = []
    for one, other in combinations(ARTICLES, 2):
        shared = len(held[one] & held[other]) / min(len(held[one]), len(held[other]))
        if shared > 0.3:
            alike.append((one, other))
    assert alike == [("03-bay-collision-courier.txt", "12-bay-collision-radio.txt")]
    assert len({text_of(name).split("\n\n")[0] for name in alike[0]}) == 2


def test_a_dull_article_has_nothing_to_mark() -> None:
    empty = [record for record in OWNED if record["status"] == "done" and not record["spans"]]
    assert any(record["article_labels"]["relevance"] == "irrelevant" for record in empty)
