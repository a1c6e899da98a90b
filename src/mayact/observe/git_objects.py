"""Git's objects, read from the files of a repository: loose ones and those in packs.

Law: every object is checked against its name, so that what is read under a name can be nothing else; every size, depth
and count that a file states is bounded before anything is made of it; files are read, never mapped, because one that
is cut short under a mapping ends the process. What is not understood is `Uncertain`; what is too much is `Enough`. It
refuses to know what the objects mean. Sources: gitformat-pack(5), gitrepository-layout(5).
"""

import os
import stat
import zlib
from bisect import bisect_left
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha1
from time import thread_time
from typing import Final, Self

from mayact.observe import files
from mayact.observe.files import NotRegular, read_bounded
from mayact.observe.gitconfig import Uncertain

MAX_OBJECT_BYTES: Final = 1_048_576
"""One object. Trees of real repositories stay below 100 kB; of a larger file nothing would be looked at anyway."""

_MAX_OBJECTS: Final = 3_000
_MAX_BYTES: Final = 33_554_432
_MAX_CPU_S: Final = 1.0
"""Of this thread, so that a busy machine makes no answer worse. What is counted ends sooner, and at the same place each
time; only what was made to be slow gets here."""

_MAX_PACKS: Final = 64
_MAX_CHAIN: Final = 128  # git makes chains of 50 (git-config(1), `pack.depth`)
_MAX_CACHE: Final = 8_388_608
_MAX_BUCKET: Final = 8_388_608
_CHUNK: Final = 65_536
_ID: Final = 20
_FAN_OUT: Final = 8
_NAMES: Final = _FAN_OUT + 1024
_TYPES: Final = {1: b"commit", 2: b"tree", 3: b"blob", 4: b"tag"}
_OFFSET_DELTA, _NAMED_DELTA = 6, 7


class Enough(Exception):
    """More than is looked at."""


class TooLarge(Exception):
    """One object that is larger than any that is looked at."""


@dataclass(frozen=True, slots=True)
class Object:
    kind: bytes
    """`commit`, `tree`, `blob` or `tag`."""
    raw: bytes


