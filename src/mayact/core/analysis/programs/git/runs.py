"""Which hooks and settings make which subcommand of git run a program.

Law: data. What git might run for a subcommand is listed, whatever options it gets: an option that leaves a hook out
takes it away where the command is read, never here. Sources: githooks(5), git-config(1), gitattributes(5).
"""

import re
from typing import Final

from mayact.core.analysis.programs.table import names

ALWAYS: Final = ("reference-transaction", "post-index-change")
"""Hooks of whatever moves a branch or refreshes the index, which `git status` does too."""

_COMMITS: Final = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-rewrite", "pre-auto-gc")
_MERGES: Final = (*_COMMITS, "pre-merge-commit", "post-merge", "post-checkout")
_REBASES: Final = (*_MERGES, "pre-rebase")

HOOKS: Final[dict[str, tuple[str, ...]]] = {
    "commit": _COMMITS,
    "merge": _MERGES,
    "cherry-pick": _MERGES,
    "revert": _MERGES,
    "rebase": _REBASES,
    "pull": _REBASES,
    "am": ("applypatch-msg", "pre-applypatch", "post-applypatch", *_COMMITS),
    "checkout": ("post-checkout",),
    "switch": ("post-checkout",),
    "restore": ("post-checkout",),
    "bisect": ("post-checkout",),
    "worktree": ("post-checkout",),
    "clone": ("post-checkout",),
    "submodule": ("post-checkout", "post-merge", "pre-rebase", "post-rewrite"),
    "fetch": ("pre-auto-gc",),
    "gc": ("pre-auto-gc",),
    "maintenance": ("pre-auto-gc",),
    "push": ("pre-push",),
    "lfs": ("post-checkout", "post-merge", "pre-push"),
    "receive-pack": (
        "pre-receive", "update", "proc-receive", "post-receive", "post-update", "push-to-checkout", "pre-auto-gc",
    ),
}  # fmt: skip
"""By subcommand; `receive-pack`: the other side of a push, when it is a directory of this machine."""

SKIPPED: Final = frozenset({"pre-commit", "commit-msg", "pre-merge-commit", "pre-rebase", "pre-push", "applypatch-msg"})
"""Hooks that `--no-verify` leaves out; `post-…` and `prepare-commit-msg` run all the same."""

_TREE: Final = ("filter.*.clean", "filter.*.smudge", "filter.*.process")
_DIFF: Final = ("diff.external", "diff.*.command", "diff.*.textconv")
_MERGE: Final = ("merge.*.driver",)
_NET: Final = (
    "core.sshcommand", "core.gitproxy", "core.askpass", "core.alternaterefscommand", "credential.helper",
    "credential.*.helper", "lfs.customtransfer.*.path",
)  # fmt: skip
_EDITOR: Final = ("core.editor", "sequence.editor")
_SIGN: Final = ("gpg.program", "gpg.*.program", "gpg.ssh.defaultkeycommand", "commit.gpgsign", "tag.gpgsign")
_PAGER: Final = ("core.pager", "pager.*")
_GROUPS: Final = (
    ("add stage rm mv status hash-object read-tree checkout-index archive stash reset checkout switch restore commit "
     "merge cherry-pick revert rebase pull am apply clone worktree submodule bisect diff diff-files diff-index "
     "sparse-checkout update-index clean lfs", _TREE),
    ("diff log show blame annotate grep stash commit add cat-file diff-tree diff-index diff-files whatchanged reflog "
     "range-diff format-patch status checkout reset restore", (*_DIFF, "interactive.difffilter")),
    ("merge cherry-pick revert rebase pull stash am apply checkout switch merge-tree merge-file", _MERGE),
    ("fetch pull clone push ls-remote remote submodule archive lfs", _NET),
    ("commit merge rebase tag revert cherry-pick notes pull am config add stash", _EDITOR),
    ("commit merge rebase tag revert cherry-pick pull am push log show commit-tree verify-commit verify-tag stash",
     _SIGN),
    ("log diff show blame annotate grep branch tag stash reflog shortlog config whatchanged range-diff", _PAGER),
    ("commit interpret-trailers", ("trailer.*.command", "trailer.*.cmd")),
    ("archive", ("tar.*.command",)),
    ("submodule", ("submodule.*.update",)),
)  # fmt: skip

SETTINGS: Final[dict[str, tuple[str, ...]]] = {
    name: (
        "core.fsmonitor",
        "hook.*.command",
        *dict.fromkeys(key for group, keys in _GROUPS if name in group.split() for key in keys),
    )
    for name in sorted({*HOOKS, *(name for group, _ in _GROUPS for name in group.split())})
}
"""By subcommand: settings whose value is a program; `*` stands for a subsection, also of `pager.*` for a name."""

OTHERWISE: Final = ("core.fsmonitor", "hook.*.command")
"""Settings of every other subcommand."""

GIVES_TEXT: Final[dict[str, str]] = {
    "commit": "-m -F -C --no-edit --dry-run",
    "tag": "-m -F -l -d",
    "merge": "-m -F --no-edit --abort --quit",
    "pull": "--no-edit",
    "revert": "--no-edit --abort --quit",
    "notes": "-m -F",
}
"""Options (as the rows of `git` call them) of a command that gives its text itself: no editor starts, unless `-e` or
`-p` asks for one after all."""

EDITORS: Final = frozenset(_EDITOR)
PAGERS: Final = frozenset(_PAGER)

ORDINARY: Final = re.compile(
    r"git[ -]lfs (?:clean -- %f|smudge(?: --skip)? -- %f|filter-process(?: --skip)?)"
    r"|git-crypt (?:clean|smudge|diff)|\"?git-crypt\"? (?:clean|smudge|diff)|delta|difft|diff-so-fancy|bat|cat|more"
    r"|less(?: -[FRSXKiMx0-9]+)*|ssh(?: -i [\w./~-]+| -p \d+| -[46Tqx]| -o (?:IdentitiesOnly|BatchMode)=(?:yes|no)"
    r"| -o StrictHostKeyChecking=(?:yes|accept-new))*|gpg2?|ssh-keygen|vim?|nvim|nano|code --wait|true|:"
    r"|(?:cache|store|osxkeychain|manager|manager-core|libsecret|wincred)(?: --timeout[= ]\d+)?"
    r"|!(?:/usr/bin/|/usr/local/bin/|/opt/homebrew/bin/)?g[hl](?:ab)? auth git-credential"
)
"""Values that are what they seem, whoever set them: no option of theirs starts something else."""

PERSONS: Final = names(
    "delta difft diff-so-fancy bat cat less more most moar ssh gpg gpg2 gpgsm ssh-keygen op-ssh-sign vi vim nvim nano "
    "emacs emacsclient code codium cursor subl zed hx micro git-lfs git-crypt exiftool pdftotext gh glab nbstripout "
    "git-credential-osxkeychain git-credential-manager git-credential-libsecret git-credential-oauth mergiraf meld "
    "git-credential-cache git-credential-store rs-git-fsmonitor"
)
"""Programs that people name in their own settings for what git asks of them, with options of their choosing."""
