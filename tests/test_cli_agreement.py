"""`annotator agreement` as contract.md says it: published figures through import, objects, tables, exit codes."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from annotator.core.ids import GOLD
from annotator.store.project import open_project
from tests.helpers import Hand, call, listing, run, write_records

MP = pytest.MonkeyPatch
Object = dict[str, Any]


def article(annotator: str | None, spans: str = "", **given: Any) -> Object:
    """Return a record with spans written as "0-7:1 7-13:2"."""
    placed = [
        {"start": int(start), "end": int(end), "label": label}
        for part in spans.split()
        for places, label in [part.split(":")]
        for start, end in [places.split("-")]
    ]
    return {"id": "a", "text": "x" * 60, "annotator": annotator, "status": "done", "spans": placed, **given}


def answers(*rows: str) -> list[Object]:
    """Return Krippendorff's tables as records: a row an annotator, a column an article, * no answer."""
    return [
        article(who, id=f"unit {at}", text=f"Unit {at}.\n",
                article_labels={} if sign == "*" else {"question": int(sign) if sign.isdigit() else sign})
        for who, row in zip("ABCD", rows, strict=False)
        for at, sign in enumerate(row)
    ]  # fmt: skip


def project(monkeypatch: MP, folder: Path, records: list[Object]) -> Path:
    path = folder / "p.annotator"
    assert call(monkeypatch, "new", path).code == 0
    if records:
        outcome = call(monkeypatch, "import", path, write_records(folder / "in.jsonl", records), "--json")
        assert (outcome.code, outcome.json["refused"]) == (0, [])
    return path


def figures(monkeypatch: MP, folder: Path, records: list[Object], *options: str) -> Object:
    outcome = call(monkeypatch, "agreement", project(monkeypatch, folder, records), *options, "--json")
    assert (outcome.code, outcome.err, outcome.out.count(b"\n")) == (0, "", 1)
    assert list(without_reason(outcome.json)) == []
    return outcome.json


def without_reason(found: Object, where: str = "", above: Object | None = None) -> Iterator[str]:
    """Yield the places of nulls that no reason stands beside."""
    reasons = found.get("reasons", {})
    for key, value in found.items():
        if value is None and not (found.get("reason") or (above or {}).get("reasons", {}).get(where, {}).get(key)):
            yield f"{where}/{key}"
        if isinstance(value, dict):
            assert not (key in reasons and None in value.values() and not reasons[key])
            yield from without_reason(value, key, found)


CASES = [
    (("123321412***", "1233224125*3", "*3332342251*", "12332441251*"), 0.743, 11),
    (("0100000010", "1110010000"), 0.095, 10),
    (("aabbdcccedda", "babbbccceddd"), 0.692, 12),
]


@pytest.mark.parametrize(("rows", "alpha", "units"), CASES)
def test_published_nominal_alphas(
    monkeypatch: MP, tmp_path: Path, rows: tuple[str, ...], alpha: float, units: int
) -> None:
    found = figures(monkeypatch, tmp_path, answers(*rows))
    asked = found["article_labels"]["question"]
    assert (round(asked["value"], 3), asked["units"]) == (alpha, units)
    assert asked["low"] < asked["value"] < asked["high"] <= 1
    assert 0 < asked["below_667"] < asked["below_800"] < 1
    assert found["f1"]["exact"]["mean"] is None


ALEX = "0-7:1 7-13:2 30-32:5 32-37:6 37-44:6 44-60:7"
PAUL = "0-7:1 7-13:3 13-21:5 32-44:6"
SUZAN = "0-7:1 7-13:4 13-21:5 32-37:6 37-41:6 41-44:6"


def test_published_unitizing_alphas(monkeypatch: MP, tmp_path: Path) -> None:
    found = figures(monkeypatch, tmp_path, [article("Alex", ALEX), article("Paul", PAUL), article("Suzan", SUZAN)])
    alpha = found["alpha"]
    expected = {"u": Fraction(16349, 32058), "binary_u": Fraction(144038, 348255), "cu": Fraction(24944, 34445)}
    assert {name: alpha[name]["value"] for name in expected} == pytest.approx(
        {k: float(v) for k, v in expected.items()}
    )
    labels = alpha["labels"]
    unused = {label: labels.pop(label) for label in ("actor", "location", "threat", "diplomatic_call")}
    reason = "nobody marked it in the articles compared"
    assert all((one["ku"], one["coverage"], one["reason"]) == (None, None, reason) for one in unused.values())
    ku = {label: one["ku"] for label, one in labels.items()}
    assert ku == pytest.approx({"1": 1, "2": 0, "3": 0, "4": 0, "5": 1, "6": 1, "7": None})
    assert labels["5"]["coverage"] == pytest.approx(8 / 18)
    assert labels["7"]["reason"] == "no character of it was marked by another annotator"
    assert alpha["u"]["reason"] == "no interval: it takes 5 articles or more"
    assert found["annotators"] == ["Alex", "Paul", "Suzan"]


