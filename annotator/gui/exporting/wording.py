"""What the formats can't carry, in a line each."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core.kinds import Kind
from annotator.gui.language import N_, figure, tr
from annotator.gui.wording import listed
from annotator.work.orders import Loss

_PARTS = {
    "huggingface": N_("Zones, notes, reasons and marks of unsure tags are left out."),
    "spacy": N_("Zones, notes and marks of unsure tags are left out; nested tags stand among the spans alone."),
    "brat": N_("Zones, notes on articles, labels of articles and marks of unsure tags are left out."),
    "doccano": N_("Values of tags, zones, statuses and wire stories are left out."),
    "prodigy": N_("Tags that begin or end inside a word, zones, notes on articles and wire stories are left out."),
    "label-studio": N_("Zones, notes on articles, wire stories and marks of unsure tags are left out."),
    "gliner": N_("Tags that begin or end inside a word, values, notes, zones and statuses are left out."),
    "w3c": N_("Values of tags, zones, statuses and wire stories are left out."),
    "conll": N_("One flat layer of labels: nested tags, roles, values, notes and zones are left out."),
    "conll2003": N_("One flat layer of labels: nested tags, roles, values, notes and zones are left out."),
    "bioes": N_("One flat layer of labels: nested tags, roles, values, notes and zones are left out."),
    "qdpx": N_("Roles, values of tags, zones and statuses are left out."),
}
_UNTOLD = N_("What the format can't carry is counted and listed after the export.")
_FIRST = 4


def loss_line(kind: Kind) -> str:
    """Say what a format can't carry, before anything is counted."""
    if kind.lossless:
        return tr("Carries everything.")
    words = _PARTS.get(kind.name, _UNTOLD)
    return tr(words)


def lost_line(kind: Kind, lost: Sequence[Loss] | None) -> str:
    """Say what this export can't carry, as it was counted; where it was not, what the format can't."""
    if lost is None:
        return loss_line(kind)
    if not lost:
        return tr("Carries everything that is exported here.")
    words = tr("{n} {what}")
    parts = [words.format(n=figure(one.count), what=one.what) for one in lost]
    more = [tr("and {n} kinds more").format(n=figure(len(parts) - _FIRST))] if len(parts) > _FIRST else []
    return tr("Can’t carry: {losses}.").format(losses=listed([*parts[:_FIRST], *more]))
