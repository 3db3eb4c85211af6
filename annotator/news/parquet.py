"""News in Parquet files, read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.table import Found, Row, articles

_BATCH = 256


def sniff(head: Head) -> int:
    """Take what begins as every Parquet file does."""
    return 85 if head.data.startswith(b"PAR1") else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read a Parquet file; see table.articles for the options. Raises NewsError, OSError."""
    yield from articles(source, rows(source))


def rows(source: Source) -> Iterator[Found]:
    """Yield the rows, counted from 1."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with source.path.open("rb") as raw, parquet.ParquetFile(raw) as file:
            total = file.metadata.num_rows
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH):
                source.step(number, max(1, total))
                for cells in batch.to_pylist():
                    number += 1
                    yield Row(number, cells)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise NewsError(_broken(source, error)) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise NewsError(_broken(source, error)) from error  # what Arrow can't make out is no error of the disk


def _broken(source: Source, error: Exception) -> str:
    return f"{source.path} is no Parquet file that can be read ({str(error).strip()[:80]}): get it again."
