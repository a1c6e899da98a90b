"""Files: where a path points, what kind it is, and links that lead elsewhere."""

import pytest
from tests.support.programs import HOME, WORKSPACE, World, effects

from mayact.core.analysis.places.paths import file_facts, normalise
from mayact.core.analysis.places.secrets import is_secret_variable, secret_class, secret_in_glob, secret_in_tree
from mayact.core.analysis.plan import Answer, FileDigest, Found, Question, RealPath, Unavailable
from mayact.core.model import Risk, Verb


@pytest.mark.parametrize(
    ("text", "cwd", "expected"),
    [
        ("a//b/./c/", "/w", "/w/a/b/c"),
        ("../../../etc/passwd", "/w", "/etc/passwd"),
        ("/", None, "/"),
        ("a", None, None),
        ("~", None, HOME),
        ("~/x", None, f"{HOME}/x"),
        ("~dev/x", None, f"{HOME}/x"),
        ("~root/x", None, "/root/x"),
        ("~other/x", None, "/home/other/x"),
        ("", "/w", "/w"),
    ],
)
def test_normal_paths(text: str, cwd: str | None, expected: str | None) -> None:
    assert normalise(text, cwd=cwd, home=HOME, user="dev") == expected


@pytest.mark.parametrize(
    ("path", "area", "kind"),
    [
        (f"{WORKSPACE}/src/a.py", "workspace", "source"),
        (f"{WORKSPACE}/node_modules/x/index.js", "workspace", "build-output"),
        (f"{WORKSPACE}/Makefile", "workspace", "build-logic"),
        (f"{WORKSPACE}/package.json", "workspace", "manifest"),
        (f"{WORKSPACE}/uv.lock", "workspace", "lock"),
        (f"{WORKSPACE}/.github/workflows/ci.yml", "workspace", "ci"),
        (f"{WORKSPACE}/.git/hooks/pre-push", "workspace", "hook"),
        (f"{WORKSPACE}/.GIT/HOOKS/pre-push", "workspace", "hook"),
        (f"{WORKSPACE}/.git/config", "workspace", "git-internal"),
        (f"{WORKSPACE}/.env", "workspace", "secret"),
        (f"{WORKSPACE}/.claude/settings.json", "workspace", "agent-config"),
        (WORKSPACE, "workspace", "git-internal"),
        (HOME, "root", "other"),
        ("/home", "root", "other"),
        ("/", "root", "other"),
        (f"{HOME}/.bashrc", "home", "shell-startup"),
        (f"{HOME}/.config/systemd/user/x.service", "home", "cron"),
        (f"{HOME}/.config/mayact/config.toml", "home", "guard"),
        ("/etc/mayact/x", "system", "guard"),
        ("/run/user/1000/mayact/control.sock", "system", "guard"),
        ("/etc/hosts", "system", "other"),
        ("/tmp", "system", "other"),
        ("/tmp/x", "temp", "other"),
        ("/dev/sda", "system", "device"),
        ("/dev/null", "system", "other"),
        ("/home/other/x", "other", "other"),
    ],
)
def test_areas_and_kinds(path: str, area: str, kind: str) -> None:
    assert file_facts(path, home=HOME, workspace=WORKSPACE) == {"area": area, "kind": kind}


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("~/.ssh/id_ed25519", "private-key"),
        ("~/.ssh/id_ed25519.pub", None),
        ("~/.ssh/known_hosts", None),
        ("~/.ssh/config", None),
        ("~/.aws/credentials", "credential-file"),
        ("~/.kube/config", "credential-file"),
        ("~/.config/gh/hosts.yml", "credential-file"),
        ("~/.bash_history", "history"),
        ("~/.password-store/x.gpg", "password-store"),
        ("/etc/shadow", "credential-file"),
        ("/proc/12/environ", "environment"),
        ("/w/.env", "credential-file"),
        ("/w/.ENV.production", "credential-file"),
        ("/w/.env.example", None),
        ("/w/server.pem", "private-key"),
        ("/w/ca.pem", None),
        ("/w/keys.py", None),
        ("/w/environment.ts", None),
    ],
)
def test_secret_files(path: str, label: str | None) -> None:
    assert secret_class(path.replace("~", HOME), home=HOME) == label


