"""What a package argument says: name, registry, source, whether it is pinned.

Law: an installation names each package with its registry, whether its version is exact or locked, and its source; what
cannot be read is unpinned. Running something that is not in the project is an installation and a run of code nobody
here vouches for.
"""

import re
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Known, Pattern, Word, opaque
from mayact.core.analysis.packages.likeness import likeness, scope_of
from mayact.core.analysis.programs.git.push import redacted
from mayact.core.analysis.programs.roles import argv, runs
from mayact.core.analysis.programs.table import Use, names
from mayact.core.analysis.words import as_text, known
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb


def source_of(text: str, registry: str = "") -> str:
    """`registry`, `vcs`, `url` or `path`."""
    if re.match(r"(git\+|git:|git@|github:|gitlab:|bitbucket:|gist:|hg\+|svn\+|bzr\+|ssh:)", text):
        return "vcs"
    if re.search(r"@\s*git\+|\.git(#.*)?$|(?<=.)@(github|gitlab|bitbucket|gist|git|ssh):", text):
        return "vcs"
    if registry == "npm" and re.fullmatch(r"[\w-][\w.-]*/[\w.-]+(#.*)?", text):
        return "vcs"  # `user/repository` is one on GitHub (npm-install, package spec)
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", text) or re.search(r"@\s*https?://", text):
        return "url"
    if text.startswith((".", "/", "~", "file:", "link:", "workspace:")) or text.endswith((".whl", ".tgz", ".tar.gz")):
        return "path"
    return "url" if re.search(r"(?<=.)@(file|link|portal|patch):", text) else "registry"


_PINNED: Final = {
    "pypi": re.compile(r"[\w.-]+(\[[\w,-]+\])?\s*===?\s*[\w.!+-]+"),
    "npm": re.compile(r"(@[\w.-]+/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*"),
}
_AT_VERSION: Final = re.compile(r"[^@]+@v?\d+[\w.+-]*")
_AT_COMMIT: Final = re.compile(r"[@#](?:[0-9a-f]{40}|[0-9a-f]{64})(?:[#&].*)?")
"""A version control address that names one commit by its whole id; a tag or branch can move."""


_BUILT: Final = re.compile(r"\A[\w.-]+/.*\.(?:whl|tar\.gz|tgz|gem|crate)\Z")


def package(word: Word, registry: str, use: Use) -> Finding:
    """`pkg.install` of one argument."""
    text = known(word)
    facts: dict[str, Json] = {"registry": registry, "pinned": False}
    name = "*"
    if isinstance(word, Pattern) and _BUILT.search(word.glob) and files.inside(word, use.command, use.context):
        facts |= {"name": word.glob, "source": "path"}  # what the repository built, under a name with its version
    if text is not None:
        source = source_of(text, registry)
        if (
            source == "path"
            and files.area_of(Known(text.removeprefix("file:")), use.command, use.context) != "workspace"
        ):
            source = "url"  # a package outside the repository is somebody else's code
        facts |= declared(text, registry, source=source)
        name = str(facts["name"])
    facts |= _manner(registry, use, source=facts.get("source"))
    if (registry == "npm" and use.has("-g")) or (registry == "crates" and use.has("--path")):
        facts["_everywhere"] = True
    because = use.command.text or f"installs {as_text(word)}"
    return Finding(verb=Verb.PKG_INSTALL, kind="package", resource=f"{registry}:{name}", facts=facts, because=because)


def declared(text: str, registry: str, *, source: str) -> dict[str, Json]:
    """What one specifier says: name, source, whether it is exact, who owns the name, and what the name resembles."""
    stands_for = ""
    if registry == "npm" and (alias := re.fullmatch(r"(?:(@?[^@]+)@)?npm:(.+)", text)):
        stands_for, text = alias[1] or "", alias[2]  # `lodash@npm:other@1.0.0` is fetched as `other`
    if source != "registry":
        pinned = source == "vcs" and bool(_AT_COMMIT.search(text))
        return {"name": redacted(text), "source": source, "pinned": pinned}
    name = re.split(r"[=<>!~;\[ ]|(?<!^)@", text, maxsplit=1)[0]
    found = likeness(registry, name)
    expression = _PINNED.get(registry, _AT_VERSION)
    facts: dict[str, Json] = {"name": name, "source": source, "pinned": bool(expression.fullmatch(text))}
    facts |= {"likeness": found.likeness, "scope": scope_of(registry, name)}
    if found.similar_to:
        facts["similar_to"] = found.similar_to
    if stands_for and found.likeness == "other" and likeness(registry, stands_for).likeness == "popular":
        facts |= {"likeness": "look-alike", "similar_to": stands_for}  # code imports it by the popular name
    return facts


