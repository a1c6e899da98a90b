"""What a command did against its permit: nothing uncovered is passed over, and a normal day is quiet."""

import os
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from mayact.boundary.run.observed import Snapshot, Watch, changes, snapshot
from mayact.core.errors import InvalidInput
from mayact.core.model import Effect, ResourceKind, Reversibility, Risk, Verb
from mayact.core.sandbox.observed import (
    MAX_TOLD,
    Change,
    Difference,
    FileChange,
    Observed,
    What,
    differences,
    labels_of,
    parse_differences,
    told,
)

pytestmark = pytest.mark.requirement("BOUND-4")

WORK = "/home/dev/app"


def effect(verb: Verb, resource: str = "x", kind: ResourceKind = "file", **facts: str) -> Effect:
    return Effect(
        verb=verb, kind=kind, resource=resource, facts=facts, risk=Risk.LOW, reversibility=Reversibility.REVERSIBLE
    )


def write(resource: str) -> Effect:
    return effect(Verb.FS_WRITE, resource)


def delete(resource: str) -> Effect:
    return effect(Verb.FS_DELETE, resource)


CODE = effect(Verb.EXEC_RUN, "make", "program")
M, W, R = Change.MADE, Change.WRITTEN, Change.REMOVED


@pytest.mark.parametrize(
    ("effects", "path", "change", "covered"),
    [
        ([], "a.txt", M, False),
        ([write("/home/dev/app/a.txt")], "a.txt", M, True),
        ([write("/home/dev/app/a.txt")], "a.txt", W, True),
        ([write("/home/dev/app/a.txt")], "a.txt", R, False),
        ([write("/home/dev/app/a.txt")], "a.txt2", M, False),
        ([write("/home/dev/app/x/y/z")], "x/y", M, True),
        ([write("/home/dev/app/x/y/z")], "x/y", W, False),
        ([write("/home/dev/app/x/y/z")], "x/other", M, False),
        ([write("/home/dev/app/dir")], "dir/new", M, True),
        ([write("/home/dev/app/*")], "b/c", W, True),
        ([write("/home/dev/app/*")], "b/c", R, True),
        ([write("/home/dev/app/b*")], "c", W, False),
        ([delete("/home/dev/app/build")], "build/a", R, True),
        ([delete("/home/dev/app/build")], "build/a", M, False),
        ([delete("/home/dev/app/build")], "src/a", R, False),
        ([effect(Verb.FS_READ, "/home/dev/app/a.txt")], "a.txt", W, False),
        ([CODE], "anything/at/all", R, True),
        ([effect(Verb.OPAQUE)], "anything", W, True),
        ([CODE], "/home/dev/other/file", W, False),
        ([CODE], "/home/dev/application", W, False),
        ([], ".git/index", W, True),
        ([], ".git/objects/ab", M, True),
        ([], ".git/hooks/pre-commit", M, False),
        ([], ".git/config", W, False),
        ([], "pkg/__pycache__/a.pyc", M, True),
        ([], "/home/dev/other/__pycache__/a.pyc", M, False),
    ],
)
def test_changes_of_files(effects: list[Effect], path: str, change: Change, covered: bool) -> None:
    whole = path if path.startswith("/") else f"{WORK}/{path}"
    found = differences(effects, Observed(files=(FileChange(whole, change),)), work=WORK)
    assert found == (() if covered else (Difference(What.FILE, whole, change.value),))


@pytest.mark.parametrize(
    ("effects", "host", "covered"),
    [
        ([], "example.org:443", False),
        ([CODE, effect(Verb.OPAQUE)], "example.org:443", False),
        ([effect(Verb.NET_DOWNLOAD, kind="host", host="example.org", port="443")], "example.org:443", True),
        ([effect(Verb.NET_DOWNLOAD, kind="host", host="Example.org")], "example.org:443", True),
        ([effect(Verb.NET_DOWNLOAD, kind="host", host="example.org", port="443")], "example.org:8443", False),
        ([effect(Verb.NET_DOWNLOAD, kind="host", host="example.org", port="443")], "other.org:443", False),
        ([effect(Verb.NET_DOWNLOAD, kind="host", host="")], "other.org:443", True),
        ([effect(Verb.PKG_INSTALL, kind="package")], "registry.npmjs.org:443", True),
        ([effect(Verb.GIT_PUSH, kind="ref", host="github.com")], "github.com:443", True),
        ([effect(Verb.GIT_COMMIT, kind="ref")], "github.com:443", False),
    ],
)
def test_hosts(effects: list[Effect], host: str, covered: bool) -> None:
    found = differences(effects, Observed(hosts=(host,)), work=WORK)
    assert found == (() if covered else (Difference(What.HOST, host),))


