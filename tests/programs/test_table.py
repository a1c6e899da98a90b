"""The table itself: every entry is in the notation, nothing is named twice, doubts are never ignored."""

from collections.abc import Iterator
from typing import Final

import pytest
from tests.support.programs import World, command, effects

from mayact.core.analysis.command import Known, Pattern, Unknown
from mayact.core.analysis.programs import patch_text, subcommands, table
from mayact.core.analysis.programs.git import table as git
from mayact.core.analysis.programs.roles import KINDS
from mayact.core.analysis.programs.subcommands import Node
from mayact.core.analysis.programs.table import Program, read_options, row, split_roles, sub, use_of
from mayact.core.analysis.programs.table import effects as listed
from mayact.core.model import ResourceKind, Risk, Verb
from mayact.core.policy.schema import ACTIONS, FACTS

_ENTRIES = {id(entry): entry for entry in (*table().values(), *git.SUBCOMMANDS)}.values()


def _rows_of(node: Node) -> Iterator[Program]:
    if node.row is not None:
        yield node.row
    for below in node.below.values():
        yield from _rows_of(below)


def _constants(text: str) -> list[str]:
    """What is wrong with effects that an entry always has."""
    wrong = []
    for token in text.split():
        name, _, resource = token.partition("@")
        verb = Verb(name)
        needs_resource = name.startswith(("fs.", "net.", "secret.", "exec."))
        words = _WORDS_OF.get(verb)
        kind_fits = name.startswith("fs.") or KINDS.get(verb, "thing") in ACTIONS[verb].kinds
        if not kind_fits or (needs_resource and not resource) or (words and resource not in _words(*words)):
            wrong.append(token)
    return wrong


_WORDS_OF: Final[dict[Verb, tuple[ResourceKind, str]]] = {
    Verb.EXEC_RUN: ("program", "trust"),
    Verb.SECRET_READ: ("thing", "class"),
}


def _words(kind: ResourceKind, fact: str) -> tuple[str, ...]:
    return next(found.words for found in FACTS[kind] if found.name == fact)


@pytest.mark.parametrize("entry", _ENTRIES, ids=lambda entry: entry.names.split()[0])
def test_an_entry_is_in_the_notation(entry: Program) -> None:
    for at in (entry, *_rows_of(subcommands.tree(entry))):
        options = {option.name: option for option in read_options(at.options).values()}
        assert len(split_roles(at.operands, 4)) == 4
        assert _constants(at.does) == []
        assert _constants(at.otherwise) == []
        asked = f"{at.edits_if} {at.edits_unless} {at.looks_if}".split()
        assert [name for name in asked if name.partition("=")[0] not in options] == []


def test_what_a_subcommand_without_row_does_is_never_harmless() -> None:
    quiet = [
        entry.names
        for entry in _ENTRIES
        if entry.subs
        and entry.otherwise != "exec.run@repository"  # tasks of the repository behind a runner
        and max(effect.risk.rank for effect in effects([entry.names.split()[0], "unheard-of"])) < Risk.HIGH.rank
    ]
    assert quiet == []


def test_the_table_is_large_and_names_are_plain() -> None:
    assert len(table()) > 3000
    assert [name for name in table() if "/" in name or not name.isprintable()] == []


@pytest.mark.parametrize("text", ["-o=nonsense", "-a -a", "=x", "o=write", "--x?unheard"])
def test_options_outside_the_notation_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="option"):
        read_options(text)


@pytest.mark.parametrize("text", ["nonsense", "read* write*", "read write nonsense*"])
def test_operands_outside_the_notation_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="operands"):
        split_roles(text, 3)


def test_roles_of_operands() -> None:
    assert split_roles("read* write", 3) == ("read", "read", "write")
    assert split_roles("read* write", 1) == ("write",)
    assert split_roles("none read*", 3) == ("none", "read", "read")
    assert split_roles("read", 2) == ("read", "none")
    assert split_roles("read* write", 0) == ()


@pytest.mark.parametrize("count", range(4))
def test_every_entry_has_a_role_for_each_operand(count: int) -> None:
    rows = [at for entry in _ENTRIES for at in (entry, *_rows_of(subcommands.tree(entry)))]
    assert [at.names for at in rows if len(split_roles(at.operands, count)) != count] == []


_SAMPLE = row("sample", "-v -o|--output=write -n= -i?write --only? -c=rest -#", "read*")


def _use(*words: str | Known | Pattern | Unknown, style: str = "gnu"):  # type: ignore[no-untyped-def]
    entry = Program(names="sample", options=_SAMPLE.options, operands="read*", style=style)  # type: ignore[arg-type]
    plain = command(["sample"])
    argv = (Known("sample"), *(Known(word) if isinstance(word, str) else word for word in words))
    return use_of(entry, type(plain)(argv=argv, cwd=plain.cwd), World().context())


def test_options_are_read_as_getopt_does() -> None:
    use = _use("-vofile", "a", "--output=b", "--outp", "c", "-n", "-v", "-5", "--", "-v")
    assert use.values("-o") == (Known("file"), Known("b"), Known("c"))
    assert use.values("-n") == (Known("-v"),)
    assert use.operands == (Known("a"), Known("-v"))
    assert use.unknown == ()


def test_options_end_at_the_first_operand_where_posix_says_so() -> None:
    use = _use("-v", "prog", "-o", "x", style="posix")
    assert use.operands == (Known("prog"), Known("-o"), Known("x"))
    assert not use.has("-o")


def test_everything_behind_a_rest_option_is_an_operand() -> None:
    use = _use("-c", "code", "-o", "x")
    assert use.value("-c") == Known("code")
    assert use.operands == (Known("-o"), Known("x"))


