"""The `mayact` command.

Law: `exec` and `analyse` are on every agent's path, so they start without the rest of the command line; every other
command is imported only when it is called. Whatever happens ends as one line, a hint and an exit code
(`cli.failure`); no traceback ever reaches the user.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import typer

_HELP: Final = """Action-time authorization for coding agents: every action is decided before it runs.

\b
    mayact init                 make keys, store and policy for this machine
    mayact up                   run the gate (in the foreground)
    mayact run -- AGENT…        run a coding agent where the gate is the only way out
    mayact exec -- CMD…         run a command if the gate permits it
    mayact tools                an agent's tools through the gate, as an MCP server
    mayact explain -- CMD…      what would be decided, and why; nothing is run or written
    mayact requests             what waits for a person
    mayact approve ID           see the whole request, then sign it
    mayact report               what hooks that only watch have seen (`mayact init --observe`)

Every command takes `--help`; `mayact --version` says which this is.
`mayact --home DIR COMMAND…` (or MAYACT_HOME) uses the gate that lives in DIR.

\b
Exit codes
    0   done                                   70  a fault in mayact
    1   refused by the state of things         75  pending: a person has not answered yet
    2   wrong usage                            77  denied, or not signed by who must sign
    69  the gate does not answer               78  not configured, or configured wrongly"""

_COMMANDS: Final = {
    "init": "mayact.cli.init",
    "up": "mayact.cli.up",
    "migrate": "mayact.cli.migrate",
    "status": "mayact.cli.status",
    "doctor": "mayact.cli.doctor",
    "explain": "mayact.cli.explain",
    "requests": "mayact.cli.requests",
    "approve": "mayact.cli.approve",
    "deny": "mayact.cli.approve",
    "log": "mayact.cli.logs",
    "policy": "mayact.cli.policy",
    "token": "mayact.cli.token",
    "hook": "mayact.cli.hooks",
    "uninstall": "mayact.cli.hooks",
    "report": "mayact.cli.report",
    "suggest": "mayact.cli.suggest",
    "config": "mayact.cli.config",
    "backup": "mayact.cli.backup",
    "restore": "mayact.cli.backup",
    "completion": "mayact.cli.completion",
    "run": "mayact.cli.run",
    "tools": "mayact.cli.tools",
    "exec": "mayact.cli.direct",
    "analyse": "mayact.cli.direct",
}
"""Command → the module whose `register(app)` adds it, in the order of the help page."""


def main() -> int:
    """Entry point. Returns the exit code."""
    arguments = _with_home(sys.argv[1:])
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()  # here a reader that is gone is still ours to deal with
        return code
    except KeyboardInterrupt:
        return 130  # 128 + SIGINT, as shells say it
    except BrokenPipeError:
        # Whoever read our output stopped. The interpreter must not complain about it when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # 128 + SIGPIPE
    except Exception as error:  # noqa: BLE001
        # The one place that catches everything: it says so, exits non-zero, and goes on with nothing.
        from mayact.cli.failure import tell_fault

        return tell_fault(error)


def _with_home(arguments: list[str]) -> list[str]:
    """Takes a leading `--home DIR`, for every command alike, also for those that start without the rest."""
    if arguments[:1] == ["--home"] and len(arguments) > 1:
        os.environ["MAYACT_HOME"] = os.path.abspath(arguments[1])
        return arguments[2:]
    if arguments and arguments[0].startswith("--home="):
        os.environ["MAYACT_HOME"] = os.path.abspath(arguments[0].removeprefix("--home="))
        return arguments[1:]
    return arguments


def _dispatch(arguments: list[str]) -> int:
    if arguments[:1] == ["exec"]:
        from mayact.boundary.exec.main import main as run_exec

        return run_exec(arguments[1:])
    if arguments == ["analyse"]:
        from mayact.cli.analyse import run as run_analyse
        from mayact.core.analysis.sql.tree import import_ahead

        import_ahead()  # before the first of many lines, so that none of them waits for it
        return run_analyse(sys.stdin.buffer, sys.stdout.buffer)
    if arguments == ["--version"]:
        import mayact

        print(f"mayact {mayact.__version__}")
        return 0
    return _full(arguments)


def _full(arguments: Sequence[str]) -> int:
    """Everything else, through typer."""
    from typer.exceptions import Abort, TyperException

    from mayact.cli.failure import INTERRUPTED, REFUSED, USAGE, tell, tell_error
    from mayact.core.errors import MayactError

    app = _application(_modules(arguments))
    try:
        code = app(args=list(arguments), prog_name="mayact", standalone_mode=False)
    except MayactError as error:
        return tell_error(error)
    except TyperException as error:
        if error.format_message().lstrip().startswith("Usage:"):
            print(error.format_message())  # a group without its command: its help, not an error about it
            return USAGE
        # Choices come a line each; an error is one line.
        tell(" ".join(error.format_message().split()), _usage_hint(arguments))
        return USAGE if error.exit_code == USAGE else REFUSED
    except Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _application(modules: Sequence[str]) -> "typer.Typer":
    import typer

    app = typer.Typer(
        help=_HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_root)
    for module in dict.fromkeys(modules):
        importlib.import_module(module).register(app)
    return app


def whole_command() -> Any:
    """Every command of this release, as typer's command tree: for what is written from it (completion)."""
    import typer.main

    return typer.main.get_command(_application(list(_COMMANDS.values())))


def _root() -> None:
    pass


def _modules(arguments: Sequence[str]) -> list[str]:
    """The one module that is needed; all of them for help and for a command that does not exist."""
    named = _COMMANDS.get(arguments[0]) if arguments else None
    return [named] if named else list(_COMMANDS.values())


def _usage_hint(arguments: Sequence[str]) -> str:
    known = [word for word in arguments[:1] if word in _COMMANDS]
    if known == ["explain"]:
        return "put `--` before the command: `mayact explain -- CMD ARG…`"
    return f"see `mayact {' '.join([*known, '--help'])}`"
