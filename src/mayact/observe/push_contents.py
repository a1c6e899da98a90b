"""What a push would add: the commits that the remote is not known to have, the files they change, what these hold.

Law: what is told is of the objects themselves, by their names; nothing of the repository is run and no setting of it
changes what is read. Every commit counts, not only the last: what a later one takes out again is sent all the same.
What the remote has is told by the refs that the last fetch or push left; where it has none, everything is new. A part
that was not looked at makes the answer incomplete, and it says so.
"""

import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from mayact.core.analysis.content.scan import NOTHING, Content, Patterns, Scan, heaviest
from mayact.core.analysis.plan import Answer, Found
from mayact.core.limits import MAX_PUSHED_FILES
from mayact.observe.content import read_patterns, scanned
from mayact.observe.files import NotRegular, read_bounded
from mayact.observe.git_objects import Enough, Object, Objects, TooLarge
from mayact.observe.gitconfig import Uncertain
from mayact.observe.repository import answered, config_of, packed_refs, ref_id

_MAX_COMMITS: Final = 2_000
_MAX_TIPS: Final = 2_000
_MAX_DEPTH: Final = 64
_MAX_SCANNED: Final = 1_048_576
_MAX_PATH_BYTES: Final = 131_072
"""All paths together. The answer is one line of at most 1 MiB between the gate and its helper, in which one byte of a
name can take seven."""

_MAX_TAGS: Final = 4
_TREE, _LINK, _SUBMODULE = 0o040000, 0o120000, 0o160000
_BINARY: Final = 8_000  # as git: a zero byte among so many makes a file binary
_REMOTE: Final = re.compile(r"(?!.*(?:\.\.|//))[\w][\w.+/-]*(?<![/.])", re.ASCII)
_HEX: Final = re.compile(rb"[0-9a-f]{40}")

_Entry = tuple[int, str]
"""Mode and object."""


@dataclass(slots=True)
class _File:
    added: int = 0
    removed: int = 0
    mode: int = 0
    content: Content = NOTHING


@dataclass(frozen=True, slots=True)
class _Commit:
    raw: bytes
    tree: str
    parents: tuple[str, ...]
    at: int


