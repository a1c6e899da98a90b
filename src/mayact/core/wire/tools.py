"""What `mayact tools` offers a model, and the one call that each use of it is.

Law: a use is read whole and strictly, or refused with the member named; what is unknown is never ignored. What is
decided says everything that is done: only how much of a result is shown, and how long it may take, stays outside.
Pure; places are looked up elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias, assert_never

import msgspec

from mayact.core.canonical import JsonObject
from mayact.core.errors import InvalidInput, shown
from mayact.core.wire.words import plain

Path: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
Directory: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=4096, description="Where; absolute, or below the work tree. Empty: the work tree.")
]
Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=600, description="After this long it is ended.")]


class _Use(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Shell(_Use, frozen=True, kw_only=True):
    """Run a shell text with bash, without start-up files and without input. Each starts anew: `cd` does not last."""

    command: str
    directory: Directory = ""
    timeout_seconds: Seconds = 120


class Git(_Use, frozen=True, kw_only=True):
    """Run git with these arguments, one word each, without a shell."""

    arguments: Annotated[list[str], msgspec.Meta(min_length=1, max_length=1000)]
    directory: Directory = ""
    timeout_seconds: Seconds = 120


class Read(_Use, frozen=True, kw_only=True):
    """Show a text file, or the names in a directory."""

    path: Path
    first_line: Annotated[int, msgspec.Meta(ge=1, description="The line to begin with.")] = 1
    lines: Annotated[int, msgspec.Meta(ge=1, le=10_000, description="How many lines at most.")] = 2000


class Write(_Use, frozen=True, kw_only=True):
    """Make a file, or replace the whole of one, with this text."""

    path: Path
    content: str


class Edit(_Use, frozen=True, kw_only=True):
    """Replace a text that stands exactly once in a file by another."""

    path: Path
    old: Annotated[str, msgspec.Meta(min_length=1, description="Stands exactly once in the file.")]
    new: str


class Search(_Use, frozen=True, kw_only=True):
    """Find lines in the files below a directory, or in one file, by a regular expression (RE2) or literally."""

    pattern: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    path: Directory = ""
    literal: bool = False
    ignore_case: bool = False
    names: Annotated[str, msgspec.Meta(max_length=200, description="Only files of such names, as in `*.py`.")] = ""


class Fetch(_Use, frozen=True, kw_only=True):
    """Send one HTTP request and show the text that comes back. Redirects are told, not followed."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=8192)]
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    body: str = ""


Use: TypeAlias = Shell | Git | Read | Write | Edit | Search | Fetch

TOOLS: Final[Mapping[str, type[Use]]] = {
    "shell": Shell,
    "read": Read,
    "write": Write,
    "edit": Edit,
    "search": Search,
    "fetch": Fetch,
    "git": Git,
}

SERVER: Final = "mayact"
"""What clients call the server of these tools; hooks inside a sandbox know its calls by it."""

READS_ONLY: Final = frozenset({"read", "search"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One tool as a client lists it. `schema` is a JSON Schema without references."""

    name: str
    description: str
    schema: dict[str, Any]
    reads_only: bool


def offers() -> tuple[Offer, ...]:
    return tuple(
        Offer(name=name, description=_told(use), schema=_schema(use), reads_only=name in READS_ONLY)
        for name, use in TOOLS.items()
    )


def use_of(name: str, arguments: Mapping[str, Any]) -> Use:
    """The use of the tool `name`. Raises `InvalidInput`."""
    kind = TOOLS.get(name)
    if kind is None:
        raise InvalidInput(f"there is no tool {shown(name)}", hint=f"one of {', '.join(TOOLS)}", field="name")
    try:
        use: Use = msgspec.convert(dict(arguments), type=kind, strict=True)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"the arguments are not valid: {plain(error)[:300]}", hint="see the tool's schema") from None
    if any("\0" in text for text in _texts(use)):
        raise InvalidInput("an argument holds a NUL", hint="leave it out")
    return use


def call_of(use: Use, *, place: str, is_directory: bool = False) -> tuple[str, JsonObject]:
    """Tool and arguments as the gate knows them. `place`: the file, directory or URL that `use` names, in the one
    spelling that is then also used. Of commands it is the directory, which is no argument."""
    match use:
        case Shell(command=command):
            return "shell", {"command": command}
        case Git(arguments=arguments):
            return "exec", {"argv": ("git", *arguments)}
        case Read():
            return "file.read", {"path": place}
        case Search():
            return "file.read", {"path": place, "recursive": True} if is_directory else {"path": place}
        case Write(content=content):
            return "file.write", {"path": place, "content": content}
        case Edit(old=old, new=new):
            return "file.edit", {"path": place, "edits": ({"old": old, "new": new},)}
        case Fetch(method=method, body=body):
            carried: JsonObject = {"headers": {"Content-Type": media_type(body)}, "body": body} if body else {}
            return "http", {"method": method, "url": place, **carried}
        case _:
            assert_never(use)


def media_type(body: str) -> str:
    """What a body is sent as: its look is all that is known of it."""
    return "application/json" if body.lstrip()[:1] in ("{", "[") else "text/plain; charset=utf-8"


def edited(text: str, *, old: str, new: str) -> str:
    """`text` with `old`, which stands in it exactly once, replaced. Raises `InvalidInput`."""
    found = text.count(old)
    if found == 1 and text.find(old) != text.rfind(old):
        found = 2  # `aa` in `aaa`: which of the two is meant is not known
    if found != 1:
        many = "is not in the file" if found == 0 else "stands in the file more than once"
        raise InvalidInput(f"the old text {many}", hint="read the file, then give a part that stands there once")
    return text.replace(old, new, 1)


def _told(use: type[Use]) -> str:
    return " ".join((use.__doc__ or "").split())


def _schema(use: type[Use]) -> dict[str, Any]:
    _, components = msgspec.json.schema_components((use,))
    whole = {**components[use.__name__]}
    whole.pop("title", None)
    whole.pop("description", None)
    return whole


_FREE: Final = frozenset({"content", "old", "new", "body"})
"""Members that may hold any character."""


def _texts(use: Use) -> list[str]:
    found: list[str] = []
    for name, value in msgspec.structs.asdict(use).items():
        if name not in _FREE:
            found.extend([value] if isinstance(value, str) else value if isinstance(value, list) else [])
    return found
