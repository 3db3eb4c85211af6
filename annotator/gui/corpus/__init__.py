"""The Corpus workspace: all articles as a table, sifted, sorted, and worked on many at once."""
