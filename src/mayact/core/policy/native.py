"""The same policy as Cedar decides it by itself: the oracle in tests, and what Cedar's own analysis tools read.

Law: a gate is its forbid `unless { context.approvals.TIER >= QUORUM }`, an obligation `unless
{ context.enforced.contains("…") }`; permits and nevers stay as written. For one effect and one hop Cedar's decision
over this set is allow exactly when `decide` allows. Nothing in the gate depends on it.
"""

from collections.abc import Iterable
from typing import Any, assert_never

from mayact.core.policy import cedar
from mayact.core.policy.bundle import CompiledBundle
from mayact.core.policy.cedar import RuleJson, RuleSet, Schema
from mayact.core.policy.rules import Duty, Gate, May, Never, Rule
from mayact.core.policy.schema import render


def native_rules(rules: Iterable[Rule]) -> dict[str, RuleJson]:
    """Rule id → Cedar JSON form."""
    return {rule.id: _native(rule) for rule in rules}


def native_set(bundle: CompiledBundle) -> RuleSet:
    return cedar.prepare(native_rules(bundle.rules.values()))


def native_schema(bundle: CompiledBundle) -> Schema:
    """The agent schema with `context.approvals` and `context.enforced`."""
    return cedar.read_schema(render(tiers=tuple(bundle.tiers)))


def native_text(bundle: CompiledBundle) -> str:
    """The native set as Cedar text."""
    return cedar.as_text(native_set(bundle))


def _native(rule: Rule) -> RuleJson:
    match rule.force:
        case May() | Never():
            return rule.body
        case Gate(tier, quorum):
            counted = _attribute(_attribute({"Var": "context"}, "approvals"), tier)
            return _unless(rule.body, {">=": {"left": counted, "right": {"Value": quorum}}})
        case Duty(obligation):
            enforced = _attribute({"Var": "context"}, "enforced")
            return _unless(rule.body, {"contains": {"left": enforced, "right": {"Value": obligation}}})
        case _:
            assert_never(rule.force)


def _attribute(of: dict[str, Any], name: str) -> dict[str, Any]:
    return {".": {"left": of, "attr": name}}


def _unless(body: RuleJson, lifted: dict[str, Any]) -> RuleJson:
    return {**body, "conditions": [*body.get("conditions", ()), {"kind": "unless", "body": lifted}]}
