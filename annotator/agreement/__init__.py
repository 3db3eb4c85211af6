"""How far annotators agree: exact figures over spans, values and links, and what they disagree on."""
