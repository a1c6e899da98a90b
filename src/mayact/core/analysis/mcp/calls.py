"""One call of an MCP tool: its effects by the catalogue, and `mcp.call` itself with what is known of the tool.

Law: a call is `mapped` only when its tool is listed, its definition is not another one than the mapping was written
for, and every argument is listed, there and of its type. Whatever is not so leaves the effects that could be worked out
and takes away `mapped`, so that nothing an argument or a server does makes a call look smaller. A value that is not
known stands for any value. It refuses to know servers by itself: an empty catalogue maps nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, assert_never

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Context, Finding, Known, SimpleCommand, Unknown, Word, opaque
from mayact.core.analysis.mcp.catalogue import (
    Argument,
    Command,
    Condition,
    Contact,
    McpCatalogue,
    Plain,
    Pointer,
    Push,
    Row,
    Scalar,
    Shell,
    Statement,
    Template,
    ToolMapping,
    Touch,
)
from mayact.core.analysis.mcp.definitions import definition_digest, hint, wording
from mayact.core.analysis.packages.manifests import manifest_findings
from mayact.core.analysis.plan import Found, ToolDefinition
from mayact.core.analysis.programs.databases import effects_of_sql, verb_of
from mayact.core.analysis.programs.git.push import destination_of
from mayact.core.analysis.sql.lexical import Dialect
from mayact.core.analysis.sql.reading import reading
from mayact.core.canonical import Json, JsonObject, parse_json
from mayact.core.errors import InvalidInput, LimitExceeded, shown
from mayact.core.limits import MAX_EFFECTS
from mayact.core.model import ToolCall, Verb

CLAIMED_DEFINITION: Final = "mcp_definition"
"""The member of a call's claims in which a client may show the tool's definition. A claim: it only tightens."""

_MEMBERS: Final = frozenset({"server", "tool", "arguments"})


_INDEX: Final = re.compile("0|[1-9][0-9]{0,5}")  # RFC 6901, section 4; no list that is read here is longer


class _Absent:
    """Nothing is there, as against a null."""


_ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class _Call:
    """What the rows of one call are worked out from."""

    arguments: JsonObject
    mapping: ToolMapping
    command: SimpleCommand
    context: Context
    name: str
    """`server/tool`."""
    origin: ToolCall


def findings_of_mcp(
    call: ToolCall, command: SimpleCommand, context: Context, catalogue: McpCatalogue
) -> tuple[Finding, ...]:
    """What a call of tool `mcp` does. Never raises for hostile arguments."""
    server, tool = call.arguments.get("server"), call.arguments.get("tool")
    if not isinstance(server, str) or not isinstance(tool, str) or not server or not tool:
        return (opaque("the arguments of tool `mcp` are malformed"),)
    arguments = call.arguments.get("arguments", {})
    whole = isinstance(arguments, Mapping) and call.arguments.keys() <= _MEMBERS
    mapping = catalogue.mapping(server, tool)
    seen = context.ask(ToolDefinition(server, tool))
    shown_by = _Definition.of(seen.value if isinstance(seen, Found) else None, call.claims.get(CLAIMED_DEFINITION))
    facts: dict[str, Json] = {"name": tool, **shown_by.facts(mapping)}
    found: tuple[Finding, ...] = ()
    because = f"calls {server}/{tool}"
    if mapping is not None:
        given: JsonObject = arguments if isinstance(arguments, Mapping) else {}
        wrong = _wrong(given, mapping) if whole else "its arguments are no object"
        facts["mapped"] = not wrong and facts["definition"] != "changed"
        because += f" ({wrong})" if wrong else ""
        work = _Call(given, mapping, command, context, f"{server}/{tool}", call)
        found = tuple(item for row in mapping.rows for item in _row(row, work))
    return (
        Finding(verb=Verb.MCP_CALL, kind="thing", resource=f"{server}/{tool}", facts=facts, because=because),
        *found,
    )


# ── the definition ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Definition:
    """What is known of the tool's definition: as seen by a boundary that may say so, and as claimed."""

    observed: JsonObject | None
    claimed: JsonObject | None
    broken: bool
    """What was seen or claimed is no definition."""

    @staticmethod
    def of(text: str | None, claim: Json) -> "_Definition":
        observed = _read(text) if text is not None else None
        claimed = claim if isinstance(claim, Mapping) else None
        broken = (text is not None and observed is None) or (claim is not None and claimed is None)
        return _Definition(observed, claimed, broken)

    def facts(self, mapping: ToolMapping | None) -> dict[str, Json]:
        every = [found for found in (self.observed, self.claimed) if found is not None]
        facts: dict[str, Json] = {"mapped": False, "definition": self._pin(mapping)}
        wordings, hints = {wording(found) for found in every}, {hint(found) for found in every}
        if self.broken or "hidden" in wordings:
            facts["wording"] = "hidden"
        elif "instructions" in wordings:
            facts["wording"] = "instructions"
        elif self.observed is not None:
            facts["wording"] = "plain"  # a claim alone shows nothing of what the model reads
        if "destructive" in hints:
            facts["hint"] = "destructive"
        elif self.observed is not None:
            facts["hint"] = hint(self.observed)
        return facts

    def _pin(self, mapping: ToolMapping | None) -> str:
        if mapping is None or not mapping.definitions:
            return "changed" if self.broken else "unpinned"
        try:
            digests = {definition_digest(found) for found in (self.observed, self.claimed) if found is not None}
        except (InvalidInput, LimitExceeded):
            return "changed"
        if self.broken or digests - set(mapping.definitions):
            return "changed"
        return "pinned" if self.observed is not None else "unseen"


