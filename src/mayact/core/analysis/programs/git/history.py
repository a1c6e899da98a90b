"""git subcommands that make, move and drop commits.

Law: whatever takes commits away from a branch is `git.rewrite_history`; what git keeps in its reflog is reversible,
what expires or prunes it is not.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromText, Known, Pattern, Word, opaque
from mayact.core.analysis.programs.git.common import (
    anything,
    as_sets,
    is_set,
    moving,
    on_branch,
    reroutes,
    secrets,
    tree_changes,
)
from mayact.core.analysis.programs.roles import finding, shell
from mayact.core.analysis.programs.table import Use
from mayact.core.analysis.words import known
from mayact.core.model import Verb


def commit(use: Use) -> tuple[Finding, ...]:
    found = [] if use.has("--dry-run") else [on_branch(Verb.GIT_COMMIT, use)]
    if use.has("-n") or _skips_checks(use):
        found = [past_checks(item) for item in found]
    if found and files.area_of(Known("."), use.command, use.context) != "workspace":
        found.extend(tree_changes(use))  # the records of another repository
    if use.has("--amend"):
        found.append(on_branch(Verb.GIT_REWRITE_HISTORY, use))
    for word in use.values("-F", "-t"):
        if known(word) != "-":
            found.extend(files.reading(word, use.command, use.context))
    return tuple(found)


def past_checks(item: Finding) -> Finding:
    """A commit that the hooks of the repository do not see."""
    return replace(item, facts={**item.facts, "_unchecked": True}) if item.verb is Verb.GIT_COMMIT else item


def _skips_checks(use: Use) -> bool:
    """Whether variables keep the hooks of the repository from looking (Husky, pre-commit, lefthook)."""
    told = {name: known(word) for name, word in use.command.environment.items()}
    off = told.get("HUSKY") == "0" or told.get("LEFTHOOK") in ("0", "false")
    return off or "SKIP" in told or "HUSKY_SKIP_HOOKS" in told


def checkout(use: Use) -> tuple[Finding, ...]:
    words = use.command.argv[1:]
    paths: tuple[Word, ...] = ()
    if Known("--") in words:
        paths = words[words.index(Known("--")) + 1 :]
    created = use.value("-b") or use.value("-B") or use.value("-c") or use.value("-C") or use.value("--orphan")
    if created is not None:
        moved = (on_branch(Verb.GIT_REWRITE_HISTORY, use),) if use.has("-B", "-C") else ()
        return (*tree_changes(use, head=known(created) or ""), *moved)
    if paths or (use.name == "checkout" and len(use.operands) > 1):
        specs = paths or use.operands[1:]
        from_elsewhere = len(use.operands) > len(specs)  # `git checkout REVISION -- PATHS`, not the index
        # A set takes changes with it that nobody has looked at; a file that is named was meant.
        return restored(use, specs) if from_elsewhere else _dropped(use, specs, loses=use.has("-f"))
    target = known(use.operands[0]) if use.operands else ""
    # `git checkout FILE` and `git checkout BRANCH` look the same; both are said.
    head = target if target and re.fullmatch(r"[\w./-]+", target) and target not in (".", "-") else ""
    changed = tree_changes(use, head=head)
    # Forced, or `git checkout .`: changes that nobody has committed are gone.
    loses = use.has("-f", "--discard-changes") or target in (".", "./")
    return tuple(forced(item) for item in changed) if loses else changed


def restore(use: Use) -> tuple[Finding, ...]:
    if use.has("-S") and not use.has("-W"):
        return ()
    return restored(use, use.operands) if use.has("-s") else _dropped(use, use.operands)


def _dropped(use: Use, paths: tuple[Word, ...], *, loses: bool = False) -> tuple[Finding, ...]:
    """Files as the index has them: of a set, nobody has said which changes that were never committed go."""
    changed = tree_changes(use, *as_sets(paths))
    return tuple(forced(item) for item in changed) if loses or any(is_set(path) for path in paths) else changed


def restored(use: Use, paths: tuple[Word, ...]) -> tuple[Finding, ...]:
    """Files as another revision has them. A set of them holds whatever that revision holds."""
    found = anything(use, *(Pattern("./*") if is_set(path) else path for path in paths))
    revision = use.value("-s") or (use.operands[0] if use.name == "checkout" and use.operands else None)
    return _as_long_ago(found, revision) if any(is_set(path) for path in paths) else found


def read_tree(use: Use) -> tuple[Finding, ...]:
    """The index as a revision has it, and the files with `-u` or `--reset`."""
    if not use.has("-u", "--reset"):
        return ()
    found = anything(use)
    return _as_long_ago(found, use.operands[-1] if use.operands else None) if use.has("--reset") else found


_MANY: Final = 10
"""Commits back, from which on nobody means the last few of their own."""


def _is_far(revision: Word | None) -> bool:
    steps = re.match(r"(?:HEAD|@)~(\d+)\Z", known(revision) or "") if revision is not None else None
    return steps is not None and (len(steps[1]) > 3 or int(steps[1]) >= _MANY)


def _as_long_ago(found: tuple[Finding, ...], revision: Word | None) -> tuple[Finding, ...]:
    """`found`; of all files at once, those of a revision far back take the place of today's."""
    if not _is_far(revision):
        return found
    return tuple(replace(item, facts={**item.facts, "_far": True}) for item in found)