def test_the_four_kinds_of_f1(monkeypatch: MP, tmp_path: Path) -> None:
    found = figures(monkeypatch, tmp_path, [article("A", "0-2:P 2-10:P"), article("B", "0-2:P 2-5:P 5-10:P")])["f1"]
    wanted = {"exact": 0.4, "overlap": 0.8, "partial": 0.6, "chars": 1.0}
    for kind, value in wanted.items():
        one = found[kind]
        assert (one["mean"], one["pooled"], one["pairs"], one["labels"]["P"]) == (value, value, {"A|B": value}, value)
        assert one["labels"]["actor"] is None
        assert one["reasons"]["labels"]["actor"] == "nobody marked it in the articles compared"


def test_crossing_spans_where_the_first_partner_is_the_wrong_one(monkeypatch: MP, tmp_path: Path) -> None:
    records = [article("A", "0-10:P 8-30:P"), article("B", "9-29:P 20-40:P")]
    found = figures(monkeypatch, tmp_path, records)
    assert found["f1"]["overlap"]["mean"] == 1.0
    assert found["alpha"]["u"]["value"] is None
    assert "overlap" in found["alpha"]["u"]["reason"]
    assert found["alpha"]["layered_u"]["value"] is not None


def test_nesting_leaves_the_layered_form(monkeypatch: MP, tmp_path: Path) -> None:
    records = [article("A", "0-20:P 2-5:Q"), article("B", "0-20:P 2-5:Q")]
    found = figures(monkeypatch, tmp_path, records)
    assert {name: one["value"] for name, one in found["alpha"].items() if name != "labels"} == {
        "u": None, "binary_u": None, "cu": None, "layered_u": 1.0
    }  # fmt: skip
    assert found["alpha"]["labels"]["Q"]["ku"] is None
    assert found["f1"]["chars"]["mean"] == 1.0


def test_three_annotators_who_did_not_all_finish_everything(monkeypatch: MP, tmp_path: Path) -> None:
    """One who marked nothing counts; one who has not finished, or skipped, is missing."""
    records = [
        article("A", "0-5:P"), article("B", "0-5:P"), article("C", "0-5:P 9-12:Q", status="started"),
        article("A", "0-5:P", id="b", text="y" * 40), article("B", id="b", text="y" * 40),
        article("C", "0-5:P", id="b", text="y" * 40),
        article("A", "3-5:P", id="c", text="z" * 40), article("B", "3-5:P", id="c", text="z" * 40, status="skipped"),
        article(None, id="d", text="w" * 40, status="new"),
    ]  # fmt: skip
    found = figures(monkeypatch, tmp_path, records)
    assert found["articles"] == {"compared": 2, "excluded": {"finished_by_one": 1, "finished_by_nobody": 1}}
    assert found["characters"] == 100
    assert found["f1"]["exact"]["pairs"] == pytest.approx({"A|B": 2 / 3, "A|C": 1.0, "B|C": 0.0})
    assert found["f1"]["exact"]["mean"] == pytest.approx(5 / 9)
    assert found["f1"]["exact"]["pooled"] == pytest.approx(2 * 2 / (2 + 1 + 1 + 1 + 0 + 1))
    assert found["shared"] == {"A|B": 2, "A|C": 1, "B|C": 1}
    assert found["spans"] == {"P": 4}
    two = call(monkeypatch, "agreement", tmp_path / "p.annotator", "--annotators", "C", "A", "--json").json
    assert two["annotators"] == ["A", "C"]
    assert two["f1"]["exact"]["pairs"] == {"A|C": 1.0}
    assert two["articles"] == {"compared": 1, "excluded": {"finished_by_one": 2, "finished_by_nobody": 1}}


def test_one_marked_nothing_and_that_is_no_agreement(monkeypatch: MP, tmp_path: Path) -> None:
    found = figures(monkeypatch, tmp_path, [article("A", "0-3:P"), article("B")])
    assert {kind: one["mean"] for kind, one in found["f1"].items()} == dict.fromkeys(found["f1"], 0.0)


