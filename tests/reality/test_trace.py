"""Reading what `strace` wrote."""

import pytest
from tests.reality.observed import observations
from tests.reality.trace import Syscall, TraceUnreadable, read_trace

HOSTS = {"198.51.100.10": "example.com"}


def calls(*lines: str) -> tuple[Syscall, ...]:
    return read_trace(lines, cwd="/w")


def seen(*lines: str, existing: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    found = observations(calls(*lines), existed=lambda path: path in existing, hosts=HOSTS)
    return [(item.kind, item.target) for item in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('1 unlink("a") = 0', [("delete", "/w/a")]),
        ('1 unlink("a") = -1 ENOENT (No such file or directory)', []),
        ('1 unlink("/etc/x") = -1 EROFS (Read-only file system)', [("delete", "/etc/x")]),
        ('1 unlinkat(AT_FDCWD</w>, "a\\tb", 0) = 0', [("delete", "/w/a\tb")]),
        ('1 unlinkat(5</w/a, (b>, "c", 0) = 0', [("delete", "/w/a, (b/c")]),
        ('1 rename("a", "/tmp/b") = 0', [("delete", "/w/a"), ("write", "/tmp/b")]),
        ('1 openat(AT_FDCWD</w>, "f", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3</w/f>', [("write", "/w/f")]),
        ('1 openat(AT_FDCWD</w>, "f", O_RDWR|O_CREAT, 0666) = 3</w/f>', [("write", "/w/f")]),
        ('1 openat(AT_FDCWD</w>, "old", O_RDWR|O_CREAT, 0666) = 3</w/old>', [("read", "/w/old")]),
        ('1 openat(AT_FDCWD</w>, "f", O_RDONLY) = 3</w/f>', [("read", "/w/f")]),
        ('1 openat(AT_FDCWD</w>, "d", O_RDONLY|O_DIRECTORY) = 3</w/d>', []),
        ('1 openat(AT_FDCWD</w>, "/dev/null", O_WRONLY) = 3</dev/null>', []),
        ('1 write(3</w/f>, "text", 4) = 4', [("write", "/w/f")]),
        ('1 write(1<pipe:[1]>, "text", 4) = 4', []),
        ('1 write(3</w/f>(deleted), "text", 4) = 4', [("write", "/w/f")]),
        ('1 fchmodat(AT_FDCWD</w>, "f", 0755) = 0', [("write", "/w/f")]),
        ('1 utimensat(3</w/f>, NULL, NULL, 0) = 0', [("write", "/w/f")]),
        ('1 symlinkat("target", 5</w/d>, "l") = 0', [("write", "/w/d/l")]),
        (
            '1 connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("198.51.100.10")},'
            " 16) = -1 ENETUNREACH (Network is unreachable)",
            [("connect", "example.com:443")],
        ),
        (
            '1 connect(3<socket:[1]>, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = -1 ENOENT (No such file)',
            [("connect", "unix:/run/x")],
        ),
        ('1 execve("/bin/x", ["x", "a b"], 0x1 /* 3 vars */) = 0', [("exec", "/bin/x")]),
        ('1 execve("/bin/x", ["x"], 0x1 /* 3 vars */) = -1 ENOENT (No such file or directory)', []),
        ("1 +++ exited with 0 +++", []),
    ],
)  # fmt: skip
def test_what_one_call_did(line: str, expected: list[tuple[str, str]]) -> None:
    assert seen(line, existing=frozenset({"/w/old"})) == expected


def test_a_process_starts_where_its_parent_stands_and_moves_alone() -> None:
    assert seen(
        '1 chdir("sub") = 0',
        "1 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD <unfinished ...>",
        '2 unlink("a") = 0',
        "1 <... clone resumed>, child_tidptr=0x1) = 2",
        '2 chdir("/tmp") = 0',
        '2 unlink("b") = 0',
        '1 unlink("c") = 0',
    ) == [("delete", "/w/sub/a"), ("delete", "/tmp/b"), ("delete", "/w/sub/c")]


def test_threads_move_together() -> None:
    assert seen(
        "1 clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD, stack=0x1} => {parent_tid=[2]}, 88) = 2",
        '2 chdir("/tmp") = 0',
        '1 unlink("a") = 0',
    ) == [("delete", "/tmp/a")]


def test_a_call_that_others_interrupt_is_one_call() -> None:
    assert seen(
        '1 unlink("a" <unfinished ...>',
        '2 unlink("/b") = 0',
        "1 <... unlink resumed>) = 0",
    ) == [("delete", "/b"), ("delete", "/w/a")]


def test_who_did_it_is_told_back_to_the_first() -> None:
    found = observations(
        calls(
            '1 execve("/bin/bash", ["bash", "-c", "x"], 0x1) = 0',
            "1 vfork( <unfinished ...>",
            '2 execve("/bin/rm", ["rm", "a"], 0x1) = 0',
            "1 <... vfork resumed>) = 2",
            '2 unlinkat(AT_FDCWD</w>, "a", 0) = 0',
        ),
        existed=lambda path: True,
        hosts={},
    )
    assert [(item.kind, item.programs) for item in found][-1] == ("delete", ("rm", "bash"))


@pytest.mark.parametrize("line", ["nonsense", '1 unlink("a"', '1 unlink("a")', "1 <... unlink resumed>) = 0"])
def test_a_line_that_is_not_understood_is_never_skipped(line: str) -> None:
    with pytest.raises(TraceUnreadable):
        calls(line)
