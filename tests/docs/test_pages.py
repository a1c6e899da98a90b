"""Every block of the documentation that says it runs does, and prints what the page says it prints."""

import re
from pathlib import Path

import pytest
from tests.support.snippets import PROJECT, Page, agrees, read_page, run_page

PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|#|mailto:)(?P<target>[^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", [path for path in PAGES if read_page(path).steps], ids=lambda path: path.name)
def test_a_page_followed_word_for_word_works(path: Path, tmp_path: Path) -> None:
    result = run_page(read_page(path), home=tmp_path / "h")
    assert result.problems == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lost = [match["target"] for match in LINK.finditer(text) if not (path.parent / match["target"]).exists()]
    assert lost == []


def test_the_first_screen_of_the_readme_has_exactly_the_two_commands() -> None:
    first_screen = (PROJECT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    assert [line.split("#")[0].strip() for line in first_screen if re.match(r"(\$ )?make ", line)] == [
        "make demo",
        "make test",
    ]


# ── the runner itself ─────────────────────────────────────────────────────────────────────────────────────


def page_of(tmp_path: Path, text: str) -> Page:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    return read_page(path)


@pytest.mark.parametrize(
    ("shows", "printed", "expected"),
    [
        ("a", "a\n", True),
        ("a", "b\n", False),
        ("a", "a\nb\n", False),
        ("a …", "a 12\n", True),
        ("a …", "a\nb\n", False),
        ("a\n…\nb", "a\nx\ny\nb\n", True),
        ("a\n…", "a\n", True),
        ("a\n…", "b\n", False),
        ("a.c", "abc\n", False),
    ],
)
def test_what_agrees(shows: str, printed: str, expected: bool) -> None:
    assert agrees(shows, printed) is expected


def test_a_page_is_one_shell_and_its_output_is_compared(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "```sh run\nx=3; cd /tmp\n```\ntext\n```console run\n$ echo $x $PWD\n3 /tmp\n$ false\n$ echo $?\n1\n```\n"
        "```console\n$ not run\n```\n",
    )
    result = run_page(page, home=tmp_path / "h")
    assert result.exit_codes == [0, 0, 1, 0]
    assert result.problems == []


def test_a_failure_and_other_output_are_problems(tmp_path: Path) -> None:
    page = page_of(tmp_path, "```console run\n$ false\n$ echo a\nb\n```\n")
    problems = run_page(page, home=tmp_path / "h").problems
    assert len(problems) == 2
    assert "exit code 1" in problems[0]
    assert "it printed:\na" in problems[1]


def test_answers_are_typed_at_the_terminal(tmp_path: Path) -> None:
    ask = "python -c 'import getpass; print(len(getpass.getpass(\"passphrase: \")))'"
    page = page_of(tmp_path, f'```console run answers="four|sixsix"\n$ {ask}\n4\n$ {ask}\n6\n```\n')
    assert run_page(page, home=tmp_path / "h").problems == []


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be run"):
        page_of(tmp_path, "```ruby run\nputs 1\n```\n")
