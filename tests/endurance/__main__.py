"""`python -m tests.endurance`: one hour's worth of mixed calls on each database, gates killed at random.

Ends with 0 when both logs verify and agree with every answer that was given; prints what disagreed otherwise.
"""

import argparse
import sys

from tests.endurance.audit import FACTS
from tests.endurance.hour import Ended, Hour, run
from tests.support import postgres

AN_HOUR = 6_000
"""Calls: four a minute from each of twenty-five developers' agents."""


def main() -> int:
    given = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__.splitlines()[0])
    given.add_argument("--calls", type=int, default=AN_HOUR)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--store", choices=("sqlite", "postgresql"), action="append")
    asked = given.parse_args()
    good = True
    for store in asked.store or ("sqlite", "postgresql"):
        url, gates = ("", 1) if store == "sqlite" else (postgres.server().database(), 2)
        hour = Hour(calls=asked.calls, agents=12, mean_s=5, seed=asked.seed, gates=gates, store_url=url)
        print(f"{store}: {hour.calls} calls of {hour.agents} agents on {gates} gate(s)", flush=True)
        ended = run(hour, say=lambda line: print(f"  {line}", flush=True))
        _show(ended)
        good = good and not ended.disagreements
    return 0 if good else 1


def _show(ended: Ended) -> None:
    print(f"  {ended.seconds:.0f} s, gates killed {ended.kills} times, {ended.logged.entries} entries")
    print(f"  {'fact':<10} {'told':>7} {'in the log':>11} {'unclear':>8} {'refused':>8}")
    for fact in FACTS:
        told, refused = len(ended.ledger.names(fact)), ended.ledger.refused[fact]
        print(f"  {fact:<10} {told:>7} {ended.logged.count(fact):>11} {ended.ledger.unclear[fact]:>8} {refused:>8}")
    print(f"  ran        {len(ended.ledger.executed):>7}")
    print(f"  {ended.verified}")
    for line in ended.disagreements:
        print(f"  DISAGREES  {line}")


if __name__ == "__main__":
    sys.exit(main())
