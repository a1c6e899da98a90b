"""Laws of a plan, whatever was asked for and whatever was seen."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, event, given, settings
from tests.support.sandbox import GATE, HOME, LAUNCHED, WORK, situations, surroundings, wanted

from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.errors import Forbidden, InvalidInput, MayactError, NotFound
from mayact.core.sandbox import tables
from mayact.core.sandbox.argv import Handed, options
from mayact.core.sandbox.model import (
    GATE_HOME,
    Access,
    Found,
    Limits,
    Plan,
    ReadOnly,
    Surroundings,
    Text,
    Wanted,
    Writable,
    access,
    overlaps,
    plan_digest,
    plan_json,
    within,
)
from mayact.core.sandbox.plan import plan

pytestmark = pytest.mark.requirement("BOUND-2")
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def tried(situation: tuple[Wanted, Surroundings]) -> Plan | None:
    """The plan, or None where it refused with an error of ours."""
    try:
        made = plan(*situation)
    except MayactError as error:
        event(type(error).__name__)
        return None
    event("a plan")
    return made


def sources(made: Plan) -> Iterator[ReadOnly | Writable]:
    return (mount for mount in made.mounts if isinstance(mount, ReadOnly | Writable))


def visible(made: Plan, path: str) -> bool:
    """Whether something inside is `path` of outside."""
    return any(
        within(path, mount.source) and access(made, mount.at + path[len(mount.source) :]).source == path
        for mount in sources(made)
    )


# ── never ────────────────────────────────────────────────────────────────────────────────────────────────


@MANY
@given(situations())
def test_the_home_directory_is_never_mounted(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    for home in situation[1].homes:
        assert not visible(made, home)
        assert not any(within(home, mount.source) for mount in sources(made))
        assert access(made, f"{home}/some-file-of-mine").access in (Access.SCRATCH, Access.SEALED)


@MANY
@given(situations())
def test_credentials_of_the_home_directory_are_never_visible(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    for home in situation[1].homes:
        for name in tables.HOME_SECRETS:
            for path in (f"{home}/{name}", f"{home}/{name}/x"):
                # Client settings are named one by one; none of them is one of these.
                assert not visible(made, path)


@MANY
@given(situations())
def test_the_gates_files_are_never_visible(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    for place in situation[1].gate:
        for path in (place, f"{place}/control/control.sock", f"{place}/keys"):
            assert not visible(made, path)
        for mount in sources(made):
            assert mount.at == GATE_HOME or not overlaps(mount.source, place)


@MANY
@given(situations())
def test_no_socket_but_its_own_is_ever_visible(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    found = [path for path, kind in situation[1].tree.items() if kind is Found.SOCKET]
    known = [place.replace("~", HOME, 1) for place in tables.SOCKET_PLACES]
    for path in [*found, *known, "/run/docker.sock", "/tmp/.X11-unix/X0"]:
        assert not visible(made, path)


@MANY
@given(situations())
def test_secrets_of_a_writable_place_are_never_readable(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    wish, seen = situation
    for path in seen.tree:
        if path.rpartition("/")[2] in (".env", ".secrets"):
            assert access(made, path).access in (Access.SEALED, Access.NOTHING, Access.SCRATCH)
            assert not visible(made, path) or not any(within(path, work) for work in (wish.work, *wish.writable))


@MANY
@given(situations())
def test_only_listed_variables_go_in(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    wish, seen = situation
    allowed = {*tables.KEPT, *tables.RESERVED, *tables.FIXED, *tables.WITHOUT_HOSTS, *wish.passed}
    for name, value in made.environment:
        assert name in allowed or name.startswith(tables.KEPT_PREFIXES)
        assert not is_secret_variable(name) or name in tables.MODEL_KEYS.intersection(wish.passed)
        if name in tables.RESERVED and name != "PATH":
            assert value != seen.environ.get(name)
    assert not {"LD_PRELOAD", "SSH_AUTH_SOCK", "BASH_ENV"} & {name for name, _ in made.environment} - set(wish.passed)


@MANY
@given(situations())
def test_nothing_is_writable_but_what_was_named(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    wish, seen = situation
    named = (wish.work, *wish.writable)
    for mount in made.mounts:
        if isinstance(mount, Writable):
            assert any(within(mount.source, place) for place in named)
            assert mount.source == mount.at
    for path in (
        "/usr/bin/x",
        "/etc/passwd",
        "/etc/x",
        "/bin/x",
        f"{GATE_HOME}/x",
        *(f"{tool}/x" for tool in wish.tools),
    ):
        if access(made, path).access is Access.WRITES:
            # The deepest place that was named decides, whatever else holds it.
            assert max((p for p in (*named, *wish.tools, *seen.own) if within(path, p)), key=len) in named


@MANY
@given(situations())
def test_what_starts_programs_outside_is_never_writable_nor_replaceable(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    wish, seen = situation
    points = {mount.at for mount in made.mounts}
    for work in (wish.work, *wish.writable):
        if any(work != other and within(work, other) for other in (*wish.tools, wish.work, *wish.writable)):
            continue  # a place within a place: the outer one's laws are looked at
        inner = [
            f"lib/{name}" for name in (*tables.GIT_DIRECTORIES, *tables.GIT_FILES) if f"{work}/lib/.git" in seen.tree
        ]
        for name in (*tables.GUARDED_DIRECTORIES, *tables.GUARDED_FILES, *inner):
            path = f"{work}/{name}"
            if path in seen.tree:
                assert access(made, path).access is not Access.WRITES
                holder = path.rpartition("/")[0]
                while holder not in (work, f"{work}/lib"):
                    assert holder in points  # what is mounted cannot be renamed
                    holder = holder.rpartition("/")[0]
            else:
                assert access(made, path).access is not Access.WRITES or path in made.watched


@MANY
@given(situations())
def test_a_plan_is_one_thing(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    assert plan(*situation) == made
    assert plan_digest(made) == plan_digest(plan(*situation))
    recorded = str(plan_json(made))
    for name, value in made.environment:
        if name in situation[0].passed and name in tables.MODEL_KEYS and len(value) > 8:
            assert value not in recorded.replace(situation[0].work, "")


@MANY
@given(situations())
def test_every_mount_is_made_and_nothing_else(situation: tuple[Wanted, Surroundings]) -> None:
    if (made := tried(situation)) is None:
        return
    texts = sum(isinstance(mount, Text) for mount in made.mounts)
    words = options(made, Handed(texts=tuple(range(10, 10 + texts)), filter=9))
    for word in (
        "--unshare-all",
        "--unshare-user",
        "--disable-userns",
        "--new-session",
        "--die-with-parent",
        "--clearenv",
    ):
        assert word in words
    assert words[words.index("--cap-drop") + 1] == "ALL"
    assert sum(word == "--bind" for word in words) == sum(isinstance(mount, Writable) for mount in made.mounts)
    assert not {"--dev-bind", "--share-net", "--cap-add", "--bind-try", "--dev-bind-try", "--not-a"} & set(words)
    remounted = len(words) - 1 - words[::-1].index("--remount-ro")
    assert words[remounted + 1] == "/"  # the last of them all


# ── by name ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_ordinary_project_gets_an_ordinary_plan() -> None:
    made = plan(wanted(), surroundings())
    assert access(made, f"{WORK}/main.py").access is Access.WRITES
    assert access(made, f"{WORK}/.git/objects").access is Access.WRITES
    assert access(made, f"{WORK}/.git/config").access is Access.READS
    assert access(made, f"{WORK}/.git/hooks").access is Access.SEALED
    assert access(made, "/usr/bin/git").access is Access.READS
    assert access(made, "/etc/shadow").access is Access.NOTHING
    assert access(made, f"{GATE_HOME}/run/agent/agent.sock").source == f"{LAUNCHED}/run/agent/agent.sock"
    assert dict(made.environment)["MAYACT_HOME"] == GATE_HOME
    assert f"{WORK}/.mcp.json" in made.watched
    assert made.limits == Limits()


@pytest.mark.parametrize(
    "place", ["/", "/home", HOME, "/etc", "/etc/ssl", "/usr", "/usr/lib", "/tmp", "/run/x", "/proc/1"]
)
def test_a_place_of_the_whole_machine_is_no_work_tree(place: str) -> None:
    with pytest.raises((Forbidden, InvalidInput)):
        plan(wanted(work=place, cwd=place), surroundings())


@pytest.mark.parametrize("place", [*GATE, f"{GATE[0]}/x", "/home/dev/.config", "/home/dev/.local", "/home/dev/.ssh"])
@pytest.mark.parametrize("how", ["work", "tools", "writable"])
def test_neither_the_gates_places_nor_credentials_can_be_named(how: str, place: str) -> None:
    changed = {"work": place, "cwd": place} if how == "work" else {how: (place,)}
    with pytest.raises(Forbidden):
        plan(wanted(**changed), surroundings())


@pytest.mark.requirement("CRED-1")
@pytest.mark.parametrize(
    "name", ["GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "SSH_AUTH_SOCK", "HOME", "a b"]
)
def test_a_credential_cannot_be_passed_by_name(name: str) -> None:
    with pytest.raises((Forbidden, InvalidInput)):
        plan(wanted(passed=(name,)), surroundings())


def test_a_key_for_the_model_goes_in_by_name_only_and_is_said() -> None:
    environ = {"ANTHROPIC_API_KEY": "k", "PATH": "/usr/bin"}
    assert "ANTHROPIC_API_KEY" not in dict(plan(wanted(), surroundings(environ=environ)).environment)
    made = plan(wanted(passed=("ANTHROPIC_API_KEY",)), surroundings(environ=environ))
    assert dict(made.environment)["ANTHROPIC_API_KEY"] == "k"
    assert any("ANTHROPIC_API_KEY" in line for line in made.said)
    assert "'k'" not in str(plan_json(made))


@pytest.mark.parametrize("found", [Found.LINK, Found.SOCKET, Found.OTHER])
@pytest.mark.parametrize("name", [".git/hooks", ".git/config", ".claude", ".mcp.json", ".vscode"])
def test_a_guarded_name_that_could_lead_elsewhere_refuses(name: str, found: Found) -> None:
    tree = {f"{WORK}/.git": Found.DIRECTORY, f"{WORK}/{name}": found}
    with pytest.raises(Forbidden):
        plan(wanted(), surroundings(tree=tree))


def test_a_repository_behind_a_link_refuses() -> None:
    with pytest.raises(Forbidden):
        plan(wanted(), surroundings(tree={f"{WORK}/.git": Found.LINK}))


def test_a_tool_within_the_work_tree_stays_read_only() -> None:
    made = plan(wanted(tools=(f"{WORK}/.venv",)), surroundings())
    assert access(made, f"{WORK}/.venv/bin/python").access is Access.READS
    made = plan(wanted(tools=("/home/dev/src",)), surroundings())
    assert access(made, f"{WORK}/x").access is Access.WRITES
    assert access(made, "/home/dev/src/other").access is Access.READS


def test_an_agent_that_is_not_inside_is_told_how() -> None:
    program = "/home/dev/.local/share/agent/bin/agent"
    with pytest.raises(NotFound) as refused:
        plan(wanted(), surroundings(program=program))
    assert "--tool /home/dev/.local/share/agent/bin" in refused.value.hint
    assert plan(wanted(tools=("/home/dev/.local/share/agent",)), surroundings(program=program))


def test_client_settings_are_read_only_and_never_those_with_a_secret() -> None:
    seen = surroundings(clients={".claude/settings.json": True, ".codex/config.toml": False})
    made = plan(wanted(), seen)
    assert access(made, f"{HOME}/.claude/settings.json").access is Access.READS
    assert access(made, f"{HOME}/.claude/other").access is Access.SCRATCH
    assert access(made, f"{HOME}/.codex/config.toml").access is Access.SCRATCH
    assert any(".codex/config.toml" in line for line in made.said)


def test_a_repository_within_is_guarded_as_the_outer_one_is() -> None:
    tree = {
        f"{WORK}/.git": Found.DIRECTORY,
        f"{WORK}/lib/.git": Found.DIRECTORY,
        f"{WORK}/lib/.git/config": Found.FILE,
        f"{WORK}/sub/.git": Found.FILE,
    }
    made = plan(wanted(), surroundings(tree=tree))
    assert access(made, f"{WORK}/lib/.git/config").access is Access.READS
    assert access(made, f"{WORK}/lib/.git/hooks").access is Access.SEALED
    assert access(made, f"{WORK}/lib/.git/objects").access is Access.WRITES
    assert access(made, f"{WORK}/sub/.git").access is Access.READS
    assert access(made, f"{WORK}/.git/modules").access is Access.SEALED
    assert access(made, f"{WORK}/lib/main.c").access is Access.WRITES


def test_what_gits_settings_name_is_guarded_with_what_holds_it() -> None:
    tree = {f"{WORK}/.git": Found.DIRECTORY, f"{WORK}/tools": Found.DIRECTORY, f"{WORK}/tools/hooks": Found.DIRECTORY}
    named = ((WORK, "tools/hooks", True), (WORK, "shared.cfg", False))
    made = plan(wanted(), surroundings(tree=tree, named=named))
    assert access(made, f"{WORK}/tools/hooks/pre-commit").access is Access.READS
    assert access(made, f"{WORK}/tools/other").access is Access.WRITES
    assert f"{WORK}/tools" in {mount.at for mount in made.mounts}  # what is mounted cannot be renamed
    assert f"{WORK}/shared.cfg" in made.watched
