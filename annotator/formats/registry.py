"""The formats of annotations this program reads and writes, by name; other packages may add their own."""

from __future__ import annotations

from functools import cache

from annotator.core.kinds import Kind
from annotator.formats.plugins import installed


def _kind(name: str, title: str, *suffixes: str, writes: bool = True, needs: tuple[str, ...] = (),
          folder: bool = False, lossless: bool = False) -> Kind:  # fmt: skip
    return Kind(
        name, title, suffixes, f"annotator.formats.{name.replace('-', '_')}", writes=writes, needs=needs, folder=folder,
        lossless=lossless,
    )  # fmt: skip


OURS = (
    _kind("native", "Native JSONL, lossless: one line an article and annotator", ".jsonl", ".ndjson", lossless=True),
    _kind("huggingface", "Hugging Face Parquet: spans, tokens and IOB2 tags as ClassLabel", ".parquet",
          needs=("pyarrow",)),
    _kind("spacy", "spaCy DocBin: ents, and all spans as spans[\"sc\"]", ".spacy", needs=("spacy",)),
    _kind("cas-xmi", "UIMA CAS XMI: one file an article and annotator (INCEpTION, WebAnno)", ".xmi", needs=("cassis",),
          folder=True, lossless=True),
    _kind("cas-json", "UIMA CAS JSON: one file an article and annotator", needs=("cassis",), folder=True,
          lossless=True),
    _kind("brat", "brat standoff: .txt and .ann of each article, with annotation.conf", ".ann", folder=True),
    _kind("doccano", "doccano JSONL: spans and relations", ".jsonl"),
    _kind("prodigy", "Prodigy JSONL: tasks with tokens, spans and relations", ".jsonl"),
    _kind("label-studio", "Label Studio JSON: tasks with an annotation for each annotator", ".json"),
    _kind("gliner", "GLiNER JSON: words, spans and relations for training", ".json"),
    _kind("w3c", "W3C Web Annotation JSON-LD: tags with place and quote", ".jsonld"),
    _kind("conll", "CoNLL, token and tag in columns: IOB2 written; IOB1, IOB2, BIOES and BILOU read", ".conll", ".iob",
          ".iob2", ".bio", ".bioes", ".bmes"),
    _kind("conll2003", "CoNLL-2003: four columns, IOB1", ".conll"),
    _kind("webanno", "WebAnno TSV 3 (INCEpTION)", ".tsv", writes=False),
    _kind("qdpx", "REFI-QDA project (NVivo, ATLAS.ti, MAXQDA, QualCoder)", ".qdpx", ".qde"),
    _kind("bioes", "Token and tag in columns, BIOES", ".bioes"),
)  # fmt: skip


@cache
def formats() -> tuple[Kind, ...]:
    """Return our formats and those of installed packages; ours keep their names."""
    ours = {kind.name for kind in OURS}
    return (*OURS, *(kind for kind in installed()[0] if kind.name not in ours))


def left_out() -> tuple[str, ...]:
    """Return a sentence for each format of an installed package that can't be used."""
    ours = {kind.name for kind in OURS}
    clashes = (kind for kind in installed()[0] if kind.name in ours)
    named = (f"The format {kind.name!r} of {kind.module} was left out: one of ours is called so." for kind in clashes)
    return (*installed()[1], *named)
