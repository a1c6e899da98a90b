"""What a changed manifest would bring in: the dependencies it declares that the file before did not.

Law: a dependency that is new or declared otherwise than before is `pkg.install` of it, as if it stood on a line; one
that stays is nothing. A file before that is not known declares nothing, so all of it is new; content that is not known
or not understood brings in anything. A lock that is written by hand says where packages really come from, and is
anything, too. It refuses to know how files are read (`plan.FileText`) and what is done with the effects.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mayact.core.analysis.command import Context, Finding
from mayact.core.analysis.plan import FileText, Found, Missing, RealPath
from mayact.core.analysis.programs.git.push import redacted
from mayact.core.analysis.programs.installers.words import declared, source_of
from mayact.core.canonical import Json, parse_json
from mayact.core.errors import InvalidInput, LimitExceeded
from mayact.core.limits import MAX_EFFECTS, MAX_MANIFEST_BYTES
from mayact.core.model import ToolCall, Verb


@dataclass(frozen=True, slots=True)
class Dependency:
    """One declared dependency. `index`: no package, but an index that packages come from."""

    text: str
    """As it would stand on a line of its package manager."""
    source: str
    index: bool = False


class NotUnderstood(Exception):
    """The content could declare something that is not seen here."""


def manifest_findings(call: ToolCall, path: str, context: Context) -> tuple[Finding, ...]:
    """What writing or editing `path` (absolute, normalised) would bring in; nothing for a file that is no manifest."""
    answer = context.ask(RealPath(path))
    real = answer.value if isinstance(answer, Found) else path
    name = real.rpartition("/")[2].lower()
    if name not in _LOCKS and _kind(name) is None:
        name = path.rpartition("/")[2].lower()
    kind = _kind(name)
    if kind is None and name not in _LOCKS:
        return ()
    seen = context.ask(FileText(real))
    before = seen.value if isinstance(seen, Found) else None
    after = _after(call, before, missing=isinstance(seen, Missing))
    if after is not None and after == before:
        return ()
    if kind is None:
        return (_anything(_LOCKS[name], f"changes {name} by hand"),)
    registry, read = kind
    new = _understood(read, after)
    if new is None:
        return (_anything(registry, f"changes {name}, in a way that is not understood"),)
    old = _understood(read, before) or {}  # of what is not known nothing was declared: all of it is new
    changed = {key: new[key] for key in new if old.get(key) != new[key]}
    if len(changed) > MAX_EFFECTS:
        return (_anything(registry, f"{name} declares more than {MAX_EFFECTS} dependencies anew"),)
    return tuple(_findings(registry, changed, name))


def _understood(read: "_Read", text: str | None) -> Mapping[str, Dependency] | None:
    if text is None or len(text) > MAX_MANIFEST_BYTES:
        return None
    try:
        return read(text)
    except NotUnderstood:
        return None


def _after(call: ToolCall, before: str | None, *, missing: bool) -> str | None:
    """The content afterwards, or None: not known."""
    content, edits = call.arguments.get("content"), call.arguments.get("edits")
    if call.tool == "file.write":
        return content if isinstance(content, str) else None
    text = "" if missing else before
    if text is None or not isinstance(edits, list | tuple):
        return None
    for edit in edits:
        if not isinstance(edit, Mapping):
            return None
        old, new = edit.get("old"), edit.get("new")
        if not isinstance(old, str) or not isinstance(new, str) or (old and text.count(old) == 0):
            return None
        if not old and text:
            return None  # what an empty text is replaced with lands where the tool likes
        if edit.get("all") is not True and old and text.count(old) > 1:
            return None
        text = text.replace(old, new) if old else new
    return text


def _findings(registry: str, found: Mapping[str, Dependency], name: str) -> Iterator[Finding]:
    extra = any(dependency.index for dependency in found.values())
    for dependency in found.values():
        if dependency.index:
            yield _anything(registry, f"{name} takes packages from {redacted(dependency.text)}", index="extra")
            continue
        facts: dict[str, Json] = {"registry": registry, "hashed": "--hash=" in dependency.text}
        text = dependency.text.split(" --hash=", 1)[0].strip()
        facts |= declared(text, registry, source=dependency.source)
        facts["index"] = "extra" if extra else "usual"
        facts["install_scripts"] = registry != "go"
        resource = f"{registry}:{facts['name']}"
        because = f"{name} declares {redacted(text)}"
        yield Finding(verb=Verb.PKG_INSTALL, kind="package", resource=resource, facts=facts, because=because)


def _anything(registry: str, because: str, **facts: Json) -> Finding:
    known: dict[str, Json] = {"registry": registry, **facts}
    return Finding(verb=Verb.PKG_INSTALL, kind="package", resource=f"{registry}:*", facts=known, because=because)


# ── the formats ──────────────────────────────────────────────────────────────────────────────────────────

_Read = Callable[[str], Mapping[str, Dependency]]

_LOCKS: Final[Mapping[str, str]] = {
    "package-lock.json": "npm",
    "npm-shrinkwrap.json": "npm",
    "yarn.lock": "npm",
    "pnpm-lock.yaml": "npm",
    "bun.lock": "npm",
    "poetry.lock": "pypi",
    "uv.lock": "pypi",
    "pdm.lock": "pypi",
    "pylock.toml": "pypi",
    "pipfile.lock": "pypi",
    "cargo.lock": "crates",
    "gemfile.lock": "rubygems",
    "go.sum": "go",
    "composer.lock": "packagist",
    # Where packages come from, whatever the manifest names: `registry=…`.
    ".npmrc": "npm",
    ".yarnrc": "npm",
    ".yarnrc.yml": "npm",
    "bunfig.toml": "npm",
    "pip.conf": "pypi",
}


def _kind(name: str) -> tuple[str, _Read] | None:
    """The registry and reader of the manifest `name` (lower case)."""
    if re.fullmatch(r"(requirements|constraints)[\w.-]*\.(txt|in)|[\w.-]*requirements\.(txt|in)", name):
        return "pypi", _requirements
    return _MANIFESTS.get(name)


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = parse_json(text.removeprefix("\ufeff"), what="manifest")
    except (InvalidInput, LimitExceeded) as error:
        raise NotUnderstood from error
    if not isinstance(value, Mapping):
        raise NotUnderstood
    return value


def _toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotUnderstood from error


def _at(table: Any, *keys: str) -> Mapping[str, Any]:
    """The table there; empty when nothing is. Raises `NotUnderstood` when something else is."""
    for key in keys:
        if not isinstance(table, Mapping):
            raise NotUnderstood
        table = table.get(key, {})
    if not isinstance(table, Mapping):
        raise NotUnderstood
    return table


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotUnderstood
    return value


_MAX_LINE: Final = 4_096  # hashes of many platforms stand on one line of requirements; nothing else comes near


def _lines(text: str, comment: str) -> Iterator[str]:
    """The lines that say something. A line nobody would write is not understood: patterns are matched against them."""
    for raw in text.splitlines():
        if len(raw) > _MAX_LINE:
            raise NotUnderstood
        at = re.search(rf"(?:^|\s){comment}", raw)
        if line := raw[: at.start() if at else None].strip():
            yield line


def _list(value: Any) -> list[Any]:
    """A list of a manifest. Raises `NotUnderstood` for anything else."""
    if not isinstance(value, list | tuple):
        raise NotUnderstood
    return list(value)


def _package_json(text: str) -> Mapping[str, Dependency]:
    value, found = _object(text), {}
    for section in ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies"):
        for name, spec in _at(value, section).items():
            found[f"{section} {name}"] = _npm(name, _text(spec))
    for section in ("overrides", "resolutions"):
        for name, spec in _flat(_at(value, section)):
            found[f"{section} {name}"] = _npm(name.rpartition("/")[2] if "@" not in name else name, spec)
    return found


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, spec in table.items():
        if isinstance(spec, Mapping):
            yield from _flat(spec)
        else:
            yield name, _text(spec)


def _npm(name: str, spec: str) -> Dependency:
    if spec.startswith("workspace:") or (spec.startswith(("file:", "link:")) and _inside(spec.partition(":")[2])):
        return Dependency(f"{name}@{spec}", "path")
    if spec.startswith("npm:"):
        return Dependency(f"{name}@{spec}", "registry")
    source = source_of(spec, "npm") if re.search(r"[:/]", spec) else "registry"
    return Dependency(f"{name}@{spec}", "url" if source == "path" else source)


def _inside(path: str) -> bool:
    return not path.startswith(("/", "~")) and ".." not in path.split("/")


def _requirements(text: str) -> Mapping[str, Dependency]:
    found: dict[str, Dependency] = {}
    for line in _lines(re.sub(r"\\\r?\n", " ", text), "#"):
        if re.match(r"(-i|-f|--index-url|--extra-index-url|--find-links)\b", line):
            found[line] = Dependency(re.split(r"[\s=]+", line, maxsplit=1)[-1], "url", index=True)
        elif match := re.match(r"(-r|-c|--requirement|--constraint)[\s=]*(\S+)$", line):
            if not _inside(match[2]) or "://" in match[2]:
                raise NotUnderstood
            continue  # another file of the project, which is judged when it is written
        elif re.match(r"(--no-binary|--only-binary|--pre|--require-hashes)\b", line):
            continue
        elif line.startswith("-") and not re.match(r"(-e|--editable)\b", line):
            raise NotUnderstood
        else:
            plain = _without_hashes(re.sub(r"^(-e|--editable)[\s=]+", "", line))
            found[line] = _pypi(plain + (" --hash=" if "--hash=" in line else ""))
    return found


def _without_hashes(line: str) -> str:
    return re.sub(r"\s--hash=\S+", "", line).split(";", 1)[0].strip()


def _pypi(text: str) -> Dependency:
    plain = text.split(";", 1)[0].strip() if "://" not in text else text
    source = source_of(plain.split(" --hash=", 1)[0], "pypi")
    return Dependency(plain, "url" if source == "path" and not _inside(plain) else source)


def _pyproject(text: str) -> Mapping[str, Dependency]:
    value, found = _toml(text), {}
    lists = {"project": _at(value, "project").get("dependencies", [])}
    lists |= {f"extra {name}": every for name, every in _at(value, "project", "optional-dependencies").items()}
    lists |= {f"group {name}": every for name, every in _at(value, "dependency-groups").items()}
    lists["build"] = _at(value, "build-system").get("requires", [])
    lists["uv"] = _at(value, "tool", "uv").get("dev-dependencies", [])
    for section, every in lists.items():
        for item in _list(every):
            if not (isinstance(item, Mapping) and set(item) == {"include-group"}):
                found[f"{section} {item}"] = _pypi(_text(item))
    for name, spec in _at(value, "tool", "uv", "sources").items():
        found[f"source {name}"] = _table_spec(name, spec, "pypi")
    poetry = _at(value, "tool", "poetry")
    tables = {"poetry": _at(poetry, "dependencies"), "poetry-dev": _at(poetry, "dev-dependencies")}
    tables |= {f"poetry-{name}": _at(group, "dependencies") for name, group in _at(poetry, "group").items()}
    for section, table in tables.items():
        for name, spec in table.items():
            if name != "python":
                found[f"{section} {name}"] = _table_spec(name, spec, "pypi")
    indexes = [*_list(_at(value, "tool", "uv").get("index", [])), *_list(poetry.get("source", []))]
    for index in indexes:
        found[f"index {index}"] = Dependency(str(_at(index).get("url", "?")), "url", index=True)
    return found


def _table_spec(name: str, spec: Any, registry: str) -> Dependency:
    """`name = "1.2"` and `name = { version = …, git = …, path = … }`, as Cargo, Poetry and uv have them."""
    if isinstance(spec, list):
        raise NotUnderstood
    if isinstance(spec, str):
        return Dependency(_versioned(name, spec, registry), "registry")
    table = _at(spec)
    if "git" in table:
        commit = table.get("rev")
        at = f"@{commit}" if isinstance(commit, str) else ""
        return Dependency(f"git+{_text(table['git']).removeprefix('git+')}{at}", "vcs")
    if "url" in table:
        return Dependency(_text(table["url"]), "url")
    if "path" in table:
        path = _text(table["path"])
        return Dependency(path, "path" if _inside(path) else "url")
    if "registry" in table or "index" in table:
        return Dependency(name, "url")
    if table.get("workspace") is True:
        return Dependency(name, "path")
    return Dependency(_versioned(str(table.get("package", name)), str(table.get("version", "*")), registry), "registry")


def _versioned(name: str, spec: str, registry: str) -> str:
    exact = re.fullmatch(r"={0,3}\s*(\d+\.\d+[\w.+-]*)", spec) if registry == "pypi" else None
    if registry == "pypi":
        return f"{name}=={exact[1]}" if exact else name
    exact = re.fullmatch(r"=\s*(\d+\.\d+\.\d+[\w.+-]*)", spec)
    return f"{name}@{exact[1]}" if exact else name  # Cargo reads `1.2.3` as `^1.2.3`


def _cargo(text: str) -> Mapping[str, Dependency]:
    value, found = _toml(text), {}
    tables: dict[str, Any] = {"workspace": _at(value, "workspace", "dependencies")}
    roots = {"": value, **{f"{name} ": table for name, table in _at(value, "target").items()}}
    for root, table in roots.items():
        for section in ("dependencies", "dev-dependencies", "build-dependencies"):
            tables[f"{root}{section}"] = _at(table, section)
    for source in ("patch", "replace"):
        tables |= {f"{source} {name}": table for name, table in _at(value, source).items()}
    for section, table in tables.items():
        for name, spec in _at(table).items():
            found[f"{section} {name}"] = _table_spec(name, spec, "crates")
    return found


def _go_mod(text: str) -> Mapping[str, Dependency]:
    found: dict[str, Dependency] = {}
    block = ""
    for line in _lines(text, "//"):
        if match := re.fullmatch(r"(require|replace|exclude|retract|tool|ignore|godebug)\s*\(", line):
            block = match[1]
        elif line == ")":
            block = ""
        else:
            verb, _, rest = (block, "", line) if block else line.partition(" ")
            found |= _go_line(verb, rest.strip())
    return found


def _go_line(verb: str, rest: str) -> Mapping[str, Dependency]:
    match verb, rest.split():
        case "require", [path, version]:
            return {f"require {path}": Dependency(f"{path}@{version}", "registry")}
        case "replace", [*_, "=>", path, version]:
            # Under the name that everybody trusts comes what somebody else wrote.
            return {f"replace {rest}": Dependency(f"{path}@{version}", "url")}
        case "replace", [*_, "=>", path]:
            return {f"replace {rest}": Dependency(path, "path" if _inside(path) else "url")}
        case (("module" | "go" | "toolchain" | "exclude" | "retract" | "tool" | "ignore" | "godebug"), _):
            return {}
        case _:
            raise NotUnderstood


def _composer(text: str) -> Mapping[str, Dependency]:
    value, found = _object(text), {}
    for section in ("require", "require-dev"):
        for name, spec in _at(value, section).items():
            if "/" in name:  # `php` and `ext-…` are parts of the platform
                found[f"{section} {name}"] = Dependency(f"{name}@{_text(spec)}", "registry")
    indexes = value.get("repositories", ())
    for index in indexes.values() if isinstance(indexes, Mapping) else _list(indexes):
        found[f"index {index}"] = Dependency(str(index)[:200], "url", index=True)
    return found


_GEM: Final = re.compile(
    r"""gem\s*\(?\s*["'](?P<name>[\w.-]+)["'](?P<rest>(?:\s*,\s*(?:["'][^"'#]*["']|\w+:\s*[^,#]+|:\w+\s*=>\s*[^,#]+))*)\s*\)?"""
)
_GEM_PLAIN: Final = re.compile(
    r"""end|ruby\b[^;`]*|group\b[\w\s:,()]*\bdo|platforms?\b[\w\s:,()]*\bdo|gemspec|source\s*\(?\s*["']https://rubygems\.org/?["']\)?"""
)


def _gemfile(text: str) -> Mapping[str, Dependency]:
    """A Gemfile is a program; only lines of these two forms are understood."""
    found: dict[str, Dependency] = {}
    for line in _lines(text, "#"):
        if match := _GEM.fullmatch(line):
            rest = match["rest"]
            elsewhere = re.search(r"\b(git|github|gist|bitbucket|source|path)\b\s*(:|=>)", rest)
            source = "registry" if elsewhere is None else "path" if elsewhere[1] == "path" else "vcs"
            exact = re.match(r"""\s*,\s*["']=?\s*(\d[\w.]*)["']""", rest)
            name = f"{match['name']}@{exact[1]}" if exact else match["name"]
            outside = source == "path" and re.search(r"""["'](/|~|[^"']*\.\.)""", rest)
            found[line] = Dependency(name, "url" if outside else source)
        elif not _GEM_PLAIN.fullmatch(line):
            raise NotUnderstood
    return found


_MANIFESTS: Final[Mapping[str, tuple[str, _Read]]] = {
    "package.json": ("npm", _package_json),
    "pyproject.toml": ("pypi", _pyproject),
    "cargo.toml": ("crates", _cargo),
    "go.mod": ("go", _go_mod),
    "composer.json": ("packagist", _composer),
    "gemfile": ("rubygems", _gemfile),
}
