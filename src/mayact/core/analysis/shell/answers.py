"""Where the text comes from that a substitution puts into a command.

Law: what nobody in the call can have seen (from another host, decoded, from code that is not known) is `foreign`; what
a service of this machine answered, with nothing else in it, is `LOCAL`: a token that a login there gives is made for
this call. It refuses to know what the text is used for.
"""

from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.command import Finding, Unknown
from mayact.core.model import Verb

LOCAL: Final = Unknown("it is what a service of this machine answered")
"""The value of such a substitution."""

_CONTACTS: Final = frozenset({Verb.NET_CONNECT, Verb.NET_DOWNLOAD, Verb.NET_UPLOAD, Verb.HTTP_REQUEST})
_OWN: Final = frozenset({"repository", "well-known"})


def foreign(findings: Iterable[Finding]) -> bool:
    """Whether text that commands with these effects print may hold what nobody here has seen."""
    return any(
        item.verb in (Verb.OPAQUE, Verb.SECRET_READ)
        or (item.verb in _CONTACTS and item.facts.get("local") is not True)
        or (item.verb is Verb.EXEC_RUN and item.facts.get("trust") not in _OWN)
        or (item.verb is Verb.FS_READ and item.facts.get("area") not in ("workspace", "temp"))
        for item in findings
    )


_STAYS: Final = frozenset({Verb.FS_READ, Verb.FS_WRITE, Verb.FS_DELETE, Verb.PROC_CONTROL})


def stays(findings: Iterable[Finding]) -> bool:
    """Whether nothing that the call does tells anybody beyond this machine what it knows."""
    return all(
        item.verb in _STAYS
        or (item.verb in _CONTACTS and item.facts.get("local") is True)
        or (item.verb is Verb.EXEC_RUN and item.facts.get("trust") in _OWN)
        for item in findings
    )


def local(findings: Iterable[Finding]) -> bool:
    """Whether commands with these effects print what services of this machine answered."""
    found = tuple(findings)
    asked = [item for item in found if item.verb in _CONTACTS]
    plain = not foreign(found) and all(
        item.verb in _CONTACTS or item.verb is Verb.EXEC_RUN or item.facts.get("area") == "workspace" for item in found
    )
    return plain and bool(asked)
