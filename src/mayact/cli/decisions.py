"""A decision back from its JSON, so that this process can look at it with its own eyes."""

from mayact.core.record import decision_from_json

__all__ = ["decision_from_json"]
