"""What a `git push` would change, and where.

Law: every ref a push may update is a finding of its own; a ref, a remote or an address that is not known is the worst
case. What is read from the repository (push URLs, the branch checked out, the default refspec, object ids) is asked
for, so that it becomes a pin; an earlier command of the same line may have changed it, which `risk.judge` sees.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from mayact.core.analysis import http
from mayact.core.analysis.command import Finding, Known, Unknown, Word, opaque
from mayact.core.analysis.places.paths import within
from mayact.core.analysis.plan import Answer, Found, HeadBranch, PushDefault, PushUrls, RefId, RepoRoot, Unavailable
from mayact.core.analysis.programs.table import Program, Use, row
from mayact.core.analysis.words import known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

_FORCES: Final = ("-f", "--force-with-lease", "--mirror")
_CONVENTIONAL: Final = frozenset({"origin", "upstream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One ref that the push changes on the other side. `ref` empty: not known which."""

    ref: str
    source: str = ""
    force: bool | None = False
    """None: not known."""
    delete: bool = False
    repo: str = ""
    """Where what it adds can be looked up; empty: nowhere."""
    from_head: bool = False
    """Named through the branch that is checked out."""
    unobserved: bool = False
    """Nobody looked which branch that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where it goes. `url` empty: not known."""

    remote: str
    url: str
    host: str
    local: bool = False
    conventional: bool = False
    tracks: str = ""
    """The remote by the name under which the repository keeps what it was last seen to have."""
    configured: bool = False
    """It is the address of a remote that the repository's configuration names."""


def push(use: Use) -> tuple[Finding, ...]:
    """The findings of `git push`."""
    repo = repository(use)
    remote_word = use.operands[0] if use.operands else use.value("--repo")
    remote = known(remote_word) if remote_word is not None else ""
    if use.has("--receive-pack"):
        return (opaque("`git push` starts a program of its choosing on the other side"),)
    if remote is None or "::" in remote or remote.startswith("-"):
        return (opaque("where `git push` goes is not known"), *_findings((_UNKNOWN,), (_nowhere(""),), use))
    updates, named = _updates(use, repo, remote)
    destinations = _destinations(remote or named, use, repo)
    if use.has("-n"):
        facts: dict[str, Json] = {"sends_data": False, "local": destinations[0].local, "host": destinations[0].host}
        where = destinations[0].host or destinations[0].remote or "*"
        return (Finding(verb=Verb.NET_CONNECT, kind="host", resource=where, facts=facts, because=use.command.text),)
    for update in updates:
        if repo and update.source:
            use.context.ask(RefId(repo, update.source))
    if repo and not use.has("--follow-tags", "--recurse-submodules"):  # else more goes along than the ref leads to
        updates = tuple(replace(update, repo=repo) for update in updates)
    destinations = tuple(replace(where, tracks=remote or named) for where in destinations)
    told = [known(word) for word in use.values("-o")] + _magic(use.operands[1:])
    return (*_findings(updates, destinations, use), *_asks_more(told, use))


_UNKNOWN: Final = Update(ref="", force=None)


def repository(use: Use) -> str | None:
    """The work tree the command stands in, or None: a directory that is not there yet may become one of its own."""
    if use.command.cwd is None:
        return None
    answer = use.context.ask(RepoRoot(use.command.cwd))
    if isinstance(answer, Unavailable):
        return None
    return answer.value if isinstance(answer, Found) else use.command.cwd


def _is_here(repo: str | None, use: Use) -> bool:
    """The task's own repository, not another of this person's."""
    return repo is not None and within(repo, use.context.workspace)


# ── which refs ───────────────────────────────────────────────────────────────────────────────────────────


def _updates(use: Use, repo: str | None, remote: str) -> tuple[tuple[Update, ...], str]:
    """What is updated, and the remote when only the repository names it."""
    force = use.has(*_FORCES)
    words = _tags(use.operands[1:])
    named = ""
    if use.has("--mirror"):
        return (Update(ref="", force=True, delete=True),), _default_remote(repo, remote, use)
    if use.has("--all"):
        return (Update(ref="", force=force, delete=use.has("--prune")),), _default_remote(repo, remote, use)
    found = [_refspec(word, use, repo, force=force) for word in words]
    if use.has("--tags"):
        found.append(Update(ref="refs/tags/*", force=force))
    if not found:
        answer = use.context.ask(PushDefault(repo, remote, home=use.context.home)) if repo else None
        named, specs = _default(answer)
        found = [_refspec(Known(spec), use, repo, force=force, from_head=True) for spec in specs]
        found = found or [
            Update(ref="", force=force, from_head=True, unobserved=answer is None and _is_here(repo, use))
        ]
    if use.has("--prune"):
        found.append(Update(ref="", force=True, delete=True))
    return tuple(found), named


