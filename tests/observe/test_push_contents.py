"""What a push would add, read from real repositories and compared with what git itself says of them."""

import hashlib
import json
import os
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.tokens import github

from mayact.core.analysis.plan import Answer, Found, Missing, PushContents, Unavailable
from mayact.core.limits import MAX_PUSHED_FILES
from mayact.observe import git_objects
from mayact.observe.observer import LocalObserver
from mayact.observe.questions import answer_line, answer_of, question_line, question_of

SEE = LocalObserver().answer
TOKEN = github()


class Repo:
    """A clone whose remote has what was there at the start."""

    def __init__(self, root: Path) -> None:
        self.root, self.path = root, root / "clone"
        self._clock = 1_700_000_000
        self.git("init", "-q", "--bare", "-b", "main", str(root / "remote"), cwd=root)
        self.git("init", "-q", "-b", "main", str(self.path), cwd=root)
        self.git("remote", "add", "origin", str(root / "remote"))
        self.commit({"src/a.py": "one\ntwo\n", "README": "hello\n"})
        self.git("push", "-q", "origin", "main")
        self.git("checkout", "-q", "-b", "topic")

    def git(self, *words: str, cwd: Path | None = None, stdin: bytes | None = None) -> str:
        self._clock += 1
        env = {
            "PATH": "/usr/bin:/bin", "HOME": str(self.root), "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org",
            "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.org",
            "GIT_AUTHOR_DATE": f"@{self._clock} +0000", "GIT_COMMITTER_DATE": f"@{self._clock} +0000",
        }  # fmt: skip
        done = subprocess.run(
            ["git", "-c", "gc.auto=0", "-c", "protocol.file.allow=always", *words],
            cwd=cwd or self.path, env=env, check=True, capture_output=True, input=stdin,
        )  # fmt: skip
        return done.stdout.decode("utf-8", "replace").strip()

    def commit(self, files: dict[str, str | bytes | None], message: str = "a change") -> str:
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "--no-verify", "-m", message)
        return self.git("rev-parse", "HEAD")

    def object(self, name: str) -> Path:
        return self.path / ".git/objects" / name[:2] / name[2:]

    def asked(self, remote: str = "origin", source: str = "topic", patterns: str = "") -> Answer:
        return SEE(PushContents(str(self.path), remote, source, str(self.root), patterns))

    def told(self, remote: str = "origin", source: str = "topic", patterns: str = "") -> dict[str, Any]:
        answer = self.asked(remote, source, patterns)
        assert isinstance(answer, Found), answer
        told: dict[str, Any] = json.loads(answer.value)
        return told

    def files(self, remote: str = "origin", source: str = "topic") -> dict[str, tuple[int, int, str, str]]:
        return {row[0]: tuple(row[1:]) for row in self.told(remote, source)["files"]}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path)


def _packed(repo: Repo) -> None:
    repo.git("gc", "-q")
    repo.git("pack-refs", "--all")


def _deltas_by_name(repo: Repo) -> None:
    repo.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-a", "-d", "-f", "--depth=50")


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize("stored", [lambda repo: None, _packed, _deltas_by_name], ids=["loose", "packed", "by name"])
def test_commits_files_and_lines_are_those_of_git(repo: Repo, stored: Callable[[Repo], None]) -> None:
    lines = [f"line {number} of a file that is large enough for a delta\n" for number in range(400)]
    repo.commit({"src/big.py": "".join(lines)})
    for number in range(12):
        lines[number * 7] = f"changed {number}\n"
        repo.commit({"src/big.py": "".join(lines), "src/a.py": f"one\ntwo\n{number}\n"})
    repo.commit({"README": None, ".github/workflows/ci.yml": "on: push\n"})
    stored(repo)
    told, files = repo.told(), repo.files()
    assert told["commits"] == int(repo.git("rev-list", "--count", "topic", "--not", "--remotes=origin"))
    assert told["id"] == repo.git("rev-parse", "topic")
    assert (told["complete"], told["tracked"], told["texts"]) == (True, True, "clean")
    expected: dict[str, list[int]] = {}
    for row in repo.git("log", "--numstat", "--format=", "--no-renames", "origin/main..topic").splitlines():
        added, removed, name = row.split("\t")
        sums = expected.setdefault(name, [0, 0])
        expected[name] = [sums[0] + int(added), sums[1] + int(removed)]
    assert {name: list(row[:2]) for name, row in files.items()} == expected
    assert {row[2:] for row in files.values()} == {("file", "clean")}


