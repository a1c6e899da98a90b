"""`python -m demo`: the session from beginning to end; exits 0 only if everything that it claims was seen."""

import sys
import time

from demo import scenes
from demo.show import head, note
from demo.stage import Stage


def main() -> int:
    began = time.monotonic()
    stage = Stage()
    try:
        head("the stage: a repository with a bare remote, one gate, one person's key")
        stage.build()
        stage.person("init", "--name", "demo", "--no-hook", secret=True)
        stage.start()
        note("strength advisory: the agent runs as the same user as the gate")
        scenes.a_normal_day(stage)
        scenes.never(stage)
        approved = scenes.one_push(stage)
        if approved:
            scenes.one_changed_argument(stage)
        scenes.an_agent_that_cheats(stage)
        scenes.the_proof(stage)
    finally:
        stage.strike()
    print(f"\n   all of it really happened, in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
