"""From a tool call to its effects: what it would read, write, delete, contact and run.

Law: pure. What cannot be understood is an `opaque` effect, never nothing. Questions about the world are returned
as values (`plan.Question`); somebody outside answers them.
"""
