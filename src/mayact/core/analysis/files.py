"""What touching a file amounts to: the findings for a path that is read, written or deleted.

Law: a path is reported as the text names it and, when the observer says that links lead elsewhere, also as that: a
link can add effects, never hide one. A path that cannot be placed is reported without area and kind, which is the
worst case. It refuses to know which program touches the file.
"""

import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final, Literal, TypeAlias

from mayact.core.analysis import http
from mayact.core.analysis.command import Context, Finding, Known, Pattern, SimpleCommand, Word
from mayact.core.analysis.places.folding import folded
from mayact.core.analysis.places.path_tables import (
    AGENT_DIRECTORIES,
    AGENT_SETTINGS,
    GUARD_ROOTS,
    HARMLESS_DEVICES,
    SCHEDULED,
    STARTUP,
)
from mayact.core.analysis.places.paths import Place, escape, file_facts, locate, normalise, within
from mayact.core.analysis.places.secrets import secret_class, secret_in_glob, secret_in_tree
from mayact.core.analysis.plan import Found, RealPath, Unavailable
from mayact.core.analysis.words import as_text
from mayact.core.canonical import Json
from mayact.core.model import Verb

_Way: TypeAlias = Literal["read", "write", "delete"]


@dataclass(frozen=True, slots=True)
class _Touched:
    """One place with the directories it is judged against."""

    place: Place
    home: str
    workspace: str
    recursive: bool
    because: str


def reading(path: Word, command: SimpleCommand, context: Context, *, recursive: bool = False) -> tuple[Finding, ...]:
    """`path` (with `recursive`, all below it) is read: `fs.read`, and `secret.read` where a secret could be in it."""
    return _touching("read", path, command, context, recursive=recursive)


def writing(path: Word, command: SimpleCommand, context: Context, *, recursive: bool = False) -> tuple[Finding, ...]:
    """`path` is created or changed: `fs.write`, and what that means at this place (`sys.persist`, …)."""
    return _touching("write", path, command, context, recursive=recursive)


def deleting(path: Word, command: SimpleCommand, context: Context, *, recursive: bool = False) -> tuple[Finding, ...]:
    """`path` is removed, moved away or emptied: `fs.delete`, and `guard.tamper` where the guard lives."""
    return _touching("delete", path, command, context, recursive=recursive)


def kind_of(path: Word, command: SimpleCommand, context: Context) -> str | None:
    """The kind of one exactly known path, or None."""
    place = locate(path, command, home=context.home, user=context.user)
    if not place.exact:
        return None
    kind = file_facts(place.path, home=context.home, workspace=context.workspace)["kind"]
    return kind if isinstance(kind, str) else None


def area_of(path: Word, command: SimpleCommand, context: Context) -> str | None:
    """The area of one exactly known path, or None."""
    place = locate(path, command, home=context.home, user=context.user)
    if not place.exact:
        return None
    area = file_facts(place.path, home=context.home, workspace=context.workspace)["area"]
    return area if isinstance(area, str) else None


def inside(path: Word, command: SimpleCommand, context: Context) -> bool:
    """Whether a path, or each of a set of them, lies in the repository."""
    place = locate(path, command, home=context.home, user=context.user)
    if not (place.exact or isinstance(path, Pattern)):
        return False
    return file_facts(place.path, home=context.home, workspace=context.workspace)["area"] == "workspace"


def absolute(path: Word, command: SimpleCommand, context: Context) -> str | None:
    """The absolute, normalised path of an exactly known word, or None."""
    if not isinstance(path, Known):
        return None
    return normalise(path.text, cwd=command.cwd, home=context.home, user=context.user)


_NOTHING: Final = Known("")
"""No file has the empty name: POSIX.1-2024, 4.16 pathname resolution."""


def _touching(
    way: _Way, path: Word, command: SimpleCommand, context: Context, *, recursive: bool
) -> tuple[Finding, ...]:
    place = locate(path, command, home=context.home, user=context.user)
    if place.exact and place.path in HARMLESS_DEVICES:
        return ()
    if path == _NOTHING and (way == "delete" or not recursive):
        return ()
    if place.path.startswith(("/dev/tcp/", "/dev/udp/")):
        # bash opens a connection for these names (bash manual, Redirections).
        return _socket(way, place, as_text(path))
    touched = _Touched(place, context.home, context.workspace, recursive, f"{way}s {as_text(path)}")
    found = list(_findings(way, touched))
    if place.exact:
        found.extend(_through_links(way, touched, context))
    return tuple(found)


