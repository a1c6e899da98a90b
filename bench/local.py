"""The rows of one machine: a decision, a hook's round trip, a command through the boundary."""

from bench import decisions, processes, stages
from bench.measure import Samples, interleaved, medians
from bench.report import milliseconds, shares, title

ROUNDS = 40


def decision() -> None:
    title("in-process decision about an agent's call (one effect, two hops)")
    by_rules = decisions.measured()
    base = by_rules["20 rules"]
    for name, seconds in by_rules.items():
        milliseconds(name, seconds, f"{seconds / base:5.2f} × 20 rules")


def machine() -> None:
    samples, hook_parts, exec_parts = _against_gates()
    whole = medians(samples)
    python, hook = whole["python3 -I -S -c pass"], whole["hook"]
    title("hook round trip with a decision on a shell command")
    milliseconds("python3 -I -S -c pass", python)
    milliseconds("hook", hook, f"{hook / python:5.2f} × python3 -I -S -c pass (target ≤ 1.6)")
    shares(hook, {"start of python": python, **hook_parts}, rest="script, socket, server")

    true, guarded = whole["true"], whole["mayact exec -- true"]
    title("a command through the boundary")
    milliseconds("true", true)
    milliseconds("mayact exec -- true", guarded, f"{guarded / true:5.1f} × true")
    startup = whole["mayact exec --help"]
    shares(
        guarded, {"start-up and imports": startup, "true itself": true, **exec_parts}, rest="sockets, server, waiting"
    )


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
