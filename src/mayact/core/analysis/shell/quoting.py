"""Escapes: what quoted text stands for.

Law: as bash 5 reads them (bash manual, sections 3.1.2.1 to 3.1.2.4). What bash reads by locale or cuts short (`\\0`,
bytes above 127) is not known: None.
"""

import re
from typing import Final

_SIMPLE: Final = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip

_ESCAPE: Final = re.compile(
    r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c(.)|(.))", re.DOTALL
)
_DOUBLE: Final = re.compile(r'\\([$`"\\])|\\\n')
_HEREDOC: Final = re.compile(r"\\([$`\\])|\\\n")


def ansi_c(text: str) -> str | None:
    """The value of `$'text'`, or None when it depends on more than the text."""

    class _NotKnown(Exception):
        pass

    def value(found: re.Match[str]) -> str:
        octal, hexa, short, long, control, plain = found.groups()
        if plain is not None:
            return _SIMPLE.get(plain, "\\" + plain)
        if control is not None:
            raise _NotKnown
        number = int(octal, 8) & 0xFF if octal else int(hexa or short or long, 16)
        if number == 0 or (number > 127 and not (short or long)) or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            # A NUL ends the text in bash; a lone byte above 127 is no character.
            raise _NotKnown
        return chr(number)

    try:
        return _ESCAPE.sub(value, text)
    except _NotKnown:
        return None


def double_quoted(text: str) -> str:
    r"""The value of literal text inside `"…"`: only `\$`, `` \` ``, `\"`, `\\` and `\newline` are escapes."""
    return _DOUBLE.sub(lambda found: found[1] or "", text) if "\\" in text else text


def here_document(text: str) -> str:
    """The value of literal text in an unquoted here-document."""
    return _HEREDOC.sub(lambda found: found[1] or "", text) if "\\" in text else text
