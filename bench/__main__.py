"""`python -m bench`: ratios from one run. Absolute times are of this machine today; compare the ratios."""

import sys

from bench import decisions, processes, stages

WIDTH = 58


def main() -> int:
    print("in-process decision (one effect, two hops)")
    by_rules = decisions.measured()
    base = by_rules["20 rules"]
    for name, seconds in by_rules.items():
        _row(name, seconds, f"{seconds / base:5.2f} × 20 rules")

    with processes.machine() as machine:
        whole = processes.measured(machine)
        parts = stages.measured(machine, processes.COMMAND)

    python, hook = whole["python3 -I -S -c pass"], whole["hook"]
    print("\nhook round trip with a decision on a shell command")
    _row("python3 -I -S -c pass", python, "")
    _row("hook", hook, f"{hook / python:5.2f} × python3 -I -S -c pass")
    _shares(
        hook, {"start of python": python, **parts["decision"]}, rest="script, socket, server, two processes at once"
    )

    true, guarded = whole["true"], whole["mayact exec -- true"]
    print("\na command through the boundary")
    _row("true", true, "")
    _row("mayact exec -- true", guarded, f"{guarded / true:5.1f} × true")
    startup = whole["mayact exec --help"]
    _shares(
        guarded,
        {"start-up and imports": startup, "true itself": true, **parts["whole path"]},
        rest="sockets, server, supervision",
    )
    return 0


def _row(name: str, seconds: float, ratio: str) -> None:
    print(f"  {name:<{WIDTH - 20}} {seconds * 1e3:8.2f} ms   {ratio}")


def _shares(total: float, parts: dict[str, float], *, rest: str) -> None:
    """Where `total` went. Parts were measured on their own, so the last row is what they do not explain."""
    for name, seconds in sorted(parts.items(), key=lambda item: -item[1]):
        print(f"    {100 * seconds / total:5.1f} %  {name}")
    left = total - sum(parts.values())
    print(f"    {100 * left / total:5.1f} %  {rest}")


if __name__ == "__main__":
    sys.exit(main())
