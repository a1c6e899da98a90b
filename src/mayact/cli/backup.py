"""`mayact backup FILE` and `mayact restore FILE`: the whole log in one archive, and back into an empty place.

Law: a restored store is trusted no further than the key that was here before the archive; whether it may go on is the
anchor's to say, never the archive's.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from mayact.cli.output import safe, say
from mayact.cli.where import here, require_initialised, settings_of
from mayact.config import Paths, make_directory, parse_settings, prepare
from mayact.config.change import changed
from mayact.core.errors import ConfigInvalid, InvalidInput, MayactError, shown
from mayact.core.log.checkpoint import VerifierKey, parse_key
from mayact.identity.files import write_new
from mayact.identity.instruments import SystemClock
from mayact.store.anchor import Anchor
from mayact.store.backup import Carried, Unpacked, back_up, place, unpack
from mayact.store.choose import place_of
from mayact.store.copying import discard

_ALL_MAY_READ = 0o644
_MAX_KEY_BYTES = 4_096


def register(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(file: Annotated[Path, typer.Argument(help="The archive to write; it must not exist.")]) -> None:
    """Write the whole log to one archive, while the gate runs, whichever store it is in.

    It holds what agents asked for, so it is readable by you alone. It holds no key, no token and no anchor: keep the
    gate's key (see `mayact config show`, state directory) in another safe place, and the printed head in a third.
    """
    paths = here()
    require_initialised(paths)
    settings = settings_of(paths)
    where = place_of(paths.database, url=settings.store_url, password_file=settings.store_password_file)
    pinned = _text(paths.log_key_file)
    carried = Carried(
        settings=_text(paths.settings_file) if os.path.lexists(paths.settings_file) else "", key=f"{pinned.strip()}\n"
    )
    done = back_up(where, str(file), key=parse_key(pinned.strip()), carried=carried, at=SystemClock().now_ms())
    say(f"saved {done.size} entries, verified, in {safe(file)}; its head, to be kept elsewhere:")
    print(done.checkpoint, end="")


def restore(
    file: Annotated[Path, typer.Argument(help="What `mayact backup` wrote.")],
    key: Annotated[
        str | None, typer.Option("--key", help="The log's public key (NAME+HASH+BASE64) or a file with it.")
    ] = None,
) -> None:
    """Put a backup where there is no store, verified whole. The anchor then decides whether the gate may start on it.

    Where `mayact init` was never run, name your own copy of the log's public key with --key: an archive cannot vouch
    for itself. To restore into PostgreSQL: restore here, then `mayact migrate`.
    """
    paths = here()
    settings = settings_of(paths)
    if settings.store_url:
        raise ConfigInvalid(
            "`store.url` names another store than the one that would be restored",
            hint="empty it, restore, then `mayact migrate` to an empty database",
            field="store.url",
        )
    prepare(paths, shared=settings.shared)
    verifier = _trusted(paths, key)
    note, gone = _anchored(paths, verifier)
    unpacked = unpack(str(file), beside=paths.database, key=verifier, anchored=note)
    try:
        if unpacked.carried.key.strip() != verifier.text():
            raise InvalidInput("the backup is of another log", hint="name one of this log")
        _complete(paths, unpacked.carried)
        place(unpacked, paths.database)
    except BaseException:
        discard(unpacked.draft)
        raise
    say(
        f"restored {unpacked.report.size} entries to {safe(paths.database)}; every entry, signature and row was checked"
    )
    _advise(paths, unpacked, gone)


def _trusted(paths: Paths, named: str | None) -> VerifierKey:
    if named is not None:
        return parse_key((_text(named) if os.path.exists(named) else named).strip())
    if not os.path.lexists(paths.log_key_file):
        raise ConfigInvalid(
            "no key is pinned here, and a backup cannot vouch for itself",
            hint="give your own copy of the log's public key with --key",
        )
    return parse_key(_text(paths.log_key_file).strip())


def _anchored(paths: Paths, key: VerifierKey) -> tuple[str | None, str]:
    """The signed head of the anchor here, else why there is none."""
    try:
        found = Anchor(paths.anchor_file).read(key=key)
    except MayactError as error:
        return None, error.message
    if found is None:
        return None, "there is no anchor here"
    return found.checkpoint or None, ""


def _complete(paths: Paths, carried: Carried) -> None:
    """Settings and pinned key, where there are none. What is here stays."""
    make_directory(paths.keys)
    if carried.settings and not os.path.lexists(paths.settings_file):
        write_new(paths.settings_file, _of_a_file(carried.settings.encode()), mode=_ALL_MAY_READ)
        # The log proves itself; they do not, and they say who may ask and who may approve.
        say(f"the settings came with the archive, where nothing proves them: read {safe(paths.settings_file)} first")
    if not os.path.lexists(paths.log_key_file):
        write_new(paths.log_key_file, carried.key.encode(), mode=_ALL_MAY_READ)


def _of_a_file(raw: bytes) -> bytes:
    """The settings of a backup. Where they name a database the gate would stand on that, not on what was restored."""
    if not parse_settings(raw).store_url:
        return raw
    say("the backup's settings named a database: here `store.url` is empty, and the log is the restored file")
    return changed(raw, {"store.url": ""})


def _advise(paths: Paths, unpacked: Unpacked, gone: str) -> None:
    if not os.path.lexists(paths.gate_key_file):
        say(
            f"the gate's key is not here: bring it back to {safe(paths.gate_key_file)} from where it is kept, mode 0600"
        )
    if gone or unpacked.anchored:
        why = gone or unpacked.anchored[0].text
        say(f"it is not the newest state that the anchor knows ({safe(why)}): `mayact up` refuses to start on it")
        say("to go on from it, voiding whatever is not spent: `mayact log adopt --reason TEXT`")
        return
    say(f"it continues the anchored head: start it with `{paths.start}`")


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(_MAX_KEY_BYTES * 16)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{shown(path)} cannot be read: {error}", hint="check the path") from None
