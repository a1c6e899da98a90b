"""Who is at the other end of a socket, as the kernel says.

Law: identity is observed, never sent. The peer's uid comes from the kernel (SO_PEERCRED, unix(7)); the person, the
home directory and the strength follow from it. A uid without a name is nobody, and nobody is refused.
"""

import os
import pwd
import socket
import struct
from dataclasses import dataclass
from typing import Final, Protocol

from mayact.core.canonical import Digest, freeze
from mayact.core.errors import InvalidInput, LimitExceeded, Unauthenticated, shown
from mayact.core.limits import MAX_ID_CHARS
from mayact.core.model import Chain, Hop, HopKind, Source, Strength, ToolCall
from mayact.core.wire.environment import completed
from mayact.core.wire.messages import CallFields
from mayact.server.settings import Person

_UCRED: Final = struct.Struct("3i")  # pid, uid, gid: struct ucred of unix(7)
_DIGEST_CHARS: Final = len("sha256:") + 64


class HasOptions(Protocol):
    def getsockopt(self, level: int, optname: int, buflen: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    uid: int
    user: str
    home: str
    strength: Strength
    source: Source = Source.OBSERVED
    """Who says that it is this user: the kernel here, or the boundary whose token was shown."""
    login: str = ""
    """The name that the command's environment gets where it is not `user`."""
    agent: str = ""
    """The launched agent whose own socket this is, as its launcher named it; empty: it came by a common way."""
    launch: str = ""
    """Which launch that was."""
    labels: tuple[str, ...] = ()
    """What is known of that launch (`core.sandbox.observed`)."""
    lanes: bool = False
    """Its launcher runs its commands, so on this socket none is redeemed."""
    process: int = 0
    """The process that connected, by its number here; 0: not visible."""


def peer_uid(connection: HasOptions) -> int:
    """The uid that connected. Raises `Unauthenticated` where the kernel does not say."""
    return _credentials(connection)[1]


def peer_process(connection: HasOptions) -> int:
    """The process that connected, by its number here; 0 when it is not visible. Raises as `peer_uid`."""
    return _credentials(connection)[0]


def _credentials(connection: HasOptions) -> tuple[int, int]:
    try:
        raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    except OSError as error:
        raise Unauthenticated(f"the peer is not known: {error.strerror}", hint="connect over a unix socket") from None
    process, uid, _ = _UCRED.unpack(raw)
    return int(process), int(uid)


def person_of(uid: int) -> Person:
    """The account of `uid` in the system's user database. Raises `Unauthenticated`."""
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise Unauthenticated(f"uid {uid} has no account", hint="run the agent as a user that exists") from None
    if not found.pw_dir.startswith("/"):
        raise Unauthenticated(f"{shown(found.pw_name)} has no home directory", hint="give the account one")
    return Person(user=found.pw_name, home=os.path.normpath(found.pw_dir))


def strength_of(uid: int, *, own_uid: int) -> Strength:
    """An agent that runs as the gate's own user, or as root, can do to the gate what it likes: advisory."""
    return Strength.ADVISORY if uid in (own_uid, 0) else Strength.SEPARATE


def call_of(fields: CallFields, *, peer: Peer, boundary: str, keep: frozenset[str]) -> ToolCall:
    """The call, with everything that a caller may not say filled in from what was observed.

    Raises `InvalidInput`, `LimitExceeded` naming the field.
    """
    if not fields.cwd.startswith("/") or "\0" in fields.cwd:
        raise InvalidInput(f"cwd {shown(fields.cwd)} is not an absolute path", hint="send the full path", field="cwd")
    if fields.stdin is not None and not _is_digest(fields.stdin):
        raise InvalidInput("stdin is not a digest", hint="send sha256:…", field="stdin")
    return ToolCall(
        tool=fields.tool,
        arguments=freeze(fields.arguments, what="arguments"),  # type: ignore[arg-type]
        cwd=fields.cwd,
        home=peer.home,
        user=peer.user,
        chain=_chain(fields, peer),
        environment=_environment(fields, peer, keep),
        stdin=Digest(fields.stdin) if fields.stdin is not None else None,
        task=fields.task,
        boundary=boundary,
        session=f"{peer.launch}/{fields.session}" if peer.launch else fields.session,
        call_id=fields.call_id,
        labels=peer.labels,
        claims=freeze(fields.claims, what="claims"),  # type: ignore[arg-type]
    )


def _environment(fields: CallFields, peer: Peer, keep: frozenset[str]) -> tuple[tuple[str, str], ...]:
    if fields.tool not in ("shell", "exec"):
        if fields.environment:
            raise InvalidInput("only commands have an environment", hint="leave it out", field="environment")
        return ()
    return completed(fields.environment, home=peer.home, user=peer.login or peer.user, cwd=fields.cwd, extra=keep)


def _chain(fields: CallFields, peer: Peer) -> Chain:
    # The person is observed, or asserted by a boundary; which program acts for them is only claimed: a digest of
    # `node` or `python` would say nothing, and process ids survive exec.
    hops = [Hop(HopKind.PERSON, peer.user, peer.source)]
    if peer.agent:
        # On a socket of its own, which is mounted where this agent runs and nowhere else: asserted by who launched it.
        hops.append(Hop(HopKind.AGENT, peer.agent, Source.ASSERTED))
    elif fields.agent:
        hops.append(Hop(HopKind.AGENT, _name(fields.agent, "agent"), Source.CLAIMED))
    else:
        hops.append(Hop(HopKind.PROCESS, f"unattributed process of user {peer.user}", peer.source))
    if fields.subagent:
        hops.append(Hop(HopKind.SUBAGENT, _name(fields.subagent, "subagent"), Source.CLAIMED))
    return tuple(hops)


def _name(text: str, field: str) -> str:
    if len(text) > MAX_ID_CHARS:
        raise LimitExceeded(f"{field} has {len(text)} characters", hint=f"at most {MAX_ID_CHARS}", field=field)
    if not text.isprintable():
        raise InvalidInput(f"{field} {shown(text)} does not print", hint="use a plain name", field=field)
    return text


def _is_digest(text: str) -> bool:
    return (
        len(text) == _DIGEST_CHARS
        and text.startswith("sha256:")
        and all(ch in "0123456789abcdef" for ch in text.removeprefix("sha256:"))
    )
