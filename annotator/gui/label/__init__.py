"""The Label workspace: queue, article, inspector and label bar."""
