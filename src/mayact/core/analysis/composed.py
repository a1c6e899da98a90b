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

_DESCRIBES: Final = (".yml", ".yaml", ".json", ".kube")
_STARTS: Final = frozenset({"container", "build", "other"})
_PLACE: Final = r"(?:/|(?:~|\$\{?HOME\}?|/(?:home|etc|root|var|proc|sys|dev|Users))(?:/[\w./-]{0,200})?)"
_MACHINE: Final = re.compile(
    rf"(?:[\"'\s\[-]|source:|src=)[\"']?{_PLACE}[\"']?[ \t]{{0,8}}:/"
    rf"|\b(?:hostPath|source):[\"'\s{{]{{0,12}}(?:path:[ \t]{{0,8}})?[\"']?{_PLACE}[\"'\s,}}]"
)
_RIGHTS: Final = re.compile(
    r"\bprivileged[\"']?[ \t]{0,8}:[ \t]{0,8}true|\b(?:pid|ipc|userns_mode|uts)[\"']?[ \t]{0,8}:[ \t]{0,8}[\"']?host"
    r"|\bhost(?:PID|IPC)[\"']?[ \t]{0,8}:[ \t]{0,8}true|\bcap_add\b[\s:\[\"'-]{0,20}(?:ALL|SYS_ADMIN)|docker\.sock"
)


def with_told_mounts(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """`findings` of the call `text`, and the rights over the machine that it gives to containers of its own making."""
    found = tuple(findings)
    runs = [item for item in found if item.verb is Verb.CONTAINER_RUN and item.resource in _STARTS]
    writes = any(item.verb is Verb.FS_WRITE and item.resource.lower().endswith(_DESCRIBES) for item in found)
    if not (runs and writes and (_MACHINE.search(text) or _RIGHTS.search(text))):
        return found
    because, span = runs[0].because, runs[0].span
    mounts = Finding(verb=Verb.PRIV_ESCALATE, kind="thing", resource="container", because=because, span=span)
    return (*found, mounts)
