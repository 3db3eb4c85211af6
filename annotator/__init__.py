"""News Annotator: read news, mark spans, export training data."""

from __future__ import annotations

import os

__version__ = "0.1.0"

# Read when numpy is first imported, so it stands here. Its threads wait for each other by turning in circles: beside a
# window, or anything else that is busy, a product of matrices takes ten times as long with them as without.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
