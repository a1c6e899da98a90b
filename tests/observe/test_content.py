"""Looking into a file that leaves: words of a closed list, never the file's own."""

import json
import os
from pathlib import Path

import pytest
from tests.support.tokens import github

from mayact.core.analysis.plan import ContentOf, Found, Missing, Unavailable
from mayact.core.limits import MAX_LOOK_BYTES
from mayact.observe.observer import LocalObserver
from mayact.observe.questions import question_line, question_of

SEE = LocalObserver().answer
PATTERNS = json.dumps([["customer", r"\bCUST-[0-9]{8}\b"]])


@pytest.mark.requirement("FLOW-5")
@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"", "clean"),
        (b"hello\n", "clean"),
        (b"x = '" + github().encode() + b"'\n", "found"),
        (f"x = '{github()}'\n".encode("utf-16"), "found"),
        (b"hello".join([b"\0"] * 9), "unscanned"),
        (b"\xff\xfe\x80 latin\n", "clean"),
        (b"for CUST-12345678", "clean customer"),
        (b"x" * MAX_LOOK_BYTES, "clean"),
        (b"x" * (MAX_LOOK_BYTES + 1), "unscanned"),
        (b"x" * MAX_LOOK_BYTES + github().encode(), "unscanned"),
        (github().encode() + b"\n" * MAX_LOOK_BYTES, "found"),
    ],
)
def test_what_is_said_of_a_file(tmp_path: Path, content: bytes, answer: str) -> None:
    (tmp_path / "f").write_bytes(content)
    assert SEE(ContentOf(str(tmp_path / "f"), PATTERNS)) == Found(answer)


@pytest.mark.requirement("CRED-5")
def test_the_answer_has_nothing_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_text(f"{github()} CUST-12345678")
    said = SEE(ContentOf(str(tmp_path / "f"), PATTERNS))
    assert said == Found("found customer")


@pytest.mark.requirement("AUTHZ-6")
def test_what_is_no_plain_file_is_not_looked_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (str(tmp_path), str(tmp_path / "pipe"), "/dev/zero", str(tmp_path / "a\0b")):
        assert isinstance(SEE(ContentOf(path)), Unavailable), path
    assert SEE(ContentOf(str(tmp_path / "gone"))) == Missing()


@pytest.mark.parametrize("patterns", ["{", "{}", "[1]", '[["a"]]', '[["a", 1]]'])
def test_a_question_that_cannot_be_read_is_not_answered(tmp_path: Path, patterns: str) -> None:
    (tmp_path / "f").write_text("x")
    assert isinstance(SEE(ContentOf(str(tmp_path / "f"), patterns)), Unavailable)


def test_the_question_passes_to_a_helper_unchanged() -> None:
    asked = ContentOf("/a b", PATTERNS)
    assert question_of(question_line(asked)) == asked
