"""`mayact migrate`: the log of this machine moves to PostgreSQL, or back into a file, and the gate goes on there.

1. look       the settings can be changed, and say that the log is at the other end
2. move       copied, verified, switched over, set aside (`store.transfer` and `store.transfer_back` say how, and what
              a crash leaves)
3. tell       the checkpoint before, which is the checkpoint after

Law: nothing is changed that was not verified first; the command may be given again after a crash.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from mayact.app import log_key, require_pinned_key
from mayact.cli.output import safe, say
from mayact.cli.where import here, require_initialised, settings_of
from mayact.config import Paths, Settings
from mayact.config.change import changed, require_writable, write_settings
from mayact.core.errors import IllegalTransition, InvalidInput
from mayact.identity.signer import GateSigner
from mayact.store.anchor import Anchor
from mayact.store.postgres_place import PostgresPlace, is_url
from mayact.store.transfer import Moved, move_to_postgres
from mayact.store.transfer_back import move_to_file

_FILE = "sqlite"

To = Annotated[
    str, typer.Option("--to", help="postgresql://USER@HOST:PORT/DATABASE, without a password; or `sqlite`: back.")
]
PasswordFile = Annotated[
    str, typer.Option("--password-file", help="The password, in libpq's format (default: what the settings name).")
]


def register(app: typer.Typer) -> None:
    app.command("migrate")(migrate)


def migrate(to: To, password_file: PasswordFile = "") -> None:
    """Move this installation's log to PostgreSQL, or with `--to sqlite` back into its file. Stop its gates first.

    Copies every entry and row in one transaction, verifies the whole copy, changes `store.url` in mayact.toml, and
    closes the old one to every gate. After a crash at any point either the old store works or the new one does; give
    the command again, or start the gate.
    """
    paths = here()
    require_initialised(paths)
    settings = settings_of(paths)
    require_writable(paths.settings_file)  # 1
    place = None if to == _FILE else _destination(settings, to, password_file)
    if place is None and not settings.store_url:
        raise IllegalTransition("the log is in a file already", hint="see `store.url` in mayact.toml")
    with _as_the_gate(paths):
        require_pinned_key(paths, settings)
        gate = GateSigner.load(paths.gate_key_file, origin=settings.origin)
        if place is not None:
            moved = _there(paths, settings, gate, place)  # 2
        else:
            moved = _back(paths, settings, gate, password_file)
    say(f"moved {moved.size} entries to {safe(str(place or paths.database))}; the head is what it was")  # 3
    print(moved.checkpoint, end="")
    say(f"start the gate with `{paths.start}`; nothing else has changed")


def _there(paths: Paths, settings: Settings, gate: GateSigner, place: PostgresPlace) -> Moved:
    values = {"store.url": place.url}
    if place.password_file:
        values["store.password_file"] = place.password_file
    return move_to_postgres(
        paths.database,
        place,
        key=log_key(paths, settings),
        sign=gate.sign,
        anchor=Anchor(paths.anchor_file),
        switch=lambda: _switch(paths, values),
        progress=_tell,
    )


def _back(paths: Paths, settings: Settings, gate: GateSigner, password_file: str) -> Moved:
    if password_file:
        raise InvalidInput("--password-file is for moving to PostgreSQL", hint="leave it out", field="password-file")
    return move_to_file(
        PostgresPlace(settings.store_url, settings.store_password_file),
        paths.database,
        key=log_key(paths, settings),
        sign=gate.sign,
        anchor=Anchor(paths.anchor_file),
        switch=lambda: _switch(paths, {"store.url": ""}),
        progress=_tell,
    )


def _destination(settings: Settings, to: str, password_file: str) -> PostgresPlace:
    if not is_url(to):
        raise InvalidInput(
            "--to is not the address of a database", hint="write postgresql://USER@HOST:PORT/DATABASE, or sqlite"
        )
    if settings.store_url:
        raise IllegalTransition("the log is in a database already", hint="see `store.url` in mayact.toml")
    if password_file and not password_file.startswith("/"):
        raise InvalidInput("--password-file is not absolute", hint="give the full path", field="password-file")
    return PostgresPlace(to, password_file or settings.store_password_file)


@contextmanager
def _as_the_gate(paths: Paths) -> Iterator[None]:
    """Root does this as the user that the state belongs to: files and the database see the gate, as always."""
    owner = os.stat(paths.state)
    if os.geteuid() != 0 or owner.st_uid == 0:
        yield
        return
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def _switch(paths: Paths, values: dict[str, str]) -> None:
    gate, group = os.geteuid(), os.getegid()
    if os.getuid() == 0 and gate != 0:
        # The settings are the administrator's, not the gate's.
        os.seteuid(0)
        os.setegid(0)
    try:
        with open(paths.settings_file, "rb") as file:
            raw = file.read()
        write_settings(paths.settings_file, changed(raw, values))
    finally:
        if os.geteuid() != gate:
            os.setegid(group)
            os.seteuid(gate)


def _tell(what: str, done: int, of: int) -> None:
    """A line when something begins and one when it is done; a large log also says how far it is."""
    if done in (0, of) or done % 100_000 == 0:
        say(f"{what:<10} {done} of {of}")
