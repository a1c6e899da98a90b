"""git subcommands about remotes, settings, submodules, patches and the work tree.

Law: a setting that can run a program is `sys.persist`; a change of remotes is marked, because a later push of the same
line may go elsewhere than observed.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromText, Known, Pattern, Word, opaque
from mayact.core.analysis.programs import code_questions, patch_text
from mayact.core.analysis.programs.git import config as git_config
from mayact.core.analysis.programs.git.common import (
    anything,
    as_sets,
    contact,
    moving,
    on_branch,
    reroutes,
    secrets,
    shows,
    tree_changes,
)
from mayact.core.analysis.programs.git.push import looks_like_url
from mayact.core.analysis.programs.roles import argv, finding, shell
from mayact.core.analysis.programs.table import Use, names
from mayact.core.analysis.words import as_text, known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb


def fetch(use: Use) -> tuple[Finding, ...]:
    every = "*" if use.has("--all", "--multiple") else ""
    found = list(contact(use, use.operands[0] if use.operands else None, saves=True, every=every))
    for spec in use.operands[1:]:
        if lead(spec).startswith("+") and ":" in lead(spec):
            found.append(on_branch(Verb.GIT_REWRITE_HISTORY, use, force=True))
    return tuple(found)


def ls_remote(use: Use) -> tuple[Finding, ...]:
    found = contact(use, use.operands[0] if use.operands else None, saves=False)
    return code_questions.of_remote(found, use)


def pull(use: Use) -> tuple[Finding, ...]:
    rebases = (on_branch(Verb.GIT_REWRITE_HISTORY, use),) if use.has("-r") else ()
    return (*fetch(use), *tree_changes(use), *rebases)


def clone(use: Use) -> tuple[Finding, ...]:
    if not use.operands:
        return ()
    found = [*settings(use.values("-c"), use), *contact(use, address(use.operands[0]), saves=True)]
    # The last part of the address, also behind the colon of `host:path` (builtin/clone.c, guess_dir_name).
    name = re.split(r"[/:]", (known(use.operands[0]) or "").rstrip("/").removesuffix("/.git").removesuffix(".git"))[-1]
    name = name or "repository"
    target = use.operands[1] if len(use.operands) > 1 else Known(name)
    return (*found, *moving(files.writing(target, use.command, use.context, recursive=True)))


def address(word: Word) -> Word:
    """clone takes addresses and paths, never names."""
    text = known(word)
    return Known(f"./{text}") if text is not None and not looks_like_url(text) else word


def settings(words: tuple[Word, ...], use: Use) -> tuple[Finding, ...]:
    """`NAME=VALUE` settings for one command."""
    found = []
    for word in words:
        name, equals, value = lead(word).partition("=")
        exact = known(word)
        shown_value = None if exact is None else value if equals else "true"
        if not (equals or exact) or not git_config.is_harmless(name, shown_value):
            found.append(opaque(f"the git setting {shown(as_text(word))} may run a program or redirect"))
    return tuple(found)


def remote(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else ""
    if verb in ("", "get-url"):
        return ()
    if verb in ("show", "update", "prune"):
        every = "*" if verb == "update" else ""
        return contact(use, use.operands[1] if len(use.operands) > 1 else None, saves=verb == "update", every=every)
    if verb not in ("add", "set-url", "rename", "remove", "rm", "set-branches", "set-head"):
        return (opaque("what `git remote` does is not known"),)
    if any("::" in lead(word) or not isinstance(word, Known) for word in use.operands[1:]):
        return (opaque("a remote whose transport runs a program, or is not known"),)
    changed = reroutes(use)
    if verb in ("add", "set-url") and not use.has("--delete"):
        # Where every later push goes: as much as the repository's own records.
        changed = tuple(
            replace(item, facts={**item.facts, "kind": "git-internal", "_remote": True}) for item in changed
        )
    return (*changed, *contact_of_flag(use))


def contact_of_flag(use: Use) -> tuple[Finding, ...]:
    """`git remote add -f` fetches at once."""
    return contact(use, use.operands[-1], saves=True) if use.has("-f") and len(use.operands) > 2 else ()


_CONFIG_READS: Final = names("get list get-all get-urlmatch get-regexp get-color get-colorbool")
_CONFIG_FLAGS: Final = ("--get", "-l", "--get-all", "--get-regexp", "--get-urlmatch", "--get-color", "--get-colorbool")


def config(use: Use) -> tuple[Finding, ...]:
    words = list(use.operands)
    verb = known(words[0]) if words else None
    if verb in _CONFIG_READS or use.has(*_CONFIG_FLAGS) or (verb == "edit" or use.has("-e")):
        edits = verb == "edit" or use.has("-e")
        return (opaque("`git config` opens an editor"),) if edits else config_read(use)
    if verb in ("rename-section", "remove-section") or use.has("--rename-section", "--remove-section"):
        # A section of any name can be filled first and then be called `core`.
        return config_write(use, harmless=False)
    if verb in ("set", "unset"):
        words.pop(0)
    elif len(words) == 1 and not use.has("--unset", "--unset-all"):
        return config_read(use)
    name = known(words[0]) if words else None
    value = known(words[1]) if len(words) > 1 else None
    removes = verb == "unset" or use.has("--unset", "--unset-all")
    harmless = name is not None and git_config.is_harmless(name, "" if removes else value)
    if (name or "").lower() == git_config.HOOKS and value == "/dev/null" and not removes:
        # No check of the repository looks any more, which no later command shows.
        written = config_write(use, harmless=True)
        return tuple(replace(item, facts={**item.facts, "kind": "hook"}) for item in written)
    return config_write(use, harmless=harmless)


def config_read(use: Use) -> tuple[Finding, ...]:
    """`-f FILE` prints any file that looks like settings, and the line of any that does not."""
    read = [item for word in use.values("-f") for item in files.reading(word, use.command, use.context)]
    if any(_HOLDS_SECRET.search(lead(word)) for word in use.operands):
        read.append(finding(Verb.SECRET_READ, "git credential", use, **{"class": "token"}))
    return (*read, *secrets(use, use.values("--blob")))


_HOLDS_SECRET: Final = re.compile(r"(?i)extraheader|password|passwd|token|secret|cookie|api_?key|smtppass")
"""Settings whose value is a credential (git-config: `http.<url>.extraHeader`, `sendemail.smtpPass`, and those of
programs that keep a token there)."""


def config_write(use: Use, *, harmless: bool) -> tuple[Finding, ...]:
    file = use.value("-f")
    if use.has("--global", "--system"):
        file = Known("~/.gitconfig" if use.has("--global") else "/etc/gitconfig")
    written = files.writing(file, use.command, use.context) if file is not None else reroutes(use)
    if harmless:
        plain = [item for item in written if item.verb is Verb.FS_WRITE]
        return tuple(replace(item, facts={**item.facts, "kind": "other"}) for item in plain)
    resource = written[0].resource if written else "git"
    facts: dict[str, Json] = {"kind": "hook", "many": False, "recursive": False}
    persists = Finding(
        verb=Verb.SYS_PERSIST, kind="file", resource=resource, facts=facts, because=use.command.text or "git config"
    )
    return (*written, persists)


def submodule(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "status"
    if verb == "foreach":
        texts = [known(word) for word in use.operands[1:] if known(word) not in ("--quiet", "-q", "--recursive")]
        if None in texts:
            return (opaque("what `git submodule foreach` runs is not known"),)
        return shell(Known(" ".join(text or "" for text in texts)), use)
    if verb in ("status", "summary"):
        return ()
    if verb in ("update", "add", "sync", "init", "set-url", "set-branch", "deinit", "absorbgitdirs"):
        where = use.operands[-1:] if verb == "set-url" else use.operands[1:2] if verb == "add" else ()
        if where:
            return (*contact(use, where[0], saves=True), *moving(tree_changes(use)))
        # What a submodule's own submodules are is known when it is there.
        nested = any(lead(word).startswith(("--rec", "--rem")) for word in use.operands)
        found = contact(use, None, saves=True, every="*nested" if nested else "*submodules")
        return (*found, *moving(tree_changes(use)))
    return (opaque("what `git submodule` does is not known"),)


def worktree(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else ""
    if verb in ("list", "lock", "unlock", "prune", "repair"):
        return ()
    if len(use.operands) < 2:
        return (opaque("what `git worktree` does is not known"),)
    if verb == "remove":
        # git removes nothing but a work tree of this repository, whose commits stay, and one with changes only
        # by force.
        gone = files.deleting(use.operands[1], use.command, use.context, recursive=True)
        trees = (item.verb is Verb.FS_DELETE and item.facts.get("area") in ("home", "other", "temp") for item in gone)
        kept = isinstance(use.operands[1], Known) and all(trees)
        return tuple(replace(item, facts={**item.facts, "_linked": True}) if kept else item for item in gone)
    return moving(files.writing(use.operands[1], use.command, use.context, recursive=True))


def clean(use: Use) -> tuple[Finding, ...]:
    if use.has("-n"):
        return ()
    paths = use.operands or (Pattern("./*"),)
    recursive = use.has("-d", "-x", "-X")
    return tuple(
        item for path in as_sets(paths) for item in files.deleting(path, use.command, use.context, recursive=recursive)
    )


def patches(use: Use) -> tuple[Finding, ...]:
    """apply, am: files that change as a patch says."""
    words = (word for word in use.operands if known(word) != "-")
    read = [item for word in words for item in files.reading(word, use.command, use.context)]
    if use.name == "apply" and use.has("--check", "--stat", "--numstat", "--summary") and not use.has("--apply"):
        return tuple(read)
    if use.has("--unsafe-paths", "--directory"):
        read.append(opaque("the patch says which files change"))
    committed = (on_branch(Verb.GIT_COMMIT, use),) if use.name == "am" else ()
    if use.name == "am" and use.has("--show-current-patch"):
        return ()
    return (*read, *_patched(use), *committed)


def _patched(use: Use) -> tuple[Finding, ...]:
    """The files that a patch on standard input names; any, where it lies in a file or is not understood."""
    stdin = use.command.stdin
    text = stdin.text if isinstance(stdin, FromText) and all(known(word) == "-" for word in use.operands) else None
    plain = use.name == "apply" and not use.has("-3", "--build-fake-ancestor")
    strip = known(use.value("-p") or Known("1")) or ""
    named = patch_text.targets(text, strip=int(strip)) if text and plain and strip.isdigit() else None
    if text is None or named is None:
        return anything(use)
    gone = patch_text.gone(text, strip=int(strip), reverse=use.has("-R"))
    written = (item for path in named for item in files.writing(Known(path), use.command, use.context))
    removed = (item for path in gone for item in files.deleting(Known(path), use.command, use.context))
    return (*written, *removed)


def bisect(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else ""
    if verb == "run":
        return (*tree_changes(use, head=""), *argv(use.operands[1:], use))
    return () if verb in ("log", "view", "visualize", "help", "terms") else tree_changes(use, head="")


def archive(use: Use) -> tuple[Finding, ...]:
    remote = use.value("--remote")
    return (*shows(use), *(contact(use, address(remote), saves=True) if remote is not None else ()))


def formatted(use: Use) -> tuple[Finding, ...]:
    if use.has("--stdout"):
        return shows(use)
    folder = use.value("-o")
    written = files.writing(folder or Pattern("./*"), use.command, use.context, recursive=folder is not None)
    return (*shows(use), *written)


def init(use: Use) -> tuple[Finding, ...]:
    if not use.operands:
        return moving(tree_changes(use))
    return moving(files.writing(use.operands[0], use.command, use.context, recursive=True))


def sparse(use: Use) -> tuple[Finding, ...]:
    """sparse-checkout: files outside the pattern leave the work tree, or come back."""
    return () if use.operands and known(use.operands[0]) in ("list", "check-rules") else tree_changes(use)


def maintenance(use: Use) -> tuple[Finding, ...]:
    """`run` tidies up now; the others decide that it happens by itself."""
    verb = known(use.operands[0]) if use.operands else "help"
    return () if verb in ("run", "help") else (finding(Verb.SYS_PERSIST, "git", use),)


def tools(use: Use) -> tuple[Finding, ...]:
    """mergetool, difftool: what runs is in the settings, unless they only list what there is."""
    if [known(word) for word in use.command.argv[1:]] == ["--tool-help"]:
        return ()
    return (opaque(f"which program {shown(use.name)} starts is in the settings"),)


def credential(use: Use) -> tuple[Finding, ...]:
    return (finding(Verb.SECRET_READ, "git credential", use, **{"class": "token"}),)


def remove(use: Use) -> tuple[Finding, ...]:
    if use.has("--cached", "-n"):
        return ()
    found: list[Finding] = []
    words = use.operands[:-1] if use.name == "mv" and len(use.operands) > 1 else use.operands
    for word in as_sets(words) if use.name == "rm" else words:
        found.extend(files.deleting(word, use.command, use.context, recursive=use.has("-r")))
    if use.name == "mv" and len(use.operands) > 1:
        found.extend(files.writing(use.operands[-1], use.command, use.context))
    return tuple(found)


def lfs(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    if verb in ("ls-files", "status", "env", "version", "help", "logs"):
        return ()
    if verb in ("fetch", "pull", "clone"):
        return (*contact(use, None, saves=True), *tree_changes(use))
    if verb in ("track", "untrack", "checkout", "prune", "dedup"):
        return tree_changes(use, Known(".gitattributes"))
    if verb == "install":
        return config_write(use, harmless=False)
    return (opaque("what `git lfs` does is not known"),)
