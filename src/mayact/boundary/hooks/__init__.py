"""Hooks of coding agents: convenience, never the last control."""
