"""Random scripts run in real bash: every command it starts was predicted, with its words and its directory."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.shell import HOME, walk

from mayact.core.analysis.command import Known, SimpleCommand, Unknown
from mayact.core.errors import LimitExceeded

WORDS = [
    "1",
    "$x",
    "$y",
    '"$x"',
    "${x:-z}",
    "$1",
    "$#",
    "$(echo 3)",
    "a$x",
    "{7,8}",
    "$((1+1))",
    '"$@"',
    "${x}q",
    "$PWD",
]
MOVES = [
    "cd a",
    "cd b",
    "cd ..",
    "cd nosuch",
    "cd",
    "cd -",
    "cd $x",
    "pushd a >/dev/null",
    "popd >/dev/null",
    "cd a/..",
]
SMALL = [
    "true", "false", "set -e", "set +e", "set -- a b", "shift", "unset x", "read x <<< 9", "x+=k", "export x=5",
    "local x=4", "declare y=6", "readonly z=1", "z=2", "return", "exit", "break", "continue", "f", "g", "f 5", "g 6 7",
    "x=1", "y=a", "x=$y", "y=$(echo b)", "x=${x}c", "x=", "x=b p $x", "trap 'p t $x' EXIT", 'eval "p $x"', "p $z",
]  # fmt: skip
SHAPES = [
    "if {}; then {}; else {}; fi", "{} && {}", "{} || {}", "( {} )", "{{ {}; }}", "{}; {}", "{}; {}; {}", "{} | {}",
    "! {}", "for x in 1 2; do {}; done", "for x in $y; do {}; done", "case $x in 1|a) {};; b) {};& *) {};; esac",
    "i=0; while [ $i -lt 2 ]; do i=$((i+1)); {}; done", 'p "$( {} )"', "until {}; do {}; break; done", "f() {{ {}; }}",
    "g() {{ {}; }}", "if {}; then {}; fi",
]  # fmt: skip


def script(random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.3:
        kind = random.random()
        if kind < 0.5:
            return f"p {random.choice(WORDS)}"
        return random.choice(MOVES if kind < 0.65 else SMALL)
    shape = random.choice(SHAPES)
    return shape.format(*(script(random, depth - 1) for _ in range(shape.count("{}"))))


def started(text: str, directory: Path) -> Iterator[tuple[str, list[str]]]:
    """What bash starts: directory and words of every `p`."""
    record = directory / "record"
    record.unlink(missing_ok=True)
    environment = {"HOME": HOME, "USER": "dev", "RECORD": str(record), "PATH": f"{directory}/bin:/usr/bin:/bin"}
    try:
        subprocess.run(
            ["bash", "--norc", "--noprofile", "-c", text],
            env=environment,
            cwd=directory / "work",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=5,
        )
    except subprocess.TimeoutExpired:
        return  # a script that calls itself for ever; what it started so far is not looked at
    parts = record.read_bytes().decode().split("\0")[:-1] if record.exists() else []
    while parts:
        count = int(parts[0])
        yield parts[1], parts[2 : 2 + count]
        parts = parts[2 + count :]


def foreseen(command: SimpleCommand, cwd: str, call: list[str]) -> bool:
    if command.argv[0] != Known("p") or command.cwd not in (None, cwd):
        return False
    words = command.argv[1:]
    if any(isinstance(word, Unknown) for word in words):
        return all(word.text in call for word in words if isinstance(word, Known))
    return len(words) == len(call) and all(
        not isinstance(word, Known) or word.text == text for word, text in zip(words, call, strict=True)
    )


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("scripts").resolve()
    for name in ("work/a/b", "work/b", "bin"):
        os.makedirs(directory / name)
    program = directory / "bin" / "p"
    program.write_text('#!/bin/sh\nprintf "%s\\0" "$#" "$PWD" "$@" >> "$RECORD"\n')
    program.chmod(0o755)
    return directory


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 2**32))
@pytest.mark.requirement("AUTHZ-6")
def test_no_command_that_bash_starts_is_missing(ground: Path, seed: int) -> None:
    random = Random(seed)
    text = "; ".join(script(random, 3) for _ in range(random.randrange(2, 5)))
    try:
        walked = walk(text, cwd=str(ground / "work"))
    except LimitExceeded:
        return
    if walked.opaque:
        return
    for cwd, call in started(text, ground):
        assert any(foreseen(command, cwd, call) for command in walked.commands), (text, cwd, call, walked.lines)
