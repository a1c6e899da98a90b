"""A language as data, and the one reader for all of them but JavaScript.

Law: a text is harmless when each of its words is, wherever it stands. Every word is listed, or a name that the text
binds and nothing else has; a method is listed whatever it is called on; what touches a file is a listed function whose
file is a constant. A value is never called. What could be split or filled in differently is refused before.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.programs.python.effects import Way
from mayact.core.analysis.programs.texts.tokens import (
    NUMBER,
    WORD,
    Seen,
    StrangeTextError,
    Token,
    closing,
    parts,
    quoted,
    unescaped,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Everything that is not here is not understood."""

    words: frozenset[str]
    """Keywords, functions and constants without effect, wherever they stand."""
    methods: frozenset[str] = frozenset()
    """Without effect on whatever they are called."""
    members: Mapping[str, Way | None] = field(default_factory=dict)
    """`OWNER.name`: what its first argument, a file, is to it; None: nothing."""
    running: frozenset[str] = frozenset()
    """Of the members: what is read may make objects of the project's classes."""
    functions: Mapping[str, Way | None] = field(default_factory=dict)
    """The same for plain functions."""
    access: frozenset[str]
    """Signs in front of a method or part."""
    parts: bool = False
    """A part that is not called may have any name."""
    signs: re.Pattern[str]
    comments: tuple[str, ...]
    filled: str
    """Quotes of texts that may have parts filled in."""
    raw: str
    hole: re.Pattern[str]
    """What in a filled text runs something."""
    fills: re.Pattern[str]
    """What in a filled text is filled in at all."""
    word: re.Pattern[str] = WORD
    variable: re.Pattern[str] | None = None
    variables: re.Pattern[str] | None = None
    """Those variables with a sign in front that may be used."""
    keyed: re.Pattern[str] | None = None
    """Labels and symbols: texts in all but spelling."""
    patterns: frozenset[str] | None = None
    """Words behind which a slash begins a pattern; None: the language has none."""
    prefix: frozenset[str] = frozenset()
    """Words that a value must follow, so that a sign behind them begins one."""
    flags: re.Pattern[str] = re.compile(r"")
    special: re.Pattern[str] | None = None
    """Quotes with a name (`%w[…]`, `qw(…)`), as a whole: without anything filled in."""
    refused: re.Pattern[str]
    """Anywhere in the text: not understood."""
    binds: frozenset[str] = frozenset({"="})
    never: frozenset[str] = frozenset()
    """Names that a text cannot bind, because they stay functions beside it."""
    calls: bool = True
    """A word without brackets can be a call, so that a bound name is one only where it certainly is not."""
    command: bool = False
    """Arguments may stand without brackets."""
    infix: frozenset[str] = frozenset()
    """Signs that mean something else where no value stands before them."""
    loose: bool = False
    """A name that is not called does nothing, whatever it is."""
    braced: bool = False
    """`$x{word}` is a text."""
    drops: re.Pattern[str] | None = None
    """What may stand before the text and loads listed libraries only."""
    number: re.Pattern[str] = NUMBER
    second: frozenset[str] = frozenset()
    """Of the functions: those whose file is their second argument."""
    listed: frozenset[str] = frozenset()
    """Classes that give, by a glob in brackets or to `glob`, the names of files."""
    home: bool = False
    """`~` in the name of a file is the home directory."""
    begins: str = ""
    """What a whole file begins with."""


_OPERATORS_BEFORE_PATTERN: Final = frozenset(
    {
        "(",
        ",",
        "=",
        "=~",
        "!~",
        "&&",
        "||",
        "!",
        "{",
        ";",
        "==",
        "!=",
        "=>",
        "?",
        "[",
        "|",
        "+",
        "+=",
        "~~",
        "..",
        "...",
    }
)


def read(text: str, language: Language) -> tuple[Seen, ...]:
    """What `text` touches. Raises `StrangeTextError`."""
    if language.drops is not None:
        text = language.drops.sub("", text, count=1)
    if language.refused.search(text) or re.search(r"[^\x20-\x7e\n\t\u00a1-\u1fff]", text):
        raise StrangeTextError("it holds what is not analysed")
    tokens = _scan(text.removeprefix(language.begins), language)
    closing([Token("sign", "("), *tokens, Token("sign", ")")], 0)
    reader = _Reader(tokens, language)
    return reader.read()


# ── tokens ───────────────────────────────────────────────────────────────────────────────────────────────