def test_where_nobody_marked_anything_nothing_is_defined(monkeypatch: MP, tmp_path: Path) -> None:
    found = figures(monkeypatch, tmp_path, [article("A"), article("B")])
    assert found["articles"]["compared"] == 1
    for one in found["f1"].values():
        assert (one["mean"], one["pooled"], one["pairs"]) == (None, None, {"A|B": None})
        assert one["reasons"]["pairs"] == {"A|B": "neither marked anything in the articles that both finished"}
    for name, one in found["alpha"].items():
        assert name == "labels" or one["value"] is None


def test_two_who_finished_nothing_in_common(monkeypatch: MP, tmp_path: Path) -> None:
    records = [article("A", "0-5:P"), article("B", "0-5:P", id="b", text="y" * 40)]
    one = figures(monkeypatch, tmp_path, records)["f1"]["exact"]
    assert one["reason"] == "no article was finished by two or more annotators"
    assert one["reasons"]["pairs"] == {"A|B": "no article was finished by both"}


def test_order_changes_nothing(monkeypatch: MP, tmp_path: Path) -> None:
    chance = random.Random(5)
    records = [
        article(who, " ".join(f"{s}-{s + chance.randrange(1, 9)}:{chance.choice('PQ')}" for s in range(0, 50, 7)),
                id=f"a{at}", text=f"{at:02}" * 30)
        for at in range(25)
        for who in "ABC"
        if chance.random() < 0.9
    ]  # fmt: skip
    results = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = figures(monkeypatch, folder, records)
        results.append({key: value for key, value in found.items() if key not in ("path", "trend")})
        records = chance.sample(records, len(records))
        for record in records:
            chance.shuffle(record["spans"])
    assert results[0] == results[1]
    assert results[0]["f1"]["exact"]["intervals"]["mean"]["low"] > 0


def test_values_and_roles(monkeypatch: MP, tmp_path: Path) -> None:
    def one(who: str, kind: str, end: int, value: Any) -> Object:
        return {
            **article(who, id=f"a{kind}", text=kind * 30),
            "spans": [
                {"id": "1", "start": 0, "end": 5, "label": "P", "attributes": {"k": value}},
                {"id": "2", "start": 8, "end": end, "label": "Q"},
            ],
            "relations": [{"type": "r", "head": "1", "child": "2"}],
        }

    found = figures(
        monkeypatch, tmp_path,
        [one("A", "x", 12, 1), one("B", "x", 12, 1.0), one("A", "y", 12, True), one("B", "y", 13, 1),
         one("A", "z", 12, "1"), one("B", "z", 12, "1")],
    )  # fmt: skip
    value = found["attributes"]["P"]["k"]
    # Values 1, 1 | true, 1 | "1", "1": the pairs of one unit differ; n = 6, n_c = 3, 1, 2.
    assert value["value"] == pytest.approx(1 - 5 * 2 / (36 - 9 - 1 - 4))
    assert (value["units"], value["coverage"]) == (3, 1.0)
    assert (found["relations"]["exact"]["mean"], found["relations"]["overlap"]["mean"]) == (pytest.approx(2 / 3), 1.0)
    assert found["relations"]["exact"]["types"] == {"r": pytest.approx(2 / 3)}


def test_gold_is_nobody_but_everybody_is_compared_with_it(monkeypatch: MP, tmp_path: Path) -> None:
    records = [article("A", "0-5:P 9-12:P"), article("B", "0-5:P")]
    gold = {**article("gold", "0-5:P"), "annotator_id": GOLD}
    found = figures(monkeypatch, tmp_path, [*records, gold])
    assert found["annotators"] == ["A", "B"]
    assert found["f1"]["exact"]["mean"] == pytest.approx(2 / 3)
    exact = {name: (one["articles"], one["exact"]["value"]) for name, one in found["gold"].items()}
    assert exact == {"A": (1, pytest.approx(2 / 3)), "B": (1, 1.0)}
    assert "F1 against gold" in call(monkeypatch, "agreement", tmp_path / "p.annotator").out.decode()


def test_people_of_one_name_are_told_apart(monkeypatch: MP, tmp_path: Path) -> None:
    ids = ["11111111-0000-4000-8000-000000000000", "22222222-0000-4000-8000-000000000000"]
    path = project(monkeypatch, tmp_path, [{**article("Ana", "0-5:P"), "annotator_id": one} for one in ids])
    found = call(monkeypatch, "agreement", path, "--json").json
    assert found["annotators"] == ["Ana (11111111)", "Ana (22222222)"]
    assert found["f1"]["exact"]["pairs"] == {"Ana (11111111)|Ana (22222222)": 1.0}
    outcome = call(monkeypatch, "agreement", path, "--annotators", "Ana")
    assert outcome.code == 1
    assert ids[0] in outcome.complaint
    assert call(monkeypatch, "agreement", path, "--annotators", *ids, "--json").json["f1"]["exact"]["mean"] == 1.0