def _read(text: str) -> JsonObject | None:
    try:
        value = parse_json(text, what="tool definition")
    except (InvalidInput, LimitExceeded):
        return None
    return value if isinstance(value, Mapping) else None


# ── the arguments ────────────────────────────────────────────────────────────────────────────────────────


def _wrong(arguments: JsonObject, mapping: ToolMapping) -> str:
    """What about `arguments` the mapping does not foresee, in words; "": nothing."""
    for name in arguments:
        if name not in mapping.arguments:
            return f"argument {shown(name, limit=60)} is not listed"
    for argument in mapping.arguments.values():
        value = arguments.get(argument.name, _ABSENT)
        if isinstance(value, _Absent):
            if argument.required:
                return f"argument {shown(argument.name)} is missing"
        elif not _fits(value, argument):
            return f"argument {shown(argument.name)} is not what is listed"
    return ""


def _fits(value: Json, argument: Argument) -> bool:
    if value is None:
        return not argument.required  # many clients send null for what is not given
    if argument.words and value not in argument.words:
        return False
    match argument.type:
        case "text":
            return isinstance(value, str)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "flag":
            return isinstance(value, bool)
        case "texts":
            return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        case "list":
            return isinstance(value, list | tuple)
        case "object":
            return isinstance(value, Mapping)
        case _:
            return True  # `any`


def _at(pointer: Pointer, call: _Call) -> "Json | _Absent":
    """The value there (RFC 6901, section 4); a place that is not there, and a null, are absent."""
    value: Json = call.arguments
    for token in pointer.tokens:
        if isinstance(value, Mapping):
            if token not in value:
                return _ABSENT
            value = value[token]
        elif isinstance(value, list | tuple) and _INDEX.fullmatch(token):
            if int(token) >= len(value):
                return _ABSENT
            value = value[int(token)]
        else:
            return _ABSENT
    return _ABSENT if value is None else value


def _known_as(pointer: Pointer, call: _Call) -> bool:
    """Whether the value there may be relied on: its argument is of the type, and one of the words, that are listed."""
    argument = call.mapping.arguments[pointer.tokens[0]]
    return _fits(call.arguments.get(argument.name), replace(argument, required=False))


def _fulfilled(condition: Condition, call: _Call, *, unknown: bool) -> bool:
    value = _at(condition.at, call)
    if (
        isinstance(value, _Absent)
        or not isinstance(value, str | bool | int | float)
        or not _known_as(condition.at, call)
    ):
        return unknown
    # By kind too: 1 is not true, though Python says they are equal.
    return any(_kind(value) is _kind(wanted) and value == wanted for wanted in condition.values)


def _kind(value: Scalar) -> type:
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _words(template: Template, call: _Call) -> tuple[Word, ...]:
    """The words that `template` stands for: one, or for a lone pointer to a list as many as it holds, or none when
    nothing is given."""
    if len(template) == 1 and isinstance(template[0], Pointer):
        return _lone(template[0], call)
    text = ""
    for part in template:
        word = Known(part) if isinstance(part, str) else _word(_at(part, call))
        if not isinstance(word, Known):
            return (Unknown("a part of it is not known", prefix=text),)
        text += word.text
    return (Known(text),)


