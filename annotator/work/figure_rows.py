"""The figures beyond F1 of spans as rows of a table: unitizing alpha, attributes, roles, article labels."""

from __future__ import annotations

from collections.abc import Collection

from annotator.agreement.figures import ALPHAS, Figures, Value
from annotator.core.scheme import Scheme
from annotator.work.chart_words import ENGLISH, Words, percented
from annotator.work.charts import Row, name_of


def alpha_rows(figures: Figures, words: Words = ENGLISH) -> list[Row]:
    """Return Krippendorff's unitizing family; the note is the probability of a value under .667 and under .800."""
    found = []
    for kind in ALPHAS:
        value, name = figures.alpha[kind], words.alpha[kind]
        note = ""
        if value.below_667 is not None and value.below_800 is not None:
            note = f"{percented(value.below_667)}, {percented(value.below_800)}"
        said = words.row.format(name=name, figure=words.spoken(value))
        spoken = ", ".join(filter(None, (said, words.under(value))))
        found.append(Row(("alpha", kind), name, value, note, spoken=spoken, tip=kind))
    return found


def nesting(figures: Figures) -> str:
    """Return the one reason for which no unitizing alpha but the layered one is defined; empty where that is not so."""
    plain = [figures.alpha[kind] for kind in ALPHAS if kind != "layered_u"]
    plain += [value for value, _ in figures.labels.values()]
    reasons = {one.reason for one in plain}
    none = figures.alpha["layered_u"].value is not None and all(one.value is None for one in plain)
    return reasons.pop() if none and len(reasons) == 1 else ""


def layered_rows(figures: Figures, words: Words = ENGLISH) -> list[Row]:
    """Return the rows of `alpha_rows` that can be defined: the layered one alone where tags nest."""
    rows = alpha_rows(figures, words)
    return [row for row in rows if row.id[1] == "layered_u"] if nesting(figures) else rows


def unit_rows(figures: Figures, scheme: Scheme, words: Words = ENGLISH) -> list[Row]:
    """Return (k)u-alpha of each label in the scheme's order; the note is its coverage."""
    found = []
    for key in in_order(figures.labels, scheme):
        value, coverage = figures.labels[key]
        name, share = name_of(scheme, key), covered(coverage, words)
        said = words.unit.format(name=name, figure=words.spoken(value), coverage=share)
        found.append(Row(("label", key), name, value, share, key, said, "ku"))
    return found


def attribute_rows(figures: Figures, scheme: Scheme, words: Words = ENGLISH) -> list[Row]:
    """Return nominal alpha of each attribute; the note is the share of spans that it could be compared on."""
    names = {(one.label, one.key): one.name for one in scheme.attributes}
    found = []
    for key in in_order({label for label, _ in figures.attributes}, scheme):
        for label, attribute in sorted(one for one in figures.attributes if one[0] == key):
            nominal = figures.attributes[label, attribute]
            name, share = names.get((label, attribute), attribute), covered(Value(nominal.coverage), words)
            said = words.unit.format(
                name=f"{name_of(scheme, label)}, {name}", figure=words.spoken(nominal.alpha), coverage=share
            )
            found.append(Row(("attribute", label, attribute), name, nominal.alpha, share, label, said, "nominal"))
    return found


def role_rows(figures: Figures, kind: str, scheme: Scheme) -> list[Row]:
    """Return F1 of each role, its ends matched exactly or by overlap (`kind`)."""
    names = {one.key: one.name for one in scheme.relations}
    values = figures.relations[kind].labels
    keys = [key for key in names if key in values] + sorted(key for key in values if key not in names)
    return [Row(("role", key), names.get(key, key), values[key], tip="roles") for key in keys]


def article_rows(figures: Figures, scheme: Scheme, words: Words = ENGLISH) -> list[Row]:
    """Return nominal alpha of each question about the article; the note counts the articles it was compared on."""
    names = {one.key: one.name for one in scheme.article_labels}
    return [
        Row(("article", key), names.get(key, key), nominal.alpha, words.number(nominal.units), tip="answers")
        for key, nominal in figures.article_labels.items()
    ]


def in_order(keys: Collection[str], scheme: Scheme) -> list[str]:
    """Return labels in the scheme's order, then those that it does not know."""
    known = [label.key for label in scheme.labels]
    return [key for key in known if key in keys] + sorted(key for key in keys if key not in known)


def covered(share: Value, words: Words = ENGLISH) -> str:
    """Write a coverage in percent, or that it is not defined."""
    return words.undefined if share.value is None else percented(share.value)
