"""A shell's own words as one thing to decide: nothing runs that was not asked about, whatever stands in them."""

import shlex
from collections.abc import Mapping

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from mayact.boundary.exec import shell
from mayact.core.errors import InvalidInput, MayactError
from mayact.core.wire.hooks.setup import HookSetup
from mayact.core.wire.shell_words import (
    Asked,
    Input,
    Lines,
    Text,
    Words,
    Wrapped,
    goes_to,
    parse_words,
    permit_line,
    read_whole,
    wrapped,
)

pytestmark = pytest.mark.requirement("BOUND-1")

LINE = permit_line("/opt/venv/bin/mayact", socket="/run/gate/run/agent/agent.sock", owner=0, token="tok.prm-2")
CLAUDE = (
    "source /home/dev/.claude/shell-snapshots/snapshot-bash-1795308949821-mv6bk1.sh 2>/dev/null || true && "
    "\\builtin shopt -u extglob 2>/dev/null || true && "
    "{ \\builtin unalias -- 'which'; \\builtin unset -f -- 'which'; } >/dev/null 2>&1 || true && "
    "{ \\builtin unalias -- 'unsetenv'; \\builtin unset -f -- 'unsetenv'; } >/dev/null 2>&1 || true && "
    f"eval '{LINE}' < /dev/null && pwd -P >| /tmp/claude-9ba5-cwd"
)
PREFIXED = CLAUDE.replace(
    "\\builtin shopt -u extglob 2>/dev/null",
    "{ \\builtin shopt -u extglob || \\builtin setopt NO_EXTENDED_GLOB NO_BARE_GLOB_QUAL NO_BRACE_CCL "
    "NO_MAGIC_EQUAL_SUBST NO_EQUALS; } >/dev/null 2>&1",
)
GEMINI = (
    "shopt -u promptvars nullglob extglob nocaseglob dotglob; _bgpids_file=/tmp/gemini-shell-WWuObp/bgpids.tmp\n"
    "(\n  trap 'jobs -p > \"$_bgpids_file\"' EXIT\n"
    f"{LINE}\n)\n__code=$?\nexit $__code"
)
"""As the clients sent them."""


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("bash -c 'echo hi'", Text("echo hi")),
        ("bash -lc 'echo hi'", Text("echo hi")),
        ("bash -l -c 'echo hi'", Text("echo hi")),
        ("-bash -c 'echo hi'", Text("echo hi")),
        ("bash --login --norc --noprofile -c 'echo hi'", Text("echo hi")),
        ("bash -ic 'echo hi'", Text("echo hi")),
        ("bash -c -l 'echo hi'", Text("echo hi")),
        ("bash -c -- -x", Text("-x")),
        ("sh -c 'echo hi'", Words(("/bin/sh", "-c", "echo hi"))),
        ("/usr/bin/dash -c 'echo hi'", Words(("/bin/sh", "-c", "echo hi"))),
        ("bash -ec 'a; b'", Words(("/bin/bash", "-e", "-c", "a; b"))),
        ("bash -euo pipefail -c a", Words(("/bin/bash", "-e", "-u", "-o", "pipefail", "-c", "a"))),
        ("bash -c 'echo $1' name one", Words(("/bin/bash", "-c", "echo $1", "name", "one"))),
        ("bash build.sh -c x", Words(("/bin/bash", "build.sh", "-c", "x"))),
        ("bash -e -- build.sh", Words(("/bin/bash", "-e", "build.sh"))),
        ("bash --version", Words(("/bin/bash", "--version"))),
        ("bash", Input(shell="/bin/bash", options=(), arguments=())),
        ("sh -s one", Input(shell="/bin/sh", options=(), arguments=("one",))),
        ("bash -", Input(shell="/bin/bash", options=(), arguments=())),
        ("bash -i", Lines()),
        ("bash -il", Lines()),
        ("mayact-shell --lines", Lines()),
    ],
)
def test_each_form_is_one_thing_to_decide(given: str, asked: Asked) -> None:
    name, *words = shlex.split(given)
    assert parse_words(words, name=name) == asked


@pytest.mark.parametrize(
    "given",
    [
        "-c", "-O extglob -c x", "--rcfile x", "--init-file x -c y", "+x -c y", "-o vi -c x", "-o -c", "--debugger",
        "-i x.sh", "-is", "-p -c x", "-r -c x", "-D", "--unknown",
    ],
)  # fmt: skip
def test_what_is_not_known_refuses(given: str) -> None:
    with pytest.raises(InvalidInput):
        parse_words(given.split())


def test_a_script_on_standard_input_is_its_text() -> None:
    assert read_whole(Input(shell="/bin/bash", options=(), arguments=()), b"a\nb\n") == Text("a\nb\n")
    with_arguments = Input(shell="/bin/bash", options=("-e",), arguments=("one",))
    assert read_whole(with_arguments, b"a") == Words(("/bin/bash", "-e", "-c", "a", "/bin/bash", "one"))
    for raw in (b"a\0b", b"\xff", b"x" * 70_000):
        with pytest.raises(InvalidInput):
            read_whole(with_arguments, raw)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (LINE, Wrapped(permit="tok.prm-2")),
        (LINE.removeprefix("/opt/venv/bin/"), Wrapped(permit="tok.prm-2")),
        (CLAUDE, Wrapped(permit="tok.prm-2", cwd_file="/tmp/claude-9ba5-cwd")),
        (PREFIXED, Wrapped(permit="tok.prm-2", cwd_file="/tmp/claude-9ba5-cwd")),
        (GEMINI, Wrapped(permit="tok.prm-2")),
    ],
)
def test_a_clients_wrapper_around_a_permit_is_recognised(text: str, held: Wrapped) -> None:
    assert wrapped(text) == held


