"""What of a record a format has no place for, told in the loss report of an export."""

from __future__ import annotations

from collections.abc import Collection

from annotator.formats.reading import Losses
from annotator.formats.record import Record


def tell(record: Record, losses: Losses, carried: Collection[str]) -> None:
    """Count what a record has and `carried` does not name.

    Names: meta, statuses, reasons, attributes, unsure, tag notes, relations, notes, article labels, zones, stories,
    annotators.
    """
    spans = record.spans
    found = {
        "statuses": ("statuses other than done", int(record.status in ("started", "skipped"))),
        "reasons": ("reasons why articles were skipped", int(bool(record.reason))),
        "attributes": ("values of attributes", sum(len(values) for values in record.attributes.values())),
        "unsure": ("marks of unsure tags", sum(span.unsure for span in spans)),
        "tag notes": ("notes on tags", sum(bool(span.note) for span in spans)),
        "relations": ("relations", len(record.relations)),
        "notes": ("notes on articles", len(record.notes)),
        "article labels": ("labels of articles", len(record.article_labels)),
        "zones": ("zones", len(record.zones or ())),
        "stories": ("ties of articles to wire stories", int(record.group is not None)),
        "meta": ("values of meta", len(record.meta)),
        "annotators": ("names of annotators", int(record.annotator is not None)),
    }
    for name, (what, count) in found.items():
        if name not in carried:
            losses.add(what, count, record.id)