@dataclass(slots=True)
class _Look:
    """What was seen so far."""

    objects: Objects
    patterns: Patterns
    shallow: frozenset[str]
    files: dict[bytes, _File] = field(default_factory=dict)
    texts: list[Content] = field(default_factory=list)
    commits: dict[str, _Commit] = field(default_factory=dict)
    trees: dict[str, dict[bytes, _Entry]] = field(default_factory=dict)
    new: int = 0
    path_bytes: int = 0
    scanned: int = 0

    # ── which commits ────────────────────────────────────────────────────────────────────────────────────

    def peeled(self, name: str) -> str | None:
        """The commit that `name` leads to; the text of a tag on the way is part of what is sent."""
        for _ in range(_MAX_TAGS):
            found = self.objects.read(name)
            if found.kind == b"commit":
                return name
            if found.kind != b"tag":
                return None
            self.texts.append(self.look(found.raw))
            target = re.match(rb"object ([0-9a-f]{40})\n", found.raw)
            if target is None:
                break
            name = target[1].decode()
        raise Uncertain("a tag of it leads nowhere")

    def commit(self, name: str) -> _Commit:
        if name not in self.commits:
            if len(self.commits) >= _MAX_COMMITS:
                raise Enough("it has too many commits")
            self.commits[name] = _commit(self.objects.read(name), cut=name in self.shallow)
        return self.commits[name]

    def added(self, source: str, tips: list[str]) -> list[str]:
        """The commits that lead to `source` and to none of `tips`. Times that lie make it more, never less: a commit
        is left out only when one of `tips` was followed to it."""
        known: set[str] = set()
        waiting: list[tuple[int, str]] = []
        new: dict[str, None] = {}
        open_: set[str] = {source}
        for tip in tips:
            if tip != source:
                known.add(tip)
                heappush(waiting, (-self.commit(tip).at, tip))
        if source in tips:
            return []
        heappush(waiting, (-self.commit(source).at, source))
        while waiting and open_:
            _, name = heappop(waiting)
            open_.discard(name)
            if name not in known:
                new[name] = None
            for parent in self.commit(name).parents:
                if name in known and parent not in known:
                    known.add(parent)
                    open_.discard(parent)
                    heappush(waiting, (-self.commit(parent).at, parent))
                elif name not in known and parent not in known and parent not in new and parent not in open_:
                    open_.add(parent)
                    heappush(waiting, (-self.commit(parent).at, parent))
        return [name for name in new if name not in known]

    # ── which files ──────────────────────────────────────────────────────────────────────────────────────

    def compare(self, new: str | None, olds: list[str | None], *, prefix: bytes = b"", depth: int = 0) -> None:
        """Note every file of tree `new` that is as in none of `olds`, and every file of all of these that it lacks."""
        if depth > _MAX_DEPTH:
            raise Uncertain("its directories are nested too deep")
        now, before = self._entries(new), [self._entries(old) for old in olds]
        for name, entry in now.items():
            if any(one.get(name) == entry for one in before):
                continue
            trees = [_tree_of(one.get(name)) for one in before]
            if entry[0] == _TREE:
                self.compare(entry[1], trees, prefix=prefix + name + b"/", depth=depth + 1)
                if before and all(name in one and trees[at] is None for at, one in enumerate(before)):
                    self._changed(prefix + name, None, before[0][name])
                continue
            self._changed(prefix + name, entry, next((one[name] for one in before if name in one), None))
            if before and all(trees):
                self.compare(None, trees, prefix=prefix + name + b"/", depth=depth + 1)
        for name in _in_all(before):
            if name not in now and before[0][name][0] == _TREE:
                trees = [_tree_of(one[name]) for one in before]
                self.compare(None, trees, prefix=prefix + name + b"/", depth=depth + 1)
            elif name not in now:
                self._changed(prefix + name, None, before[0][name])

    def _entries(self, name: str | None) -> dict[bytes, _Entry]:
        if name is None:
            return {}
        if name not in self.trees:
            self.trees[name] = _entries(self.objects.read(name))
        return self.trees[name]

    def _changed(self, path: bytes, now: _Entry | None, before: _Entry | None) -> None:
        self.objects.watch()
        file = self.files.get(path)
        if file is None:
            self.path_bytes += len(path)
            if len(self.files) >= MAX_PUSHED_FILES or self.path_bytes > _MAX_PATH_BYTES:
                raise Enough("it changes too many files")
            file = self.files[path] = _File()
        file.mode = now[0] if now else file.mode
        try:
            new, old = self._blob(now), self._blob(before)
        except TooLarge:
            file.content = heaviest((file.content, Content(Scan.UNSCANNED)))
            file.added = file.removed = -1
            return
        if now and now[0] != _SUBMODULE:
            file.content = heaviest((file.content, self.look(new)))
        if file.added >= 0 and b"\0" not in new[:_BINARY] + old[:_BINARY]:
            ours, theirs = Counter(_lines(new)), Counter(_lines(old))
            file.added += (ours - theirs).total()
            file.removed += (theirs - ours).total()

    def _blob(self, entry: _Entry | None) -> bytes:
        if entry is None or entry[0] in (_TREE, _SUBMODULE):
            return b""
        found = self.objects.read(entry[1])
        if found.kind != b"blob":
            raise Uncertain("an object of it is of another kind than its tree says")
        return found.raw

    def look(self, raw: bytes) -> Content:
        """What `raw` holds."""
        self.scanned += len(raw)
        return Content(Scan.UNSCANNED) if self.scanned > _MAX_SCANNED else scanned(raw, self.patterns)


def push_contents(repo: str, remote: str, source: str, *, home: str, patterns: str) -> Answer:
    """The answer to `plan.PushContents`."""

    def look() -> Answer:
        found = ref_id(repo, source)
        if not isinstance(found, Found):
            return found
        if len(found.value) != 40:
            raise Uncertain("its objects have names of another kind")
        dirs, config = config_of(repo, home)
        common, follows = dirs.common, config.last((b"push",), b"followtags")
        if follows is not None and follows.lower() not in (b"false", b"no", b"off", b"0", b""):
            raise Uncertain("tags would go along")
        try:
            with Objects(common) as objects:
                seen = _Look(objects, read_patterns(patterns), _shallow(common))
                return Found(_told(found.value, seen, _tips(common, remote)))
        except Enough as error:
            raise Uncertain(str(error)) from None

    return answered(look)


def _walk(seen: _Look, source: str, tips: list[str]) -> None:
    start = seen.peeled(source)
    if start is None:
        raise Uncertain("it is no commit")
    names = seen.added(start, tips)
    seen.new = len(names)
    for name in names:
        commit = seen.commit(name)
        seen.texts.append(seen.look(commit.raw))
        seen.compare(commit.tree, [seen.commit(parent).tree for parent in commit.parents])


