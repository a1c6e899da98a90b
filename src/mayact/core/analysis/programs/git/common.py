"""What git subcommands have in common: the work tree, the branch, content, contact.

Law: one meaning per piece; which subcommand uses it is in `git`.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromText, Inherited, Known, Pattern, Unknown, Word, opaque
from mayact.core.analysis.plan import FetchUrls, Found, HeadBranch
from mayact.core.analysis.programs.git.push import destination_of, looks_like_url, repository, without_secrets
from mayact.core.analysis.programs.table import Use
from mayact.core.analysis.words import is_named_revision, known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb


def tree_changes(use: Use, *paths: Word, head: str | None = None, drops: bool = False) -> tuple[Finding, ...]:
    """Files of the work tree change. `head`: the branch that is checked out afterwards ("": not known)."""
    found = [item for path in paths or (Pattern("./*"),) for item in files.writing(path, use.command, use.context)]
    found = [replace(item, facts={**item.facts, "_managed": True}) for item in found]
    return tuple(found) if head is None else moving(tuple(found), head=head)


def moving(found: tuple[Finding, ...], *, head: str = "") -> tuple[Finding, ...]:
    """`found`, after which another branch, or another repository, may be where the line stands."""
    return tuple(replace(item, facts={**item.facts, "_head": head}) for item in found)


def reroutes(use: Use) -> tuple[Finding, ...]:
    """A setting of the repository changes: a later push of the line may go elsewhere."""
    repo = repository(use)
    facts: dict[str, Json] = {"area": "workspace", "kind": "other", "many": False, "recursive": False}
    area = files.area_of(Known("."), use.command, use.context)
    if area == "temp":
        facts["area"] = area  # a scratch repository
    elif area != "workspace":
        del facts["area"]
    resource = f"{repo or ''}/.git/config"
    because = use.command.text or "git"
    facts["_reroutes"] = True
    return (Finding(verb=Verb.FS_WRITE, kind="file", resource=resource, facts=facts, because=because),)


def on_branch(verb: Verb, use: Use, **more: Json) -> Finding:
    """A finding about the branch that is checked out."""
    repo = repository(use)
    answer = use.context.ask(HeadBranch(repo)) if repo else None
    branch = answer.value if isinstance(answer, Found) else ""
    facts: dict[str, Json] = {"remote": "", "local": True, "ref": branch, "force": False, "delete": False, **more}
    # Another repository of this person, not the task's; a scratch repository is nobody's.
    facts["_elsewhere"] = files.area_of(Known("."), use.command, use.context) not in ("workspace", "temp")
    resource = f":{branch or 'HEAD'}"
    return Finding(verb=verb, kind="ref", resource=resource, facts=facts, because=use.command.text or "git")


def anything(use: Use, *paths: Word) -> tuple[Finding, ...]:
    """Files of the work tree become what a patch, another revision or the index says: settings of agents too."""
    changed = tree_changes(use, *paths)
    sets = (item.facts.get("many") is True for item in changed)
    return tuple(
        replace(item, facts={key: value for key, value in item.facts.items() if key != "kind"}) if wide else item
        for item, wide in zip(changed, sets, strict=True)
    )


def in_place(use: Use) -> tuple[Finding, ...]:
    """merge-file, interpret-trailers: what is read is also printed, or written back."""
    if use.name == "merge-file":
        written = () if use.has("-p", "--object-id") else use.operands[:1]
    else:
        written = use.operands if use.has("--in-place") else ()
    return tuple(item for word in written for item in files.writing(word, use.command, use.context))


def index(use: Use) -> tuple[Finding, ...]:
    """update-index: what is put in the index without being in the work tree comes there with the next checkout."""
    if use.has("--index-info"):
        return anything(use)
    found: list[Finding] = []
    for word in use.values("--cacheinfo"):
        text = known(word)
        path = text.split(",", 2)[2] if text is not None and text.count(",") > 1 else None
        found.extend(anything(use) if path is None else files.writing(Known(path), use.command, use.context))
    return tuple(found)


def listed(use: Use) -> tuple[Finding, ...]:
    """Files named on standard input are read."""
    if not use.has("--stdin-paths"):
        return ()
    return tuple(item for word in _lines(use) for item in files.reading(word, use.command, use.context))


def _lines(use: Use) -> tuple[Word, ...]:
    stdin = use.command.stdin
    if isinstance(stdin, FromText) and stdin.text is not None:
        return tuple(Known(line) for line in stdin.text.splitlines() if line)
    return () if isinstance(stdin, Inherited) else (Unknown("standard input names it"),)


def looks(use: Use) -> tuple[Finding, ...]:
    """log, show, blame, annotate, cat-file, grep."""
    ranges = tuple(Known(text.rpartition(":")[2]) for word in use.values("-L") if (text := known(word)) is not None)
    if use.name == "log" and not use.has("-p", "-L"):
        return secrets(use, use.operands)
    found = [*shows(use), *secrets(use, ranges)]
    if use.name == "cat-file" and any(_PRINTS.match(lead(word)) for word in use.command.argv):
        found.extend(_objects(use))
    if use.name == "grep" and "--no-index" in map(lead, use.command.argv):
        where = use.operands if use.has("-e", "-f") else use.operands[1:]
        for word in where or (Known("."),):
            found.extend(files.reading(word, use.command, use.context, recursive=True))
    if use.name == "grep" and "--no-exclude-standard" in map(lead, use.command.argv):
        # Asked for what git is told to ignore: the settings that hold secrets.
        found.extend(files.reading(Pattern("./.env*"), use.command, use.context))
    return tuple(found)


_PRINTS: Final = re.compile(r"--batch(?!-check|-all-objects)")


def _objects(use: Use) -> tuple[Finding, ...]:
    """`git cat-file --batch` prints what standard input names, as `REVISION:PATH` or by id."""
    found: list[Finding] = []
    for word in _lines(use):
        text = known(word)
        found.extend(
            files.reading(word, use.command, use.context)
            if text is None
            else secrets(use, (Known(text.split(" ")[0]),))
        )
    return tuple(found)


def secrets(use: Use, words: tuple[Word, ...]) -> tuple[Finding, ...]:
    """Secrets among paths, also as `REVISION:PATH`."""
    found: list[Finding] = []
    for word in words:
        if is_named_revision(word, use.command.text):
            continue
        if isinstance(word, Pattern) and (inside := _inside(word, use.command.text)) is not None:
            word = inside
        text = known(word)
        path = Known(text.rpartition(":")[2]) if text is not None and ":" in text else word
        if text is None and ":" in lead(word):
            # `REVISION:` and something that is not known: which file of that revision is not known.
            found.extend(files.reading(Unknown("which file it is"), use.command, use.context))
            continue
        if lead(path) or not isinstance(path, Known):
            read = files.reading(path, use.command, use.context)
            found.extend(item for item in read if item.verb is Verb.SECRET_READ)
    return tuple(found)


def _inside(word: Pattern, text: str) -> Word | None:
    """`REVISION:path` where only the revision is not known."""
    head, colon, path = word.glob.partition(":")
    plain = colon and not set(path) & set("*?[{\\") and is_named_revision(Pattern(head), text)
    return Known(f"HEAD:{path}") if plain else None


def shows(use: Use) -> tuple[Finding, ...]:
    """Content of this repository, of any revision."""
    content = files.reading(Pattern("./*"), use.command, use.context)
    plain = tuple(item for item in content if item.verb is Verb.FS_READ)
    return (*plain, *secrets(use, use.operands))


def diff(use: Use) -> tuple[Finding, ...]:
    outside = [word for word in use.operands if lead(word).startswith(("/", "~", "..")) or use.has("--no-index")]
    read = [item for word in outside for item in files.reading(word, use.command, use.context)]
    return (*shows(use), *read)


def contact(use: Use, remote: Word | None, *, saves: bool, every: str = "") -> tuple[Finding, ...]:
    """Contact with a remote, by name or address; with `every`, with all that the question of that name is about."""
    text = known(remote) if remote is not None else ""
    if text is None or "::" in text or text.startswith("-"):
        return (opaque("which repository `git` contacts is not known"),)
    if not text or not looks_like_url(text):
        return _named(use, every or text, saves=saves)
    where = destination_of(text, remote=text)
    if where.local:
        return files.reading(Known(text.removeprefix("file://")), use.command, use.context)
    if not where.host:
        return (opaque(f"the address {shown(text)} is not understood"),)
    return (_contacted(use, where.host, host=where.host, saves=saves),)


def _named(use: Use, remote: str, *, saves: bool) -> tuple[Finding, ...]:
    """A configured remote: where it leads is asked for, as for a push."""
    repo = repository(use)
    answer = use.context.ask(FetchUrls(repo, remote, home=use.context.home)) if repo else None
    if not isinstance(answer, Found):
        return (_contacted(use, remote.lstrip("*") or "origin", host="", saves=saves, named=True),)
    places = [destination_of(url, remote=remote) for url in answer.value.split(" ")]
    return tuple(
        _contacted(
            use,
            where.host or without_secrets(where.url) or "*",
            host=where.host,
            saves=saves,
            local=where.local,
            named=True,
        )
        for where in places
    )


def _contacted(use: Use, resource: str, *, host: str, saves: bool, local: bool = False, named: bool = False) -> Finding:
    facts: dict[str, Json] = {"host": host, "local": local, "sends_data": False}
    if named:
        facts |= {"_named": True, "_at": use.command.cwd or ""}
    verb = Verb.NET_DOWNLOAD if saves else Verb.NET_CONNECT
    return Finding(verb=verb, kind="host", resource=resource, facts=facts, because=use.command.text or "git")


def as_sets(paths: tuple[Word, ...]) -> tuple[Word, ...]:
    """A directory named as a path stands for the files in it; git finds files by `*` itself, across directories, and
    reads what begins with `:` as a rule for which files are meant (gitglossary(7), pathspec)."""
    return tuple(_pathspec(path) for path in paths)


def _pathspec(path: Word) -> Word:
    text = known(path)
    if text is None:
        return path
    if text in (".", "./") or text.startswith(":"):
        return Pattern("./*")
    return Pattern(text) if set(text) & set("*?[") else path


def is_set(path: Word) -> bool:
    return not isinstance(_pathspec(path), Known)
