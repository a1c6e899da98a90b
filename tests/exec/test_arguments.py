"""The command line of `mayact exec`: exactly one thing to run, its words never split or joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.boundary.exec.arguments import parse_arguments
from mayact.boundary.exec.main import main
from mayact.core.errors import InvalidInput


@given(st.lists(st.text(), min_size=1))
def test_words_after_the_dashes_stay_as_they_are(words: list[str]) -> None:
    wanted = parse_arguments(["--wait", "3", "--", *words])
    assert wanted is not None
    assert wanted.argv == tuple(words)
    assert wanted.wait_s == 3


@given(st.text())
def test_a_text_is_one_text(text: str) -> None:
    wanted = parse_arguments(["-c", text])
    assert wanted is not None
    assert (wanted.text, wanted.argv, wanted.permit) == (text, (), None)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--"],
        ["ls"],
        ["-c"],
        ["-c", "a", "--", "b"],
        ["-c", "a", "--permit", "t"],
        ["-c", "a", "-c", "b"],
        ["--permit", "t", "--", "ls"],
        ["--nothing", "--", "ls"],
        ["--wait", "soon", "--", "ls"],
        ["--wait", "-1", "--", "ls"],
        ["--wait", "1e9", "--", "ls"],
        ["--wait", "٣", "--", "ls"],
        ["--owner", "root", "--", "ls"],
    ],
)
def test_anything_else_is_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidInput):
        parse_arguments(words)
    assert main(words) == 2
    assert capsys.readouterr().out == ""


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "77" in capsys.readouterr().out
