"""Which programs take `<(…)` as data.

Law: to a program that is not listed it may be code or settings. To code of the repository, called by its own name, it
is what standard input would be, where everything that it holds comes from this call or the repository. It refuses to
know what the program does with it.
"""

import re
from typing import Final

from mayact.core.analysis.command import Context, Known, SimpleCommand
from mayact.core.analysis.places.paths import normalise, within
from mayact.core.analysis.shell.redirects import SUBSTITUTED

_READS: Final = frozenset(
    {
        "diff", "colordiff", "icdiff", "delta", "git", "cmp", "comm", "cat", "bat", "head", "tail", "grep", "egrep",
        "fgrep", "rg", "sort", "uniq", "wc", "join", "paste", "cut", "tr", "tee", "jq", "nl", "less", "more", "md5sum",
        "sha1sum", "sha256sum", "xxd", "od", "column", "jd", "dyff", "json-diff", "graphtage", "wdiff", "sdiff",
        "diff3", "difft", "diffoscope", "numdiff", "sha512sum", "base64", "hexdump", "strings", "fold", "fmt", "rev",
        "tac", "split", "csplit", "expand", "unexpand", "look", "tsort",
    }
)  # fmt: skip
"""Programs that treat `<(…)` as data. To any other it may be code or configuration."""

_RUN_FILES: Final = frozenset({"python", "python3", "node", "ruby", "perl", "php", "bash", "sh", "deno", "bun"})
_LANGUAGE: Final = re.compile(
    r"(?:python|pypy|node|deno|bun|ruby|perl|php|lua|bash|sh|dash|zsh|ksh|fish|r|rscript|julia|java|tsx|ts-node|ipython|"
    r"jupyter|psql|mysql|sqlite3|make|gradlew|mvnw|npx|env|xargs|parallel|docker|kubectl|helm|terraform|ansible.*|git|ssh)"
    r"[\d.]*(?:\.exe)?\Z",
    re.IGNORECASE,
)
"""Programs to which a file that they are given may be code, whoever they belong to."""


def is_data(name: str, command: SimpleCommand, context: Context, *, foreign: bool) -> bool:
    """Whether `<(…)` in the words of `command` is data to its program, or is not there. `foreign`: it may print what
    nobody in the call can have seen."""
    texts = [word.text if isinstance(word, Known) else "" for word in command.argv[1:]]
    if not any(SUBSTITUTED in text for text in texts) or name in _READS:
        return True
    if name in ("awk", "gawk", "mawk"):
        return not any(text.startswith(("-f", "-E", "-i", "--", "-l")) for text in texts)
    code, rest = (texts[0], texts[1:]) if name in _RUN_FILES else (name, texts)
    path = normalise(code, cwd=command.cwd, home=context.home, user=context.user)
    own = "/" in code and not code.startswith("-") and path is not None and within(path, context.workspace)
    placed = all(text == SUBSTITUTED or SUBSTITUTED not in text for text in rest)
    language = _LANGUAGE.match(code.rsplit("/", 1)[-1]) is not None
    return own and placed and not language and not foreign and SUBSTITUTED not in code
