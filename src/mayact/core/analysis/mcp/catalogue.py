"""What the tools of MCP servers do: the catalogue that a policy carries, from `server/tool` to effects.

Law: a catalogue loads whole or not at all, and an error names the field. A mapping lists every argument its tool takes,
so that one nobody thought of is noticed; it refers to arguments by JSON pointers (RFC 6901) into them, and only to
arguments it lists. It refuses to know any call (`mcp_calls`) and where the file came from.

The JSON form (in a policy bundle under `mcp`; `mcp.toml` for people): docs/mcp.md.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from mayact.core.canonical import Json, JsonObject
from mayact.core.errors import ConfigInvalid, shown
from mayact.core.model import ResourceKind, Verb

TYPES: Final = ("text", "number", "flag", "texts", "list", "object", "any")
"""What an argument may be. `texts`: a list of text; `list`: of anything; `flag`: true or false."""

Scalar: TypeAlias = str | bool | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a tool. `words`: the only values it may have; empty: any."""

    name: str
    type: str
    required: bool
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in the arguments: its reference tokens, unescaped (RFC 6901, section 4). Never empty."""

    tokens: tuple[str, ...]


Template: TypeAlias = tuple[str | Pointer, ...]
"""Text with pointers in it, joined in order."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A file is read, written or deleted."""

    way: Literal["read", "write", "delete"]
    path: Template
    recursive: bool
    content: Template = ()
    """Of a file that is written: its whole content afterwards. Empty: not known."""


@dataclass(frozen=True, slots=True)
class Command:
    """The tool does what this program line does. A word whose argument is not given is left out; a word that is a list
    is as many words."""

    words: tuple[Template, ...]
    directory: Template


@dataclass(frozen=True, slots=True)
class Shell:
    """The tool runs this text in a shell."""

    text: Template
    directory: Template