@pytest.mark.requirement("FLOW-5")
def test_a_secret_is_found_also_when_a_later_commit_takes_it_out(repo: Repo) -> None:
    repo.commit({"src/settings.py": f'KEY = "{TOKEN}"\n'})
    repo.commit({"src/settings.py": 'KEY = ""\n'})
    repo.commit({"src/b.py": "pass\n"})
    assert repo.files()["src/settings.py"][3] == "found"
    repo.git("rm", "-q", "-r", "--cached", "src/settings.py")
    repo.git("commit", "-q", "-m", "gone")
    assert repo.files()["src/settings.py"][3] == "found"


@pytest.mark.requirement("FLOW-5")
def test_a_secret_in_a_message_or_a_tag_is_found(repo: Repo) -> None:
    repo.commit({"src/b.py": "pass\n"}, message=f"use {TOKEN}")
    assert repo.told()["texts"] == "found"
    repo.git("checkout", "-q", "main")
    repo.git("tag", "-a", "v1", "-m", f"use {TOKEN}")
    told = repo.told(source="v1")
    assert (told["texts"], told["commits"]) == ("found", 0)
    assert told["id"] == repo.git("rev-parse", "v1") != repo.git("rev-parse", "main")


def test_the_owners_patterns_are_looked_for(repo: Repo) -> None:
    repo.commit({"notes.txt": "CUST-12345678\n"})
    assert repo.told(patterns='[["customer","CUST-[0-9]{8}"]]')["classes"] == ["customer"]
    assert isinstance(repo.asked(patterns="{"), Unavailable)


def test_without_refs_of_the_remote_everything_is_new(repo: Repo) -> None:
    repo.commit({"src/b.py": "pass\n"})
    for remote in ("upstream", "https://example.org/x.git", "../other", "", "origin/.."):
        told = repo.told(remote)
        assert (told["tracked"], told["commits"]) == (False, 2), remote
        assert {row[0] for row in told["files"]} == {"README", "src/a.py", "src/b.py"}


def test_a_merge_adds_what_is_as_in_none_of_its_parents(repo: Repo) -> None:
    repo.commit({"src/b.py": "mine\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"src/theirs.py": "theirs\n", "src/a.py": "one\ntwo\nthree\n"})
    repo.git("push", "-q", "origin", "main")
    repo.git("checkout", "-q", "topic")
    repo.git("merge", "-q", "--no-commit", "main")
    (repo.path / "src/evil.py").write_text(TOKEN)
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "merged")
    assert repo.told()["commits"] == 2
    assert {name: row[3] for name, row in repo.files().items()} == {"src/b.py": "clean", "src/evil.py": "found"}


def test_a_branch_without_common_history_is_all_new(repo: Repo) -> None:
    repo.git("checkout", "-q", "--orphan", "alone")
    repo.commit({"src/new.py": "1\n"})
    assert repo.told(source="alone")["commits"] == 1
    assert set(repo.files(source="alone")) == {"README", "src/a.py", "src/new.py"}


def test_times_that_lie_make_it_more_never_less(repo: Repo) -> None:
    repo._clock = 100  # every later commit seems to be older than what the remote has
    for number in range(5):
        repo.commit({f"src/{number}.py": "1\n"})
    told = repo.told()
    assert told["commits"] >= 5
    assert {f"src/{number}.py" for number in range(5)} <= {row[0] for row in told["files"]}


def test_names_of_files_come_as_plain_text(repo: Repo) -> None:
    raw = os.fsencode(repo.path) + b"/caf\xe9\n\x1b[31m"
    Path(os.fsdecode(raw)).write_text("x\n")
    repo.commit({"src/`id`;$(x).py": "1\n", "\u202etxt.exe": "1\n"})
    assert set(repo.files()) == {"caf\\xe9\n\x1b[31m", "src/`id`;$(x).py", "\u202etxt.exe"}


def test_links_and_submodules_are_told_apart(repo: Repo) -> None:
    (repo.path / "link").symlink_to("/etc/passwd")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},vendor/sub")
    repo.git("add", "link")
    repo.git("commit", "-q", "-m", "both")
    assert {name: row[2] for name, row in repo.files().items()} == {"link": "link", "vendor/sub": "submodule"}


