"""Texts that make their own values grow: bounded work, bounded memory, and never less than `opaque`.

Work is counted and not timed, so the bounds here are on what was spent and kept, the same on every machine.
"""

import tracemalloc
from functools import cache
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.shell import HOME, PARSE_SECONDS, WORKSPACE, walk

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.plan import Study
from mayact.core.analysis.shell.lexical import refusal
from mayact.core.analysis.shell.state import TOO_LONG, State, bounded, directories, merged
from mayact.core.analysis.shell.written import source as written
from mayact.core.analysis.study import study
from mayact.core.errors import LimitExceeded
from mayact.core.limits import MAX_COMMAND_CHARS, MAX_PATH_CHARS
from mayact.core.model import Hop, HopKind, Source, ToolCall, Verb
from mayact.observe.second_opinion import AgreedParser
from mayact.observe.shfmt import ShfmtParser

_CPU_S = 2.0  # a quarter of a second where measured; the rest is for coverage and busy machines
_MEMORY_BYTES = 100_000_000
_SEED = "a=xxxxxxxxxxxxxxxx;"


@cache
def parser() -> AgreedParser:
    """As the gate has it, but for its patience."""
    return AgreedParser(ShfmtParser(spares=2, timeout_s=PARSE_SECONDS))


def studied(command: str) -> Study:
    chain = (Hop(HopKind.PERSON, "dev", Source.ASSERTED),)
    call = ToolCall(tool="shell", arguments={"command": command}, cwd=WORKSPACE, home=HOME, user="dev", chain=chain)
    return study(call, parser=parser(), seen={}, catalogue=DEFAULT_CATALOGUE)


def length(word: Word) -> int:
    match word:
        case Known(text):
            return len(text)
        case Pattern(glob):
            return len(glob)
        case Unknown():
            return len(word.prefix)


GROWTH = {
    "assignment": _SEED + "a=$a$a$a$a;" * 16 + "$a",
    "braced": _SEED + "a=${a}${a};" * 40 + "$a",
    "quoted": _SEED + 'a="$a$a";' * 40 + "$a",
    "append": _SEED + "a+=$a;" * 40 + "$a",
    "printf -v": _SEED + 'printf -v a %s%s "$a" "$a";' * 40 + "$a",
    "printf": _SEED + 'a=$(printf "%s\\n" "$a" "$a");' * 40 + "$a",
    "echo": _SEED + "a=$(echo $a$a$a$a);" * 16 + "$a",
    "nested substitutions": _SEED + "a=$(echo $(echo $a$a)$(echo $a$a));" * 12 + "$a",
    "here-document": _SEED + "a=$(cat <<E\n$a$a$a\nE\n);" * 16 + "$a",
    "here-string": _SEED + 'a=$(cat <<< "$a$a$a");' * 16 + "$a",
    "export": _SEED + "export a=$a$a$a;" * 16 + "$a",
    "declare": _SEED + 'declare "a=$a$a$a";' * 16 + "$a",
    "array": "a=(" + "x " * 3000 + ");" + "a+=(${a[@]});" * 14 + "${a[@]}",
    "array quoted": "a=(x y);" + 'a=("${a[@]}" "${a[@]}");' * 30 + "${a[@]}",
    "positional": "set -- x y;" + 'set -- "$@" "$@";' * 30 + "$@",
    "positional joined": "set -- xxxx yyyy;" + 'set -- "$*$*";' * 30 + "$1",
    "function": 'f() { a="$1$1$1$1"; f "$a"; }; f x; $a',
    "replacement": "a=xxxxxxxxxxxxxxxxxxxxxxxx;" + "a=${a//x/xxxxxxxxxxxxxxxxxxxxxxxx};" * 6 + "$a",
    "default": _SEED + "a=${b:-$a$a$a};" * 20 + "$a",
    "arithmetic": "a=9;" + "a=$((a*9999999));" * 200 + "$a",
    "arithmetic text": _SEED + "a=$((0$a$a$a));" * 20 + "$a",
    "braces": "a=" + "x" * 60 + ";$a" + "{$a,$a}" * 40,
    "brace product": "$x " + "{a,b}" * 200,
    "brace products": "$x " + "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b} " * 600,
    "brace depth": "$x " + "{a," * 110 + "x" * 60_000 + "}" * 110,
    "glob": "$x " + "[a-" * 100 + "*/" * 30_000,
    "glob brackets": "a='" + "[" * 60_000 + "'; $x " + "$a " * 20,
    "loop": _SEED + "for i in 1 2 3; do for j in 1 2 3; do a=$a$a$a$a; done; done; $a",
    "eval": _SEED + "eval 'a=$a$a$a';" * 20 + "$a",
    "directories": "a=" + "b/" * 2_000 + ";" + "cd $a;" * 500 + "rm -rf .",
    "escapes": "$x " + "\\a" * 30_000,
    "arithmetic chain": "$x $((" + "- " * 20_000 + "1))",
    "brace ranges": "$x " + "{1..60} " * 600,
    "tildes": "a=" + ":~" * 30_000 + "; $x",
}


