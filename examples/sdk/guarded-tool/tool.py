"""A shell tool for a Python agent: every command is decided, spent, run and reported, or it does not run.

    MAYACT_URL=http://127.0.0.1:8181 MAYACT_TOKEN_FILE=boundary.token python tool.py USER COMMAND

Exits with the command's code, 77 when it is denied, 75 when a person must be asked first, 70 when no gate answers.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from mayact.boundary.sdk import ActionDenied, ActionPending, Call, Client, MayactError, guarded

PATH = "/usr/local/bin:/usr/bin:/bin"


def shell_for(client: Client, user: str) -> Callable[[str], int]:
    home, here = str(Path.home()), str(Path.cwd())

    def describe(command: str) -> Call:
        # Everything that the run depends on is said here, and nothing else is given to it below.
        return Call(
            tool="shell",
            arguments={"command": command},
            user=user,
            home=home,
            cwd=here,
            environment={"PATH": PATH},
            agent="example-agent",
        )

    @guarded(client, describe)
    def shell(command: str) -> int:
        return subprocess.run(
            ["/bin/bash", "--noprofile", "--norc", "-c", command],
            cwd=here,
            env={"PATH": PATH, "HOME": home, "USER": user, "LOGNAME": user, "PWD": here},
            stdin=subprocess.DEVNULL,
            check=False,
        ).returncode

    return shell


def main(user: str, command: str) -> int:
    try:
        with Client(os.environ["MAYACT_URL"], token_file=os.environ["MAYACT_TOKEN_FILE"]) as client:
            return shell_for(client, user)(command)
    except ActionDenied as error:
        print(error, file=sys.stderr)
        return 77
    except ActionPending as error:
        print(error, file=sys.stderr)
        return 75
    except MayactError as error:
        print(f"nothing ran: {error}", file=sys.stderr)
        return 70


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