def test_what_could_not_be_looked_at_is_never_covered() -> None:
    seen = Observed(unseen=("it is too large",))
    for effects in ([], [CODE], [write(f"{WORK}/*")]):
        assert differences(effects, seen, work=WORK) == (Difference(What.UNSEEN, "it is too large"),)


# ── for all ──────────────────────────────────────────────────────────────────────────────────────────────

NAMES = st.sampled_from(["a", "b", "src", ".git", "hooks", "index", "__pycache__", "app", "app2"])
PATHS = st.builds(
    lambda root, names: "/".join([root, *names]),
    st.sampled_from([WORK, "/home/dev/app2", "/home/dev"]),
    st.lists(NAMES, min_size=1, max_size=4),
)
FILES = st.builds(FileChange, PATHS, st.sampled_from(Change))
EFFECTS = st.one_of(
    st.builds(effect, st.sampled_from(Verb), st.one_of(PATHS, PATHS.map(lambda path: path + "/*"))),
    st.builds(
        lambda verb, host: effect(verb, "x", "host", host=host),
        st.sampled_from(Verb),
        st.sampled_from(["one.org", "two.org", ""]),
    ),
)
HOSTS = st.sampled_from(["one.org:443", "two.org:443"])
SEEN = st.builds(
    lambda files, hosts: Observed(files=tuple(files), hosts=tuple(hosts)),
    st.lists(FILES, max_size=4),
    st.lists(HOSTS, max_size=2),
)


@given(st.lists(EFFECTS, max_size=4), SEEN)
def test_empty_exactly_when_each_by_itself_is_covered_by_one_effect(effects: list[Effect], seen: Observed) -> None:
    found = differences(effects, seen, work=WORK)
    singles = [Observed(files=(one,)) for one in seen.files] + [Observed(hosts=(one,)) for one in seen.hosts]
    covered = all(
        differences([], one, work=WORK) == () or any(differences([it], one, work=WORK) == () for it in effects)
        for one in singles
    )
    event(f"covered: {covered}")
    assert (found == ()) is covered
    assert {one.resource for one in found} <= {one.path for one in seen.files} | set(seen.hosts)


@given(st.lists(EFFECTS, max_size=4), st.lists(EFFECTS, max_size=4), SEEN)
def test_more_permitted_is_never_more_different(some: list[Effect], more: list[Effect], seen: Observed) -> None:
    assert set(differences([*some, *more], seen, work=WORK)) <= set(differences(some, seen, work=WORK))


@given(st.lists(EFFECTS, max_size=4), st.lists(FILES, max_size=4))
def test_outside_the_work_tree_only_a_named_file_is_covered(effects: list[Effect], files: list[FileChange]) -> None:
    outside = tuple(one for one in files if not (one.path + "/").startswith(WORK + "/"))
    found = {one.resource for one in differences(effects, Observed(files=outside), work=WORK)}
    named = [it for it in effects if it.kind == "file" and it.verb in (Verb.FS_WRITE, Verb.FS_DELETE)]
    for one in outside:
        if not any(one.path.startswith(it.resource.rstrip("*")) or it.resource.startswith(one.path) for it in named):
            assert one.path in found


@given(st.lists(st.builds(Difference, st.sampled_from(What), st.text(min_size=1), st.text(max_size=20)), max_size=90))
def test_what_is_told_is_read_again(found: list[Difference]) -> None:
    rows, more = told(tuple(found))
    assert len(rows) == min(len(set(found)), MAX_TOLD)
    assert more == max(len(set(found)) - MAX_TOLD, 0)
    read = parse_differences(rows)
    assert {one.what for one in read} == {one.what for one in found}
    assert labels_of(read) == labels_of(found)