@pytest.mark.parametrize(
    ("glob", "holds"),
    [
        ("~/.ssh/*", True), ("~/.s*/id_*", True), ("~/*/credentials", True), ("/**", True), ("~/.aws/**", True),
        ("/w/.env*", True), ("/w/*.pem", True), ("/w/.*", True), ("/w/*", False), ("/w/*.py", False),
        ("/w/*.json", False), ("/w/src/**/*.ts", False), ("/w/index.*", False), ("/w/*.pub", False),
        ("/**/.env", True), ("/**/notes.txt", False), ("/w/" + "a*" * 400, True),
        ("/w/logs/access.log*", False), ("/w/conf*", False), ("/var/log/syslog*", False),
        ("/w/server.k*", True), ("/w/server?key", True), ("/w/*[m]", True), ("/w/a.*m", True),
        ("/w/terraform.tf*", True), ("/w/a.p?m*", True), ("/w/*y", True),
    ],
)  # fmt: skip
def test_sets_that_could_hold_a_secret(glob: str, holds: bool) -> None:
    assert bool(secret_in_glob(glob.replace("~", HOME), home=HOME)) is holds


@pytest.mark.parametrize(
    ("directory", "holds"),
    [
        ("~", True),
        ("~/.config", True),
        ("~/.ssh", True),
        ("/", True),
        ("/etc", True),
        ("~/projects", False),
        ("/w", False),
    ],
)
def test_trees_that_hold_a_secret(directory: str, holds: bool) -> None:
    assert bool(secret_in_tree(directory.replace("~", HOME), home=HOME)) is holds


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("GITHUB_TOKEN", True), ("aws_secret_access_key", True), ("PGPASSWORD", True), ("OPENAI_API_KEY", True),
        ("DATABASE_URL", True), ("HOME", False), ("PATH", False), ("SSH_AUTH_SOCK", False), ("PWD", False),
        ("KEYBOARD", False), ("TOKENIZERS_PARALLELISM", False), ("MONKEY", False),
    ],
)  # fmt: skip
def test_secret_variables(name: str, secret: bool) -> None:
    assert is_secret_variable(name) is secret


def _through(path: str, real: Answer) -> World:
    answers: dict[Question, Answer] = {RealPath(path): real}
    return World(answers)


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-7")
def test_a_link_cannot_hide_what_it_leads_to() -> None:
    world = _through(f"{WORKSPACE}/notes.txt", Found(f"{HOME}/.ssh/id_rsa"))
    found = effects(["cat", "notes.txt"], world=world)
    assert {(effect.verb, effect.resource) for effect in found} == {
        (Verb.FS_READ, f"{WORKSPACE}/notes.txt"),
        (Verb.FS_READ, f"{HOME}/.ssh/id_rsa"),
        (Verb.SECRET_READ, f"{HOME}/.ssh/id_rsa"),
    }


@pytest.mark.requirement("AUTHZ-6")
def test_a_link_that_cannot_be_followed_leads_anywhere() -> None:
    world = _through(f"{WORKSPACE}/out.txt", Unavailable("a loop"))
    found = effects(["tee", "out.txt"], world=world)
    assert max(effect.risk.rank for effect in found) == Risk.HIGH.rank


def test_a_work_tree_behind_a_link_is_still_the_work_tree() -> None:
    answers: dict[Question, Answer] = {
        RealPath(f"{WORKSPACE}/a.py"): Found("/data/project/a.py"),
        RealPath(WORKSPACE): Found("/data/project"),
    }
    found = effects(["tee", "a.py"], world=World(answers))
    assert {effect.risk for effect in found} == {Risk.LOW}


@pytest.mark.requirement("APPR-1")
def test_a_script_is_asked_for_so_that_its_content_can_be_pinned() -> None:
    world = World({FileDigest(f"{WORKSPACE}/run.sh"): Found("sha256:" + "0" * 64)})
    (effect,) = effects(["bash", "run.sh"], world=world)
    assert effect.facts["pinned"] is True
    (unread,) = effects(["bash", "run.sh"])
    assert unread.facts["pinned"] is False
