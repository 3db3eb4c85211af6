"""Reading news: text, encodings, zones of a page."""
