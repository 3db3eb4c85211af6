"""The error of everything that brings articles in."""

from __future__ import annotations

from annotator.core.errors import AnnotatorError


class NewsError(AnnotatorError):
    """Say in one sentence which file cannot be taken, why, and what helps."""
