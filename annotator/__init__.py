"""News Annotator: read news, mark spans, export training data."""

from __future__ import annotations

__version__ = "0.1.0"
