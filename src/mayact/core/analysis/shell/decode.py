"""shfmt's JSON to `tree`.

Law: each node type has a closed list of fields (`grammar`); anything else is refused, and so is nesting beyond
`_MAX_DEPTH`. Its offsets are bytes of the UTF-8 text, a tree's are code points.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final, cast

from mayact.core.analysis.shell import tree
from mayact.core.analysis.shell.grammar import KNOWN, REDIRECTIONS
from mayact.core.analysis.shell.tree import Node
from mayact.core.canonical import JsonObject
from mayact.core.errors import ShellUnreadable, shown
from mayact.core.model import Span

_MAX_DEPTH: Final = 160  # far above any command seen; the evaluator recurses with the tree
_MAX_PARTS: Final = 6_000  # words and quoted parts of one text; a long `git add` has a few hundred

_MAX_COPIED: Final = 4_194_304  # bytes: each statement keeps its source, so nested ones keep it several times


def decode(root: JsonObject, text: str) -> tuple[tuple[tree.Statement, ...], int]:
    """The statements of shfmt's tree `root` of `text`, and how many nodes they have. Raises `ShellUnreadable` for
    whatever is not listed."""
    decoder = _Decoder(text)
    try:
        return decoder.statements(_fields(root, "File").get("Stmts")), decoder.nodes
    except RecursionError:
        raise ShellUnreadable("commands are nested too deep", hint="send them one at a time") from None
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # A tree of another shape than shfmt's: a parser that is not the one this was written for.
        raise ShellUnreadable(f"the syntax tree is malformed ({type(error).__name__})") from None


def _fields(value: object, kind: str) -> Node:
    node = cast("Node", value)
    if not node.keys() <= KNOWN[kind]:
        unknown = node.keys() - KNOWN[kind]
        raise ShellUnreadable(f"syntax {kind} with {shown(', '.join(sorted(unknown)))} is not understood")
    return node


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if value else []


def _text(value: object) -> str:
    """The text of a Lit that stands where only a name can."""
    return str(_fields(value, "Lit").get("Value", "")) if value else ""


def _code_points(source: bytes) -> Sequence[int]:
    """For each byte of `source`, and for its end, how many code points start before it."""
    return list(accumulate((byte & 0xC0 != 0x80 for byte in source), initial=0))


class _Decoder:
    """One pass over one tree."""

    def __init__(self, text: str) -> None:
        self._source = text.encode("utf-8")
        self._points = _code_points(self._source) if len(self._source) > len(text) else None
        self._depth = 0
        self._parts = 0
        self._copied = 0
        self.nodes = 0

    # ── statements ───────────────────────────────────────────────────────────────────────────────────────

    def statements(self, value: object) -> tuple[tree.Statement, ...]:
        return tuple(self.statement(item) for item in _list(value))

    def statement(self, value: object) -> tree.Statement:
        node = _fields(value, "Stmt")
        self.nodes += 1
        start, end = (int(cast("Node", node[key])["Offset"]) for key in ("Pos", "End"))  # type: ignore[call-overload]
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ShellUnreadable("commands are nested too deep", hint=f"at most {_MAX_DEPTH} levels")
        self._copied += end - start
        if self._copied > _MAX_COPIED:
            raise ShellUnreadable("commands are nested too deep for their length", hint="send them in parts")
        command = node.get("Cmd")
        whole = command or node
        found = tree.Statement(
            command=self.command(command) if command else None,
            redirections=tuple(self.redirection(item) for item in _list(node.get("Redirs"))),
            background=bool(node.get("Background")),
            negated=bool(node.get("Negated")),
            text=self._source[start : self._end(node, end)].decode("utf-8", "replace").strip(),
            span=self._span(cast("Node", whole)),
        )
        self._depth -= 1
        return found

    def _end(self, node: Node, end: int) -> int:
        """Without the `;` behind a statement; an escaped one is a word's."""
        semicolon = node.get("Semicolon")
        at = cast("Node", semicolon)["Offset"] if semicolon else end
        return at if isinstance(at, int) and self._source[at : at + 1] == b";" else end

    def redirection(self, value: object) -> tree.Redirection:
        node = _fields(value, "Redirect")
        op = str(node["Op"])
        if op not in REDIRECTIONS:
            raise ShellUnreadable(f"redirection {shown(op)} is not understood")
        word, body = self.word(node["Word"]), node.get("Hdoc")
        return tree.Redirection(
            op=op,
            fd=_text(node.get("N")),
            word=word,
            body=self.word(body) if body else None,
            quoted=any(not isinstance(part, tree.Literal) or "\\" in part.text for part in word.parts),
            span=self._span(node),
        )

    def command(self, value: object) -> tree.Command:
        node = cast("Node", value)
        kind = str(node["Type"])
        reader = _COMMANDS.get(kind)
        if reader is None:
            raise ShellUnreadable(f"syntax {shown(kind)} is not understood")
        return reader(self, _fields(node, kind))

    def call(self, node: Node) -> tree.Command:
        return tree.Call(
            tuple(self.assignment(item) for item in _list(node.get("Assigns"))),
            tuple(self.word(item) for item in _list(node.get("Args"))),
        )

    def declaration(self, node: Node) -> tree.Command:
        return tree.Declaration(
            _text(node["Variant"]), tuple(self.assignment(item) for item in _list(node.get("Args")))
        )

    def assignment(self, value: object) -> tree.Assignment:
        node = _fields(value, "Assign")
        array = node.get("Array")
        elements = None
        if array is not None:
            elements = tuple(self._element(item) for item in _list(_fields(array, "ArrayExpr").get("Elems")))
        return tree.Assignment(
            name=_text(node.get("Name")),
            append=bool(node.get("Append")),
            naked=bool(node.get("Naked")),
            index=self._maybe(node.get("Index")),
            value=self.word(node["Value"]) if node.get("Value") else None,
            elements=elements,
        )

    def _element(self, value: object) -> tuple[tree.Expression | None, tree.WordNode | None]:
        node = _fields(value, "ArrayElem")
        return self._maybe(node.get("Index")), self.word(node["Value"]) if node.get("Value") else None

    def conditional(self, node: Node) -> tree.If:
        otherwise: tree.If | tuple[tree.Statement, ...] = ()
        if node.get("Else") is not None:
            last = _fields(node["Else"], "IfClause")
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                raise ShellUnreadable("conditions are nested too deep", hint=f"at most {_MAX_DEPTH} levels")
            otherwise = self.conditional(last) if last.get("Cond") else self.statements(last.get("Then"))
            self._depth -= 1
        return tree.If(self.statements(node.get("Cond")), self.statements(node.get("Then")), otherwise)

    def loop(self, node: Node) -> tree.Command:
        return tree.While(self.statements(node.get("Cond")), self.statements(node.get("Do")))

    def iteration(self, node: Node) -> tree.Command:
        head, body = cast("Node", node["Loop"]), self.statements(node.get("Do"))
        if head["Type"] == "WordIter":
            _fields(head, "WordIter")
            items = None
            if "Items" in head or "InPos" in head:
                items = tuple(self.word(item) for item in _list(head.get("Items")))
            return tree.ForEach(_text(head["Name"]), items, body, bool(node.get("Select")))
        _fields(head, "CStyleLoop")
        expressions = [self.expression(head[key]) for key in ("Init", "Cond", "Post") if head.get(key)]
        return tree.ForArithmetic(tuple(expressions), body)

    def case(self, node: Node) -> tree.Command:
        items = []
        for value in _list(node.get("Items")):
            item = _fields(value, "CaseItem")
            patterns = tuple(self.word(word) for word in _list(item.get("Patterns")))
            items.append((patterns, self.statements(item.get("Stmts"))))
        return tree.Case(self.word(node["Word"]), tuple(items))

    def group(self, node: Node) -> tree.Command:
        return tree.Group(self.statements(node.get("Stmts")))

    def subshell(self, node: Node) -> tree.Command:
        return tree.Subshell(self.statements(node.get("Stmts")))

    def binary(self, node: Node) -> tree.Command:
        op = str(node["Op"])
        if op not in ("&&", "||", "|", "|&"):
            raise ShellUnreadable(f"operator {shown(op)} is not understood")
        # A long `a && b && …` nests to the left; a list is not depth, so only the right side counts.
        depth, self._depth = self._depth, self._depth - 1 if op in ("&&", "||") else self._depth
        left = self.statement(node["X"])
        self._depth = depth
        return tree.Binary(op, left, self.statement(node["Y"]))

    def function(self, node: Node) -> tree.Command:
        body = self.statement(node["Body"])
        if not isinstance(body.command, _BODIES) or body.background or body.negated:
            # shfmt takes `f() { …; } | x` for a function with the body `{ …; } | x`; to bash `x` runs at once.
            raise ShellUnreadable("a function's definition is part of a longer command")
        return tree.Function(_text(node["Name"]), body)

    def arithmetic(self, node: Node) -> tree.Command:
        return tree.Arithmetic((self.expression(node["X"]),))

    def let(self, node: Node) -> tree.Command:
        return tree.Arithmetic(tuple(self.expression(item) for item in _list(node.get("Exprs"))))

    def test(self, node: Node) -> tree.Command:
        return tree.Test(self.expression(node["X"]))

    def timed(self, node: Node) -> tree.Command:
        return tree.Timed(self.statement(node["Stmt"]) if node.get("Stmt") else None)

    def coprocess(self, node: Node) -> tree.Command:
        return tree.Coprocess(self.statement(node["Stmt"]))

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────

    def word(self, value: object) -> tree.WordNode:
        node = _fields(value, "Word")
        return tree.WordNode(self._several(node), self._span(node))

    def _several(self, node: Node) -> tuple[tree.Part, ...]:
        """The parts of `node`. shfmt ends a literal before a `[` and around a lone `$`; they belong together."""
        parts: list[tree.Part] = []
        for item in _list(node.get("Parts")):
            part = self.part(item)
            if parts and isinstance(part, tree.Literal) and isinstance(before := parts[-1], tree.Literal):
                parts[-1] = tree.Literal(before.text + part.text)
            else:
                parts.append(part)
        return tuple(parts)

    def part(self, value: object) -> tree.Part:
        self._parts += 1
        self.nodes += 1
        if self._parts > _MAX_PARTS:
            raise ShellUnreadable(f"the command has more than {_MAX_PARTS} words", hint="send it in parts")
        node = cast("Node", value)
        kind = str(node["Type"])
        if kind == "Lit":
            return tree.Literal(str(_fields(node, kind).get("Value", "")))
        if kind == "SglQuoted":
            return tree.Single(str(_fields(node, kind).get("Value", "")), node.get("Dollar") is True)
        reader = _PARTS.get(kind)
        if reader is None:
            raise ShellUnreadable(f"syntax {shown(kind)} is not understood")
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ShellUnreadable("words are nested too deep", hint=f"at most {_MAX_DEPTH} levels")
        found = reader(self, _fields(node, kind))
        self._depth -= 1
        return found

    def double(self, node: Node) -> tree.Part:
        return tree.Double(self._several(node), node.get("Dollar") is True)

    def parameter(self, node: Node) -> tree.Part:
        operation = cut = replacement = None
        if node.get("Exp") is not None:
            exp = _fields(node["Exp"], "Exp")
            operation = tree.Operation(str(exp["Op"]), self.word(exp["Word"]) if exp.get("Word") else None)
        if node.get("Slice") is not None:
            part = _fields(node["Slice"], "Slice")
            cut = tree.Slice(self._maybe(part.get("Offset")), self._maybe(part.get("Length")))
        if node.get("Repl") is not None:
            part = _fields(node["Repl"], "Repl")
            old, new = (self.word(part[key]) if part.get(key) else None for key in ("Orig", "With"))
            replacement = tree.Replacement(bool(part.get("All")), old, new)
        if sum(item is not None for item in (operation, cut, replacement)) > 1:
            raise ShellUnreadable("a parameter with two operations is not understood")
        return tree.Parameter(
            name=_text(node["Param"]),
            bare=bool(node.get("Short")),
            length=bool(node.get("Length")),
            indirect=bool(node.get("Excl")),
            names=bool(node.get("Names")),
            index=self._maybe(node.get("Index")),
            operation=operation,
            slice=cut,
            replacement=replacement,
            span=self._span(node),
        )

    def command_substitution(self, node: Node) -> tree.Part:
        return tree.CommandSubstitution(self.statements(node.get("Stmts")))

    def process_substitution(self, node: Node) -> tree.Part:
        op = str(node["Op"])
        if op not in ("<(", ">("):
            raise ShellUnreadable(f"substitution {shown(op)} is not understood")
        return tree.ProcessSubstitution(self.statements(node.get("Stmts")), op == "<(")

    def arithmetic_expansion(self, node: Node) -> tree.Part:
        return tree.ArithmeticExpansion(self.expression(node["X"]))

    def extended_glob(self, node: Node) -> tree.Part:
        return tree.ExtendedGlob(str(node["Op"]) + _text(node.get("Pattern")) + ")")

    def _span(self, node: Node) -> Span:
        start, end = cast("Node", node["Pos"])["Offset"], cast("Node", node["End"])["Offset"]
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(self._source)):
            raise ValueError("a position is none of the text")
        return (start, end) if self._points is None else (self._points[start], self._points[end])

    # ── expressions ──────────────────────────────────────────────────────────────────────────────────────

    def _maybe(self, value: object) -> tree.Expression | None:
        return self.expression(value) if value else None

    def expression(self, value: object) -> tree.Expression:
        node = cast("Node", value)
        kind = str(node["Type"])
        if kind == "Word":
            return self.word(node)
        if kind not in _EXPRESSIONS:
            raise ShellUnreadable(f"syntax {shown(kind)} is not understood")
        _fields(node, kind)
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ShellUnreadable("an expression is nested too deep", hint=f"at most {_MAX_DEPTH} levels")
        operands = tuple(self.expression(node[key]) for key in ("X", "Y") if node.get(key))
        self._depth -= 1
        return tree.Operator(str(node.get("Op", "(")), operands, bool(node.get("Post")))


