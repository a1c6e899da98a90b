"""What happened, held against what was predicted.

Law: pure. An observation is covered by the first of these that fits, and by nothing else: the command was opaque; it
was done by code that a predicted `exec.run` names; a predicted effect covers it; one written line of
`tests/vectors/reality/allowances.jsonl` does; it only undoes what the command itself made. What nothing covers is a
misprediction.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from tests.reality.observed import Kind, Observation, name_of
from tests.reality.predicted import Expected, Prediction
from tests.reality.trace import absolute

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.command import Finding
from mayact.core.analysis.places.paths import file_facts
from mayact.core.analysis.risk import judge
from mayact.core.model import Verb

Cover: TypeAlias = Literal["opaque", "declared code", "effect", "allowance", "its own making"]

SECRETS: Final = re.compile(
    r"/home/dev/\.ssh/id_[a-z0-9]+|/home/dev/\.(?:netrc|npmrc|git-credentials|pgpass|aws/credentials)|.*/\.env"
    r"|/etc/shadow|/proc/(?:\d+|self)/environ"
)
"""Files of the sandbox that hold secrets: written apart from the product's own table."""

_SYSTEM: Final = ("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/sbin")
_INTERPRETERS: Final = re.compile(
    r"(?:ba|da|z|k)?sh|env|node|nodejs|python[0-9.]*|perl|ruby|php|make|busybox|awk|gawk|mawk|sed|source"
)
_CONTACTS: Final = frozenset({"net.connect", "net.download", "net.upload", "http.request"})
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "::"})
_RANKS: Final = ("low", "medium", "high", "critical")
_RESOLVER: Final = "198.51.100.53"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a program does for itself, whatever it is asked for."""

    id: str
    program: str
    """A pattern of its name; it, or what it started, did it."""
    kinds: tuple[Kind, ...]
    target: str
    """A glob, `*` within a name, `**` across, `|` between alternatives. `{repo}`, `{home}`; `{written}`, `{deleted}`: a
    file that is predicted by name; `{beside}`: a directory that a predicted write names or lies in; `{remote}`: where a
    predicted push goes on this machine."""
    needs: tuple[str, ...] = ()
    """Verbs of which one must be predicted; none: always."""
    words: str = "*"
    """A pattern that one word of its command line (or of whoever started it) matches."""
    unless: str = ""
    """A glob of what is not meant."""
    fresh: bool = False
    """Only what was not there before."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a command ran."""

    home: str
    workspace: str
    cwd: str
    before: frozenset[str]
    """Every path that commands could change, before."""
    directories: frozenset[str]
    """Those of them that are directories."""
    after: frozenset[str] = frozenset()
    addresses: Mapping[str, str] = field(default_factory=dict)
    """By name, of the hosts that are known in the sandbox."""
    sourced: bool = False
    """The command has its own shell read a script (`.`), so what that shell does is that script's doing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    observation: Observation
    cover: Cover | None
    """None: a misprediction."""
    by: str = ""


def compare(
    prediction: Prediction, seen: Iterable[Observation], scene: Scene, allowances: Sequence[Allowance]
) -> tuple[Outcome, ...]:
    """Each observation that counts, with what covers it."""
    judge = _Judge(prediction, scene, allowances)
    return tuple(judge.outcome(item) for item in seen if _counts(item))


def _counts(item: Observation) -> bool:
    if item.kind == "exec" and len(item.chain) == 1:
        return False  # the shell that the sandbox starts for the command
    return item.kind != "read" or SECRETS.fullmatch(item.target) is not None


class _Judge:
    def __init__(self, prediction: Prediction, scene: Scene, allowances: Sequence[Allowance]) -> None:
        self.prediction = prediction
        self.scene = scene
        self.allowances = allowances
        self.verbs = {effect.verb for effect in prediction.effects}

    def outcome(self, item: Observation) -> Outcome:
        if self.prediction.opaque:
            return Outcome(item, "opaque")
        for effect in self.prediction.effects:
            if self._covers(effect, item):
                return Outcome(item, "effect", f"{effect.verb} {effect.resource}")
        if item.kind == "exec" and self._expected_program(item):
            return Outcome(item, "effect", f"runs {name_of(item.target)}")
        for effect in self.prediction.effects:
            if self._is_declared(effect, item):
                return Outcome(item, "declared code", f"{effect.verb} {effect.resource}")
        for allowance in self.allowances:
            if self._allows(allowance, item):
                return Outcome(item, "allowance", allowance.id)
        if item.kind == "delete" and item.target not in self.scene.before:
            return Outcome(item, "its own making")
        return Outcome(item, None)

    # ── effects ──────────────────────────────────────────────────────────────────────────────────────────

    def _covers(self, effect: Expected, item: Observation) -> bool:
        match item.kind:
            case "write":
                emptied = effect.verb == "fs.delete" and self._holds(effect, item.target)
                return emptied or (effect.verb == "fs.write" and self._holds(effect, item.target, creates=True))
            case "delete":
                # What is there again afterwards was replaced.
                replaced = effect.verb == "fs.write" and item.target in self.scene.after
                return (effect.verb == "fs.delete" or replaced) and self._holds(effect, item.target)
            case "read":
                return effect.verb in ("fs.read", "secret.read") and self._holds(effect, item.target)
            case "connect":
                return self._contacts(effect, item.target)
            case "exec":
                return False

    def _holds(self, effect: Expected, path: str, *, creates: bool = False) -> bool:
        resource = effect.resource
        if effect.kind != "file":
            return False
        if resource == path:
            return True
        if resource.endswith("*") or effect.facts.get("recursive") is True:
            root = resource.removesuffix("*")
            inside = path.startswith(root) if resource.endswith("*") else path.startswith(root.rstrip("/") + "/")
            if resource.endswith("/*") and creates and path == root.rstrip("/"):
                return True  # the directory that they go into
            return inside and not (resource.endswith("*") and self._is_history(path, root, effect))
        if creates and resource.startswith(path + "/") and path not in self.scene.before:
            return True  # a directory on the way
        return creates and path.rpartition("/")[0] == resource and self._fits_in(effect, path)

    def _is_history(self, path: str, root: str, effect: Expected) -> bool:
        """A set of a work tree's files is not what git keeps of them, unless it is the whole tree."""
        place, git, _ = path.partition("/.git/")
        kept = bool(git) and f"{place}/.git" in self.scene.before and not root.startswith(f"{place}/.git")
        return kept and effect.facts.get("recursive") is not True

    def _fits_in(self, effect: Expected, path: str) -> bool:
        """A file that goes into a directory which was named, when that is judged at least as grave."""
        if effect.resource not in self.scene.directories:
            return False
        facts = file_facts(path, home=self.scene.home, workspace=self.scene.workspace)
        itself = Finding(
            verb=Verb.FS_WRITE, kind="file", resource=path, facts={**facts, "many": False, "recursive": False}
        )
        (judged,) = judge((itself,), catalogue=DEFAULT_CATALOGUE)
        return _RANKS.index(judged.risk.value) <= _RANKS.index(effect.risk)

    def _contacts(self, effect: Expected, target: str) -> bool:
        host, _, port = target.rpartition(":")
        if effect.verb in _CONTACTS or effect.verb in ("git.push", "git.force_push"):
            wanted = effect.facts.get("host", "")
            if host == _RESOLVER or not wanted:
                return True  # a name is looked up; or which host is not known, which is the worst case
            ports = effect.facts.get("port")
            same = wanted in (host, self.scene.addresses.get(host)) or {wanted, host} <= _HERE
            return same and ports in (None, "", port)
        if effect.verb.startswith("db."):
            return f":{host}" in effect.resource
        # Services of this machine that are told to do something through a socket.
        return target.startswith("unix:") and effect.verb in ("container.run", "sys.configure")

    def _expected_program(self, item: Observation) -> bool:
        directory, _, name = item.target.rpartition("/")
        for program in self.prediction.programs:
            if "/" in program:
                if item.target == absolute(program.replace("~", self.scene.home), self.scene.cwd):
                    return True
            elif program == name and directory in _SYSTEM:
                return True
        return False

    # ── code that is named ───────────────────────────────────────────────────────────────────────────────

    def _is_declared(self, effect: Expected, item: Observation) -> bool:
        if effect.verb != "exec.run" or effect.facts.get("trust") == "well-known":
            return False
        own = item.chain if self.scene.sourced else item.chain[:-1]
        if self.scene.sourced and len(own) == 1:
            return True
        return any(self._is_code(effect.resource, path, argv) for path, argv in own)

    def _is_code(self, resource: str, path: str, argv: tuple[str, ...]) -> bool:
        if path == resource or ("/" not in resource and name_of(path) == resource):
            return True
        if not _INTERPRETERS.fullmatch(name_of(path)):
            return False
        words = argv[1:]
        if "/" in resource:
            # An interpreter without operands reads its standard input.
            return not [word for word in words if word[:1] != "-"] or any(
                word.rsplit("/", 1)[-1] == name_of(resource) for word in words
            )
        return any(name_of(word) == resource for word in words)

    # ── what programs do for themselves ──────────────────────────────────────────────────────────────────

    def _allows(self, allowance: Allowance, item: Observation) -> bool:
        if item.kind not in allowance.kinds:
            return False
        if allowance.fresh and item.target in self.scene.before:
            return False
        if allowance.needs and not set(allowance.needs) & self.verbs:
            return False
        # A program is not started by itself, and what the shell starts is for the prediction to say.
        who = item.programs[1:-1] if item.kind == "exec" else item.programs[:-1] or item.programs
        if not any(expression(allowance.program).fullmatch(name) for name in who):
            return False
        if allowance.unless and expression(allowance.unless.replace("{repo}", self.scene.workspace)).fullmatch(
            item.target
        ):
            return False
        argv = {word for _, words in item.chain for word in words[1:]}
        if allowance.words != "*" and not any(expression(allowance.words).fullmatch(word) for word in argv):
            return False
        return any(expression(glob).fullmatch(item.target) for glob in self._globs(allowance.target))

    def _globs(self, target: str) -> Iterable[str]:
        plain = target.replace("{repo}", self.scene.workspace).replace("{home}", self.scene.home)
        places = {
            "{remote}": self._remotes(),
            "{beside}": self._beside(),
            "{written}": self._exact("fs.write"),
            "{deleted}": self._exact("fs.delete"),
        }
        for name, found in places.items():
            if name in plain:
                return tuple(plain.replace(name, place) for place in found)
        return (plain,)

    def _remotes(self) -> set[str]:
        """Where on this machine a predicted push goes."""
        pushed = (effect.resource for effect in self.prediction.effects if effect.verb == "git.push")
        return {resource.rpartition(":")[0].removeprefix("file://") for resource in pushed}

    def _exact(self, verb: str) -> set[str]:
        """The files that are predicted by name."""
        named = (effect.resource for effect in self.prediction.effects if effect.verb == verb and effect.kind == "file")
        return {path for path in named if not path.endswith("*")}

    def _beside(self) -> set[str]:
        """The directories that a predicted write names or lies in."""
        found = set()
        for effect in self.prediction.effects:
            if effect.verb == "fs.write" and effect.kind == "file":
                path = effect.resource.removesuffix("*").rstrip("/")
                found |= {path, path.rpartition("/")[0]}
        return found - {""}


def expression(glob: str) -> re.Pattern[str]:
    """`*` and `?` within a name, `**` across names, `|` between alternatives."""
    parts = {"**": ".*", "*": "[^/]*", "?": "[^/]", "|": "|"}
    pieces = re.split(r"(\*\*|\*|\?|\|)", glob)
    return re.compile("".join(parts.get(piece) or re.escape(piece) for piece in pieces), re.DOTALL)
