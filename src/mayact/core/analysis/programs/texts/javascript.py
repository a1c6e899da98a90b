"""JavaScript given to `node -e` and its like.

Law: a text is harmless when each of its words is, wherever it stands. A name is bound by the text or listed; a module
is only ever followed by a listed function; what is called is a listed function, a listed method, or a function that the
text defines by itself; a part that is reached by a computed name may be shown or compared, nothing else, because it
could be `constructor`. `this`, classes, `eval`, tagged templates, getters by name and `import()` are not understood.
"""

import re
from collections import Counter
from typing import Final

from mayact.core.analysis.command import Known, Unknown, Word
from mayact.core.analysis.programs.python.effects import Way
from mayact.core.analysis.programs.texts.javascript_names import (
    ALWAYS,
    BAD,
    CALLING,
    FUNCTIONS,
    GLOBALS,
    KEYWORDS,
    LATER,
    MADE,
    METHODS,
    PLAIN_FUNCTIONS,
    REACHED,
    STATIC,
)
from mayact.core.analysis.programs.texts.javascript_tokens import tokens_of
from mayact.core.analysis.programs.texts.tokens import (
    Seen,
    StrangeTextError,
    Token,
    closing,
    parts,
)


def read(text: str) -> tuple[Seen, ...]:
    """What `text` touches. Raises `StrangeTextError`."""
    if text.startswith("#!") or "<!--" in text or "-->" in text or re.search(r"[^\x20-\x7e\n\t\u00a1-\u1fff]", text):
        raise StrangeTextError("it holds signs that are read in two ways")
    tokens = tokens_of(text)
    reader = _Reader(tokens)
    reader.bindings()
    reader.check()
    if reader.reaches_ours and any(token.kind == "word" and token.text in REACHED for token in tokens):
        raise StrangeTextError("a module is reached through another")
    return tuple(dict.fromkeys(reader.seen))


