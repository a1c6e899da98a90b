"""The hook of every coding agent: carries one event to the gate and the gate's bytes back. Run with `python3 -I -S`.

    agent_hook.py CLIENT before|after|observe SOCKET GATE_UID DEADLINE_SECONDS [VARIABLE…]

Law: it knows neither JSON nor decisions. It prints what the gate said only after the whole frame was checked, and
when anything at all goes wrong it prints nothing on standard output and exits 2: the one deny that every client obeys
(observed: docs/clients), while half a reply on standard output would *run* the tool in most. Before a tool an answer
has something on standard output, if only an empty object, so that silence is never taken for one. After a tool there
is nothing left to stop, so there it exits 1, which the clients show and pass over.

Self-contained on purpose: importing anything else costs more than the whole exchange. `core/wire/frame.py` and
`core/wire/hooks/envelope.py` define the formats; tests hold this file to them and to the list of kept variables.
"""

import _signal  # type: ignore[import-not-found,unused-ignore]  # `signal` itself is slow to import
import _socket
import posix
import sys
import time

try:
    from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]  # Python 3.12 and later
except ImportError:
    from _sha256 import sha256  # type: ignore[import-not-found,no-redef,unused-ignore]

KEPT = (
    "PATH", "SHELL", "LANG", "LANGUAGE", "TERM", "COLORTERM", "TZ", "TMPDIR", "VIRTUAL_ENV", "CONDA_PREFIX",
    "JAVA_HOME", "GOPATH", "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "NVM_DIR", "NODE_ENV", "CI", "NO_COLOR",
    "FORCE_COLOR", "COLUMNS", "LINES", "SSH_AUTH_SOCK",
    "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_SESSION_ID", "XDG_SESSION_TYPE",
)  # fmt: skip
KEPT_PREFIXES = ("LC_",)
MAX_BYTES = 1_048_576


class Refused(Exception):
    """Something is wrong; the text says what. The tool must not run."""


def main(argv: list[str]) -> int:
    """Exit code of the hook."""
    if argv[2:3] == ["observe"]:
        tell(argv)
        return 0
    failed = 1 if argv[2:3] == ["after"] else 2
    try:
        client, _, path, owner, seconds = argv[1:6]
        sent = request(b"mayact-hook/1", client, read_all(0), argv[6:])
        reply = ask(path, int(owner), time.monotonic() + float(seconds), sent)
        code, stdout, stderr = parts(reply)
        if failed == 2 and code == 0 and not stdout:
            # Before a tool, silence would let the client decide: it asked about another event, or the gate is none.
            raise Refused("it has no opinion on this event, and only on a tool call is one given")
        write_all(2, stderr)
        write_all(1, stdout)
    except Exception as error:  # noqa: BLE001  whatever it was, there is no answer, and no answer blocks
        complain(error)
        return failed
    return code


def tell(argv: list[str]) -> None:
    """The event to the gate. Whatever fails is passed over: an observer stands in nobody's way."""
    try:
        client, _, path, owner, seconds = argv[1:6]
        # Also for what no time-out reaches: a standard input that is never closed. The signal ends this process.
        _signal.setitimer(_signal.ITIMER_REAL, float(seconds))
        sent = request(b"mayact-observe/1", client, read_all(0), argv[6:])
        ask(path, int(owner), time.monotonic() + float(seconds), sent)
    except Exception:  # noqa: BLE001, S110  whatever it was, nobody waits for it
        pass


def complain(error: BaseException) -> None:
    try:
        write_all(2, b"mayact: no answer from the gate, so nothing runs: %s\n" % line(error))
    except OSError:
        return  # standard error is closed or full: the exit code says it all


def line(error: BaseException) -> bytes:
    return ascii(str(error) or type(error).__name__).encode("ascii")[:300]


def read_all(descriptor: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := posix.read(descriptor, 65536):
        size += len(chunk)
        if size > MAX_BYTES:
            raise Refused("the tool call is larger than the gate reads")
        chunks.append(chunk)
    return b"".join(chunks)


def write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[posix.write(descriptor, data) :]


def request(magic: bytes, client: str, payload: bytes, extra: list[str]) -> bytes:
    variables = b""
    for name, value in posix.environ.items():
        text = name.decode("ascii", "replace")
        if text in KEPT or text.startswith(KEPT_PREFIXES) or text in extra:
            variables += name + b"=" + value + b"\0"
    head = b"%s %s %d %d\n" % (magic, client.encode("ascii"), len(variables), len(payload))
    return head + variables + payload


def ask(path: str, owner: int, end: float, body: bytes) -> bytes:
    trusted = (0, owner)
    directory, _, name = path.rpartition("/")
    held = posix.open(directory, posix.O_PATH | posix.O_DIRECTORY | posix.O_CLOEXEC)
    found = posix.fstat(held)
    if found.st_uid not in trusted or found.st_mode & 0o022:
        raise Refused("the directory of the gate's socket is not the gate's own")
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    connection.settimeout(max(end - time.monotonic(), 0.001))
    connection.connect(f"/proc/self/fd/{held}/{name}")
    credentials = connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)
    if int.from_bytes(credentials[4:8], sys.byteorder) not in trusted:
        raise Refused("whoever listens at the gate's socket is not the gate")
    try:  # noqa: SIM105  contextlib is not imported here
        connection.sendall(b"mayact/1 %d %s\n" % (len(body), sha256(body).hexdigest().encode()) + body)
    except (BrokenPipeError, ConnectionResetError):
        pass  # a gate that refuses before it reads has said why, and closed
    return whole(connection, end)


def whole(connection: _socket.socket, end: float) -> bytes:
    """The body of exactly one frame, everything that was sent until the gate closed."""
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_BYTES + 100:
        left = end - time.monotonic()
        if left <= 0:
            raise Refused("the gate did not answer in time")
        connection.settimeout(left)
        try:
            chunk = connection.recv(65536)
        except ConnectionResetError:
            chunk = b""  # closed with bytes of ours unread; what came before is a whole frame or nothing
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    head, feed, body = b"".join(chunks).partition(b"\n")
    words = head.split(b" ")
    if not feed or len(words) != 3 or words[0] != b"mayact/1" or not words[1].isdigit():
        raise Refused("the reply is not a mayact/1 frame")
    if words[1] != b"%d" % len(body) or words[2] != sha256(body).hexdigest().encode():
        raise Refused("the reply is cut or altered")
    return body


def parts(body: bytes) -> tuple[int, bytes, bytes]:
    """Exit code, standard output and standard error of a `mayact-hook/1` reply."""
    head, feed, rest = body.partition(b"\n")
    words = head.split(b" ")
    if not feed or len(words) != 4 or words[0] != b"mayact-hook/1" or not all(word.isdigit() for word in words[1:]):
        raise Refused("the gate refused: " + body[:200].decode("ascii", "replace"))
    code, first, second = int(words[1]), int(words[2]), int(words[3])
    if code > 255 or len(rest) != first + second:
        raise Refused("the reply has another length than it says")
    return code, rest[:first], rest[first:]


if __name__ == "__main__":
    # Not sys.exit: an exception on the way out, or a flush that fails, would change the exit code.
    code = 0 if sys.argv[2:3] == ["observe"] else 2
    try:
        code = main(sys.argv)
    finally:
        posix._exit(code)  # also for what is no Exception: an interrupt blocks as everything else does
