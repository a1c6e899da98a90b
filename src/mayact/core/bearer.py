"""Who may speak to the HTTP API: bearers of tokens, as the tokens file describes them.

Law: a token names a boundary or a reviewer, never an agent; it has one role of a closed list, and what is not listed
for that role is not its to ask. Only digests are kept, so that whoever reads the file can ask nothing. A file with one
wrong line is no file: half a list could be the half that nobody meant.

    mayact_ + 43 letters of base64url (32 random bytes)

Format of the file, which may gain optional members and never change the meaning of one: TOML, one table `[token.NAME]`
for each with `role`, `sha256` (64 lower-case hex digits over the whole token), and for boundaries `users` and
`strength`.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mayact.core.errors import ConfigInvalid, LimitExceeded, Unauthenticated, shown
from mayact.core.model import Strength

PREFIX: Final = "mayact_"
"""Makes a token recognisable to secret scanners, ours included."""

MAX_TOKENS: Final = 1_000
"""Boundaries and reviewers of one gate; people and agents have none."""

MAX_USERS: Final = 100

_TOKEN: Final = re.compile(rb"mayact_[A-Za-z0-9_-]{43}", re.ASCII)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
_USER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+-]{0,127}", re.ASCII)
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Role(StrEnum):
    """What a token is for. The closed list."""

    PEP = "pep"
    BOUNDARY = "boundary"
    REVIEWER = "reviewer"
    METRICS = "metrics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whoever holds the token `name`. `users`: for whom a boundary may ask; `strength`: how it holds its agents."""

    name: str
    role: Role
    sha256: str
    users: tuple[str, ...] = ()
    strength: Strength = Strength.ADVISORY


@dataclass(frozen=True, slots=True)
class Bearers:
    """Everybody in the file, found by the digest of what they show."""

    by_digest: Mapping[bytes, Bearer]

    def find(self, token: bytes) -> Bearer:
        """The bearer of `token`. Raises `Unauthenticated`.

        The table is asked for a SHA-256 digest, of which a guesser learns nothing by timing; that it is the right one
        is then compared in constant time.
        """
        if _TOKEN.fullmatch(token) is None:
            raise _unknown()
        digest = hashlib.sha256(token).digest()
        bearer = self.by_digest.get(digest)
        if bearer is None or not hmac.compare_digest(bytes.fromhex(bearer.sha256), digest):
            raise _unknown()
        return bearer


def _unknown() -> Unauthenticated:
    # One answer for every wrong token: malformed, removed and never made look alike.
    return Unauthenticated("the token is not one of this gate", hint="ask its operator: `mayact token add`")


NOBODY: Final = Bearers({})


def bearers_of(all_of_them: Mapping[str, Bearer]) -> Bearers:
    return Bearers({bytes.fromhex(bearer.sha256): bearer for bearer in all_of_them.values()})


def digest_of_token(token: str) -> str:
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def check_bearer(bearer: Bearer) -> Bearer:
    """`bearer`, or `ConfigInvalid` naming what is wrong with it."""
    if _NAME.fullmatch(bearer.name) is None:
        raise ConfigInvalid(
            f"{shown(bearer.name)} is not a token's name",
            hint="1 to 64 of a-z, 0-9, `.`, `_`, `-`, starting with a letter or digit",
            field="name",
        )
    if _SHA256.fullmatch(bearer.sha256) is None:
        raise ConfigInvalid(f"token `{bearer.name}` has no digest", hint="make it again", field="sha256")
    if bearer.role is Role.BOUNDARY:
        _check_users(bearer)
    elif bearer.users or bearer.strength is not Strength.ADVISORY:
        raise ConfigInvalid(
            f"token `{bearer.name}` is no boundary", hint="only boundaries have users and a strength", field="users"
        )
    return bearer


def _check_users(bearer: Bearer) -> None:
    if not 0 < len(bearer.users) <= MAX_USERS or len(set(bearer.users)) != len(bearer.users):
        raise ConfigInvalid(
            f"boundary `{bearer.name}` has {len(bearer.users)} users",
            hint=f"name 1 to {MAX_USERS} users that it asks for, each once",
            field="users",
        )
    for user in bearer.users:
        if _USER.fullmatch(user) is None:
            raise ConfigInvalid(f"{shown(user)} is not a user's name", hint="letters, digits and ._@+-", field="users")
    if bearer.strength is Strength.SANDBOXED:
        raise ConfigInvalid(
            f"boundary `{bearer.name}` cannot be `sandboxed`",
            hint="the gate cannot see another machine's sandbox: say advisory or separate",
            field="strength",
        )


def parse_bearers(document: Mapping[str, Any]) -> dict[str, Bearer]:
    """The bearers of a parsed tokens file, by name. Raises `ConfigInvalid`, `LimitExceeded`."""
    if set(document) - {"token"} or not isinstance(document.get("token", {}), dict):
        raise ConfigInvalid("the tokens file has something else than tokens", hint="use `mayact token`")
    tables: dict[str, Any] = document.get("token", {})
    if len(tables) > MAX_TOKENS:
        raise LimitExceeded(f"{len(tables)} tokens", hint=f"at most {MAX_TOKENS}")
    found = {name: _bearer(name, table) for name, table in tables.items()}
    if len({bearer.sha256 for bearer in found.values()}) != len(found):
        raise ConfigInvalid("two tokens have one digest", hint="remove one of them: each holder has a token of its own")
    return found


def _bearer(name: str, table: Any) -> Bearer:
    match table:
        case {"role": str(role), "sha256": str(sha256), **rest} if set(rest) <= {"users", "strength"}:
            pass
        case _:
            raise ConfigInvalid(f"token {shown(name)} has the wrong members", hint="make it again")
    users, strength = rest.get("users", []), rest.get("strength", Strength.ADVISORY.value)
    if not isinstance(users, list) or not all(isinstance(user, str) for user in users):
        raise ConfigInvalid(f"token {shown(name)} has no list of users", hint="make it again")
    try:
        known = Role(role), Strength(str(strength))
    except ValueError:
        raise ConfigInvalid(f"token {shown(name)} has an unknown role or strength", hint="make it again") from None
    return check_bearer(Bearer(name=name, role=known[0], sha256=sha256, users=tuple(users), strength=known[1]))


def write_bearers(bearers: Mapping[str, Bearer]) -> str:
    """The file for `bearers`. Every text in it was checked to need no escaping."""
    lines = ["# Digests of the tokens of the HTTP API. Written by `mayact token`; a gate that runs notices within 1 s."]
    for name in sorted(bearers):
        bearer = check_bearer(bearers[name])
        lines += ["", f'[token."{bearer.name}"]', f'role = "{bearer.role.value}"', f'sha256 = "{bearer.sha256}"']
        if bearer.role is Role.BOUNDARY:
            users = ", ".join(f'"{user}"' for user in bearer.users)
            lines += [f"users = [{users}]", f'strength = "{bearer.strength.value}"']
    return "\n".join(lines) + "\n"
