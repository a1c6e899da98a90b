"""Gates for these tests: one initialised once, and copies of it."""

from tests.support.machines import blank, initialised, machine

__all__ = ["blank", "initialised", "machine"]
