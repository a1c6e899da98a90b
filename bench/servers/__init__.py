"""The servers that are put under load, each a process of its own."""
