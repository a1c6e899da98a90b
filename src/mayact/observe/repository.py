"""What a repository says about a push: URLs, default refspecs, the branch checked out, object ids.

Law: read from its files alone; git is never run there, because the repository's own configuration names programs
that git would run (`core.fsmonitor`, hooks, filters). What git would do differently from what is read here is
`Unavailable`.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mayact.core.analysis.plan import Answer, Found, Missing, Unavailable
from mayact.observe.files import read_bounded, why
from mayact.observe.gitconfig import Merged, Uncertain, read_config, submodule_urls

_MAX_REF_BYTES: Final = 4_096
_MAX_PACKED_BYTES: Final = 33_554_432
_MAX_SYMBOLIC: Final = 5
_OID: Final = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_NAME: Final = re.compile(r"(?!.*(?:\.\.|//|@\{|\.lock(?:/|$)))[^\x00-\x20\x7f~^:?*\[\\]+(?<![/.])")
"""git-check-ref-format(1), near enough: what does not match is not looked up."""

_HELPER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")
_RULES: Final = ("{}", "refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
"""gitrevisions(7): in this order the first that exists is meant."""


@dataclass(frozen=True, slots=True)
class GitDirs:
    """`private`: of this work tree (HEAD, index). `common`: shared by all work trees (config, refs)."""

    private: str
    common: str


def repo_root(path: str) -> Answer:
    """The nearest ancestor of `path` that holds `.git`."""
    try:
        at = os.path.realpath(path)
        if not os.path.lexists(at):
            return Unavailable("it does not exist yet")  # what it will hold may be a repository of its own
        while True:
            if os.path.lexists(os.path.join(at, ".git")):
                return Found(at)
            above = os.path.dirname(at)
            if above == at:
                return Missing()
            at = above
    except (OSError, ValueError) as error:
        return Unavailable(why(error) if isinstance(error, OSError) else "its name holds a NUL")


def git_dirs(repo: str) -> GitDirs:
    """Raises `Uncertain`, `OSError`."""
    dot = os.path.join(repo, ".git")
    if os.path.isdir(dot):
        private = dot
    elif os.path.isfile(dot):
        said = read_bounded(dot, limit=_MAX_REF_BYTES)
        if not said.startswith(b"gitdir: "):
            raise Uncertain("its .git file names no directory")
        private = os.path.join(repo, os.fsdecode(said[8:].rstrip(b"\n")))
    elif os.path.isfile(os.path.join(repo, "HEAD")):
        private = repo  # a bare repository
    else:
        raise FileNotFoundError(2, "no repository")
    try:
        shared = os.fsdecode(read_bounded(os.path.join(private, "commondir"), limit=_MAX_REF_BYTES).rstrip(b"\n"))
    except FileNotFoundError:
        return GitDirs(private, private)
    return GitDirs(private, os.path.normpath(os.path.join(private, shared)))


# ── refs ─────────────────────────────────────────────────────────────────────────────────────────────────


def head_branch(repo: str) -> Answer:
    """The short name of the branch that is checked out; `Missing` for a detached HEAD."""

    def look() -> Answer:
        said = read_bounded(os.path.join(git_dirs(repo).private, "HEAD"), limit=_MAX_REF_BYTES).rstrip(b"\n")
        if said.startswith(b"ref: refs/heads/"):
            return Found(os.fsdecode(said[len(b"ref: refs/heads/") :]))
        return Missing()

    return answered(look)


def ref_id(repo: str, ref: str) -> Answer:
    """The object id that `ref` names: an id itself, a full name, or a short one by git's rules."""

    def look() -> Answer:
        if _OID.fullmatch(os.fsencode(ref)):
            return Found(ref)
        if not _NAME.fullmatch(ref) or ref.startswith("-"):
            raise Uncertain("it is an expression, not a name")
        dirs = git_dirs(repo)
        if os.path.isdir(os.path.join(dirs.common, "reftable")):
            raise Uncertain("its refs are kept in reftables")
        packed = packed_refs(dirs.common)
        for rule in _RULES:
            found = _resolve(dirs, rule.format(ref), packed, 0)
            if found is not None:
                return Found(found)
        return Missing()

    return answered(look)