def _tags(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """`tag NAME` among the refspecs is `refs/tags/NAME:refs/tags/NAME` (git-push(1))."""
    found: list[Word] = []
    at = 0
    while at < len(words):
        if known(words[at]) != "tag" or at + 1 == len(words):
            found.append(words[at])
            at += 1
            continue
        name = known(words[at + 1])
        found.append(Unknown("which tag is not known") if name is None else Known(f"refs/tags/{name}"))
        at += 2
    return tuple(found)


_OPTIONS: Final = (
    (re.compile(r"ci\.skip|ci\.no_pipeline|topic=.*|hashtag=.*|t=.*|wip|private"), None),
    (re.compile(r"submit|merge_request\.(merge_when_pipeline_succeeds|auto_merge).*"), Verb.PR_MERGE),
    (re.compile(r"merge_request\..*|(r|cc|reviewer|label|l|m|message)=.*|ready|publish-comments"), Verb.PR_OPEN),
    (re.compile(r"ci\.(variable|input)=.*"), Verb.CI_TRIGGER),
)
"""What a push option makes the other side do (GitLab, Gerrit). None: no more than the push; others are not known."""


def _asks_more(texts: list[str | None], use: Use) -> tuple[Finding, ...]:
    """What the other side is told to do with the push."""
    found: list[Finding] = []
    for text in texts:
        for pattern, verb in _OPTIONS:
            if text is not None and pattern.fullmatch(text):
                if verb is not None:
                    found.append(Finding(verb=verb, kind="thing", resource="forge", because=use.command.text))
                break
        else:
            found.append(opaque(f"what the push option {shown(text or '…')} makes the other side do is not known"))
    return tuple(found)


def _magic(words: tuple[Word, ...]) -> list[str | None]:
    """Gerrit takes options at the end of the target as well: `HEAD:refs/for/main%submit`."""
    texts = [text for word in words if (text := known(word)) is not None and "refs/for/" in text]
    return [option for text in texts for option in text.partition("%")[2].split(",") if option]


def _default(answer: Answer | None) -> tuple[str, list[str]]:
    if not isinstance(answer, Found):
        return "", []
    remote, *specs = answer.value.split(" ")
    return remote, specs


def _default_remote(repo: str | None, remote: str, use: Use) -> str:
    if remote or not repo:
        return remote
    return _default(use.context.ask(PushDefault(repo, "", home=use.context.home)))[0]


def _refspec(word: Word, use: Use, repo: str | None, *, force: bool, from_head: bool = False) -> Update:
    text = known(word)
    if text is None:
        # `+` makes the other side forget what it has, `:` takes it away, wherever it is.
        begins = lead(word)[:1]
        return Update(ref="", force=None if not begins else True if begins in "+:" else force)
    force = force or text.startswith("+")
    text = text.removeprefix("+")
    source, colon, target = text.partition(":")
    if not colon:
        target = source
    if use.has("-d") or (colon and not source and target):
        return Update(ref=_short(target or source), force=True, delete=True)
    if not target or "*" in target:
        return Update(ref="", source="", force=force)
    if target in ("HEAD", "@"):
        answer = use.context.ask(HeadBranch(repo)) if repo else None
        name = answer.value if isinstance(answer, Found) else ""
        unobserved = answer is None and _is_here(repo, use)
        return Update(ref=name, source="HEAD", force=force, from_head=True, unobserved=unobserved)
    moving = from_head or source in ("HEAD", "@")
    return Update(ref=_short(target), source=source, force=force, from_head=from_head and moving)


def _short(ref: str) -> str:
    if ref.startswith("refs/heads/"):
        return ref.removeprefix("refs/heads/")
    if ref.startswith("heads/"):
        return ref.removeprefix("heads/")  # git resolves both to the branch
    if ref.startswith(("refs/for/", "refs/drafts/", "refs/publish/")):
        return ref.split("/", 2)[2].partition("%")[0].removeprefix("refs/heads/")  # Gerrit: a change for that branch
    return ref


# ── where to ─────────────────────────────────────────────────────────────────────────────────────────────


def looks_like_url(text: str) -> bool:
    return "://" in text or bool(re.match(r"[^/]+:", text)) or text.startswith(("/", "./", "../", "~"))


def destination_of(url: str, *, remote: str) -> Destination:
    """Where a URL or path leads."""
    if "::" in url:
        return _nowhere(remote)
    if url.startswith(("/", "./", "../", "~", "file://")):
        return Destination(remote=remote, url=url, host="", local=True)
    target = http.remote_file(Known(url))
    if target is None or not target.host:
        return _nowhere(remote)
    return Destination(remote=remote, url=url, host=target.host, local=target.local)


def _nowhere(remote: str) -> Destination:
    return Destination(remote=remote, url="", host="")


def _destinations(remote: str, use: Use, repo: str | None) -> tuple[Destination, ...]:
    if looks_like_url(remote):
        # An address on the command line is rewritten by `url.*.insteadOf` too, so it is asked for like a name.
        answer = use.context.ask(PushUrls(repo, remote, home=use.context.home)) if repo else None
        urls = answer.value.split(" ") if isinstance(answer, Found) else [remote]
        # The name of a remote could look like this as well; that is then asked for once more than needed.
        return tuple(destination_of(url, remote=remote) for url in urls)
    answer = use.context.ask(PushUrls(repo, remote, home=use.context.home)) if repo else None
    if isinstance(answer, Found):
        named = answer.value != remote  # else it is no remote but a path
        urls = [url for url in answer.value.split(" ") if url]
        return tuple(replace(destination_of(url, remote=remote), configured=named) for url in urls) or (
            _nowhere(remote),
        )
    conventional = repo is not None and answer is None and (remote in _CONVENTIONAL or not remote)
    return (Destination(remote=remote, url="", host="", conventional=conventional, configured=conventional),)


def _findings(updates: tuple[Update, ...], destinations: tuple[Destination, ...], use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for where in destinations:
        for update in updates:
            facts: dict[str, Json] = {
                "remote": without_secrets(where.remote),
                "host": where.host,
                "local": where.local,
                "ref": update.ref,
                "delete": update.delete,
                "configured": where.configured,
                "_from_head": update.from_head,
                "_unobserved": update.unobserved,
                "_conventional": where.conventional,
                "_at": use.command.cwd or "",
                "_repo": update.repo,
                "_source": "" if update.delete else update.source,
                "_remote": where.tracks,
            }
            if where.url:
                facts["url"] = without_secrets(where.url)
            if update.force is not None:
                facts["force"] = update.force
            resource = f"{without_secrets(where.url) or without_secrets(where.remote) or '*'}:{update.ref or '*'}"
            verbs = (Verb.GIT_PUSH, Verb.GIT_FORCE_PUSH) if update.force or update.delete else (Verb.GIT_PUSH,)
            because = use.command.text or f"pushes {shown(update.ref)}"
            found.extend(
                Finding(verb=verb, kind="ref", resource=resource, facts=facts, because=because) for verb in verbs
            )
    return tuple(found)


def without_secrets(url: str) -> str:
    """The address without a password in it: findings are shown and logged."""
    return re.sub(r"(?<=://)([^@/\s]*)@", "", url)


def redacted(urls: str) -> str:
    """The addresses as they may be shown, logged and bound: over HTTP whoever is named before the host may be a token,
    elsewhere only a password is left out. What is left says where it goes, which is what a person approves."""
    urls = re.sub(r"\b(https?://)[^@/\s]*@", r"\1***@", urls)
    return re.sub(r"(?<=://)([^:@/\s]*):[^@/\s]*@", r"\1:***@", urls)


PUSH: Final[Program] = row(
    "push",
    "-u|--set-upstream -f|--force --force-with-lease? --force-if-includes --mirror --all|--branches --tags "
    "--follow-tags -d|--delete -n|--dry-run --no-verify --verify --porcelain -q|--quiet -v|--verbose --prune --atomic "
    "--no-atomic -o|--push-option= --receive-pack|--exec=opaque --repo= --thin --no-thin --signed? --progress "
    "--recurse-submodules? -4|--ipv4 -6|--ipv6 --no-force-with-lease --no-signed",
    act=push,
)
