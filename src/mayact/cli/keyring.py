"""Which approver's key signs: the one named, or the only one there is."""

import os

from mayact.cli.passphrase import passphrase
from mayact.config import Paths
from mayact.core.errors import InvalidInput, NotFound
from mayact.identity import keys


def key_path(paths: Paths, name: str) -> str:
    # `.key`: analysis knows such a name for a private key wherever it lies, so no agent reads it through the gate.
    return f"{paths.keys}/{keys.check_name(name)}.key"


def find_key(paths: Paths, named: str | None) -> keys.ApproverKeyFile:
    """The locked key of `--key FILE`, else the only one in the key directory. Raises `NotFound`, `InvalidInput`."""
    if named is not None:
        return keys.read(named)
    try:
        found = sorted(entry for entry in os.listdir(paths.keys) if entry.endswith(".key"))
    except OSError:
        found = []
    match found:
        case []:
            raise NotFound(
                f"there is no approver's key in {paths.keys}", hint="run `mayact init`, or name one with --key FILE"
            )
        case [only]:
            return keys.read(f"{paths.keys}/{only}")
        case _:
            raise InvalidInput(
                f"there are {len(found)} keys in {paths.keys}", hint="name one with --key FILE", field="key"
            )


def unlock(locked: keys.ApproverKeyFile, descriptor: int | None) -> keys.ApproverKey:
    """Asks for the passphrase of `locked`; that is the confirmation, and there is no other way to sign."""
    return keys.unlock(locked, passphrase(f"passphrase of {locked.name} ({locked.id}): ", descriptor=descriptor))
