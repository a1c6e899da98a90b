"""Bundles of a given size, and how long a decision under them takes. For `make bench`."""

import time

from tests.support.policy import READ, bundle_json, decision

from mayact.core.canonical import JsonObject
from mayact.core.model import Allow, Verb
from mayact.core.policy.bundle import load_bundle
from mayact.core.policy.schema import ACTIONS, RESOURCE_TYPES


def bundle_of(rules: int) -> JsonObject:
    """`rules` rules: four about everything, the others spread evenly over the verbs, as hand-written packs are."""
    texts = [
        '@id("p0") permit (principal, action, resource);',
        '@id("g0") @approval("operator:1") forbid (principal, action, resource) when { context.risk_rank >= 2 };',
        '@id("n0") forbid (principal, action, resource) when { context.verbs.contains("guard.tamper") };',
        '@id("n1") forbid (principal == Agent::"banned", action, resource);',
    ][:rules]
    verbs = tuple(Verb)
    for at in range(rules - len(texts)):
        verb = verbs[at % len(verbs)]
        kind = ACTIONS[verb].kinds[0]
        texts.append(
            f'@id("r{at}") @approval("operator:1") forbid (principal, action == Action::"{verb.value}", '
            f'resource is {RESOURCE_TYPES[kind]}) when {{ resource.id like "/never/{at}/*" || '
            f'context.tool == "tool-{at}" }};'
        )
    return bundle_json(*texts)


def candidates(rules: int) -> int:
    """How many of them one evaluation of a file read looks at."""
    return load_bundle(bundle_of(rules)).slices[Verb.FS_READ, "file"].size


def decision_micros(rules: int, *, repeats: int = 300) -> float:
    """Median microseconds of one whole decision: one effect, a person and an agent, digests included."""
    bundle = load_bundle(bundle_of(rules))
    assert isinstance(decision(bundle, [READ]).verdict, Allow)
    taken = []
    for _ in range(repeats):
        start = time.perf_counter_ns()
        decision(bundle, [READ])
        taken.append(time.perf_counter_ns() - start)
    return sorted(taken)[len(taken) // 2] / 1000


if __name__ == "__main__":
    for size in (20, 200):
        print(f"{size} rules: {decision_micros(size):.0f} µs, {candidates(size)} candidates")
