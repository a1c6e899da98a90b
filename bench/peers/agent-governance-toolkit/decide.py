"""The decision call of agent-governance-toolkit: 20 rules, an audit entry for each decision in its own hash chain and
signed in its file. Runs in its own environment: `decide.py FILE FOLDER`, then one line `COUNT` in, one line
`SECONDS` out. The file is not flushed to disk (its sink does not), and the process that asks is the one that decides.
"""

import json
import sys
import time
from pathlib import Path

from agentmesh.governance.audit import AuditLog
from agentmesh.governance.audit_backends import FileAuditSink
from agentmesh.governance.policy import Policy, PolicyEngine


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    engine = PolicyEngine(conflict_strategy="deny_overrides")
    engine.load_policy(Policy.model_validate(given["policy"]))
    log = AuditLog(sink=FileAuditSink(Path(sys.argv[2]) / "audit.jsonl", secret_key=b"k" * 32))
    turn = 0
    for line in sys.stdin:
        count = int(line)
        started = time.perf_counter()
        for _ in range(count):
            turn += 1
            context = given["requests"][turn % len(given["requests"])]
            decided = engine.evaluate("did:mesh:bench", context)
            log.log(
                "policy_evaluation",
                "did:mesh:bench",
                context["action"]["type"],
                resource=f"doc-{turn}",
                data=context,
                outcome="success" if decided.allowed else "denied",
                policy_decision=decided.action,
            )
        print(time.perf_counter() - started, flush=True)


main()
