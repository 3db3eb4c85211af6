"""What the review says of roles whose filler is not in the gold layer."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core.scheme import Scheme
from annotator.gui.language import ntr, tr
from annotator.gui.review.wording import label_name, shortened
from annotator.gui.wording import listed
from annotator.work.lost_roles import LostRole

_SHORT = 40


def lost_words(lost: Sequence[LostRole], scheme: Scheme) -> str:
    """Say that a decision cost a tag its role; of several the first is named."""
    if not lost:
        return ""
    one = lost[0]
    words = tr("The {label} “{words}” lost its {role}: no gold tag stands on “{filler}”. Undo brings it back.")
    first = words.format(
        label=label_name(scheme, one.label).lower(), words=shortened(one.words, _SHORT),
        role=role_name(scheme, one.role), filler=shortened(one.filler, _SHORT),
    )  # fmt: skip
    more = len(lost) - 1
    others = ntr("{n} more role is lost.", "{n} more roles are lost.", more) if more else ""
    return " ".join(filter(None, (first, others)))


def role_name(scheme: Scheme, key: str) -> str:
    """Return a role's name within a sentence."""
    return next((one.name for one in scheme.relations if one.key == key), key).lower()


def missing_words(roles: Sequence[LostRole], scheme: Scheme) -> str:
    """Name roles whose filler has no gold tag: `target “Merovia”`."""
    said = tr("{role} “{filler}”")
    return listed(said.format(role=role_name(scheme, one.role), filler=shortened(one.filler, _SHORT)) for one in roles)
