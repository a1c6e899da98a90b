"""Asks a decision point about one person and one thing, and prints what it says.

    MAYACT_URL=https://gate.example MAYACT_TOKEN_FILE=pep.token python ask.py SUBJECT ACTION RESOURCE [OWNER]

Exits 0 when the answer is yes, 1 when it is no, 2 when there is no answer: whoever cannot ask does not act.
"""

import os
import sys

from mayact.boundary.sdk import Action, Client, MayactError, Resource, Subject


def main(subject: str, action: str, resource: str, owner: str = "") -> int:
    person = Subject("user", subject)
    thing = Resource("todo", resource, {"ownerID": owner} if owner else {})
    try:
        with Client(os.environ["MAYACT_URL"], token_file=os.environ["MAYACT_TOKEN_FILE"]) as client:
            decision = client.evaluate(person, Action(action), thing)
            print(f"{action}: {'yes' if decision.allowed else 'no'}")
            print("may do:", ", ".join(sorted(found.name for found in client.search_actions(person, thing))))
    except MayactError as error:
        print(f"no answer: {error}", file=sys.stderr)
        return 2
    return 0 if decision.allowed else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
