"""Kinds of files, and names that are one file on some file system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.programs import HOME, WORKSPACE, effects

from mayact.core.analysis.places.folding import folded
from mayact.core.analysis.places.paths import file_facts
from mayact.core.analysis.places.secrets import secret_class
from mayact.core.model import Risk, Verb


def kind(path: str) -> object:
    return file_facts(path, home=HOME, workspace=WORKSPACE)["kind"]


def area(path: str) -> object:
    return file_facts(path, home=HOME, workspace=WORKSPACE)["area"]


@pytest.mark.requirement("FLOW-5", "AUTHZ-4")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/app.py", "source"),
        ("README.md", "source"),
        ("tests/test_app.py", "test"),
        ("src/app_test.go", "test"),
        ("web/button.spec.ts", "test"),
        ("src/__tests__/auth.js", "test"),
        ("tests/auth/test_login.py", "test"),
        ("src/auth/roles.py", "security"),
        ("src/userAuth.ts", "security"),
        ("pkg/rbac/check.go", "security"),
        ("lib/crypto_box.rs", "security"),
        ("policies/access.rego", "security"),
        ("docs/auth.md", "source"),
        ("src/author.py", "source"),
        ("src/authors/list.py", "source"),
        ("src/tokenizer.py", "source"),
        ("src/presser.py", "source"),
        ("deploy/prod.yaml", "prod-config"),
        ("config/production.json", "prod-config"),
        ("k8s/production/app.yml", "prod-config"),
        ("docker-compose.prod.yml", "prod-config"),
        ("environments/prod/main.tf", "prod-config"),
        ("src/product.json", "source"),
        ("src/production_line.py", "source"),
        ("tests/fixtures/prod.yaml", "test"),
        (".env.production", "secret"),
        ("run.log", "log"),
        ("npm-debug.log.123", "log"),
        ("core.4711", "trace"),
        ("hs_err_pid99.log", "trace"),
        ("core/model.py", "source"),
        (".github/workflows/prod.yml", "ci"),
        ("package.json", "manifest"),
        ("uv.lock", "lock"),
        ("Makefile", "build-logic"),
        (".husky/pre-commit", "hook"),
        (".claude/settings.json", "agent-config"),
        ("node_modules/x/auth.js", "build-output"),
    ],
)
def test_kinds(path: str, expected: str) -> None:
    assert kind(f"{WORKSPACE}/{path}") == expected


@pytest.mark.parametrize("path", ["/srv/auth/a.py", "/home/dev/other/tests/test_a.py", "/etc/prod.yaml"])
def test_what_only_a_project_can_say_is_not_said_elsewhere(path: str) -> None:
    assert kind(path) == "other"


@pytest.mark.requirement("FLOW-5")
@pytest.mark.parametrize(
    ("path", "reads", "writes"),
    [
        ("src/app.py", Risk.LOW, Risk.LOW),
        ("tests/test_app.py", Risk.LOW, Risk.LOW),
        ("run.log", Risk.LOW, Risk.LOW),
        ("src/auth/roles.py", Risk.LOW, Risk.MEDIUM),
        ("deploy/prod.yaml", Risk.MEDIUM, Risk.MEDIUM),
        (".github/workflows/ci.yml", Risk.LOW, Risk.MEDIUM),
    ],
)
def test_how_loud_kinds_are(path: str, reads: Risk, writes: Risk) -> None:
    read = [effect.risk for effect in effects(["cat", path]) if effect.verb is Verb.FS_READ]
    written = [effect.risk for effect in effects(["tee", path]) if effect.verb is Verb.FS_WRITE]
    assert (read, written) == ([reads], [writes])


_PROTECTED = (
    (f"{WORKSPACE}/.git/hooks/pre-commit", "hook"),
    (f"{WORKSPACE}/.env", "secret"),
    (f"{WORKSPACE}/.claude/settings.json", "agent-config"),
    (f"{WORKSPACE}/.github/workflows/ci.yml", "ci"),
    (f"{HOME}/.bashrc", "shell-startup"),
    (f"{HOME}/.ssh/id_ed25519", "secret"),
    (f"{HOME}/.config/mayact/policy", "guard"),
    ("/etc/cron.d/x", "cron"),
)


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(("path", "expected"), _PROTECTED)
@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.title,
        lambda path: path.replace("s", "ſ"),  # long s: the same name to a file system that folds case
        lambda path: path.replace("e", "\uff45"),  # full width
        lambda path: path.replace("/.", "/.\u200c").replace("/c", "/\u200cc"),  # ignored by HFS+ (CVE-2014-9390)
        lambda path: path + ". .",
        lambda path: path + "::$DATA",
        lambda path: "/System/Volumes/Data" + path,
        lambda path: "/proc/self/root" + path,
        lambda path: "/proc/1/task/1/root" + path,
    ],
)
def test_another_spelling_of_a_protected_name_counts_as_it(path: str, expected: str, change: object) -> None:
    assert callable(change)
    assert kind(change(path)) == expected


def test_short_names_of_git() -> None:
    assert kind(f"{WORKSPACE}/GIT~1/hooks/pre-commit") == "hook"


@pytest.mark.parametrize("path", ["/HOME/DEV", "/Home", "/System/Volumes/Data/home/dev", "/proc/self/root/home/dev"])
def test_another_spelling_of_home_is_home(path: str) -> None:
    assert area(path) == "root"


@pytest.mark.parametrize("path", ["/Library/Preferences/a", "/ETC/passwd", "/private/etc/hosts", "/System/x"])
def test_another_spelling_of_the_system_is_the_system(path: str) -> None:
    assert area(path) == "system"


def test_another_spelling_of_the_workspace_is_not_the_workspace() -> None:
    assert area(f"{WORKSPACE.upper()}/src/a.py") != "workspace"
    assert area("/TMP/a") != "temp"


@given(st.text(alphabet=st.characters(exclude_characters="/\0"), min_size=1, max_size=12))
def test_folding_is_total_and_settles(name: str) -> None:
    once = folded(f"/a/{name}/b")
    assert folded(once) == once or "~" in name or ":" in name or "." in name or " " in name
    assert once.startswith("/")


@given(st.sampled_from([path for path, _ in _PROTECTED]), st.data())
def test_no_mixture_of_case_hides_a_protected_name(path: str, data: st.DataObject) -> None:
    mixed = "".join(data.draw(st.sampled_from((ch.lower(), ch.upper()))) for ch in path)
    assert kind(mixed) == kind(path)
    assert secret_class(mixed, home=HOME) == secret_class(path, home=HOME)
