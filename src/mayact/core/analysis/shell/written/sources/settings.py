"""Settings that a call writes and a tool of the same call reads.

Law: settings only describe where each of their keys or instructions is listed; what loads code, names a program or
takes something from elsewhere is not understood.
"""

import json
import re
from typing import Final

from mayact.core.analysis.programs.table import names
from mayact.core.analysis.shell.written.sources.source import Source

_COMPILER: Final = names("compilerOptions include exclude files references extends compileOnSave $schema display")
_ELSEWHERE: Final = re.compile(r"\A(?:/|~|\w+:)|\.\.(?:/|\Z).*\.\.|\.\./(?!\w)")


def typescript(source: Source) -> bool:
    """Whether a `tsconfig.json` only says how TypeScript is compiled."""
    try:
        told = json.loads(source.text)
    except ValueError:
        return False
    if not isinstance(told, dict) or not told.keys() <= _COMPILER or not source.inside:
        return False
    options = told.get("compilerOptions", {})
    if not isinstance(options, dict) or options.keys() & {"plugins", "jsxFactory", "jsxImportSource", "typeRoots"}:
        return False
    return not any(_ELSEWHERE.search(text) for text in _texts(told))


def _texts(value: object, depth: int = 8) -> list[str]:
    if depth == 0:
        return ["/"]  # deeper than any settings: elsewhere
    if isinstance(value, str):
        return [value] if not value.startswith("https://json.schemastore.org/") else []
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item, depth - 1)]
    return [text for item in value for text in _texts(item, depth - 1)] if isinstance(value, list) else []


_STEP: Final = re.compile(
    r"(?:(?:CGO_ENABLED|GOOS|GOARCH|NODE_ENV|DEBIAN_FRONTEND|CI)=\w+ )*(?:apt-get (?:-\w+ )?(?:update|install"
    r"|clean|autoremove)|apk (?:add|update)|npm (?:ci|install|run|test"
    r"|prune)|yarn(?: install| build)?|"
    r"pnpm (?:install|i|build|run)|corepack enable|pip3? install|uv (?:sync|pip install)|poetry (?:install"
    r"|config)|bundle (?:install|config)|"
    r"composer install|go (?:build|mod download|test|vet)|cargo (?:build|test)|make|mkdir|chown|chmod|adduser"
    r"|addgroup|useradd|groupadd|"
    r"rm -rf? /(?:var/lib/apt/lists|var/cache|tmp)|python3? -m (?:pip|venv|compileall)|mvn|gradle|./gradlew"
    r"|./mvnw|dotnet (?:restore|build|publish))"
    r"(?: [\w./=:@*+^~,-]+)*"
)
_FROM_ELSEWHERE: Final = re.compile(
    r"://|--index-url|--extra-index-url|--registry|-i http|git\+|--trusted-host|--find-links|-f "
)
_DESCRIBES: Final = names(
    "FROM WORKDIR COPY ENV ARG EXPOSE CMD ENTRYPOINT USER LABEL VOLUME STOPSIGNAL MAINTAINER ADD HEALTHCHECK"
)


def container_file(source: Source) -> bool:
    """Whether a `Dockerfile` only brings the repository, packages of the usual registries and its build together."""
    text = re.sub(r"[ \t]*\\\n\s*", " ", source.text)
    if (
        re.search(r"(?im)^\s*#\s*(?:syntax|escape|check)\s*=|<<|--mount=(?!type=cache)|`|\$\(", text)
        or not source.inside
    ):
        return False
    for line in text.split("\n"):
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            continue
        if _FROM_ELSEWHERE.search(rest):
            return False
        if word == "RUN":
            steps = re.split(r"\s*(?:&&|;)\s*", re.sub(r"--mount=type=cache,\S+\s*", "", rest).strip())
            if not all(_STEP.fullmatch(re.sub(r"\s+", " ", step)) for step in steps):
                return False
        elif word not in _DESCRIBES:
            return False
    return True
