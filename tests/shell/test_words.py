"""Words come out as bash makes them: the vectors hold what bash 5 really passed to a program."""

import json
import re
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.shell import HOME, Walked, walk

from mayact.core.analysis.command import Known, Pattern, SimpleCommand, Unknown, Word
from mayact.core.analysis.shell import braces, quoting

VECTORS = Path(__file__).parent.parent / "vectors" / "shell" / "words.jsonl"
RECORDER = 'args() { printf "%s\\0" "$#" "$@" >&3; }\n'


def rows() -> Iterator[dict[str, object]]:
    for line in VECTORS.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def bash_calls(text: str, directory: Path) -> list[list[str]]:
    """What bash passes to `args`."""
    record = directory / "record"
    subprocess.run(
        ["bash", "--norc", "--noprofile", "-c", f"exec 3>'{record}'; {RECORDER}{text}"],
        env={"HOME": HOME, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "USER": "dev"},
        cwd=directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=20,
    )
    parts = record.read_bytes().decode("utf-8", "replace").split("\0")[:-1]
    calls = []
    while parts:
        count = int(parts[0])
        calls.append(parts[1 : 1 + count])
        parts = parts[1 + count :]
    return calls


def covers(word: Word, text: str) -> bool:
    match word:
        case Known(known):
            return known == text
        case Pattern(glob):
            return fnmatchcase(text, re.sub(r"\\(.)", r"[\1]", glob)) or text == re.sub(r"\\(.)", r"\1", glob)
        case Unknown():
            return text.startswith(word.prefix)


def predicted(command: SimpleCommand, call: list[str]) -> bool:
    words = command.argv[1:]
    if any(isinstance(word, Unknown) for word in words):
        # An unquoted word that is not known may be none or several.
        known = [word.text for word in words if isinstance(word, Known)]
        return all(text in call for text in known)
    return len(words) == len(call) and all(map(covers, words, call))


def ours(walked: Walked) -> list[SimpleCommand]:
    return [command for command in walked.commands if command.argv[0] == Known("args")]


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: str(row["text"])[:60])
@pytest.mark.requirement("AUTHZ-6")
def test_every_word_bash_makes_is_predicted(row: dict[str, object], tmp_path: Path) -> None:
    walked = walk(str(row["text"]), cwd=str(row.get("cwd", tmp_path)))
    found = ours(walked)
    calls = [[str(word).replace("{cwd}", str(tmp_path)) for word in call] for call in row["calls"]]  # type: ignore[attr-defined]
    for call in calls:
        assert walked.opaque or any(predicted(command, call) for command in found), (call, walked.lines)
    if row["exact"]:
        assert [[shown.text for shown in c.argv[1:] if isinstance(shown, Known)] for c in found] == calls
        assert not walked.opaque


def test_the_vectors_are_what_bash_does(tmp_path: Path) -> None:
    for row in rows():
        expected = [[str(word).replace("{cwd}", str(tmp_path)) for word in call] for call in row["calls"]]  # type: ignore[attr-defined]
        assert bash_calls(str(row["text"]), tmp_path) == expected, row["text"]


_WORDS = st.lists(
    st.sampled_from(
        ["a", "b c", "'q r'", '"s t"', "{x,y}", "{1..3}", "$v", '"$v"', "~", "\\ ", "${v:-d}", "$'\\t'", "-", "="]
    ),
    min_size=1,
    max_size=5,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=4))
@pytest.mark.requirement("AUTHZ-6")
def test_composed_words_come_out_as_in_bash(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    directory = tmp_path_factory.mktemp("words")
    text = "v='p  q'; args " + " ".join(words)
    walked = walk(text, cwd=str(directory))
    for call in bash_calls(text, directory):
        assert walked.opaque or any(predicted(command, call) for command in ours(walked)), (call, walked.lines)


def test_unbalanced_braces_are_not_guessed() -> None:
    assert braces.expand(list("a{b,c")) is None
    assert braces.expand(list("a}b{c")) is None
    assert braces.expand(list("{1..9999}")) is None
    assert ["".join(map(str, word)) for word in braces.expand(list("{a,b{1..2}}c")) or []] == ["ac", "b1c", "b2c"]


def test_ansi_c_text_that_bash_cuts_or_reads_by_locale_is_not_known() -> None:
    assert quoting.ansi_c("a\\0b") is None
    assert quoting.ansi_c("\\xff") is None
    assert quoting.ansi_c("\\cA") is None
    assert quoting.ansi_c("\\x2fbin\\t") == "/bin\t"
