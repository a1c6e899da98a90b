"""What a client finds about hooks inside a sandbox: every form that only an administrator can change, leading to the
agent's own socket, and the person's settings without the hooks that lead to a socket of outside.

Law: all clients that are known get theirs, whichever is started: an agent may start another one. Pure; texts are given.
"""

from collections.abc import Callable, Mapping

from mayact.core.errors import InvalidInput
from mayact.core.wire.hooks.forms import FORMS, Place
from mayact.core.wire.hooks.setup import HookSetup


def client_files(setup: HookSetup, *, home: str, found: Mapping[str, str]) -> dict[str, str]:
    """Absolute path inside → text. `found`: what stands in the person's settings, by path; what is not understood is
    left out, so that no hook of it answers for ours. Raises `InvalidInput` for a wait that no hook can have."""
    files = {form.path: form.written("", setup) for form in FORMS if form.place is Place.MANAGED}
    for form in FORMS:
        path = form.file(home)
        if form.place is Place.USER and path in found:
            files[path] = _without_ours(form.removed, found[path])
    return files


def _without_ours(removed: Callable[[str], str], text: str) -> str:
    try:
        return removed(text)
    except InvalidInput:
        return ""
