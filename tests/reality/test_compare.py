"""The comparer notices what was not predicted, and covers nothing by accident."""

from typing import Any

import pytest
from tests.reality.compare import Allowance, Cover, Scene, compare
from tests.reality.observed import Kind, Observation
from tests.reality.predicted import Expected, Prediction

SCENE = Scene(
    home="/home/dev",
    workspace="/home/dev/project",
    cwd="/home/dev/project",
    before=frozenset({"/home/dev/project/a", "/home/dev/project/d", "/home/dev/project/.git"}),
    directories=frozenset({"/home/dev/project/d", "/home/dev"}),
    after=frozenset({"/home/dev/project/a"}),
)
P = "/home/dev/project"
SHELL = ("/usr/bin/bash", ("bash",))


def cover(
    kind: Kind,
    target: str,
    *effects: Expected,
    by: tuple[str, ...] = (),
    programs: tuple[str, ...] = (),
    opaque: tuple[str, ...] = (),
    allowances: tuple[Allowance, ...] = (),
) -> Cover | None:
    chain = ((by[0], by), SHELL) if by else (SHELL,)
    if kind == "exec":
        chain = ((target, (target,)), *chain)
    item = Observation(kind, target, chain)
    (outcome,) = compare(Prediction(effects, programs, opaque), [item], SCENE, allowances)
    return outcome.cover


def file(verb: str, resource: str, **facts: Any) -> Expected:
    return Expected(verb, "file", resource, {"area": "workspace", "kind": "source", **facts}, facts.pop("risk", "low"))


def host(verb: str, name: str, **facts: Any) -> Expected:
    return Expected(verb, "host", name, {"host": name, **facts})


def code(resource: str, trust: str = "repository") -> Expected:
    return Expected("exec.run", "program", resource, {"trust": trust})


@pytest.mark.parametrize(
    ("kind", "target", "effects"),
    [
        ("write", f"{P}/a", (file("fs.write", f"{P}/a"),)),
        ("write", f"{P}/src/a", (file("fs.write", f"{P}/*"),)),
        ("write", f"{P}/d/x/y", (file("fs.write", f"{P}/d", recursive=True),)),
        ("write", f"{P}/d/x", (file("fs.write", f"{P}/d"),)),
        ("write", f"{P}/new", (file("fs.write", f"{P}/new/sub/file"),)),
        ("write", f"{P}/a", (file("fs.delete", f"{P}/a"),)),
        ("delete", f"{P}/a", (file("fs.delete", f"{P}/a"),)),
        ("delete", f"{P}/a", (file("fs.write", f"{P}/a"),)),
        ("connect", "example.com:443", (host("net.connect", "example.com"),)),
        ("connect", "example.com:443", (host("net.download", ""),)),
        ("connect", "127.0.0.1:80", (host("net.connect", "localhost"),)),
        ("connect", "198.51.100.53:53", (host("net.connect", "example.com"),)),
        ("read", f"{P}/.env", (file("secret.read", f"{P}/.env"),)),
        ("read", f"{P}/.env", (file("fs.read", P, recursive=True),)),
    ],
)
def test_what_was_predicted_is_covered(kind: Kind, target: str, effects: tuple[Expected, ...]) -> None:
    assert cover(kind, target, *effects) == "effect"


@pytest.mark.parametrize(
    ("kind", "target", "effects"),
    [
        ("write", f"{P}/a", ()),
        ("write", f"{P}/b", (file("fs.write", f"{P}/a"),)),
        ("write", f"{P}/a", (file("fs.read", f"{P}/a"),)),
        ("write", f"{P}/ab", (file("fs.write", f"{P}/a", recursive=True),)),
        ("write", f"{P}/.git/hooks/pre-commit", (file("fs.write", f"{P}/*"),)),
        ("write", "/home/dev/.bashrc", (file("fs.write", "/home/dev"),)),
        ("write", f"{P}/.github/workflows/ci.yml", (file("fs.write", f"{P}/.github/workflows"),)),
        ("delete", f"{P}/d", (file("fs.write", f"{P}/d"),)),
        ("delete", f"{P}/d/x", (file("fs.delete", f"{P}/d"),)),
        ("connect", "example.com:443", ()),
        ("connect", "evil.example.net:443", (host("net.connect", "example.com"),)),
        ("connect", "example.com:443", (host("net.connect", "example.com", port="80"),)),
        ("connect", "198.51.100.53:53", (file("fs.write", f"{P}/a"),)),
        ("connect", "unix:/var/run/docker.sock", (host("net.connect", "localhost"),)),
        ("read", f"{P}/.env", (file("fs.write", f"{P}/.env"),)),
        ("exec", "/usr/bin/touch", ()),
    ],
)  # fmt: skip
@pytest.mark.requirement("AUTHZ-4")
def test_a_wrong_prediction_is_noticed(kind: Kind, target: str, effects: tuple[Expected, ...]) -> None:
    covered = cover(kind, target, *effects)
    assert covered in (None, "its own making")
    assert (covered is None) == (target != f"{P}/d/x")


