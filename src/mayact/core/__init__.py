"""The pure heart: values in, values out.

Law: nothing below this package reads a clock, draws randomness, opens a file, a socket or a database,
starts a process or awaits. An import contract (pyproject.toml) enforces it.
"""
