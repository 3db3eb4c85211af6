"""The corpus search in the window: a drawer with a field, filters and results in their context."""
