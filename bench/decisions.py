"""One in-process decision, with policies of different sizes."""

from collections.abc import Callable

from bench.measure import interleaved, medians, repeated
from mayact.core.canonical import JsonObject
from mayact.core.model import (
    Analysis,
    Effect,
    Hop,
    HopKind,
    Reversibility,
    Risk,
    Source,
    Strength,
    ToolCall,
    Verb,
)
from mayact.core.policy.bundle import CompiledBundle, load_bundle
from mayact.core.policy.decide import decide

VERBS = ("fs.read", "fs.write", "fs.delete", "exec.run", "net.connect", "git.push", "git.commit", "pkg.install")
TIERS: JsonObject = {"operator": {"quorum": 1, "expiry_seconds": 3600}}


def bundle_of(rules: int, *, verbs: tuple[str, ...]) -> CompiledBundle:
    """`rules` rules spread evenly over `verbs`: permits, gates and nevers with conditions, as people write them."""
    texts = ['@id("may")\npermit (principal, action, resource);']
    shapes = (
        "forbid (principal, action == Action::{verb}, resource) when {{ context.risk_rank > {rank} }};",
        '@approval("operator:1")\nforbid (principal, action == Action::{verb}, resource) when {{ context.opaque }};',
        'permit (principal, action == Action::{verb}, resource) when {{ context.tool == "tool{number}" }};',
    )
    for number in range(rules - 1):
        verb = verbs[number % len(verbs)]
        shape = shapes[number % len(shapes)].format(verb=f'"{verb}"', rank=3 + number, number=number)
        texts.append(f'@id("rule.{number}")\n{shape}')
    return load_bundle(
        {"type": "mayact/bundle/v1", "policies": {"bench.cedar": "\n".join(texts)}, "tiers": TIERS, "systems": {}}
    )


def read(path: str) -> Effect:
    return Effect(
        verb=Verb.FS_READ,
        kind="file",
        resource=path,
        facts={"area": "workspace", "kind": "source", "recursive": False, "many": False},
        risk=Risk.LOW,
        reversibility=Reversibility.REVERSIBLE,
        because="cat adder.py",
    )


def _deciding(bundle: CompiledBundle) -> Callable[[], float]:
    call = ToolCall(
        tool="shell",
        arguments={"command": "cat adder.py"},
        cwd="/home/sam/project",
        home="/home/sam",
        user="sam",
        chain=(Hop(HopKind.PERSON, "sam", Source.OBSERVED), Hop(HopKind.AGENT, "claude-code", Source.CLAIMED)),
    )
    analysis = Analysis(effects=(read("/home/sam/project/adder.py"),))

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

    return repeated(work, times=50)


def measured() -> dict[str, float]:
    """Seconds of one decision (one effect, two hops, digests included)."""
    cases = {
        "20 rules": _deciding(bundle_of(20, verbs=VERBS)),
        "200 rules": _deciding(bundle_of(200, verbs=VERBS)),
        "200 rules, all about one verb": _deciding(bundle_of(200, verbs=("fs.read",))),
    }
    return medians(interleaved(cases, rounds=25))
