"""What somebody inside a sandbox has to know of it. Imports nothing: every guarded command loads it."""

from typing import Final

LANES_DIRECTORY: Final = "/run/lanes"
LANES_SOCKET: Final = f"{LANES_DIRECTORY}/lane.sock"
"""Where whoever runs permitted commands listens (`lanes.py`)."""

ENFORCED: Final = frozenset({"lane:read", "lane:write", "lane:deploy", "network:none"})
"""The obligations that lanes enforce."""