def _resolve(dirs: GitDirs, name: str, packed: dict[bytes, bytes], depth: int) -> str | None:
    if depth > _MAX_SYMBOLIC:
        raise Uncertain("its symbolic refs lead round in a circle")
    if not (name.startswith("refs/") or name.replace("_", "").isupper()):
        return None  # git looks up only HEAD, FETCH_HEAD, … at the top
    base = dirs.common if name.startswith("refs/") and not name.startswith("refs/worktree/") else dirs.private
    try:
        said = read_bounded(os.path.join(base, name), limit=_MAX_REF_BYTES).rstrip(b"\n")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        said = packed.get(os.fsencode(name), b"")
    except OSError as error:
        if error.errno == 0:  # `NotRegular`: a directory of refs, where a ref of that name cannot be
            said = packed.get(os.fsencode(name), b"")
        else:
            raise
    if said.startswith(b"ref: "):
        return _resolve(dirs, os.fsdecode(said[5:]), packed, depth + 1)
    found = _OID.match(said)
    return found[0].decode() if found and (name.startswith("refs/") or name == "HEAD" or said == found[0]) else None


def packed_refs(common: str) -> dict[bytes, bytes]:
    """Name and object of every ref in `packed-refs`. Raises `OSError`."""
    try:
        raw = read_bounded(os.path.join(common, "packed-refs"), limit=_MAX_PACKED_BYTES)
    except FileNotFoundError:
        return {}
    rows = (line.split(b" ", 1) for line in raw.splitlines() if line[:1] not in (b"#", b"^", b""))
    return {row[1]: row[0] for row in rows if len(row) == 2}


# ── where a push goes ────────────────────────────────────────────────────────────────────────────────────


def push_urls(repo: str, remote: str, *, home: str) -> Answer:
    """The URLs of a push, joined by a space; `Missing` when `remote` is neither configured nor a URL or path."""

    def look() -> Answer:
        dirs, config = config_of(repo, home)
        _refuse_surprises(dirs, config, remote)
        pushed = [os.fsdecode(url) for url in config.all((b"remote", os.fsencode(remote)), b"pushurl")]
        plain = [os.fsdecode(url) for url in config.all((b"remote", os.fsencode(remote)), b"url")]
        if pushed:
            urls = [_rewritten(url, config, b"insteadof") or url for url in pushed]
        elif plain or "/" in remote or ":" in remote:
            urls = [_for_push(url, config) for url in plain or [remote]]
        else:
            return Missing()
        if any(_HELPER.match(url) or not url.isprintable() or " " in url for url in urls):
            raise Uncertain("its URL names a remote helper, or is not plain")
        return Found(" ".join(urls))

    return answered(look)


def fetch_urls(repo: str, remote: str, *, home: str) -> Answer:
    """The URLs of a fetch and of the submodules it would bring up to date (`FetchUrls`), joined by a space."""

    def look() -> Answer:
        dirs, config = config_of(repo, home)
        head = head_branch(repo)
        own = config.last((b"branch", os.fsencode(head.value)), b"remote") if isinstance(head, Found) else None
        remotes = config.subsections(b"remote")
        default = own or (remotes[0] if len(remotes) == 1 else b"origin")
        wanted = [default] if remote in ("", "*submodules") else remotes if remote == "*" else [os.fsencode(remote)]
        urls = [url for name in wanted for url in _fetched_from(name, dirs, config)]
        if not urls:
            return Missing()
        # A fetch goes on to submodules whose commits changed (git-config(1), `fetch.recurseSubmodules`).
        urls += [
            os.fsdecode(url)
            for at in config.subsections(b"submodule")
            for url in config.all((b"submodule", at), b"url")
        ]
        if remote == "*submodules":
            urls += [urls[0] if url.startswith(("./", "../")) else url for url in submodule_urls(repo)]
        urls = [_rewritten(url, config, b"insteadof") or url for url in dict.fromkeys(urls)]
        if any(_HELPER.match(url) or not url.isprintable() or " " in url for url in urls):
            raise Uncertain("its URL names a remote helper, or is not plain")
        return Found(" ".join(urls))

    return answered(look)


def _fetched_from(remote: bytes, dirs: GitDirs, config: Merged) -> list[str]:
    section = (b"remote", remote)
    if any(os.path.lexists(os.path.join(dirs.common, old, os.fsdecode(remote))) for old in ("remotes", "branches")):
        raise Uncertain("the remote is also described in an old place")
    if any(config.last(section, key) is not None for key in (b"uploadpack", b"vcs")):
        raise Uncertain("the remote runs a program of its own")
    found = [os.fsdecode(url) for url in config.all(section, b"url")]
    return found or ([os.fsdecode(remote)] if b"/" in remote or b":" in remote else [])


