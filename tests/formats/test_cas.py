"""UIMA CAS as XMI and JSON: everything comes back; files of other tools are read by their types."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import cassis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import ids
from annotator.core.errors import AnnotatorError
from annotator.core.scheme_reader import parse_scheme
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.span import Relation, Span
from annotator.core.zones import Zone
from annotator.formats import cas_json, cas_xmi
from annotator.formats.errors import RecordError
from annotator.formats.filenames import safe_name
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record
from annotator.paths import resource

TEXT = "😀 Merovia met Talvane.\nשָׁלוֹם e\u0301 👩‍👩‍👧."
SCHEME = parse_scheme(resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news")
BOTH = pytest.mark.parametrize(("module", "ending"), [(cas_xmi, ".xmi"), (cas_json, ".json")])
NER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


def article(text: str = TEXT, **facts: Any) -> Record:
    return Record("a/1", text, ids.text_sha256(text), {"source": "Harrow Courier", "words": 3}, "Mira", **facts)


def span(record: Record, identity: str, start: int, end: int, label: str = "actor", **facts: Any) -> Span:
    values = {"unsure": False, "note": "", "origin": "hand", "created": "2031-05-14T09:30:00.000Z", **facts}
    return Span(identity, start, end, record.text[start:end], label, **values)


def written(module: ModuleType, folder: Path, *records: Record) -> list[Path]:
    module.write(records, folder, Job(SCHEME))
    return sorted(path for path in folder.iterdir() if path.name != cas_xmi.TYPES)


def read(module: ModuleType, path: Path) -> tuple[Record, list[str]]:
    found = list(module.read(Source(path)))
    (record,) = [one.record for one in found if isinstance(one, Item)]
    return record, [one.reason for one in found if isinstance(one, Fault)]


@BOTH
def test_everything_comes_back(tmp_path: Path, module: ModuleType, ending: str) -> None:
    record = article(status="skipped", reason="a weather report", group="w1", zones=(Zone(0, 9, "headline"),))
    record.annotator_id = ids.person_id("Mira")
    record.spans = [span(record, "s1", 2, 9, unsure=True, note="who?"), span(record, "s2", 2, 21, "call")]
    record.attributes = {"s1": {"role": "", "count": 3, "odd key": ["a", "b"], "label": "x"}, "s2": {"flag": True}}
    record.relations = [Relation("r1", "agent", "s2", "s1")]
    record.notes, record.article_labels = {"n1": "a note"}, {"topic": ["war"], "clear": True}
    (path,) = written(module, tmp_path, record)
    assert path.suffix == ending
    assert read(module, path) == (record, [])


@BOTH
@settings(max_examples=25)
@given(
    text=st.text(st.sampled_from("a é\u0301 😀\u200d👩ש\u064bم\n\u00a0\u2028"), min_size=4, max_size=30),
    cuts=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), max_size=6),
)
def test_ranges_never_shift(
    tmp_path_factory: pytest.TempPathFactory, module: ModuleType, ending: str, text: str, cuts: list[tuple[int, int]]
) -> None:
    record = article(text, status="done", zones=())
    places = [(start, min(start + length, len(text))) for start, length in cuts if start < len(text)]
    record.spans = [span(record, f"s{n}", *place, label=f"l{n % 2}") for n, place in enumerate(places)]
    (path,) = written(module, tmp_path_factory.mktemp("cas") / "", record)
    assert path.suffix == ending
    found, faults = read(module, path)
    assert (found.text, sorted(found.spans, key=lambda s: s.id), faults) == (text, record.spans, [])


def other_tools(folder: Path, text: str = TEXT) -> Path:
    """Write what INCEpTION writes: its named entities, a layer of its own, relations between them, tokens."""
    types = cassis.TypeSystem()
    entity = types.create_type(NER)
    token = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")
    event = types.create_type("webanno.custom.Event")
    link = types.create_type("webanno.custom.Argument")
    for feature in ("value", "identifier"):
        types.create_feature(entity, feature, "uima.cas.String")
    types.create_feature(event, "certain", "uima.cas.Boolean")
    types.create_feature(link, "role", "uima.cas.String")
    for feature in ("Governor", "Dependent"):
        types.create_feature(link, feature, "uima.tcas.Annotation")
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    one, two = entity(begin=2, end=9, value="ORG", identifier="Q1"), event(begin=10, end=13, certain=True)
    cas.add(token(begin=2, end=9))
    cas.add(one)
    cas.add(two)
    cas.add(link(begin=2, end=9, role="who", Governor=two, Dependent=one))
    types.to_xml(folder / "TypeSystem.xml")
    cas.to_xmi(folder / "admin.xmi")
    return folder / "admin.xmi"


def test_a_file_of_another_tool_is_read_by_its_types(tmp_path: Path) -> None:
    path = other_tools(tmp_path)
    assert 'begin="3"' in path.read_text(encoding="utf-8"), "UTF-16 on disk"
    record, faults = read(cas_xmi, path)
    assert [(s.quote, s.label) for s in record.spans] == [("Merovia", "ORG"), ("met", "Event")]
    assert faults == []
    first, second = record.spans
    assert record.attributes == {first.id: {"identifier": "Q1"}, second.id: {"certain": True}}
    assert [(r.type, r.head, r.child) for r in record.relations] == [("who", second.id, first.id)]
    assert (record.annotator, record.anonymous, record.status) == ("admin", True, "done")


def slots(folder: Path, module: ModuleType) -> Path:
    """Write what INCEpTION makes of roles, of a chain, of lists, and of what a parser found."""
    types = cassis.TypeSystem()
    entity, token = types.create_type(NER), types.create_type("dkpro.Token")
    host, slot = types.create_type("webanno.custom.Meeting"), types.create_type("webanno.custom.Slot", "uima.cas.TOP")
    link, chain = types.create_type("x.CorefLink"), types.create_type("x.Chain", "uima.cas.TOP")
    pos, tree = types.create_type("dkpro.POS"), types.create_type("dkpro.Dependency")
    topic = types.create_type("x.Topic", "uima.cas.TOP")
    text, many = "uima.cas.String", "uima.cas.FSArray"
    for owner, name, range_, element in (
        (entity, "value", text, None), (slot, "role", text, None), (slot, "target", NER, None),
        (host, "who", many, slot), (host, "about", NER, None), (host, "words", "uima.cas.StringArray", None),
        (host, "place", token, None), (link, "referenceRelation", text, None), (link, "next", link, None),
        (chain, "first", link, None), (topic, "name", text, None),
        (tree, "Governor", token, None), (tree, "Dependent", token, None),
    ):  # fmt: skip
        types.create_feature(owner, name, range_, elementType=element)
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = TEXT, "text/plain"
    one, two = entity(begin=2, end=9, value="GPE"), entity(begin=14, end=21, value="GPE")
    first, second = token(begin=2, end=9), token(begin=10, end=13)
    roles = [slot(role="guest", target=one), slot(target=two)]
    meeting = host(begin=10, end=13, about=two)
    meeting.place = second
    meeting.who = types.get_type(many)(elements=roles)
    meeting.words = types.get_type("uima.cas.StringArray")(elements=["a", "b"])
    last = link(begin=14, end=21)
    start = link(begin=2, end=9, referenceRelation="same", next=last)
    for made in (
        one,
        two,
        first,
        second,
        meeting,
        start,
        last,
        chain(first=start),
        topic(name="war"),
        pos(begin=2, end=9),
        pos(begin=10, end=13),
        tree(begin=2, end=9, Governor=second, Dependent=first),
    ):
        cas.add(made)
    types.to_xml(folder / "TypeSystem.xml")
    path = folder / ("admin.xmi" if module is cas_xmi else "admin.json")
    (cas.to_xmi if module is cas_xmi else cas.to_json)(path)
    return path


@pytest.mark.parametrize("module", [cas_xmi, cas_json])
def test_roles_chains_references_and_lists_are_read_and_the_rest_is_told(tmp_path: Path, module: ModuleType) -> None:
    found = list(module.read(Source(slots(tmp_path, module))))
    (record,) = [one.record for one in found if isinstance(one, Item)]
    named = {span.id: f"{span.label} {span.quote}" for span in record.spans}
    assert sorted(named.values()) == [
        "CorefLink Merovia", "CorefLink Talvane", "GPE Merovia", "GPE Talvane", "Meeting met",
    ]  # fmt: skip
    assert sorted((link.type, named[link.head], named[link.child]) for link in record.relations) == [
        ("about", "Meeting met", "GPE Talvane"), ("guest", "Meeting met", "GPE Merovia"),
        ("same", "CorefLink Merovia", "CorefLink Talvane"), ("who", "Meeting met", "GPE Talvane"),
    ]  # fmt: skip
    assert {"words": ["a", "b"]} in record.attributes.values()
    assert sorted(one.note.split(" were")[0] for one in found if isinstance(one, Repair)) == [
        "1 Topic", "1 annotations of the layer Dependency, which parsers make,", "1 references from Meeting to Token",
        "2 annotations of the layer POS, which parsers make,",
    ]  # fmt: skip
    assert not [one for one in found if isinstance(one, Fault)]


def test_a_type_that_is_not_declared_and_a_second_view_are_told(tmp_path: Path) -> None:
    path = other_tools(tmp_path)
    types = (tmp_path / "TypeSystem.xml").read_text(encoding="utf-8")
    (tmp_path / "TypeSystem.xml").write_text(types.replace("webanno.custom.Arg", "x.Lost"), encoding="utf-8")
    record, faults = read(cas_xmi, path)
    assert [span.label for span in record.spans] == ["ORG", "Event"]
    assert faults[0].startswith("the type webanno.custom.Argument is not declared in the type system: its 1 annot")
    (tmp_path / "TypeSystem.xml").write_text(types.replace("webanno.custom.Event", "x.Lost"), encoding="utf-8")
    with pytest.raises(RecordError, match=r"does not declare webanno\.custom\.Event, which others name"):
        read(cas_xmi, path)
    cas = cassis.Cas(typesystem=cassis.TypeSystem())
    cas.sofa_string, cas.sofa_mime = TEXT, "text/plain"
    other = cas.create_view("other")
    other.sofa_string, other.sofa_mime = "Talvane sued.", "text/plain"
    other.add(cas.typesystem.get_type("uima.tcas.Annotation")(begin=0, end=7))
    cas.to_xmi(tmp_path / "two.xmi")
    record, faults = read(cas_xmi, tmp_path / "two.xmi")
    assert (record.text, record.spans) == (TEXT, [])
    assert faults == ["its view 'other' with 1 annotations was left out: an article has one text"]


def test_a_feature_that_python_can_not_name_gets_a_sentence(tmp_path: Path) -> None:
    path = other_tools(tmp_path)
    types = (tmp_path / "TypeSystem.xml").read_text(encoding="utf-8")
    (tmp_path / "TypeSystem.xml").write_text(types.replace("<name>certain<", "<name>in<"), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("certain=", "in="), encoding="utf-8")
    with pytest.raises(RecordError, match="no CAS that can be read"):
        read(cas_xmi, path)


def test_a_label_that_none_can_have_is_refused_alone(tmp_path: Path) -> None:
    path = other_tools(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('value="ORG"', 'value="A|B"'), encoding="utf-8")
    record, faults = read(cas_xmi, path)
    assert [span.label for span in record.spans] == ["Event"]
    assert "holds “|”" in faults[0]


def test_an_annotation_outside_the_text_is_refused_alone(tmp_path: Path) -> None:
    path = other_tools(tmp_path)
    broken = path.read_text(encoding="utf-8").replace('end="10" value', 'end="900" value')
    path.write_text(broken, encoding="utf-8")
    record, faults = read(cas_xmi, path)
    assert [s.label for s in record.spans] == ["Event"]
    assert any("NamedEntity stands at 2-900" in fault for fault in faults)
    assert any("an end of it is no span" in fault for fault in faults)


def test_an_offset_inside_an_emoji_never_shifts_a_span(tmp_path: Path) -> None:
    path = other_tools(tmp_path)
    broken = path.read_text(encoding="utf-8").replace('begin="3" end="10" value', 'begin="1" end="10" value')
    path.write_text(broken, encoding="utf-8")
    record, faults = read(cas_xmi, path)
    assert [s.label for s in record.spans] == ["Event"]
    assert "cuts a character" in faults[0]


def test_xml_one_one_of_newer_exports_is_read(tmp_path: Path) -> None:
    path = other_tools(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"version='1.0'", b"version='1.1'", 1))
    assert len(read(cas_xmi, path)[0].spans) == 2


def test_a_missing_type_system_is_named(tmp_path: Path) -> None:
    path = other_tools(tmp_path / "")
    (tmp_path / "TypeSystem.xml").unlink()
    with pytest.raises(RecordError, match=r"no TypeSystem\.xml beside it"):
        read(cas_xmi, path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "declares a document type"),
        (b"<xmi:XMI xmlns:xmi='http://www.omg.org/XMI'><open>", "broken XML"),
        (b"<xmi:XMI xmlns:xmi='http://www.omg.org/XMI'/>", "no CAS|holds no text"),
    ],
)
def test_broken_xmi_gets_a_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = other_tools(tmp_path)
    path.write_bytes(data)
    with pytest.raises(RecordError, match=sentence):
        read(cas_xmi, path)


@pytest.mark.parametrize("data", [b"{}", b'{"%TYPES": {}}', b"{broken", b"\xff"])
def test_broken_json_gets_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(RecordError):
        read(cas_json, path)


def test_a_control_character_names_its_article(tmp_path: Path) -> None:
    record = article("Merovia\x0bmet", status="done")
    with pytest.raises(AnnotatorError, match=r"Article a/1: .* U\+000B at 7"):
        written(cas_xmi, tmp_path, record)
    (path,) = written(cas_json, tmp_path, article("Merovia\x0bmet", status="done", zones=()))
    assert read(cas_json, path)[0].text == "Merovia\x0bmet"


@pytest.mark.parametrize("facts", [{"notes": {"n": "a\x01b"}}, {"reason": "\x0b"}])
def test_a_control_character_in_a_note_is_told_too(tmp_path: Path, facts: dict[str, Any]) -> None:
    with pytest.raises(AnnotatorError, match=r"Article .*control character.*cas-json"):
        written(cas_xmi, tmp_path, article(**facts))


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for module in (cas_xmi, cas_json):
        record = article(status="done", zones=())
        record.spans = [span(record, "s1", 2, 9)]
        for name in ("one", "two"):
            (tmp_path / name).mkdir(exist_ok=True)
            written(module, tmp_path / name, record)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    (path,) = written(cas_json, tmp_path, article(status="done"))
    assert cas_json.sniff(Head(path)) > 90
    assert cas_xmi.sniff(Head(other_tools(tmp_path))) > 90
    assert cas_xmi.sniff(Head(path)) == cas_json.sniff(Head(tmp_path / "admin.xmi")) == 0


@pytest.mark.parametrize("identity", ["..", "a/b", "A", "a", "con", "é", "", "x" * 200, "😀", "a b", "a_b", "nul.txt"])
def test_names_of_files_are_safe_and_apart(identity: str) -> None:
    name = safe_name(identity)
    assert name not in ("", ".", "..", "con", "nul.txt")
    assert not set(name) & set('/\\:*?"<>| ')
    assert len(name.encode()) < 240
    assert len({safe_name(one).lower() for one in (identity, identity + "x", identity + "/", "a b", "a_b")}) >= 4
