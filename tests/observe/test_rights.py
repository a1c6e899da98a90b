"""Observation is made with the rights of whoever asks, never with the gate's.

As root the gate's helper becomes the account `nobody`. Where the tests do not run as root, the gate cannot become
anybody, and what is asked of it then is tested instead; the third rule is tested in both cases.
"""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.analysis.plan import (
    Answer,
    FileDigest,
    Found,
    HeadBranch,
    Missing,
    ProgramPath,
    PushDefault,
    PushUrls,
    Question,
    RealPath,
    RefId,
    RepoRoot,
    Unavailable,
)
from mayact.core.canonical import digest_bytes
from mayact.observe import rights, separate
from mayact.observe.helper import become
from mayact.observe.observer import LocalObserver
from mayact.observe.public import PublicObserver
from mayact.observe.questions import answer_line, answer_of, question_line, question_of
from mayact.observe.rights import NothingTold, RightfulObserver
from mayact.observe.separate import Helpers, Identity, SeparateObserver
from mayact.ports import Observer

OURSELVES = pwd.getpwuid(os.geteuid()).pw_name
NOBODY = pwd.getpwnam("nobody")
IS_ROOT = os.geteuid() == 0
OID = "1" * 40
TOKEN = "ghp_0123456789abcdefghij0123456789abcdef"