def push_default(repo: str, remote: str, *, home: str) -> Answer:
    """`REMOTE REFSPEC…` of a push that names no refspec (git-push(1), `push.default`)."""

    def look() -> Answer:
        dirs, config = config_of(repo, home)
        head = head_branch(repo)
        branch = os.fsencode(head.value) if isinstance(head, Found) else None
        target = os.fsencode(remote) if remote else _default_remote(config, branch)
        _refuse_surprises(dirs, config, os.fsdecode(target))
        configured = config.all((b"remote", target), b"push")
        if configured:
            return Found(" ".join(os.fsdecode(word) for word in (target, *configured)))
        if config.last((b"remote", target), b"mirror") not in (None, b"false", b"no", b"off", b"0"):
            return Found(f"{os.fsdecode(target)} +refs/*:refs/*")
        if branch is None:
            return Missing()
        return _by_default(config, os.fsdecode(target), os.fsdecode(branch))

    return answered(look)


def _by_default(config: Merged, target: str, branch: str) -> Answer:
    here = f"refs/heads/{branch}"
    section = (b"branch", os.fsencode(branch))
    match config.last((b"push",), b"default") or b"simple":
        case b"simple" | b"current":
            # `simple` refuses by itself when the upstream has another name, so this is the most it could do.
            return Found(f"{target} {here}:{here}")
        case b"upstream" | b"tracking":
            merge = config.last(section, b"merge")
            return Found(f"{target} {here}:{os.fsdecode(merge)}") if merge else Missing()
        case b"matching":
            return Found(f"{target} :")
        case b"nothing":
            return Missing()
        case _:
            raise Uncertain("push.default is not one that is known")


def _default_remote(config: Merged, branch: bytes | None) -> bytes:
    section = (b"branch", branch or b"")
    remotes = config.subsections(b"remote")
    return (
        config.last(section, b"pushremote")
        or config.last((b"remote",), b"pushdefault")
        or config.last(section, b"remote")
        or (remotes[0] if len(remotes) == 1 else b"origin")
    )


def config_of(repo: str, home: str) -> tuple[GitDirs, Merged]:
    """Where the repository keeps things, and its settings. Raises `Uncertain`, `OSError`."""
    if not home:
        raise Uncertain("whose configuration holds is not known")
    dirs = git_dirs(repo)
    return dirs, read_config(common=dirs.common, private=dirs.private, home=home)


def _refuse_surprises(dirs: GitDirs, config: Merged, remote: str) -> None:
    for old in ("remotes", "branches"):  # gitrepository-layout(5): old places that still redirect
        if os.path.lexists(os.path.join(dirs.common, old, remote)):
            raise Uncertain(f"the remote is also described in .git/{old}")
    section = (b"remote", os.fsencode(remote))
    for key in (b"receivepack", b"vcs"):
        if config.last(section, key) is not None:
            raise Uncertain(f"remote.{key.decode()} runs a program of its own")
    if config.last((b"push",), b"recursesubmodules") in (b"on-demand", b"only"):
        raise Uncertain("it would push submodules as well")


def _for_push(url: str, config: Merged) -> str:
    return _rewritten(url, config, b"pushinsteadof") or _rewritten(url, config, b"insteadof") or url


def _rewritten(url: str, config: Merged, key: bytes) -> str | None:
    """The rewrite with the longest matching prefix, or None (git-config(1), `url.<base>.insteadOf`)."""
    best: tuple[int, str] | None = None
    for base in config.subsections(b"url"):
        for prefix in config.all((b"url", base), key):
            start = os.fsdecode(prefix)
            if url.startswith(start) and (best is None or len(start) > best[0]):
                best = (len(start), os.fsdecode(base) + url[len(start) :])
    return best[1] if best else None


def answered(look: Callable[[], Answer]) -> Answer:
    """What `look` says, with whatever goes wrong as an answer."""
    try:
        return look()
    except (FileNotFoundError, NotADirectoryError):
        return Missing()
    except Uncertain as error:
        return Unavailable(str(error))
    except OSError as error:
        return Unavailable(why(error))
    except ValueError:
        return Unavailable("its name holds a NUL or is not text")
