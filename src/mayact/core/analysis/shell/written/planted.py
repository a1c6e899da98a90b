"""Code that a call puts where a runner of the same call finds it.

Law: a runner is trusted as far as the repository's own code, which was there before the call. What the call itself
puts among that code is opaque where nobody can have seen it (decoded, fetched, brought from outside the repository,
spelled out as code), and makes a run of the repository's code a script's run where it was part of the repository
before, or is a change that cannot hold code. It refuses to know what the code does: `fresh` reads what it can.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from mayact.core.analysis.command import Finding, FromFile, FromText, Inherited, Known, Pattern, SimpleCommand, opaque
from mayact.core.analysis.places.paths import within
from mayact.core.analysis.shell.written import fragments
from mayact.core.analysis.shell.written.planted_tables import CODE, COPIES, EDITORS, HIDES, SETTINGS, SOURCES, TELLS
from mayact.core.analysis.words import may_be_option
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

_MAX_PLACES: Final = 64  # each is compared with every runner


class Seen(IntEnum):
    """How much of what was written the repository or the call shows."""

    CHANGED = 1
    UNSEEN = 2


@dataclass(frozen=True, slots=True)
class _Runner:
    finding: Finding
    lasting: bool = False


class Planted:
    """What was written among the repository's code so far, and what ran of it."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._places: dict[str, tuple[Seen, bool]] = {}
        self._files: dict[str, Seen] = {}
        self._runners: list[_Runner] = []
        self._made: list[tuple[SimpleCommand, tuple[Finding, ...]]] = []
        self._fetched = False
        self._spelled: set[str] = set()

    def command(self, command: SimpleCommand, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """`command` ran and did `findings`; what else that means after what was written before it."""
        extra: list[Finding] = []
        self._made.append((command, findings))
        ran = [finding for finding in findings if runs(finding) or self._builds_foreign(command, finding)]
        if not ran and imports_beside(command) and self._beside(command):
            ran = [_script(program_of(command), command.text)]
        for finding in ran:
            self._runners.append(_Runner(finding))
            extra.extend(self._meets(finding, self._places.items()))
        extra.extend(self._listed(command, findings))
        writes = [finding for finding in findings if finding.verb is Verb.FS_WRITE and finding.kind == "file"]
        self._fetched = self._fetched or told_from_afar(command)
        if _checks_out(command) and command.cwd is not None:
            self._put(command.cwd, Seen.UNSEEN, many=True)  # it lands in a folder below, whose name the host may say
        if program_of(command) in ("chmod", "install"):
            self._made_executable(writes)
        if writes:
            extra.extend(self._writes(command, findings, writes, built=bool(ran)))
        return tuple(extra)

    def _beside(self, command: SimpleCommand) -> bool:
        """Whether something was written that `command` may import: to compile a file nothing of its package is."""
        if Known("py_compile") not in command.argv[2:3] or command.cwd is None or "PYTHONPATH" in command.environment:
            return bool(self._places)
        return any(many or path.rpartition("/")[0] == command.cwd for path, (_, many) in self._places.items())

    def _builds_foreign(self, command: SimpleCommand, finding: Finding) -> bool:
        """Whether an installation is of what stands in a tree that the call brought."""
        if finding.verb is not Verb.PKG_INSTALL or command.cwd is None:
            return False
        return any(
            seen is Seen.UNSEEN and many and within(command.cwd, path or "/")
            for path, (seen, many) in self._places.items()
        )

    def _listed(self, command: SimpleCommand, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """What is installed by a list that the call brought, and nobody has seen."""
        if not any(finding.verb is Verb.PKG_INSTALL for finding in findings):
            return ()
        lists = [item.resource for item in findings if item.verb is Verb.FS_READ]
        unseen = [path for path in lists if self._files.get(path) is Seen.UNSEEN]
        why = "what it installs stands in a list that the same command brings: "
        return tuple(opaque(f"{why}{shown(path)}", text=command.text) for path in unseen[:1])

    def _made_executable(self, writes: list[Finding]) -> None:
        """What the call wrote and then makes executable is code, whatever its name."""
        for finding in writes:
            seen = self._files.get(finding.resource)
            if seen is not None:
                self._put(finding.resource, seen, many=False, code=True)

    def redirected(self, path: str, made: int, *, many: bool = False) -> None:
        """`path` holds what was printed since `made`; `many`: it is a glob, and one file that matches it does."""
        worst = max((self._maker(command, findings) for command, findings in self._made[made:]), default=Seen.UNSEEN)
        if not many:
            makers = [command for command, _ in self._made[made:]]
            self._put(path, worst, many=False, code=any(_writes_code(maker, path) for maker in makers))
            return
        name = path.rpartition("/")[2]
        ending = name.rpartition(".")[2]
        if ending == name or not ending.isalnum() or CODE.fullmatch(f"/x.{ending}"):
            self._put(path[: len(path) - len(name)] + "*", worst, many=True)

    def spelled(self, path: str, text: str) -> None:
        """`text` is written to `path`: where that holds data by its name, whoever copies it brings what may be code."""
        if not CODE.fullmatch(path) and not is_words(text):
            self._spelled.add(path)

    def made(self) -> int:
        """Where a statement starts; for `redirected`."""
        return len(self._made)

    def commands(self) -> Sequence[tuple[SimpleCommand, tuple[Finding, ...]]]:
        """What ran so far, with what it does."""
        return self._made

    def mark(self) -> int:
        """Where a loop or a background command starts; for `again`."""
        return len(self._runners)

    def again(self, mark: int) -> tuple[Finding, ...]:
        """What ran since `mark` may run again, or still, after what is written later."""
        self._runners[mark:] = [replace(runner, lasting=True) for runner in self._runners[mark:]]
        return tuple(
            found for runner in self._runners[mark:] for found in self._meets(runner.finding, self._places.items())
        )

    # ── what is written ──────────────────────────────────────────────────────────────────────────────────

    def _writes(
        self, command: SimpleCommand, findings: tuple[Finding, ...], writes: list[Finding], *, built: bool
    ) -> list[Finding]:
        name = program_of(command)
        seen = self._seen(name, command, findings, writes, built=built)
        if seen is None:
            return []
        known = set(self._places)
        for finding in writes:
            many = finding.facts.get("many") is True or finding.facts.get("recursive") is True
            carried = name in COPIES and seen is Seen.UNSEEN and names_nothing(finding.resource)
            self._put(finding.resource, seen, many=many, code=carried or _writes_code(command, finding.resource))
        new = [(path, put) for path, put in self._places.items() if path not in known]
        return [found for runner in self._runners if runner.lasting for found in self._meets(runner.finding, new)]

    def _seen(
        self, name: str, command: SimpleCommand, findings: tuple[Finding, ...], writes: list[Finding], *, built: bool
    ) -> Seen | None:
        """None: what was there before stays, or the repository's own code made it."""
        if name in ("touch", "mkdir", "chmod", "chown", "chgrp", "mktemp", "rm", "rmdir"):
            return None
        if Known("py_compile") in command.argv[2:3] and name.startswith("python"):
            return None  # byte code of what is there
        if name in HIDES:
            return Seen.UNSEEN
        if name == "git" and (told_from_afar(command) or (self._fetched and _takes_over(command))):
            return Seen.UNSEEN
        if name in COPIES:
            inside = all(self._inside(finding) for finding in findings if finding.kind == "file")
            carried = [self._files[item.resource] for item in findings if item.resource in self._files]
            carried.extend(Seen.UNSEEN for item in findings if item.resource in self._spelled)
            fed = isinstance(command.stdin, Inherited) or name in ("git", "cp", "mv", "ln", "install")
            fed = fed and not (name == "git" and _fed_patch(command))
            if isinstance(command.stdin, FromText) and (name == "patch" or _fed_patch(command)):
                return Seen.CHANGED if _is_rename(command.stdin.text) else Seen.UNSEEN
            return max(Seen.CHANGED if inside and fed else Seen.UNSEEN, *carried, Seen.CHANGED)
        if name.startswith("python"):
            read = [item for item in findings if item.verb is Verb.FS_READ]
            if any(not self._inside(item) or self._files.get(item.resource) is Seen.UNSEEN for item in read):
                return Seen.UNSEEN
        if name in EDITORS and (not built or _has_body(command)):
            return _edited(name, command, writes)
        if built:
            return None
        reads = {finding.resource for finding in findings if finding.verb is Verb.FS_READ}
        return None if all(finding.resource in reads for finding in writes) else Seen.CHANGED

    def _inside(self, finding: Finding) -> bool:
        if finding.verb not in (Verb.FS_READ, Verb.FS_DELETE, Verb.FS_WRITE):
            return True
        return finding.facts.get("area") == "workspace" or within(finding.resource.rstrip("*/"), self._workspace)

    def _maker(self, command: SimpleCommand, findings: tuple[Finding, ...]) -> Seen:
        """What the printed text of `command` is worth."""
        name = program_of(command)
        if any(runs(finding) for finding in findings):
            return Seen.CHANGED
        inside = all(self._inside(finding) for finding in findings if finding.kind == "file")
        carried = [self._files[item.resource] for item in findings if item.resource in self._files]
        if not inside or carried or name in HIDES:
            return Seen.UNSEEN
        if name == "git" or (name == "cat" and isinstance(command.stdin, Inherited | FromFile)):
            return Seen.CHANGED
        if name in EDITORS and name not in ("cat", "echo", "printf", "tee", "dd", "sponge"):
            return _edited(name, command, [])
        if name in ("echo", "printf"):
            return Seen.CHANGED if _plain_words(command, name) else Seen.UNSEEN
        return Seen.UNSEEN

    def _put(self, path: str, seen: Seen, *, many: bool, code: bool = False) -> None:
        """`code`: it is taken as code though its name does not say so."""
        place = path.rstrip("*").rstrip("/") if many and path.endswith("*") else path
        if not many:
            self._files[path] = max(seen, self._files.get(path, seen))
        if not within(place or "/", self._workspace) and not (many and within(self._workspace, place or "/")):
            return
        if not many and not code and not CODE.fullmatch(path):
            return
        before = self._places.get(place, (seen, many))
        self._places[place] = (max(seen, before[0]), many or before[1])

    # ── what runs it ─────────────────────────────────────────────────────────────────────────────────────

    def _meets(self, runner: Finding, places: Iterable[tuple[str, tuple[Seen, bool]]]) -> list[Finding]:
        found: list[Finding] = []
        for at, (path, (seen, _)) in enumerate(places):
            if seen is Seen.UNSEEN or at >= _MAX_PLACES:
                why = f"{shown(path)} is written by the same command that runs the repository's code"
                return [opaque(why, text=runner.because)]
            if runner.verb is Verb.EXEC_RUN:
                found = [replace(runner, facts={**runner.facts, "_script": True})]
            else:
                found = [_script(runner.resource, runner.because)]
        return found


def runs(finding: Finding) -> bool:
    """Whether it runs code of the repository that it looks for itself."""
    if finding.verb is Verb.PKG_INSTALL:
        return finding.facts.get("source") == "path"
    return finding.verb is Verb.EXEC_RUN and finding.facts.get("trust") == "repository"


_REMOTE: Final = re.compile(r"(?i)[a-z][a-z0-9+.-]*://|[\w.-]+@[\w.-]+:|[\w.-]+\.[\w-]+:")
_BRINGS: Final = frozenset({"clone", "pull", "fetch", "submodule", "subtree", "remote"})
_TAKES_OVER: Final = frozenset(
    {"merge", "pull", "checkout", "switch", "reset", "rebase", "cherry-pick", "restore", "worktree", "read-tree", "am"}
)


def told_from_afar(command: SimpleCommand) -> bool:
    """Whether git is told, in this line, the address of a repository that it brings from."""
    if program_of(command) != "git":
        return False
    words = [word for word in command.argv[1:] if not may_be_option(word) or not isinstance(word, Known)]
    texts = [word.text if isinstance(word, Known) else "" for word in words]
    if not _BRINGS.intersection(texts):
        return False
    asked = "clone" in texts[:3] and any(not isinstance(word, Known) for word in words[1:])
    return asked or any(map(_REMOTE.match, texts))


def _checks_out(command: SimpleCommand) -> bool:
    """Whether another client than git brings a repository."""
    words = tuple(word.text if isinstance(word, Known) else "" for word in command.argv[1:3])
    name = program_of(command)
    return (name in ("gh", "glab") and words == ("repo", "clone")) or (
        name == "svn" and words[:1] in (("checkout",), ("co",))
    )


def _takes_over(command: SimpleCommand) -> bool:
    return any(isinstance(word, Known) and word.text in _TAKES_OVER for word in command.argv[1:4])


def names_nothing(path: str) -> bool:
    """Whether the name of a file has no ending that says what it holds, and is not one in capitals (`VERSION`)."""
    name = path.rpartition("/")[2]
    return "." not in name and not name.isupper()


def is_words(text: str) -> bool:
    """Whether `text` is values and names, without a call or a name that runs."""
    return _is_plain(text, settings=False) and not text.startswith("#!")


_BANG: Final = re.compile(r"#!|\\(?:x23|0?43|u0023)!?")
_SPELLS: Final = frozenset({"echo", "printf", "cat", "tee", "dd", "sponge"})


def _writes_code(command: SimpleCommand, path: str) -> bool:
    """Whether what `command` writes to `path` is likely code though the name of the file does not say so."""
    name = program_of(command)
    texts = [word.text for word in command.argv[1:] if isinstance(word, Known)]
    if isinstance(command.stdin, FromText) and command.stdin.text is not None:
        texts.append(command.stdin.text)
    if any(map(_BANG.search, texts)):
        return True
    if not names_nothing(path):
        return False
    if name in _SPELLS:
        return name not in ("echo", "printf") or not _plain_words(command, name)
    return name in HIDES - TELLS


def _script(name: str, because: str) -> Finding:
    facts: dict[str, Json] = {"name": name, "trust": "repository", "_script": True}
    return Finding(verb=Verb.EXEC_RUN, kind="program", resource=name, facts=facts, because=because)


def imports_beside(command: SimpleCommand) -> bool:
    """`python -m json.tool` takes a `json.py` of the directory that it stands in."""
    return program_of(command).startswith("python") and Known("-m") in command.argv and Known("-I") not in command.argv


def program_of(command: SimpleCommand) -> str:
    """The name of the program; empty: not known."""
    return command.argv[0].text.rsplit("/", 1)[-1] if command.argv and isinstance(command.argv[0], Known) else ""


def _has_body(command: SimpleCommand) -> bool:
    """Whether an interpreter is told its program on the command line or through standard input."""
    return isinstance(command.stdin, FromText) or any(
        isinstance(word, Known) and word.text.startswith(("-c", "-e", "-p", "-i", "--eval", "--print"))
        for word in command.argv[1:4]
    )


def _fed_patch(command: SimpleCommand) -> bool:
    return any(word in (Known("apply"), Known("am"), Known("fast-import")) for word in command.argv[1:3])


# ── changes that cannot hold code ────────────────────────────────────────────────────────────────────────


_SUBSTITUTION: Final = re.compile(
    r"\s*(?:(?:\d+|\$|/(?:[^/\\\n]|\\.)*/)(?:,(?:\d+|\$|/(?:[^/\\\n]|\\.)*/))?\s*)?"
    r"(?:(?P<plain>[dp])|s(?P<end>[/|#,:@!_%~])(?P<old>(?:(?!(?P=end))[^\\\n]|\\.)*)(?P=end)"
    r"(?P<new>(?:(?!(?P=end))[^\\\n]|\\.)*)(?P=end)[gIip\d]*)\s*(?:;|\n|\Z)"
)
_RUNS: Final = re.compile(
    r"(?i)import|include|require|\buse\b|\bfrom\b|export|exec|system|popen|spawn|\bsh\b|bash|eval|compile|load|generate|pragma"
    r"|asm|__|subprocess|socket|\bos\b|shutil|ctypes|process|unlink|remove|delete|rmtree|write|curl|wget|http|fetch|getattr"
    r"|globals|builtins|reflect|runtime|command|shell|open|fork|kill|signal|pickle|marshal|plugin|preset|extends|script|hook"
    r"|\brm|rmdir|rmsync|poweroff|reboot|mkfs|truncate|sudo|chmod|chown|main|path|node_options|loader|runner|wrapper|addopts|proxy|registry"
)
_WORDS: Final = re.compile(r"[\w\s.,:=+*/%<>'\"|&^~?\[\]-]*")
_VERSION: Final = re.compile(r"[\"']?[v^~=<>]{0,2}\d[\w.+-]*[\"']?")


def _edited(name: str, command: SimpleCommand, writes: list[Finding]) -> Seen:
    """What an editor's own words say that it writes."""
    settings = not writes or any(map(_may_be_settings, writes))
    texts: list[str] = []
    for word in command.argv[1:]:
        named = name in ("sed", "gsed") and isinstance(word, Pattern) and not may_be_option(word)
        if not isinstance(word, Known) and not (named and any(not text.startswith("-") for text in texts)):
            return Seen.UNSEEN  # behind its script, sed is given names of files
        texts.append(word.text if isinstance(word, Known) else "-")
    if name in ("tee", "dd", "sponge", "cat", "ed", "ex", "vi", "vim", "nvim", "emacs", "npm", "go", "cargo", "patch"):
        text = command.stdin.text if isinstance(command.stdin, FromText) and name in ("tee", "dd", "sponge") else None
        if isinstance(command.stdin, FromFile):
            return Seen.CHANGED
        return Seen.CHANGED if text is not None and _is_plain(text, settings=settings) else Seen.UNSEEN
    if name in ("sed", "gsed", "perl", "sd", "rpl"):
        scripts = [text for text in texts if not text.startswith("-")]
        changes = scripts[:1] if not any(text in ("-e", "--expression") for text in texts) else scripts
        return Seen.CHANGED if all(_substitutes(text, settings=settings) for text in changes) else Seen.UNSEEN
    told = [_pieces(item) for item in writes]
    if name.startswith("python") and told and None not in told:
        return Seen.CHANGED if all(map(_computes, writes, told)) else Seen.UNSEEN
    if isinstance(command.stdin, FromText):
        texts.append(command.stdin.text or "(")
    if name.startswith("python") and any(map(_DECODES.search, texts)):
        return Seen.UNSEEN
    literals = [literal for text in texts for literal in _literals(text)]
    return Seen.CHANGED if all(_is_plain(text, settings=settings) for text in literals) else Seen.UNSEEN


def _pieces(item: Finding) -> tuple[str, ...] | None:
    """What a Python text puts into the file, where all of it is known."""
    pieces = item.facts.get("_pieces")
    return tuple(piece for piece in pieces if isinstance(piece, str)) if isinstance(pieces, list) else None


_NUMBERED: Final = re.compile(r"[\"']?_{0,2}version_{0,2}[\"']?\s*[:=]\s*[\"']?v?\d[\w.+-]*[\"']?,?\s*", re.IGNORECASE)


def _computes(item: Finding, pieces: tuple[str, ...] | None) -> bool:
    """Whether what is put into the file can only compute."""
    many = item.facts.get("many") is not False
    path = f"{item.resource}/x{item.facts.get('_ending')}" if many else item.resource
    settings = many or SETTINGS.fullmatch(item.resource) is not None
    plain = all(_is_plain(piece, settings=settings) or _NUMBERED.fullmatch(piece) for piece in pieces or ())
    return plain or fragments.compute(path, pieces or ())


def _may_be_settings(item: Finding) -> bool:
    """Whether a few words without brackets may run something in what is written; of a set, in any of it."""
    if item.facts.get("many") is False:
        return SETTINGS.fullmatch(item.resource) is not None
    ending = re.search(r"\*\.(\w+)\Z", item.resource)
    if ending is not None and CODE.fullmatch(f"/x.{ending[1]}"):
        return SETTINGS.fullmatch(f"/x.{ending[1]}") is not None
    return SOURCES.fullmatch(item.resource) is None


def _plain_words(command: SimpleCommand, name: str) -> bool:
    return all(isinstance(word, Known) and _is_plain(word.text, settings=False) for word in command.argv[1:])


_DECODES: Final = re.compile(
    r"\b(?:chr|decode|fromhex|base64|binascii|codecs|zlib|gzip|bz2|lzma|bytes|bytearray|unhexlify|translate|environ|getenv"
    r"|stdin|argv|input|urlopen|urllib|requests|httpx|socket|pickle|marshal)\b"
)
"""Words by which a text writes what none of its literals shows."""
_LITERAL: Final = re.compile(r"\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'", re.DOTALL)


def _literals(text: str) -> list[str]:
    """The text that stands in quotes; a text in which quotes do not pair up is one literal."""
    rest = _LITERAL.sub("", text)
    if '"' in rest or "'" in rest or "`" in rest:
        return [text]
    return [next(group for group in match.groups() if group is not None) for match in _LITERAL.finditer(text)]


def _is_plain(text: str, *, settings: bool) -> bool:
    """Whether `text`, put among code, can hardly run anything: values and names, no call and no name that runs."""
    if settings:
        return not text.strip() or bool(_VERSION.fullmatch(text.strip()))
    return bool(_WORDS.fullmatch(text)) and not _RUNS.search(text)


def _substitutes(script: str, *, settings: bool) -> bool:
    """Whether a script of `sed` (or `perl -p`) only removes lines and puts plain text for text."""
    at = 0
    while at < len(script):
        found = _SUBSTITUTION.match(script, at)
        if found is None or found.end() == at:
            return False
        at = found.end()
        if found["plain"]:
            continue
        old, new = found["old"], found["new"]
        renamed = not settings and re.sub(r"\w", "", old) == re.sub(r"\w", "", new) and not _RUNS.search(new)
        digits = re.sub(r"[\d.\\]+", "", old) == re.sub(r"[\d.\\]+", "", new)
        if not (renamed or digits or _is_plain(new, settings=settings)):
            return False
    return True


def _is_rename(text: str | None) -> bool:
    """Whether the lines that a patch adds are plain."""
    if text is None:
        return False
    added = [line[1:] for line in text.split("\n") if line.startswith("+") and not line.startswith("+++ ")]
    settings = any(SETTINGS.fullmatch(line[4:].split("\t")[0]) for line in text.split("\n") if line.startswith("+++ "))
    return all(_is_plain(line, settings=settings) for line in added)
