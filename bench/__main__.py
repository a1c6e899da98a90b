"""`python -m bench [ROW…]`: ratios from one run. Absolute times are of this machine today; compare the ratios."""

import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

from bench import analysis, launches, local, service
from bench.report import say

ROWS: Final[Mapping[str, Callable[[], None]]] = {
    "server": service.server,
    "flush": service.flush,
    "stages": service.stages,
    "clients": service.clients,
    "postgres": service.postgres,
    "peers": service.peers,
    "rules": service.rules,
    "entries": service.entries,
    "decision": local.decision,
    "analysis": analysis.row,
    "machine": local.machine,
    "launch": launches.row,
}


def main() -> int:
    wanted = sys.argv[1:] or list(ROWS)
    unknown = [name for name in wanted if name not in ROWS]
    if unknown:
        print(f"bench: unknown row `{unknown[0]}`\nhint: rows are {', '.join(ROWS)}", file=sys.stderr)
        return 2
    started = time.monotonic()
    for name in wanted:
        say(f"{name} ({time.monotonic() - started:.0f} s so far)")
        ROWS[name]()
    say(f"done after {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
