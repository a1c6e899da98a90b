"""Paths: where a name lies, what kind of file it is, and which of them hold secrets or the guard itself."""