def test_wrong_names_and_wrong_words(monkeypatch: MP, tmp_path: Path) -> None:
    path = project(monkeypatch, tmp_path, [article("A", "0-5:P"), article("B", "0-5:P")])
    outcome = call(monkeypatch, "agreement", path, "--annotators", "A", "Zoe")
    assert (outcome.code, outcome.out) == (1, b"")
    assert outcome.complaint == f"annotator: {path}: there is no annotator 'Zoe'. There are: A, B."
    assert call(monkeypatch, "agreement", path, "A", "B").code == 2
    alone = call(monkeypatch, "agreement", path, "--annotators", "A", "--json").json
    assert (alone["annotators"], alone["f1"]["exact"]["reason"]) == (["A"], "it takes two annotators")


def test_the_table_in_words(monkeypatch: MP, tmp_path: Path) -> None:
    path = project(monkeypatch, tmp_path, [article("Alex", ALEX), article("Paul", PAUL), article("Suzan", SUZAN)])
    lines = call(monkeypatch, "agreement", path).out.decode().splitlines()
    assert lines[:3] == [
        "Annotators: Alex, Paul, Suzan.",
        "Articles that two or more finished: 1, with 60 characters.",
        "Articles left out: 0 finished by one alone, 0 by nobody.",
    ]
    assert "Paul | Suzan         1  0.400    0.600    0.500  0.818" in lines
    assert "unitizing u-alpha  0.510" in lines
    assert "7      1  0.000    0.000    0.000  0.000         n/a     0.000" in lines
    assert "n/a: no character of it was marked by another annotator ((k)u-alpha of 7)." in lines


def test_an_empty_project(monkeypatch: MP, tmp_path: Path) -> None:
    found = figures(monkeypatch, tmp_path, [])
    assert (found["annotators"], found["articles"]["compared"]) == ([], 0)
    assert "Annotators: nobody." in call(monkeypatch, "agreement", tmp_path / "p.annotator").out.decode()


def test_reading_leaves_the_file_alone_and_works_beside_a_window(monkeypatch: MP, tmp_path: Path) -> None:
    path = project(monkeypatch, tmp_path, [article("A", "0-5:P"), article("B", "0-5:P")])
    before = listing(tmp_path)
    assert run("agreement", path, "--json").json["f1"]["exact"]["mean"] == 1.0
    assert listing(tmp_path) == before
    window = open_project(path)
    try:
        Hand.of(window, "a", "A").tag(9, 12, "P")
        assert call(monkeypatch, "agreement", path, "--json").json["f1"]["exact"]["mean"] == pytest.approx(2 / 3)
    finally:
        window.close()


def test_every_pair_is_named_in_the_order_of_names(monkeypatch: MP, tmp_path: Path) -> None:
    names = ["Zoe", "ana", "Ben", "Éva"]
    found = figures(monkeypatch, tmp_path, [article(name, "0-5:P") for name in names])
    ordered = sorted(names)
    assert found["annotators"] == ordered
    assert list(found["f1"]["exact"]["pairs"]) == [f"{a}|{b}" for a, b in itertools.combinations(ordered, 2)]
    assert json.dumps(found["f1"]["exact"]["pairs"], ensure_ascii=False).count("1.0") == 6


def test_nothing_to_compare_is_one_sentence_and_no_tables(monkeypatch: MP, tmp_path: Path) -> None:
    path = project(monkeypatch, tmp_path, [article("A", "0-5:P"), article("B", "0-5:P", id="b", text="y" * 40)])
    outcome = call(monkeypatch, "agreement", path)
    lines = outcome.out.decode().splitlines()
    assert outcome.code == 0
    assert lines[0] == "No article was finished by two annotators yet, so there is nothing to compare."
    assert "n/a" not in outcome.out.decode()
    assert lines[2] == "Annotators: A, B."


def test_a_report_into_a_folder_that_is_not_there(monkeypatch: MP, tmp_path: Path) -> None:
    path = project(monkeypatch, tmp_path, [article("A", "0-5:P"), article("B", "0-5:P")])
    outcome = call(monkeypatch, "agreement", path, "--report", tmp_path / "x" / "rep.html")
    assert (outcome.code, outcome.out) == (1, b"")
    sentence = f"annotator: {tmp_path / 'x'}: there is no such folder. Make it first, or choose another one."
    assert outcome.complaint == sentence