@pytest.mark.parametrize("text", GROWTH.values(), ids=GROWTH.keys())
@pytest.mark.requirement("AUTHZ-6")
def test_what_grows_stays_small_and_is_opaque(text: str) -> None:
    studied("ls")  # what is made once is not this text's
    tracemalloc.start()
    try:
        before = process_time()
        found = studied(text)
        spent, (_, peak) = process_time() - before, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert Verb.OPAQUE in {effect.verb for effect in found.analysis.effects}
    assert peak < _MEMORY_BYTES
    assert spent < 5 * _CPU_S  # tracing memory makes it several times slower


HOSTILE = {
    "words": "ls " + "f " * 20_000,
    "a list of names in another language": "ruby -e '" + "a," * 4_000 + "'",
    "many bodies": "".join(f"perl -e '{'a,' * 3_000}{n}';" for n in range(9)),
    "words that fit": "rm " + " ".join(f"f{n}" for n in range(5_900)),
    "here-documents": "".join(f"cat <<E{n}\nx\nE{n}\n" for n in range(3_000)),
    "evals": ";".join(f"eval 'ls {n}'" for n in range(500)),
    "nested conditions": "if a; then " * 800 + "ls;" + "fi;" * 800,
    "nested conditions over lines": "if a\nthen\n" * 800 + "ls\n" + "fi\n" * 800,
    "nested cases": "case a in b) " * 800 + "ls;" + "esac;" * 800,
    "exported variables": "".join(f"export a{n}=1;" for n in range(1_500)) + "ls;" * 2_000,
    "variables and branches": "".join(f"a{n}=1;" for n in range(2_500)) + "if x; then y=1; fi;" * 400,
    "traps": "".join(f"trap 'ls {n}' EXIT;" for n in range(15)) + "ls;" * 2_900,
    "written and run": "".join(f"./a{n};" for n in range(900)) + "".join(f">b{n};" for n in range(900)),
    "redirections": "ls " + ">a " * 5_000,
    "one here-document in a chain": "cat <<E && " + "cat f && " * 2_000 + "ls\nE\n",
    "alternatives": f"if x; then a='{'x' * 30_000}1'; else a='{'x' * 30_000}2'; fi; export a;" + "ls;" * 1_500,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.requirement("AUTHZ-6")
def test_hostile_texts_are_answered_soon_and_are_opaque(text: str) -> None:
    studied("ls")
    before = process_time()
    found = studied(text)
    assert process_time() - before < _CPU_S
    assert Verb.OPAQUE in {effect.verb for effect in found.analysis.effects}


def _file(path: str, text: str, runner: str) -> str:
    return f"cat > {path} <<'EOF'\n{text}\nEOF\n{runner}"


WRITTEN = {
    "casts": _file("src/a.c", "int main() { x = (struct a" + "int" * 10_000 + " x; }", "gcc src/a.c -o a && ./a"),
    "one long name": _file("src/a.js", 'var x = "' + "a" * 31_000 + '"', "node src/a.js"),
    "two long names": _file("src/a.js", "a" * 31_000, _file("src/b.js", "a" * 31_000, "node src/a.js; node src/b.js")),
    "documentation": _file("tests/ATest.php", "<?php\n" + "/**\n" * 7_000, "vendor/bin/phpunit tests/ATest.php"),
    "delegate": _file("test/a_test.rb", "delegate" + " " * 31_000 + "x", "ruby -Itest test/a_test.rb"),
    "blanks": _file("test/a_test.exs", " " * 31_000 + "x", "mix test"),
    "imports": _file("src/a.js", "import a\n" * 3_500, "node src/a.js"),
    "blanks of a container file": _file("Dockerfile", "FROM a\n" + " " * 31_000 + "x", "docker build ."),
    "styles": _file("src/A.vue", "<style>" * 4_400, "npx vitest run"),
    "scripts": _file("src/A.vue", "<script>" * 3_900, "npx vitest run"),
    "uses": _file("src/a.rs", "use a\n" * 5_000, "cargo test"),
    "names on the command line": "node -e '" + "var x = {a: q(a)[a]};\n" * 1_400 + "'",
    "empty lines": _file("a.go", "package a" + "\n" * 31_000 + "x `", "go build ./... && go test ./..."),
    "several that fit": "".join(_file(f"src/a{n}.js", "export\n" * 1_700, "ls\n") for n in range(5))
    + "".join(f"node src/a{n}.js;" for n in range(5)),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.requirement("AUTHZ-6")
def test_source_that_a_call_writes_is_read_soon_or_not_at_all(text: str) -> None:
    studied("ls")
    before = process_time()
    found = studied(text)
    assert process_time() - before < _CPU_S
    assert Verb.OPAQUE in {effect.verb for effect in found.analysis.effects}


_ENDINGS = ("tests/a.rs", "a_test.go", "src/test/java/a/A.java", "src/test/kotlin/a/A.kt", "src/a.ts", "src/A.vue",
            "src/a.c", "test/a_test.rb", "tests/ATest.php", "test/a_test.exs", "Dockerfile")  # fmt: skip
_REPEATED = (
    "export\n", "import a\n", "import {a,\n", "use a\n", "/**\n", "const t = {\n", "const {a}\n", "let a = 0;\n",
    "int " * 30 + "\n", "qsort(a, ", "a [b ", "<style>\n", "<script>\n", "\n" * 150 + "a", "f(", "a => ", "std::{a,",
    "delegate :a, ", "x := t.TempDir()\n", "com . a", "RUN a && ",
)  # fmt: skip


@pytest.mark.parametrize("path", _ENDINGS)
@pytest.mark.requirement("AUTHZ-6")
def test_no_repeated_part_of_a_language_takes_long_to_read(path: str) -> None:
    head = "<?php\n" if path.endswith("php") else ""
    for part in _REPEATED:
        text = head + part * (12_000 // len(part))
        before = process_time()
        written.computes(f"{WORKSPACE}/{path}", text, WORKSPACE)
        assert process_time() - before < _CPU_S / 4, part


@pytest.mark.requirement("AUTHZ-6")
def test_reading_source_is_paid_for() -> None:
    body = "export const a = 1;\n" * 380
    quiet = studied(_file("src/a.js", "export const a = 1;\n" * 60, "node src/a.js")).analysis
    assert not quiet.opaque_because
    files = "".join(_file(f"src/a{n}.js", body, "ls\n") for n in range(8))
    many = studied(files + "".join(f"node src/a{n}.js;" for n in range(8))).analysis
    assert any("too much work" in because for because in many.opaque_because)


@pytest.mark.requirement("AUTHZ-6")
def test_a_text_gets_the_same_answer_each_time() -> None:
    text = "".join(f"export a{n}=1;" for n in range(1_500)) + "ls;" * 2_000
    assert studied(text) == studied(text)


def kept(state: State) -> list[Word]:
    variables = state.variables.values()
    return [word for found in variables for word in (*found.values, *(found.elements or ()))]


_STEPS = st.sampled_from(
    [
        "a=$a$b", "b=${a}${a}", "a+=$b", 'b="$a $a"', 'c=("${c[@]}" $a)', "c+=($b $b)", "a=${b//x/$b}", "b=${a:-$b}",
        "a=$(echo $a$b)", "b=$(printf '%s\n' $a $b)", "a={$a,$b}", 'set -- "$@" "$a"', "b=$*", "declare a=$b$b",
        'export "b=$a$a"', "if x; then a=$b; fi", "for i in $a $b; do a=$a$i; done", "eval 'a=$a$a'", "cd $a",
        "b=$PWD$PWD",        "a=$((b+1))", "b=~/$a", "a=${c[@]}", "printf -v b %s $a", "f() { b=$1$1; }; f $a",
    ]
)  # fmt: skip


@given(st.lists(_STEPS, min_size=5, max_size=60))
@settings(max_examples=60, deadline=None)
@pytest.mark.requirement("AUTHZ-6")
def test_no_value_is_ever_longer_than_a_command(steps: list[str]) -> None:
    text = "a=" + "x" * 400 + "; b=" + "y" * 400 + "\n" + "\n".join(steps) + "\nls $a $b"
    try:
        walked = walk(text)
    except LimitExceeded:
        return  # one opaque effect
    words = [*kept(walked.end), *(word for command in walked.commands for word in command.argv)]
    assert max(length(word) for word in words) <= MAX_COMMAND_CHARS
    assert all(cwd is None or len(cwd) < MAX_PATH_CHARS for cwd in walked.end.cwds)
    assert all(sum(map(length, found.elements or ())) <= MAX_COMMAND_CHARS for found in walked.end.variables.values())


def test_a_value_as_long_as_a_command_is_still_known() -> None:
    whole = Known("x" * MAX_COMMAND_CHARS)
    assert bounded((whole,)) == (whole,)
    assert bounded((Known(whole.text + "x"),)) == (TOO_LONG,)
    assert bounded((Unknown("", prefix=whole.text + "x"), Pattern(whole.text + "*"))) == (TOO_LONG,)


def test_a_directory_with_a_name_that_none_can_have_may_be_anywhere() -> None:
    longest = "/" + "a" * (MAX_PATH_CHARS - 2)
    assert directories((longest,)) == (longest,)
    assert directories((longest + "a",)) == (None,)


@given(st.lists(st.text(alphabet="ab", max_size=6), min_size=2, max_size=4, unique=True))
def test_what_several_values_begin_with(texts: list[str]) -> None:
    found = merged(Known(text) for text in texts)
    assert isinstance(found, Unknown)
    assert all(text.startswith(found.prefix) for text in texts)
    longer = {text[: len(found.prefix) + 1] for text in texts}
    assert len(longer) > 1 or len(found.prefix) == min(map(len, texts))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("cat <<E\nx\nE\n", False),
        ("cat <<E\nx\nE \nE\n", True),
        ("cat <<'E'\n\tE\t\nE\n", True),
        ("cat <<A\nB \nA\ncat <<B\nx\nB\n", False),
        ("cat <<A\nA\ncat <<B\nx\nB \nB\n", True),
        ("if a; then b; else c; fi\n" * 300, False),
        ("for i in a b; do c; done; " * 300, False),
        ("case a in b) c;; esac; " * 300, False),
        ("if a; then " * 121 + "b" + "; fi" * 121, True),
        ("while a\ndo\n" * 121 + "b\n" + "done\n" * 121, True),
        ("cat <<E && " + "f && " * 250 + "g\nE\n", True),
        ("cat <<E &&\n" + "f &&\n" * 250 + "g\nE\n", True),
        ("cat <<E\n" + "| a | b | c |\n" * 300 + "E\n", False),
        ("cat <<E\n" + "if (a && b || c) d();\n" * 300 + "E\n", False),
        ("git commit -m '" + "we do it then, in case it is not done\n" * 300 + "'", False),
    ],
)
def test_nesting_and_here_documents_before_the_parser(text: str, refused: bool) -> None:
    assert (refusal(text) is not None) is refused


@pytest.mark.parametrize(
    "text",
    [
        "git add " + " ".join(f"src/module_{n}/file_{n}.py" for n in range(400)),
        "cat > notes.md <<'EOF'\n" + "if it works, do it, then it is done.\n" * 800 + "EOF\n",
        "export " + " ".join(f"APP_SETTING_{n}=value{n}" for n in range(80)) + "; npm test && git status",
        'for f in a.py b.py c.py; do echo "$f"; grep -n TODO "$f"; done',
        "PATHS='src tests docs'; for p in $PATHS; do ls $p; done",
        "\n".join(f"echo step {n}; ls dir{n} | wc -l" for n in range(80)),
    ],
)
def test_long_everyday_commands_are_unaffected(text: str) -> None:
    assert studied(text).analysis.opaque_because == ()
