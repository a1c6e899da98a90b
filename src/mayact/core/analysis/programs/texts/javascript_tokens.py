"""JavaScript's words, numbers, texts, patterns and signs.

Law: a slash that could divide or begin a pattern, and whatever else two readers could split differently, is refused. It
refuses to know what a name does.
"""

import re
from typing import Final

from mayact.core.analysis.programs.table import names
from mayact.core.analysis.programs.texts.tokens import (
    NUMBER,
    StrangeTextError,
    Token,
    closing,
    quoted,
    unescaped,
)

_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_SIGNS: Final = re.compile(
    r"=>|\.\.\.|===|!==|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\*\*|\+\+|--|\+=|-=|\*=|/=|<<|>>>|>>|[-+*%<>=!&|^~?:,;.(){}\[\]]"
)
_BEFORE_PATTERN: Final = names("return typeof case in of void throw else do await")


def tokens_of(text: str) -> list[Token]:
    found: list[Token] = []
    _scan(text, found)
    closing([Token("sign", "("), *found, Token("sign", ")")], 0)
    return found


def _scan(text: str, found: list[Token]) -> None:
    at = 0
    line = False
    while at < len(text):
        ch = text[at]
        if ch in " \t\n":
            line = line or ch == "\n"
            at += 1
            continue
        if text.startswith("//", at):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        if text.startswith("/*", at):
            end = text.find("*/", at)
            if end < 0:
                raise StrangeTextError("a comment does not end")
            line = line or "\n" in text[at:end]
            at = end + 2
            continue
        if ch in "'\"":
            content, at = quoted(text, at)
            if "\n" in content:
                raise StrangeTextError("a quoted text runs over a line")
            plain = unescaped(content)
            found.append(Token("text", plain or "", sure=plain is not None, line=line))
        elif ch == "`":
            at = _template(text, at, found, line=line)
        elif ch == "/" and not text.startswith("/=", at) and _begins_pattern(found):
            at = _pattern(text, at, found, line=line)
        elif ch == "/":
            found.append(Token("sign", "/", line=line))
            at += 1
        elif match := NUMBER.match(text, at):
            found.append(Token("number", match[0], line=line))
            at = match.end()
        elif match := _NAME.match(text, at):
            found.append(Token("word", match[0], line=line))
            at = match.end()
        elif match := _SIGNS.match(text, at):
            found.append(Token("sign", match[0], line=line))
            at = match.end()
        else:
            raise StrangeTextError("it holds a sign that is not analysed")
        line = False


def _begins_pattern(found: list[Token]) -> bool:
    """Whether a slash here begins a pattern. Where that depends on the grammar, it is refused."""
    if not found:
        return True
    last = found[-1]
    match last.kind:
        case "number" | "text" | "pattern":
            return False
        case "word":
            if last.text in ("yield", "await", "let", "async", "of", "in", "else", "do"):
                raise StrangeTextError("a slash may divide or begin a pattern")
            return last.text in _BEFORE_PATTERN and not (len(found) > 1 and found[-2].text in (".", "?."))
        case _:
            pass
    if last.text in ("}", "++", "--", "}$"):
        raise StrangeTextError("a slash may divide or begin a pattern")
    if last.text == ")":
        depth = 0
        for place in range(len(found) - 1, -1, -1):
            depth += (found[place].text == ")") - (found[place].text == "(") if found[place].kind == "sign" else 0
            if depth == 0:
                before = found[place - 1] if place else None
                if before is not None and before.kind == "word" and before.text in ("if", "while", "for", "with"):
                    raise StrangeTextError("a slash may divide or begin a pattern")
                return False
        raise StrangeTextError("a bracket is not opened")
    return last.text != "]"


def _pattern(text: str, at: int, found: list[Token], *, line: bool) -> int:
    inside = False
    end = at + 1
    while end < len(text):
        ch = text[end]
        if ch == "\n":
            break
        if ch == "\\":
            end += 2
            continue
        if ch == "[":
            inside = True
        elif ch == "]":
            inside = False
        elif ch == "/" and not inside:
            flags = re.compile(r"[dgimsuvy]*(?![A-Za-z0-9_$])").match(text, end + 1)
            if flags is None or end == at + 1:
                break
            found.append(Token("pattern", text[at + 1 : end], line=line))
            return flags.end()
        end += 1
    raise StrangeTextError("a pattern does not end")


def _template(text: str, at: int, found: list[Token], *, line: bool) -> int:
    """A template becomes an unknown text, with what it fills in between `${` and `}$`."""
    last = found[-1] if found else None
    if last is not None and (last.kind in ("text", "pattern") or last.text in (")", "]", "}")):
        raise StrangeTextError("a template is called")
    if last is not None and last.kind == "word" and last.text not in _BEFORE_PATTERN:
        raise StrangeTextError("a template is called")
    end = at + 1
    start = end
    whole = True
    holes: list[str] = []
    while end < len(text):
        if text[end] == "\\":
            end += 2
        elif text[end] == "`":
            plain = unescaped(text[start:end]) if whole else None
            found.append(Token("text", plain or "", sure=plain is not None, line=line))
            for hole in holes:
                found.append(Token("sign", "${"))
                _scan(hole, found)
                found.append(Token("sign", "}$"))
            return end + 1
        elif text.startswith("${", end):
            whole = False
            close = text.find("}", end)
            hole = text[end + 2 : close]
            if close < 0 or set(hole) & set("{}`\"'/\\"):
                raise StrangeTextError("a template fills in more than a value")
            holes.append(hole)
            end = close + 1
        else:
            end += 1
    raise StrangeTextError("a template does not end")
