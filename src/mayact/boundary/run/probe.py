"""What is tried from inside a sandbox before anything else runs there: each attempt is one row of `core.sandbox.proof`.

Law: an attempt tells what the kernel answered, and only an answer that means no is `refused`: everything that is not
understood is `untried`, which proves nothing. No attempt leaves the machine: routes are asked for, not used, and no
packet is sent but to loopback. Standard library only; it is read as a file by `inside.py`.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import socket
import stat
from collections.abc import Callable
from typing import Any

REFUSED, SUCCEEDED, UNTRIED = "refused", "succeeded", "untried"

Told = tuple[str, str]

_GONE = {errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ELOOP, errno.ENXIO}
_NOT_WRITABLE = _GONE | {errno.EROFS}
_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPERM, errno.EACCES}
_NO_KIND = {errno.EAFNOSUPPORT, errno.EPERM, errno.EACCES, errno.EPROTONOSUPPORT, errno.ESOCKTNOSUPPORT}
_NO_CALL = {errno.EPERM, errno.ENOSYS, errno.EACCES}

_DEVICE = "/tmp/mayact-probe-device"  # noqa: S108  the sandbox's own

_libc = ctypes.CDLL(None, use_errno=True)


def report(asked: dict[str, Any], ours: tuple[int, ...]) -> dict[str, Any]:
    """`asked`: what is known outside (`look.to_probe`). `ours`: descriptors that may be open."""
    tried = {
        "net.route4": lambda: _route(socket.AF_INET, "192.0.2.1"),  # RFC 5737: nobody's; no packet is sent
        "net.route6": lambda: _route(socket.AF_INET6, "2001:db8::1"),
        "net.interfaces": _interfaces,
        "net.loopback": lambda: _accepts(socket.AF_INET, ("127.0.0.1", asked["loopback"])),
        "net.dns": lambda: _resolves(asked["resolvers"]),
        "net.door": lambda: _door(asked["door"]),
        "net.abstract": lambda: _accepts(socket.AF_UNIX, "\0" + asked["abstract"]),
        "net.vsock": lambda: _makes(getattr(socket, "AF_VSOCK", 40), socket.SOCK_STREAM, 0),
        "net.packet": _raw,
        "home.directory": lambda: _same(asked["home"], asked["home_id"]),
        "home.secrets": lambda: _all([_same(path, [device, inode]) for path, device, inode in asked["home_secrets"]]),
        "gate.files": lambda: _opens(asked["gate_files"]),
        "gate.control": lambda: _speaks(asked["gate_sockets"]),
        "sockets.others": lambda: _speaks(asked["sockets"]),
        "secrets.hidden": lambda: _opens(asked["hidden"]),
        "environment.secrets": lambda: _variables(asked["secret_variables"], asked["variables"]),
        "proc.namespaces": lambda: _namespaces(asked["namespaces"]),
        "proc.others": lambda: _others(asked["namespaces"]),
        "proc.signal": lambda: _signals(asked["process"]),
        "proc.ptrace": lambda: _traces(asked["process"]),
        "proc.settings": lambda: _writes(["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname",
                                          "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches"]),
        "privilege.capabilities": _capabilities,
        "privilege.users": lambda: _call("unshare", 0x1000_0000),  # CLONE_NEWUSER
        "privilege.mount": lambda: _call("mount", b"none", b"/tmp", b"tmpfs", 0, None),
        "privilege.device": lambda: _devices(asked["devices"]),
        "privilege.set_user": _sets_user,
        "kernel.keyring": lambda: _call("syscall", asked["keyctl"], 0, ctypes.c_int(-3), 0),
        "kernel.interfaces": lambda: _calls(asked["refused_calls"]),
        "kernel.terminal": _types,
        "files.read_only": lambda: _makes_files(asked["read_only"]),
        "files.root": lambda: _makes_files(["/", "/usr", "/etc", "/run"]),
        "files.descriptors": lambda: _descriptors(ours),
    }  # fmt: skip
    return {"v": 1, "attempts": [_tell(name, attempt) for name, attempt in tried.items()]}


def _tell(name: str, attempt: Callable[[], Told]) -> dict[str, str]:
    try:
        outcome, detail = attempt()
    except Exception as error:  # noqa: BLE001  an attempt that fails by itself says nothing about the sandbox
        outcome, detail = UNTRIED, f"{type(error).__name__}: {error}"
    return {"name": name, "outcome": outcome, "detail": str(detail)[:200]}


def _judged(error: OSError, refusals: set[int]) -> Told:
    return (REFUSED if error.errno in refusals else UNTRIED), error.strerror or ""


def _all(results: list[Told]) -> Told:
    """The worst of several; none at all is refused: there was nothing to reach."""
    worst = (REFUSED, "")
    for outcome, detail in results:
        if outcome == SUCCEEDED:
            return outcome, detail
        if outcome == UNTRIED:
            worst = (outcome, detail)
    return worst


# ── network ──────────────────────────────────────────────────────────────────────────────────────────────


def _route(family: int, address: str) -> Told:
    # Connecting a datagram socket only asks for a route.
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as made:
            made.connect((address, 9))
    except OSError as error:
        return _judged(error, _NO_ROUTE)
    return SUCCEEDED, address


def _interfaces() -> Told:
    found = sorted(name for _, name in socket.if_nameindex())
    others = [name for name in found if name != "lo"]
    return (SUCCEEDED, " ".join(others)) if others else (REFUSED, "")


def _accepts(family: int, address: Any) -> Told:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as made:
            made.settimeout(2)
            made.connect(address)
    except OSError as error:
        return _judged(error, _GONE | _NO_ROUTE | {errno.ECONNREFUSED})
    return SUCCEEDED, str(address)


def _resolves(resolvers: list[str]) -> Told:
    # One question for a name that cannot exist (RFC 6761), to loopback only; others are only asked for a route.
    question = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x0cmayact-probe\x07invalid\x00\x00\x01\x00\x01"
    results = []
    for address in [*resolvers, "127.0.0.1", "127.0.0.53"]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as made:
                made.settimeout(0.5)
                made.connect((address, 53))
                if not address.startswith("127."):
                    results.append((SUCCEEDED, f"a route to {address}"))
                    continue
                made.send(question)
                made.recv(512)
                results.append((SUCCEEDED, address))
        except TimeoutError:
            results.append((UNTRIED, f"{address} neither answers nor refuses"))
        except OSError as error:
            results.append(_judged(error, _NO_ROUTE | {errno.ECONNREFUSED}))
    return _all(results)


def _door(path: str) -> Told:
    """The way out, asked for hosts that nobody can have listed."""
    results: list[Told] = []
    for place in ("mayact-probe.invalid:443", "169.254.169.254:80") if path else ():
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as made:
            made.settimeout(30)
            made.connect(path)
            made.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
            said = made.makefile("rb").readline(200)
        if said.startswith(b"HTTP/1.1 200"):
            results.append((SUCCEEDED, place))
        else:
            results.append((REFUSED, "") if said.startswith(b"HTTP/1.1 403") else (UNTRIED, repr(said)))
    return _all(results)


def _makes(family: int, kind: int, protocol: int) -> Told:
    try:
        socket.socket(family, kind, protocol).close()
    except OSError as error:
        return _judged(error, _NO_KIND)
    return SUCCEEDED, f"family {family}"


def _raw() -> Told:
    packet = getattr(socket, "AF_PACKET", 17)
    return _all(
        [
            _makes(packet, socket.SOCK_RAW, 0x300),
            _makes(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
            _makes(socket.AF_INET6, socket.SOCK_RAW, 58),
            _makes(31, socket.SOCK_RAW, 0),  # AF_BLUETOOTH
            _makes(38, socket.SOCK_SEQPACKET, 0),  # AF_ALG
        ]
    )


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


def _same(path: str, identity: list[int]) -> Told:
    try:
        found = os.stat(path)
    except OSError as error:
        return _judged(error, _GONE)
    same = [found.st_dev, found.st_ino] == list(identity)
    return (SUCCEEDED, path) if same else (REFUSED, "")


def _opens(paths: list[str]) -> Told:
    return _all([_open(path) for path in paths])


def _open(path: str) -> Told:
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            inside = os.listdir(path)
            # An own, empty directory may stand where one of outside does.
            return (SUCCEEDED, path) if inside else (REFUSED, "")
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK))
    except OSError as error:
        return _judged(error, _GONE)
    return SUCCEEDED, path


def _speaks(paths: list[str]) -> Told:
    return _all([_accepts(socket.AF_UNIX, path) for path in paths])


def _writes(paths: list[str]) -> Told:
    results = []
    for path in paths:
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CLOEXEC))
            results.append((SUCCEEDED, path))
        except OSError as error:
            results.append(_judged(error, _NOT_WRITABLE))
    return _all(results)


def _makes_files(directories: list[str]) -> Told:
    results = []
    for directory in directories:
        path = os.path.join(directory, f".mayact-probe-{os.getpid()}")
        try:
            if stat.S_ISDIR(os.stat(directory).st_mode):
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
                with contextlib.suppress(OSError):
                    os.unlink(path)
            else:
                os.close(os.open(directory, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC))
            results.append((SUCCEEDED, directory))
        except OSError as error:
            # A program that runs somewhere cannot be written anywhere, which says nothing; its mount's flag does.
            busy = error.errno == errno.ETXTBSY and os.statvfs(directory).f_flag & os.ST_RDONLY
            results.append((REFUSED, "busy, on a read-only mount") if busy else _judged(error, _NOT_WRITABLE))
    return _all(results)


def _descriptors(ours: tuple[int, ...]) -> Told:
    others = []
    for name in os.listdir("/proc/self/fd"):
        if int(name) in ours:
            continue
        with contextlib.suppress(OSError):  # the one that this listing used is closed by now
            others.append(f"{name}: {os.readlink(f'/proc/self/fd/{name}')}")
    return (SUCCEEDED, ", ".join(others)) if others else (REFUSED, "")


def _devices(paths: list[str]) -> Told:
    results = []
    for path in paths:
        try:
            os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
            results.append((SUCCEEDED, path))
        except OSError as error:
            results.append(_judged(error, _GONE))
    try:
        os.mknod(_DEVICE, 0o600 | stat.S_IFBLK, os.makedev(8, 0))
        os.unlink(_DEVICE)
        results.append((SUCCEEDED, "mknod"))
    except OSError as error:
        results.append(_judged(error, _NOT_WRITABLE))
    return _all(results)


def _sets_user() -> Told:
    made = os.memfd_create("mayact-probe", os.MFD_CLOEXEC)  # where nothing can be written there is none of a name
    try:
        try:
            os.fchmod(made, 0o4700)
        finally:
            os.close(made)
    except OSError as error:
        return _judged(error, {errno.EPERM})
    return SUCCEEDED, "fchmod"


# ── processes and privilege ──────────────────────────────────────────────────────────────────────────────


def _variables(names: list[str], passed: list[str]) -> Told:
    found = sorted(name for name in os.environ if name in names and name not in passed)
    unknown = sorted(name for name in os.environ if name not in passed)
    return (SUCCEEDED, " ".join(found or unknown)) if found or unknown else (REFUSED, "")


def _namespaces(outside: dict[str, str]) -> Told:
    same = [kind for kind, name in outside.items() if os.readlink(f"/proc/self/ns/{kind}") == name]
    return (SUCCEEDED, " ".join(same)) if same else (REFUSED, "")


def _others(outside: dict[str, str]) -> Told:
    results = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                kind = os.readlink(f"/proc/{name}/ns/pid")
            except OSError as error:
                # It ended, or may not be looked at: it is then one of ours all the same, by the listing.
                results.append(_judged(error, _GONE | {errno.ESRCH}))
                continue
            results.append((SUCCEEDED, name) if kind == outside["pid"] else (REFUSED, ""))
    return _all(results)


def _signals(process: int) -> Told:
    try:
        os.kill(process, 0)
    except OSError as error:
        return _judged(error, {errno.ESRCH, errno.EPERM})
    # The number may be one of ours by chance; then nothing of outside was reached.
    return (REFUSED, "") if os.path.exists(f"/proc/{process}") else (SUCCEEDED, str(process))


def _traces(process: int) -> Told:
    if os.path.exists(f"/proc/{process}"):
        return REFUSED, ""  # one of ours has that number
    return _call("ptrace", 16, process, None, None)  # PTRACE_ATTACH


def _capabilities() -> Told:
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        lines = dict(line.split(":", 1) for line in file if ":" in line)
    held = [name for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb") if int(lines[name], 16)]
    if held or lines["NoNewPrivs"].strip() != "1":
        return SUCCEEDED, " ".join(held) or "NoNewPrivs"
    return (REFUSED, "") if lines["Seccomp"].strip() == "2" else (SUCCEEDED, "no filter")


def _call(name: str, *arguments: Any) -> Told:
    ctypes.set_errno(0)
    answer = getattr(_libc, name)(*arguments)
    number = ctypes.get_errno()
    if answer != -1:
        return SUCCEEDED, name
    return _judged(OSError(number, os.strerror(number)), _NO_CALL | {errno.ESRCH, errno.ENOSPC, errno.EUSERS})


def _calls(numbers: dict[str, int]) -> Told:
    """Each with arguments that no call takes: whoever is let through says EINVAL, EBADF or EFAULT, not EPERM."""
    results = []
    for name, number in sorted(numbers.items()):
        ctypes.set_errno(0)
        answer = _libc.syscall(number, ctypes.c_long(-1), ctypes.c_long(-1), ctypes.c_long(-1), ctypes.c_long(-1))
        refused = answer == -1 and ctypes.get_errno() in _NO_CALL
        results.append((REFUSED, "") if refused else (SUCCEEDED, name))
    return _all(results)


def _types() -> Told:
    for number in (0, 1, 2):
        try:
            fcntl.ioctl(number, 0x5412, b"\n")  # TIOCSTI
            return SUCCEEDED, f"descriptor {number}"
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EIO, errno.ENOTTY, errno.EACCES):
                return UNTRIED, error.strerror or ""
    return REFUSED, ""
