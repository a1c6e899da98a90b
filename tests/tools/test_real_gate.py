"""`mayact tools` before the real gate with the policy that it comes with."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.cli_gate import Machine
from tests.support.tools import Tools, tools

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def project(running: Machine) -> Path:
    subprocess.run(["git", "init", "-q", str(running.work)], check=True)
    (running.work / "a.py").write_text("needle = 1\n")
    (running.work / ".env").write_text("KEY=needle\n")
    (running.work / "package.json").write_text('{"name":"x","dependencies":{}}\n')
    return running.work


@pytest.fixture(scope="module")
def server(running: Machine, project: Path) -> Iterator[Tools]:
    with tools(project, "--wait", "0", environment=running.environment) as made:
        yield made


@pytest.mark.requirement("AUTHZ-1", "BOUND-1")
@pytest.mark.parametrize(
    ("name", "given", "shown"),
    [
        ("shell", {"command": "cat a.py"}, "needle = 1\n"),
        ("read", {"path": "a.py"}, "needle = 1\n"),
        ("search", {"pattern": "needle"}, "a.py:1:needle = 1\n"),
        ("write", {"path": "new/b.py", "content": "x = 2\n"}, "6 bytes written"),
        ("edit", {"path": "a.py", "old": "1", "new": "1"}, "11 bytes written"),
        ("git", {"arguments": ["status", "--short"]}, "?? a.py\n"),
    ],
)
def test_work_in_the_repository_asks_nobody(server: Tools, name: str, given: dict[str, object], shown: str) -> None:
    said = server.use(name, **given)
    assert not said.failed, said.text
    assert shown in said.text


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-7", "AUTHZ-8")
@pytest.mark.parametrize(
    ("name", "given", "rule"),
    [
        ("shell", {"command": "rm -rf /"}, "never.wipe"),
        ("read", {"path": ".env"}, "never.read-private-secrets"),
        ("search", {"pattern": "KEY", "path": ".env"}, "never.read-private-secrets"),
        ("git", {"arguments": ["push", "--force", "origin", "main"]}, "never.force-push-protected"),
    ],
)
def test_what_is_never_allowed_says_which_rule(server: Tools, name: str, given: dict[str, object], rule: str) -> None:
    said = server.use(name, **given)
    assert said.failed
    assert f"[{rule}]" in said.text
    assert "hint: " in said.text


@pytest.mark.requirement("AUTHZ-1", "APPR-6")
@pytest.mark.parametrize(
    ("name", "given", "because"),
    [
        ("write", {"path": ".git/hooks/pre-commit", "content": "x"}, "pre-commit"),
        ("edit", {"path": "package.json", "old": "{}", "new": '{"lodas":"1"}'}, "npm:lodas"),
        ("fetch", {"url": "https://unlisted.example/x"}, "unlisted.example"),
    ],
)
def test_what_a_person_decides_has_a_handle_and_no_effect(
    server: Tools, project: Path, name: str, given: dict[str, object], because: str
) -> None:
    before = (project / "package.json").read_text()
    said = server.use(name, **given)
    assert said.failed
    assert "mayact approve req-" in said.text
    assert because in said.text
    assert (project / "package.json").read_text() == before
    assert not (project / ".git" / "hooks" / "pre-commit").exists()
