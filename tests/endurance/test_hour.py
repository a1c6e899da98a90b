"""A compressed hour with gates killed at random ends with a verified log that agrees with every answer given."""

from dataclasses import replace

import pytest
from tests.endurance.audit import DECIDED, EVALUATED, PERMITTED, REDEEMED
from tests.endurance.hour import Ended, Hour, run
from tests.support.cli_gate import Machine

from mayact.core.log.stored import Recorded
from mayact.store.reader import snapshot

SHORT = Hour(calls=320, mean_s=1.5, seed=20261121)


def stored(machine: Machine) -> Recorded:
    with snapshot(machine.database) as recorded:
        return replace(recorded, entries=tuple(recorded.entries), rows=tuple(recorded.rows))


def agreed(ended: Ended) -> None:
    assert ended.disagreements == []
    assert ended.kills > 0
    assert "consistent up to" in ended.verified
    for fact in (DECIDED, PERMITTED, REDEEMED, EVALUATED):
        assert ended.ledger.names(fact)


@pytest.mark.e2e
@pytest.mark.requirement("OPS-1", "OPS-2", "AUDIT-1")
def test_on_the_embedded_store() -> None:
    agreed(run(SHORT, snapshot=stored))