def _through_links(way: _Way, touched: _Touched, context: Context) -> tuple[Finding, ...]:
    path = touched.place.path
    if path.startswith("/dev/fd/"):
        return ()  # a descriptor of the command's own: what it was opened for is judged where it is opened
    answer = context.ask(RealPath(path))
    if isinstance(answer, Unavailable):
        # A link that cannot be followed may lead anywhere.
        anywhere = Place(path, escape(path), exact=False, placed=False)
        return _findings(way, _Touched(anywhere, touched.home, touched.workspace, touched.recursive, touched.because))
    if not isinstance(answer, Found) or answer.value == path:
        return ()
    real = answer.value
    # The work tree and the home may themselves be reached through links; compare like with like.
    home, workspace = _real(touched.home, context), _real(touched.workspace, context)
    place = Place(real, escape(real), exact=True, placed=True)
    if real in HARMLESS_DEVICES:
        return ()
    because = f"{touched.because} (a link to {real})"
    return _findings(way, _Touched(place, home, workspace, touched.recursive, because))


def behind(finding: Finding, link: str, target: str, context: Context) -> tuple[Finding, ...]:
    """What `finding` does when `link`, an absolute path that did not exist before, leads to `target`."""
    way = _WAYS.get(finding.verb)
    path = finding.resource
    if (
        way is None
        or finding.kind != "file"
        or not within(path.rstrip("*").rstrip("/"), link)
        or "_link" in finding.facts
    ):
        return ()
    real = target.rstrip("/") + path[len(link) :] or "/"
    exact = not real.endswith("*")
    place = Place(real, escape(real) if exact else escape(real[:-1]) + "**", exact=exact, placed=True)
    recursive = finding.facts.get("recursive") is True
    if path == link and (way == "write" or (way == "delete" and not recursive)):
        return ()  # the link itself is made or goes; whoever makes it counts as writing what it leads to
    because = f"{finding.because} (a link to {target})"
    found = _findings(way, _Touched(place, context.home, context.workspace, recursive, because))
    return tuple(replace(item, span=finding.span) for item in found)


_WAYS: Final[dict[Verb, _Way]] = {Verb.FS_READ: "read", Verb.FS_WRITE: "write", Verb.FS_DELETE: "delete"}


def _real(path: str, context: Context) -> str:
    answer = context.ask(RealPath(path))
    return answer.value if isinstance(answer, Found) else path


def _socket(way: _Way, place: Place, text: str) -> tuple[Finding, ...]:
    parts = place.path.split("/")
    host, port = (parts[3], parts[4]) if place.exact and len(parts) == 5 else ("", "")
    where = http.Target(scheme=parts[2], host=host.lower(), port=port)
    return http.contacting(where, sends_data=way == "write", because=f"opens {text}")


def _findings(way: _Way, touched: _Touched) -> tuple[Finding, ...]:
    facts = _facts(touched, way)
    if way == "write" and facts.get("area") == "workspace" and _is_among_records(touched):
        facts["_records"] = True
    verb = {"read": Verb.FS_READ, "write": Verb.FS_WRITE, "delete": Verb.FS_DELETE}[way]
    if way == "delete" and touched.recursive and (_is_repository(touched) or _could_be_records(touched)):
        facts["_history"] = True
    if way == "delete" and facts.get("many") is True and _HOOKS.search(folded(touched.place.glob.replace("\\", ""))):
        facts["_hooks"] = True
    base = _finding(verb, touched, facts)
    if way == "write" and _is_disguised(touched):
        facts.pop("kind", None)
        base = _finding(verb, touched, facts)
    if way == "read":
        label = _secret(touched)
        if not label:
            return (base,)
        return (base, _finding(Verb.SECRET_READ, touched, {**facts, "class": label}))
    extra = _consequence(touched, facts, deletes=way == "delete")
    return (base,) if extra is None else (base, _finding(extra, touched, facts))


_HOOKS: Final = re.compile(r"/(?:\.git/hooks|\.husky|\.githooks|\.lefthook)(?:/(?!.*\.sample\Z)[^/]*[*?\[].*)?\Z")
"""All that git starts before a commit or a push; what git lays there as samples never runs."""

_MISREAD: Final = re.compile(r"\s/|\s\.\.|/-|\n")


def _is_disguised(touched: _Touched) -> bool:
    """Names that are made to be read as something else (a directory that ends in a blank is two words to `xargs`, the
    second absolute; a name that starts with a dash is an option), and all files of the repository at once, among which
    are its hooks, its pipelines and the settings of agents."""
    place = touched.place
    if place.exact:
        return bool(_MISREAD.search(place.path))
    root = escape(touched.workspace)
    rest = place.glob.removeprefix(root + "/") if place.glob.startswith(root + "/") else "x"
    return "**" in rest and not rest.strip("*/")


def _is_repository(touched: _Touched) -> bool:
    """The work tree as a whole, or the records that hold its history."""
    return touched.place.exact and (touched.place.path == touched.workspace or touched.place.path.endswith("/.git"))


def _could_be_records(touched: _Touched) -> bool:
    """Whether a set is made to hold the records of a repository: `.gi[t]`, every `.git` that `find` meets."""
    place = touched.place
    last = place.glob.rpartition("/")[2]
    if place.exact or len(last) > _LONGEST_NAME or not re.search(r"[git]", last):
        return False
    return place.placed and (last[0] not in "*?" or "**" in place.glob) and fnmatchcase(".git", last)


_LONGEST_NAME: Final = 32