class Objects:
    """The objects of one repository for one answer. Close it, or use it in a `with`."""

    def __init__(self, common: str) -> None:
        """Raises `Uncertain` where objects come from elsewhere as well, `OSError`, `Enough`."""
        self._directory = os.path.join(common, "objects")
        for other in ("objects/info/alternates", "info/grafts"):
            if os.path.lexists(os.path.join(common, other)):
                raise Uncertain(f"it has .git/{other}")
        self._left = _MAX_BYTES
        self._count = 0
        self._until = thread_time() + _MAX_CPU_S
        self._files = ExitStack()
        try:
            self._packs = self._opened()
        except BaseException:
            self._files.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def read(self, name: str) -> Object:
        """The object `name` (40 hex digits). Raises `Uncertain`, also when it is missing or damaged; `Enough`;
        `TooLarge`; `OSError`."""
        self._count += 1
        self.watch()
        if self._count > _MAX_OBJECTS:
            raise Enough("it has too many objects")
        wanted = bytes.fromhex(name)
        found = self._packed(wanted, 0) or self._loose(name)
        if found is None:
            raise Uncertain("an object of it is missing")
        if sha1(b"%s %d\0" % (found.kind, len(found.raw)) + found.raw).digest() != wanted:  # noqa: S324  # git's own
            raise Uncertain("an object of it is damaged")
        return found

    def watch(self) -> None:
        """Raises `Uncertain` when the time is up: how far it came would be another answer each time."""
        if thread_time() > self._until:
            raise Uncertain("it takes too long")

    def spend(self, size: int) -> None:
        """Count `size` bytes that will be made. Raises `Enough`, `TooLarge`."""
        if size > MAX_OBJECT_BYTES:
            raise TooLarge
        self._left -= size
        if self._left < 0:
            raise Enough("it has too many bytes")

    def _opened(self) -> "list[_Pack]":
        try:
            names = sorted(os.listdir(os.path.join(self._directory, "pack")))
        except FileNotFoundError:
            return []
        stems = [name[:-4] for name in names if name.endswith(".idx")]
        if len(stems) > _MAX_PACKS:
            raise Enough("it has too many packs")
        paths = [os.path.join(self._directory, "pack", stem) for stem in stems]
        return [_Pack(path, self._files) for path in paths]

    def _loose(self, name: str) -> Object | None:
        try:
            raw = read_bounded(os.path.join(self._directory, name[:2], name[2:]), limit=2 * MAX_OBJECT_BYTES)
        except FileNotFoundError:
            return None
        except files.TooLarge:
            raise TooLarge from None
        inflater = zlib.decompressobj()
        try:
            start = inflater.decompress(raw, 64)
            header, zero, body = start.partition(b"\0")
            kind, _, size = header.partition(b" ")
            if not zero or not size.isdigit() or kind not in _TYPES.values():
                raise Uncertain("an object of it is damaged")
            self.spend(int(size))
            body += inflater.decompress(inflater.unconsumed_tail, int(size) + 1)
        except zlib.error:
            raise Uncertain("an object of it is damaged") from None
        return Object(kind, body)

    def _packed(self, wanted: bytes, depth: int) -> Object | None:
        for pack in self._packs:
            offset = pack.find(wanted)
            if offset is not None:
                return self._unpacked(pack, offset, depth)
        return None

    def _unpacked(self, pack: "_Pack", offset: int, depth: int) -> Object:
        """The object at `offset`, its deltas applied."""
        deltas: list[tuple[int, bytes]] = []
        base: Object | None = None
        while base is None:
            base = pack.kept.get(offset)
            if base is not None:
                break
            self.watch()
            if depth + len(deltas) > _MAX_CHAIN:
                raise Uncertain("an object of it leads on too far")
            kind, size, data = pack.header(offset)
            if kind in _TYPES:
                base = self._keep(pack, offset, Object(_TYPES[kind], self._inflated(pack, data, size)))
            elif kind == _OFFSET_DELTA:
                back, data = pack.back(data)
                deltas.append((offset, self._inflated(pack, data, size)))
                if back <= 0 or back >= offset:
                    raise Uncertain("a pack of it is damaged")
                offset -= back
            elif kind == _NAMED_DELTA:
                name = pack.exactly(data, _ID)
                deltas.append((offset, self._inflated(pack, data + _ID, size)))
                base = self._packed(name, depth + len(deltas)) or self._loose(name.hex())
                if base is None:
                    raise Uncertain("an object of it is missing")
            else:
                raise Uncertain("a pack of it is damaged")
        for at, delta in reversed(deltas):
            base = self._keep(pack, at, Object(base.kind, self._patched(base.raw, delta)))
        return base

    @staticmethod
    def _keep(pack: "_Pack", offset: int, found: Object) -> Object:
        """Trees are made of one another: what was made last is kept for the next."""
        if pack.size + len(found.raw) > _MAX_CACHE:
            pack.kept.clear()
            pack.size = 0
        pack.kept[offset] = found
        pack.size += len(found.raw)
        return found

    def _inflated(self, pack: "_Pack", offset: int, size: int) -> bytes:
        self.spend(size)
        inflater, made = zlib.decompressobj(), b""
        try:
            while not inflater.eof and len(made) <= size:
                part = inflater.unconsumed_tail or pack.at(offset, min(_CHUNK, size + 512))
                if not part:
                    break
                offset += 0 if inflater.unconsumed_tail else len(part)
                made += inflater.decompress(part, size + 1 - len(made))
        except zlib.error:
            raise Uncertain("a pack of it is damaged") from None
        if len(made) != size:
            raise Uncertain("a pack of it is damaged")
        return made

    def _patched(self, base: bytes, delta: bytes) -> bytes:
        """`base` changed as `delta` says (gitformat-pack(5), "Deltified representation")."""
        try:
            before, at = _length(delta, 0)
            after, at = _length(delta, at)
            if before != len(base):
                raise Uncertain("a pack of it is damaged")
            self.spend(after)
            parts: list[bytes] = []
            size = 0
            while at < len(delta) and size <= after:
                part, at = _part(base, delta, at)
                size += len(part)
                parts.append(part)
        except IndexError:
            raise Uncertain("a pack of it is damaged") from None
        if size != after or at != len(delta):
            raise Uncertain("a pack of it is damaged")
        return b"".join(parts)


