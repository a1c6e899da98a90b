"""What a sed script reads, writes and runs (POSIX sed with GNU's `e`, `r`, `R`, `w`, `W`, `F`).

Law: a script that is not wholly understood is None, and the caller treats it as running anything. So are scripts that
run something: `e`, and `s` with the flag `e`.
"""

import re
from dataclasses import dataclass, field
from typing import Final


@dataclass(slots=True)
class Touched:
    """Files that a script names."""

    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)


class _NotUnderstood(Exception):
    pass


_PLAIN: Final = frozenset("dDgGhHlnNpPxzF=")
_LABEL: Final = frozenset("bTt:")
_TEXT: Final = frozenset("aic")


def read(script: str) -> Touched | None:
    """The files that `script` touches; None when it runs something or is not understood."""
    reader = _Reader(script)
    try:
        reader.commands()
    except _NotUnderstood:
        return None
    return reader.touched


class _Reader:
    def __init__(self, script: str) -> None:
        self.text = script
        self.at = 0
        self.touched = Touched()

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _skip(self, chars: str) -> None:
        while self.at < len(self.text) and self.text[self.at] in chars:
            self.at += 1

    def commands(self) -> None:
        while True:
            self._skip(" \t\n;{}")
            if self.at >= len(self.text):
                return
            if self._peek() == "#":
                self._line()
                continue
            self._addresses()
            self._skip(" \t!")
            self._command()

    def _line(self) -> str:
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        line, self.at = self.text[self.at : end], end
        return line

    def _addresses(self) -> None:
        if self._address():
            self._skip(" \t")
            if self._peek() == ",":
                self.at += 1
                self._skip(" \t")
                if not self._address():
                    raise _NotUnderstood

    def _address(self) -> bool:
        match = re.compile(r"[0-9]+(~[0-9]+)?|\$|[+~][0-9]+").match(self.text, self.at)
        if match:
            self.at = match.end()
            return True
        if self._peek() == "/":
            self.at += 1
            self._until("/")
        elif self._peek() == "\\":
            self.at += 2
            self._until(self.text[self.at - 1 : self.at])
        else:
            return False
        self._skip("IM")
        return True

    def _until(self, end: str) -> str:
        """The text up to an unquoted `end` character; brackets are not special to the delimiter in GNU sed."""
        if not end or end in "\n\\":
            raise _NotUnderstood
        start = self.at
        while self.at < len(self.text):
            ch = self.text[self.at]
            if ch == "\\":
                self.at += 2
                continue
            self.at += 1
            if ch == end:
                return self.text[start : self.at - 1]
        raise _NotUnderstood

    def _command(self) -> None:
        name = self._peek()
        self.at += 1
        if name in ("", "{", "}"):
            return
        if name in _PLAIN:
            self._ended()
        elif name in "qQ":
            self._skip(" \t0123456789")
            self._ended()
        elif name in _LABEL:
            self.at += len(re.compile(r"[^;\n}]*").match(self.text, self.at)[0])  # type: ignore[index]
        elif name in _TEXT:
            self._appended()
        elif name == "s":
            self._substitution()
        elif name == "y":
            end = self._peek()
            self.at += 1
            self._until(end)
            self._until(end)
            self._ended()
        elif name in "rR":
            self.touched.reads.append(self._line().strip())
        elif name in "wW":
            self.touched.writes.append(self._line().strip())
        else:
            raise _NotUnderstood  # `e` among them

    def _appended(self) -> None:
        """Text of `a`, `i`, `c` runs to the end of the line, or on while lines end in a backslash."""
        while True:
            line = self._line()
            if not line.endswith("\\") or self.at >= len(self.text):
                return
            self.at += 1

    def _substitution(self) -> None:
        end = self._peek()
        self.at += 1
        self._until(end)
        self._until(end)
        while self.at < len(self.text):
            flag = self._peek()
            if flag in "gpiIMm0123456789":
                self.at += 1
            elif flag == "w":
                self.at += 1
                self.touched.writes.append(self._line().strip())
                return
            else:
                break
        self._ended()

    def _ended(self) -> None:
        self._skip(" \t")
        if self.at < len(self.text) and self._peek() not in ";\n}#":
            raise _NotUnderstood  # among them the flag `e` of `s`
