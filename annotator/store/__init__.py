"""The project file: the only place that knows SQL."""

import sys

# sqlite-utils loads numpy where it is installed, only to know its types: without it a window is ready a good deal
# sooner, and who never looks at the agreement needs it nowhere.
if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import sqlite_utils  # noqa: F401
    finally:
        del sys.modules["numpy"]
