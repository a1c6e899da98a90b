"""What a call lets containers reach by a description that it writes itself (a compose file, a pod).

Law: pure; adds findings, never removes one. A description that was there before is the repository's; where the call
itself writes a file and starts containers, and its text mounts the machine or asks for its rights, that counts as done
on the command line. It refuses to know which file the text goes to.
"""

import re
from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.command import Finding
from mayact.core.model import Verb

_STARTS: Final = frozenset({"container", "build", "other"})
_MACHINE: Final = re.compile(
    r"(?:[\"'\s\[-]|source:|src=)\s*[\"']?(?:/|~(?:/[\w./-]*)?|\$\{?HOME\}?/?|/(?:home|etc|root|var|proc|sys|dev|Users)(?:/[\w./-]*)?)"
    r"[\"']?\s*:/[\w./-]*"
    r"|\b(?:hostPath|source):[\"'\s{]*(?:path:\s*)?[\"']?(?:/|~|/(?:home|etc|root|var|proc|sys)(?:/[\w./-]*)?)[\"'\s,}]"
)
_RIGHTS: Final = re.compile(
    r"\bprivileged[\"']?\s*:\s*true|\b(?:pid|ipc|userns_mode|uts)[\"']?\s*:\s*[\"']?host|\bhost(?:PID|IPC)[\"']?\s*:\s*true"
    r"|\bcap_add\b[^\n]*\n?\s*-?\s*\[?[\"']?(?:ALL|SYS_ADMIN)|docker\.sock"
)


def with_told_mounts(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """`findings` of the call `text`, and the rights over the machine that it gives to containers of its own making."""
    found = tuple(findings)
    runs = [item for item in found if item.verb is Verb.CONTAINER_RUN and item.resource in _STARTS]
    writes = any(item.verb is Verb.FS_WRITE and item.kind == "file" for item in found)
    if not (runs and writes and (_MACHINE.search(text) or _RIGHTS.search(text))):
        return found
    because, span = runs[0].because, runs[0].span
    mounts = Finding(verb=Verb.PRIV_ESCALATE, kind="thing", resource="container", because=because, span=span)
    return (*found, mounts)
