"""BIOES: token and tag with a tab between them; read by the reader of all token files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from annotator.core.sources import Head
from annotator.formats.conll import read
from annotator.formats.conll_columns import DOCUMENT
from annotator.formats.conll_tags import BIOES
from annotator.formats.conll_write import write_as
from annotator.formats.reading import Job
from annotator.formats.record import Record

__all__ = ["read", "sniff", "write"]


def sniff(_head: Head) -> int:
    """Leave files to the reader of all token files."""
    return 0


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write two columns, token and BIOES tag."""
    write_as(records, file, job, BIOES, ("{token}\t{tag}", f"{DOCUMENT}\tO"))
