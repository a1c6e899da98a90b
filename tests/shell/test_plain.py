"""The plain grammar: what it reads is shfmt's tree, and what bash reads; everything else has no answer."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from bench.parsers import bash
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.shell import PARSE_SECONDS

from mayact.core.analysis.shell import plain
from mayact.core.analysis.shell.decode import decode
from mayact.core.analysis.shell.desk import Desk
from mayact.core.analysis.shell.lexical import refusal
from mayact.core.canonical import JsonObject
from mayact.core.errors import ShellUnreadable
from mayact.observe.second_opinion import AgreedParser, calls_of_tree
from mayact.observe.shfmt import ShfmtParser

_VECTORS = Path(__file__).parents[1] / "vectors" / "shell"


@pytest.fixture(scope="module")
def parser() -> Iterator[AgreedParser]:
    with AgreedParser(ShfmtParser(spares=2, timeout_s=PARSE_SECONDS)) as found:
        yield found


def _whole(value: Any) -> Any:
    """All of a tree, also what its equality leaves out."""
    if is_dataclass(value) and not isinstance(value, type):
        members = [(field.name, _whole(getattr(value, field.name))) for field in fields(value)]
        # An escaped line's end behind a statement is a blank; shfmt leaves its backslash in the statement's source.
        return type(value).__name__, [(name, _trimmed(found) if name == "text" else found) for name, found in members]
    return [_whole(one) for one in value] if isinstance(value, tuple) else value


def _trimmed(found: Any) -> Any:
    return found.rstrip("\\ \t\n") if isinstance(found, str) else found


def _texts() -> list[str]:
    names = ("commands.jsonl", "attacks.jsonl", "everyday.jsonl")
    rows = [json.loads(line) for name in names for line in (_VECTORS / name).read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(str(row["command"]) for row in rows if "command" in row))


def test_vectors_that_are_plain_have_shfmts_tree(parser: AgreedParser) -> None:
    texts = [text for text in _texts() if refusal(text) is None]
    compared = 0
    for text in texts[::3]:
        found = plain.read(text)
        if found is None or parser.sees(text) != found.calls:
            continue
        compared += 1
        assert _whole(found.statements) == _whole(decode(parser.parse(text), text)[0]), text
    assert compared > len(texts) / 3 / 2


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    "text",
    [
        "echo $(rm -rf x)",
        "echo `rm -rf x`",
        'echo "$(rm -rf x)"',
        "diff <(a) <(b)",
        "cat <<EOF\nrm\nEOF",
        "rm -rf x &",
        "a |& b",
        "(rm -rf x)",
        "{ rm -rf x; }",
        "if true; then rm x; fi",
        "! rm x",
        "time rm x",
        "export A=1",
        "declare -x A=1",
        "f() { rm x; }",
        "[ -f x ]",
        "[[ -f x ]]",
        "'rm' -rf x",
        "r\\m -rf x",
        "$RM -rf x",
        "{rm,-rf,x}",
        "a[1]=2",
        "A+=1 b",
        "A=(1 2) b",
        "echo $'a'",
        'echo $"a"',
        "echo $a[1]",
        "echo ${a:-b}",
        "echo ${a@P}",
        "echo ${!a}",
        "echo $((1 + 1))",
        "echo @(a|b)",
        "cat 3<>file",
        "ls >| file",
        "ls {fd}> file",
        "> file",
        "ls 2>&-x",
        "ls >& file",
        "cat <<< word",
        "case x in x) rm y;; esac",
        "echo 'open",
        'echo "open',
        "ls ;; ls",
        "; ls",
        "ls &&",
        "| ls",
        "ls || && ls",
        "echo é",
        "ls \\",
        " && ".join(["ls"] * 200),
        "x" * 5_000,
    ],
)
def test_what_is_not_plain_has_no_answer(text: str) -> None:
    assert plain.read(text) is None


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("ls", {("ls", 1): 1}),
        ("true # rm\\\n -rf /", {("true", 1): 1, ("-rf", 2): 1}),
        ("echo a \\\n# b \\\nrm -rf x", {("echo", 2): 1, ("rm", 3): 1}),
        ("A=#b rm x", {("rm", 2): 1}),
        ("a b#c;d #e\nf", {("a", 2): 1, ("d", 1): 1, ("f", 1): 1}),
        ("rm >/dev/null -rf x 2>&1", {("rm", 3): 1}),
        ("a | b\nrm -rf x", {("a", 1): 1, ("b", 1): 1, ("rm", 3): 1}),
        ("a &&\n\n# c\nb ||\nc", {("a", 1): 1, ("b", 1): 1, ("c", 1): 1}),
        ("find . ! -name x -exec rm {} \\;", {("find", 9): 1}),
        ("echo 2>x a2>y 2 >z", {("echo", 3): 1}),
        ('a \'b;c\' "d|e\\" $F ${G}" h', {("a", 4): 1}),
    ],
)
@pytest.mark.requirement("AUTHZ-6")
def test_plain_texts_are_what_bash_makes_of_them(
    text: str, calls: dict[tuple[str, int], int], parser: AgreedParser
) -> None:
    found = plain.read(text)
    assert found is not None
    assert Counter((text[start:end], words) for start, end, words in found.calls) == Counter(calls)
    assert bash(text, lambda printed: calls_of_tree(parser.parse(printed))) == Counter(calls)


_TOKENS = st.sampled_from(
    [*" \t\n;|&<>\"'\\#$~*?[]{}!=+-@%^:,.012ab", "&&", "||", ">>", "2>", "2>&1", ">&2", "$A", "${A}", "$?", "A=", "A=1",
     "\\\n", "'x y'", '"a b"', "{a,b}", "if", "do", "time", "[[", "<<<", "&>", "$a[1]", "rm -rf", "\\;", "~/x", "#c"]
)  # fmt: skip


@pytest.mark.requirement("AUTHZ-4")
@settings(max_examples=600, deadline=None)
@given(st.lists(_TOKENS, max_size=10).map("".join))
def test_never_another_tree_than_shfmts(parser: AgreedParser, text: str) -> None:
    found = plain.read(text) if refusal(text) is None else None
    if found is None or parser.sees(text) != found.calls or ("#" in text and "\\\n" in text):
        return  # shfmt takes an escaped line's end behind a comment for a blank; bash does not (above)
    assert _whole(found.statements) == _whole(decode(parser.parse(text), text)[0])


class _Other:
    """Sees `calls` in process, and reads nothing otherwise."""

    def __init__(self, calls: frozenset[tuple[int, int, int]] | None) -> None:
        self._calls = calls

    def sees(self, text: str) -> frozenset[tuple[int, int, int]] | None:
        return self._calls

    def parse(self, text: str) -> JsonObject:
        raise ShellUnreadable("both were asked")


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize("calls", [None, frozenset(), frozenset({(0, 2, 3)}), frozenset({(0, 2, 2), (3, 4, 1)})])
def test_what_the_parser_in_process_sees_otherwise_is_left_to_both(
    calls: frozenset[tuple[int, int, int]] | None,
) -> None:
    asked = Desk(_Other(calls))
    assert asked.parsed("ls a") is None
    assert [finding.facts["because"] for finding in asked.findings.values()] == ["both were asked"]


def test_what_it_sees_alike_needs_no_other_parser() -> None:
    found = Desk(_Other(frozenset({(0, 2, 2)}))).parsed("ls a")
    assert found is not None
    assert plain.read("ls a") == plain.Plain(found, frozenset({(0, 2, 2)}), 3)
