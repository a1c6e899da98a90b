"""What a call leaves for something that starts by itself: a build, a pipeline, a hook, the instructions of an agent.

Law: pure; adds findings, never removes one. Such files are everyday work, and code of the repository runs with the
repository's trust; but where the call writes one, and its text spells out that something is fetched and run, that
secrets are sent, that a home goes, or that a maintained step of a pipeline becomes a stranger's, that is something
that runs later by itself. It refuses to know which file the text goes to, and finds nothing that the text hides: what
is decoded or fetched before it is written is no part of it.
"""

import re
from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.command import Finding
from mayact.core.canonical import Json
from mayact.core.model import Verb

_BY_ITSELF: Final = frozenset({"ci", "hook", "agent-config"})
_BUILDS: Final = re.compile(
    r"(?:build\.rs|setup\.py|conftest\.py|(?:gnu)?makefile|[\w.-]+\.(?:mk|cmake|gradle|gradle\.kts)|cmakelists\.txt"
    r"|package\.json|\.envrc|noxfile\.py|justfile|rakefile|[\w-]+\.(?:config|setup)\.[cm]?[jt]s|meson\.build)"
)
"""Of build logic, what runs on this machine when somebody builds or tests; images are built in a container."""

_SHELL: Final = r"(?:sudo\s+(?:-\w+\s+)?)?(?:env\s+)?(?:/\w+){0,4}/?(?:(?:ba|da|z|k|a)?sh|python3?|perl|ruby|node)\b"
_INSTALLERS: Final = (
    r"(?:sh\.rustup\.rs|astral\.sh|install\.python-poetry\.org|get\.pnpm\.io|bun\.sh|deno\.land|get\.sdkman\.io"
    r"|install\.duckdb\.org|raw\.githubusercontent\.com/(?:nvm-sh/nvm|golangci/golangci-lint|helm/helm"
    r"|rhysd/actionlint|rustwasm/wasm-pack)|just\.systems|taskfile\.dev|get\.helm\.sh|get\.docker\.com|mise\.run)[/\s\"'|)]"
)
"""Where the installers of well-known tools lie, as their own manuals tell to run them in pipelines."""
_FETCH: Final = rf"\b(?:curl|wget)\b(?![^\n|]{{0,160}}{_INSTALLERS})[^\n|]{{1,240}}"
_FILE: Final = (
    r"(?:\.ssh/|\bid_(?:rsa|ed25519|ecdsa)\b|\.aws/|\.netrc\b|\.npmrc\b|\.pypirc\b|\.kube/config|/etc/shadow"
    r"|\.git-credentials|(?<![\w.])\.env\b)"
)
_KEPT: Final = rf"(?:{_FILE}|\bsecrets\.\w+|\bprintenv\b|\benv\s*\|)"
_REMOTE: Final = r"https?://(?!localhost\b|127\.|0\.0\.0\.0|\[::1)"
_ENVIRONMENT: Final = r"(?:\bos\.environ\b(?![.\[])|\bprocess\.env\b(?![.?\[])|\benv::vars\(\))"

_TELLS: Final = tuple(
    re.compile(expression)
    for expression in (
        rf"{_FETCH}\|\s{{0,8}}{_SHELL}",
        rf"(?:\beval|\b(?:ba|da|z)?sh\s+-c|{_SHELL}\s+<)\s{{0,8}}[\"'\\]{{0,4}}[$<]?[(`]\s{{0,8}}{_FETCH}",
        rf"{_FETCH}(?:&&|;)\s{{0,8}}(?:chmod\b[^\n]{{0,80}}(?:&&|;)\s{{0,8}})?(?:{_SHELL}\s+[\w./-]+|\./\w|/tmp/\w)",
        r"\bbase64\s+(?:-d|-D|--decode)\b[^\n]{0,120}\|\s{0,8}" + _SHELL,
        r"\b(?:exec|eval)\s?\((?:[\w.]{0,40}\(){0,4}(?:base64\.|b64decode|atob\b|Buffer\.from|codecs\.|zlib\.)",
        r"/dev/(?:tcp|udp)/|\bn(?:c|cat)\b[^\n]{0,60}\s-\w{0,4}e\b",
        r"\btoJSON\(\s{0,4}secrets\s{0,4}\)",
        rf"{_KEPT}[^\n|]{{0,160}}\|[^\n]{{0,120}}\b(?:curl|wget|nc|ncat)\b",
        r"\b(?:curl|wget)\b[^\n]{0,160}(?:-d|-F|-T|--data[\w-]*|--form|--upload-file|--post-(?:file|data))[ =]?[\"']?"
        rf"(?:\w{{0,16}}=?@?[^\s@]{{0,60}}|\$\((?:cat|base64|env|printenv)[^\n)]{{0,60}}){_FILE}",
        rf"{_ENVIRONMENT}[\s\S]{{0,300}}{_REMOTE}|{_REMOTE}[\s\S]{{0,300}}{_ENVIRONMENT}",
        r"\brm\s+-\w{0,6}[rR]\w{0,6}\s+(?:--[\w-]+\s+){0,3}[\"']?(?:~|\$\{?HOME\}?|/)(?:/?\*?[\"'\s;&`)\\]|\Z)",
        r"s(?P<by>[#|,/@])(?:actions|github|docker|aws-actions|azure|google-github-actions|hashicorp)\\?/[^\n#|]{0,80}?"
        r"(?P=by)(?!(?:actions|github|docker|aws-actions|azure|google-github-actions|hashicorp)\\?/)[\w.-]+\\?/[^\n#|]{1,80}@",
    )
)
_LONGEST: Final = 32_768
"""Characters of a text that are looked at; what is longer is not told from what it holds."""


def with_left_behind(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """`findings` of the call `text`, and what later runs by itself of what it writes."""
    found = tuple(findings)
    left = [item for item in found if _starts(item)]
    if not left or (len(text) <= _LONGEST and not _tells(text)):
        return found
    return (*found, *(_later(item) for item in left))


def _tells(text: str) -> bool:
    lines = text.replace("\\n", "\n").replace("\\t", "\t")  # as `printf` writes them
    return any(expression.search(lines) for expression in _TELLS)


def _starts(item: Finding) -> bool:
    if item.verb is not Verb.FS_WRITE or item.facts.get("area") != "workspace":
        return False
    name = item.resource.lower().rpartition("/")[2]
    return item.facts.get("kind") in _BY_ITSELF or _BUILDS.fullmatch(name) is not None


def _later(item: Finding) -> Finding:
    facts: dict[str, Json] = {key: value for key, value in item.facts.items() if not key.startswith("_")}
    because = f"what it puts there fetches and runs, sends secrets or deletes: {item.because}"
    return Finding(
        verb=Verb.SYS_PERSIST, kind="file", resource=item.resource, facts=facts, because=because, span=item.span
    )
