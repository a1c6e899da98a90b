"""`mayact exec`: run exactly one approved command."""