def test_a_word_known_in_part_keeps_its_part() -> None:
    use = _use(Unknown("?", "--output="), Unknown("?", "-o/tmp/"), Pattern("--output=*.txt"), Unknown("?", "-"))
    assert use.values("-o") == (Unknown("?", ""), Unknown("?", "/tmp/"), Pattern("*.txt"))
    assert use.unknown == ("-",)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "argv", [["sort", "--unheard-of", "x"], ["tar", "--unheard-of", "-cf", "x"], ["curl", "--new"]]
)
def test_an_unknown_option_of_a_program_with_dangerous_ones_is_opaque(argv: list[str]) -> None:
    assert Verb.OPAQUE in {effect.verb for effect in effects(argv)}


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("name", ["sort", "tar", "find", "git", "curl", "rsync", "ssh", "sudo", "env", "xargs", "make"])
def test_an_unknown_word_where_an_option_matters_is_never_harmless(name: str) -> None:
    found = effects([name, {"unknown": ""}])
    assert max((effect.risk.rank for effect in found), default=0) >= Risk.HIGH.rank


@pytest.mark.requirement("AUTHZ-6")
def test_a_program_without_an_entry_is_opaque() -> None:
    assert [effect.verb for effect in effects(["no-such-program", "x"])] == [Verb.OPAQUE]


def test_a_short_option_of_several_letters_and_a_joined_value_are_read_as_written() -> None:
    entry = row("sample", "-D* -j? -nc -n -c -o=write", style="long")
    plain = command(["sample"])
    argv = tuple(Known(word) for word in ("sample", "-DNAME=x y", "-D", "OTHER=1", "-j8", "-nc"))
    use = use_of(entry, type(plain)(argv=argv, cwd=plain.cwd), World().context())
    assert use.values("-D") == (Known("NAME=x y"), Known("OTHER=1"))
    assert use.values("-j") == (Known("8"),)
    assert use.has("-nc")
    assert not use.has("-n", "-c")
    assert _use("-vv").unknown == ()


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (["--check"], True),
        (["--check", "a"], True),
        (["--check=false"], False),
        (["--check", "--check=false"], False),
        (["--check", "false"], False),
        (["--check", "--no-check"], False),
        (["--mode=dry"], True),
        (["--mode=dry", "--mode=real"], False),
        ([], False),
    ],
)
def test_a_dry_run_is_one_only_where_every_program_reads_it_so(words: list[str], plain: bool) -> None:
    entry = row("sample", "--check --mode=", open=True)
    start = command(["sample"])
    argv = tuple(Known(word) for word in ("sample", *words))
    use = use_of(entry, type(start)(argv=argv, cwd=start.cwd), World().context())
    assert use.plainly("--check", "--mode=dry") is plain


_CLIENT = row(
    "client",
    "-v -n|--namespace=",
    subs=(
        sub("get", "-o=write", "read"),
        sub("get all", does="net.connect@~client"),
        *listed({"state list|state": "", "apply": "cloud.admin@client"}),
    ),
    otherwise="opaque@client",
)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (["get", "x"], "get"),
        (["-n", "get", "get", "all"], "get all"),
        (["get", "-n", "x", "all"], "get all"),
        (["state", "list"], "state list|state"),
        (["state", "rm"], subcommands.Otherwise),
        (["unheard-of"], subcommands.Otherwise),
        (["--unheard-of", "get"], subcommands.Unclear),
        (["--unheard-of=x", "get"], subcommands.Unclear),
        ([Unknown("?", ""), "get"], subcommands.Unclear),
        (["get", "--help"], subcommands.Prints),
        ([], subcommands.Prints),
    ],
)
def test_the_longest_row_that_fits_is_the_subcommand(words: list[str | Unknown], chosen: str | type) -> None:
    start = command(["client"])
    argv = (Known("client"), *(Known(word) if isinstance(word, str) else word for word in words))
    choice = subcommands.choose(_CLIENT, type(start)(argv=argv, cwd=start.cwd))
    if isinstance(chosen, str):
        assert isinstance(choice, subcommands.Chosen)
        assert choice.row.names == chosen
    else:
        assert isinstance(choice, chosen)


def test_a_subcommand_named_twice_is_refused() -> None:
    twice = row("client", subs=(sub("a|b"), sub("c|a")))
    with pytest.raises(ValueError, match="named twice"):
        subcommands.tree(twice)


_PATCH = "--- a/src/x.py\n+++ b/src/x.py\n@@ -1 +1 @@\n-a\n+b\n"


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("text", "strip", "names"),
    [
        (_PATCH, 1, ("src/x.py",)),
        (_PATCH, 0, ("a/src/x.py", "b/src/x.py")),
        (_PATCH, -1, ("x.py",)),
        ("diff --git a/x b/.git/hooks/y\nnew file mode 100755\n", 1, ("x", ".git/hooks/y")),
        ("--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+x\n", 1, ("new",)),
        (_PATCH + "1a\n!id\n.\n", 1, None),
        ("- " + "- ".join(_PATCH.splitlines(keepends=True)), 1, None),
        ("  " + "  ".join(_PATCH.splitlines(keepends=True)), 1, None),
        (_PATCH.replace("\n", "\r\n"), 1, None),
        ('--- "a/\\056git"\n+++ "b/\\056git"\n', 1, None),
        ("--- a/x\n+++ /etc/passwd\n", 1, None),
        ("diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n", 1, None),
        ("nothing of the kind\n", 1, None),
        ("", 1, None),
    ],
)
def test_the_files_of_a_patch_are_known_or_none_is(text: str, strip: int, names: tuple[str, ...] | None) -> None:
    assert patch_text.targets(text, strip=strip) == names
