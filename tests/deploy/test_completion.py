"""Completion scripts, in the shells themselves."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.support.zsh_prompt import offered

from mayact.cli.completion import _WRITERS, Shell, spots
from mayact.cli.main import _COMMANDS

SHELLS = [
    pytest.param(shell, marks=pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed"))
    for shell in Shell
]

CASES = [
    (("ver",), set()),
    (("sta",), {"status"}),
    (("log", "ve"), {"verify"}),
    (("log", "verify", "--ch"), {"--checkpoint"}),
    (("--home", "/tmp", "log", "pr"), {"prove"}),
    (("policy", "act"), {"activate"}),
]


def complete(shell: str, script: Path, words: tuple[str, ...], folder: Path) -> set[str]:
    """What the shell offers after `mayact WORDS`."""
    line = " ".join(("mayact", *words))
    match shell:
        case "bash":
            code = (
                f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; "
                '_mayact; printf "%s\\n" "${COMPREPLY[@]}"'
            )
        case "fish":
            code = f"source {script}; complete -C '{line}'"
        case _:
            (folder / "_mayact").write_text(script.read_text())
            return offered(folder, line)
    done = subprocess.run([shell, "-c", code], cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode in (0, 1), done.stderr
    found = {entry.split("\t")[0] for entry in done.stdout.split("\n") if entry}
    return {word for word in found if word.startswith(words[-1])}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("words", "found"), CASES, ids=lambda value: " ".join(sorted(value)))
def test_a_shell_completes_commands_and_options(
    shell: Shell, words: tuple[str, ...], found: set[str], tmp_path: Path
) -> None:
    script = tmp_path / "script"
    script.write_text(_WRITERS[shell](spots()))
    assert complete(shell, script, words, tmp_path) == found


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_offers_the_commands_where_nothing_was_begun(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(_WRITERS[shell](spots()))
    (tmp_path / "a file").touch()
    found = complete(shell, script, ("policy", ""), tmp_path)
    assert {"activate", "check", "show"} <= found
    assert "a file" not in found


def test_every_command_is_in_every_script() -> None:
    found = spots()
    assert {spot.path[0] for spot in found if spot.path} == set(_COMMANDS)
    for writer in _WRITERS.values():
        assert all(name in writer(found) for name in _COMMANDS)


def test_nothing_is_asked_when_tab_is_pressed() -> None:
    for writer in _WRITERS.values():
        script = writer(spots())
        assert "$(mayact" not in script
        assert "`mayact" not in script.replace("Printed by `mayact", "")
