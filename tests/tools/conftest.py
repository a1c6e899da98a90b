"""Gates for these tests: one initialised once, and copies of it."""

from tests.support.machines import initialised, running

__all__ = ["initialised", "running"]