def _lone(pointer: Pointer, call: _Call) -> tuple[Word, ...]:
    value = _at(pointer, call)
    if isinstance(value, _Absent):
        return (Unknown("it is not given"),) if call.mapping.arguments[pointer.tokens[0]].required else ()
    if isinstance(value, list | tuple) and len(value) > MAX_EFFECTS:
        # Each would have an effect of its own, and a decision about some of them would be one about another call.
        raise LimitExceeded(f"{shown(call.name)} is given more than {MAX_EFFECTS} values at once", hint="give fewer")
    words = tuple(_word(item) for item in value) if isinstance(value, list | tuple) else (_word(value),)
    if _known_as(pointer, call):
        return words
    return (*words, Unknown("it is not what is listed"))  # a server may read it as this, or otherwise


def _word(value: "Json | _Absent") -> Word:
    match value:
        case bool():
            return Known("true" if value else "false")
        case str() | int():
            return Unknown("it holds a NUL") if isinstance(value, str) and "\0" in value else Known(str(value))
        case _:
            return Unknown("it is not text")


def _one(template: Template, call: _Call) -> Word:
    words = _words(template, call)
    return words[0] if len(words) == 1 else Unknown("it is not one text")


def _text(template: Template, call: _Call) -> str | None:
    word = _one(template, call)
    return word.text if isinstance(word, Known) else None


# ── the rows ─────────────────────────────────────────────────────────────────────────────────────────────


def _row(row: Row, call: _Call) -> tuple[Finding, ...]:
    if not all(_fulfilled(condition, call, unknown=True) for condition in row.when):
        return ()
    if any(_fulfilled(condition, call, unknown=False) for condition in row.unless):
        return ()
    if any(isinstance(_at(pointer, call), _Absent) for pointer in row.given):
        return ()
    match row.act:
        case Touch():
            return _touch(row.act, call)
        case Command():
            return _command(row.act, call)
        case Shell():
            text = _text(row.act.text, call)
            if text is None:
                return (opaque(f"what {shown(call.name)} runs is not known"),)
            return call.context.run_shell(text, replace(call.command, cwd=_directory(row.act.directory, call)))
        case Contact():
            return _contact(row.act, call)
        case Statement():
            return _statement(row.act, call)
        case Push():
            return _push(row.act, call)
        case Plain():
            return _plain(row.act, call)
        case _:
            assert_never(row.act)


_WAYS: Final[Mapping[str, Callable[..., tuple[Finding, ...]]]] = {
    "read": files.reading,
    "write": files.writing,
    "delete": files.deleting,
}


def _touch(act: Touch, call: _Call) -> tuple[Finding, ...]:
    touch = partial(_WAYS[act.way], command=call.command, context=call.context, recursive=act.recursive)
    given = _words(act.path, call) or (Unknown("it is not given"),)
    words = tuple(spelling for word in given for spelling in _spellings(_path(word)))
    touched = tuple(item for word in words for item in touch(word))
    return (*touched, *(item for word in words for item in _manifest(act, word, call)))


def _manifest(act: Touch, word: Word, call: _Call) -> tuple[Finding, ...]:
    """What a written manifest would bring in, as of `file.write`; of content that no mapping names, anything."""
    place = files.absolute(word, call.command, call.context) if act.way == "write" and isinstance(word, Known) else None
    if place is None:
        return ()
    text = _text(act.content, call) if act.content else None
    arguments: JsonObject = {"path": place} if text is None else {"path": place, "content": text}
    return manifest_findings(replace(call.origin, tool="file.write", arguments=arguments), place, call.context)


def _spellings(word: Word) -> tuple[Word, ...]:
    """The path as given, and as servers read it that take quotes and blanks off its end (server-filesystem)."""
    if not isinstance(word, Known):
        return (word,)
    return tuple(Known(text) for text in dict.fromkeys((word.text, word.text.rstrip("\"'` ") or "/")))


def _path(word: Word) -> Word:
    if isinstance(word, Known) and word.text.startswith("/") and word.text.isprintable():
        return word
    # A relative path starts where the server was started, which nobody here knows; `~` some servers expand.
    return Unknown("the server reads this path its own way")


def _directory(template: Template, call: _Call) -> str | None:
    """Where a command runs; None: not known, as for a server that was started somewhere."""
    word = _path(_one(template, call)) if template else Unknown("the server's own directory")
    return files.absolute(word, call.command, call.context) if isinstance(word, Known) else None