def _scan(text: str, language: Language) -> list[Token]:
    found: list[Token] = []
    at = 0
    line = False
    while at < len(text):
        ch = text[at]
        if ch in " \t\n":
            line = line or ch == "\n"
            at += 1
            continue
        if text.startswith(language.comments, at):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        token, at = _one(text, at, found, language)
        found.append(Token(token.kind, token.text, token.sure, line))
        line = False
    return found


def _one(text: str, at: int, found: list[Token], language: Language) -> tuple[Token, int]:
    ch = text[at]
    special = None
    if language.special is not None and not _operand(found, language):
        special = language.special.match(text, at)
    if special is not None:
        if language.hole.search(special[0]):
            raise StrangeTextError("a pattern is filled in, or runs something")
        return Token("text", special[0], sure=False), special.end()
    if ch in language.filled or ch in language.raw:
        return _quoted(text, at, language)
    if language.variable is not None and (match := language.variable.match(text, at)):
        if language.variables is None or not language.variables.fullmatch(match[0]):
            raise StrangeTextError("a variable is used that has a meaning")
        if ch in language.infix and _operand(found, language):
            raise StrangeTextError("a sign may belong to a name or stand between values")
        return Token("variable", match[0]), match.end()
    if language.keyed is not None and (match := language.keyed.match(text, at)):
        return Token("text", match[0], sure=False), match.end()
    if ch == "/" and language.patterns is not None:
        return _slash(text, at, found, language)
    if match := language.number.match(text, at):
        return Token("number", match[0]), match.end()
    if match := language.word.match(text, at):
        end = match.end()
        if language.command and text[end : end + 1] in ("?", "!") and text[end + 1 : end + 2] not in ("=", "~"):
            end += 1
        return Token("word", text[at:end]), end
    if match := language.signs.match(text, at):
        if match[0] in language.infix and not _operand(found, language):
            raise StrangeTextError("a sign stands where it could begin something else")
        return Token("sign", match[0]), match.end()
    raise StrangeTextError("it holds a sign that is not analysed")


def _operand(found: list[Token], language: Language) -> bool:
    """Whether a value ends here, so that what comes is an operator."""
    if not found:
        return False
    last = found[-1]
    if last.kind == "sign":
        return last.text in (")", "]", "}")
    return last.kind != "word" or last.text not in language.prefix | (language.patterns or frozenset())


def _quoted(text: str, at: int, language: Language) -> tuple[Token, int]:
    content, end = quoted(text, at)
    raw = text[at] in language.raw
    if not raw and language.hole.search(content):
        raise StrangeTextError("a text is filled in with more than a value")
    plain = None if not raw and language.fills.search(content) else unescaped(content, raw=raw)
    return Token("text", content if plain is None else plain, sure=plain is not None), end


def _slash(text: str, at: int, found: list[Token], language: Language) -> tuple[Token, int]:
    last = found[-1] if found else None
    if last is not None and (last.kind in ("number", "variable") or last.text in (")", "]")):
        return Token("sign", "/"), at + 1
    begins = (
        last is None
        or (last.kind == "word" and last.text in (language.patterns or ()))
        or (last.kind == "sign" and last.text in _OPERATORS_BEFORE_PATTERN)
    )
    if not begins:
        raise StrangeTextError("a slash may divide or begin a pattern")
    content, end = quoted(text, at)
    if language.hole.search(content) or "\n" in content:
        raise StrangeTextError("a pattern is filled in, or runs something")
    flags = language.flags.match(text, end)
    end = flags.end() if flags is not None else end
    if WORD.match(text, end) and text[end - 1] != "/":
        raise StrangeTextError("a flag of a pattern is not analysed")
    return Token("pattern", content), end


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


_THROUGH: Final = frozenset(
    {"each", "map", "select", "reject", "filter", "filter_map", "flat_map", "sort_by", "sum", "count", "find_all"}
)
_CHANGING: Final = frozenset(
    {"concat", "insert", "push", "prepend", "replace", "unshift", "clear", "force_encoding", "delete_if", "keep_if"}
)
_MAX_LISTED: Final = 64  # tokens of a list that is looked through for each of its names