@pytest.mark.parametrize(
    "row",
    [{}, {"what": "file", "resource": "", "detail": ""}, {"what": "other", "resource": "x", "detail": ""},
     {"what": "file", "resource": "x", "detail": "", "more": 1},
     {"what": "file", "resource": "x" * 5000, "detail": ""}],
)  # fmt: skip
def test_what_is_no_difference_refuses(row: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        parse_differences([row])
    with pytest.raises(InvalidInput):
        parse_differences([{"what": "file", "resource": "x", "detail": ""}] * (MAX_TOLD + 1))


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("src/main.py", "a.txt", "node_modules/x/y.js", "__pycache__/z.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1\n")
    return tmp_path


def test_each_kind_of_change_is_seen(tree: Path) -> None:
    before = snapshot([str(tree)])
    (tree / "src" / "new").mkdir()
    (tree / "src" / "new" / "file").write_text("x")
    (tree / "src" / "main.py").write_text("2\n")
    (tree / "a.txt").unlink()
    (tree / "link").symlink_to("/etc/passwd")
    (tree / "node_modules" / "x" / "y.js").write_text("2")
    found = [(one.path.removeprefix(f"{tree}/"), one.change) for one in changes(before, snapshot([str(tree)]))]
    assert found == [("a.txt", R), ("link", M), ("src/main.py", W), ("src/new", M), ("src/new/file", M)]


def test_a_write_that_puts_the_time_back_is_seen(tree: Path) -> None:
    file = tree / "a.txt"
    was = file.stat()
    before = snapshot([str(tree)])
    file.write_text("2\n")
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert file.stat().st_mtime_ns == was.st_mtime_ns
    assert changes(before, snapshot([str(tree)])) == (FileChange(str(file), W),)


def test_replaced_and_reopened_rights_are_seen(tree: Path) -> None:
    before = snapshot([str(tree)])
    (tree / "new").write_text("1\n")
    (tree / "new").replace(tree / "a.txt")
    (tree / "src").chmod(0o700)
    assert {one.path for one in changes(before, snapshot([str(tree)]))} == {str(tree / "a.txt"), str(tree / "src")}


def test_beyond_the_bound_it_says_so(tree: Path) -> None:
    assert snapshot([str(tree)]).unseen == ()
    looked = snapshot([str(tree)], most=2)
    assert len(looked.marks) == 2
    assert "more than 2 names" in looked.unseen[0]
    assert snapshot([str(tree / "none")]).unseen


@given(st.dictionaries(NAMES, st.integers(0, 2)), st.dictionaries(NAMES, st.integers(0, 2)))
def test_changes_are_exactly_what_differs(one: dict[str, int], other: dict[str, int]) -> None:
    def taken(marks: dict[str, int]) -> Snapshot:
        return Snapshot({name: (mark, 0, 0, 0, 0, 0) for name, mark in marks.items()})

    found = {it.path: it.change for it in changes(taken(one), taken(other))}
    assert found.keys() == {name for name in {*one, *other} if one.get(name) != other.get(name)}
    for name, change in found.items():
        assert change is (M if name not in one else R if name not in other else W)


# ── a command ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_command_is_held_against_its_own_permit(tree: Path) -> None:
    watch = Watch(places=[str(tree)], work=str(tree))
    running = watch.begin([write(f"{tree}/a.txt")])
    (tree / "a.txt").write_text("2\n")
    (tree / "src" / "main.py").write_text("2\n")
    watch.contacted("one.org:443")
    assert watch.end(running) == (
        Difference(What.FILE, f"{tree}/src/main.py", "written"),
        Difference(What.HOST, "one.org:443"),
    )
    again = watch.begin([])
    assert watch.end(again) == ()


def test_commands_at_the_same_time_are_held_against_both_permits(tree: Path) -> None:
    watch = Watch(places=[str(tree)], work=str(tree))
    one = watch.begin([write(f"{tree}/a.txt")])
    other = watch.begin([write(f"{tree}/src/main.py")])
    (tree / "a.txt").write_text("2\n")
    (tree / "src" / "main.py").write_text("2\n")
    assert watch.end(one) == ()
    assert watch.end(other) == ()
    later = watch.begin([])
    (tree / "a.txt").write_text("3\n")
    assert [it.resource for it in watch.end(later)] == [f"{tree}/a.txt"]


def test_what_was_not_looked_at_whole_is_told_and_not_guessed(tree: Path) -> None:
    watch = Watch(places=[str(tree)], work=str(tree), most=2)
    running = watch.begin([])
    (tree / "zzz").write_text("x")
    found = watch.end(running)
    assert found
    assert {it.what for it in found} == {What.UNSEEN}
    assert labels_of(found) == ("unobserved",)


def test_a_command_that_can_write_nowhere_is_not_looked_at(tree: Path) -> None:
    watch = Watch(places=[str(tree)], work=str(tree))
    with watch.watching([], writes=False) as running:
        assert running is not None
        (tree / "a.txt").write_text("2\n")
        watch.contacted("one.org:443")
        assert [it.what for it in watch.end(running)] == [What.HOST]
    with watch.watching(None, writes=True) as nothing:
        assert nothing is None


def test_what_never_ran_is_not_watched_any_longer(tree: Path) -> None:
    watch = Watch(places=[str(tree)], work=str(tree))
    with watch.watching([write(f"{tree}/a.txt")], writes=True):
        pass
    later = watch.begin([])
    (tree / "a.txt").write_text("2\n")
    assert [it.resource for it in watch.end(later)] == [f"{tree}/a.txt"]