_SET: Final = frozenset({"=", "+=", "-=", "*=", "/=", "++", "--"})
_OURS: Final = re.compile(r"\.(?:/(?!\.)[\w@.-]+)+(?<!\.json)(?<!\.node)(?<!\.)|\.")
_MANIFEST: Final = re.compile(r"(?:@[\w-]+/)?[a-z][\w.-]*/package\.json")
_COMPARES: Final = frozenset({"===", "!==", "==", "!=", "<", ">", "<=", ">=", "-", "*", "%", "**"})


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = [*tokens, Token("sign", ";"), Token("sign", ";")]
        self.seen: list[Seen] = []
        self.own: set[str] = set()
        self.modules: dict[str, str] = {}
        self.taken: dict[str, str] = {}
        """Functions of modules by the name that the text gives them: `MODULE.FUNCTION`."""
        self.defined: set[str] = set()
        self.constants: dict[str, str] = {}
        self.binds: list[str] = []
        self.done: set[int] = set()
        self.ours: set[str] = set()
        """Names for what a file of the repository gives."""
        self.reaches_ours = False

    def _is(self, at: int, *texts: str, kind: str = "sign") -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].kind == kind and self.tokens[at].text in texts

    def _word(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) and self.tokens[at].kind == "word" else ""

    # what the text binds

    def bindings(self) -> None:
        for at, token in enumerate(self.tokens):
            if token.kind != "word":
                continue
            if token.text in ("const", "let", "var"):
                self._declared(at + 1)
            elif token.text == "import":
                self._imported(at)
            elif token.text == "function":
                if self._word(at + 1):
                    self.defined.add(self._word(at + 1))
                    self._own(at + 1)
                    self._parameters(at + 2)
                else:
                    self._parameters(at + 1)
            elif token.text == "catch" and self._is(at + 1, "(") and self._word(at + 2) and not self._is(at - 1, "."):
                self._own(at + 2)
            if self._is(at + 1, "=>"):
                self._own(at)
        for at in range(len(self.tokens)):
            if self._is(at, "=>") and self._is(at - 1, ")"):
                self._parameters(self._opening(at - 1))
        self._once()

    def _once(self) -> None:
        """What is bound more than once, or set again, has no certain meaning."""
        bound = Counter(self.binds)
        again = {
            token.text
            for at, token in enumerate(self.tokens)
            if token.kind == "word"
            and at not in self.done
            and self._is(at + 1, *_SET)
            and self._word(at - 1) not in ("const", "let", "var")
        }
        self.constants = {k: v for k, v in self.constants.items() if bound[k] == 1 and k not in again}
        if any(bound[name] > 1 or name in again for name in self.defined):
            raise StrangeTextError("a function is bound twice")
        if any(bound[name] or name in again for name in (*self.modules, *self.taken)):
            raise StrangeTextError("a name is bound twice")

    def _opening(self, at: int) -> int:
        depth = 0
        for place in range(at, -1, -1):
            if self._is(place, ")"):
                depth += 1
            elif self._is(place, "("):
                depth -= 1
                if depth == 0:
                    return place
        raise StrangeTextError("a bracket is not opened")

    def _own(self, at: int) -> None:
        name = self._word(at)
        if not name or name in BAD or name in KEYWORDS or name in GLOBALS | ALWAYS:
            raise StrangeTextError("a name is bound that has a meaning already")
        self.own.add(name)
        self.binds.append(name)

    def _parameters(self, at: int) -> None:
        if not self._is(at, "("):
            raise StrangeTextError("the parameters of a function are not understood")
        end = closing(self.tokens, at)
        self._pattern_names(at + 1, end)

    def _pattern_names(self, start: int, end: int) -> None:
        """Names of a destructuring: no computed keys, and no renamed ones that could be `constructor`."""
        for at in range(start, end):
            token = self.tokens[at]
            if token.kind == "word" and token.text not in ("true", "false", "null", "undefined"):
                if self._is(at + 1, ":"):
                    if token.text in BAD:
                        raise StrangeTextError("a part is taken that is not data")
                    self.done.add(at)
                else:
                    self._own(at)
            elif token.kind == "sign" and token.text in ("(", "=>", "."):
                raise StrangeTextError("a default is not a plain value")
            elif token.kind == "sign" and token.text == "[" and self._after_close(at):
                raise StrangeTextError("a part is taken by a computed name")

    def _after_close(self, at: int) -> bool:
        return self._is(closing(self.tokens, at) + 1, ":")

    def _declared(self, at: int) -> None:
        while True:
            start = at
            if self._is(at, "{", "["):
                end = closing(self.tokens, at) + 1
            else:
                end = at + 1
            if self._taken(start, end):
                if not self._is(end + 5, ","):
                    return
                at = end + 6
                continue
            if end == start + 1:
                self._own(start)
                self._constant(start)
            else:
                self._pattern_names(start, end)
            if not self._is(end, "="):
                if self._is(end, ","):
                    at = end + 1
                    continue
                return
            at = self._end_of_value(end + 1)
            if not self._is(at, ","):
                return
            at += 1

    def _end_of_value(self, at: int) -> int:
        while at < len(self.tokens) and not self._is(at, ",", ";", ")", "]", "}"):
            if self.tokens[at].line and self._word(at) in ("const", "let", "var", "for", "if", "console"):
                return at
            at = closing(self.tokens, at) + 1 if self._is(at, "(", "[", "{", "${") else at + 1
        return at

    def _constant(self, at: int) -> None:
        name = self._word(at)
        if self._word(at - 1) == "const" and self._is(at + 1, "="):
            value = self.tokens[at + 2]
            ended = self._is(at + 3, ";", ",") or self.tokens[at + 3].line
            if value.kind == "text" and value.sure and ended and not self._is(at + 3, ".", "+", "?", "[", "(", "?."):
                self.constants[name] = value.text
            elif (self._word(at + 2) == "function" or self._arrow(at + 2)) and not self._is(at - 2, "("):
                self.defined.add(name)

    def _arrow(self, at: int) -> bool:
        """Whether a function begins here: `x =>`, `(…) =>`, `async …`, `function`."""
        if self._word(at) == "async":
            at += 1
        if self._word(at) == "function":
            return True
        if self._word(at) and self._is(at + 1, "=>"):
            return True
        return self._is(at, "(") and self._is(closing(self.tokens, at) + 1, "=>")

    def _taken(self, start: int, end: int) -> bool:
        """`const fs = require("fs")`, `const { readFileSync } = require("fs")`."""
        if not (self._is(end, "=") and self._word(end + 1) == "require" and self._is(end + 2, "(")):
            return False
        module, ours = self._module(end + 3), self._is_ours(end + 3)
        if (module is None and not ours) or not self._is(end + 4, ")"):
            return False
        if self._is(end + 5, ".", "(", "[", "?."):
            return False
        if module is None:
            self._named_ours(start, end)
            self._runs_ours(end + 3)
        else:
            self._named(start, end, module)
        self.done |= set(range(start, end + 5))
        return True

    def _named(self, start: int, end: int, module: str) -> None:
        if self._word(start) and end == start + 1:
            name = self._word(start)
            if name in BAD or name in GLOBALS or name in KEYWORDS:
                raise StrangeTextError("a name is bound that has a meaning already")
            if self.modules.setdefault(name, module) != module:
                raise StrangeTextError("a name is bound twice")
            return
        for first, last in parts(self.tokens, start + 1, end - 1):
            function, name = self._word(first), self._word(last - 1)
            if not function or not name or last - first not in (1, 3) or function not in FUNCTIONS[module]:
                raise StrangeTextError("a function of a module is not in the list")
            if name in BAD or self.taken.setdefault(name, f"{module}.{function}") != f"{module}.{function}":
                raise StrangeTextError("a name is bound twice")

    def _named_ours(self, start: int, end: int) -> None:
        """`lib` or `{ add, sub: minus }` of a file of the repository."""
        pairs = [(start, end)] if end == start + 1 else parts(self.tokens, start + 1, end - 1)
        for first, last in pairs:
            part, name = self._word(first), self._word(last - 1)
            if not part or not name or last - first not in (1, 3) or {part, name} & (BAD | GLOBALS | KEYWORDS | ALWAYS):
                raise StrangeTextError("what a module gives is not named plainly")
            self.ours.add(name)
            self.binds.append(name)

    def _is_ours(self, at: int) -> bool:
        """Whether a text names code that lies below where the text runs."""
        token = self.tokens[at]
        return token.kind == "text" and token.sure and _OURS.fullmatch(token.text) is not None

    def _runs_ours(self, at: int) -> None:
        self.reaches_ours = True
        self.seen.append(Seen("read", (Known(self.tokens[at].text),)))
        self.seen.append(Seen("import", (Known(self.tokens[at].text),)))

    def _part_of_ours(self, at: int) -> int:
        """`.a.b` behind something of the repository's, which may be called."""
        while self._is(at, ".", "?."):
            if not self._word(at + 1) or self._word(at + 1) in BAD:
                raise StrangeTextError("a part is taken that is not data")
            at += 2
        if self._is(at, *_SET, "["):
            raise StrangeTextError("something of a module is replaced, or chosen by a name")
        return at

    def _module(self, at: int) -> str | None:
        token = self.tokens[at]
        name = token.text.removeprefix("node:")
        return name if token.kind == "text" and token.sure and name in FUNCTIONS else None

    def _imported(self, at: int) -> None:
        """`import fs from "fs"`, `import * as fs from "node:fs"`, `import { x } from "fs"`."""
        if self._is(at + 1, "("):
            return  # a call, judged where it stands
        end = next((p for p in range(at, len(self.tokens)) if self._word(p) == "from"), None)
        if end is None or end - at > 40:
            raise StrangeTextError("an import is not analysed")
        module = self._module(end + 1)
        if module is None and not self._is_ours(end + 1):
            raise StrangeTextError("an import is not analysed")
        start = at + 1
        if self._is(start, "*") and self._word(start + 1) == "as":
            start += 2
        if module is None:
            self._named_ours(start, end if not self._is(start, "{") else closing(self.tokens, start) + 1)
            self._runs_ours(end + 1)
            self.done |= set(range(at, end + 2))
            return
        self._named(start, end if not self._is(start, "{") else closing(self.tokens, start) + 1, module)
        self.done |= set(range(at, end + 2))

    # what each word does

    def check(self) -> None:
        at = 0
        while at < len(self.tokens) - 2:
            if at in self.done:
                at += 1
                continue
            at = self._token(at)

    def _token(self, at: int) -> int:
        token = self.tokens[at]
        if token.kind == "word":
            return self._checked_word(at)
        if token.kind != "sign":
            if self._is(at + 1, "(") or (token.kind != "text" and self._is(at + 1, "[")):
                raise StrangeTextError("something is called that is not a function")
            return at + 1
        match token.text:
            case "." | "?.":
                return self._member(at)
            case "[":
                return self._bracket(at)
            case "(" if self._is(at - 1, ")", "]", "}"):
                raise StrangeTextError("something is called that is not a known function")
            case _:
                return at + 1

    def _checked_word(self, at: int) -> int:
        name = self._word(at)
        if name == "require" or (name == "import" and self._is(at + 1, "(")):
            return self._required(at)
        if name in self.ours:
            return self._part_of_ours(at + 1)
        if self._is(at + 1, ":") and self._is(at - 1, "{", ","):
            if name in BAD:
                raise StrangeTextError("a key has a meaning")
            return at + 1
        if name in self.modules:
            return self._function(at, self.modules[name], at + 1)
        if name in self.taken:
            module, _, function = self.taken[name].partition(".")
            return self._called(at, FUNCTIONS[module][function], f"{module}.{function}", at + 1)
        if name in KEYWORDS:
            if name == "new" and self._word(at + 1) not in MADE | self.ours:
                raise StrangeTextError("something is made that is not in the list")
            return at + 1
        if name in self.own:
            if self._is(at + 1, "(") and name not in self.defined:
                raise StrangeTextError("something is called that is not a known function")
            if self._is(at + 1, "?.") and self._is(at + 2, "(", "["):
                raise StrangeTextError("something is called that is not a known function")
            return at + 1
        if name == "fetch":
            return self._fetch(at)
        if name in LATER:
            if not self._is(at + 1, "(") or not self._arrow(at + 2):
                raise StrangeTextError("what is called is not known")
            return at + 1
        if name in GLOBALS:
            return self._global(at, name)
        raise StrangeTextError("a name is not in the list")

    def _global(self, at: int, name: str) -> int:
        if self._is(at + 1, "."):
            member = self._word(at + 2)
            if member not in STATIC.get(name, frozenset()):
                raise StrangeTextError("something of a name is not in the list")
            if self._is(at + 3, *_SET) and (name, member) != ("process", "exitCode"):
                raise StrangeTextError("something of the language is replaced")
            if (
                name == "process"
                and member in ("stdout", "stderr")
                and not (self._is(at + 3, ".") and self._word(at + 4) in ("write", "columns", "isTTY"))
            ) or (
                member == "stdin"
                and not (self._is(at + 3, ".") and self._word(at + 4) in ("on", "setEncoding", "resume", "isTTY"))
            ):
                raise StrangeTextError("something of a name is not in the list")
            if name == "process" and self._is(at + 3, "[") and member != "argv":
                raise StrangeTextError("something of a name is not in the list")
            if self._is(at + 3, "("):
                self._arguments_of(at + 3, name=f"{name}.{member}")
            return at + 3
        if self._word(at - 1) == "new" and name in MADE:
            if self._is(at + 1, "(") and name == "Promise":
                self._callback(at + 1, 0)
            return at + 1
        if self._is(at + 1, "(") and name in PLAIN_FUNCTIONS:
            return at + 1
        if name in ("String", "Number", "Boolean", "parseInt", "parseFloat") and self._is(at + 1, ")", ","):
            return at + 1
        raise StrangeTextError("a name is used that is not called")

    def _required(self, at: int) -> int:
        """`require("fs").f(…)`, `require("./data.json")`."""
        if not self._is(at + 1, "(") or not self._is(at + 3, ")") or self.tokens[at + 2].kind != "text":
            raise StrangeTextError("what is required is not known")
        module = self._module(at + 2) if self._word(at) == "require" else None
        if module is not None:
            return self._function(at, module, at + 4)
        name = self.tokens[at + 2]
        if self._is_ours(at + 2):
            self._runs_ours(at + 2)
            return self._part_of_ours(at + 4) if self._word(at) == "require" else at + 4
        if name.sure and _MANIFEST.fullmatch(name.text):
            self.seen.append(Seen("read", (Known(f"node_modules/{name.text}"),)))
            return at + 4
        if not name.sure or not name.text.startswith(("./", "../")) or not name.text.endswith(".json"):
            raise StrangeTextError("a module is required that is not in the list")
        self.seen.append(Seen("read", (Known(name.text),)))
        return at + 4

    def _function(self, at: int, module: str, dot: int) -> int:
        function = self._word(dot + 1)
        if module == "path" and function == "posix" and self._is(dot, "."):
            dot, function = dot + 2, self._word(dot + 3)
        if not self._is(dot, ".") or function not in FUNCTIONS[module]:
            raise StrangeTextError("something of a module is not in the list")
        return self._called(at, FUNCTIONS[module][function], f"{module}.{function}", dot + 2)

    def _called(self, at: int, way: Way | None, full: str, bracket: int) -> int:
        if not self._is(bracket, "("):
            if full.startswith("fs.") or self._is(bracket, *_SET, "["):
                raise StrangeTextError("a function of a module is handed on")
            if full in ("path.sep", "os.EOL", "path.delimiter"):
                return bracket
            raise StrangeTextError("a function of a module is handed on")
        if way:
            found = parts(self.tokens, bracket + 1, closing(self.tokens, bracket))
            if not found or self._is(found[0][0], "..."):
                raise StrangeTextError("which file a function touches is not known")
            self.seen.append(Seen(way, (self._command(found) if way == "shell" else self._file(*found[0]),)))
        return bracket

    def _command(self, found: list[tuple[int, int]]) -> Word:
        """The text that `execSync` hands to a shell, with nothing but how its answer is given back."""
        options = [self.tokens[at] for at in range(*found[1])] if len(found) > 1 else []
        strange = len(found) > 2 or any(
            token.kind == "variable"
            or (token.kind == "word" and token.text not in ("encoding", "stdio", "maxBuffer", "true"))
            for token in options
        )
        first = self.tokens[found[0][0]]
        if strange or found[0][1] != found[0][0] + 1 or first.kind != "text" or not first.sure:
            raise StrangeTextError("the command that a shell is handed is not known")
        return Known(first.text)

    def _file(self, start: int, end: int) -> Word:
        """The file that an argument names."""
        first = self.tokens[start]
        if end == start + 1:
            if first.kind == "text" and first.sure:
                return _spelled(first.text)
            if first.kind == "word" and first.text in self.constants:
                return _spelled(self.constants[first.text])
            if first.kind == "number" and first.text == "0":
                return Known("/dev/stdin")
        joined = self._joined(start, end)
        if joined is not None:
            return joined
        return Unknown("it is computed")

    def _joined(self, start: int, end: int) -> Word | None:
        """`path.join("a", …)`: known when all of it is."""
        is_path = self.modules.get(self._word(start)) == "path" and self._is(start + 1, ".")
        if not (is_path and self._word(start + 2) == "join" and self._is(start + 3, "(")):
            return None
        if closing(self.tokens, start + 3) != end - 1:
            return None
        words = [self._file(*part) for part in parts(self.tokens, start + 4, end - 1)]
        if all(isinstance(word, Known) for word in words) and words:
            return Known("/".join(word.text for word in words if isinstance(word, Known)))
        return None

    def _fetch(self, at: int) -> int:
        if not self._is(at + 1, "("):
            raise StrangeTextError("a function is handed on")
        found = parts(self.tokens, at + 2, closing(self.tokens, at + 1))
        word = self._file(*found[0]) if found else Unknown("it is computed")
        if not isinstance(word, Known) or not re.match(r"https?://", word.text):
            raise StrangeTextError("what is fetched is not known")
        self.seen.append(Seen("contact" if len(found) == 1 else "send", (word,)))
        return at + 1

    def _member(self, at: int) -> int:
        name = self._word(at + 1)
        if not name or (name in BAD and not (name in METHODS and self._is(at + 2, "("))):
            raise StrangeTextError("a part is reached that is not data")
        if self._is(at + 2, "("):
            if name not in METHODS:
                raise StrangeTextError("a method is not in the list")
            self._arguments_of(at + 2, name=name)
        if self._is(at + 2, "?.") and self._is(at + 3, "("):
            raise StrangeTextError("something is called that is not a known function")
        return at + 2

    def _arguments_of(self, bracket: int, *, name: str) -> None:
        if name in CALLING:
            self._callback(bracket, 0)
            if name == "then":
                self._callback(bracket, 1)
        elif name in ("Array.from", "JSON.parse", "on", "once"):
            self._callback(bracket, 1)
        elif name == "process.nextTick":
            self._callback(bracket, 0)

    def _callback(self, bracket: int, number: int) -> None:
        """The argument at `number`, when there is one, is a function of the text or a listed one."""
        found = parts(self.tokens, bracket + 1, closing(self.tokens, bracket))
        if any(self._is(start, "...") for start, _ in found):
            raise StrangeTextError("what is called is not known")
        if number >= len(found):
            return
        start, end = found[number]
        if self._arrow(start):
            return
        if end == start + 1 and (self._word(start) in self.defined or self._word(start) in PLAIN_FUNCTIONS):
            return
        if end == start + 3 and self._word(start) == "console" and self._word(start + 2) in STATIC["console"]:
            return
        raise StrangeTextError("what is called is not known")

    def _bracket(self, at: int) -> int:
        """`x[…]`: a part, or a new array."""
        end = closing(self.tokens, at)
        before = self.tokens[at - 1] if at else None
        operand = before is not None and (
            before.kind in ("text", "pattern")
            or (before.kind == "word" and before.text not in KEYWORDS)
            or (before.kind == "sign" and before.text in (")", "]", "}", "?."))
        )
        if self._is(end + 1, ":") and self._is(at - 1, "{", ","):
            raise StrangeTextError("a key is computed")
        if not operand:
            return at + 1
        if self._is(end + 1, "(") or (self._is(end + 1, "?.") and self._is(end + 2, "(")):
            raise StrangeTextError("something is called that is reached by a computed name")
        inner = self.tokens[at + 1 : end]
        if len(inner) == 1 and inner[0].kind == "number":
            return at + 1
        if len(inner) == 1 and inner[0].kind == "text" and inner[0].sure and inner[0].text not in BAD:
            return at + 1
        if self._is(end + 1, "=", "+=", "++", "--", "-=") and before is not None and before.kind == "word":
            return at + 1
        if self._shown(at, end):
            return at + 1
        raise StrangeTextError("a part is reached by a computed name")

    def _shown(self, at: int, end: int) -> bool:
        """Whether what is reached is only shown, compared or reckoned with."""
        start = at - 1
        while self._is(start - 1, ".") and self._word(start - 2):
            start -= 2
        if self._is(start - 1, *_COMPARES, "!") or self._is(end + 1, *_COMPARES):
            return self.tokens[start].kind == "word"
        if self._is(start - 1, "${") and self._is(end + 1, "}$"):
            return True
        if self._is(end + 1, "||", "??") and self.tokens[end + 2].kind == "number" and self._is(end + 3, ")"):
            return self._is(start - 1, "(") and self._is(end + 4, "+")
        if not (self._is(start - 1, "(", ",") and self._is(end + 1, ",", ")")):
            return False
        depth = 0
        for place in range(start - 1, -1, -1):
            if self._is(place, ")", "]", "}"):
                depth += 1
            elif self._is(place, "(", "[", "{"):
                if depth == 0:
                    return self._word(place - 3) == "console" and self._is(place - 2, ".")
                depth -= 1
        return False


def _spelled(name: str) -> Word:
    """Node does not expand `~`."""
    return Known("./" + name if name.startswith("~") else name)
