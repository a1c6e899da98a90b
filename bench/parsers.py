"""`python -m bench.parsers [FILE.jsonl…]`: how often each parser reads a command differently from bash.

The oracle is bash's own parse: `bash --pretty-print` (5.2) prints what it has parsed and runs nothing. The print joins
broken words, moves redirections behind the words, and puts each command where it belongs, so that whatever a parser
made of the text itself, names and word counts can be compared with those in the print. A text that bash refuses has no
commands. Without files: every text of the vectors, and grown and mutated ones (`tests/fuzz`).
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from tests.fuzz.material import Grammar, commands, mutated

from mayact.core.analysis.shell import plain, quoting
from mayact.core.analysis.shell.lexical import refusal
from mayact.core.errors import ShellUnreadable
from mayact.observe.second_opinion import AgreedParser, Call, SecondParser, calls_of_tree
from mayact.observe.shfmt import ShfmtParser

_BASH: Final = ("bash", "--norc", "--noprofile", "--pretty-print", "/dev/stdin")
_GROWN: Final = 1_200
_CHANGED: Final = 1_200
_SUBSTITUTION: Final = re.compile(r"\$\(|`|[<>]\(")

_ANSI: Final = re.compile(r"\$'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPED: Final = re.compile(r"(?m)^([ \t]*)\\(?=\w)")
_BLANKS: Final = re.compile(r"(?m)^(?!.*(?:\(\)|[{&|;]) $)(.*\S)[ \t]+$")

_WHOLE: Final = "as the analyser reads"

Seen: TypeAlias = "Counter[tuple[str, int]] | None"
"""Names and word counts of the commands; None: not read."""


def main() -> int:
    texts = _of_files(sys.argv[1:]) if sys.argv[1:] else _own()
    with ShfmtParser(spares=2, timeout_s=5) as first, AgreedParser(ShfmtParser(spares=2, timeout_s=5)) as both:
        second = SecondParser()
        readers: dict[str, Callable[[str], Iterable[Call]]] = {
            "shfmt": lambda text: calls_of_tree(first.parse(text)),
            "tree-sitter-bash": second.calls,
            "both agree": lambda text: calls_of_tree(both.parse(text)),
            "both, behind the pre-filter": lambda text: calls_of_tree(both.parse(_passed(text))),
            _WHOLE: lambda text: _analysed(text, both),
        }
        results = {name: Counter[str]() for name in readers}
        judged = 0
        for text in texts:
            known = bash(text, lambda printed: calls_of_tree(both.parse(printed)))
            if known is None:
                continue
            judged += 1
            for name, reader in readers.items():
                results[name][_verdict(name, text, _seen(reader, text), known)] += 1
    print(f"{judged} of {len(texts)} texts have a parse of bash's that can be compared")
    print(f"{'':30} {'silently wrong':>15} {'opaque, though bash reads it':>30}")
    for name, found in results.items():
        wrong, refused = (100 * found[key] / max(judged, 1) for key in ("wrong", "refused"))
        print(f"{name:30} {found['wrong']:6} {wrong:6.2f} % {found['refused']:20} {refused:6.2f} %")
    return 0


def _verdict(name: str, text: str, seen: Seen, known: Counter[tuple[str, int]]) -> str:
    if seen is None:
        return "refused" if known else "right"
    if seen == known:
        return "right"
    if name == _WHOLE:
        print(f"wrong: {text!r}\n  read {sorted((seen - known).items())}, bash {sorted((known - seen).items())}")
    return "wrong"


def bash(text: str, reader: Callable[[str], Iterable[Call]]) -> Counter[tuple[str, int]] | None:
    """The commands that bash sees; empty where it refuses `text`; None where its print cannot be read."""
    if "\0" in text:
        return None  # it cannot be handed over as an argument either
    source = text.encode("utf-8", "surrogateescape")
    found = subprocess.run(_BASH, input=source, env={"LC_ALL": "C.UTF-8"}, capture_output=True, check=False, timeout=20)
    if found.returncode or b"syntax error" in found.stderr or b"unexpected" in found.stderr:
        return Counter()
    return _seen(reader, _plainly(found.stdout.decode("utf-8", "replace")))


def _plainly(printed: str) -> str:
    """The print without what parsers stumble over: escaped words at the start of a line, and in a here-document a line
    that is its delimiter followed by blanks."""
    return _BLANKS.sub(r".\1", _ESCAPED.sub(r"\1", printed))


def _passed(text: str) -> str:
    because = refusal(text)
    if because is not None:
        raise ShellUnreadable(because)
    return text


def _analysed(text: str, both: AgreedParser) -> Iterable[Call]:
    """As `shell.desk`."""
    found = plain.read(_passed(text))
    if found is not None and both.sees(text) == found.calls:
        return found.calls
    return calls_of_tree(both.parse(text))


def _seen(reader: Callable[[str], Iterable[Call]], text: str) -> Seen:
    try:
        raw = text.encode("utf-8")
        return Counter((_name(raw[start:end].decode("utf-8", "replace")), count) for start, end, count in reader(text))
    except (ShellUnreadable, UnicodeEncodeError):
        return None


def _name(text: str) -> str:
    """What bash prints anew (substitutions) is not compared; a broken word is one."""
    text = _ANSI.sub(lambda found: f"'{quoting.ansi_c(found[1]) or ''}'", text)  # bash prints what it stands for
    return _SUBSTITUTION.split(text.replace("\\\n", ""))[0].replace("\\", "")


def _own() -> list[str]:
    rng = Random("parsers")
    known = commands()
    grown = [Grammar(rng).script() for _ in range(_GROWN)]
    changed = [mutated(rng.choice(known), rng.choice(known), rng)[:2_000] for _ in range(_CHANGED)]
    return list(dict.fromkeys([*known, *grown, *changed]))


def _of_files(names: list[str]) -> list[str]:
    rows = (json.loads(line) for name in names for line in Path(name).read_text(encoding="utf-8").splitlines() if line)
    return list(dict.fromkeys(str(row["command"]) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
