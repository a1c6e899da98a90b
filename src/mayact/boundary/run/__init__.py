"""Launching an agent into a place where the boundaries are the only way out."""
