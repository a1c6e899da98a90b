"""Tokens: their file, their roles, and `mayact token`."""

import json
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.cli_gate import Machine
from tests.support.http_api import EVALUATION, Api, live, until

from mayact.core.bearer import MAX_TOKENS, Bearer, Role, bearers_of, digest_of_token, parse_bearers, write_bearers
from mayact.core.errors import ConfigInvalid, InvalidInput, LimitExceeded, MayactError, NotFound, Unauthenticated
from mayact.core.model import Strength
from mayact.identity.tokens import LOOK_AGAIN_S, TokenBook, add_token, read_bearers, remove_token
from mayact.server.http.routes import ROUTES

TOKEN = "mayact_" + "A" * 43
A_DIGEST = digest_of_token(TOKEN)


def book(path: Path, lines: list[str] | None = None) -> tuple[TokenBook, list[float]]:
    """A book whose clock moves only when it is told to."""
    now = [0.0]
    return TokenBook(str(path), clock=lambda: now[0], log=(lines if lines is not None else []).append), now


def made(path: Path, name: str = "ci", role: Role = Role.PEP) -> str:
    users = ("alice",) if role is Role.BOUNDARY else ()
    return add_token(str(path), name=name, role=role, users=users, strength=Strength.ADVISORY)


@pytest.mark.requirement("OPS-3", "CRED-5")
def test_a_token_is_kept_as_a_digest_in_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "tokens.toml"
    token = made(path)
    assert token.startswith("mayact_")
    assert len(token) == 50
    assert token not in path.read_text()
    assert digest_of_token(token) in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found, _ = book(path)
    assert found.find(token.encode()).name == "ci"


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "shown", ["", "mayact_", TOKEN, TOKEN + "=", TOKEN[:-1], TOKEN.upper(), "\xe9" * 50, A_DIGEST, " " + TOKEN]
)
def test_what_is_no_token_of_ours_is_nobody(tmp_path: Path, shown: str) -> None:
    path = tmp_path / "tokens.toml"
    made(path)
    found, _ = book(path)
    with pytest.raises(Unauthenticated):
        found.find(shown.encode())


def test_a_removed_token_is_refused_within_a_second(tmp_path: Path) -> None:
    path = tmp_path / "tokens.toml"
    one, two = made(path, "one"), made(path, "two")
    found, now = book(path)
    assert found.find(one.encode()).name == "one"
    remove_token(str(path), "one")
    now[0] += LOOK_AGAIN_S
    with pytest.raises(Unauthenticated):
        found.find(one.encode())
    assert found.find(two.encode()).name == "two"
    three = made(path, "three")
    now[0] += LOOK_AGAIN_S
    assert found.find(three.encode()).name == "three"


def spoilt(path: Path, how: str) -> None:
    match how:
        case "gone":
            path.unlink()
        case "not toml":
            path.write_text("[token")
        case "readable":
            path.chmod(0o640)
        case "a link":
            path.rename(path.with_suffix(".real"))
            path.symlink_to(path.with_suffix(".real"))
        case "a directory":
            path.unlink()
            path.mkdir()
        case "one wrong line":
            path.write_text(path.read_text() + '\n[token.other]\nrole = "root"\nsha256 = "00"\n')
        case "too large":
            path.write_text(path.read_text() + "#" * 2_000_000)
        case _:
            raise AssertionError(how)


SPOILT = ["gone", "not toml", "readable", "a link", "a directory", "one wrong line", "too large"]


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("how", SPOILT)
def test_a_file_that_does_not_read_refuses_everybody_until_it_does(tmp_path: Path, how: str) -> None:
    path, lines = tmp_path / "tokens.toml", list[str]()
    token = made(path)
    whole = path.read_bytes()
    found, now = book(path, lines)
    assert found.find(token.encode()).name == "ci"
    spoilt(path, how)
    for _ in range(3):
        now[0] += LOOK_AGAIN_S
        with pytest.raises(Unauthenticated):
            found.find(token.encode())
    assert len(lines) == (0 if how == "gone" else 1)
    assert token not in "".join(lines)
    if path.is_dir():
        path.rmdir()
    path.unlink(missing_ok=True)
    path.write_bytes(whole)
    path.chmod(0o600)
    now[0] += LOOK_AGAIN_S
    assert found.find(token.encode()).name == "ci"


@pytest.mark.requirement("AUTHZ-6", "OPS-2")
def test_a_good_file_that_could_not_be_read_once_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, lines = tmp_path / "tokens.toml", list[str]()
    token = made(path)
    found, now = book(path, lines)

    def no_descriptors(path: str, *, limit: int) -> bytes:
        raise ConfigInvalid("cannot be opened: Too many open files", hint="check the path")

    with monkeypatch.context() as exhausted:
        exhausted.setattr("mayact.identity.tokens.read_private", no_descriptors)
        for _ in range(3):
            with pytest.raises(Unauthenticated):
                found.find(token.encode())
            now[0] += LOOK_AGAIN_S
    assert len(lines) == 1
    assert found.find(token.encode()).name == "ci"  # nobody touched the file


