"""What `strace` wrote, as system calls with absolute paths.

Law: pure. A relative path is resolved against the directory that its process stood in at that moment: every process
starts in its parent's, `chdir` moves it, threads (`CLONE_FS`) share one. A line that is not understood is an error,
never skipped. Source of the format: strace(1).
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

TRACED = (
    "execve", "execveat", "clone", "clone3", "fork", "vfork", "chdir", "fchdir",
    "open", "openat", "openat2", "creat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range",
    "sendfile", "truncate", "ftruncate", "fallocate", "unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2",
    "mkdir", "mkdirat", "mknod", "mknodat", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmod", "fchmodat",
    "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr",
    "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "connect", "sendto", "sendmsg", "sendmmsg", "mount",
    "umount2",
)  # fmt: skip
"""Every call that writes, deletes, connects, starts a program, or says where a process stands."""

_STRANGE = re.compile(r"(?:\+\+\+|---) |\?\?\?\(\) += \?$")
"""Exits, signals, and a process that was killed before its next call was known (strace(1), `???`)."""
_LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)", re.DOTALL)
_CALL = re.compile(r"(?P<name>\w+)\((?P<rest>.*)", re.DOTALL)
_RESUMED = re.compile(r"<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)", re.DOTALL)
_RESULT = re.compile(
    r"\) += (?P<value>-?\d+|\?|0x[0-9a-f]+)(?:<(?P<path>.*)>)?(?P<gone>\(deleted\))?(?: (?P<error>E[A-Z0-9]+))?.*\Z",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9a-f]{2}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"f": b"\f", b"a": b"\a", b"b": b"\b", b"e": b"\x1b"}
_DESCRIPTOR = re.compile(r"(?:\A|[\[{=,( ])(?:\d+|AT_FDCWD)\Z")
_UNFINISHED = " <unfinished ...>"
_FORKS = frozenset({"clone", "clone3", "fork", "vfork"})


@dataclass(frozen=True, slots=True)
class Syscall:
    pid: int
    name: str
    arguments: tuple[str, ...]
    """As written; see `text`, `fd_path`."""
    error: str
    """`ENOENT` …; empty: it succeeded."""
    result: str
    cwd: str
    """Where the process stood when the call began."""
    program: "Program"
    """What the process was when the call began."""


@dataclass(frozen=True, slots=True)
class Program:
    """An image that a process runs, with the one that started it."""

    path: str
    argv: tuple[str, ...]
    parent: "Program | None" = field(default=None, repr=False)

    def chain(self) -> Iterator["Program"]:
        """Itself, then whoever started it, up to the first."""
        image: Program | None = self
        while image is not None:
            yield image
            image = image.parent


class TraceUnreadable(Exception):
    """A line of the trace is not in the format that is known."""


@dataclass(slots=True)
class _Process:
    place: list[str]
    """One cell, shared between threads."""
    program: Program


@dataclass(slots=True)
class _Begun:
    name: str
    text: str
    cwd: str
    program: Program


def read_trace(lines: Iterable[str], *, cwd: str) -> tuple[Syscall, ...]:
    """The calls in their order. `cwd`: where the first process stands. Raises `TraceUnreadable`."""
    rows = [_row(line) for line in lines if line.strip()]
    children = _children(rows)
    processes: dict[int, _Process] = {}
    pending: dict[int, _Begun] = {}
    found = []
    for at, (pid, rest) in enumerate(rows):
        if _STRANGE.match(rest):
            continue
        process = processes.setdefault(pid, _Process([cwd], Program("", ())))
        begun, ends = _piece(rest, pending.pop(pid, None), process)
        if begun.name in _FORKS and at in children:
            shares = "CLONE_FS" in begun.text + children[at][1]
            place = process.place if shares else [process.place[0]]
            processes[children[at][0]] = _Process(place, process.program)
        if not ends:
            pending[pid] = begun
            continue
        call = _call(pid, begun)
        found.append(call)
        _follow(call, process)
    return tuple(found)


def _row(line: str) -> tuple[int, str]:
    match = _LINE.fullmatch(line.rstrip("\n"))
    if match is None:
        raise TraceUnreadable(f"no process id in {line!r}")
    return int(match["pid"]), match["rest"]


def _children(rows: list[tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """By the row in which a fork begins: the new process, and the text of the row in which it ends."""
    begun: dict[int, int] = {}
    found = {}
    for at, (pid, rest) in enumerate(rows):
        call, resumed = _CALL.match(rest), _RESUMED.match(rest)
        name = call["name"] if call else resumed["name"] if resumed else ""
        if name not in _FORKS:
            continue
        if rest.endswith(_UNFINISHED):
            begun.setdefault(pid, at)
            continue
        start = begun.pop(pid, at)
        result = re.search(r"\) += (\d+)", rest)
        if result:
            found[start] = (int(result[1]), rest)
    return found


def _piece(rest: str, earlier: _Begun | None, process: _Process) -> tuple[_Begun, bool]:
    """The call so far, and whether this row ends it."""
    resumed = _RESUMED.match(rest)
    if resumed is not None:
        if earlier is None or earlier.name != resumed["name"]:
            raise TraceUnreadable(f"nothing to resume in {rest!r}")
        begun = _Begun(earlier.name, earlier.text + resumed["rest"], earlier.cwd, earlier.program)
    else:
        match = _CALL.match(rest)
        if match is None:
            raise TraceUnreadable(f"no system call in {rest!r}")
        begun = _Begun(match["name"], match["rest"], process.place[0], process.program)
    if begun.text.endswith(_UNFINISHED):
        return _Begun(begun.name, begun.text.removesuffix(_UNFINISHED), begun.cwd, begun.program), False
    return begun, True


def _call(pid: int, begun: _Begun) -> Syscall:
    body, end = _arguments(begun.text)
    match = _RESULT.match(begun.text, end)
    if match is None:
        raise TraceUnreadable(f"no result in {begun.name}({begun.text!r}")
    value = match["value"]
    error = match["error"] or ("" if value != "?" else "?")
    return Syscall(pid, begun.name, body, error, value, begun.cwd, begun.program)


def _follow(call: Syscall, process: _Process) -> None:
    if call.error:
        return
    if call.name == "chdir":
        process.place[0] = absolute(text(call.arguments[0]), call.cwd)
    elif call.name == "fchdir":
        process.place[0] = fd_path(call.arguments[0])
    elif call.name in ("execve", "execveat"):
        at = 0 if call.name == "execve" else 1
        start = call.cwd if at == 0 else fd_path(call.arguments[0]) or call.cwd
        argv = tuple(text(item) for item in strings(call.arguments[at + 1]))
        process.program = Program(absolute(text(call.arguments[at]), start), argv, call.program)


# ── the words of a line ──────────────────────────────────────────────────────────────────────────────────


def _arguments(line: str) -> tuple[tuple[str, ...], int]:
    """The arguments at the start of `line`, and where the closing parenthesis is."""
    found, start, depth, at = [], 0, 0, 0
    while at < len(line):
        char = line[at]
        if char == '"':
            at = _closing(line, at)
        elif char == "<" and _DESCRIPTOR.search(line[start:at]) and not line.startswith("<<", at):
            at = line.find(">", at)
            if at < 0:
                break
        elif char == "/" and line.startswith("/*", at):
            at = line.find("*/", at) + 1
        elif char in "([{":
            depth += 1
        elif char == ")" and depth == 0:
            piece = line[start:at].strip()
            return (*found, *([piece] if piece else [])), at
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            found.append(line[start:at].strip())
            start = at + 1
        at += 1
    raise TraceUnreadable(f"the arguments do not end: {line!r}")


def _closing(line: str, at: int) -> int:
    """Where the quote that opens at `at` closes."""
    at += 1
    while at < len(line) and line[at] != '"':
        at += 2 if line[at] == "\\" else 1
    return at


def text(argument: str) -> str:
    """A quoted string as it was. Raises `TraceUnreadable` for anything else."""
    match = re.fullmatch(r'@?"(.*)"(?:\.\.\.)?', argument, re.DOTALL)
    if match is None:
        raise TraceUnreadable(f"not a string: {argument!r}")
    return _plain(match[1])


def _plain(quoted: str) -> str:
    def char(match: re.Match[bytes]) -> bytes:
        code = match[1]
        if code[:1].isdigit():
            return bytes([int(code, 8)])
        return bytes([int(code[1:], 16)]) if code[:1] == b"x" else _NAMED.get(code, code)

    return _ESCAPE.sub(char, quoted.encode()).decode(errors="surrogateescape")


def strings(argument: str) -> tuple[str, ...]:
    """The items of `["a", "b"]`, still quoted."""
    return tuple(match[0] for match in re.finditer(r'"(?:[^"\\]|\\.)*"', argument, re.DOTALL))


def fd_path(argument: str) -> str:
    """The file that `-y` writes behind a descriptor; empty for pipes, sockets and what has no name."""
    match = re.fullmatch(r"(?:\d+|AT_FDCWD)<(/.*)>(?:\(deleted\))?", argument, re.DOTALL)
    return _plain(match[1]) if match else ""


def absolute(path: str, cwd: str) -> str:
    return posixpath.normpath(posixpath.join(cwd, path)).replace("//", "/")