def _command(act: Command, call: _Call) -> tuple[Finding, ...]:
    words: list[Word] = []
    doubt: tuple[Finding, ...] = ()
    for template in act.words:
        constant = bool(template) and isinstance(template[0], str)
        for word in _words(template, call):
            if isinstance(word, Known) and word.text.startswith("-") and not constant:
                # A value that looks like an option is one to some servers, and then the line means something else.
                doubt = (opaque(f"an argument of {shown(call.name)} looks like an option"),)
            words.append(word)
    line = replace(call.command, argv=tuple(words), cwd=_directory(act.directory, call), text=f"calls {call.name}")
    return (*call.context.run_argv(line), *doubt)


_FILE_URL: Final = re.compile(r"(?i)\s*file:(//(localhost)?(?=/))?")


def _contact(act: Contact, call: _Call) -> tuple[Finding, ...]:
    method = (_text(act.method, call) or "POST").upper()
    sends = act.sends or method not in ("GET", "HEAD", "OPTIONS")
    word = _one(act.url, call)
    if isinstance(word, Known) and (match := _FILE_URL.match(word.text)):
        # What a server makes of escapes in it nobody knows.
        rest = word.text[match.end() :]
        path: Word = Known(rest) if "%" not in rest else Unknown("an address of a file")
        return files.reading(_path(path), call.command, call.context)
    if word == Known("*"):
        word = Unknown("whatever the page in the browser leads to")
    target = http.target_of(word)
    because = f"calls {call.name}"
    found = http.contacting(target, sends_data=sends, method=method, because=because)
    requests = tuple(replace(item, verb=Verb.HTTP_REQUEST) for item in found[:1])
    foreign = isinstance(word, Known) and target.scheme not in ("http", "https")
    return (*found, *requests, *((opaque(f"{shown(call.name)} opens another kind of address"),) if foreign else ()))


def _statement(act: Statement, call: _Call) -> tuple[Finding, ...]:
    text, resource = _text(act.text, call), _text(act.database, call) or "*"
    because = f"calls {call.name}"
    if text is None:
        facts: dict[str, Json] = {"local": act.local}
        return (Finding(verb=Verb.DB_ADMIN, kind="system", resource=resource, facts=facts, because=because),)
    dialect = _DIALECTS.get(resource.partition(":")[0], "postgres")
    told = reading(text, dialect)
    found = effects_of_sql(told, resource, local=act.local, because=because)
    if verb_of(told) is not None:
        return found
    return (*found, opaque(f"a statement of {shown(call.name)} runs a program or touches files"))


_DIALECTS: Final[Mapping[str, Dialect]] = {"postgres": "postgres", "mysql": "mysql", "sqlite": "sqlite"}


_BRANCH: Final = re.compile(r"[\w@+=#.,-]+(?:/[\w@+=#.,-]+)*", re.ASCII)
_REPOSITORY: Final = re.compile(r"(?:https?|ssh|git)://[\w.:\[\]-]+(?:/(?!\.{1,2}(?:/|$))[\w.~+-]+)+/?", re.ASCII)
"""An address that every program reads alike: what an argument puts into it stays one segment."""


def _push(act: Push, call: _Call) -> tuple[Finding, ...]:
    url, branch = _text(act.url, call), _text(act.branch, call) or ""
    branch = branch.removeprefix("refs/heads/")
    if not _BRANCH.fullmatch(branch) or branch.split("/")[0] in ("refs", "heads", "HEAD", "@"):
        branch = ""  # services differ in what they make of it, and one of them makes it a shared branch
    if url is not None and not _REPOSITORY.fullmatch(url):
        url = None
    where = destination_of(url or "::", remote=url or "")
    facts: dict[str, Json] = {
        "remote": where.remote,
        "host": where.host,
        "local": where.local,
        "ref": branch,
        "delete": False,
        "force": act.force,
        "configured": False,
    }
    if where.url:
        facts["url"] = where.url
    resource = f"{where.url or '*'}:{branch or '*'}"
    verbs = (Verb.GIT_PUSH, Verb.GIT_FORCE_PUSH) if act.force else (Verb.GIT_PUSH,)
    because = f"calls {call.name}"
    return tuple(Finding(verb=verb, kind="ref", resource=resource, facts=facts, because=because) for verb in verbs)


def _plain(act: Plain, call: _Call) -> tuple[Finding, ...]:
    because = f"calls {call.name}"
    if act.verb is Verb.OPAQUE:
        return (opaque(f"what {shown(call.name)} runs is not known", text=because),)
    facts: dict[str, Json] = {"class": act.secret} if act.secret else {}
    if act.kind == "system":
        facts["local"] = act.local
    resource = (_text(act.resource, call) if act.resource else "") or "*"
    return (Finding(verb=act.verb, kind=act.kind, resource=resource, facts=facts, because=because),)