class _Reader:
    def __init__(self, tokens: list[Token], language: Language) -> None:
        self.tokens = [*tokens, Token("sign", ";", line=True), Token("sign", ";")]
        self.language = language
        self.seen: list[Seen] = []
        self.own: set[str] = set()
        self.constants: dict[str, str] = {}
        self.globs: list[tuple[str, int, int, str]] = []
        """Names of a block that go through the files of a glob, with where the block begins and ends."""

    def _is(self, at: int, *texts: str) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].kind == "sign" and self.tokens[at].text in texts

    def read(self) -> tuple[Seen, ...]:
        self._bindings()
        for at, token in enumerate(self.tokens):
            called = self._is(at + 1, "(") and not self.tokens[at + 1].line
            if token.kind == "word":
                self._word(at)
            elif called and token.kind == "variable" and self.language.braced:
                continue  # `for my $x (…)`: a value is only called behind `->` or `&`
            elif called and (token.kind != "sign" or token.text in (")", "]", "}")):
                raise StrangeTextError("a value is called")
            elif token.kind == "sign" and token.text in self.language.access:
                follows = self.tokens[at + 1]
                if follows.kind != "word" and not (follows.kind == "sign" and follows.text in ("[", "{")):
                    raise StrangeTextError("a part is reached in a way that is not analysed")
            if token.kind in ("text", "pattern") and not (token.kind == "text" and token.sure):
                self._filled(token.text)
        return tuple(dict.fromkeys(self.seen))

    def _filled(self, content: str) -> None:
        """What is filled in is a name of the text's own."""
        for match in self.language.fills.finditer(content):
            name = match["name"] or ""
            variables = self.language.variables
            if name in self.own or (variables is not None and variables.fullmatch(name)):
                continue
            raise StrangeTextError("a text is filled in with what is not known")

    def _bindings(self) -> None:
        times: Counter[str] = Counter()
        for at, token in enumerate(self.tokens):
            bound = token.kind in ("word", "variable") and self._is(at + 1, *self.language.binds)
            between = token.kind == "word" and self._is(at - 1, "|", ",") and self._is(at + 1, "|", ",")
            listed = token.kind == "word" and between and self._in_bars(at)
            declared = token.kind == "word" and at > 0 and self.tokens[at - 1].text in ("local", "for", "function(")
            declared = declared and self.tokens[at - 1].text not in self.language.prefix
            if not (bound or listed or declared) or self._is(at - 1, *self.language.access):
                continue
            if self.language.loose and self._is(at + 1, "=") and self._is(at - 1, "(", ","):
                times[token.text] += 1  # the name of an argument
                continue
            name = token.text
            times[name] += 1
            if token.kind == "word":
                if name in self.language.words | self.language.never | self.language.functions.keys():
                    raise StrangeTextError("a name is bound that has a meaning already")
                self.own.add(name)
            value = self.tokens[at + 2] if bound else None
            alone = not self._is(at - 1, ",", "[", "(", "=>", "*")
            if value is not None and value.kind == "text" and value.sure and self._ends(at + 3) and alone:
                self.constants[name] = value.text
        changed = {token.text for at, token in enumerate(self.tokens) if not self._bound_or_read(at)}
        self.constants = {k: v for k, v in self.constants.items() if times[k] == 1 and k not in changed}
        self._through()

    def _through(self) -> None:
        """`Dir["src/*.rb"].sort.each { |f| … }`, where no text of the program is changed in place."""
        if any(
            self._is(at, "<<") or (token.kind == "word" and (token.text in _CHANGING or token.text.endswith("!")))
            for at, token in enumerate(self.tokens)
        ):
            return
        for at, token in enumerate(self.tokens):
            if token.kind != "word" or not (self._is(at - 1, "|") and self._is(at + 1, "|") and self._is(at - 2, "{")):
                continue
            glob, end = self._glob(at - 4), closing(self.tokens, at - 2)
            again = sum(
                1 for place in range(at + 1, end) if self.tokens[place].text == token.text and self._binds(place)
            )
            if glob is not None and not again:
                self.globs.append((token.text, at, end, glob))

    def _binds(self, at: int) -> bool:
        return self._is(at + 1, *self.language.binds, "+=", "||=") or (
            self._is(at - 1, "|", ",", "*") and self._is(at + 1, "|", ",") and self._in_bars(at)
        )

    def _glob(self, at: int) -> str | None:
        """The glob whose files the method in front of `at + 2` goes through."""
        if self._is(at, ".") and self.tokens[at + 1].text in _THROUGH:
            at -= 1
            if self.tokens[at].text == "sort" and self._is(at - 1, "."):
                at -= 2
        else:
            return None
        text = self.tokens[at - 1]
        bracket = self._is(at, "]") and self._is(at - 2, "[") and self.tokens[at - 3].text in self.language.listed
        called = self._is(at, ")") and self._is(at - 2, "(") and self.tokens[at - 3].text == "glob"
        called = called and self._is(at - 4, ".") and self.tokens[at - 5].text in self.language.listed
        return text.text if (bracket or called) and text.kind == "text" and text.sure else None

    def _bound_or_read(self, at: int) -> bool:
        """Where a constant is set, or handed to a function as it is: anything else might change it."""
        if self._is(at + 1, "=", "<-"):
            return True
        before = self.tokens[at - 1] if at else None
        handed = self._is(at - 1, "(", ",") or (before is not None and before.text in self.language.functions)
        handed = handed or (before is not None and before.kind == "word" and self._is(at - 2, *self.language.access))
        return handed and (self._ends(at + 1) or self._is(at + 1, "}"))

    def _in_bars(self, at: int) -> bool:
        """`{ |a, b| … }` and `do |a, b|`."""
        start = at
        while not self._is(start, "|"):
            start -= 1
            if start < at - _MAX_LISTED:
                raise StrangeTextError("a list of names is too long")
            if start < 0 or not (self.tokens[start].kind == "word" or self._is(start, "|", ",")):
                return False
        opens = self.tokens[start - 1] if start else None
        return opens is not None and opens.text in ("{", "do")

    def _ends(self, at: int) -> bool:
        return self.tokens[at].line or self._is(at, ";", ",", ")")

    def _word(self, at: int) -> None:
        name = self.tokens[at].text
        language = self.language
        if self._is(at - 1, *language.access):
            self._member(at, name)
        elif self._key(at) or (
            name in language.listed and self._is(at + 1, "[") and self.tokens[at + 2].kind == "text"
        ):
            return
        elif f"{name}." in _owners(language) and (name not in language.words or self._is(at + 1, *language.access)):
            if not self._is(at + 1, *language.access):
                raise StrangeTextError("a class is handed on")
        elif name in language.functions:
            self._touches(at + 1, language.functions[name], number=int(name in language.second))
        elif name in language.words:
            return
        elif name in self.own:
            follows = self.tokens[at + 1]
            if self._is(at + 1, "(") or (
                language.calls
                and not follows.line
                and follows.kind != "sign"
                and (follows.kind != "word" or follows.text not in language.words)
            ):
                raise StrangeTextError("a bound name is called")
        elif not language.loose or self._is(at + 1, "(") or name in language.never:
            raise StrangeTextError("a name is not in the list")

    def _key(self, at: int) -> bool:
        """`$x{word}`, `$x->{word}`."""
        inside = self._is(at - 1, "{") and self._is(at + 1, "}")
        return self.language.braced and inside and (self.tokens[at - 2].kind == "variable" or self._is(at - 2, "->"))

    def _member(self, at: int, name: str) -> None:
        language = self.language
        owner = self.tokens[at - 2]
        full = f"{owner.text}.{name}"
        if owner.kind == "word" and not self._is(at - 3, *language.access) and f"{owner.text}." in _owners(language):
            if full not in language.members:
                raise StrangeTextError("something of a class is not in the list")
            self._touches(at + 1, language.members[full])
            if full in language.running:
                self.seen.append(Seen("import", (Known(full),)))
        elif name not in language.methods and not (language.parts and not self._is(at + 1, "(")):
            raise StrangeTextError("a method is not in the list")

    def _touches(self, at: int, way: Way | None, *, number: int = 0) -> None:
        if way is None:
            return
        if self._is(at, "("):
            found = parts(self.tokens, at + 1, closing(self.tokens, at))
            if len(found) <= number:
                raise StrangeTextError("which file a function touches is not known")
            start, end = found[number]
        elif self.language.command:
            start = at
            end = at + 1 if self._ends(at + 1) or self._is(at + 1, ")", "}", ".", "]") else at
        else:
            raise StrangeTextError("a function is handed on")
        self.seen.append(Seen(way, (self._file(start, end, way),)))

    def _file(self, start: int, end: int, way: Way) -> Word:
        token = self.tokens[start]
        text = None
        if end == start + 1:
            if token.kind == "text" and token.sure:
                text = token.text
            elif token.kind in ("word", "variable"):
                text = self.constants.get(token.text)
        if text is None and end == start + 1 and token.kind == "word":
            globs = [glob for name, first, last, glob in self.globs if name == token.text and first < start < last]
            if len(globs) == 1 and not globs[0].startswith(("/", "~", "|", "<", ">", "+")) and ".." not in globs[0]:
                return Pattern(globs[0])
        if text is None:
            return Unknown("it is computed")
        if way in ("read", "write") and (text.startswith(("|", "<", ">", "+")) or "://" in text or text.endswith("|")):
            raise StrangeTextError("the name of a file is more than a name")
        if text.startswith("~") and self.language.home:
            raise StrangeTextError("a file of a home directory is named")
        return Known("./" + text if text.startswith("~") else text)


def _owners(language: Language) -> frozenset[str]:
    return frozenset(full.partition(".")[0] + "." for full in language.members)
