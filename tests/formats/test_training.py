"""What the exports are for: spaCy trains on one, and `datasets` loads the other with its class labels."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from annotator.core.span import Span
from annotator.store.project import Project
from annotator.work.exporting import ExportRequest, export_file
from annotator.work.orders import ExportReport
from tests.helpers import project_with, record, run_python, span

pytestmark = pytest.mark.heavy

NAMES = ("Ana Vell", "Teodor Vance", "Ilse Varanne", "Dario Kesh", "Lys Tavener", "Ruben Falk")
PLACES = ("Ilmark", "Port Amsel", "Sorrel Bay", "Brennick", "Ostrel")


def story(number: int) -> dict[str, object]:
    draw = Random(number)
    parts, spans, at = [], [], 0
    for _ in range(4):
        for words, label in (
            (draw.choice(NAMES), "actor"), (" told reporters in ", ""), (draw.choice(PLACES), "location"),
            (f" that ship {draw.randrange(90)} sails.\n", ""),
        ):  # fmt: skip
            parts.append(words)
            if label:
                spans.append((at, at + len(words), label))
            at += len(words)
    text = "".join(parts)
    made = [span(*place, text) for place in spans]
    made.append(span(made[0]["start"], made[1]["end"], "threat", text))
    return record(id=f"n{number:03}", text=text, spans=made, meta={"language": "en", "n": number})


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = project_with(tmp_path, *(story(number) for number in range(120)))
    yield made
    made.close()


def written(project: Project, target: Path, format_: str, labels: tuple[str, ...] = ()) -> ExportReport:
    request = ExportRequest(format=format_, dataset=True, splits=(70, 15, 15), labels=labels)
    return export_file(project, target, request)


def test_spacy_trains_on_an_exported_docbin(project: Project, tmp_path: Path) -> None:
    import spacy
    from spacy.scorer import Scorer
    from spacy.tokens import DocBin
    from spacy.training import Example

    written(project, tmp_path / "set", "spacy", ("actor", "location"))
    nlp = spacy.blank("en")
    train, test = (
        list(DocBin().from_disk(tmp_path / "set" / f"{name}.spacy").get_docs(nlp.vocab)) for name in ("train", "test")
    )
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in train]
    assert all(None not in example.get_aligned_ner() for example in examples)
    nlp.add_pipe("ner")
    spacy.util.fix_random_seed(1)
    nlp.initialize(lambda: examples)
    losses = []
    for _ in range(12):
        found: dict[str, float] = {}
        for first in range(0, len(examples), 16):
            nlp.update(examples[first : first + 16], losses=found, drop=0.1)
        losses.append(found["ner"])
    assert losses[-1] < losses[0] / 3
    tested = [Example(nlp(doc.text), doc) for doc in test]
    assert Scorer.score_spans(tested, "ents")["ents_f"] > 0.9
    assert {ent.label_ for example in tested for ent in example.predicted.ents} == {"actor", "location"}


LOADED = """
import json, sys
from datasets import ClassLabel, load_dataset
found = load_dataset(sys.argv[1])
names = {}
for column, feature in found["train"].features.items():
    inner = getattr(feature, "feature", None)
    if isinstance(inner, ClassLabel):
        names[column] = inner.names
rows = {split: list(found[split]) for split in found}
print(json.dumps({"names": names, "rows": rows}))
"""


def test_datasets_loads_an_exported_folder_with_its_class_labels(project: Project, tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    report = written(project, tmp_path / "set", "huggingface")
    env = {**os.environ, "HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}
    outcome = run_python("-c", LOADED, tmp_path / "set", env=env, timeout=300)
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out.decode().split("\n")[-2])
    assert found["rows"].keys() == {"train", "validation", "test"}
    assert len(found["rows"]["validation"]) == report.splits["dev"]["articles"]
    assert found["names"].keys() == {"ner_tags", "ner_tags_entity", "ner_tags_event"}
    assert found["names"]["ner_tags_entity"] == ["O", "B-actor", "I-actor", "B-location", "I-location"]
    for row in (row for rows in found["rows"].values() for row in rows):
        spans = [Span(s["id"], s["start"], s["end"], s["text"], s["label"]) for s in row["spans"]]
        assert len(spans) == 9
        assert all(row["text"][s.start : s.end] == s.quote for s in spans)
        tags = [found["names"]["ner_tags_entity"][tag] for tag in row["ner_tags_entity"]]
        begins = [start for start, tag in zip(row["token_starts"], tags, strict=True) if tag.startswith("B-")]
        assert begins == [s.start for s in spans if s.label != "threat"]