class _Pack:
    """One pack and its index, version 2, both open."""

    def __init__(self, path: str, files: ExitStack) -> None:
        self._index, self._index_size = _open(f"{path}.idx", files)
        self._pack, self._pack_size = _open(f"{path}.pack", files)
        self.kept: dict[int, Object] = {}
        self.size = 0
        self._buckets: dict[int, list[bytes]] = {}
        if os.pread(self._index, _FAN_OUT, 0) != b"\xfftOc\0\0\0\2" or self.exactly(0, 4) != b"PACK":
            raise Uncertain("a pack of it is of another version")
        fan_out = os.pread(self._index, 1024, _FAN_OUT)
        self._ends = [int.from_bytes(fan_out[at : at + 4], "big") for at in range(0, len(fan_out), 4)]
        if len(self._ends) != 256 or self._ends != sorted(self._ends) or self._ends[-1] * 28 > self._index_size:
            raise Uncertain("the index of a pack is damaged")

    def find(self, wanted: bytes) -> int | None:
        """Where `wanted` is in the pack."""
        first = wanted[0]
        start = self._ends[first - 1] if first else 0
        names = self._buckets.get(first)
        if names is None:
            size = (self._ends[first] - start) * _ID
            raw = self._indexed(_NAMES + start * _ID, size) if size <= _MAX_BUCKET else b""
            if len(raw) != size:
                raise Uncertain("the index of a pack is too large or damaged")
            names = self._buckets[first] = [raw[at : at + _ID] for at in range(0, size, _ID)]
        at = bisect_left(names, wanted)
        return self._offset(start + at) if at < len(names) and names[at] == wanted else None

    def _offset(self, row: int) -> int:
        count = self._ends[-1]
        short = int.from_bytes(self._indexed(_NAMES + count * 24 + row * 4, 4), "big")
        if not short & 0x80000000:
            return short
        return int.from_bytes(self._indexed(_NAMES + count * 28 + (short & 0x7FFFFFFF) * 8, 8), "big")

    def _indexed(self, offset: int, size: int) -> bytes:
        raw = os.pread(self._index, size, offset) if size else b""
        if len(raw) != size:
            raise Uncertain("the index of a pack is damaged")
        return raw

    def at(self, offset: int, size: int) -> bytes:
        # A place beyond the end may be one that the kernel has no number for.
        return os.pread(self._pack, size, offset) if offset < self._pack_size else b""

    def exactly(self, offset: int, size: int) -> bytes:
        raw = self.at(offset, size)
        if len(raw) != size:
            raise Uncertain("a pack of it is damaged")
        return raw

    def header(self, offset: int) -> tuple[int, int, int]:
        """Type and size of what is at `offset`, and where it goes on."""
        raw = self.at(offset, 16)
        try:
            kind, size, shift, at = raw[0] >> 4 & 7, raw[0] & 15, 4, 0
            while raw[at] & 0x80:
                at += 1
                size |= (raw[at] & 0x7F) << shift
                shift += 7
        except IndexError:
            raise Uncertain("a pack of it is damaged") from None
        return kind, size, offset + at + 1

    def back(self, offset: int) -> tuple[int, int]:
        """How far back the base of a delta is, and where the delta begins."""
        raw = self.at(offset, 16)
        try:
            found, at = raw[0] & 0x7F, 0
            while raw[at] & 0x80:
                at += 1
                found = (found + 1 << 7) | raw[at] & 0x7F
        except IndexError:
            raise Uncertain("a pack of it is damaged") from None
        return found, offset + at + 1


def _open(path: str, files: ExitStack) -> tuple[int, int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    files.callback(os.close, descriptor)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise NotRegular(0, "it is not a regular file")
    return descriptor, found.st_size


def _length(delta: bytes, at: int) -> tuple[int, int]:
    size = shift = 0
    while True:
        byte = delta[at]
        size |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80:
            return size, at


def _part(base: bytes, delta: bytes, at: int) -> tuple[bytes, int]:
    """What one instruction adds. Raises `IndexError`, `Uncertain`."""
    order = delta[at]
    at += 1
    if not order & 0x80:
        if not order or at + order > len(delta):
            raise Uncertain("a pack of it is damaged")
        return delta[at : at + order], at + order
    numbers = [0] * 7
    for bit in range(7):
        if order >> bit & 1:
            numbers[bit] = delta[at]
            at += 1
    start = int.from_bytes(bytes(numbers[:4]), "little")
    size = int.from_bytes(bytes(numbers[4:]), "little") or 0x10000
    if start + size > len(base):
        raise Uncertain("a pack of it is damaged")
    return base[start : start + size], at
