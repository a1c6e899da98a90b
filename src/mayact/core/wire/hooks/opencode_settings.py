"""What mayact puts into OpenCode's configuration, of a user or of the machine.

Source: observed behaviour of OpenCode 1.18.33: the configuration below /etc/opencode comes last, and its list of
plugins is added to the user's; a plugin that throws blocks the call, one that does not load blocks nothing. The file is
named in the list, because a folder of plugins makes OpenCode look for packages at start.
"""

from typing import Any, Final
from urllib.parse import quote

from mayact.core.wire.hooks.observing import OBSERVER_NAME
from mayact.core.wire.hooks.setup import HookSetup, deadline_s

PLUGIN_NAME: Final = "opencode_plugin.mjs"


def plugin_fragment(setup: HookSetup) -> dict[str, Any]:
    """Raises `InvalidInput`."""
    plugin = f"file://{quote(setup.script.rpartition('/')[0])}/{PLUGIN_NAME}"
    options = {
        "socket": setup.socket,
        "owner": setup.owner,
        "deadline": deadline_s(setup),
        "keep": list(setup.keep),
    }
    return {"plugin": [[plugin, options]]}


def is_our_plugin(entry: Any) -> bool:
    """Whether an entry of the list of plugins is ours, one that guards or one that observes."""
    name = entry[0] if isinstance(entry, list) and entry else entry
    return isinstance(name, str) and name.endswith((f"/{PLUGIN_NAME}", f"/{OBSERVER_NAME}"))