_BODIES: Final = (
    tree.Group,
    tree.Subshell,
    tree.If,
    tree.While,
    tree.ForEach,
    tree.ForArithmetic,
    tree.Case,
    tree.Arithmetic,
    tree.Test,
)

_EXPRESSIONS: Final = frozenset({"BinaryArithm", "UnaryArithm", "ParenArithm", "BinaryTest", "UnaryTest", "ParenTest"})

_COMMANDS: Final[dict[str, Callable[[_Decoder, Node], tree.Command]]] = {
    "CallExpr": _Decoder.call,
    "DeclClause": _Decoder.declaration,
    "IfClause": _Decoder.conditional,
    "WhileClause": _Decoder.loop,
    "ForClause": _Decoder.iteration,
    "CaseClause": _Decoder.case,
    "Block": _Decoder.group,
    "Subshell": _Decoder.subshell,
    "BinaryCmd": _Decoder.binary,
    "FuncDecl": _Decoder.function,
    "ArithmCmd": _Decoder.arithmetic,
    "LetClause": _Decoder.let,
    "TestClause": _Decoder.test,
    "TimeClause": _Decoder.timed,
    "CoprocClause": _Decoder.coprocess,
}

_PARTS: Final[dict[str, Callable[[_Decoder, Node], tree.Part]]] = {
    "DblQuoted": _Decoder.double,
    "ParamExp": _Decoder.parameter,
    "CmdSubst": _Decoder.command_substitution,
    "ProcSubst": _Decoder.process_substitution,
    "ArithmExp": _Decoder.arithmetic_expansion,
    "ExtGlob": _Decoder.extended_glob,
}