def reset(use: Use) -> tuple[Finding, ...]:
    commit = use.operands[0] if use.operands else Known("HEAD")
    moves = known(commit) not in ("HEAD", "@") and Known("--") not in use.command.argv[:3]
    if use.has("--hard", "--keep", "--merge"):
        found = list(tree_changes(use))
        # Even at HEAD, changes that were never committed are gone.
        rewritten = on_branch(Verb.GIT_REWRITE_HISTORY, use, force=True, _far=_is_far(commit))
        return (*found, rewritten) if moves else tuple(forced(item) for item in found)
    if use.has("--soft", "--mixed") and re.fullmatch(r"HEAD(?:[~^]\d*)+", known(commit) or ""):
        # What the commits held is kept in the work tree, the commits by the reflog.
        return (finding(Verb.GIT_COMMIT, "HEAD", use),)
    if moves and (use.has("--soft", "--mixed") or is_revision(commit)):
        return (on_branch(Verb.GIT_REWRITE_HISTORY, use),)
    return ()


def forced(item: Finding) -> Finding:
    return replace(item, facts={**item.facts, "_drops": True})


def is_revision(word: Word) -> bool:
    text = known(word)
    return text is None or bool(re.search(r"[~^]|@\{|^HEAD|^[0-9a-f]{7,40}$|^origin/", text))


def rebase(use: Use) -> tuple[Finding, ...]:
    ran = [item for word in use.values("-x") for item in shell(word, use)]
    if use.has("--abort", "--quit", "--show-current-patch"):
        return tree_changes(use, head="")
    # `git rebase UPSTREAM BRANCH` checks BRANCH out first; what was interrupted may end on another branch.
    named = use.operands[1:] if not use.has("--root") else use.operands
    resumed = use.has("--continue", "--skip")
    head = (known(named[0]) or "") if named else "" if resumed else None
    return (*ran, *tree_changes(use, head=head), on_branch(Verb.GIT_REWRITE_HISTORY, use))


def merges(use: Use) -> tuple[Finding, ...]:
    """merge, cherry-pick, revert: new commits on this branch."""
    if use.has("--abort", "--quit"):
        return tree_changes(use)
    committed = () if use.has("--no-commit", "-n") else (on_branch(Verb.GIT_COMMIT, use),)
    return (*tree_changes(use), *committed)


def stash(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "push"
    match verb:
        case "list":
            return ()
        case "show":
            return secrets(use, use.operands[1:])
        case "drop":
            return (on_branch(Verb.GIT_REWRITE_HISTORY, use),)  # its id is printed; the objects stay for weeks
        case "clear":
            # No reflog names them afterwards, and nothing prints their ids.
            return (on_branch(Verb.GIT_REWRITE_HISTORY, use, force=True, delete=True),)
        case "branch":
            return tree_changes(use, head=known(use.operands[1]) or "" if len(use.operands) > 1 else "")
        case _:
            return tree_changes(use)


def branch(use: Use) -> tuple[Finding, ...]:
    if use.has("-d") and not use.has("-D", "-f", "-r"):
        # git deletes only what is merged, so that no commit is lost.
        return (finding(Verb.GIT_COMMIT, "branch", use),)
    if use.has("-D", "-d", "-f"):
        names_of = [known(word) or "" for word in use.operands]
        return tuple(
            Finding(
                verb=Verb.GIT_REWRITE_HISTORY,
                kind="ref",
                resource=f":{name or '*'}",
                facts={"remote": "", "local": True, "ref": name, "force": use.has("-f"), "delete": False},
                because=use.command.text or "git branch",
            )
            for name in names_of
        )
    if use.has("--edit-description"):
        return (opaque("`git branch` opens an editor"),)
    if use.has("-m", "-M", "-c", "-C"):
        drops = use.has("-M", "-C", "-f")
        if not drops:
            return moving((finding(Verb.GIT_COMMIT, "branch", use),))
        name = known(use.operands[-1]) if use.operands else ""
        return (on_branch(Verb.GIT_REWRITE_HISTORY, use, force=drops, ref=name or "", _head=""),)
    if use.has("-u", "--unset-upstream", "-t"):
        return moving(reroutes(use))
    return ()


def tag(use: Use) -> tuple[Finding, ...]:
    return (on_branch(Verb.GIT_REWRITE_HISTORY, use),) if use.has("-d", "-f") else ()


def gone(use: Use) -> tuple[Finding, ...]:
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
    return (*ran, on_branch(Verb.GIT_REWRITE_HISTORY, use, delete=True))


def update_ref(use: Use) -> tuple[Finding, ...]:
    if use.name == "symbolic-ref" and len(use.operands) < 2 and not use.has("-d"):
        return ()
    far = use.name == "update-ref" and (_moves_shared(use) or any(map(_is_far, use.operands)))
    return (*tree_changes(use, head=""), on_branch(Verb.GIT_REWRITE_HISTORY, use, force=True, _far=far))


_SHARED: Final = re.compile(r"refs/(?:heads/(?:main|master|trunk|develop|release\b.*|production|stable)|stash)\Z")
_LINE: Final = re.compile(r"(?:(?:create|verify|start|prepare|commit|option)\b|(?:update|delete) (?P<ref>[^\s\0]+)).*")


def _moves_shared(use: Use) -> bool:
    """Whether a shared branch, or all that was stashed, is deleted, or moved by instructions that are not seen."""
    if use.has("-d"):
        return not use.operands or _SHARED.match(known(use.operands[0]) or "refs/stash") is not None
    if not use.has("--stdin"):
        return False
    text = use.command.stdin.text if isinstance(use.command.stdin, FromText) else None
    lines = [_LINE.fullmatch(line) for line in (text or "?").splitlines() if line]
    return use.has("-z") or any(line is None or _SHARED.match(line["ref"] or "") is not None for line in lines)
