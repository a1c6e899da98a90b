"""Which git settings can make git run something, or send something elsewhere.

Law: a closed list of names is harmless; every other name can run programs, redirect pushes or weaken checks. Names are
compared without case (git-config: section and variable names are case-insensitive).
"""

import re
from typing import Final

HOOKS: Final = "core.hookspath"
"""Where git looks for the hooks of a clone."""
_HARMLESS: Final = re.compile(
    r"user\.(name|email|signingkey)|color\.[a-z]+(\.[a-z]+)?|(column|advice|log|status|blame)\.[a-z]+|grep\.(?!.*command)[a-z]+"
    r"|commit\.(gpgsign|verbose|cleanup|status)|tag\.(gpgsign|sort)|init\.defaultbranch|pull\.(rebase|ff)"
    r"|merge\.(conflictstyle|ff|log|stat|renames|renamelimit)|rebase\.(autosquash|autostash|stat|updaterefs)"
    r"|fetch\.(prune|prunetags|parallel|jobs)|rerere\.[a-z]+|core\.(quotepath|autocrlf|eol|safecrlf|filemode|abbrev"
    r"|ignorecase|precomposeunicode|preloadindex|untrackedcache|longpaths|compression|bigfilethreshold|commentchar"
    r"|whitespace|symlinks|checkstat|packedgitlimit)|diff\.(algorithm|renames|renamelimit|mnemonicprefix|noprefix"
    r"|colormoved|context|submodule|wserrorhighlight|relative)|pack\.[a-z]+|gc\.(auto|autodetach)|branch\..*\.(description)"
    r"|branch\.(autosetupmerge|autosetuprebase|sort)|stash\.[a-z]+|submodule\.(fetchjobs)|feature\.[a-z]+|index\.[a-z]+"
    r"|format\.(pretty|signoff|numbered)|help\.autocorrect|i18n\.[a-z]+|interactive\.singlekey|versionsort\.[a-z]+"
    r"|http\.(postbuffer|lowspeedlimit|lowspeedtime|maxrequests|version)|push\.(autosetupremote|followtags)|apply\.[a-z]+"
    r"|safe\.directory|lfs\.(concurrenttransfers|locksverify)|am\.threeway|worktree\.guessremote"
)
_HARMLESS_VALUES: Final = {
    "core.pager": ("", "cat", "less"),
    "core.editor": ("true", ":", "cat", "vim", "vi", "nano", "code --wait"),
    "sequence.editor": ("true", ":", "cat"),
    HOOKS: ("/dev/null",),
    "core.fsmonitor": ("false", "0", ""),
    "credential.helper": ("",),
    "protocol.ext.allow": ("never",),
    "protocol.file.allow": ("never", "user"),
    "push.default": ("simple", "current", "nothing"),
}


_ALIAS: Final = re.compile(
    r"(?:status|log|show|diff|branch|tag|checkout|switch|add|commit|stash|shortlog|blame|describe|fetch|pull|merge|rev-parse"
    r"|reflog|remote|restore --staged|cherry-pick)"
    r"(?: "
    r"(?:-[sbvamnpquwS0-9]{1,3}|--(?:short|branch|oneline|graph|decorate|all|stat|cached|staged|name-only|name-status|"
    r"amend|no-edit|ff-only|rebase|prune|abbrev-commit|list|verbose|tags|patch|word-diff|pretty=[\w:% "
    r"]+|format=[\w:% ]+|"
    r"date=\w+|relative|autostash)|HEAD|list|pop|-\d+))*"
)
"""A command of git with options that neither force nor start anything. An alias never stands in for a command
of git."""


def is_harmless(name: str, value: str | None) -> bool:
    """Whether setting `name` to `value` (None: not known) can start no program and send nothing elsewhere."""
    folded = name.lower()
    if folded.startswith("alias."):
        return value is not None and _ALIAS.fullmatch(value) is not None
    if folded in _HARMLESS_VALUES:
        return value in _HARMLESS_VALUES[folded]
    return bool(_HARMLESS.fullmatch(folded))
