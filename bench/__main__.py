"""`python -m bench`: ratios from one run. Absolute times are of this machine today; compare the ratios."""

import sys

from bench import decisions, processes, stages
from bench.measure import Samples, interleaved, medians

WIDTH = 38
ROUNDS = 60


def main() -> int:
    print("in-process decision (one effect, two hops)")
    by_rules = decisions.measured()
    base = by_rules["20 rules"]
    for name, seconds in by_rules.items():
        _row(name, seconds, f"{seconds / base:5.2f} × 20 rules")

    samples, hook_parts, exec_parts = _against_gates()
    whole = medians(samples)
    python, hook = whole["python3 -I -S -c pass"], whole["hook"]
    print("\nhook round trip with a decision on a shell command")
    _row("python3 -I -S -c pass", python, "")
    _row("hook", hook, f"{hook / python:5.2f} × python3 -I -S -c pass")
    _shares(hook, {"start of python": python, **hook_parts}, rest="script, socket, server")

    true, guarded = whole["true"], whole["mayact exec -- true"]
    print("\na command through the boundary")
    _row("true", true, "")
    _row("mayact exec -- true", guarded, f"{guarded / true:5.1f} × true")
    startup = whole["mayact exec --help"]
    _shares(
        guarded, {"start-up and imports": startup, "true itself": true, **exec_parts}, rest="sockets, server, waiting"
    )
    return 0


def _against_gates() -> tuple[Samples, dict[str, float], dict[str, float]]:
    """Whole processes against one gate, taking turns with the same path in this process over a second one: a store
    belongs to one gate, and only what was interleaved may be compared."""
    with (
        processes.machine() as served,
        processes.machine() as inside,
        processes.machine() as also,
        served.up(),
        stages.path(inside, tool="shell", arguments={"command": processes.COMMAND}) as hooked,
        stages.path(also, tool="exec", arguments={"argv": ("true",)}) as guarded,
    ):
        samples = interleaved(
            {
                **processes.cases(served),
                "decision": hooked.case("decision", whole=False),
                "whole path": guarded.case("whole path", whole=True),
            },
            rounds=ROUNDS,
        )
        return samples, hooked.parts("decision"), guarded.parts("whole path")


def _row(name: str, seconds: float, ratio: str) -> None:
    print(f"  {name:<{WIDTH}} {seconds * 1e3:8.2f} ms   {ratio}")


def _shares(total: float, parts: dict[str, float], *, rest: str) -> None:
    """Where `total` went. Parts were measured on their own, so the last row is what they do not explain."""
    for name, seconds in sorted(parts.items(), key=lambda item: -item[1]):
        print(f"    {100 * seconds / total:5.1f} %  {name}")
    left = total - sum(parts.values())
    print(f"    {100 * left / total:5.1f} %  {rest}")


if __name__ == "__main__":
    sys.exit(main())
