"""What git subcommands have in common: the work tree, the branch, content, contact.

Law: one meaning per piece; which subcommand uses it is in `git`.
"""

from dataclasses import replace

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, Known, Pattern, Word, opaque
from mayact.core.analysis.plan import Found, HeadBranch
from mayact.core.analysis.programs.git_push import destination_of, looks_like_url, repository
from mayact.core.analysis.programs.table import Use
from mayact.core.analysis.words import known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb


def tree_changes(use: Use, *paths: Word, head: str | None = None, drops: bool = False) -> tuple[Finding, ...]:
    """Files of the work tree change. `head`: the branch that is checked out afterwards ("": not known)."""
    found = [item for path in paths or (Pattern("./*"),) for item in files.writing(path, use.command, use.context)]
    return tuple(found) if head is None else moving(tuple(found), head=head)


def moving(found: tuple[Finding, ...], *, head: str = "") -> tuple[Finding, ...]:
    """`found`, after which another branch, or another repository, may be where the line stands."""
    return tuple(replace(item, facts={**item.facts, "_head": head}) for item in found)


def reroutes(use: Use) -> tuple[Finding, ...]:
    """A setting of the repository changes: a later push of the line may go elsewhere."""
    repo = repository(use)
    facts: dict[str, Json] = {"area": "workspace", "kind": "other", "many": False, "recursive": False}
    if files.area_of(Known("."), use.command, use.context) != "workspace":
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
    resource = f":{branch or 'HEAD'}"
    return Finding(verb=verb, kind="ref", resource=resource, facts=facts, because=use.command.text or "git")


def secrets(use: Use, words: tuple[Word, ...]) -> tuple[Finding, ...]:
    """Secrets among paths, also as `REVISION:PATH`."""
    found: list[Finding] = []
    for word in words:
        text = known(word)
        path = Known(text.rpartition(":")[2]) if text is not None and ":" in text else word
        if lead(path) or not isinstance(path, Known):
            read = files.reading(path, use.command, use.context)
            found.extend(item for item in read if item.verb is Verb.SECRET_READ)
    return tuple(found)


def shows(use: Use) -> tuple[Finding, ...]:
    """Content of this repository, of any revision."""
    content = files.reading(Pattern("./*"), use.command, use.context)
    plain = tuple(item for item in content if item.verb is Verb.FS_READ)
    return (*plain, *secrets(use, use.operands))


def diff(use: Use) -> tuple[Finding, ...]:
    outside = [word for word in use.operands if lead(word).startswith(("/", "~", "..")) or use.has("--no-index")]
    read = [item for word in outside for item in files.reading(word, use.command, use.context)]
    return (*shows(use), *read)


def contact(use: Use, remote: Word | None, *, saves: bool) -> tuple[Finding, ...]:
    """Contact with a remote, by name or address."""
    text = known(remote) if remote is not None else "origin"
    if text is None or "::" in text or text.startswith("-"):
        return (opaque("which repository `git` contacts is not known"),)
    verb = Verb.NET_DOWNLOAD if saves else Verb.NET_CONNECT
    facts: dict[str, Json] = {"host": "", "local": False, "sends_data": False}
    if not looks_like_url(text):
        return (Finding(verb=verb, kind="host", resource=text, facts=facts, because=use.command.text or "git"),)
    where = destination_of(text, remote=text)
    if where.local:
        return files.reading(Known(text.removeprefix("file://")), use.command, use.context)
    if not where.host:
        return (opaque(f"the address {shown(text)} is not understood"),)
    facts = {**facts, "host": where.host}
    return (Finding(verb=verb, kind="host", resource=where.host, facts=facts, because=use.command.text or "git"),)


def as_sets(paths: tuple[Word, ...]) -> tuple[Word, ...]:
    """A directory named as a path stands for the files in it."""
    return tuple(Pattern("./*") if known(path) in (".", "./", ":/") else path for path in paths)