@given(st.sampled_from([LINE, CLAUDE, PREFIXED, GEMINI]), st.data())
def test_a_wrapper_with_one_character_more_is_none(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    more = data.draw(st.sampled_from([";", "&", "|", "$", "`", "(", "\n", "'", '"', "\\", ">", "<", "#", " ", "*"]))
    assert wrapped(text[:at] + more + text[at:]) is None


@pytest.mark.parametrize("path", ["/etc/passwd", "/tmp/claude-9ba5-cwd/../x", "/tmp/claude-$(id)-cwd", "/home/dev/x"])
def test_a_wrapper_writes_to_no_other_file(path: str) -> None:
    assert wrapped(CLAUDE.replace("/tmp/claude-9ba5-cwd", path)) is None


@pytest.mark.parametrize(
    ("line", "to"),
    [("cd src", "src"), (" cd  ../a ", "../a"), ("cd", ""), ("cd -- x", "x"), ("cd -", None), ("cd $HOME", None),
     ("cd a; b", None), ("cd a b", None), ("cdx", None), ("cd 'a b'", None), ("cd ~", None)],
)  # fmt: skip
def test_a_line_that_only_goes_elsewhere(line: str, to: str | None) -> None:
    assert goes_to(line) == to


# ── never ────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = st.one_of(
    st.sampled_from(["-c", "-lc", "-ec", "-i", "-s", "--", "-", "--norc", "-o", "pipefail", "--lines", "x.sh", LINE]),
    st.sampled_from(["hook one", "hook two", CLAUDE, GEMINI, CLAUDE + ";id", "echo hi"]),
    st.text(max_size=6),
)


@pytest.mark.requirement("AUTHZ-1", "BOUND-3")
@given(st.lists(WORDS, max_size=5), st.binary(max_size=20))
def test_no_text_runs_that_was_not_decided(words: list[str], given_input: bytes) -> None:
    executed: list[list[str]] = []
    became: list[list[str]] = []

    def execute(words: list[str]) -> int:
        executed.append(words)
        return 0

    class Became(Exception):
        pass

    def become(_name: str, words: list[str], _real: Mapping[str, str]) -> None:
        became.append(list(words))
        raise Became

    setting = shell.Setting(known=frozenset({"hook one", "hook two"}), execute=execute)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shell, "_become", become)
        patch.setattr(shell, "_script", lambda: given_input)
        patch.setattr(shell, "_read_lines", lambda _source: iter(["one", "", "# two", "three"]))
        patch.setattr(shell.os, "dup", lambda _number: -1)
        patch.setattr(shell.os, "dup2", lambda *_numbers: -1)
        patch.setattr(shell, "_say_where", lambda *_given: None)
        try:
            shell.main(["bash", *words], setting)
        except Became:
            event("known")
            assert became[0][-1] in ("hook one", "hook two")
            assert set(became[0][:-1]) <= {"-c", "--norc", "--noprofile"}
            assert executed == []
            return
    texts = {*words, given_input.decode("utf-8", "replace"), "one", "three"}
    for asked in executed:
        event(asked[0])
        match asked:
            case ["-c", text]:
                assert text in texts
            case ["--permit", _]:
                assert any(wrapped(word) is not None for word in words)
            case ["--", *argv]:
                assert argv[0] in ("/bin/bash", "/bin/sh")
                assert {word for word in argv[1:] if not word.startswith("-")} <= texts | {"pipefail", argv[0]}
            case _:
                raise AssertionError(asked)


def test_the_lines_of_hooks_are_known_letter_by_letter() -> None:
    from mayact.core.sandbox.shells import hook_lines

    setup = HookSetup(python="/usr/bin/python3", script="/opt/agent_hook.py", socket="/run/gate/s", owner=0)
    lines = frozenset(hook_lines(setup))
    assert lines
    for line in lines:
        assert shell._passes(["-c", line], lines)
        assert shell._passes(["--norc", "--noprofile", "-c", line], lines)
        for other in (["-c", line + " "], ["-c", line, "x"], ["-ic", line], ["-x", "-c", line], [line]):
            assert not shell._passes(other, lines)


def test_a_refusal_is_one_line_and_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert shell.main(["bash", "-O", "extglob"], shell.Setting()) == 2
    assert capsys.readouterr().err == "mayact: `-O` is no option that is known here\n  hint: nothing ran\n"


def test_a_known_text_without_a_real_shell_runs_nothing() -> None:
    def never(_words: list[str]) -> int:
        raise AssertionError

    setting = shell.Setting(known=frozenset({"x"}), execute=never)
    assert shell.main(["bash", "-c", "x"], setting) == 2
    with pytest.raises(MayactError):
        shell._become("bash", [], {"bash": "/nowhere/bash"})
