"""The last look before a person's key signs, as `core.review` takes it: the same for every program that signs."""

from mayact.core.review import request_row, reviewed

__all__ = ["request_row", "reviewed"]