def _told(source: str, seen: _Look, tips: list[str]) -> str:
    """The answer. What was found before it became too much is told, too: it is what makes a push worse."""
    try:
        _walk(seen, source, tips)
        complete = True
    except (Enough, TooLarge):
        complete = False
    content = heaviest((*seen.texts, *(file.content for file in seen.files.values())))
    return json.dumps(
        {
            "id": source,
            "complete": complete,
            "tracked": bool(tips),
            "commits": seen.new,
            "texts": heaviest(seen.texts).scan.value,
            "classes": content.classes,
            "files": [
                [path.decode("utf-8", "backslashreplace"), file.added, file.removed, _sort(file), file.content.scan]
                for path, file in sorted(seen.files.items())
            ],
        }
    )


def _sort(file: _File) -> str:
    return {_LINK: "link", _SUBMODULE: "submodule"}.get(file.mode, "file")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def _commit(found: Object, *, cut: bool) -> _Commit:
    """`cut`: the history ends here, so that all of its tree counts as new."""
    head = found.raw.partition(b"\n\n")[0].split(b"\n")
    tree = re.fullmatch(rb"tree ([0-9a-f]{40})", head[0])
    if found.kind != b"commit" or tree is None:
        raise Uncertain("a commit of it is damaged")
    at = 1
    parents: list[str] = []
    while at < len(head) and (parent := re.fullmatch(rb"parent ([0-9a-f]{40})", head[at])):
        parents.append(parent[1].decode())
        at += 1
    when = next((re.search(rb"> ([0-9]{1,18}) ", line) for line in head if line.startswith(b"committer ")), None)
    return _Commit(found.raw, tree[1].decode(), () if cut else tuple(parents), int(when[1]) if when else 0)


def _entries(found: Object) -> dict[bytes, _Entry]:
    if found.kind != b"tree":
        raise Uncertain("an object of it is of another kind than its tree says")
    entries: dict[bytes, _Entry] = {}
    at, raw = 0, found.raw
    while at < len(raw):
        zero = raw.find(b"\0", at)
        mode, blank, name = raw[at:zero].partition(b" ")
        target = raw[zero + 1 : zero + 21]
        if zero < 0 or not blank or len(target) != 20 or not re.fullmatch(rb"[0-7]{5,6}", mode) or name in entries:
            raise Uncertain("a tree of it is damaged")
        if name.lower() in (b"", b".", b"..", b".git") or b"/" in name:
            raise Uncertain("a tree of it names what git would refuse")
        entries[name] = (_mode(int(mode, 8)), target.hex())
        at = zero + 21
    return entries


def _mode(mode: int) -> int:
    return mode if mode in (_TREE, _LINK, _SUBMODULE) else 0o100000 | mode & 0o777


def _tree_of(entry: _Entry | None) -> str | None:
    return entry[1] if entry is not None and entry[0] == _TREE else None


def _in_all(before: list[dict[bytes, _Entry]]) -> list[bytes]:
    return [name for name in before[0] if all(name in one for one in before[1:])] if before else []


def _lines(raw: bytes) -> list[bytes]:
    return raw.removesuffix(b"\n").split(b"\n") if raw else []


def _shallow(common: str) -> frozenset[str]:
    """The commits whose parents were never fetched (gitrepository-layout(5), `shallow`)."""
    try:
        raw = read_bounded(os.path.join(common, "shallow"), limit=_MAX_SCANNED)
    except FileNotFoundError:
        return frozenset()
    return frozenset(name.decode() for name in _HEX.findall(raw))


def _tips(common: str, remote: str) -> list[str]:
    """The objects that the refs under `refs/remotes/REMOTE/` name. Raises `Enough`."""
    if not _REMOTE.fullmatch(remote):
        return []
    prefix = f"refs/remotes/{remote}/"
    found = {name: value for name, value in packed_refs(common).items() if name.startswith(os.fsencode(prefix))}
    looked = 0
    for directory, _, names in os.walk(os.path.join(common, prefix)):
        looked += 1 + len(names)
        if len(found) + looked > _MAX_TIPS:
            raise Enough("it has too many refs")
        for name in names:
            path = os.path.join(directory, name)
            try:
                found[os.fsencode(path[len(common) + 1 :])] = read_bounded(path, limit=4_096).rstrip(b"\n")
            except (FileNotFoundError, NotRegular):
                continue
    return sorted({value.decode() for value in found.values() if _HEX.fullmatch(value)})
