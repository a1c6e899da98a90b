"""One of several gates that race for the same approvals, in a process of its own that may kill itself.

`python -m tests.support.postgres_racer ROOT URL NAME HOW_MANY POINT PASS`

It tries to spend every approved request and to redeem and close what it got. What was acknowledged is printed before
the next step. SIGKILL comes when POINT is passed for the PASS-th time; POINT `never` runs to the end.
"""

import sys
from pathlib import Path

from tests.support.postgres import Home, patient
from tests.support.store import BUNDLE, Scenario
from tests.support.store_kill import KillAt

from mayact.core.canonical import digest_of
from mayact.core.errors import IllegalTransition
from mayact.ports import CrashPoint


def main(root: str, url: str, name: str, how_many: str, point: str, passes: str) -> None:
    trace = None if point == "never" else KillAt(CrashPoint(point), after=int(passes))
    with patient(), Home(Path(root), url).open(trace=trace) as store:
        scenario = Scenario(policy=digest_of(BUNDLE))
        for number in range(int(how_many)):
            permit = f"prm-{number}-{name}"
            try:
                store.append([scenario.issued(number, requests=[f"req-{number}"], permit=permit)])
                print("issued", permit, flush=True)
                store.append([scenario.redeemed(number, permit=permit)])
                print("redeemed", permit, flush=True)
                store.append([scenario.outcome(number, permit=permit)])
                print("closed", permit, flush=True)
            except IllegalTransition:
                continue


if __name__ == "__main__":
    main(*sys.argv[1:])