@dataclass(frozen=True, slots=True)
class Contact:
    """A host is contacted."""

    url: Template
    method: Template
    sends: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A database is given this text."""

    text: Template
    database: Template
    local: bool


@dataclass(frozen=True, slots=True)
class Push:
    """A branch of the repository at `url` gets commits; `force`: others may go."""

    url: Template
    branch: Template
    force: bool


@dataclass(frozen=True, slots=True)
class Plain:
    """An effect by its verb. `kind` follows from the verb."""

    verb: Verb
    kind: ResourceKind
    resource: Template
    local: bool
    secret: str


Act: TypeAlias = Touch | Command | Shell | Contact | Statement | Push | Plain


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether the value at `at` is one of `values`."""

    at: Pointer
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that a tool does: always, or as these say. A value that is not known fulfils `when`, never `unless`."""

    act: Act
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    given: tuple[Pointer, ...] = ()
    """Only if these are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolMapping:
    """What one tool takes and does. No rows: nothing beyond the server itself."""

    arguments: Mapping[str, Argument]
    rows: tuple[Row, ...]
    definitions: tuple[str, ...]
    """The digests of the definitions it was written for (`mcp_definitions.definition_digest`); empty: any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class McpCatalogue:
    """Mappings by server, as clients name it, and tool. Names are exact: another case is another tool."""

    servers: Mapping[str, Mapping[str, ToolMapping]] = field(default_factory=lambda: MappingProxyType({}))

    def mapping(self, server: str, tool: str) -> ToolMapping | None:
        """What `tool` of `server` does, or None: not listed."""
        return self.servers.get(server, {}).get(tool)

    @staticmethod
    def from_json(value: Json) -> "McpCatalogue":
        """The catalogue that `value` describes. Raises `ConfigInvalid`, its field a path such as
        `/servers/github/tools/merge_pull_request/effects/0`."""
        found: dict[str, Mapping[str, ToolMapping]] = {}
        servers = _table(_table(value, "", ("servers",)).get("servers", {}), "/servers")
        for name, entry in servers.items():
            where = f"/servers/{_token(name)}"
            server = _table(entry, where, ("also", "source", "tools"))
            _text(server.get("source", ""), f"{where}/source")
            tools = {
                tool: _mapping(row, f"{where}/tools/{_token(tool)}")
                for tool, row in _table(server.get("tools", {}), f"{where}/tools").items()
            }
            for alias in (name, *_texts(server.get("also", ()), f"{where}/also")):
                if not alias or alias in found:
                    raise _wrong(where, f"names server {shown(alias)} twice or not at all", "name each once")
                found[alias] = MappingProxyType(tools)
        return McpCatalogue(servers=MappingProxyType(found))


EMPTY: Final = McpCatalogue()


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def _wrong(where: str, message: str, hint: str) -> ConfigInvalid:
    return ConfigInvalid(f"mcp{where} {message}", hint=hint, field=where)


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _table(value: Json, where: str, known: tuple[str, ...] = ()) -> JsonObject:
    if not isinstance(value, Mapping):
        raise _wrong(where, "is not a table", "write it as in docs/mcp.md")
    for key in value if known else ():
        if key not in known:
            raise _wrong(where, f"has an unknown key {shown(key)}", "known: " + ", ".join(sorted(known)))
    return value


def _text(value: Json, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, "is not text", "write a text")
    return value


def _texts(value: Json, where: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise _wrong(where, "is not a list", "write a list of texts")
    return tuple(_text(item, f"{where}/{at}") for at, item in enumerate(value))


def _flag(value: Json, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, "is not true or false", "write `true` or `false`")
    return value


_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


def _mapping(value: Json, where: str) -> ToolMapping:
    entry = _table(value, where, ("takes", "effects", "definitions"))
    arguments = _arguments(_text(entry.get("takes", ""), f"{where}/takes"), f"{where}/takes")
    rows = entry.get("effects")
    if isinstance(rows, str) or not isinstance(rows, list | tuple):
        # Left out is not the same as none: a mapping that somebody did not finish must not read as harmless.
        raise _wrong(f"{where}/effects", "is not a list", "write `effects = []` when it changes nothing")
    digests = _texts(entry.get("definitions", ()), f"{where}/definitions")
    for at, digest in enumerate(digests):
        if not _DIGEST.fullmatch(digest):
            raise _wrong(f"{where}/definitions/{at}", "is no digest", "write `sha256:` and 64 hex digits")
    read = tuple(_row(row, f"{where}/effects/{at}", arguments) for at, row in enumerate(rows))
    return ToolMapping(arguments=arguments, rows=read, definitions=digests)


_TAKES: Final = re.compile(r"(?P<name>[^\s:?=|]+)(?P<optional>\?)?(?::(?P<type>[a-z]+))?(?:=(?P<words>[^\s=]+))?")


def _arguments(text: str, where: str) -> Mapping[str, Argument]:
    """`path content? limit?:number method=get|list`."""
    found: dict[str, Argument] = {}
    for word in text.split():
        match = _TAKES.fullmatch(word)
        if match is None or match["name"] in found or (match["type"] or "text") not in TYPES:
            hint = f"NAME, NAME?, NAME:TYPE or NAME=a|b, each name once; types: {', '.join(TYPES)}"
            raise _wrong(where, f"does not read {shown(word)}", hint)
        found[match["name"]] = Argument(
            name=match["name"],
            type=match["type"] or "text",
            required=match["optional"] is None,
            words=tuple(match["words"].split("|")) if match["words"] else (),
        )
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the members of one row."""

    row: JsonObject
    where: str
    arguments: Mapping[str, Argument]

    def template(self, name: str, default: str = "") -> Template:
        return self.parse(_text(self.row.get(name, default), f"{self.where}/{name}"), name)

    def parse(self, text: str, name: str) -> Template:
        parts: list[str | Pointer] = []
        for at, piece in enumerate(re.split(r"\{([^{}]*)\}", text)):
            if at % 2:
                parts.append(self.pointer(piece, name))
            elif "{" in piece or "}" in piece:
                raise _wrong(f"{self.where}/{name}", "has a brace without its partner", "write `{/argument}`")
            elif piece:
                parts.append(piece)
        return tuple(parts)

    def pointer(self, text: str, name: str) -> Pointer:
        if not text.startswith("/") or re.search(r"~(?![01])", text):
            raise _wrong(
                f"{self.where}/{name}", f"has {shown(text)}, which is no JSON pointer", "write `{/argument}` (RFC 6901)"
            )
        tokens = tuple(token.replace("~1", "/").replace("~0", "~") for token in text[1:].split("/"))
        if tokens[0] not in self.arguments:
            raise _wrong(
                f"{self.where}/{name}", f"points to {shown(tokens[0])}, which `takes` does not list", "list it there"
            )
        return Pointer(tokens)

    def flag(self, name: str) -> bool:
        return _flag(self.row.get(name, False), f"{self.where}/{name}")

    def conditions(self, name: str) -> tuple[Condition, ...]:
        table = _table(self.row.get(name, {}), f"{self.where}/{name}")
        return tuple(Condition(self.pointer(at, name), self.values(at, item, name)) for at, item in table.items())

    def values(self, at: str, value: Json, name: str) -> tuple[Scalar, ...]:
        if isinstance(value, str) or not isinstance(value, list | tuple) or not value:
            raise _wrong(f"{self.where}/{name}", f"has no list for {shown(at)}", "write a list of values")
        found: list[Scalar] = []
        for item in value:
            if not isinstance(item, str | bool | int | float):
                raise _wrong(f"{self.where}/{name}", f"compares {shown(at)} with a list", "compare with plain values")
            found.append(item)
        return tuple(found)