def _manner(registry: str, use: Use, *, source: Json) -> dict[str, Json]:
    """How it is installed: from which index, whether its content is checked, whether code of it runs meanwhile."""
    facts: dict[str, Json] = {"hashed": use.has("--require-hashes")}
    match registry:
        case "npm":
            facts["install_scripts"] = not use.plainly("--ignore-scripts")
        case "pypi":
            # Whatever is not a wheel is built, which runs code of it.
            wheels = [known(word) for word in use.values("--only-binary")] == [":all:"]
            facts["install_scripts"] = not (wheels and source == "registry" and not use.has("--no-binary", "-e"))
        case "go":
            facts["install_scripts"] = False  # fetching and compiling runs nothing of a module
        case _:
            facts["install_scripts"] = True
    if _OTHER_INDEX.search(" ".join(use.command.environment)) or use.doubtful:
        return facts  # which index it is was said elsewhere
    named = use.values("-i", "--index-url", "--default-index", "--registry")
    other, more = any(known(word) not in _USUAL for word in named), use.has(*_MORE_INDEXES)
    # pip's `-c` names constraints; `-f` is its `--find-links`, elsewhere it forces or names a file.
    more = more or use.has("-f" if registry == "pypi" else "-c")
    facts["index"] = "extra" if more else "other" if other else "usual"
    return facts


_MORE_INDEXES: Final = ("--extra-index-url", "--find-links", "--index", "--channel", "--source")
_OTHER_INDEX: Final = re.compile(
    r"(?i)\b(PIP_|UV_|POETRY_|PDM_|NPM_CONFIG_|YARN_|BUNDLE_|GEM_|GO|CARGO_|COMPOSER|CONDA)"
)


def locked(registry: str, use: Use, *, pinned: bool) -> Finding:
    """`pkg.install` of what the project's own files name."""
    facts: dict[str, Json] = {"registry": registry, "name": "", "source": "registry", "pinned": pinned}
    facts |= {"likeness": "project", **_manner(registry, use, source="registry")}
    # Locks of these carry the digests of what they name, and their managers check them.
    facts["hashed"] = facts["hashed"] is True or (pinned and registry in ("npm", "pypi", "crates", "go"))
    because = use.command.text or use.name
    return Finding(verb=Verb.PKG_INSTALL, kind="package", resource=f"{registry}:*", facts=facts, because=because)


_USUAL: Final = frozenset(
    address + slash
    for address in ("https://pypi.org/simple", "https://registry.npmjs.org", "https://registry.yarnpkg.com")
    for slash in ("", "/")
)
"""What the managers take when nothing is said (pip, npm and yarn, configuration)."""


def foreign(use: Use, *options: str) -> tuple[Finding, ...]:
    """Another registry than the usual one."""
    found: list[Finding] = []
    for word in use.values(*options):
        if known(word) in _USUAL:
            continue
        found.extend(http.contacting(http.target_of(word), saves=True, because=f"packages from {as_text(word)}"))
        found.append(opaque(f"packages come from {shown(as_text(word))}"))
    return tuple(found)


def elsewhere(use: Use, registry: str) -> tuple[Finding, ...]:
    """A program that is fetched and run at once (npx, uvx, pipx run)."""
    if not use.operands:
        return ()
    name = re.split(r"(?<!^)@|==", known(use.operands[0]) or "*", maxsplit=1)[0]
    if name in POPULAR_PYTHON:
        return (package(use.operands[0], registry, use), *argv((Known(name), *use.operands[1:]), use))
    return (package(use.operands[0], registry, use), runs(use, trust="unknown", name=name))


POPULAR_PYTHON: Final = names(
    "ruff black isort flake8 mypy pyright pylint bandit vulture radon pytest tox nox twine build cookiecutter copier "
    "httpie yamllint codespell pre-commit djlint sqlfluff pip-audit deptry interrogate pyupgrade autoflake "
    "docformatter "
    "check-jsonschema refurb xenon ssort pydocstyle darglint validate-pyproject pipdeptree bump-my-version commitizen "
    "towncrier mkdocs nbstripout jupytext mdformat esptool poetry hatch pdm uv ansible-lint cmakelang basedpyright ty"
)
"""Tools that nearly everybody knows by these names: fetched when they are not there, but no strangers."""


def tail(use: Use, verb: str) -> tuple[Word, ...]:
    """The words behind `verb`, as they are."""
    words = use.command.argv[1:]
    at = next((i for i, word in enumerate(words) if known(word) == verb), len(words))
    return words[at + 1 :]
