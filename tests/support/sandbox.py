"""Surroundings and wishes for plans, made by hand and at random."""

from typing import Any

from hypothesis import strategies as st

from mayact.core.sandbox import tables
from mayact.core.sandbox.model import Found, Surroundings, Wanted

HOME = "/home/dev"
WORK = "/home/dev/src/app"
GATE = ("/home/dev/.config/mayact", "/home/dev/.local/state/mayact", "/run/user/1000/mayact")
LAUNCHED = "/run/user/1000/mayact/launched/agt-1"
MERGED = {"/usr": None, "/bin": "usr/bin", "/sbin": "usr/sbin", "/lib": "usr/lib", "/lib64": "usr/lib64"}


def wanted(**changed: Any) -> Wanted:
    fields: dict[str, Any] = {"command": ("agent",), "work": WORK, "cwd": WORK}
    return Wanted(**{**fields, **changed})


def surroundings(**changed: Any) -> Surroundings:
    fields: dict[str, Any] = {
        "user": "dev",
        "home": HOME,
        "homes": (HOME,),
        "environ": {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        "system": MERGED,
        "etc": frozenset({"passwd", "group", "ssl/certs"}),
        "gate": GATE,
        "launched": LAUNCHED,
        "program": "/usr/bin/agent",
        "tree": {f"{WORK}/.git": Found.DIRECTORY, f"{WORK}/.git/config": Found.FILE},
    }
    return Surroundings(**{**fields, **changed})


_NAMES = ["a", "b", "src", ".git", ".ssh", ".env", ".claude", "hooks", "config", "mayact", ".config", "dev", "keys"]
_TOPS = [
    "/home/dev",
    "/home/dev/src",
    "/home",
    "/srv/x",
    "/tmp",
    "/var/lib",
    "/etc",
    "/usr/local",
    "/run",
    "/opt/t",
    "/",
]

paths = st.builds(
    lambda top, names: "/".join([top.rstrip("/"), *names]) or "/",
    st.sampled_from(_TOPS),
    st.lists(st.sampled_from(_NAMES), max_size=4),
)
"""Absolute, normalised; many of them at or near what matters."""

variables = st.sampled_from(
    ["PATH", "LANG", "LC_ALL", "LD_PRELOAD", "SSH_AUTH_SOCK", "GITHUB_TOKEN", "ANTHROPIC_API_KEY", "MY_FLAG", "HOME",
     "AWS_SECRET_ACCESS_KEY", "MAYACT_HOME", "BASH_ENV", "NODE_OPTIONS", "HTTPS_PROXY", "PGPASSWORD", "TERM",
     "bad-name", ""]
)  # fmt: skip


def _tree(works: list[str]) -> "st.SearchStrategy[dict[str, Found]]":
    guarded = [f"{work}/{name}" for work in works for name in (*tables.GUARDED_DIRECTORIES, *tables.GUARDED_FILES)]
    holders = [f"{work}/{name}" for work in works for name in (".git", ".github", ".git/info", "lib/.git")]
    guarded += [f"{work}/lib/{name}" for work in works for name in (*tables.GIT_DIRECTORIES, *tables.GIT_FILES)]
    secrets = [f"{work}/{name}" for work in works for name in (".env", "a/.env", "b/agent.sock", ".secrets")]
    kinds = st.sampled_from([Found.FILE, Found.DIRECTORY, Found.LINK, Found.SOCKET, Found.OTHER])
    common = st.sampled_from([Found.FILE, Found.DIRECTORY])
    return st.builds(
        lambda one, two, three: {**one, **two, **three},
        st.dictionaries(st.sampled_from(guarded), common, max_size=6),
        st.dictionaries(st.sampled_from(holders), st.just(Found.DIRECTORY), max_size=3),
        st.dictionaries(st.sampled_from(secrets), kinds, max_size=3),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Wanted, Surroundings]:
    """A wish and what was seen, sensible or not."""
    sensible = draw(st.booleans())
    work = draw(st.sampled_from([WORK, "/srv/x/repo", "/tmp/w"]) if sensible else paths)
    writable = tuple(draw(st.lists(paths, max_size=2)))
    wish = Wanted(
        command=("agent",),
        work=work,
        cwd=draw(st.sampled_from([work, f"{work}/a", "/"])),
        tools=tuple(draw(st.lists(paths, max_size=3))),
        writable=writable if not sensible else (),
        passed=tuple(draw(st.lists(variables, max_size=2))),
    )
    home = draw(st.sampled_from([HOME, "/root", "/tmp/h"]))
    seen = surroundings(
        home=home,
        homes=(home,) if draw(st.booleans()) else (home, HOME),
        environ=dict.fromkeys(draw(st.lists(variables, max_size=6)), "/usr/bin:/srv/x/bin:/home/dev/a"),
        own=tuple(draw(st.lists(paths, max_size=2))) if not sensible else ("/home/dev/src",) * draw(st.integers(0, 1)),
        gate=(*GATE, *draw(st.lists(paths, max_size=1))) if not sensible else GATE,
        door=draw(st.sampled_from(["", "/run/user/1000/mayact-door"])),
        clients=draw(st.dictionaries(st.sampled_from(tables.CLIENT_CONFIG), st.booleans(), max_size=4)),
        tree=draw(_tree([work, *writable])),
        program=draw(st.sampled_from(["/usr/bin/agent", f"{work}/agent", "", "/home/dev/.ssh/agent"])),
    )
    return wish, seen