def _touch(way: Literal["read", "write", "delete"]) -> Callable[[_Reader], Act]:
    return lambda reader: Touch(way, reader.template(way), reader.flag("recursive"), reader.template("content"))


def _command(reader: _Reader) -> Act:
    words = _texts(reader.row.get("command", ()), f"{reader.where}/command")
    if not words or "{" in words[0] or not words[0]:
        raise _wrong(f"{reader.where}/command", "names no program", "its first word is a program, not an argument")
    return Command(tuple(reader.parse(word, "command") for word in words), reader.template("in"))


def _plain(reader: _Reader) -> Act:
    text = _text(reader.row.get("verb"), f"{reader.where}/verb")
    kind = PLAIN_VERBS.get(text)
    if kind is None:
        raise _wrong(f"{reader.where}/verb", f"cannot be {shown(text)}", "known: " + ", ".join(sorted(PLAIN_VERBS)))
    secret = _text(reader.row.get("class", ""), f"{reader.where}/class")
    if (secret in _SECRETS) is not (text == "secret.read"):
        raise _wrong(
            f"{reader.where}/class", "does not fit", f"with `secret.read` one of {', '.join(sorted(_SECRETS))}"
        )
    return Plain(Verb(text), kind, reader.template("resource"), reader.flag("local"), secret)


_SECRETS: Final = frozenset({"private-key", "credential-file", "environment", "token", "password-store", "history"})

_THING_VERBS: Final = (
    "pr.open", "pr.merge", "ci.trigger", "artifact.publish", "ticket.write", "message.send", "secret.read",
    "iam.change", "proc.control", "sys.configure", "sys.persist", "container.run", "deploy.run", "agent.spawn",
    "guard.tamper", "priv.escalate", "opaque",
)  # fmt: skip

PLAIN_VERBS: Final[Mapping[str, ResourceKind]] = MappingProxyType(
    {
        **dict.fromkeys(_THING_VERBS, "thing"),
        **dict.fromkeys(("cloud.admin", "db.query", "db.write", "db.admin"), "system"),
    }
)
"""Verbs that a row may name by themselves. The others say more than a name and have rows of their own."""

_ACTS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[_Reader], Act]]]] = MappingProxyType(
    {
        "read": (("recursive",), _touch("read")),
        "write": (("recursive", "content"), _touch("write")),
        "delete": (("recursive",), _touch("delete")),
        "command": (("in",), _command),
        "shell": (("in",), lambda reader: Shell(reader.template("shell"), reader.template("in"))),
        "contact": (
            ("method", "sends"),
            lambda reader: Contact(reader.template("contact"), reader.template("method", "GET"), reader.flag("sends")),
        ),
        "sql": (
            ("database", "local"),
            lambda reader: Statement(reader.template("sql"), reader.template("database"), reader.flag("local")),
        ),
        "push": (
            ("branch", "force"),
            lambda reader: Push(reader.template("push"), reader.template("branch"), reader.flag("force")),
        ),
        "verb": (("resource", "local", "class"), _plain),
    }
)
"""What a row may be: by the member that says so, the members it may have beside it, and how it is read."""

_CONDITIONS: Final = ("when", "unless", "given")


def _row(value: Json, where: str, arguments: Mapping[str, Argument]) -> Row:
    row = _table(value, where)
    kinds = [name for name in _ACTS if name in row]
    if len(kinds) != 1:
        raise _wrong(where, "does not say what it does, or several things", f"one of: {', '.join(_ACTS)}")
    beside, read = _ACTS[kinds[0]]
    _table(value, where, (kinds[0], *beside, *_CONDITIONS))
    reader = _Reader(row, where, arguments)
    given = _texts(row.get("given", ()), f"{where}/given")
    return Row(
        act=read(reader),
        when=reader.conditions("when"),
        unless=reader.conditions("unless"),
        given=tuple(reader.pointer(at, "given") for at in given),
    )
