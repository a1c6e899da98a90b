"""The oracle of the parsers: bash's own parse tells what is wrong with a misreading, and runs nothing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.parsers import bash
from tests.support.shell import PARSE_SECONDS

from mayact.observe.second_opinion import AgreedParser, calls_of_tree
from mayact.observe.shfmt import ShfmtParser


@pytest.fixture(scope="module")
def parser() -> Iterator[AgreedParser]:
    with AgreedParser(ShfmtParser(spares=2, timeout_s=PARSE_SECONDS)) as found:
        yield found


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("ls -l a", {("ls", 3): 1}),
        ("a | b\nrm -rf x", {("a", 1): 1, ("b", 1): 1, ("rm", 3): 1}),
        ("rm >/dev/null -rf /", {("rm", 3): 1}),
        ("r\\\nm -rf x", {("rm", 3): 1}),
        ("true\n\\rm -rf x", {("true", 1): 1, ("rm", 3): 1}),
        ("git 2>&-push --force", {("git", 3): 1}),
        ("cat <<EOF\nx\nEOF \nrm y\nEOF\n", {("cat", 1): 1}),
        ("if true; then", {}),
    ],
)
@pytest.mark.requirement("AUTHZ-6")
def test_known_traps_are_what_bash_makes_of_them(
    text: str, calls: dict[tuple[str, int], int], parser: AgreedParser
) -> None:
    assert bash(text, lambda printed: calls_of_tree(parser.parse(printed))) == Counter(calls)


def test_the_oracle_runs_nothing(tmp_path: Path, parser: AgreedParser) -> None:
    made = tmp_path / "made"
    bash(f"}}\ntouch {made}; {{\n$(touch {made})\n", lambda printed: calls_of_tree(parser.parse(printed)))
    bash(f"touch {made}", lambda printed: calls_of_tree(parser.parse(printed)))
    assert not made.exists()
