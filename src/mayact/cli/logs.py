"""`mayact log`: read the record, verify it without the gate, prove one entry of it, adopt a head."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from mayact.cli import log as records
from mayact.cli.adopt import adopt_head
from mayact.cli.output import emit
from mayact.cli.where import here, settings_of
from mayact.config import Paths
from mayact.core.canonical import thaw
from mayact.core.errors import ConfigInvalid, InvalidInput, NotFound, shown
from mayact.core.log.checkpoint import VerifierKey, parse_key, peek
from mayact.core.log.entry import parse_leaf
from mayact.store.choose import place_of
from mayact.store.postgres_place import is_url
from mayact.store.reader import Where, newest_checkpoint, read_entries

Store = Annotated[
    str | None, typer.Option("--store", help="Another store: a file, for example a copy, or postgresql://USER@HOST/DB.")
]
Key = Annotated[str | None, typer.Option("--key", help="The log's public key (NAME+HASH+BASE64), or a file with it.")]


def register(app: typer.Typer) -> None:
    log = typer.Typer(
        help="Read the record, verify it without the gate, prove one entry of it.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    log.command("show")(show)
    log.command("verify")(verify)
    log.command("prove")(prove)
    log.command("check")(check)
    log.command("head")(head)
    log.command("adopt")(adopt_head)
    app.add_typer(log, name="log")


def show(
    start: Annotated[int, typer.Option("--from", min=0, help="First entry.")] = 0,
    count: Annotated[int, typer.Option("--count", min=1, help="At most so many.")] = 50,
    last: Annotated[int | None, typer.Option("--last", min=1, help="The newest so many instead.")] = None,
    action: Annotated[str, typer.Option("--action", help="Only entries about this action's digest.")] = "",
    store: Store = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show entries of the log: what was attempted, approved, executed, and how it ended."""
    database = _store(here(), store)
    if last is not None:
        start, count = max(peek(newest_checkpoint(database)).size - last, 0), last
    if as_json:
        emit(
            [
                _entry_json(found.leaf)
                for found in read_entries(database, start=start, count=count, action=action or None)
            ]
        )
    else:
        records.show(database, out=sys.stdout, start=start, count=count, action=action)


def _entry_json(leaf: bytes) -> dict[str, Any]:
    entry = parse_leaf(leaf)
    return {"seq": entry.seq, "at": entry.at, "kind": entry.kind.value, "body": thaw(entry.body)}


def verify(
    store: Store = None,
    key: Key = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option("--checkpoint", help="A head you kept elsewhere (may be repeated).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Verify the whole log without the gate: every entry, signature, checkpoint and state row.

    The key is the one pinned at `mayact init` unless you give your own copy with --key; only that and heads kept
    elsewhere (--checkpoint) prove anything against somebody who could write to this machine. Exits 1 on any finding.
    With --store the anchor is compared when this machine has one, and it is said when it has none.
    """
    paths = here()
    # The gate's own store without its anchor is a finding; a copy may well lie where there is none.
    compared = store is None or os.path.lexists(paths.anchor_file)
    code = records.verify(
        _store(paths, store),
        key=_key(paths, key),
        out=sys.stdout,
        anchor=paths.anchor_file if compared else None,
        pins=checkpoint or (),
        as_json=as_json,
    )
    raise typer.Exit(code)


def prove(
    seq: Annotated[int, typer.Argument(min=0, help="The entry's number, from `mayact log show`.")],
    store: Store = None,
) -> None:
    """Print a self-contained proof that an entry is in the log, as JSON."""
    records.prove(_store(here(), store), seq, out=sys.stdout)


def check(
    proof: Annotated[Path, typer.Argument(help="A file with what `mayact log prove` printed.")], key: Key = None
) -> None:
    """Check a proof under the log's public key and show the entry that it proves."""
    records.check(_read(proof), key=_key(here(), key), out=sys.stdout)


def head(store: Store = None) -> None:
    """Print the newest signed checkpoint. Keep it elsewhere: it makes a later rollback visible."""
    records.head(_store(here(), store), out=sys.stdout)


def _store(paths: Paths, text: str | None) -> Where:
    if text is not None and not is_url(text):
        return text  # a copy is read without asking how this machine is configured
    settings = settings_of(paths)
    url = settings.store_url if text is None else text
    return place_of(paths.database, url=url, password_file=settings.store_password_file)


def _key(paths: Paths, named: str | None) -> VerifierKey:
    if named is None:
        if not os.path.exists(paths.log_key_file):
            raise ConfigInvalid(
                "no key is pinned here", hint="run `mayact init`, or give the log's public key with --key"
            )
        return parse_key(_text(Path(paths.log_key_file)))
    # A vkey text contains `+`; a file that somebody keeps it in is read otherwise.
    return parse_key(_text(Path(named)) if os.path.exists(named) else named.strip())


def _text(path: Path) -> str:
    try:
        return _read(path).decode("ascii").strip()
    except UnicodeDecodeError:
        raise InvalidInput(f"{shown(str(path))} holds no key", hint="it reads NAME+HASH+BASE64") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"no file {shown(str(path))}", hint="check the path") from None
    except OSError as error:
        raise InvalidInput(f"{shown(str(path))} cannot be read: {error.strerror}", hint="check the path") from None
