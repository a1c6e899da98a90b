"""`mayact tools` as a process, a client session of the SDK on one side and a gate on the other."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.http_api import until
from tests.support.people import approve_first
from tests.support.server import FakeGate, Running, serving
from tests.support.tools import Tools, Uses, tools, uses

from mayact.core.errors import StoreUnavailable
from mayact.core.wire.tools import TOOLS

pytestmark = pytest.mark.e2e


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate()) as served:
        yield served


@pytest.fixture
def work(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    (made / "there.txt").write_text("one\ntwo\n")
    return made


@pytest.fixture
def server(served: Running, work: Path) -> Uses:
    return uses(work, served.agent)


EVERY = {
    "shell": {"command": "echo {word} >> made.txt"},
    "git": {"arguments": ["init", "{word}"]},
    "read": {"path": "there.txt{word}"},
    "write": {"path": "made.txt", "content": "{word}"},
    "edit": {"path": "there.txt", "old": "one", "new": "{word}"},
    "search": {"pattern": "one", "path": "{word}"},
    "fetch": {"url": "http://127.0.0.1:1/{word}"},
}
every_tool = pytest.mark.parametrize("name", TOOLS)


def arguments(name: str, word: str) -> dict[str, object]:
    def filled(value: object) -> object:
        if isinstance(value, list):
            return [filled(item) for item in value]
        return str(value).replace("{word}", word)

    return {key: filled(value) for key, value in EVERY[name].items()}


def state(work: Path) -> dict[str, str]:
    return {str(path.relative_to(work)): path.read_text() for path in work.rglob("*") if path.is_file()}


@every_tool
@pytest.mark.requirement("AUTHZ-1", "AUTHZ-8", "BOUND-1")
def test_what_is_denied_has_no_effect_and_the_model_reads_why(
    served: Running, server: Uses, work: Path, name: str
) -> None:
    before = state(work)
    said = server.use(name, **arguments(name, "never"))
    assert said.failed
    assert "mayact: denied" in said.text
    assert "[test-rule]" in said.text
    assert "hint: do something else" in said.text
    assert state(work) == before
    assert len(served.gate.calls) == 1
    assert served.gate.redeemed == []


@pytest.mark.requirement("AUTHZ-1", "AUDIT-3", "BOUND-1", "BOUND-3")
def test_what_is_allowed_is_one_call_spent_once_and_closed(served: Running, work: Path) -> None:
    with tools(work, "--socket", served.agent, "--agent", "tester") as server:
        _every_tool_once(served, server, work)


def _every_tool_once(served: Running, server: Tools, work: Path) -> None:
    assert server.use("shell", command="echo out; pwd; exit 3").text == f"out\n{work}\n\nmayact: exit code 3"
    assert not server.use("write", path="new/made.txt", content="alpha\nbeta\n").failed
    assert server.use("read", path="new/made.txt").text == "alpha\nbeta\n"
    assert not server.use("edit", path=str(work / "new" / "made.txt"), old="beta", new="gamma").failed
    assert "new/made.txt:2:gamma\n" in server.use("search", pattern="g.mma").text
    assert server.use("git", arguments=["--version"]).text.startswith("git version")
    calls = [call for _, call in served.gate.redeemed]
    assert [call.tool for call in calls] == ["shell", "file.write", "file.read", "file.edit", "file.read", "exec"]
    assert calls == served.gate.calls
    assert calls[1].arguments == {"path": f"{work}/new/made.txt", "content": "alpha\nbeta\n"}
    assert calls[4].arguments == {"path": str(work), "recursive": True}
    assert calls[5].arguments == {"argv": ("git", "--version")}
    assert {call.chain[1].id for call in calls} == {"tester"}
    assert [outcome.exit_code for outcome in served.gate.outcomes.values()] == [3, 0, 0, 0, 0, 0]


@every_tool
@pytest.mark.requirement("APPR-6")
def test_an_unanswered_call_ends_with_its_handle(served: Running, server: Uses, work: Path, name: str) -> None:
    before = state(work)
    said = server.use(name, **arguments(name, "ask"))
    assert said.failed
    assert "mayact approve req-1" in said.text
    assert state(work) == before
    assert served.gate.redeemed == []


@pytest.mark.requirement("APPR-6", "APPR-1")
def test_a_pending_call_waits_says_so_and_runs_once(served: Running, work: Path) -> None:
    with tools(work, "--socket", served.agent, "--wait", "300") as server:

        def person() -> None:
            until(lambda: bool(server.progress), seconds=100)
            approve_first(served)

        thread = threading.Thread(target=person)
        thread.start()
        said = server.use("shell", command="echo ask >> once.txt")
        thread.join()
    assert not said.failed
    assert (work / "once.txt").read_text() == "ask\n"
    assert [permit for permit, _ in served.gate.redeemed] == [served.gate.requests_["req-1"].permit]
    assert server.progress[0] == "waiting for a person, request req-1"


@pytest.mark.requirement("APPR-6")
def test_a_persons_no_reaches_the_model(served: Running, work: Path) -> None:
    server = uses(work, served.agent, wait_s=300)
    person = threading.Thread(target=lambda: approve_first(served, "deny", "use the staging branch"))
    person.start()
    said = server.use("write", path="made.txt", content="ask")
    person.join()
    assert said.failed
    assert "use the staging branch" in said.text
    assert not (work / "made.txt").exists()


@every_tool
@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("method", ["authorize", "redeem"])
def test_a_gate_that_fails_on_the_way_lets_nothing_happen(
    served: Running, server: Uses, work: Path, name: str, method: str
) -> None:
    def fail(called: str) -> None:
        if called == method:
            raise StoreUnavailable("the disk is full", hint="make room")

    served.gate.fail = fail
    before = state(work)
    said = server.use(name, **arguments(name, ""))
    assert said.failed
    assert "the disk is full" in said.text
    assert state(work) == before


@every_tool
@pytest.mark.requirement("AUTHZ-6")
def test_without_a_gate_nothing_happens(served: Running, server: Uses, work: Path, name: str) -> None:
    served.stop()
    before = state(work)
    said = server.use(name, **arguments(name, ""))
    assert said.failed
    assert "no gate answers" in said.text
    assert state(work) == before


def test_what_was_done_stands_though_its_outcome_is_not_recorded(served: Running, server: Uses, work: Path) -> None:
    def fail(called: str) -> None:
        if called == "outcome":
            raise StoreUnavailable("the disk is full", hint="make room")

    served.gate.fail = fail
    said = server.use("write", path="made.txt", content="x")
    assert "could not be recorded" in said.text
    assert (work / "made.txt").read_text() == "x"


@pytest.mark.requirement("CRED-1")
def test_no_command_sees_what_the_client_has_in_its_environment(server: Uses) -> None:
    assert "hush" not in server.use("shell", command="env; cat /proc/self/environ /proc/$PPID/environ").text


@pytest.mark.parametrize(
    ("command", "told"),
    [("sleep 60", "it took too long"), ("trap '' TERM; sleep 60", "it took too long"), ("sleep 60 & echo x", "x\n")],
)
def test_a_command_has_its_time_and_no_more(server: Uses, command: str, told: str) -> None:
    assert told in server.use("shell", command=command, timeout_seconds=1 if "it" in told else 50).text


def test_output_is_bounded_and_marked_where_it_is_cut(server: Uses) -> None:
    said = server.use("shell", command="echo first; head -c 3000000 /dev/zero | tr '\\0' x; echo; echo last")
    assert len(said.text) < 70_000
    assert said.text.startswith("first\nxxx")
    assert "bytes left out" in said.text
    assert "last\n\nmayact: cut, " in said.text


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("nothing", {}, "there is no tool `nothing`"),
        ("shell", {"comand": "x"}, "unknown field `comand`"),
        ("shell", {"command": "x", "also": "y"}, "unknown field `also`"),
        ("shell", {"command": ["x"]}, "Expected `str`"),
        ("shell", {"command": "x", "directory": "no/such"}, "is no directory"),
        ("read", {"path": "a\0b"}, "holds a NUL"),
        ("read", {"path": "/proc/self/environ"}, "is the kernel's"),
        ("read", {"path": "~/x"}, "`~` is not expanded"),
        ("write", {"path": "x", "content": "\ud800"}, "not utf-8"),
        ("search", {"pattern": "("}, "the pattern is none of RE2's"),
        ("fetch", {"url": "file:///etc/passwd"}, "is not of http or https"),
        ("fetch", {"url": "http://user:word@host/"}, "a user or a password"),
        ("fetch", {"url": "http://good.test\\@evil.test/"}, "is not plainly a URL"),
    ],
)
def test_what_is_not_understood_is_not_even_asked(
    served: Running, server: Uses, name: str, given: dict[str, object], told: str
) -> None:
    said = server.use(name, **given)
    assert said.failed
    assert told in said.text
    assert served.gate.calls == []


@pytest.mark.requirement("AUTHZ-1")
def test_links_are_resolved_before_the_gate_is_asked(served: Running, server: Uses, work: Path) -> None:
    (work / "link").symlink_to(work / "there.txt")
    assert server.use("read", path="link").text == "one\ntwo\n"
    assert not server.use("write", path="link", content="new").failed
    assert {call.arguments["path"] for call in served.gate.calls} == {str(work / "there.txt")}
    assert (work / "link").is_symlink()
    assert (work / "there.txt").read_text() == "new"


@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize("name", ["read", "write", "edit", "search"])
@pytest.mark.parametrize("swapped", ["file", "directory"])
@pytest.mark.parametrize("moment", ["authorize", "redeem"])
def test_a_link_put_there_after_the_question_is_not_followed(
    served: Running, server: Uses, work: Path, tmp_path: Path, name: str, swapped: str, moment: str
) -> None:
    below, secret = work / "below", tmp_path / "secret"
    below.mkdir()
    secret.mkdir()
    (below / "f.txt").write_text("plain\n")
    (secret / "f.txt").write_text("secret plain\n")

    def swap(called: str) -> None:
        if called == moment and not (work / "old").exists():
            there, other = (below, secret) if swapped == "directory" else (below / "f.txt", secret / "f.txt")
            there.rename(work / "old")
            there.symlink_to(other)

    served.gate.fail = swap
    given = {
        "read": {},
        "write": {"content": "x"},
        "edit": {"old": "plain", "new": "x"},
        "search": {"pattern": "plain"},
    }
    said = server.use(name, path="below/f.txt", **given[name])
    assert said.failed
    assert "secret" not in said.text
    assert (secret / "f.txt").read_text() == "secret plain\n"
    assert os.listdir(secret) == ["f.txt"]


@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize("moment", ["authorize", "redeem"])
def test_what_changed_between_question_and_edit_is_left_alone(
    served: Running, server: Uses, work: Path, moment: str
) -> None:
    def change(called: str) -> None:
        if called == moment:
            (work / "there.txt").write_text("one\nsomebody else's\n")

    served.gate.fail = change
    said = server.use("edit", path="there.txt", old="one", new="three")
    assert said.failed
    assert "changed" in said.text
    assert state(work) == {"there.txt": "one\nsomebody else's\n"}
    assert len(served.gate.redeemed) == (1 if moment == "redeem" else 0)


@pytest.mark.parametrize(("old", "told"), [("three", "is not in the file"), ("\n", "more than once")])
def test_an_edit_that_does_not_fit_spends_no_permit(
    served: Running, server: Uses, work: Path, old: str, told: str
) -> None:
    said = server.use("edit", path="there.txt", old=old, new="x")
    assert told in said.text
    assert state(work) == {"there.txt": "one\ntwo\n"}
    assert served.gate.redeemed == []


@pytest.mark.requirement("AUTHZ-1")
def test_who_may_not_edit_a_file_does_not_learn_what_is_in_it(server: Uses) -> None:
    texts = {server.use("edit", path="there.txt", old=old, new="never").text for old in ("one", "1234")}
    assert {text.replace("one", "1234") for text in texts} == {text.replace("1234", "one") for text in texts} or all(
        "mayact: denied" in text for text in texts
    )


def test_a_replaced_file_keeps_its_permissions_and_no_other_name_changes(server: Uses, work: Path) -> None:
    script, other = work / "run.sh", work / "other"
    script.write_text("old")
    script.chmod(0o750)
    os.link(script, other)
    assert not server.use("write", path="run.sh", content="new").failed
    assert script.stat().st_mode & 0o7777 == 0o750
    assert other.read_text() == "old"
    assert sorted(os.listdir(work)) == ["other", "run.sh", "there.txt"]


def test_reading_is_bounded_and_says_what_is_left(server: Uses, work: Path) -> None:
    (work / "long.txt").write_text("".join(f"line {number}\n" for number in range(1, 5001)))
    (work / "binary").write_bytes(b"\0\1\2")
    (work / "empty").write_text("")
    said = server.use("read", path="long.txt", first_line=4999, lines=10).text
    assert said == "line 4999\nline 5000\n\nmayact: lines 4999 to 5000 of 5000 are shown"
    assert "is binary, 3 bytes" in server.use("read", path="binary").text
    assert server.use("read", path="empty").text == "mayact: the file is empty"
    assert server.use("read", path=".").text == "binary\nempty\nlong.txt\nthere.txt\n"


@pytest.mark.requirement("CRED-5")
def test_a_search_opens_no_secret_and_follows_no_link(server: Uses, work: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("needle outside\n")
    (work / "link").symlink_to(tmp_path / "outside.txt")
    (work / ".env").write_text("needle=secret\n")
    (work / "below").mkdir()
    (work / "below" / "a.py").write_text("x\nthe NEEDLE\n")
    said = server.use("search", pattern="needle", ignore_case=True).text
    assert "below/a.py:2:the NEEDLE" in said
    assert "secret\n" not in said
    assert "outside" not in said
    assert "1 not opened, secrets by their name: .env" in said
    assert "0 lines" in server.use("search", pattern="needle", ignore_case=True, names="*.txt").text


def test_a_pattern_that_would_take_for_ever_elsewhere_does_not(server: Uses, work: Path) -> None:
    (work / "a.txt").write_text("a" * 100_000 + "\n")
    assert "0 lines" in server.use("search", pattern="(a+)+$b").text
