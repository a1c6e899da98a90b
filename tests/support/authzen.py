"""AuthZEN in memory: a small application's bundle, an evaluator without a store, the schemas of the specification."""

import json
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator

from mayact.core.canonical import JsonObject, canonical_bytes, freeze
from mayact.core.policy.application.answer import Answer
from mayact.core.policy.application.compile import Application, load_application
from mayact.core.policy.application.decide import MEMO_ANSWERS, Decider
from mayact.core.policy.bundle import CompiledBundle, load_bundle
from mayact.core.policy.tiers import read_tiers
from mayact.core.wire.authzen import Ask, read_evaluation
from mayact.gate.evaluate import Evaluator
from mayact.gate.instruments import Instruments
from mayact.packs import read_folder
from mayact.ports import AuthzenApi, Prepared

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests/vectors/authzen"
INTEROP = ROOT / "tests/vectors/third_party/authzen"
TODO = ROOT / "examples/policies/todo"

TIERS: Mapping[str, Any] = {
    "owner": {"quorum": 1, "expiry_seconds": 600},
    "legal": {"quorum": 2, "expiry_seconds": 600},
}


def _schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((INTEROP / f"{name}.schema.json").read_text()))


REQUEST_SCHEMA = _schema("evaluation-request")
RESPONSE_SCHEMA = _schema("evaluation-response")


def library() -> dict[str, Any]:
    """The application part of the vectors' bundle."""
    return {
        "schema": (VECTORS / "library.cedarschema").read_text(),
        "entities": json.loads((VECTORS / "library.entities.json").read_text()),
        "policies": {"library.cedar": (VECTORS / "library.cedar").read_text()},
    }


def application(policies: str, *, schema: str | None = None, entities: Sequence[Any] | None = None) -> Application:
    whole = library()
    value = {
        "schema": whole["schema"] if schema is None else schema,
        "entities": whole["entities"] if entities is None else list(entities),
        "policies": {"test.cedar": policies},
    }
    return load_application(freeze(value), tiers=read_tiers(cast("JsonObject", freeze(TIERS))))


def bundle(part: Mapping[str, Any] | None) -> CompiledBundle:
    value: dict[str, Any] = {
        "type": "mayact/bundle/v2",
        "policies": {"agents.cedar": '@id("agents.read") permit (principal, action == Action::"fs.read", resource);'},
        "tiers": TIERS,
        "systems": {},
    }
    if part is not None:
        value["application"] = part
    return load_bundle(cast("JsonObject", freeze(value)))


def todo() -> CompiledBundle:
    return load_bundle(read_folder(TODO))


class _Ids:
    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self, prefix: str) -> str:
        return f"{prefix}-{next(self._numbers)}"

    def nonce(self) -> str:
        return "0" * 32


class _Clock:
    def now_ms(self) -> int:
        return 1_700_000_000_000


class _Tools:
    ids = _Ids()
    clock = _Clock()


class World:
    """An evaluator whose active policy the test sets."""

    def __init__(self, policy: CompiledBundle | None) -> None:
        self.policy = policy
        # It takes ids and the time from its instruments and nothing else.
        self.evaluator = Evaluator(cast("Instruments", _Tools()), lambda: self.policy)

    def prepare(self, api: AuthzenApi, raw: bytes, *, pep: str = "pep", request_id: str = "r-1") -> Prepared:
        """As the evaluator does; what comes back is checked against everything that holds of every answer."""
        prepared = self.evaluator.prepare(api, raw, pep=pep, request_id=request_id)
        assert prepared.draft.canonical == canonical_bytes(prepared.draft.body)
        answer = json.loads(prepared.body)
        for one in [answer] if "decision" in answer else answer.get("evaluations", []):
            RESPONSE_SCHEMA.validate(one)
            assert one["context"]["id"] == prepared.draft.body["id"]
            assert one["context"]["policy"] == prepared.draft.body["policy"]
        return prepared

    def ask(self, api: AuthzenApi, request: object) -> dict[str, Any]:
        answer = json.loads(self.prepare(api, json.dumps(request).encode()).body)
        assert isinstance(answer, dict)
        return answer

    def decision(self, request: object) -> bool:
        return bool(self.ask(AuthzenApi.EVALUATION, request)["decision"])


def decider(of: Application, *, remember: int = MEMO_ANSWERS) -> Decider[Answer]:
    return Decider(of, lambda answer: answer, remember=remember)


def ask(request: Mapping[str, Any]) -> Ask:
    return read_evaluation(request)


def vectors(name: str) -> list[dict[str, Any]]:
    lines = (VECTORS / name).read_text().splitlines()
    return [json.loads(line) for line in lines if line.strip() and not line.startswith("//")]
