"""`python -m tests.reality [ID…]`: run the commands under tracing and print the numbers as `docs/analysis-reality.md`
shows them, or single commands in full."""

import sys

from tests.reality import sandbox
from tests.reality.report import Judged, judged, table


def main() -> int:
    wanted = set(sys.argv[1:])
    rows = [row for row in sandbox.rows() if not wanted or {row["id"], row["file"]} & wanted]
    try:
        found = judged(rows)
    except sandbox.CannotTrace as error:
        print(f"reality: {error}", file=sys.stderr)
        return 1
    for item in found:
        if item.row["id"] in wanted or (item.mispredicted and "open" not in item.row) or item.ended is None:
            _show(item)
    print("\n".join(table(found)))
    return 1 if any(item.mispredicted and "open" not in item.row for item in found) else 0


def _show(item: Judged) -> None:
    print(f"{item.row['id']}: {item.row['command']!r} ended with {item.ended}")
    print(f"  programs {item.looked.programs} opaque {item.looked.opaque}")
    for effect in item.looked.effects:
        print(f"  predicted {effect.verb} {effect.resource} {effect.facts}")
    lost = set(item.mispredicted)
    for outcome in item.outcomes:
        seen = outcome.observation
        cover = outcome.cover or "NOTHING"
        mark = "*" if seen in lost else " "
        if mark == "*" or len(item.outcomes) < 30:
            print(f" {mark}observed {seen.kind} {seen.target} by {seen.programs}: {cover} {outcome.by}")


if __name__ == "__main__":
    sys.exit(main())
