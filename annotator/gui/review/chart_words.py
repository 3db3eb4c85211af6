"""The words of the charts in the language of the window."""

from __future__ import annotations

from annotator.gui.language import figure, tr
from annotator.gui.review.wording import KIND_NAMES, kind_name
from annotator.gui.wording import day_text
from annotator.work.chart_words import Words


def chart_words() -> Words:
    """Return what charts say, in the language of the window."""
    return Words(
        undefined=tr("n/a"),
        interval=tr("{low} – {high}"),
        spoken_interval=tr("{figure}, 95\u00a0% interval {low} to {high}"),
        spoken_undefined=tr("n/a: {reason}"),
        below=tr("under\u00a0.667:\u00a0{low}\u00a0%, under\u00a0.800:\u00a0{high}\u00a0%"),
        pair=tr("{one} and {other}: {figure}, articles of both: {articles}"),
        row=tr("{name}: {figure}"),
        label=tr("{name}: {figure}, tags: {spans}"),
        unit=tr("{name}: {figure}, coverage: {coverage}"),
        point=tr("{day}: {figure}, articles: {articles}"),
        kind=tr("{kind}, {open} open of {all}"),
        confused=tr("{one} against {other}: {count}"),
        table=tr("{name}, {head}: {figure}"),
        annotator=tr("Annotator"),
        articles=tr("Articles"),
        per_thousand=tr("Per 1,000"),
        only_mine=tr("Only this annotator"),
        only_theirs=tr("Only the others"),
        start=tr("Start"),
        end=tr("End"),
        f1={
            "overlap": tr("F1, overlap"),
            "exact": tr("F1, exact"),
            "partial": tr("F1, partial"),
            "chars": tr("F1, characters"),
        },
        alpha={
            "u": tr("Unitizing uα"),
            "binary_u": tr("Marked |uα"),
            "cu": tr("Labels cuα"),
            "layered_u": tr("Layered uα"),
        },
        kinds={kind: kind_name(kind) for kind in KIND_NAMES},
        tips=_tips(),
        day=day_text,
        number=figure,
    )


def _tips() -> dict[str, str]:
    """Return what figures and kinds of disagreement tell, a sentence or two each."""
    layered = tr("Each label is taken for itself, as marked or not marked, and all labels are added up.")
    return {
        "overlap": tr("The share of tags that another annotator gave the same label on at least one common character."),
        "exact": tr("The share of tags that another annotator put on the very same words, with the same label."),
        "u": tr("Whether annotators mark the same places with the same labels, better than chance: 1 is perfect."),
        "binary_u": tr("Marked or not marked, better than chance: labels are not looked at."),
        "cu": tr("Only where two annotators marked something: whether they gave it the same label."),
        "layered_u": layered,
        "layered_here": " ".join((
            layered, tr("It stands here because tags of one annotator overlap, which plain uα does not allow for."),
        )),
        "ku": tr("Where somebody chose this label and another one marked something too: was it the same label?"),
        "nominal": tr("Whether the same value was given, better than chance, on tags that match in words and label."),
        "roles": tr("The share of roles that another annotator gave too, the ends of both having words in common."),
        "answers": tr("Whether annotators answered this question in the same way, better than chance."),
        "one": tr("Some marked something here, others marked nothing."),
        "boundary": tr("The same label, but the edges differ."),
        "label": tr("The same words, but another label."),
        "attribute": tr("The same tag, but another value."),
        "role": tr("The same tags, but other roles."),
        "split": tr("One tag here, several there, of the same label."),
        "both": tr("The tags have words in common, but edges and labels differ."),
        "article": tr("Another answer to a question about the article."),
    }  # fmt: skip