def test_a_directory_that_becomes_a_file_and_back(repo: Repo) -> None:
    repo.git("rm", "-q", "-r", "src")
    repo.commit({"src": "a file now\n"})
    assert set(repo.files()) == {"src", "src/a.py"}
    repo.git("rm", "-q", "src")
    repo.commit({"src/z.py": "1\n"})
    assert set(repo.files()) == {"src", "src/a.py", "src/z.py"}


def test_binary_and_huge_files_are_not_clean(repo: Repo) -> None:
    repo.commit({"a.bin": b"\0\1\2" * 100, "huge.txt": "x\n" * (git_objects.MAX_OBJECT_BYTES // 2 + 10)})
    files = repo.files()
    assert files["a.bin"] == (0, 0, "file", "unscanned")
    assert files["huge.txt"] == (-1, -1, "file", "unscanned")
    repo.git("gc", "-q")
    assert repo.files() == files


@pytest.mark.requirement("AUTHZ-6")
def test_too_many_files_or_commits_leave_it_incomplete(repo: Repo) -> None:
    repo.commit({"0_first.py": f'KEY = "{TOKEN}"\n', **{f"src/f{number}.py": f"{number}\n" for number in range(1100)}})
    told = repo.told()
    assert told["complete"] is False
    assert len(told["files"]) == MAX_PUSHED_FILES
    assert ["0_first.py", 1, 0, "file", "found"] in told["files"]


def test_a_shallow_clone_counts_the_whole_tree_at_its_edge(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"src/b.py": "1\n"})
    repo.commit({"src/c.py": "1\n"})
    repo.git("clone", "-q", "--depth=1", "-b", "topic", repo.path.as_uri(), str(tmp_path / "shallow"), cwd=tmp_path)
    repo.path = tmp_path / "shallow"
    repo.git("remote", "remove", "origin")
    told = repo.told()
    assert told["commits"] == 1
    assert {row[0] for row in told["files"]} == {"README", "src/a.py", "src/b.py", "src/c.py"}


def test_a_second_work_tree_has_the_same_objects(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"src/b.py": "1\n"})
    said = repo.asked()
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "second"), "main")
    repo.path = tmp_path / "second"
    assert repo.asked() == said


def test_question_and_answer_pass_between_processes(repo: Repo) -> None:
    repo.commit({"caf\u00e9 \u202e.txt": "1\n"})
    question, answer = PushContents(str(repo.path), "origin", "topic", str(repo.root)), repo.asked()
    assert question_of(question_line(question)) == question
    assert answer_of(answer_line(answer)) == answer


def test_tags_that_go_along_by_a_setting_are_not_looked_at(repo: Repo) -> None:
    repo.git("config", "push.followTags", "false")
    assert repo.told()["complete"] is True
    repo.git("config", "push.followTags", "true")
    assert isinstance(repo.asked(), Unavailable)


@pytest.mark.parametrize("file", ["objects/info/alternates", "info/grafts"])
def test_objects_from_elsewhere_are_not_followed(repo: Repo, file: str) -> None:
    (repo.path / ".git" / file).parent.mkdir(exist_ok=True)
    (repo.path / ".git" / file).write_text("/elsewhere\n")
    assert isinstance(repo.asked(), Unavailable)


def test_replaced_objects_are_not_what_is_sent(repo: Repo) -> None:
    bad = repo.commit({"src/b.py": f'KEY = "{TOKEN}"\n'})
    repo.git("checkout", "-q", "-b", "other", "main")
    good = repo.commit({"src/b.py": "pass\n"})
    repo.git("replace", bad, good)
    assert repo.files()["src/b.py"][3] == "found"


@pytest.mark.requirement("AUTHZ-6")
def test_an_object_that_is_not_what_its_name_says_tells_nothing(repo: Repo) -> None:
    repo.commit({"src/b.py": f'KEY = "{TOKEN}"\n'})
    blob = repo.git("rev-parse", "topic:src/b.py")
    assert repo.files()["src/b.py"][3] == "found"
    repo.object(blob).chmod(0o644)
    for raw in (zlib.compress(b"blob 5\0pass\n"), b"garbage", b"", zlib.compress(b"blob 999999999999\0x"),
                zlib.compress(b"tree 0\0"), zlib.compress(b"blob -1\0x")):  # fmt: skip
        repo.object(blob).write_bytes(raw)
        answer = repo.asked()
        assert isinstance(answer, Unavailable) or "unscanned" in str(answer), raw
        assert "clean" not in str(answer).split("src/b.py")[-1]
    repo.object(blob).unlink()
    assert isinstance(repo.asked(), Unavailable)
    os.mkfifo(repo.object(blob))
    assert isinstance(repo.asked(), Unavailable)


