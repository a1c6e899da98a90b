"""Inside the namespaces: the administrator's files, the model on loopback, then the client. Started by `place`."""

import json
import os
import subprocess
import sys

from tests.support.agents import anthropic, chat, gemini_api, place, responses
from tests.support.agents.model import serving


def main(given: str) -> int:
    command, etc = json.loads(given)
    project = os.environ.pop("INSIDE_PROJECT")
    del os.environ["INSIDE_ROOT"]
    if place.namespaces():
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    if etc:
        place.administrate(etc)
    with serving([responses.PROTOCOL, gemini_api.PROTOCOL, chat.PROTOCOL, anthropic.PROTOCOL]) as port:
        done = subprocess.run(
            [word.replace(place.PORT, str(port)) for word in command],
            cwd=project,
            env={name: value.replace(place.PORT, str(port)) for name, value in os.environ.items()},
            stdin=subprocess.DEVNULL,
            check=False,
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