def _is_among_records(touched: _Touched) -> bool:
    """The records of a repository as a whole, or a set of them."""
    place = touched.place
    inside = f"{place.path}/".find("/.git/") >= 0
    return inside and (touched.recursive or not place.exact) and "/.git/hooks" not in place.path


def _finding(verb: Verb, touched: _Touched, facts: dict[str, Json]) -> Finding:
    return Finding(verb=verb, kind="file", resource=touched.place.path, facts=facts, because=touched.because)


def _facts(touched: _Touched, way: _Way) -> dict[str, Json]:
    place = touched.place
    facts: dict[str, Json] = {"recursive": touched.recursive, "many": touched.recursive or not place.exact}
    if not place.placed:
        return facts
    if place.exact:
        facts = {**file_facts(place.path, home=touched.home, workspace=touched.workspace), **facts}
    else:
        facts = {**_set_facts(touched), **facts}
    if way == "write" and facts.get("kind") == "other" and touched.recursive and _holds_startup(touched):
        del facts["kind"]  # what kind of file is written is not known
    return facts


def _holds_startup(touched: _Touched) -> bool:
    """Whether a tree that is put there can hold files that later start something: `~`, `~/.ssh`, `~/.config`."""
    base = touched.place.path.rstrip("*").rstrip("/")
    if not within(base, touched.home):
        return False
    short = "~" + base[len(touched.home) :].lower()
    return any(
        root.startswith("~/") and within(root.rstrip("*"), short) for root in (*STARTUP, *SCHEDULED, *GUARD_ROOTS)
    )


def _set_facts(touched: _Touched) -> dict[str, Json]:
    """Area and kind of a set. What its members disagree about is left out."""
    base = touched.place.path.rpartition("/")[0] or "/"
    wild = touched.place.glob[len(escape(base)) :].lstrip("/")
    segment = wild.split("/", 1)[0]
    sample = touched.place.glob.replace("\\", "")
    facts = dict(file_facts(sample, home=touched.home, workspace=touched.workspace))
    names_nothing = not segment.strip("*?.[]!^")
    if (within(touched.home, base) and base != touched.home) or (base == touched.home and names_nothing):
        facts["area"] = "root"  # `/*`, `/home/*` and `~/*` hold the home directory or all of it
    if segment.startswith("."):
        del facts["kind"]  # `.git*`, `.*`: hooks, settings and the repository itself among others
    return facts


def _secret(touched: _Touched) -> str | None:
    place = touched.place
    if touched.recursive and place.placed:
        base = place.path if place.exact else place.path.rpartition("/")[0] or "/"
        if not within(base, touched.workspace):
            return secret_in_tree(base, home=touched.home) or secret_in_glob(place.glob, home=touched.home)
    if place.exact:
        return secret_class(place.path, home=touched.home)
    if place.glob in _ANY_FILE:
        return None  # nothing is known of it: the missing area and kind say so
    return secret_in_glob(place.glob, home=touched.home)


_ANY_FILE: Final = ("/**", "/**/*", "/**/**", "/**/")


_ACCOUNTS: Final = ("/etc/sudoers", "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/etc/pam.d")


def _consequence(touched: _Touched, facts: dict[str, Json], *, deletes: bool) -> Verb | None:
    """What a change at this place means beyond the file."""
    path, kind = folded(touched.place.path), facts.get("kind")
    if path.startswith(_ACCOUNTS):
        return Verb.IAM_CHANGE  # who may log in, and as whom
    if kind == "guard" or _is_agent_setting(path, kind) or _holds_guard(touched, facts, deletes=deletes):
        return Verb.GUARD_TAMPER
    if kind in ("shell-startup", "cron") or (kind == "hook" and not path.endswith((".yaml", ".yml"))):
        return None if deletes else Verb.SYS_PERSIST
    if not deletes and (_starts_programs(path) or path.endswith("/.git/config")):
        return Verb.SYS_PERSIST
    if facts.get("area") == "system" and kind != "device":
        return Verb.SYS_CONFIGURE
    return None


def _is_agent_setting(path: str, kind: Json) -> bool:
    if kind not in ("agent-config", "hook"):
        return False
    if path.rstrip("/*").rpartition("/")[2] in AGENT_DIRECTORIES:
        return True  # all settings at once
    return any(f"/{setting.rstrip('*')}" in path for setting in AGENT_SETTINGS)


def _starts_programs(path: str) -> bool:
    return path.endswith(("/.mcp.json", "/mcp.json", "/.envrc", "/sitecustomize.py", "/usercustomize.py"))


def _holds_guard(touched: _Touched, facts: dict[str, Json], *, deletes: bool) -> bool:
    """Removing or changing a whole tree that the guard lies in takes the guard with it."""
    if not (touched.recursive or deletes) or facts.get("area") != "home":
        return False
    roots = (touched.home + root[1:] for root in GUARD_ROOTS if root.startswith("~"))
    base = touched.place.path.rstrip("*").rstrip("/")
    return any(within(root, base) for root in roots)
