"""Changing a JSON text where it says something else, and nowhere else: comments, blanks and order stay.

Law: what is added or taken out is checked against the parsed value, and a text that would then mean anything but the
value with exactly that change is refused; so is a text that could be read in two ways (a member twice, a comma too
many). Comments are as in JSONC (`//`, `/* */`); whether a client reads them is the caller's to say.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mayact.core.errors import InvalidInput

_BLANK: Final = re.compile(r"[ \t\r\n]*")
_COMMENT: Final = re.compile(r"//[^\r\n]*|/\*.*?\*/", re.DOTALL)
_STRING: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_OTHER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_MAX_DEPTH: Final = 64

IsOurs = Callable[[Any], bool]


@dataclass(slots=True)
class _Node:
    """A value and where it stands. `items`: the values of a list or the members of an object; `starts`: where each
    begins with its name; `commas`: the comma behind each but the last."""

    value: Any
    start: int
    end: int = 0
    items: "list[_Node]" = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)


def value_of(text: str, *, comments: bool) -> Any:
    """What the text says. Raises `InvalidInput`."""
    return _Reader(text, comments).whole().value


def merged(text: str, fragment: Mapping[str, Any], *, comments: bool) -> str:
    """The text with `fragment` in it: members that are missing are added, lists become longer, objects are entered,
    and anything else is replaced. Raises `InvalidInput`."""
    if not text.strip():
        return json.dumps(fragment, indent=2, ensure_ascii=False) + "\n"
    wanted = _joined(value_of(text, comments=comments), fragment)
    changed = _merge(text, fragment, (), comments)
    if value_of(changed, comments=comments) != wanted:
        raise InvalidInput("the file cannot be changed without changing what else it says", hint="add it by hand")
    return changed


def without(text: str, ours: IsOurs, *, below: str, comments: bool) -> str:
    """The text without the members of `below` that are ours, and without what holds nothing else. Raises
    `InvalidInput`."""
    root = _Reader(text, comments).whole()
    cuts: list[tuple[int, int]] = []
    for index, name in enumerate(root.names):
        if name == below:
            _cut(root, [index] if _empties(root.items[index], ours, cuts) else [], cuts)
    changed = _without(text, cuts)
    value_of(changed, comments=comments)
    return changed


# ── merging ──────────────────────────────────────────────────────────────────────────────────────────────


def _joined(value: Any, more: Any) -> Any:
    if isinstance(value, dict) and isinstance(more, Mapping):
        return {**value, **{name: _joined(value[name], new) if name in value else new for name, new in more.items()}}
    if isinstance(value, list) and isinstance(more, list):
        return [*value, *more]
    return more


def _merge(text: str, more: Any, way: tuple[str, ...], comments: bool) -> str:
    node = _at(_Reader(text, comments).whole(), way)
    kinds = (type(node.value), type(more))
    if kinds == (dict, dict):
        for name, new in more.items():
            node = _at(_Reader(text, comments).whole(), way)
            if name in node.names:
                text = _merge(text, new, (*way, name), comments)
            else:
                text = _added(text, node, f"{json.dumps(name, ensure_ascii=False)}: ", new)
        return text
    if kinds == (list, list):
        for new in more:
            text = _added(text, _at(_Reader(text, comments).whole(), way), "", new)
        return text
    if dict in kinds or list in kinds:
        raise InvalidInput(f"`{'.'.join(way)}` has another shape than it should", hint="repair the file first")
    return text[: node.start] + json.dumps(more) + text[node.end :]


def _at(node: _Node, way: tuple[str, ...]) -> _Node:
    for name in way:
        node = node.items[node.names.index(name)]
    return node


def _added(text: str, node: _Node, lead: str, value: Any) -> str:
    """One more item at the end of `node`, in the style of its neighbours."""
    newline = "\r\n" if "\r\n" in text else "\n"
    outer = _indent(text, node.start)
    if node.items:
        before = text[text.rfind("\n", 0, node.starts[0]) + 1 : node.starts[0]]
        if before.strip() or "\n" not in text[node.start : node.starts[0]]:
            if not isinstance(value, dict | list):
                return _put(text, node.items[-1].end, ", " + lead + json.dumps(value, ensure_ascii=False))
            before = outer + "  "  # on lines of its own, so that a person can read what would be added
        return _put(text, node.items[-1].end, f",{newline}{before}{lead}{_drawn(value, before, newline)}")
    inner = outer + "  "
    return _put(text, node.start + 1, f"{newline}{inner}{lead}{_drawn(value, inner, newline)}{newline}{outer}")


def _drawn(value: Any, indent: str, newline: str) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", newline + indent)


def _indent(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _put(text: str, at: int, more: str) -> str:
    return text[:at] + more + text[at:]


# ── taking out ───────────────────────────────────────────────────────────────────────────────────────────


def _empties(node: _Node, ours: IsOurs, cuts: list[tuple[int, int]]) -> bool:
    """Whether nothing but ours is in `node`; if something else is, the cuts that leave it are added."""
    if ours(node.value):
        return True
    gone: list[int] = []
    below: list[tuple[int, int]] = []
    for index, item in enumerate(node.items):
        # Beside its list of hooks an entry has a matcher: with all of its hooks gone the entry means nothing.
        if _empties(item, ours, below):
            gone.append(index)
    if gone and (len(gone) == len(node.items) or (node.names and "hooks" in (node.names[index] for index in gone))):
        return True
    cuts.extend(below)
    _cut(node, gone, cuts)
    return False


def _cut(node: _Node, gone: list[int], cuts: list[tuple[int, int]]) -> None:
    """Each of `gone`, and with it the comma that would be one too many."""
    kept_before = False
    for index in range(len(node.items)):
        if index not in gone:
            kept_before = True
            continue
        cuts.append((node.starts[index], node.items[index].end))
        comma = index - 1 if kept_before else index
        if 0 <= comma < len(node.commas):
            cuts.append((node.commas[comma], node.commas[comma] + 1))


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    def kept() -> Iterator[str]:
        at = 0
        for start, end in sorted(cuts):
            yield text[at:start]
            at = end
        yield text[at:]

    return "".join(kept())


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Reader:
    text: str
    comments: bool
    at: int = 0

    def whole(self) -> _Node:
        self._skip()
        node = self._value(0)
        self._skip()
        if self.at != len(self.text):
            raise self._wrong("something stands behind the value")
        return node

    def _value(self, depth: int) -> _Node:
        if depth > _MAX_DEPTH:
            raise self._wrong("it is nested too deep")
        node = _Node(value=None, start=self.at)
        match self.text[self.at : self.at + 1]:
            case "{":
                node.value = self._items(node, "}", depth)
            case "[":
                node.value = self._items(node, "]", depth)
            case _:
                node.value = self._scalar()
        node.end = self.at
        return node

    def _items(self, node: _Node, close: str, depth: int) -> Any:
        self._step()
        while not self._closed(node, close):
            node.starts.append(self.at)
            if close == "}":
                node.names.append(self._name(node))
            node.items.append(self._value(depth + 1))
            self._skip()
        values = [item.value for item in node.items]
        return dict(zip(node.names, values, strict=True)) if close == "}" else values

    def _closed(self, node: _Node, close: str) -> bool:
        sign = self.text[self.at : self.at + 1]
        if sign == close and len(node.commas) == max(len(node.items) - 1, 0):
            self.at += 1
            return True
        if node.items:
            if sign != ",":
                raise self._wrong("a comma or an end is missing")
            node.commas.append(self.at)
            self._step()
        return False

    def _name(self, node: _Node) -> str:
        name = self._scalar()
        self._skip()
        if not isinstance(name, str) or name in node.names or self.text[self.at : self.at + 1] != ":":
            raise self._wrong("a member has no name of its own")
        self._step()
        return name

    def _scalar(self) -> Any:
        found = _STRING.match(self.text, self.at) or _OTHER.match(self.text, self.at)
        if found is None:
            raise self._wrong("a value is missing")
        self.at = found.end()
        try:
            return json.loads(found[0])
        except ValueError:
            raise self._wrong("a value is malformed") from None

    def _step(self) -> None:
        self.at += 1
        self._skip()

    def _skip(self) -> None:
        while True:
            blank = _BLANK.match(self.text, self.at)
            self.at = blank.end() if blank else self.at
            comment = _COMMENT.match(self.text, self.at) if self.comments else None
            if comment is None:
                return
            self.at = comment.end()

    def _wrong(self, why: str) -> InvalidInput:
        line = self.text.count("\n", 0, self.at) + 1
        return InvalidInput(f"line {line} is not understood: {why}", hint="repair the file first")
