"""Whether a package's name is made to be taken for that of a popular one.

Law: a name that is not on the list of its registry and reads or types like one that is, is a look-alike; where there is
no list, nothing is known, which is the worst case. A name on the list is popular, which says nothing about what the
package does. It refuses to know what is installed and how.

The forms are those of names that were found in registries: Vu et al., "Typosquatting and Combosquatting Attacks on the
Python Ecosystem" (2020); Taylor et al., "SpellBound: Defending Against Package Typosquatting" (2020).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from mayact.core.analysis.packages.popular_names import NAMES

Likeness: TypeAlias = Literal["popular", "other", "look-alike", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    likeness: Likeness
    similar_to: str = ""
    """The popular name that it resembles."""


_UNKNOWN: Final = Verdict("unknown")

_CURATED: Final = frozenset(
    {"apt", "apt-get", "aptitude", "dpkg", "dnf", "yum", "zypper", "rpm", "apk", "pacman", "brew", "port",
     "xbps-install", "opam", "nix", "nix-env", "guix", "emerge", "pkg"}
)  # fmt: skip
"""Registries that maintainers fill: nobody else can put a name there."""

_OWNED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "packagist": frozenset(
            {"amphp", "aws", "barryvdh", "behat", "brick", "cakephp", "codeception", "composer", "doctrine", "dompdf",
             "drupal", "drush", "elasticsearch", "ergebnis", "filament", "filp", "fakerphp", "friendsofphp",
             "google", "guzzlehttp", "infection", "inertiajs", "intervention", "itsgoingd", "laminas", "laravel",
             "lcobucci", "league", "livewire", "maatwebsite", "mockery", "moneyphp", "monolog", "myclabs", "nesbot",
             "nette", "nikic", "nunomaduro", "nyholm", "pestphp", "php-di", "phpoffice", "phpspec", "phpstan",
             "phpunit",
             "predis", "psr", "qossmic", "ramsey", "rector", "roave", "sebastian", "sentry", "shipmonk",
             "slevomat", "slim",
             "spatie", "squizlabs", "stripe", "symfony", "symplify", "thecodingmachine", "tijsverkoyen",
             "twig", "vimeo",
             "vlucas", "webmozart", "wp-cli", "yiisoft"}
        ),
    }
)  # fmt: skip
"""Vendors, by the registry that lets nobody else publish below their name, whose packages are well known."""
_ROCKS: Final = frozenset(
    {"argparse", "busted", "cqueues", "dkjson", "inspect", "ldoc", "lpeg", "lrexlib-pcre", "lua-cjson",
    "lua-resty-http",
     "luacheck", "luacov", "luafilesystem", "luaposix", "luasec", "luasocket", "luaunit", "lyaml", "moonscript",
     "penlight", "say", "serpent", "stdlib", "telescope", "tl", "vusted"}
)  # fmt: skip
"""Rocks that nearly everybody knows by these names; of any other nothing is known."""

_MAX_NAME: Final = 214  # npm's bound, the longest of any registry here
_LONGEST: Final = 40  # what is tried grows with the square; a slip in a longer name is one of many it could have
_SHORTEST: Final = 5  # below that nearly every name is a letter away from another


@lru_cache(maxsize=512)
def likeness(registry: str, name: str) -> Verdict:
    """What `name` is to the popular names of `registry` (`pypi`, `npm`, `crates`, `rubygems`, `go`)."""
    if registry in _CURATED:
        return Verdict("other")
    if name.partition("/")[0] in _OWNED.get(registry, ()) and "/" in name:
        return Verdict("popular")
    if registry == "luarocks" and name in _ROCKS:
        return Verdict("popular")
    if registry not in NAMES or not name or len(name) > _MAX_NAME:
        return _UNKNOWN
    plain = normal(registry, name)
    known = _known(registry)
    if plain in known.names:
        return Verdict("popular")
    if not plain.isascii():
        folded = _folded(plain)
        found = folded if folded in known.names else _resembled(folded, known.names) if folded.isascii() else ""
        return Verdict("look-alike", found) if found else _UNKNOWN
    owner = _owner(registry, plain)
    if owner in known.owners:
        return Verdict("other")  # only its owner can publish there
    if owner:
        found = _resembled(owner.rpartition("/")[2].lstrip("@"), known.handles)
        return Verdict("look-alike", found) if found else Verdict("other")
    found = _resembled(plain, known.names)
    return Verdict("look-alike", found) if found else Verdict("other")


def normal(registry: str, name: str) -> str:
    """`name` as its registry compares it."""
    match registry:
        case "pypi":
            return re.sub(r"[-_.]+", "-", name).lower()  # PEP 503
        case "crates":
            return name.replace("_", "-").lower()
        case "go":
            return re.sub(r"/v[0-9]+$", "", name).lower()  # case is folded by nobody who mistypes it
        case _:
            return name.lower()


def scope_of(registry: str, name: str) -> str:
    """Who alone can publish under this name: npm's scope, a vendor, the owner of a path; "": the name is anybody's."""
    if registry == "packagist":
        return name.partition("/")[0].lower() if "/" in name else ""
    return _owner(registry, normal(registry, name))


# ── the lists ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Known:
    """Normal names; those who own scopes (`@types`) or paths (`github.com/stretchr`) among them, and their handles."""

    names: "_Table"
    owners: frozenset[str]
    handles: "_Table"


@dataclass(frozen=True, slots=True)
class _Table:
    plain: frozenset[str]
    squeezed: Mapping[str, str]

    def __contains__(self, name: str) -> bool:
        return name in self.plain


def _table(names: set[str]) -> _Table:
    return _Table(frozenset(names), MappingProxyType({_squeezed(name): name for name in sorted(names)}))


@cache
def _known(registry: str) -> _Known:
    names = {normal(registry, name) for name in NAMES[registry].split()}
    owners = frozenset(owner for name in names if (owner := _owner(registry, name)))
    return _Known(_table(names), owners, _table({owner.rpartition("/")[2].lstrip("@") for owner in owners}))


def _owner(registry: str, name: str) -> str:
    """Who alone can publish under this name; "": anybody."""
    if registry == "npm" and name.startswith("@"):
        return name.partition("/")[0]
    if registry == "go":
        parts = name.split("/")
        return "/".join(parts[: 2 if parts[0] in ("github.com", "gitlab.com", "bitbucket.org") else 1])
    return ""


# ── resemblance ──────────────────────────────────────────────────────────────────────────────────────────

_SEPARATORS: Final = str.maketrans("", "", "-_./@~ ")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_GLYPHS: Final = (("0", "o"), ("1", "l"), ("1", "i"), ("3", "e"), ("5", "s"), ("l", "i"), ("i", "l"), ("rn", "m"),
                  ("m", "rn"), ("vv", "w"), ("cl", "d"), ("o", "0"), ("l", "1"))  # fmt: skip
"""Texts that look alike in common type."""
_AFFIXES: Final = ("python3", "python", "py", "node", "js", "npm", "rust", "rs", "ruby", "go", "golang", "official",
                   "dev", "lib", "cli", "sdk", "core", "utils", "new", "latest", "secure", "2", "3")  # fmt: skip
"""What is put before or behind a known name so that it seems to belong to it."""


def _squeezed(name: str) -> str:
    return name.translate(_SEPARATORS)


def _resembled(name: str, table: _Table) -> str:
    """The name on the table that `name` resembles, or ""."""
    return next((found for form in _forms(name) if len(form) > 2 and (found := table.squeezed.get(form))), "")


def _forms(name: str) -> Iterator[str]:
    """What somebody may have meant who wrote `name`, without separators."""
    plain = _squeezed(name)
    yield plain
    parts = [part for part in re.split(r"[-_./]", name) if part]
    if 1 < len(parts) < 5:
        yield "".join(reversed(parts))
        yield from ("".join(parts[1:]), "".join(parts[:-1])) if _padded(parts) else ()
    yield from _twisted(plain)
    if _SHORTEST <= len(plain) <= _LONGEST:
        yield from _slips(plain)
    for affix in _AFFIXES:
        # Without a separator only behind something long enough not to be a word of its own.
        for rest in (plain.removeprefix(affix), plain.removesuffix(affix)):
            if rest != plain and len(rest) >= _SHORTEST + 1:
                yield rest


def _padded(parts: list[str]) -> bool:
    return parts[0] in _AFFIXES or parts[-1] in _AFFIXES


def _twisted(plain: str) -> Iterator[str]:
    for wrong, right in _GLYPHS:
        if wrong in plain:
            yield plain.replace(wrong, right)


def _slips(plain: str) -> Iterator[str]:
    """Everything one letter away: one too many, two changed over, one wrong, one missing (Damerau, 1964)."""
    for at in range(len(plain)):
        yield plain[:at] + plain[at + 1 :]
    for at in range(len(plain) - 1):
        yield plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    for at in range(len(plain) + 1):
        for letter in _LETTERS:
            yield plain[:at] + letter + plain[at + 1 :]
            yield plain[:at] + letter + plain[at:]


_CONFUSABLES: Final = str.maketrans(
    {
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s",
        "һ": "h", "ԁ": "d", "ո": "n", "ɡ": "g", "ι": "i", "ο": "o", "ν": "v", "α": "a", "κ": "k", "τ": "t",
        "ı": "i", "ⅼ": "l", "ϲ": "c", "г": "r", "п": "n", "к": "k", "м": "m", "т": "t", "в": "b", "н": "h",
    }
)  # fmt: skip
"""Letters of other scripts that look like Latin ones (Unicode Technical Standard 39, confusables)."""


def _folded(name: str) -> str:
    """`name` as it looks: compatibility forms and marks resolved, letters of other scripts as the Latin ones."""
    text = unicodedata.normalize("NFKD", name)
    return "".join(ch for ch in text if not unicodedata.combining(ch)).translate(_CONFUSABLES)
