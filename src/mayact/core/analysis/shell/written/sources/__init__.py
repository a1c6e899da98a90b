"""Source text that a call writes, by language: whether it can only compute and use the repository's own code."""
