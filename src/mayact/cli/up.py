"""`mayact up`: the gate, in the foreground."""

import sys

import typer

from mayact.cli.notify import READY, STOPPING, notify
from mayact.cli.output import safe
from mayact.cli.where import here, require_initialised, settings_of


def register(app: typer.Typer) -> None:
    app.command("up")(up)


def up() -> None:
    """Run the gate in the foreground until SIGTERM or Ctrl-C.

    Prints one line beginning with `ready` when both sockets accept, and tells a service manager (sd_notify). Does not
    start on a store that does not verify or is older than its anchor, without a policy, or when a socket is taken: it
    says which, and what to do.
    """
    from mayact import app

    paths = here()
    require_initialised(paths)
    settings = settings_of(paths)
    app.require_pinned_key(paths, settings)

    def ready() -> None:
        print(f"ready agent={safe(paths.agent_socket)} control={safe(paths.control_socket)}", flush=True)
        notify(READY)

    def log(line: str) -> None:
        print(f"mayact: {safe(line)}", file=sys.stderr, flush=True)

    try:
        app.serve(paths, settings, log=log, ready=ready)
    finally:
        notify(STOPPING)
