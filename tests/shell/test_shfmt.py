"""The parser process: whatever goes wrong is `ShellUnreadable`, and nothing is left behind."""

import os
import stat
from pathlib import Path
from threading import Thread

import pytest
from tests.support.shell import PARSE_SECONDS

from mayact.core.errors import ShellUnreadable
from mayact.core.limits import MAX_COMMAND_CHARS
from mayact.observe.shfmt import ShfmtParser, shfmt_path


def script(directory: Path, body: str) -> Path:
    path = directory / "shfmt"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def children() -> set[str]:
    found = set()
    for task in Path("/proc/self/task").iterdir():
        found.update((task / "children").read_text().split())
    return found


def test_a_text_becomes_a_tree() -> None:
    with ShfmtParser() as parser:
        tree = parser.parse("ls 'é' | wc")
        again = parser.parse("ls 'é' | wc")
    assert tree["Type"] == "File"
    assert tree == again


@pytest.mark.requirement("AUTHZ-6")
def test_a_syntax_error_is_unreadable_and_its_text_escaped() -> None:
    with ShfmtParser() as parser, pytest.raises(ShellUnreadable) as caught:
        parser.parse("if `x")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "body",
    [
        "exit 3",
        "cat >/dev/null; exit 0",
        "cat >/dev/null; echo '{'",
        "cat >/dev/null; echo '[1]'",
        "cat >/dev/null; kill -9 $$",
        "exec 0<&-; exit 1",
    ],
)
@pytest.mark.requirement("AUTHZ-6")
def test_a_parser_that_fails_is_unreadable(tmp_path: Path, body: str) -> None:
    with ShfmtParser(binary=script(tmp_path, body)) as parser, pytest.raises(ShellUnreadable):
        parser.parse("ls")


@pytest.mark.requirement("AUTHZ-6")
def test_a_parser_that_hangs_is_ended(tmp_path: Path) -> None:
    before = children()
    hanging = script(tmp_path, "exec sleep 60")
    with ShfmtParser(binary=hanging, timeout_s=0.2) as parser, pytest.raises(ShellUnreadable, match="timed out"):
        parser.parse("ls")
    assert children() <= before


@pytest.mark.requirement("AUTHZ-6")
def test_a_parser_that_computes_without_end_is_ended_at_once(tmp_path: Path) -> None:
    busy = script(tmp_path, "while :; do :; done")
    with ShfmtParser(binary=busy, timeout_s=0.05) as parser, pytest.raises(ShellUnreadable, match="timed out"):
        parser.parse("ls")


def test_a_parser_that_had_no_turn_is_waited_for(tmp_path: Path) -> None:
    late = script(tmp_path, "cat >/dev/null; sleep 0.5; echo '{}'")
    with ShfmtParser(binary=late, timeout_s=0.4) as parser:
        assert parser.parse("ls") == {}


def test_a_binary_that_does_not_start_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ShellUnreadable):
        ShfmtParser(binary=tmp_path / "missing")


def test_a_spare_that_died_is_replaced(tmp_path: Path) -> None:
    with ShfmtParser(spares=2) as parser:
        for child in list(parser._idle):
            child.kill()
            child.wait()
        assert parser.parse("ls")["Type"] == "File"


def test_no_process_and_no_descriptor_is_left() -> None:
    before, open_before = children(), len(os.listdir("/proc/self/fd"))
    with ShfmtParser(spares=3) as parser:
        parser.parse("ls")
        with pytest.raises(ShellUnreadable):
            parser.parse("if")
    assert children() <= before
    assert len(os.listdir("/proc/self/fd")) <= open_before  # what others left may have been collected meanwhile


def test_a_closed_parser_refuses() -> None:
    parser = ShfmtParser()
    parser.close()
    with pytest.raises(ShellUnreadable, match="closed"):
        parser.parse("ls")


def test_too_long_and_malformed_texts_are_refused() -> None:
    with ShfmtParser() as parser:
        with pytest.raises(ShellUnreadable, match="too long"):
            parser.parse("a" * (MAX_COMMAND_CHARS + 1))
        with pytest.raises(ShellUnreadable, match="well-formed"):
            parser.parse("\ud800")


def test_a_long_text_is_parsed() -> None:
    with ShfmtParser(timeout_s=PARSE_SECONDS) as parser:
        assert parser.parse("ls a;" * 2_000)["Type"] == "File"
        assert parser.parse("cat <<'E'\n" + "x" * (MAX_COMMAND_CHARS - 20) + "\nE\n")["Type"] == "File"


def test_several_threads_share_a_parser() -> None:
    found: list[object] = []
    with ShfmtParser(spares=2) as parser:
        threads = [
            Thread(target=lambda n=n: found.append(parser.parse(f"echo {n}")["Type"]))  # type: ignore[misc]
            for n in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["File"] * 6


def test_the_binary_is_not_taken_from_the_search_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, "echo '{}'")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shfmt_path().parent != tmp_path
