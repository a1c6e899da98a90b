"""The small parts of the command line: errors, passphrases, keys, what reaches a terminal."""

import contextlib
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.cli import failure
from mayact.cli.keyring import find_key
from mayact.cli.link import error_of
from mayact.cli.output import emit, safe, safe_block, table
from mayact.cli.passphrase import passphrase
from mayact.config import paths_in
from mayact.core import errors
from mayact.core.errors import InvalidInput, MayactError, NotFound, Unauthenticated
from mayact.identity import keys


def every_error() -> list[type[MayactError]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, MayactError)]


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.code)
def test_every_error_of_the_gate_comes_back_as_itself(kind: type[MayactError]) -> None:
    sent = {"code": kind.code, "message": "m", "hint": "h", "field": "f"}
    found = error_of(sent)
    assert (type(found), found.message, found.hint, found.field) == (kind, "m", "h", "f")
    assert failure.exit_code(found) != 0


@pytest.mark.parametrize("value", [None, "no", [], {}, {"code": 7}, {"code": "some.future.error"}])
def test_an_error_that_nobody_knows_is_still_one(value: object) -> None:
    assert failure.exit_code(error_of(value)) in (failure.REFUSED, failure.UNREACHABLE)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.GateUnreachable, 69),
        (errors.Unauthenticated, 77),
        (errors.Forbidden, 77),
        (errors.ConfigInvalid, 78),
        (errors.InvalidInput, 2),
        (errors.LimitExceeded, 2),
        (errors.RolledBack, 1),
        (errors.NotFound, 1),
    ],
)
def test_exit_codes_are_the_documented_ones(kind: type[MayactError], code: int) -> None:
    assert failure.exit_code(kind("m")) == code
    assert str(code) in (failure.__doc__ or "").split()


@given(message=st.text(max_size=50), hint=st.text(max_size=50))
def test_an_error_is_one_line_and_a_hint_whatever_it_quotes(message: str, hint: str) -> None:
    with contextlib.redirect_stderr(io.StringIO()) as shown:
        failure.tell(message, hint)
    assert shown.getvalue().count("\n") == (2 if hint else 1)
    assert all(ch == "\n" or ch.isprintable() for ch in shown.getvalue())


def test_a_fault_is_one_line_that_names_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError) as raised:
        raise RuntimeError("what\nwas held")
    assert failure.tell_fault(raised.value) == 70
    said = capsys.readouterr().err
    assert said.startswith("mayact: internal fault RuntimeError at test_a_fault_is_one_line_that_names_its_kind:")
    assert said.count("\n") == 2


@given(text=st.text(max_size=80))
def test_foreign_text_never_moves_the_cursor(text: str) -> None:
    assert all(ch.isprintable() for ch in safe(text))
    assert all(ch == "\n" or ch.isprintable() for ch in safe_block(text))
    assert safe_block(text).count("\n") == text.count("\n")


def test_tables_and_json_are_safe_too(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "a\x1b[2J\u202eb\n"
    table(("id", "what"), [("1", hostile)])
    emit({"what": hostile})
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert json.loads(said[said.index("{") :]) == {"what": hostile}


def piped(raw: bytes) -> int:
    reading, writing = os.pipe()
    os.write(writing, raw)
    os.close(writing)
    return reading


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"secret words", "secret words"),
        (b"secret words\n", "secret words"),
        (b"a\r\nb\n", "a"),
        (b"", ""),
        (b"\n", ""),
    ],
)
def test_a_passphrase_is_the_first_line_of_its_descriptor(raw: bytes, said: str) -> None:
    reading = piped(raw)
    assert passphrase("", descriptor=reading, twice=True) == said
    os.close(reading)


def test_a_descriptor_that_is_closed_endless_or_not_text_is_refused() -> None:
    for raw in (b"x" * 9_000, b"\xff\xfe"):
        reading = piped(raw)
        with pytest.raises(InvalidInput):
            passphrase("", descriptor=reading)
        os.close(reading)
    with pytest.raises(InvalidInput, match="cannot be read"):
        passphrase("", descriptor=reading)


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayact.cli.passphrase.at_terminal", lambda: False)
    monkeypatch.setattr("getpass.getpass", lambda *_: "read from standard input")
    with pytest.raises(Unauthenticated):
        passphrase("", descriptor=None)


def test_the_only_key_is_used_and_two_are_not_guessed_between(tmp_path: Path) -> None:
    paths = paths_in(str(tmp_path))
    with pytest.raises(NotFound, match="no approver"):
        find_key(paths, None)
    os.mkdir(paths.keys, 0o700)
    keys.create(f"{paths.keys}/one.key", name="one", passphrase="correct horse battery")
    assert find_key(paths, None).name == "one"
    keys.create(f"{paths.keys}/two.key", name="two", passphrase="correct horse battery")
    with pytest.raises(InvalidInput, match="2 keys"):
        find_key(paths, None)
    assert find_key(paths, f"{paths.keys}/two.key").name == "two"
