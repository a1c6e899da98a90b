"""`mayact requests`: what waits for a person."""

from typing import Annotated, Any

import typer

from mayact.cli.link import ask_control
from mayact.cli.output import emit, safe, safe_block, say, table
from mayact.cli.where import here
from mayact.config import Paths
from mayact.core.log.state import RequestRow
from mayact.core.review import request_row, reviewed
from mayact.core.wire.messages import ListRequests, ShowRequest
from mayact.identity.instruments import utc

_PAGE = 100


def register(app: typer.Typer) -> None:
    app.command("requests")(requests)


def requests(
    request: Annotated[str | None, typer.Argument(help="Show this one, whole.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the requests that wait, the oldest first, or show one as its approver would see it."""
    paths = here()
    if request is not None:
        _show_one(paths, request, as_json)
        return
    listed = _listed(paths, everything)
    if as_json:
        emit(listed)
    elif not listed:
        say("nothing waits")
    else:
        table(("request", "status", "needs", "until", "what"), (_line(paths, row) for row in listed))
        say()
        say("see one whole with `mayact requests ID`; answer with `mayact approve ID` or `mayact deny ID`")


def fetch(paths: Paths, request: str) -> RequestRow:
    """The whole request. Raises `NotFound`, `GateUnreachable`, `StoreCorrupt`."""
    return request_row(ask_control(paths, ShowRequest(request=request))["request"])


def _show_one(paths: Paths, request: str, as_json: bool) -> None:
    if as_json:
        emit(ask_control(paths, ShowRequest(request=request))["request"])
        return
    row = fetch(paths, request)
    reviewed(row, asked_for=request)
    say(safe_block(row.text).rstrip("\n"))
    say(f"status     {row.status.value}")
    for answer in row.answers:
        said = answer.statement.get("reason")
        say(f"answered   {answer.answer} by {safe(answer.approver)}" + (f": {safe(said)}" if said else ""))


def _listed(paths: Paths, everything: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = ask_control(paths, ListRequests(status=None if everything else "open", limit=_PAGE, after=after))[
            "requests"
        ]
        found.extend(page)
        if len(page) < _PAGE:
            return sorted(found, key=lambda listed: (int(listed["opened_at"]), str(listed["id"])))
        after = str(page[-1]["id"])


def _line(paths: Paths, listed: dict[str, Any]) -> tuple[str, ...]:
    row = fetch(paths, str(listed["id"]))
    needs = ", ".join(f"{need.quorum} x {need.tier}" for need in row.needs)
    return (row.id, row.status.value, needs, utc(row.expires_at), what(row))


def _fetched(arguments: dict[str, Any]) -> str:
    url = arguments.get("url")
    return f"{arguments.get('method', 'GET')} {url}" if isinstance(url, str) else str(arguments)


def what(row: RequestRow, *, limit: int = 60) -> str:
    """The action on one line, cut for a listing; only the whole text is ever signed."""
    arguments = row.subject.get("call", {}).get("arguments", {})
    said = (
        arguments.get("command") or " ".join(arguments.get("argv", ())) or arguments.get("path") or _fetched(arguments)
    )
    line = " ".join(str(said).split())
    # Three dots: `safe` writes out everything that is not plain, also an ellipsis of ours.
    return line if len(line) <= limit else f"{line[:limit]}..."
