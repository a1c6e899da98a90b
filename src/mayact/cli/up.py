"""`mayact up`: the gate, in the foreground."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from mayact.cli.notify import READY, STOPPING, notify
from mayact.cli.output import safe
from mayact.cli.where import here, require_initialised, settings_of


def register(app: typer.Typer) -> None:
    app.command("up")(up)


class Lines(StrEnum):
    """How lines on standard error look."""

    JSON = "json"
    TEXT = "text"


def up(
    log: Annotated[
        Lines | None, typer.Option(help="Lines on standard error. JSON also has every request; its default with HTTP.")
    ] = None,
) -> None:
    """Run the gate in the foreground until SIGTERM or Ctrl-C.

    Prints one line beginning with `ready` when both sockets accept, and tells a service manager (sd_notify). Does not
    start on a store that does not verify or is older than its anchor, without a policy, or when a socket is taken: it
    says which, and what to do.
    """
    from mayact import app
    from mayact.server.http.logs import RequestLog, now

    paths = here()
    require_initialised(paths)
    settings = settings_of(paths)
    app.require_pinned_key(paths, settings)

    def ready(http: str) -> None:
        also = f" http={safe(http)}" if http else ""
        print(f"ready agent={safe(paths.agent_socket)} control={safe(paths.control_socket)}{also}", flush=True)
        notify(READY)

    def plain(line: str) -> None:
        print(f"mayact: {safe(line)}", file=sys.stderr, flush=True)

    lines = log.value if log is not None else ("json" if settings.http_listen else "text")
    requests = RequestLog(sys.stderr, now=now) if lines == "json" else None
    try:
        app.serve(paths, settings, log=plain if requests is None else requests.line, ready=ready, requests=requests)
    finally:
        notify(STOPPING)
