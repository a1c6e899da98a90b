"""Texts that parsers read differently from bash, or people from machines, have no analysis."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.shell import walk

from mayact.core.analysis.shell.lexical import refusal
from mayact.core.limits import MAX_COMMAND_CHARS

TRAPS = {
    "nul": "ls\0",
    "carriage return": "ls\r",
    "escape": "echo \x1b[2K",
    "delete": "ls\x7f",
    "c1": "ls\x9b",
    "override": "ls \u202e; rm",
    "isolate": "ls \u2066x\u2069",
    "mark": "\u200erm x",
    "byte order mark": "\ufeffrm x",
    "line separator": "ls\u2028rm x",
    "surrogate": "ls \ud800",
    "descriptor with a word": "git 2>&-push --force",
    "descriptor from a variable": "ls >&$x",
    "csh redirection": "ls >& out",
    "input duplicated from a word": "cat <&-x",
    "escaped start": "true\n\\rm -rf x",
    "escaped start, indented": "true\n  \\rm -rf x",
    "word over two lines": "r\\\nm -rf x",
    "blank after delimiter": "cat <<EOF\nx\nEOF \nrm y\nEOF\n",
    "blank after quoted delimiter": "cat <<'END'\nx\nEND\t\nrm y\nEND\n",
    "brackets": "(" * 200,
    "length": "a" * (MAX_COMMAND_CHARS + 1),
}

FINE = [
    "ls 2>&1",
    "ls 2>&1 | cat",
    "ls >&2",
    "x=$(ls 2>&1)",
    "x=`ls 2>&1`",
    "exec 3>&-",
    "exec 3<&0-",
    'bash -c "ls 2>&1"',
    "(ls 2>&1)",
    "ls 2>&1;ls",
    "ls &> out",
    "ls \\\n  -la",
    "cat <<EOF\nx \nEOF\n",
    "echo 'é 日本 👩\u200d💻'",
    "printf 'a\\nb'",
    "echo a\tb",
]


@pytest.mark.parametrize("name", TRAPS)
@pytest.mark.requirement("AUTHZ-6")
def test_a_trap_is_refused_with_its_reason(name: str) -> None:
    assert refusal(TRAPS[name])


@pytest.mark.parametrize("text", FINE)
def test_ordinary_text_passes_the_filter(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize(
    "text", ["a | b\nrm -rf x", "rm >/dev/null -rf x", "a && b\nrm -rf x", "if a\nthen rm -rf x\nfi", "a &\nrm -rf x"]
)
def test_words_known_to_get_lost_are_found(text: str) -> None:
    assert ["rm", "-rf", "x"] in walk(text).lines


@pytest.mark.parametrize("text", ["if true; then", "echo 'open", "ls )", "((", "x=(", "for x in; done", "}", "cat <<"])
@pytest.mark.requirement("AUTHZ-6")
def test_text_that_does_not_parse_is_opaque(text: str) -> None:
    assert walk(text).opaque


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet="abr m-/;|&<>$(){}[]'\"`\\\n~*?!=#x1\t", max_size=30))
def test_any_text_is_walked_or_refused(text: str) -> None:
    walked = walk(text)
    assert walked.opaque or all(command.argv for command in walked.commands)


@pytest.mark.parametrize("text", ["time " * 17 + "ls", "coproc " * 17 + "ls", "time -p \\\n" * 17 + "ls"])
def test_stacked_prefixes_nest_the_tree_and_are_refused(text: str) -> None:
    assert refusal(text) == "`time` or `coproc` is stacked"


def test_a_few_prefixes_are_none_too_many() -> None:
    assert refusal("time ls; time -p make; time time ls") is None