only_root = pytest.mark.skipif(not IS_ROOT, reason="only root can become another user; the third rule is tested")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A helper that only waits for its turn on a busy machine is not one that hangs."""
    monkeypatch.setattr(separate, "QUESTION_S", 60.0)
    monkeypatch.setattr(separate, "_START_S", 60.0)
    monkeypatch.setattr(separate, "_END_S", 60.0)


@pytest.fixture
def rightful() -> Iterator[RightfulObserver]:
    found = RightfulObserver()
    yield found
    found.close()


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    """A directory that everyone can reach."""
    for at in (tmp_path, *tmp_path.parents):
        if at.owner() == OURSELVES and at.stat().st_mode & 0o111 != 0o111:
            at.chmod(at.stat().st_mode | 0o111)
    return tmp_path


def repository(at: Path) -> Path:
    git = at / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "refs" / "heads" / "main").write_text(OID + "\n")
    (git / "config").write_text(f'[remote "origin"]\n\turl = https://me:{TOKEN}@example.org/a.git\n')
    (at / "script.sh").write_text("echo hello\n")
    (at / "script.sh").chmod(0o755)
    return at


def questions(at: Path) -> list[Question]:
    repo, home = str(at), str(at / "home")
    return [
        FileDigest(f"{repo}/script.sh"),
        ProgramPath("script.sh", repo, "/"),
        PushUrls(repo, "origin", home),
        PushDefault(repo, "", home),
        HeadBranch(repo),
        RefId(repo, "HEAD"),
    ]


def told(observer: Observer, at: Path) -> list[Answer]:
    return [observer.answer(question) for question in questions(at)]


def give(at: Path, uid: int, gid: int) -> None:
    for found in (at, *at.rglob("*")):
        os.chown(found, uid, gid)


# ── the gate's own user ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-5")
def test_for_its_own_user_the_gate_looks_itself(rightful: RightfulObserver, ground: Path) -> None:
    repo = repository(ground / "repo")
    repo.chmod(0o700)
    answers = told(rightful.for_user(OURSELVES), repo)
    assert answers == told(LocalObserver(), repo)
    assert all(isinstance(answer, Found) for answer in answers[:3])


def test_whoever_has_no_account_is_told_nothing(rightful: RightfulObserver, ground: Path) -> None:
    repo = repository(ground / "repo")
    for observer in (rightful.for_user("no-such-account"), rightful.for_user("a\0b"), rightful):
        assert all(isinstance(answer, Unavailable) for answer in told(observer, repo))
    assert isinstance(rightful.for_user(""), NothingTold)


# ── as root, for another user ────────────────────────────────────────────────────────────────────────────


@only_root
@pytest.mark.requirement("AUTHZ-5", "AUTHZ-10")
def test_another_user_is_not_told_what_root_can_read(rightful: RightfulObserver, ground: Path) -> None:
    observer = rightful.for_user("nobody")
    hidden = repository(ground / "hidden")
    hidden.chmod(0o700)
    assert not any(isinstance(answer, Found) for answer in told(observer, hidden))
    assert observer.answer(RepoRoot(str(hidden / "src"))) != Found(str(hidden))
    link = ground / "link"
    link.symlink_to(hidden / "script.sh")
    assert not isinstance(observer.answer(FileDigest(str(link))), Found)


@only_root
@pytest.mark.requirement("AUTHZ-5", "CRED-5")
def test_another_user_is_not_told_what_a_closed_file_holds(rightful: RightfulObserver, ground: Path) -> None:
    observer = rightful.for_user("nobody")
    repo = repository(ground / "repo")
    (repo / "script.sh").chmod(0o600)
    (repo / ".git" / "config").chmod(0o600)
    digest, program, urls, default, branch, oid = told(observer, repo)
    assert not any(isinstance(answer, Found) for answer in (digest, program, urls, default))
    assert not any(TOKEN in repr(answer) for answer in (urls, default))
    assert (branch, oid) == (Found("main"), Found(OID))  # these files anybody can read


@only_root
@pytest.mark.requirement("AUTHZ-5")
def test_another_user_is_told_of_what_is_theirs(rightful: RightfulObserver, ground: Path) -> None:
    repo = repository(ground / "theirs")
    give(repo, NOBODY.pw_uid, NOBODY.pw_gid)
    repo.chmod(0o700)
    (repo / "script.sh").chmod(0o700)
    observer = rightful.for_user("nobody")
    assert told(observer, repo) == told(LocalObserver(), repo)
    assert observer.answer(FileDigest(str(repo / "script.sh"))) == Found(digest_bytes(b"echo hello\n"))
    assert observer.answer(RealPath(str(repo / "x"))) == Found(str(repo / "x"))
    assert observer.answer(RepoRoot(str(repo))) == Found(str(repo))
    assert observer.answer(RepoRoot("/")) == Missing()


@pytest.fixture
def helpers() -> Iterator[Helpers]:
    found = Helpers(limit=2)
    yield found
    found.close()


WHO = Identity(NOBODY.pw_uid, NOBODY.pw_gid, (NOBODY.pw_gid,))
ROOT_DIRECTORY = RealPath("/")


def pid_of(helpers: Helpers, who: Identity = WHO) -> int:
    helper = helpers.of(who)
    assert helper is not None
    assert helper.pid is not None
    return helper.pid


@only_root
@pytest.mark.requirement("AUTHZ-10")
def test_the_helper_has_nothing_left_of_root_and_cannot_be_traced(helpers: Helpers) -> None:
    assert helpers.answer(WHO, ROOT_DIRECTORY) == Found("/")
    status = Path(f"/proc/{pid_of(helpers)}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["Uid"].split() == [str(NOBODY.pw_uid)] * 4
    assert fields["Gid"].split() == [str(NOBODY.pw_gid)] * 4
    assert fields["Groups"].split() == [str(NOBODY.pw_gid)]
    assert int(fields["CapEff"], 16) == int(fields["CapPrm"], 16) == 0
    # What is not dumpable belongs to root in /proc, and no process of `nobody` may open its memory or trace it.
    assert os.stat(f"/proc/{pid_of(helpers)}/mem").st_uid == 0
    assert Path(f"/proc/{pid_of(helpers)}/environ").read_bytes() == b""
    assert set(os.listdir(f"/proc/{pid_of(helpers)}/fd")) == {"0", "1", "2"}


@only_root
def test_a_dead_helper_is_replaced(helpers: Helpers) -> None:
    assert helpers.answer(WHO, ROOT_DIRECTORY) == Found("/")
    first = pid_of(helpers)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert helpers.answer(WHO, ROOT_DIRECTORY) == Found("/")
    assert pid_of(helpers) != first


@only_root
@pytest.mark.requirement("AUTHZ-6")
def test_a_helper_that_does_not_answer_is_ended(helpers: Helpers, monkeypatch: pytest.MonkeyPatch) -> None:
    assert helpers.answer(WHO, ROOT_DIRECTORY) == Found("/")
    first = pid_of(helpers)
    os.kill(first, signal.SIGSTOP)
    observer = SeparateObserver(helpers, WHO)
    with monkeypatch.context() as impatient:
        impatient.setattr(separate, "QUESTION_S", 0.05)
        assert isinstance(observer.answer(ROOT_DIRECTORY), Unavailable)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    # One call waits once: what else it asks is unavailable, and the next call sees again.
    assert isinstance(observer.answer(ROOT_DIRECTORY), Unavailable)
    assert SeparateObserver(helpers, WHO).answer(ROOT_DIRECTORY) == Found("/")


@only_root
def test_helpers_are_few_and_end_with_the_gate(helpers: Helpers) -> None:
    others = [Identity(NOBODY.pw_uid - number, NOBODY.pw_gid, (NOBODY.pw_gid,)) for number in range(3)]
    pids = []
    for who in others:
        assert helpers.answer(who, ROOT_DIRECTORY) == Found("/")
        pids.append(pid_of(helpers, who))
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
    helpers.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert helpers.answer(WHO, ROOT_DIRECTORY) is None


def test_a_question_too_long_for_the_pipe_has_no_answer(helpers: Helpers) -> None:
    assert isinstance(helpers.answer(WHO, RealPath("/" + "a" * 70_000)), Unavailable)


@pytest.mark.requirement("AUTHZ-10")
def test_a_helper_that_cannot_become_the_user_says_nothing() -> None:
    # Root needs no helper; nobody else can become another user.
    uid = 0 if IS_ROOT else NOBODY.pw_uid
    done = subprocess.run(
        [sys.executable, "-I", "-m", "mayact.observe.helper", str(uid), "0", "0"],
        input=question_line(RealPath("/")),
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stdout == b""
    with pytest.raises(PermissionError):
        become(uid, NOBODY.pw_gid, [NOBODY.pw_gid])


# ── neither root nor that user ───────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-5", "AUTHZ-10")
def test_a_gate_that_cannot_become_the_user_tells_no_content(
    monkeypatch: pytest.MonkeyPatch, rightful: RightfulObserver, ground: Path
) -> None:
    if IS_ROOT:
        monkeypatch.setattr(os, "geteuid", lambda: 12_345)
        monkeypatch.setattr(rights, "held", lambda: False)
    observer = rightful.for_user("nobody")
    assert isinstance(observer, PublicObserver)
    repo = repository(ground / "repo")
    answers = told(observer, repo)
    assert all(isinstance(answer, Unavailable) for answer in [answers[0], *answers[2:]])


@pytest.mark.requirement("AUTHZ-5")
def test_names_are_told_only_where_everyone_may_search(ground: Path) -> None:
    see = PublicObserver().answer
    repo = repository(ground / "repo")
    (ground / "link").symlink_to("repo/../repo/script.sh")
    (ground / "out").symlink_to(ground / "repo" / "new")
    (ground / "round").symlink_to("round")
    assert see(RealPath(f"{ground}/link")) == Found(f"{repo}/script.sh")
    assert see(RealPath(f"{ground}/out/x")) == Found(f"{repo}/new/x")
    assert see(RealPath(f"{repo}/script.sh/x")) == Found(f"{repo}/script.sh/x")
    assert see(RepoRoot(f"{repo}/src")) == Found(str(repo))
    assert see(ProgramPath("script.sh", f"/nonexistent:{repo}", "/")) == Found(f"{repo}/script.sh")
    assert see(ProgramPath("./script.sh", "", str(repo))) == Found(f"{repo}/script.sh")
    assert see(ProgramPath("no-such-program", str(repo), "/")) == Missing()
    assert isinstance(see(RealPath(f"{ground}/round")), Unavailable)
    assert isinstance(see(RealPath("/a\0b")), Unavailable)
    assert isinstance(see(RealPath("relative")), Unavailable)
    repo.chmod(0o700)
    for question in (RealPath(f"{ground}/link"), RealPath(f"{repo}/new"), RepoRoot(str(repo)), *questions(repo)):
        assert isinstance(see(question), Unavailable)


@pytest.mark.requirement("AUTHZ-5")
def test_the_gate_itself_is_not_shown() -> None:
    see = PublicObserver().answer
    for path in (
        "/proc/self/cwd",
        "/proc/self/exe",
        "/proc/self/fd/0",
        "/dev/fd/0",
        "/dev/stdin",
        "/etc/../proc/1/cwd",
    ):
        assert isinstance(see(RealPath(path)), Unavailable)


def test_a_program_that_not_everyone_may_run_is_not_told(ground: Path) -> None:
    repo = repository(ground / "repo")
    (repo / "script.sh").chmod(0o700)
    assert isinstance(PublicObserver().answer(ProgramPath("script.sh", str(repo), "/")), Unavailable)


# ── the lines between the two ────────────────────────────────────────────────────────────────────────────

_TEXT = st.text(st.characters(codec=None, categories=None), max_size=20)


@given(st.sampled_from([Found, Unavailable]), _TEXT)
def test_an_answer_is_read_as_it_was_written(kind: type[Found] | type[Unavailable], text: str) -> None:
    line = answer_line(kind(text))
    assert line.count(b"\n") == 1
    assert answer_of(line) == kind(text)
    assert answer_of(answer_line(Missing())) == Missing()


@given(_TEXT, _TEXT, _TEXT)
def test_a_question_is_read_as_it_was_written(one: str, two: str, three: str) -> None:
    for question in (FileDigest(one), RefId(one, two), ProgramPath(one, two, three), PushUrls(one, two, three)):
        line = question_line(question)
        assert line.count(b"\n") == 1
        assert question_of(line) == question


@pytest.mark.parametrize(
    "line",
    [b"", b"[]", b"{}", b'"x"', b"[1]", b'["found"]', b'["missing", "x"]', b'["other"]', b"[" * 100_000, b"\xff"],
)
def test_what_is_no_answer_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        answer_of(line)
    with pytest.raises(ValueError):
        question_of(line)
