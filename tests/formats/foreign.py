"""What the tests of other tools' formats share: files to read, records to write, works to draw."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from annotator.core.ids import article_id, text_sha256
from annotator.core.kinds import Kind
from annotator.core.scheme import Scheme
from annotator.core.sources import Fault, Repair, Source
from annotator.core.span import Relation, Span
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record
from annotator.store.project import open_project
from annotator.work import kinds
from annotator.work.projects import new_project
from tests.helpers import bring

TEXT = "Merovia 😀 sends Talvane 👩‍👩‍👧 grain.\nThe port of Ilmark e\u0301lan وإيران is open.\n"
PIECES = ["Ana", " ", "😀", "👩‍👩‍👧", "إيران", "שָׁלוֹם", "e\u0301", "\n", "-", "Ilmark", "  ", "«", "\u2028", "7"]
LABELS = ["actor", "B-loc", "мера", 'a"b', "x y"]


class Got:
    """What a reader gave."""

    def __init__(self, kind: Kind, path: Path, **options: Any) -> None:
        found = list(kind.load().read(Source(path, options=options)))
        self.records = [part.record for part in found if isinstance(part, Item)]
        self.lines = [part.line for part in found if isinstance(part, Item)]
        self.faults = [(part.line, part.reason) for part in found if isinstance(part, Fault)]
        self.repairs = [part.note for part in found if isinstance(part, Repair)]

    @property
    def tags(self) -> list[list[tuple[str, str]]]:
        """Return (words, label) of each record's spans."""
        return [[(span.quote, span.label) for span in record.spans] for record in self.records]


def got(name: str, path: Path, content: Any, **options: Any) -> Got:
    """Write a file (text as it is, a list of objects as lines, anything else as JSON) and read it as a format."""
    if isinstance(content, list):
        content = "".join(json.dumps(part, ensure_ascii=False) + "\n" for part in content)
    elif not isinstance(content, str):
        content = json.dumps(content, ensure_ascii=False)
    path.write_text(content, encoding="utf-8", newline="", errors="surrogatepass")
    return Got(kinds.named(name), path, **options)


@cache
def _scheme() -> Scheme:
    with TemporaryDirectory() as folder:
        project = new_project(Path(folder) / "p.annotator")
        scheme = project.scheme
        project.close()
        return scheme


def job() -> Job:
    """Return what a writer needs, with no losses yet."""
    return Job(_scheme())


def written(name: str, records: list[Record], work: Job) -> bytes:
    """Return what a writer of a single file writes."""
    file = io.BytesIO()
    kinds.named(name, writing=True).load().write(records, file, work)
    return file.getvalue()


def there_and_back(name: str, records: list[Record], work: Job | None = None) -> Got:
    """Write records, see that the file is told by its content, and read it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "written.data"
        path.write_bytes(written(name, records, work or job()))
        assert kinds.detect(path).name == name
        return Got(kinds.named(name), path)


def essence(record: Record) -> tuple[Any, ...]:
    """Return what every round trip must keep: text, annotator, tags and relations by what they cover."""
    place = {span.id: (span.start, span.end, span.label) for span in record.spans}
    spans = sorted(place.values())
    links = sorted((r.type, place[r.head], place[r.child]) for r in record.relations)
    return record.text, record.annotator, spans, links


def made(text: str, *spans: tuple[int, int, str], annotator: str | None = "Ana", **given: Any) -> Record:
    """Return a finished record with spans (start, end, label), whose ids are s0, s1 and so on."""
    sha = text_sha256(text)
    tags = [Span(f"s{i}", a, b, text[a:b], label, origin="import") for i, (a, b, label) in enumerate(spans)]
    links = [Relation(f"r{i}", *link) for i, link in enumerate(given.pop("links", ()))]
    return Record(
        given.pop("id", article_id(sha)), text, sha, annotator=annotator, spans=tags, relations=links,
        status=given.pop("status", "done"), **given,
    )  # fmt: skip


@st.composite
def works(draw: st.DrawFn) -> list[Record]:
    """Draw records of a few texts: nested, crossing and doubled tags, relations between them."""
    out: list[Record] = []
    for number in range(draw(st.integers(1, 2))):
        text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))).strip() or "x"
        for name in draw(st.sampled_from([["Ana"], ["Ana", "علی‌رضا"]])):
            edges = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9)), max_size=5))
            spans = [(a, min(a + b, len(text)), draw(st.sampled_from(LABELS))) for a, b in edges]
            ends = st.integers(0, len(spans) - 1).map(lambda i: f"s{i}") if spans else st.nothing()
            links = draw(st.lists(st.tuples(st.sampled_from(["in", "ب"]), ends, ends), max_size=2)) if spans else []
            links = list(dict.fromkeys(links))
            out.append(made(text, *spans, annotator=name, id=f"{number}-ä {len(out)}"[:3], links=links))
    return out


def imported(folder: Path, path: Path) -> tuple[list[str], list[str]]:
    """Import a file into a new project as a person would; return the refusals and the repairs."""
    project = new_project(folder / "imported.annotator")
    report = bring(project, path)
    project.close()
    open_project(project.path).close()
    return [str(refusal) for refusal in report.refused], report.repaired
