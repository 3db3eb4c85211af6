"""The Review workspace: how far annotators agree, and the decisions that make the gold layer."""
