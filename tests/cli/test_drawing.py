"""A command with its effects underneath: an underline stands under what it belongs to, and nothing escapes."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.shell import parser

from mayact.cli.analyse import analysed, line_of
from mayact.cli.drawing import MIN_WIDTH, Mark, drawn, drawn_command, marks_of, numbered
from mayact.cli.output import screen
from mayact.core.model import Analysis, Effect, Reversibility, Risk, Span, Verb
from mayact.core.rendering import cells, visible

_SGR = re.compile("\x1b\\[[0-9;]*m")


def effect(span: Span | None, *, resource: str = "/x", risk: Risk = Risk.HIGH) -> Effect:
    return Effect(
        verb=Verb.FS_DELETE,
        kind="file",
        resource=resource,
        risk=risk,
        reversibility=Reversibility.HARD,
        span=span,
        why="a tree",
    )


def page(command: str, *, width: int = 80) -> str:
    line = json.dumps({"command": command, "cwd": "/home/dev/app", "home": "/home/dev"}).encode()
    found = analysed(line, parser())
    return "\n".join(drawn(found.command, found.analysis, width=width, colour=False))


def test_each_part_is_underlined_and_its_effects_are_told() -> None:
    assert page("cd lib && sudo rm -rf old > log") == (
        "  | cd lib && sudo rm -rf old > log\n"
        "              1^^^^^^^^^^^^^^ 3^^^^\n"
        "                   2^^^^^^^^^\n"
        "  1  priv.escalate root\n"
        "       high, hard: more rights than the person works with\n"
        "  2  fs.delete /home/dev/app/lib/old\n"
        "       medium, hard: a directory of this repository\n"
        "  3  fs.write /home/dev/app/lib/log\n"
        "       low, reversible: an ordinary file of this repository\n"
        "  risk high"
    )


def test_several_lines_and_characters_that_do_not_print_keep_their_columns() -> None:
    lines = list(
        drawn_command("a\t日 rm\nls 😀 rm x ", [Mark(1, (4, 6), Risk.LOW), Mark(2, (12, 17), Risk.LOW)], **PLAIN)
    )
    assert lines == [
        "  | a⟦U+0009⟧⟦U+65E5⟧ rm",
        "                      1^",
        "  | ls ⟦U+1F600⟧ rm x⟦U+0020⟧",
        "                 2^^^^^^^^^^^",
    ]


PLAIN: dict[str, int | bool] = {"width": 80, "colour": False}


def test_a_long_line_is_folded_and_its_parts_go_on() -> None:
    lines = list(drawn_command("x" * 40 + " rm -rf abc", [Mark(1, (41, 51), Risk.LOW)], width=48, colour=False))
    assert lines == [
        "  | " + "x" * 40 + " rm ",
        " " * 45 + "1^^",
        "  + -rf abc",
        "    1^^^^^^",
    ]


def test_a_command_that_cannot_be_read_has_its_reason_and_no_drawing() -> None:
    found = analysed(b"{", parser())
    lines = list(drawn(found.command, found.analysis, width=80, colour=False))
    assert lines[0] == "  -  opaque"
    assert lines[-1] == "  risk high"


def test_a_command_without_effects_says_so() -> None:
    assert page("pwd").splitlines() == [
        "  | pwd",
        "  nothing that is known to change or contact anything",
        "  risk low",
    ]


def test_effects_of_one_part_share_a_number_and_those_without_have_none() -> None:
    effects = (effect((3, 5)), effect((0, 5)), effect((3, 5), resource="/y"), effect(None))
    marks = marks_of(effects)
    assert [mark.span for mark in marks] == [(0, 5), (3, 5)]
    assert [numbered(item, marks) for item in effects] == ["2", "1", "2", "-"]


def test_a_program_line_of_this_terminal_is_read_as_the_shell_would() -> None:
    found = analysed(line_of(["rm", "-rf", "a b; ls"]), parser())
    assert found.command == "rm -rf 'a b; ls'"
    assert [item.verb for item in found.analysis.effects] == [Verb.FS_DELETE]
    assert analysed(line_of(["ls; rm x"]), parser()).command == "ls; rm x"


@pytest.mark.parametrize(
    ("terminal", "variables", "colour"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": ""}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    terminal: bool, variables: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert screen()[1] is colour


# ── never ────────────────────────────────────────────────────────────────────────────────────────────────

TEXTS = st.text(st.one_of(st.sampled_from("ab \t\n\r\x1b\u202e日😀é⟦"), st.characters(codec="utf-8")), max_size=90)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[str, Analysis]:
    command = draw(TEXTS)
    ends = st.integers(0, len(command))
    spans = draw(st.lists(st.tuples(ends, ends).map(lambda pair: (min(pair), max(pair))), max_size=12))
    effects = tuple(effect(span, resource=draw(TEXTS), risk=draw(st.sampled_from(Risk))) for span in spans)
    return command, Analysis(effects=effects)


@settings(max_examples=150, deadline=None)
@given(scenes(), st.integers(1, 100))
@pytest.mark.requirement("AUTHZ-4")
def test_nothing_is_wider_than_the_terminal_moves_its_cursor_or_looks_like_the_command(
    scene: tuple[str, Analysis], width: int
) -> None:
    command, analysis = scene
    lines = list(drawn(command, analysis, width=width, colour=False))
    for line in lines:
        assert len(line) <= max(width, MIN_WIDTH)
        assert "".join(cells(line + "."))[:-1].replace("⟦U+27E6⟧", "⟦").replace("⟦U+27E7⟧", "⟧") == line
    pieces = [line for line in lines if line.startswith(("  | ", "  + "))]
    assert [piece.startswith("  | ") for piece in pieces].count(True) == command.count("\n") + 1
    assert "".join(piece[4:] for piece in pieces) == "".join(visible(line) for line in command.split("\n"))
    coloured = list(drawn(command, analysis, width=width, colour=True))
    assert [_SGR.sub("", line) for line in coloured] == lines


@settings(max_examples=150, deadline=None)
@given(scenes())
def test_an_underline_stands_under_its_part(scene: tuple[str, Analysis]) -> None:
    command, analysis = scene
    command = command.replace("\n", " ") + "."
    marks = marks_of(analysis.effects)
    _, *rows = drawn_command(command, marks, width=10_000, colour=False)
    starts = [0]
    for cell in cells(command):
        starts.append(starts[-1] + len(cell))
    drawn_marks = {int(found[1]): found.span() for row in rows for found in re.finditer(r"(\d+)\^*", row[4:])}
    assert drawn_marks.keys() == {mark.number for mark in marks}
    for mark in marks:
        left, right = (starts[at] for at in mark.span)
        assert drawn_marks[mark.number] == (left, max(right, left + len(str(mark.number))))
