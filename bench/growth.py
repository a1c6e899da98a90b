"""How costs grow: rules, effects, hops, entries. In this process, without HTTP; what is compared took turns."""

import json
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from bench import decisions, scenario
from bench.load import MARK
from bench.measure import interleaved, medians, repeated
from mayact.core.model import Analysis, Hop, HopKind, Source, Strength, ToolCall
from mayact.core.policy.bundle import CompiledBundle, load_bundle
from mayact.core.policy.decide import decide
from mayact.gate.evaluate import Evaluator
from mayact.identity.instruments import SystemClock, SystemIds
from mayact.ports import AuthzenApi


def application_bundle(rules: int, *, types: int = 1) -> CompiledBundle:
    bundle: dict[str, Any] = {
        "type": "mayact/bundle/v2",
        "policies": {"bench.cedar": '@id("may")\npermit (principal, action, resource);'},
        "tiers": decisions.TIERS,
        "systems": {},
        "application": scenario.application(rules, types=types),
    }
    return load_bundle(bundle)


def preparing(bundle: CompiledBundle, *, types: int = 1, fresh: bool, times: int = 200) -> Callable[[], float]:
    """A case: the seconds of one `prepare` (read, decide, draw, entry), not written anywhere."""
    tools: Any = SimpleNamespace(ids=SystemIds(), clock=SystemClock())
    evaluator = Evaluator(tools, lambda: bundle)
    pieces = [
        json.dumps(scenario.authzen(number, types=types, fresh=fresh)).encode().partition(MARK.encode())
        for number in range(scenario.DISTINCT)
    ]
    serial = iter(range(10**11))

    def work() -> None:
        number = next(serial)
        head, _, tail = pieces[number % len(pieces)]
        evaluator.prepare(AuthzenApi.EVALUATION, b"%b%012d%b" % (head, number, tail), pep="bench", request_id="")

    if not fresh:
        for _ in pieces:  # every case is known before it is measured
            work()
    return repeated(work, times=times)


RULES = ((20, 1), (200, 10), (200, 1), (1_000, 50), (1_000, 1))
"""Rules and over how many types of documents they are spread."""


def by_rules(rounds: int = 9) -> Mapping[str, float]:
    cases = {}
    for fresh in (False, True):
        for count, types in RULES:
            facts = "fresh" if fresh else "seen before"
            name = f"{count:,} rules, {types} type{'s' if types > 1 else ''}, facts {facts}"
            cases[name] = preparing(application_bundle(count, types=types), types=types, fresh=fresh, times=100)
    return medians(interleaved(cases, rounds=rounds))


def by_agent_rules(rounds: int = 9) -> Mapping[str, float]:
    """Decisions about agents' calls; each rule about the verb that is asked, and spread over eight."""
    cases = {
        f"{count:,} rules over {len(verbs)} verb{'s' if len(verbs) > 1 else ''}": _agent(count, verbs=verbs)
        for count in (20, 200, 1_000)
        for verbs in (decisions.VERBS, ("fs.read",))
    }
    return medians(interleaved(cases, rounds=rounds))


def by_effects(rounds: int = 15) -> Mapping[str, float]:
    cases = {f"{count} effect{'s' if count > 1 else ''}": _agent(20, effects=count) for count in (1, 2, 4, 8)}
    return medians(interleaved(cases, rounds=rounds))


def by_hops(rounds: int = 15) -> Mapping[str, float]:
    cases = {f"{count} hop{'s' if count > 1 else ''}": _agent(20, hops=count) for count in (1, 2, 4)}
    return medians(interleaved(cases, rounds=rounds))


def _agent(
    rules: int, *, verbs: tuple[str, ...] = decisions.VERBS, effects: int = 1, hops: int = 2
) -> Callable[[], float]:
    bundle = decisions.bundle_of(rules, verbs=verbs)
    chain = [Hop(HopKind.PERSON, "sam", Source.OBSERVED)]
    chain += [Hop(HopKind.AGENT, f"agent-{number}", Source.CLAIMED) for number in range(1, hops)]
    call = ToolCall(
        tool="shell",
        arguments={"command": "cat adder.py"},
        cwd="/home/sam/project",
        home="/home/sam",
        user="sam",
        chain=tuple(chain),
    )
    analysis = Analysis(effects=tuple(decisions.read(f"/home/sam/project/file{n}.py") for n in range(effects)))

    def work() -> None:
        decide(
            bundle,
            call=call,
            pins={},
            analysis=analysis,
            strength=Strength.ADVISORY,
            approvals={},
            enforced=frozenset(),
            at=1_700_000_000_000,
        )

    return repeated(work, times=20)
