"""Whose rights an observation is made with: those of the user whose call it is, never the gate's.

Law: for its own user the gate looks itself; as root, or with the capabilities for it, it looks through a helper that
has become the user; otherwise it tells only what is open to everyone. Whoever has no account is told nothing.
"""

import os
import pwd
from typing import Final

from mayact.core.analysis.plan import Answer, Question, Unavailable
from mayact.observe.capabilities import held, lay_down
from mayact.observe.observer import LocalObserver
from mayact.observe.public import PublicObserver
from mayact.observe.separate import Helpers, Identity, SeparateObserver
from mayact.ports import Observer

_ROOT: Final = 0


class NothingTold:
    """`ports.Observer` of whoever is not known."""

    def for_user(self, user: str) -> "NothingTold":
        return self

    def answer(self, question: Question) -> Answer:
        return Unavailable("for whom it would be observed is not known")


class RightfulObserver:
    """`ports.Observer` of a gate: hands out the observer of each user. Safe to use from several threads."""

    def __init__(self, *, helpers: Helpers | None = None) -> None:
        """Raises `OSError` when capabilities cannot be kept from other programs."""
        lay_down()
        self._helpers = helpers if helpers is not None else Helpers()

    def for_user(self, user: str) -> Observer:
        try:
            account = pwd.getpwnam(user)
        except (KeyError, ValueError):
            return NothingTold()
        if account.pw_uid == os.geteuid():
            return LocalObserver()
        if os.geteuid() != _ROOT and not held():
            return PublicObserver()
        groups = tuple(sorted({account.pw_gid, *os.getgrouplist(user, account.pw_gid)}))
        return SeparateObserver(self._helpers, Identity(account.pw_uid, account.pw_gid, groups))

    def answer(self, question: Question) -> Answer:
        """Nothing, before it is known for whom."""
        return NothingTold().answer(question)

    def close(self) -> None:
        """End the helpers; what is asked later is `Unavailable`."""
        self._helpers.close()
