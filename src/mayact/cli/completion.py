"""`mayact completion SHELL`: a completion script, printed.

Law: the script holds the words of this release and asks nothing when Tab is pressed: no gate is contacted, nothing is
run, and no text that an agent chose reaches the command line. It refuses to know what a command does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from mayact.cli.output import say


class Shell(StrEnum):
    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the command line. `path`: the commands before it; `words`: what may stand here, with what each
    is for; options among them."""

    path: tuple[str, ...]
    words: tuple[tuple[str, str], ...]


def register(app: typer.Typer) -> None:
    app.command("completion")(completion)


def completion(shell: Annotated[Shell, typer.Argument(help="bash, zsh or fish.")]) -> None:
    """Print a completion script for a shell.

    \b
    bash   mayact completion bash > /etc/bash_completion.d/mayact
    zsh    mayact completion zsh > "${fpath[1]}/_mayact"
    fish   mayact completion fish > ~/.config/fish/completions/mayact.fish
    """
    say(_WRITERS[shell](spots()).rstrip("\n"))


def spots() -> tuple[Spot, ...]:
    """Every place of the command line of this release, in its order."""
    from mayact.cli.main import whole_command

    return tuple(_spots(whole_command(), ()))


def _spots(command: Any, path: tuple[str, ...]) -> Iterator[Spot]:
    below = {} if not hasattr(command, "commands") else command.commands
    named = [(name, _line(child.help)) for name, child in below.items() if not child.hidden]
    options = [(name, _line(option.help)) for option in command.params for name in _long(option) if not option.hidden]
    top = [] if path else [("--home", "the directory of the gate"), ("--version", "which release this is")]
    yield Spot(path, (*named, *options, *top, ("--help", "explain it")))
    for name, child in below.items():
        yield from _spots(child, (*path, name))


def _long(option: Any) -> tuple[str, ...]:
    # An argument has no dashes, and what it may be is not known here.
    return tuple(name for name in option.opts if name.startswith("--")) if hasattr(option, "hidden") else ()


def _line(text: str | None) -> str:
    """The first line, in characters that mean nothing to any of the three shells."""
    first = (text or "").strip().split("\n")[0].removesuffix(".")
    return "".join(ch for ch in first if ch.isalnum() or ch in " -,;/")


def _bash(found: tuple[Spot, ...]) -> str:
    cases = "\n".join(
        f'        "{" ".join(spot.path)}") words="{" ".join(word for word, _ in spot.words)}" ;;' for spot in found
    )
    return _BASH.replace("@cases@", cases).replace("@groups@", _groups(found))


def _groups(found: tuple[Spot, ...]) -> str:
    """Commands below which there are commands, as alternatives of a pattern."""
    return "|".join(sorted({spot.path[0] for spot in found if len(spot.path) > 1}))


_BASH = """# bash completion for mayact. Printed by `mayact completion bash`.
_mayact() {
    local current="${COMP_WORDS[COMP_CWORD]}" at="" words="" i=1 word
    COMPREPLY=()
    while [ "$i" -lt "$COMP_CWORD" ]; do
        word="${COMP_WORDS[i]}"
        case "$word" in
            --) COMPREPLY=($(compgen -c -- "$current")); return ;;
            --home) i=$((i + 1)) ;;
            -*) ;;
            *) case "$at" in
                   "") at="$word" ;;
                   @groups@) at="$at $word" ;;
               esac ;;
        esac
        i=$((i + 1))
    done
    case "$at" in
@cases@
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    [ "${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _mayact mayact
"""


def _zsh(found: tuple[Spot, ...]) -> str:
    cases = "\n".join(
        f"        '{' '.join(spot.path)}') found=({' '.join(_zsh_word(*word) for word in spot.words)}) ;;"
        for spot in found
    )
    return _ZSH.replace("@cases@", cases).replace("@groups@", _groups(found))


def _zsh_word(word: str, says: str) -> str:
    return f"'{word}:{says}'"


_ZSH = """#compdef mayact
# zsh completion for mayact. Printed by `mayact completion zsh`.
_mayact() {
    local at="" word i=2
    local -a found
    while (( i < CURRENT )); do
        word="${words[i]}"
        case "$word" in
            --) shift i words; CURRENT=$((CURRENT - i)); _normal; return ;;
            --home) (( i++ )) ;;
            -*) ;;
            *) case "$at" in
                   '') at="$word" ;;
                   @groups@) at="$at $word" ;;
               esac ;;
        esac
        (( i++ ))
    done
    case "$at" in
@cases@
    esac
    # Options only where one was begun: `_describe -o` offers nothing for an empty word.
    if [[ "$PREFIX" == -* ]]; then
        found=(${(M)found:#-*})
        _describe -o 'option' found
    else
        found=(${found:#-*})
        if (( $#found )); then _describe 'command' found; else _files; fi
    fi
}
# From a directory of `fpath` this file is the function itself, and the first Tab is answered too.
if [[ "${funcstack[1]}" == _mayact ]]; then _mayact "$@"; else compdef _mayact mayact; fi
"""


def _fish(found: tuple[Spot, ...]) -> str:
    lines = ["# fish completion for mayact. Printed by `mayact completion fish`."]
    for spot in found:
        for word, says in spot.words:
            what = f"-l {word.removeprefix('--')}" if word.startswith("--") else f"-f -a {word}"
            lines.append(f"complete -c mayact -n '{_fish_when(spot, found)}' {what} -d '{says}'")
    return "\n".join(lines) + "\n"


def _fish_when(spot: Spot, found: tuple[Spot, ...]) -> str:
    if not spot.path:
        return "__fish_use_subcommand"
    below = [other.path[-1] for other in found if other.path[:-1] == spot.path]
    seen = "; and ".join(f"__fish_seen_subcommand_from {name}" for name in spot.path)
    return f"{seen}; and not __fish_seen_subcommand_from {' '.join(below)}" if below else seen


_WRITERS = {Shell.BASH: _bash, Shell.ZSH: _zsh, Shell.FISH: _fish}