@pytest.mark.parametrize(
    "text",
    [
        "token = 1",
        "other = 1",
        "[token.a]\nrole = 'pep'",
        "[token.a]\nrole = 'pep'\nsha256 = 1",
        f"[token.a]\nrole = 'pep'\nsha256 = '{A_DIGEST}'\nmore = 1",
        f"[token.a]\nrole = 'root'\nsha256 = '{A_DIGEST}'",
        f"[token.a]\nrole = 'pep'\nsha256 = '{A_DIGEST.upper()}'",
        f"[token.A]\nrole = 'pep'\nsha256 = '{A_DIGEST}'",
        f"[token.'a@b']\nrole = 'pep'\nsha256 = '{A_DIGEST}'",
        f"[token.a]\nrole = 'pep'\nsha256 = '{A_DIGEST}'\n[token.b]\nrole = 'reviewer'\nsha256 = '{A_DIGEST}'",
        f"[token.a]\nrole = 'pep'\nsha256 = '{A_DIGEST}'\nusers = ['alice']",
        f"[token.a]\nrole = 'pep'\nsha256 = '{A_DIGEST}'\nstrength = 'separate'",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'\nusers = []",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'\nusers = 'alice'",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'\nusers = ['alice', 'alice']",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'\nusers = ['al ice']",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'\nusers = ['']",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'\nusers = ['alice']\nstrength = 'sandboxed'",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'\nusers = ['alice']\nstrength = 'none'",
        f"[token.a]\nrole = 'boundary'\nsha256 = '{A_DIGEST}'\nusers = ['alice']\nstrength = 1",
    ],
)
def test_a_wrong_file_is_no_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tokens.toml"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(ConfigInvalid):
        read_bearers(str(path))


def test_tokens_are_bounded() -> None:
    many = {f"t{n}": {"role": "pep", "sha256": f"{n:064x}"} for n in range(MAX_TOKENS + 1)}
    with pytest.raises(LimitExceeded):
        parse_bearers({"token": many})


names = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)
users = st.lists(st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._@+-]{0,20}", fullmatch=True), min_size=1, unique=True)


@settings(max_examples=100)
@given(st.data())
def test_what_is_written_reads_back_and_finds_each_token(data: st.DataObject) -> None:
    import tomllib

    bearers: dict[str, Bearer] = {}
    for number, name in enumerate(data.draw(st.lists(names, unique=True, max_size=5))):
        role = data.draw(st.sampled_from(Role))
        whose = tuple(data.draw(users)) if role is Role.BOUNDARY else ()
        strength = data.draw(st.sampled_from([Strength.ADVISORY, Strength.SEPARATE])) if whose else Strength.ADVISORY
        digest = digest_of_token("mayact_" + f"{number:043d}")
        bearers[name] = Bearer(name=name, role=role, sha256=digest, users=whose, strength=strength)
    assert parse_bearers(tomllib.loads(write_bearers(bearers))) == bearers
    table = bearers_of(bearers)
    for number, bearer in enumerate(bearers.values()):
        assert table.find(b"mayact_" + f"{number:043d}".encode()) == bearer


def test_changing_the_file_refuses_what_cannot_be(tmp_path: Path) -> None:
    path = str(tmp_path / "tokens.toml")
    made(tmp_path / "tokens.toml")
    before = Path(path).read_bytes()
    attempts: list[tuple[str, Role, tuple[str, ...], Strength, type[MayactError]]] = [
        ("ci", Role.PEP, (), Strength.ADVISORY, InvalidInput),
        ("b", Role.BOUNDARY, (), Strength.ADVISORY, ConfigInvalid),
        ("b", Role.PEP, ("alice",), Strength.ADVISORY, ConfigInvalid),
        ("b", Role.BOUNDARY, ("alice",), Strength.SANDBOXED, ConfigInvalid),
        ('b"', Role.PEP, (), Strength.ADVISORY, ConfigInvalid),
        ("b", Role.BOUNDARY, ('a"]',), Strength.ADVISORY, ConfigInvalid),
    ]
    for name, role, whose, strength, error in attempts:
        with pytest.raises(error):
            add_token(path, name=name, role=role, users=whose, strength=strength)
    with pytest.raises(NotFound):
        remove_token(path, "nobody")
    assert Path(path).read_bytes() == before
    assert not list(tmp_path.glob("*.new"))


# ── roles ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with live(tmp_path_factory.mktemp("api")) as running:
        yield running


@pytest.mark.requirement("AUTHZ-6", "OPS-3")
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.parametrize("role", [None, "wrong", *(role.value for role in Role)])
def test_each_operation_is_for_its_roles_alone(api: Api, route: object, role: str | None) -> None:
    from mayact.server.http.routes import Route

    assert isinstance(route, Route)
    path = route.template.replace("{id}", "req-none").replace("{seq}", "0")
    headers = {"authorization": f"Bearer {TOKEN}"} if role == "wrong" else {}
    known = role if role not in (None, "wrong") else None
    answer = api.send(known, route.method, path, json={} if route.method == "POST" else None, headers=headers)
    if not route.roles:
        assert answer.status_code == 200
    elif known is None:
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="mayact"')
    elif Role(known) in route.roles:
        assert answer.status_code not in (401, 403)
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "identity.forbidden")


