"""The way out of a sandbox, outside of it: a door to listed hosts."""
