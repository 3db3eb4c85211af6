from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from annotator.core.span import Span, quick_span

VALUES = ("s1", 2, 8, "Ilmark", "location", True, "note", "import", "2031-05-01")


def test_a_span_made_quickly_is_a_span_like_any_other() -> None:
    quick = quick_span(*VALUES)
    assert quick == Span(*VALUES)
    assert hash(quick) == hash(Span(*VALUES))
    assert type(quick) is Span
    assert tuple(getattr(quick, field.name) for field in fields(Span)) == VALUES
    assert replace(quick, start=3) == Span("s1", 3, *VALUES[2:])
    with pytest.raises(FrozenInstanceError):
        quick.start = 3  # type: ignore[misc]
