"""Read the rules of a scheme that help the hand: edges of spans, mentions of a name, hints."""

from __future__ import annotations

from annotator.core.scheme_model import Boundaries, HintRule, Mentions
from annotator.core.scheme_table import MAX_TEXT, Table


def read_boundaries(table: Table) -> Boundaries:
    """Read what a span leaves out at its edges; edge spaces always go."""
    return Boundaries(
        quotes=table.flag("quotes", False),
        punctuation=table.flag("punctuation", False),
        possessive=table.flag("possessive", False),
        determiners=table.several("determiners", required=False),
        titles=table.several("titles", required=False),
    )


def read_mentions(table: Table, labels: set[str]) -> Mentions:
    """Read whose tags may be people, and last words that no surname is."""
    surnames = table.several("surnames", required=False)
    for key in surnames:
        if key not in labels:
            table.fail(f"surnames names “{key[:40]}”, which is no label of this scheme; write one of its keys.")
    return Mentions(surnames, table.several("not_surnames", required=False))


def read_hint(table: Table, labels: set[str]) -> HintRule:
    """Read one hint: for which label, beside or inside which words, what to say."""
    label = table.words("label")
    if label not in labels:
        table.fail(f"the label “{label[:40]}” is not in this scheme; write one of its keys.")
    rule = HintRule(
        label,
        table.words("say", limit=MAX_TEXT),
        before=table.several("before", required=False),
        after=table.several("after", required=False),
        inside=table.several("inside", required=False),
    )
    if not (rule.before or rule.after or rule.inside):
        table.fail("the hint names no words; give before, after or inside.")
    return rule