def test_deleting_what_the_command_itself_made_loses_nothing() -> None:
    assert cover("delete", f"{P}/made") == "its own making"
    assert cover("delete", f"{P}/a") is None


def test_an_opaque_command_is_covered_whatever_it_does() -> None:
    assert cover("delete", "/etc/passwd", opaque=("who knows",)) == "opaque"


def test_ordinary_reads_and_the_shell_of_the_sandbox_do_not_count() -> None:
    items = [Observation("read", f"{P}/a", (SHELL,)), Observation("exec", "/usr/bin/bash", (SHELL,))]
    assert compare(Prediction((), (), ()), items, SCENE, ()) == ()


@pytest.mark.parametrize(
    ("target", "programs", "covered"),
    [
        ("/usr/bin/touch", ("touch",), True),
        ("/usr/bin/touch", ("/usr/bin/touch",), True),
        (f"{P}/bin/touch", ("touch",), False),
        (f"{P}/bin/touch", ("./bin/touch",), True),
        (f"{P}/bin/touch", ("bin/touch",), True),
        ("/usr/bin/touch", ("bin/touch",), False),
        ("/usr/bin/touch", ("touched",), False),
    ],
)
def test_a_program_is_expected_by_name_only_where_programs_lie(
    target: str, programs: tuple[str, ...], covered: bool
) -> None:
    assert (cover("exec", target, programs=programs) == "effect") is covered


@pytest.mark.parametrize(
    ("by", "effect", "covered"),
    [
        (("/usr/bin/make", "test"), code("make"), True),
        (("/usr/bin/node", "/usr/bin/npm", "test"), code("npm"), True),
        (("/usr/bin/python3", "tool.py"), code(f"{P}/tool.py"), True),
        (("/usr/bin/sh",), code(f"{P}/run.sh"), True),
        ((f"{P}/run.sh",), code(f"{P}/run.sh"), True),
        (("/usr/bin/rm", "make"), code("make"), False),
        (("/usr/bin/touch", "x"), code("make"), False),
        (("/usr/bin/python3", "other.py"), code(f"{P}/tool.py"), False),
        (("/usr/bin/perf", "bench"), code("perf", "well-known"), False),
    ],
)
def test_code_that_is_named_covers_what_it_does_and_nothing_else(
    by: tuple[str, ...], effect: Expected, covered: bool
) -> None:
    assert (cover("write", f"{P}/a", effect, by=by) == "declared code") is covered


ALLOWED = Allowance("x", "sed", ("write",), "{beside}/sed??????", ("fs.write",), why="for a test")


@pytest.mark.parametrize(
    ("kind", "target", "by", "effects", "covered"),
    [
        ("write", f"{P}/sedAbCdEf", ("/usr/bin/sed",), (file("fs.write", f"{P}/a"),), True),
        ("write", f"{P}/sedAbCdEf", ("/usr/bin/cp",), (file("fs.write", f"{P}/a"),), False),
        ("write", f"{P}/sedAbCdEf", ("/usr/bin/sed",), (), False),
        ("write", f"{P}/d/sedAbCdEf", ("/usr/bin/sed",), (file("fs.write", f"{P}/a"),), False),
        ("write", f"{P}/sed", ("/usr/bin/sed",), (file("fs.write", f"{P}/a"),), False),
        ("write", f"{P}/sed/../x", ("/usr/bin/sed",), (file("fs.write", f"{P}/a"),), False),
    ],
)
def test_an_allowance_holds_for_its_program_and_place_alone(
    kind: Kind, target: str, by: tuple[str, ...], effects: tuple[Expected, ...], covered: bool
) -> None:
    assert (cover(kind, target, *effects, by=by, allowances=(ALLOWED,)) == "allowance") is covered
