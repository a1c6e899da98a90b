"""The `mayact` command: one file per command."""
