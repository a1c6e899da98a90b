"""The table itself: every entry is in the notation, nothing is named twice, doubts are never ignored."""

from collections.abc import Iterator
from typing import Final

import pytest
from tests.support.programs import World, command, effects

from mayact.core.analysis.command import Known, Pattern, Unknown
from mayact.core.analysis.programs import git, subcommands, table
from mayact.core.analysis.programs.roles import KINDS
from mayact.core.analysis.programs.subcommands import Node
from mayact.core.analysis.programs.table import Program, read_options, row, split_roles, use_of
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
        and max(effect.risk.rank for effect in effects([entry.names.split()[0], "unheard-of"])) < Risk.HIGH.rank
    ]
    assert quiet == []


def test_the_table_is_large_and_names_are_plain() -> None:
    assert len(table()) > 900
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
