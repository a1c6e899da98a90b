"""The decision call of tenuo: a warrant of 20 capabilities with constraints, a proof of possession made and checked for
each call, and a signed receipt for each decision in its journal. Runs in its own environment: `decide.py FILE FOLDER`,
then one line `COUNT` in, one line `SECONDS` out. The journal is flushed to disk by a thread of its own every half
second, not before the answer, and the process that asks is the one that decides.
"""

import json
import sys
import time
from pathlib import Path

from tenuo import Authorizer, OneOf, Range, SigningKey, Warrant, Wildcard
from tenuo.receipts import JournalEmitter
from tenuo_core import ReceiptIssuer


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    root, holder = SigningKey.generate(), SigningKey.generate()
    builder = Warrant.mint_builder().holder(holder.public_key).ttl(3600)
    for capability in given["capabilities"]:
        builder = builder.capability(
            capability["tool"],
            department=OneOf(capability["departments"]),
            classification=Range.max_value(capability["classification"]),
            document=Wildcard(),
            text=Wildcard(),
        )
    warrant = builder.mint(root)
    authorizer = Authorizer(trusted_roots=[root.public_key])
    issuer = ReceiptIssuer(SigningKey.generate())
    issuer.bind_authorizer(authorizer)
    journal = JournalEmitter(Path(sys.argv[2]) / "receipts")
    journal._attach(issuer, None)  # its client does this; there is no server here
    turn = 0
    for line in sys.stdin:
        count = int(line)
        started = time.perf_counter()
        for _ in range(count):
            turn += 1
            request = given["requests"][turn % len(given["requests"])]
            arguments = {**request["arguments"], "document": f"doc-{turn}"}
            now = int(time.time())
            proof = warrant.sign(holder, request["tool"], arguments, now)
            result = authorizer.authorize_one(warrant, request["tool"], arguments, signature=bytes(proof))
            journal.emit_allow(result, request["tool"], True, now, f"{turn}", None)
        print(time.perf_counter() - started, flush=True)


main()
