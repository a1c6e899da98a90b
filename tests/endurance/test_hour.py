"""A compressed hour with gates killed at random ends with a verified log that agrees with every answer given."""

from dataclasses import replace

import pytest
from tests.endurance.audit import DECIDED, EVALUATED, PERMITTED, REDEEMED
from tests.endurance.hour import Ended, Hour, run
from tests.support import postgres

SHORT = Hour(calls=320, mean_s=1.5, seed=20261121)


def agreed(ended: Ended) -> None:
    assert ended.disagreements == []
    assert ended.kills > 0
    assert "consistent up to" in ended.verified
    for fact in (DECIDED, PERMITTED, REDEEMED, EVALUATED):
        assert ended.ledger.names(fact)


@pytest.mark.e2e
@pytest.mark.requirement("OPS-1", "OPS-2", "AUDIT-1")
def test_one_gate_on_the_embedded_store() -> None:
    agreed(run(SHORT))


@pytest.mark.e2e
@pytest.mark.requirement("OPS-1", "OPS-2", "AUDIT-1")
def test_two_gates_on_one_database() -> None:
    url = postgres.server().database()
    agreed(run(replace(SHORT, gates=2, store_url=url)))
