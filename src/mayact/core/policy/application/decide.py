"""One evaluation against the application part of a bundle."""

from collections.abc import Callable
from typing import Generic, TypeVar

from mayact.core.policy.application.answer import NO_APPLICATION, Answer
from mayact.core.wire.authzen import Ask

T = TypeVar("T")


class Decider(Generic[T]):
    def __init__(self, application: None, finish: Callable[[Answer], T]) -> None:
        self._none = finish(NO_APPLICATION)

    def decide(self, ask: Ask) -> T:
        return self._none
