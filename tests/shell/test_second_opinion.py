"""The second parser: what it agrees to, what it refuses, and that a wrong first parser is found out."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mayact.core.analysis.shell.lexical import refusal
from mayact.core.errors import ShellUnreadable
from mayact.observe.second_opinion import Agreed, AgreedParser, SecondParser
from mayact.observe.shfmt import Parse, ShfmtParser

_COMMANDS = Path(__file__).parents[1] / "vectors" / "shell" / "commands.jsonl"


class _Misreading(ShfmtParser):
    """Reads every text as `instead`."""

    instead = ""

    @contextmanager
    def begun(self, text: str) -> Iterator[Parse]:
        with super().begun(self.instead) as parse:
            yield parse


@pytest.fixture(scope="module")
def agreed() -> Iterator[AgreedParser]:
    with AgreedParser(ShfmtParser(spares=2)) as parser:
        yield parser


@pytest.mark.parametrize(
    "text",
    [
        "rm >/dev/null -rf /",
        "time -p ls -l a",
        "A=1 B=2 foo a b 2>&1 | tee x",
        "python3 - <<'EOF'\nimport os\nEOF",
        "cat > f <<EOF | grep x\nfoo $(bar baz)\nEOF\nls -l",
        '[ -n "$(which git)" ] && export A=1 && declare -r C=2',
        "for f in $(ls); do echo \"$f\" | sed 's/a/b/'; done",
        "case $x in a) ls;; *) rm -f b;; esac",
        'f() { local a=1; echo "$a" b; }; f c',
        "diff <(sort a) <(sort b)",
        "helm template . | kubectl diff -f - 2>&1 | head",
        "python3 - 2>/dev/null < x",
        "git add a && git commit -F - <<'E'\nx `rm` y\nE\nls",
        "if ! grep -q x y; then exit 1; fi",
        "echo $((1 + 2)) ${a:-$(date +%s)} {a,b}.txt",
        "git commit -m \"$(cat <<'EOF'\nOne line\nEOF\n)\"",
        'cat <<< "$x" | while read -r l; do echo "$l"; done',
        "",
    ],
)
def test_everyday_forms_are_agreed_on(text: str, agreed: AgreedParser) -> None:
    assert agreed.parse(text)


_FAR = """
from mayact.observe.second_opinion import SecondParser
parser = SecondParser()
for point in range(0x80, 0x110000, 0x101):
    if not 0xD800 <= point < 0xE000:
        far = chr(point)
        for text in (f"echo {{{far}..3}}", f"{far}() {{{far}; }}", f"a {far}2>b {{{far}", f"${{x{far}}} {far}={far}"):
            try:
                parser.calls(text)
            except Exception as error:
                assert type(error).__name__ == "ShellUnreadable", error
print("whole")
"""


@pytest.mark.requirement("AUTHZ-6")
def test_no_character_ends_the_process() -> None:
    """The grammar's scanner looks characters up in a table of the C library that has 384 places; found by fuzzing."""
    found = subprocess.run([sys.executable, "-c", _FAR], capture_output=True, check=False, timeout=120, text=True)
    assert (found.returncode, found.stdout) == (0, "whole\n"), found.stderr


@pytest.mark.parametrize(
    "text", ["echo {😀..3}", "rm -rf 'ä b' ö", 'git commit -m "Größe" — x', "cat <<É\nö\nÉ\nls -l"]
)
def test_words_of_any_script_are_words(text: str, agreed: AgreedParser) -> None:
    assert agreed.parse(text)


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("rm -rf /", "rm"),
        ("echo a; rm -rf /", "echo a; echo -rf /"),
        ("a | b\nrm -rf x", "a | b rm -rf x"),
        ("git push --force", "git push"),
        ("ls", "ls; ls"),
    ],
)
def test_a_first_parser_that_is_wrong_is_refused(text: str, instead: str) -> None:
    first = _Misreading(spares=1)
    first.instead = instead
    with AgreedParser(first) as parser, pytest.raises(ShellUnreadable, match="read the text differently"):
        parser.parse(text)


def test_an_error_of_the_second_parser_is_a_refusal(agreed: AgreedParser) -> None:
    with pytest.raises(ShellUnreadable, match="second parser"):
        agreed.parse("{fd}<f cat")