@pytest.mark.parametrize("name", [b"..", b".git", b".GIT", b".", b"a/b", b""])
def test_a_tree_that_names_what_git_refuses_tells_nothing(repo: Repo, name: bytes) -> None:
    blob = repo.git("rev-parse", "main:README")
    raw = b"100644 " + name + b"\0" + bytes.fromhex(blob)
    tree = _written(repo, b"tree", raw)
    head = repo.git("rev-parse", "main")
    commit = b"tree %s\nparent %s\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n" % (tree, head.encode())
    repo.git("update-ref", "refs/heads/topic", _written(repo, b"commit", commit).decode())
    assert isinstance(repo.asked(), Unavailable)


def _written(repo: Repo, kind: bytes, body: bytes) -> bytes:
    raw = kind + b" %d\0" % len(body) + body
    name = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
    repo.object(name).parent.mkdir(exist_ok=True)
    repo.object(name).write_bytes(zlib.compress(raw))
    return name.encode()


def test_a_tree_in_a_tree_without_end_is_given_up(repo: Repo) -> None:
    blob = repo.git("rev-parse", "main:README")
    tree = _written(repo, b"tree", b"100644 f\0" + bytes.fromhex(blob))
    for _ in range(100):
        tree = _written(repo, b"tree", b"40000 d\0" + bytes.fromhex(tree.decode()))
    commit = b"tree %s\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n" % tree
    repo.git("update-ref", "refs/heads/topic", _written(repo, b"commit", commit).decode())
    assert isinstance(repo.asked(), Unavailable)


def test_a_packed_bomb_is_bounded(repo: Repo) -> None:
    repo.commit({"bomb.txt": b"\n" * 40_000_000})
    repo.git("gc", "-q")
    assert repo.files()["bomb.txt"] == (-1, -1, "file", "unscanned")


def test_what_is_not_a_commit_or_not_there(repo: Repo) -> None:
    assert isinstance(repo.asked(source="nothing"), Missing)
    assert isinstance(repo.asked(source="topic~1"), Unavailable)
    assert isinstance(repo.asked(source=repo.git("rev-parse", "main:README")), Unavailable)
    assert isinstance(SEE(PushContents(str(repo.root / "no"), "origin", "topic", str(repo.root))), Missing)


def test_objects_with_longer_names_are_not_read(tmp_path: Path) -> None:
    subprocess.run(
        ["git", "init", "-q", "--object-format=sha256", str(tmp_path)], check=True, env={"PATH": "/usr/bin:/bin"}
    )
    (tmp_path / ".git/refs/heads/topic").write_text("a" * 64 + "\n")
    assert isinstance(SEE(PushContents(str(tmp_path), "origin", "topic", str(tmp_path))), Unavailable)


@given(base=st.binary(max_size=300), delta=st.binary(max_size=60))
def test_any_delta_is_applied_or_refused(base: bytes, delta: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    objects = git_objects.Objects(str(tmp_path_factory.getbasetemp()))
    try:
        made = objects._patched(base, delta)
    except (git_objects.TooLarge, git_objects.Enough, git_objects.Uncertain):
        return
    size, _ = git_objects._length(delta, git_objects._length(delta, 0)[1])
    assert len(made) == size


@pytest.mark.parametrize("suffix", ["pack", "idx"])
def test_a_damaged_pack_is_refused_and_never_believed(repo: Repo, suffix: str) -> None:
    repo.commit({"src/b.py": f'KEY = "{TOKEN}"\n'})
    repo.git("gc", "-q")
    (path,) = (repo.path / ".git/objects/pack").glob(f"*.{suffix}")
    path.chmod(0o644)
    whole, sound = path.read_bytes(), repo.asked()
    assert isinstance(sound, Found)
    for at in (*range(0, len(whole), max(1, len(whole) // 60)), len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert repo.asked() == sound or isinstance(repo.asked(), Unavailable | Missing), at
        path.write_bytes(whole[:at])
        assert repo.asked() == sound or isinstance(repo.asked(), Unavailable | Missing), at
