"""Calls that come from another machine, through a boundary that holds a token.

Law: the token says for which users its boundary may ask and how strongly it holds their agents; the person is asserted
by it, never claimed by the caller. This machine knows nothing of that one, so the user is called `USER@TOKEN`, no
account here is looked through for them, and all that would have been observed is unknown: the worst case.
"""

import posixpath
from typing import Final

from mayact.core.bearer import Bearer
from mayact.core.errors import Forbidden, InvalidInput, LimitExceeded, shown
from mayact.core.limits import MAX_PATH_CHARS
from mayact.core.model import Source, ToolCall
from mayact.core.wire.messages import CallFields
from mayact.server.http.settings import HttpWorld
from mayact.server.peer import Peer, call_of

_NO_UID: Final = -1


def users_of(bearer: Bearer) -> frozenset[str]:
    """As whom the calls of this boundary stand in decisions and entries."""
    return frozenset(f"{user}@{bearer.name}" for user in bearer.users)


def remote_call(
    fields: CallFields, *, user: str, home: str, bearer: Bearer, world: HttpWorld, keep: frozenset[str]
) -> ToolCall:
    """The call, with what a caller may not say filled in from the token. Looks into the user database: not for a loop.

    Raises `Forbidden` (not a user of this token), `InvalidInput`, `LimitExceeded`.
    """
    if user not in bearer.users:
        raise Forbidden(
            f"this token does not speak for {shown(user)}", hint="its users: `mayact token list`", field="user"
        )
    if not home.startswith("/") or home.startswith("//") or posixpath.normpath(home) != home or not home.isprintable():
        raise InvalidInput(f"home {shown(home)} is not an absolute path", hint="send the full path", field="home")
    if len(home) > MAX_PATH_CHARS:
        raise LimitExceeded(f"home has {len(home)} characters", hint=f"at most {MAX_PATH_CHARS}", field="home")
    name = f"{user}@{bearer.name}"
    if world.is_account(name):
        # Its files would be looked at as if they were the ones on the other machine.
        raise Forbidden(
            f"{shown(name)} is an account on this machine", hint="make a token of another name", field="user"
        )
    peer = Peer(uid=_NO_UID, user=name, home=home, strength=bearer.strength, source=Source.ASSERTED, login=user)
    return call_of(fields, peer=peer, boundary=f"http:{bearer.name}", keep=keep)
