"""Every effect names the part of the command that causes it: where, never what."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.shell import HOME, WORKSPACE, parser

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.places.guarded import with_guarded
from mayact.core.analysis.study import study
from mayact.core.canonical import JsonObject
from mayact.core.model import Analysis, Effect, Hop, HopKind, Source, ToolCall, Verb, action_digest, effect_fingerprint
from mayact.core.record import analysis_json

VECTORS = Path(__file__).parent.parent / "vectors" / "shell" / "commands.jsonl"
COMMANDS: list[str] = [json.loads(line)["command"] for line in VECTORS.read_text(encoding="utf-8").splitlines()]


def call(tool: str, arguments: JsonObject) -> ToolCall:
    chain = (Hop(HopKind.PERSON, "dev", Source.ASSERTED),)
    return ToolCall(tool=tool, arguments=arguments, cwd=WORKSPACE, home=HOME, user="dev", chain=chain)


def analysis(tool: str, arguments: JsonObject) -> Analysis:
    return study(call(tool, arguments), parser=parser(), seen={}, catalogue=DEFAULT_CATALOGUE).analysis


def effects(command: str) -> tuple[Effect, ...]:
    return analysis("shell", {"command": command}).effects


def causes(command: str) -> list[tuple[str, str, str]]:
    """Verb, resource and the text that causes it."""
    return [(e.verb.value, e.resource, command[slice(*e.span)]) for e in effects(command) if e.span is not None]


@pytest.mark.parametrize(
    ("command", "verb", "resource", "cause"),
    [
        ("ls; rm -rf build", "fs.delete", "build", "rm -rf build"),
        ("ls > out && cat out", "fs.write", "out", "> out"),
        ("rm >/dev/null -rf lib", "fs.delete", "lib", "rm >/dev/null -rf lib"),
        ("cat <src/a.py 2>err", "fs.write", "err", "2>err"),
        ("echo ü; ! rm -f src/ä.py &", "fs.delete", "src/ä.py", "rm -f src/ä.py"),
        ("echo $(rm -rf lib) x", "fs.delete", "lib", "rm -rf lib"),
        ("echo `rm -rf lib` x", "fs.delete", "lib", "rm -rf lib"),
        ("diff <(rm -rf lib) b", "fs.delete", "lib", "rm -rf lib"),
        ("cat <<E\n$(rm -rf lib)\nE\n", "fs.delete", "lib", "rm -rf lib"),
        ('echo "a: $API_TOKEN"', "secret.read", "$API_TOKEN", "$API_TOKEN"),
        ("sudo -u root rm -rf lib", "fs.delete", "lib", "rm -rf lib"),
        ("sudo -u root rm -rf lib", "priv.escalate", "root", "sudo -u root rm -rf lib"),
        ("env A=b nohup nice rm -rf lib | wc", "fs.delete", "lib", "rm -rf lib"),
        ("printf '%s' lib | xargs -r rm -rf lib", "fs.delete", "lib", "rm -rf lib"),
        ("find . -name x -exec rm -f {} \\;", "fs.delete", "*", "rm -f"),
        ("find . -name '*.o' -exec rm -f {} +", "fs.delete", "*", "rm -f"),
        ("ls; bash -c 'rm -rf lib; ls'", "fs.delete", "lib", "rm -rf lib"),
        ('ls; bash -c "rm -rf lib"', "fs.delete", "lib", "rm -rf lib"),
        ("bash -c \"sh -c 'rm -rf lib'\"", "fs.delete", "lib", "rm -rf lib"),
        ("bash -c rm\\ -rf\\ lib", "fs.delete", "lib", "bash -c rm\\ -rf\\ lib"),
        ("bash -c $'rm -rf lib'", "fs.delete", "lib", "bash -c $'rm -rf lib'"),
        ('bash -c "rm -rf $HOME/lib"', "fs.delete", f"{HOME}/lib", 'bash -c "rm -rf $HOME/lib"'),
        ("a='rm -rf lib'; bash -c \"$a\"", "fs.delete", "lib", 'bash -c "$a"'),
        ("eval rm -rf lib", "fs.delete", "lib", "rm -rf lib"),
        ("eval rm  -rf lib", "fs.delete", "lib", "eval rm  -rf lib"),
        ("bash <<'E'\nrm -rf lib\nE\n", "fs.delete", "lib", "rm -rf lib"),
        ("trap 'rm -rf lib' EXIT; ls", "fs.delete", "lib", "rm -rf lib"),
        ('f() { rm -rf "$1"; }; f lib', "fs.delete", "lib", 'rm -rf "$1"'),
        ("eval 'f() { rm -rf lib; }'; ls; f", "fs.delete", "lib", "rm -rf lib"),
        ("f() { ls; }; a='f() { rm -rf lib; }'; eval \"$a\"; f", "fs.delete", "lib", "f"),
        ("for i in lib; do rm -rf $i; done", "fs.delete", "lib", "rm -rf $i"),
        ("if ls; then rm -rf lib; fi", "fs.delete", "lib", "rm -rf lib"),
        ("echo 'rm -rf lib' > a.sh; bash a.sh", "fs.delete", "lib", "bash a.sh"),
        ("ln -s /etc/passwd l; echo x > l", "fs.write", "/etc/passwd", "ln -s /etc/passwd l"),
        ("ls; $x y", "opaque", "code", "$x y"),
        ("ls; if", "opaque", "code", "ls; if"),
        ("echo \x00", "opaque", "code", "echo \x00"),
    ],
)
@pytest.mark.requirement("AUTHZ-4")
def test_the_part_that_causes_an_effect_is_named(command: str, verb: str, resource: str, cause: str) -> None:
    if verb.startswith("fs.") and not resource.startswith("/"):
        resource = f"{WORKSPACE}/{resource}"
    assert (verb, resource, cause) in causes(command)


def test_a_program_line_counts_in_its_words_joined_by_blanks() -> None:
    found = analysis("exec", {"argv": ("sudo", "rm", "-rf", "a b")})
    text = "sudo rm -rf a b"
    spans = {effect.verb: text[slice(*effect.span)] for effect in found.effects if effect.span}
    assert spans == {Verb.PRIV_ESCALATE: text, Verb.FS_DELETE: "rm -rf a b"}
    inner = analysis("exec", {"argv": ("bash", "-c", "ls; rm -rf lib")})
    assert [effect.span for effect in inner.effects] == [(12, 22)]


def test_what_is_no_text_has_no_part() -> None:
    for tool, arguments in (
        ("file.write", {"path": "src/a.py", "content": "x"}),
        ("http", {"method": "POST", "url": "https://api.example.com/x"}),
        ("mcp", {"server": "s", "tool": "t", "arguments": {}}),
        ("shell", {"command": 7}),
        ("exec", {"argv": ("ls", 7)}),
    ):
        found = analysis(tool, arguments).effects
        assert found
        assert all(effect.span is None for effect in found)


def test_a_part_is_kept_where_a_place_is_guarded() -> None:
    found = with_guarded(analysis("shell", {"command": "ls; rm -rf lib"}), (f"{WORKSPACE}/lib/keys",))
    assert [effect.span for effect in found.effects] == [(4, 14), (4, 14)]


# ── for people alone ─────────────────────────────────────────────────────────────────────────────────────


def test_where_is_no_part_of_what() -> None:
    """Neither the digests nor the record nor equality know a span: the same effect elsewhere is the same effect."""
    asked = call("shell", {"command": "ls; rm -rf lib"})
    found = analysis(asked.tool, asked.arguments)
    moved = replace(found, effects=tuple(replace(effect, span=(90, 99)) for effect in found.effects))
    assert [effect.span for effect in found.effects] == [(4, 14)]
    assert moved == found
    assert effect_fingerprint(moved) == effect_fingerprint(found)
    assert analysis_json(moved) == analysis_json(found)
    assert "span" not in json.dumps(sorted(analysis_json(found)["effects"][0]))  # type: ignore[index, arg-type]
    assert action_digest(asked, {}) == action_digest(call(asked.tool, asked.arguments), {})


# ── never ────────────────────────────────────────────────────────────────────────────────────────────────

_WORDS = (
    "ls rm -rf ~ / $x $(id) `id` | && ; ( ) { } ' \" > < <<E E if then fi for in do done while case esac x=1 cd .. eval"
    " bash -c sudo git push --force curl http://x * [[ ]] (( )) f() 2>&1 & ! echo é 日本 \U0001f600 $TOKEN trap EXIT"
)


def check(command: str) -> None:
    for effect in effects(command):
        assert effect.span is not None
        start, end = effect.span
        assert 0 <= start <= end <= len(command)
        assert start < end or not command


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from([*_WORDS.split(), "\n"]), max_size=14).map(" ".join))
def test_a_part_never_lies_outside_the_command(command: str) -> None:
    check(command)


@pytest.mark.parametrize("start", range(0, len(COMMANDS), 60))
def test_a_part_of_a_labelled_command_never_lies_outside_it(start: int) -> None:
    for command in COMMANDS[start : start + 60]:
        check(command)


_PLACES = (
    "{}", "ls; {}", "e=日; {}", "sudo {}", "env A=b {}", "bash -c '{}'", "eval '{}'", "( {} )", "{{ {}; }}",
    "x=$( {} )", "f() {{ {}; }}; f", "! {}", "{} &", "if ls; then {}; fi", "ls || {}", "{} >/dev/null", "cat <({})",
    "for i in 1 2; do {}; done", "case x in x) {} ;; esac", "timeout 5 {}", "trap '{}' EXIT", "sh <<'E'\n{}\nE\n",
)  # fmt: skip
_PROGRAMS = (
    "rm -rf lib", "git push --force origin main", "curl -sS https://example.com/x", "cp src/a.py src/b.py",
    "chmod +x run.sh", "npm install left-pad", "kill -9 4711", "tee notes.txt", "/usr/bin/rm -f x",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(_PLACES), st.sampled_from(_PLACES), st.sampled_from(_PROGRAMS))
def test_the_part_of_a_command_holds_its_program(outer: str, inner: str, command: str) -> None:
    alone = {(effect.verb, effect.kind, effect.resource) for effect in effects(command)}
    whole = outer.format(inner.format(command) if "'" not in outer or "'" not in inner else command)
    found = [effect for effect in effects(whole) if (effect.verb, effect.kind, effect.resource) in alone]
    for effect in found:
        assert effect.span is not None
        assert command.split()[0] in whole[slice(*effect.span)]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["  ", "\t", "ls; ", "e=日; ", ": 😀 && ", "true\n", "ls | wc; "]),
    st.sampled_from(["", " ", "\n", " # é", "; ls", " && ls", "\nls\n"]),
    st.sampled_from([command for command in COMMANDS if "<<" not in command and "\n" not in command]),
)
def test_what_stands_around_a_command_moves_its_parts_and_changes_nothing_else(
    before: str, after: str, command: str
) -> None:
    def rows(found: tuple[Effect, ...], text: str, by: int) -> dict[Any, tuple[int, int]]:
        return {
            (effect.verb, effect.resource): (effect.span[0] - by, effect.span[1] - by)
            for effect in reversed(found)
            # What the whole text or the whole command causes is said of no part of it.
            if effect.span is not None and effect.span not in ((0, len(text)), (by, by + len(command)))
        }

    text = before + command + after
    alone, moved = rows(effects(command), command, 0), rows(effects(text), text, len(before))
    for key, span in alone.items():
        if key in moved:
            assert moved[key] == span