@pytest.mark.parametrize(
    "text",
    [
        "exec 3<>/dev/tcp/192.0.2.1/80; cat <&3",
        "exec 3<> f\nprintf x >&3",
        "cat '<>' x <>y",
        "a | b | c\nd || e\nf -l",
        "a -x | b\nc y || d",
    ],
)
def test_what_the_grammar_of_the_second_lacks_is_read(agreed: AgreedParser, text: str) -> None:
    assert agreed.parse(text)["Type"] == "File"


def test_a_text_that_takes_too_long_is_refused_and_the_next_one_is_read() -> None:
    second = SecondParser(timeout_s=0.01)
    with pytest.raises(ShellUnreadable, match="timed out"):
        second.calls("a|" * 12_000)
    assert second.calls("ls -l") == ((0, 2, 2),)


def test_the_labelled_everyday_commands_are_agreed_on(agreed: AgreedParser) -> None:
    rows = [json.loads(line) for line in _COMMANDS.read_text(encoding="utf-8").splitlines()]
    texts = {row["id"]: row["command"] for row in rows if row["kind"] == "everyday" and not refusal(row["command"])}
    refused = {}
    for name, text in texts.items():
        try:
            agreed.parse(text)
        except ShellUnreadable as error:
            refused[name] = error.message
    assert len(texts) > 150
    assert refused == {}


def test_longer_texts_than_accepted_are_refused() -> None:
    with pytest.raises(ShellUnreadable, match="too long"):
        SecondParser().calls("a" * 70_000)


@pytest.mark.parametrize(
    "text",
    [
        "ls " + "f " * 30_000,
        "ls " + "$a" * 3_000,
        "echo $((" + "- " * 2_000 + "1))",
        "echo $((" + "1+" * 2_000 + "1))",
        "[[ " + "! " * 2_000 + "a ]]",
        "if a; then " * 100 + "ls " + "f " * 2_000 + "; fi" * 100,
        "cat <<E\n" + "$x\n" * 3_000 + "E\n",
    ],
)
@pytest.mark.requirement("AUTHZ-6")
def test_a_heavy_text_never_reaches_the_first_parser(text: str) -> None:
    with ShfmtParser(spares=1) as first:
        first.close()  # what reached it would be refused as `closed`
        with pytest.raises(ShellUnreadable, match="too many parts"):
            AgreedParser(first).parse(text)


def test_the_reason_of_the_first_parser_is_told_for_short_texts(agreed: AgreedParser) -> None:
    with pytest.raises(ShellUnreadable, match="does not parse"):
        agreed.parse("if true; then")


def test_a_long_here_document_weighs_nothing(agreed: AgreedParser) -> None:
    assert agreed.parse("cat > a.py <<'EOF'\n" + "x = f(a, b)  # it's (so)\n" * 2_000 + "EOF\n")


def test_a_text_is_parsed_once() -> None:
    first = ShfmtParser(spares=1)
    with AgreedParser(first) as parser:
        tree = parser.parse("rm -rf x")
        first.close()  # whoever needs a process is refused
        assert parser.parse("rm -rf x") == tree
        assert parser.parse("rm -rf x") is not tree  # nobody's change reaches the next one
        parser.close()
        with pytest.raises(ShellUnreadable, match="closed"):
            parser.parse("rm -rf x")


def test_what_is_refused_is_never_kept() -> None:
    first = _Misreading(spares=1)
    with AgreedParser(first) as parser:
        for _ in range(2):
            first.instead = "rm"
            with pytest.raises(ShellUnreadable, match="read the text differently"):
                parser.parse("rm -rf /")
        first.instead = "rm -rf /"
        assert parser.parse("rm -rf /")


def test_what_is_kept_is_bounded_and_the_oldest_goes_first() -> None:
    kept = Agreed(10)
    for name in "abc":
        kept.keep(name, name.encode() * 4)
    assert [kept.get(name) for name in "abc"] == [None, b"bbbb", b"cccc"]
    kept.get("b")
    kept.keep("d", b"d")
    kept.keep("d", b"dddd")  # the same once more counts once
    assert [kept.get(name) for name in "bcd"] == [b"bbbb", None, b"dddd"]
    kept.keep("e", b"e" * 11)
    assert kept.get("e") is None
