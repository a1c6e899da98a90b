"""git: every common subcommand.

Law: git runs what its configuration names, so whatever sets configuration, chooses another repository or a transport
program is opaque unless it is known to be harmless. A subcommand that is not known may be an alias, which may be
anything. `add` and other changes of the index alone are no effect: nothing outside the index changes.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Context, Finding, Known, Pattern, SimpleCommand, Word, opaque
from mayact.core.analysis.plan import Found, HeadBranch
from mayact.core.analysis.programs import git_config
from mayact.core.analysis.programs.git_push import PUSH, destination_of, looks_like_url, repository
from mayact.core.analysis.programs.roles import apply, argv, finding, runs, shell
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.words import as_text, known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

# ── shared pieces ────────────────────────────────────────────────────────────────────────────────────────


def _tree_changes(use: Use, *paths: Word, head: str | None = None, drops: bool = False) -> tuple[Finding, ...]:
    """Files of the work tree change. `head`: the branch that is checked out afterwards ("": not known)."""
    found = [item for path in paths or (Pattern("./*"),) for item in files.writing(path, use.command, use.context)]
    if head is None:
        return tuple(found)
    return tuple(replace(item, facts={**item.facts, "_head": head}) for item in found)


def _on_branch(verb: Verb, use: Use, **more: Json) -> Finding:
    """A finding about the branch that is checked out."""
    repo = repository(use)
    answer = use.context.ask(HeadBranch(repo)) if repo else None
    branch = answer.value if isinstance(answer, Found) else ""
    facts: dict[str, Json] = {"remote": "", "local": True, "ref": branch, "force": False, "delete": False, **more}
    resource = f":{branch or 'HEAD'}"
    return Finding(verb=verb, kind="ref", resource=resource, facts=facts, because=use.command.text or "git")


def _secrets(use: Use, words: tuple[Word, ...]) -> tuple[Finding, ...]:
    """Secrets among paths, also as `REVISION:PATH`."""
    found: list[Finding] = []
    for word in words:
        text = known(word)
        path = Known(text.rpartition(":")[2]) if text is not None and ":" in text else word
        if lead(path) or not isinstance(path, Known):
            read = files.reading(path, use.command, use.context)
            found.extend(item for item in read if item.verb is Verb.SECRET_READ)
    return tuple(found)


def _shows(use: Use) -> tuple[Finding, ...]:
    """Content of this repository, of any revision."""
    content = files.reading(Pattern("./*"), use.command, use.context)
    plain = tuple(item for item in content if item.verb is Verb.FS_READ)
    return (*plain, *_secrets(use, use.operands))


def _diff(use: Use) -> tuple[Finding, ...]:
    outside = [word for word in use.operands if lead(word).startswith(("/", "~", "..")) or use.has("--no-index")]
    read = [item for word in outside for item in files.reading(word, use.command, use.context)]
    return (*_shows(use), *read)


def _contact(use: Use, remote: Word | None, *, saves: bool) -> tuple[Finding, ...]:
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


# ── history ──────────────────────────────────────────────────────────────────────────────────────────────


def _commit(use: Use) -> tuple[Finding, ...]:
    found = [] if use.has("--dry-run") else [_on_branch(Verb.GIT_COMMIT, use)]
    if use.has("--amend"):
        found.append(_on_branch(Verb.GIT_REWRITE_HISTORY, use))
    for word in use.values("-F", "-t"):
        if known(word) != "-":
            found.extend(files.reading(word, use.command, use.context))
    return tuple(found)


def _checkout(use: Use) -> tuple[Finding, ...]:
    words = use.command.argv[1:]
    paths: tuple[Word, ...] = ()
    if Known("--") in words:
        paths = words[words.index(Known("--")) + 1 :]
    created = use.value("-b") or use.value("-B") or use.value("-c") or use.value("-C") or use.value("--orphan")
    if created is not None:
        moved = (_on_branch(Verb.GIT_REWRITE_HISTORY, use),) if use.has("-B", "-C") else ()
        return (*_tree_changes(use, head=known(created) or ""), *moved)
    if paths or (use.name == "checkout" and len(use.operands) > 1):
        return _tree_changes(use, *_as_sets(paths or use.operands[1:]))
    target = known(use.operands[0]) if use.operands else ""
    # `git checkout FILE` and `git checkout BRANCH` look the same; both are said.
    head = target if target and re.fullmatch(r"[\w./-]+", target) and target not in (".", "-") else ""
    return _tree_changes(use, head=head)


def _as_sets(paths: tuple[Word, ...]) -> tuple[Word, ...]:
    """A directory named as a path stands for the files in it."""
    return tuple(Pattern("./*") if known(path) in (".", "./", ":/") else path for path in paths)


def _restore(use: Use) -> tuple[Finding, ...]:
    if use.has("-S") and not use.has("-W"):
        return ()
    return _tree_changes(use, *_as_sets(use.operands))


def _reset(use: Use) -> tuple[Finding, ...]:
    commit = use.operands[0] if use.operands else Known("HEAD")
    moves = known(commit) not in ("HEAD", "@") and Known("--") not in use.command.argv[:3]
    if use.has("--hard", "--keep", "--merge"):
        found = list(_tree_changes(use))
        # Even at HEAD, changes that were never committed are gone.
        rewritten = _on_branch(Verb.GIT_REWRITE_HISTORY, use, force=True)
        return (*found, rewritten) if moves else tuple(_forced(item) for item in found)
    if moves and (use.has("--soft", "--mixed") or _is_revision(commit)):
        return (_on_branch(Verb.GIT_REWRITE_HISTORY, use),)
    return ()


def _forced(item: Finding) -> Finding:
    return replace(item, facts={**item.facts, "_drops": True})


def _is_revision(word: Word) -> bool:
    text = known(word)
    return text is None or bool(re.search(r"[~^]|@\{|^HEAD|^[0-9a-f]{7,40}$|^origin/", text))


def _rebase(use: Use) -> tuple[Finding, ...]:
    ran = [item for word in use.values("-x") for item in shell(word, use)]
    if use.has("--abort", "--quit", "--show-current-patch"):
        return _tree_changes(use)
    return (*ran, *_tree_changes(use), _on_branch(Verb.GIT_REWRITE_HISTORY, use))


def _merges(use: Use) -> tuple[Finding, ...]:
    """merge, cherry-pick, revert: new commits on this branch."""
    if use.has("--abort", "--quit"):
        return _tree_changes(use)
    committed = () if use.has("--no-commit", "-n") else (_on_branch(Verb.GIT_COMMIT, use),)
    return (*_tree_changes(use), *committed)


def _stash(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "push"
    match verb:
        case "list" | "show":
            return ()
        case "drop" | "clear":
            return (_on_branch(Verb.GIT_REWRITE_HISTORY, use, force=True),)
        case _:
            return _tree_changes(use)


def _branch(use: Use) -> tuple[Finding, ...]:
    if use.has("-D", "-d", "-f"):
        names_of = [known(word) or "" for word in use.operands]
        return tuple(
            Finding(
                verb=Verb.GIT_REWRITE_HISTORY,
                kind="ref",
                resource=f":{name or '*'}",
                facts={"remote": "", "local": True, "ref": name, "force": use.has("-D", "-f"), "delete": False},
                because=use.command.text or "git branch",
            )
            for name in names_of
        )
    if use.has("--edit-description"):
        return (opaque("`git branch` opens an editor"),)
    return ()


def _tag(use: Use) -> tuple[Finding, ...]:
    return (_on_branch(Verb.GIT_REWRITE_HISTORY, use),) if use.has("-d", "-f") else ()


def _gone(use: Use) -> tuple[Finding, ...]:
    """Old objects or records of where branches were are removed for good."""
    verb = known(use.operands[0]) if use.operands else ""
    if use.name == "reflog" and verb not in ("expire", "delete"):
        return ()
    if use.name == "gc" and known(use.value("--prune") or Known("")) not in ("now", "all"):
        return ()
    ran: list[Finding] = []
    for word in use.values("--tree-filter", "--index-filter", "--env-filter", "--msg-filter", "--commit-filter",
                           "--parent-filter", "--tag-name-filter"):  # fmt: skip
        ran.extend(shell(word, use))
    if use.name == "filter-repo" and any("callback" in name for name in use.unknown):
        ran.append(opaque("`git filter-repo` runs Python text"))
    return (*ran, _on_branch(Verb.GIT_REWRITE_HISTORY, use, delete=True))


def _update_ref(use: Use) -> tuple[Finding, ...]:
    if use.name == "symbolic-ref" and len(use.operands) < 2 and not use.has("-d"):
        return ()
    return (*_tree_changes(use, head=""), _on_branch(Verb.GIT_REWRITE_HISTORY, use, force=True))


# ── remotes and settings ─────────────────────────────────────────────────────────────────────────────────


def _fetch(use: Use) -> tuple[Finding, ...]:
    found = list(_contact(use, use.operands[0] if use.operands else None, saves=True))
    for spec in use.operands[1:]:
        if lead(spec).startswith("+") and ":" in lead(spec):
            found.append(_on_branch(Verb.GIT_REWRITE_HISTORY, use, force=True))
    return tuple(found)


def _pull(use: Use) -> tuple[Finding, ...]:
    rebases = (_on_branch(Verb.GIT_REWRITE_HISTORY, use),) if use.has("-r") else ()
    return (*_fetch(use), *_tree_changes(use), *rebases)


def _clone(use: Use) -> tuple[Finding, ...]:
    if not use.operands:
        return ()
    found = [*_settings(use.values("-c"), use), *_contact(use, _address(use.operands[0]), saves=True)]
    name = (known(use.operands[0]) or "").rstrip("/").removesuffix(".git").rpartition("/")[2] or "repository"
    target = use.operands[1] if len(use.operands) > 1 else Known(name)
    return (*found, *files.writing(target, use.command, use.context, recursive=True))


def _address(word: Word) -> Word:
    """clone takes addresses and paths, never names."""
    text = known(word)
    return Known(f"./{text}") if text is not None and not looks_like_url(text) else word


def _settings(words: tuple[Word, ...], use: Use) -> tuple[Finding, ...]:
    """`NAME=VALUE` settings for one command."""
    found = []
    for word in words:
        name, equals, value = lead(word).partition("=")
        exact = known(word)
        shown_value = None if exact is None else value if equals else "true"
        if not (equals or exact) or not git_config.is_harmless(name, shown_value):
            found.append(opaque(f"the git setting {shown(as_text(word))} may run a program or redirect"))
    return tuple(found)


def _remote(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else ""
    if verb in ("", "get-url"):
        return ()
    if verb in ("show", "update", "prune"):
        return _contact(use, use.operands[1] if len(use.operands) > 1 else None, saves=verb == "update")
    if verb not in ("add", "set-url", "rename", "remove", "rm", "set-branches", "set-head"):
        return (opaque("what `git remote` does is not known"),)
    if any("::" in lead(word) or not isinstance(word, Known) for word in use.operands[1:]):
        return (opaque("a remote whose transport runs a program, or is not known"),)
    return (*_reroutes(use), *_contact_of_flag(use))


def _contact_of_flag(use: Use) -> tuple[Finding, ...]:
    """`git remote add -f` fetches at once."""
    return _contact(use, use.operands[-1], saves=True) if use.has("-f") and len(use.operands) > 2 else ()


def _reroutes(use: Use) -> tuple[Finding, ...]:
    """A setting of the repository changes: a later push of the line may go elsewhere."""
    repo = repository(use)
    facts: dict[str, Json] = {"area": "workspace", "kind": "other", "many": False, "recursive": False}
    if files.area_of(Known("."), use.command, use.context) != "workspace":
        del facts["area"]
    resource = f"{repo or ''}/.git/config"
    because = use.command.text or "git"
    facts["_reroutes"] = True
    return (Finding(verb=Verb.FS_WRITE, kind="file", resource=resource, facts=facts, because=because),)


_CONFIG_READS: Final = names("get list get-all get-urlmatch get-regexp get-color get-colorbool")
_CONFIG_FLAGS: Final = ("--get", "-l", "--get-all", "--get-regexp", "--get-urlmatch", "--get-color", "--get-colorbool")


def _config(use: Use) -> tuple[Finding, ...]:
    words = list(use.operands)
    verb = known(words[0]) if words else None
    if verb in _CONFIG_READS or use.has(*_CONFIG_FLAGS) or (verb == "edit" or use.has("-e")):
        edits = verb == "edit" or use.has("-e")
        return (opaque("`git config` opens an editor"),) if edits else ()
    if verb in ("set", "unset", "rename-section", "remove-section"):
        words.pop(0)
    elif len(words) == 1 and not use.has("--unset", "--unset-all", "--remove-section"):
        return ()
    name = known(words[0]) if words else None
    value = known(words[1]) if len(words) > 1 else None
    removes = verb == "unset" or use.has("--unset", "--unset-all")
    harmless = name is not None and git_config.is_harmless(name, "" if removes else value)
    return _config_write(use, harmless=harmless)


def _config_write(use: Use, *, harmless: bool) -> tuple[Finding, ...]:
    file = use.value("-f")
    if use.has("--global", "--system"):
        file = Known("~/.gitconfig" if use.has("--global") else "/etc/gitconfig")
    written = files.writing(file, use.command, use.context) if file is not None else _reroutes(use)
    if harmless:
        plain = [item for item in written if item.verb is Verb.FS_WRITE]
        return tuple(replace(item, facts={**item.facts, "kind": "other"}) for item in plain)
    resource = written[0].resource if written else "git"
    facts: dict[str, Json] = {"kind": "hook", "many": False, "recursive": False}
    persists = Finding(
        verb=Verb.SYS_PERSIST, kind="file", resource=resource, facts=facts, because=use.command.text or "git config"
    )
    return (*written, persists)


def _submodule(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "status"
    if verb == "foreach":
        texts = [known(word) for word in use.operands[1:]]
        if None in texts:
            return (opaque("what `git submodule foreach` runs is not known"),)
        return shell(Known(" ".join(text or "" for text in texts)), use)
    if verb in ("status", "summary"):
        return ()
    if verb in ("update", "add", "sync", "init", "set-url", "set-branch", "deinit", "absorbgitdirs"):
        where = use.operands[1] if verb in ("add", "set-url") and len(use.operands) > 1 else None
        return (*_contact(use, where, saves=True), *_tree_changes(use))
    return (opaque("what `git submodule` does is not known"),)


def _worktree(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else ""
    if verb in ("list", "lock", "unlock", "prune", "repair"):
        return ()
    if len(use.operands) < 2:
        return (opaque("what `git worktree` does is not known"),)
    touch = files.deleting if verb == "remove" else files.writing
    return touch(use.operands[1], use.command, use.context, recursive=True)


def _clean(use: Use) -> tuple[Finding, ...]:
    if use.has("-n"):
        return ()
    paths = use.operands or (Pattern("./*"),)
    recursive = use.has("-d", "-x", "-X")
    return tuple(
        item for path in _as_sets(paths) for item in files.deleting(path, use.command, use.context, recursive=recursive)
    )


def _patches(use: Use) -> tuple[Finding, ...]:
    """apply, am: files that change as a patch says."""
    read = [item for word in use.operands for item in files.reading(word, use.command, use.context)]
    if use.name == "apply" and use.has("--check", "--stat", "--numstat", "--summary") and not use.has("--apply"):
        return tuple(read)
    if use.has("--unsafe-paths", "--directory"):
        read.append(opaque("the patch says which files change"))
    committed = (_on_branch(Verb.GIT_COMMIT, use),) if use.name == "am" else ()
    return (*read, *_tree_changes(use), *committed)


def _bisect(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else ""
    if verb == "run":
        return (*_tree_changes(use, head=""), *argv(use.operands[1:], use))
    return () if verb in ("log", "view", "visualize", "help", "terms") else _tree_changes(use, head="")


def _archive(use: Use) -> tuple[Finding, ...]:
    remote = use.value("--remote")
    return (*_shows(use), *(_contact(use, _address(remote), saves=True) if remote is not None else ()))


def _formatted(use: Use) -> tuple[Finding, ...]:
    if use.has("--stdout"):
        return _shows(use)
    return (*_shows(use), *files.writing(use.value("-o") or Pattern("./*"), use.command, use.context))


def _init(use: Use) -> tuple[Finding, ...]:
    return files.writing(use.operands[0], use.command, use.context) if use.operands else _tree_changes(use)


def _credential(use: Use) -> tuple[Finding, ...]:
    return (finding(Verb.SECRET_READ, "git credential", use, **{"class": "token"}),)


def _remove(use: Use) -> tuple[Finding, ...]:
    if use.has("--cached", "-n"):
        return ()
    found: list[Finding] = []
    words = use.operands[:-1] if use.name == "mv" and len(use.operands) > 1 else use.operands
    for word in words:
        found.extend(files.deleting(word, use.command, use.context, recursive=use.has("-r")))
    if use.name == "mv" and len(use.operands) > 1:
        found.extend(files.writing(use.operands[-1], use.command, use.context))
    return tuple(found)


def _lfs(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    if verb in ("ls-files", "status", "env", "version", "help", "logs"):
        return ()
    if verb in ("fetch", "pull", "clone"):
        return (*_contact(use, None, saves=True), *_tree_changes(use))
    if verb in ("track", "untrack", "checkout", "prune", "dedup"):
        return _tree_changes(use, Known(".gitattributes"))
    if verb == "install":
        return _config_write(use, harmless=False)
    return (opaque("what `git lfs` does is not known"),)


_DIFF: Final = "--output=write --ext-diff?opaque --no-ext-diff --no-index -O=read -o=write"
_QUIET: Final = (
    "status shortlog describe rev-parse rev-list ls-files ls-tree show-ref for-each-ref name-rev merge-base "
    "count-objects check-ignore check-attr check-mailmap check-ref-format cherry diff-tree diff-index diff-files help "
    "version add stage notes range-diff whatchanged show-branch verify-commit verify-tag verify-pack fsck hash-object "
    "write-tree commit-tree read-tree update-index var interpret-trailers stripspace column rerere sparse-checkout "
    "pack-refs "
    "repack commit-graph multi-pack-index ls-remote-free maintenance-run merge-file merge-tree patch-id unpack-file "
    "get-tar-commit-id fmt-merge-msg mktag mktree bugreport diagnose refs"
)

SUBCOMMANDS: Final[tuple[Program, ...]] = (
    row(_QUIET.replace(" ls-remote-free maintenance-run", ""), _DIFF.replace("-o=write",
        "-o= --open-files-in-pager=opaque"),
        open=True),
    row("log show blame annotate cat-file grep", _DIFF.replace("-O=read -o=write", "-O?opaque "
        "--open-files-in-pager?opaque -e= -f=read --textconv --filters -n= --max-count= --since= --until= --author= "
        "--grep= -S= -G= -L= --format= --pretty? --date= -C? -A= -B= -m"), open=True,
        act=lambda use: _secrets(use, use.operands) if use.name == "log" and not use.has("-p") else _shows(use)),
    row("diff", _DIFF.replace("-o=write", "-S= -G= -U= --stat? --word-diff? --diff-filter= --color? -M? -C? -B? -l= "
        "--relative? --unified= --inter-hunk-context= --ignore-submodules? --submodule? --src-prefix= --dst-prefix="),
        open=True, act=_diff),
    row("commit", "-a|--all -m|--message= -F|--file= -t|--template= --amend -C|--reuse-message= -c|--reedit-message= "
        "--fixup= --squash= --author= --date= -n|--no-verify -s|--signoff --no-signoff -S|--gpg-sign? --no-gpg-sign "
        "--allow-empty --allow-empty-message -q|--quiet -v|--verbose -e|--edit --no-edit -p|--patch -u? --trailer= "
        "--reset-author --cleanup= --dry-run -o|--only -i|--include --pathspec-from-file=read --pathspec-file-nul "
        "--short --porcelain --status --no-status --no-post-rewrite --untracked-files? --long -z --branch",
        act=_commit),
    row("checkout switch", "-b= -B= -c|--create= -C|--force-create= --orphan= -f|--force -t|--track? --no-track "
        "-q|--quiet "
        "-d|--detach -m|--merge -p|--patch --ours --theirs --conflict= --guess --no-guess --progress --discard-changes "
        "--ignore-other-worktrees --recurse-submodules? --pathspec-from-file=read -l --overlay --no-overlay",
        act=_checkout),
    row("restore", "-s|--source= -S|--staged -W|--worktree -p|--patch -q|--quiet --ours --theirs -m|--merge "
        "--conflict= --ignore-unmerged --overlay --no-overlay --pathspec-from-file=read --progress "
        "--recurse-submodules?", act=_restore),
    row("reset", "--hard --soft --mixed --merge --keep -q|--quiet -p|--patch -N --pathspec-from-file=read --no-refresh "
        "--refresh --recurse-submodules?", act=_reset),
    row("rebase", "-i|--interactive --onto= --root --continue --skip --abort --quit --edit-todo --show-current-patch "
        "-x|--exec= --autosquash --no-autosquash --autostash --no-autostash -q|--quiet -v|--verbose -n|--no-stat "
        "--stat -r? "
        "--rebase-merges? -X= -s= --strategy= --strategy-option= --no-verify --verify -f|--force-rebase|--no-ff "
        "--fork-point "
        "--no-fork-point --keep-base --empty= --update-refs --no-update-refs --committer-date-is-author-date "
        "--ignore-date "
        "--reset-author-date -S|--gpg-sign? --signoff --keep-empty --no-keep-empty --apply -m|--merge -C=",
        act=_rebase),
    row("merge cherry-pick revert", "--no-ff --ff --ff-only --squash --no-squash --abort --continue --quit --skip "
        "-m= -F=read -s= -X= --strategy= --strategy-option= -n|--no-commit --commit -e|--edit --no-edit -q -v --stat "
        "--no-stat "
        "--mainline= -x -S? --gpg-sign? --signoff --allow-unrelated-histories --autostash --no-verify --allow-empty "
        "--keep-redundant-commits --log? --into-name= --no-rerere-autoupdate --rerere-autoupdate --progress "
        "--verify-signatures --message= --empty= --reference", act=_merges),
    row("stash", "-u|--include-untracked -a|--all -k|--keep-index -p|--patch -m|--message= -q|--quiet -S|--staged "
        "--index --no-keep-index --pathspec-from-file=read --stat --only-untracked", act=_stash),
    row("branch", "-a -r -v? -vv -d|--delete -D -m|--move -M -c|--copy -C -f|--force -u|--set-upstream-to= "
        "--unset-upstream -l|--list --show-current -t|--track? --no-track --contains? --no-contains? --merged? "
        "--no-merged? --sort= --points-at= --format= -q -i --color? --column? --no-color --edit-description "
        "--all --remotes --verbose --abbrev= --ignore-case --quiet", act=_branch),
    row("tag", "-a|--annotate -m|--message= -F|--file=read -s|--sign -u|--local-user= -d|--delete -f|--force "
        "-l|--list -n? "
        "-v|--verify --sort= --contains? --no-contains? --merged? --no-merged? --points-at= --format= -i --column? -e "
        "--color? --cleanup= --create-reflog --no-sign --trailer=", act=_tag),
    row("reflog", "--expire= --expire-unreachable= --all --rewrite --updateref --stale-fix -n= --dry-run --verbose "
        "--date= "
        "--format= --pretty? --oneline -# --single-worktree", act=_gone),
    row("gc", "--prune? --aggressive --auto -q|--quiet --force --keep-largest-pack --no-prune --cruft --no-detach",
        act=lambda use: _gone(use) if "--prune=now" in map(lead, use.command.argv) or
        "--prune=all" in map(lead, use.command.argv) else ()),
    row("prune filter-repo replace", open=True, act=_gone),
    row("filter-branch", "--tree-filter= --index-filter= --env-filter= --msg-filter= --commit-filter= --parent-filter= "
        "--tag-name-filter= --subdirectory-filter= -d= --original= -f|--force --prune-empty --setup=shell "
        "--state-branch= "
        "--all", act=_gone),
    row("update-ref symbolic-ref fast-import replay", "-d -m= --no-deref --create-reflog -z -q --short --stdin=opaque",
        handles_doubt=True, act=_update_ref),
    row("fetch", "--all -p|--prune -P --tags -t -n|--no-tags --depth= --deepen= --unshallow -f|--force -q|--quiet "
        "-v|--verbose --progress -j|--jobs= --multiple --dry-run --shallow-since= --shallow-exclude= "
        "--recurse-submodules? --no-recurse-submodules -k --filter= --refetch -4 -6 -o= --set-upstream -u "
        "--upload-pack=opaque --update-head-ok --porcelain --no-auto-maintenance --atomic --append -a --prune-tags "
        "--refmap= --negotiation-tip= --server-option= --update-shallow", act=_fetch),
    row("pull", "-r|--rebase? --no-rebase --ff-only --ff --no-ff --autostash --no-autostash -q|--quiet -v|--verbose "
        "--all "
        "-p|--prune --tags -t --depth= --unshallow -f|--force -s= -X= --no-edit --edit -e --squash --no-commit "
        "--commit --stat -n "
        "--progress --allow-unrelated-histories --recurse-submodules? --upload-pack=opaque --no-verify -j= --dry-run "
        "--set-upstream -4 -6 -S? --strategy= --strategy-option= --no-tags --verify-signatures --log? --shallow-since=",
        act=_pull),
    row("clone", "--depth= -b|--branch= --single-branch --no-single-branch --recurse-submodules? --recursive "
        "--shallow-submodules -q|--quiet -v|--verbose --progress -n|--no-checkout --bare --mirror -o|--origin= "
        "-c|--config= "
        "--template=opaque --reference= --reference-if-able= --dissociate -l|--local --no-hardlinks -s|--shared "
        "--filter= --sparse --no-tags -j|--jobs= --separate-git-dir=opaque -u|--upload-pack=opaque -4 -6 "
        "--shallow-since= --shallow-exclude= --also-filter-submodules --remote-submodules --bundle-uri=opaque "
        "--server-option= --reject-shallow --ref-format=", act=_clone),
    row("ls-remote", "-h|--heads|--branches -t|--tags --refs -q|--quiet --exit-code --get-url --sort= --symref -o= "
        "--upload-pack|--exec=opaque --server-option=",
        act=lambda use: _contact(use, use.operands[0] if use.operands else None, saves=False)),
    PUSH,
    row("remote", "-v|--verbose -f -t= -m= --tags --no-tags --mirror? --push --add --delete --all -n -a|--auto -d "
        "--dry-run -p "
        "--prune --progress --no-progress", act=_remote),
    row("config", "--global --system --local --worktree -f|--file= --blob= --get --get-all --get-regexp --get-urlmatch "
        "-l|--list --add --unset --unset-all --replace-all --rename-section --remove-section -e|--edit --type= "
        "--bool --int "
        "--path --bool-or-int --expiry-date -z|--null --name-only --show-origin --show-scope --includes --no-includes "
        "--default= --get-color --get-colorbool --all --value= --fixed-value --append --regexp --url= --comment=",
        act=_config),
    row("submodule", "--init --recursive --remote --merge --rebase --checkout -q|--quiet -b= --name= --depth= "
        "-f|--force --cached "
        "-j|--jobs= --reference= --single-branch --progress --no-fetch -N --all --branch= --recommend-shallow",
        style="posix", open=True, act=_submodule),
    row("worktree", "-b= -B= -f|--force -d|--detach --lock --no-checkout --porcelain -v --track --no-track --orphan "
        "--reason= -q --guess-remote --expire= -n", act=_worktree),
    row("clean", "-f|--force -d -x -X -n|--dry-run -i|--interactive -q|--quiet -e|--exclude=", act=_clean),
    row("apply am", "--check --stat --numstat --summary --apply --index --cached -3|--3way -R|--reverse --reject -p= "
        "-C= "
        "--unidiff-zero --directory= --unsafe-paths --whitespace= -v -q --exclude= --include= --recount --abort "
        "--continue "
        "--skip -s|--signoff -k --keep-non-patch --no-verify --quit -i --ignore-whitespace --allow-empty --scissors "
        "--show-current-patch? --committer-date-is-author-date -S? --binary --no-add --build-fake-ancestor=write -m "
        "--ignore-date --patch-format= --empty=", act=_patches),
    row("format-patch", "--stdout -o|--output-directory= -n -N -k -s -v= --cover-letter --start-number= "
        "--subject-prefix= "
        "--in-reply-to= --to= --cc= --thread? --base= --output=write -# --ext-diff?opaque --root --zero-commit --rfc "
        "--signature= --no-signature --attach? --inline? --numbered-files --suffix= -q --keep-subject --range-diff= "
        "--interdiff= --creation-factor= --cover-from-description= --signature-file=read", open=True, act=_formatted),
    row("archive", "-o|--output=write --format= --prefix= --remote= --exec=opaque -v -l --add-file=read "
        "--worktree-attributes -# --add-virtual-file= --mtime=", act=_archive),
    row("bundle", operands="none write none*", act=_shows),
    row("bisect", "--term-old= --term-new= --no-checkout --first-parent", style="posix", act=_bisect),
    row("init", "-q|--quiet --bare -b|--initial-branch= --template=opaque --separate-git-dir=opaque --shared? "
        "--object-format= --ref-format=", act=_init),
    row("rm mv", "-r -f|--force -n|--dry-run --cached -k -v -q|--quiet --ignore-unmatch --sparse "
        "--pathspec-from-file=read", act=_remove),
    row("checkout-index", "-a -f -q -u -n --prefix= --stage= --temp --stdin -z", act=_tree_changes),
    row("lfs", open=True, act=_lfs),
    row("credential credential-store credential-cache", handles_doubt=True, act=_credential),
    row("send-email imap-send request-pull", handles_doubt=True, does="message.send@mail"),
    row("maintenance", handles_doubt=True, does="sys.persist@git"),
)  # fmt: skip

_BY_NAME: Final = {name: program for program in SUBCOMMANDS for name in program.names.split()}

_GLOBAL_FLAGS: Final = names(
    "-p --paginate -P --no-pager --no-replace-objects --bare --literal-pathspecs --glob-pathspecs --noglob-pathspecs "
    "--icase-pathspecs --no-optional-locks --no-lazy-fetch --no-advice"
)
_HARMLESS_GLOBALS: Final = names("--version --help --html-path --man-path --info-path --exec-path -v -h")


def git(use: Use) -> tuple[Finding, ...]:
    """Global options, then the subcommand by its own row."""
    words = list(use.command.argv[1:])
    command = use.command
    found: list[Finding] = []
    while words and lead(words[0]).startswith("-"):
        text, exact = lead(words[0]), known(words[0])
        if exact in _HARMLESS_GLOBALS and len(words) == 1:
            return tuple(found)
        if exact in ("-C", "-c") and len(words) > 1:
            value = words[1]
            if exact == "-c":
                found.extend(_settings((value,), use))
            else:
                command = replace(command, cwd=files.absolute(value, command, use.context))
            words = words[2:]
        elif exact in _GLOBAL_FLAGS:
            words = words[1:]
        else:
            # --git-dir, --work-tree, --exec-path, --namespace, --config-env, --super-prefix, and what is not known.
            return (*found, opaque(f"the option {shown(text)} of `git` may choose another repository or program"))
    if files.area_of(Known("."), command, use.context) == "temp":
        # Whoever laid a repository where everybody writes also wrote its settings.
        found.append(runs(replace(use, command=command), name="git"))
    if not words:
        return tuple(found)
    return (*found, *_subcommand(replace(command, argv=tuple(words)), use.context))


def _subcommand(command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    name = known(command.argv[0])
    entry = _BY_NAME.get(name or "")
    if entry is None:
        return (opaque(f"{shown(as_text(command.argv[0]))} is no subcommand of `git`; it may be an alias"),)
    return apply(entry, command, context)


PROGRAMS: Final[tuple[Program, ...]] = (
    row("git", style="posix", handles_doubt=True, act=git),
    row("tig lazygit gitk git-gui", handles_doubt=True, does="opaque@git"),
    row("bfg", handles_doubt=True, does="git.rewrite_history@history"),
    row("git-lfs", open=True, act=_lfs),
)