MAY: dict[str | None, set[str]] = {
    None: {"authzen_metadata", "health", "ready", "openapi"},
    "pep": {
        "authzen_evaluation",
        "authzen_evaluations",
        "authzen_search_subject",
        "authzen_search_resource",
        "authzen_search_action",
        "status",
    },
    "boundary": {"authorize", "explain", "claim", "redeem", "outcome", "status"},
    "reviewer": {
        "list_requests",
        "show_request",
        "answer_request",
        "show_policy",
        "activate_policy",
        "log_checkpoint",
        "log_entries",
        "log_proof",
        "status",
    },
    "metrics": {"metrics", "status"},
}


@pytest.mark.requirement("AUTHZ-6", "OPS-3")
def test_the_roles_are_these_and_may_do_this() -> None:
    """Written down a second time: the table of routes cannot vouch for itself."""
    assert set(MAY) == {None, *(role.value for role in Role)}
    found: dict[str | None, set[str]] = {role: set() for role in MAY}
    for route in ROUTES:
        for role in route.roles or {None}:
            found[role.value if role is not None else None].add(route.name)
    assert found == MAY


@pytest.mark.parametrize("shown", ["Basic abc", "Bearer", "Bearer  TOKEN", "TOKEN", "Token TOKEN", "Bearer TOKEN x"])
def test_anything_but_one_bearer_token_is_401(api: Api, shown: str) -> None:
    headers = {"authorization": shown.replace("TOKEN", api.tokens["pep"])}
    answer = api.send(None, "POST", "/access/v1/evaluation", json=EVALUATION, headers=headers)
    assert answer.status_code == 401


def test_the_scheme_may_be_spelt_in_any_case(api: Api) -> None:
    headers = {"authorization": f"bEARER {api.tokens['pep']}"}
    assert api.send(None, "POST", "/access/v1/evaluation", json=EVALUATION, headers=headers).status_code == 200


def test_a_running_listener_notices_a_removed_token(tmp_path: Path) -> None:
    with live(tmp_path) as api:
        assert api.send("pep", "GET", "/v1/status").status_code == 200
        remove_token(str(api.tokens_file), "a-pep")
        until(lambda: api.send("pep", "GET", "/v1/status").status_code == 401, seconds=LOOK_AGAIN_S + 5)
        api.tokens_file.write_text("nonsense")
        time.sleep(LOOK_AGAIN_S)
        assert api.send("reviewer", "GET", "/v1/status").status_code == 401
        assert any("no token is accepted" in line for line in api.lines)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    made_ = Machine()
    made_.init()
    yield made_
    made_.remove()


@pytest.mark.e2e
@pytest.mark.requirement("OPS-3", "CRED-5")
def test_the_command_makes_lists_and_removes(machine: Machine) -> None:
    assert "no tokens" in machine.run("token", "list").stdout
    done = machine.run("token", "add", "ci", "--role", "boundary", "--user", "alice", "--user", "bob")
    assert done.returncode == 0, done.stderr
    token = done.stdout.strip()
    assert token.startswith("mayact_")
    assert machine.run("token", "add", "shop", "--role", "pep").returncode == 0
    listed = json.loads(machine.run("token", "list", "--json").stdout)
    assert [(row["name"], row["role"], row["users"]) for row in listed] == [
        ("ci", "boundary", ["alice", "bob"]),
        ("shop", "pep", []),
    ]
    shown = machine.run("token", "list").stdout
    assert token not in shown
    assert digest_of_token(token) not in shown
    assert machine.run("token", "remove", "ci").returncode == 0
    assert [row["name"] for row in json.loads(machine.run("token", "list", "--json").stdout)] == ["shop"]


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "x"), 2),
        (("add", "x", "--role", "root"), 2),
        (("add", "X", "--role", "pep"), 78),
        (("add", "x", "--role", "boundary"), 78),
        (("add", "x", "--role", "pep", "--user", "alice"), 78),
        (("add", "x", "--role", "boundary", "--user", "alice", "--strength", "sandboxed"), 78),
        (("remove", "nobody"), 1),
    ],
)
def test_the_command_refuses_in_one_line_and_a_hint(machine: Machine, words: tuple[str, ...], code: int) -> None:
    done = machine.run("token", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("mayact: ")


def test_another_user_makes_no_tokens_that_the_gate_could_not_read(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mayact.cli import token as command

    monkeypatch.setenv("MAYACT_HOME", str(machine.home))
    monkeypatch.setattr(command.os, "geteuid", lambda: 54_321)
    with pytest.raises(ConfigInvalid, match="another user"):
        command.remove("shop")
