"""What the fuzzers are made of: every labelled command and body, and a grammar of shell text.

Law: everything follows from a `Random`; the same seed gives the same inputs on every machine.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

VECTORS: Final = Path(__file__).parent.parent / "vectors"
_SHELL: Final = ("shell", "programs", "policy")

INTERPRETERS: Final = {
    "python": "python3 -c", "javascript": "node -e", "perl": "perl -e", "ruby": "ruby -e", "php": "php -r",
    "lua": "lua -e", "r": "Rscript -e", "awk": "awk", "sed": "sed -i", "jq": "jq",
}  # fmt: skip
"""How the bodies of each language are run."""

_WORDS: Final = r"""; & && || | |& ;; ( ) { } [[ ]] [ ] (( )) $( ` $(( )) ${ } ' " $' \ > >> < <> << <<- <<< 2>&1 >&2 &>
>| <( >( ! # ~ ~root ~+ * ? ** {a,b} {1..3} @(a|b) = += == =~ : :- := :? :+ ## %% // ^^ ,, @Q @P @E [@] [*] [0] $@ $* $#
$? $$ $! $0 $1 $a $b ${a} ${!a} ${#a} ${a:1:2} ${a[$b]} if then elif else fi for while until do done case in esac
select function time coproc declare export local readonly unset alias eval exec source . trap set shopt read mapfile
printf echo cd pushd popd env sudo xargs find -exec {} + rm -rf / /etc/passwd ~/.ssh/id_rsa .env git push --force
origin main +main curl https://example.org -d @f -o out | sh bash -c python3 - EOF a b c -- -x --all /dev/tcp/h/1
\
"""
TOKENS: Final = (
    *_WORDS.split(),
    "\n",
    " ",
    "\t",
    "\nEOF\n",
    "<<EOF\n",
    "<<'EOF'\n",
    "\\\n",
    "é",
    "日本",
    "\u200b",
    "\x00",
    "\r",
    "\x1b",
    "\u202e",
)


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            yield json.loads(line)


@cache
def commands() -> tuple[str, ...]:
    """Every shell text of the vectors."""
    found: dict[str, None] = {}
    for path in sorted(path for room in _SHELL for path in (VECTORS / room).glob("*.jsonl")):
        for row in _rows(path):
            for key in ("command", "text"):
                if isinstance(row.get(key), str):
                    found[str(row[key])] = None
            argv = row.get("argv")
            if isinstance(argv, list) and all(isinstance(word, str) for word in argv):
                found[" ".join(map(quoted, argv))] = None
    return tuple(found)


@cache
def bodies() -> tuple[tuple[str, str], ...]:
    """Every body of the vectors with its language."""
    return tuple(
        (path.stem, str(row["code"]))
        for path in sorted((VECTORS / "bodies").glob("*.jsonl"))
        for row in _rows(path)
        if path.stem in INTERPRETERS
    )


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'" if not text.replace("-", "").isalnum() else text


def mutated(text: str, other: str, rng: Random) -> str:
    """`text` after a few changes: pieces lost, doubled, exchanged, taken from `other`, tokens put in."""
    for _ in range(rng.randint(1, 4)):
        at, end = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
        near = min(end, at + rng.randint(0, 6))
        token = rng.choice(TOKENS)
        match rng.randrange(8):
            case 0:
                text = text[:at] + text[near:]
            case 1:
                text = text[:at] + token + text[at:]
            case 2:
                text = text[:at] + token + text[near:]
            case 3:
                text = f"{text[:at]} {token} {text[at:]}"
            case 4:
                text = text[:at] + text[at:end] * rng.choice((2, 3, 40)) + text[end:]
            case 5:
                text = text[:at] + other[rng.randint(0, len(other)) :]
            case 6:
                text = text[:at] + token * rng.choice((2, 20, 200)) + text[at:]
            case _:
                text = text[:at] + chr(rng.choice((rng.randint(1, 127), rng.randint(128, 0x2FFF)))) + text[near:]
        text = text[:70_000]
    return text


_STARTS: Final = (
    "rm -rf", "cat", "ls", "git push", "git commit -m", "git reset --hard", "curl", "echo", "cd", "export", "cp", "mv",
    "env A=b", "timeout 5", "nice", "tee", "read", "printf '%s\\n'", "set --", "unset", "declare -a", "npm install",
    "pip install", "docker run", "kubectl delete", "python3 -c", "sed -i", "awk", "find", "$v", "a=$a$a", "v=$(ls)",
    "ssh host", "chmod +x", "make", "test -f", "[ -n", "source", "ln -s", "dd of=",
)  # fmt: skip

_PARTS: Final = (
    "a", "-f", "--force", "/etc/passwd", "~/.ssh", "src/main.py", "'a b'", '"$v"', "$v", "${v:-x}", "*.py", "{a,b}",
    "{1..3}", "$((1+2))", "$(INNER)", '"$(INNER)"', "<(INNER)", "`INNER`", "$'\\x2f'", "\\ ", "~", "${v//a/b}", "..",
    "/", "?", "[ab]*", "${v%/*}", "https://example.org/x", "origin", "+main",
    ".env", '"${a[@]}"', "$@", "=", "a=b", "é",
    "-", "--", "@f",
)  # fmt: skip


class Grammar:
    """Shell text of any depth, most of it well-formed."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def script(self) -> str:
        lines = [self.list(self._rng.randint(1, 4)) for _ in range(self._rng.randint(1, 4))]
        return self._rng.choice(("\n", "; ", "\n\n")).join(lines)

    def list(self, depth: int) -> str:
        joined = self.command(depth)
        for _ in range(self._rng.choice((0, 0, 1, 2))):
            joined += self._rng.choice((" && ", " || ", " | ", " |& ", "; ")) + self.command(depth - 1)
        return joined

    def command(self, depth: int) -> str:
        if depth <= 0 or self._rng.random() < 0.5:
            return self.simple(depth)
        inner = self.list(depth - 1)
        word, more = self.word(depth - 1), self.list(depth - 1)
        return self._rng.choice(
            (
                f"({inner})", f"{{ {inner}; }}", f"if {inner}; then {more}; else {inner}; fi",
                f"for v in {word} {word}; do {inner}; done", f"while {inner}; do {more}; break; done",
                f"case {word} in a|{word}) {inner};; *) {more};; esac", f"f() {{ {inner}; }}; f {word}", f"! {inner}",
                f"time {inner}", f"bash -c {quoted(inner)}", f"eval {quoted(inner)}", f"trap {quoted(inner)} EXIT",
                f"[[ {word} == {word} ]] && {inner}", f"x=$({inner})", f"until {inner}; do {more}; done",
                f"cat <<EOF\n{inner}\n$({more})\nEOF\n{inner}", f"bash <<'EOF'\n{inner}\nEOF\n{more}",
                f"((i={word}))", f"xargs -I{{}} sh -c {quoted(inner)}", f"find . -exec {self.simple(0)} {{}} +",
                f"coproc {inner}", f"{inner} &", f"select v in a b; do {inner}; done", f"sudo -u dev {self.simple(0)}",
            )
        )  # fmt: skip

    def simple(self, depth: int) -> str:
        start = self._rng.choice(_STARTS)
        words = [self.word(depth) for _ in range(self._rng.randint(0, 4))]
        if start == "[ -n":
            words = [*words[:1], "]"]
        for _ in range(self._rng.choice((0, 0, 0, 1))):
            words.append(self._rng.choice((">", ">>", "<", "2>", "&>", "<<<")) + self.word(0))
        return " ".join([start, *words])

    def word(self, depth: int) -> str:
        parts = []
        for _ in range(self._rng.choice((1, 1, 1, 2, 3))):
            inner = self.list(depth - 2) if depth > 1 else "ls"
            parts.append(self._rng.choice(_PARTS).replace("INNER", inner.replace("`", "")))
        return "".join(parts)


def line(rng: Random) -> str:
    """One shell text: grown, or a mutated vector, or noise."""
    known = commands()
    kind = rng.random()
    if kind < 0.35:
        return Grammar(rng).script()
    if kind < 0.45:
        return mutated(Grammar(rng).script(), rng.choice(known), rng)
    if kind < 0.9:
        return mutated(rng.choice(known), rng.choice(known), rng)
    if kind < 0.97:
        return rng.choice(("", " ")).join(rng.choice(TOKENS) for _ in range(rng.randint(1, 60)))
    return bytes(rng.randrange(256) for _ in range(rng.randint(0, 300))).decode("utf-8", "replace")


def body(rng: Random) -> str:
    """A command that runs a mutated body in its language."""
    language, code = rng.choice(bodies())
    other = rng.choice(bodies())[1]
    for _ in range(rng.randint(0, 2)):
        code = mutated(code, other, rng)
    return f"{INTERPRETERS[language]} {quoted(code)}" + rng.choice(("", " f", " src/a.txt"))
