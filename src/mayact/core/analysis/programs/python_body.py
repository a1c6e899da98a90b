"""What a short Python text given to `python -c` or on standard input would do.

Law: a closed list of what is understood: literals, operators, comprehensions, printing, functions of a few modules
that neither write, run nor connect. Every name must be one of those or bound in the text; a module is only ever the
root of an attribute, so that it cannot reach the text under another name. Everything else is not understood (None),
and the caller makes it opaque. The text is parsed, never compiled or run.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mayact.core.analysis.programs.table import names

MAX_TEXT: Final = 8_192
"""Longer bodies are programs; reading them is not attempted."""

_QUIET_MODULES: Final = names(
    "json sys re math string textwrap itertools collections datetime time statistics decimal fractions random hashlib "
    "base64 binascii struct unicodedata platform pprint html csv zlib"
)
"""Modules of the standard library whose functions only compute, print or read what they are given."""

_BUILTINS: Final = names(
    "print len sorted reversed sum min max abs round range enumerate zip map filter list dict set tuple str int float "
    "bool repr any all ord chr hex oct bin divmod pow isinstance type format iter next bytes frozenset slice "
    "hash ascii complex bytearray callable id Exception ValueError KeyError TypeError"
)
_NEVER: Final = names(
    "modules settrace setprofile breakpointhook addaudithook meta_path path_hooks displayhook excepthook open main "
    "popen system exec eval load_module path_importer_cache os sys io subprocess socket shutil builtins codecs "
    "importlib pathlib ctypes posix tempfile threading inspect types functools operator warnings linecache"
)
"""Attributes that are, or lead to, something that can do more."""

_QUIET_SYSTEM: Final = names("getcwd path listdir cpu_count sep name linesep")
_FUNCTIONS: Final[Mapping[str, frozenset[str]]] = {
    "json": names("loads dumps load dump JSONDecodeError"),
    "re": names("sub subn match fullmatch search findall finditer split compile escape"),
    "math": names(
        "sqrt ceil floor pi e log log2 log10 sin cos tan gcd lcm factorial comb perm isclose hypot prod inf nan"
    ),
    "string": names("ascii_letters ascii_lowercase ascii_uppercase digits punctuation whitespace hexdigits"),
    "textwrap": names("dedent indent wrap fill shorten"),
    "itertools": names(
        "chain product permutations combinations groupby islice count cycle repeat accumulate zip_longest starmap"
    ),
    "collections": names("Counter defaultdict OrderedDict deque namedtuple ChainMap"),
    "datetime": names("datetime date time timedelta timezone UTC"),
    "time": names("time sleep strftime monotonic perf_counter gmtime localtime ctime"),
    "statistics": names("mean median mode stdev pstdev variance pvariance fmean quantiles"),
    "decimal": names("Decimal ROUND_HALF_UP ROUND_DOWN ROUND_UP"),
    "fractions": names("Fraction"),
    "random": names("random randint choice choices shuffle sample seed uniform randrange"),
    "hashlib": names("md5 sha1 sha224 sha256 sha384 sha512 blake2b blake2s sha3_256 sha3_512"),
    "base64": names("b64encode b64decode urlsafe_b64encode urlsafe_b64decode b32encode b32decode b16encode b16decode"),
    "binascii": names("hexlify unhexlify crc32"),
    "struct": names("pack unpack calcsize unpack_from"),
    "unicodedata": names("normalize name category"),
    "platform": names("python_version system machine platform release node processor"),
    "pprint": names("pprint pformat pp"),
    "html": names("escape unescape"),
    "sys": names(
        "argv version version_info platform maxsize path executable byteorder stdin stdout stderr exit getsizeof "
        "getrecursionlimit implementation prefix flags float_info int_info getdefaultencoding"
    ),
    "csv": names("reader writer DictReader DictWriter"),
    "zlib": names("crc32 adler32 compress decompress"),
}
"""What of a module may be named: its other names are modules that it uses, or lead to them."""

_DUNDERS: Final = names("__version__ __file__ __doc__ __name__ __all__")


@dataclass(slots=True)
class Body:
    """What an understood body touches."""

    reads: list[str] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    """Modules beside the quiet ones: importing them runs their code."""
    functions: set[str] = field(default_factory=set)
    quiet: dict[str, str] = field(default_factory=dict)
    loud: dict[str, str] = field(default_factory=dict)


def read(text: str) -> Body | None:
    """What `text` touches, or None when it is not wholly understood."""
    if len(text) > MAX_TEXT:
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    nodes = list(ast.walk(tree))
    body = Body()
    if not all(isinstance(node, _NODES) and _imports(node, body) for node in nodes):
        return None
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    if bound & (body.quiet.keys() | body.functions | _BUILTINS | {"open"} | body.loud.keys()):
        return None  # a rebound name is no longer the function it looks like
    roots = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if isinstance(node, ast.Name) and not _name(
            node, body, bound, root=id(node) in roots, called=id(node) in called
        ):
            return None
        if isinstance(node, ast.Attribute) and not _attribute(node, body):
            return None
        if isinstance(node, ast.Call) and not _call(node, body, bound):
            return None
    return body


_NODES: Final = (
    ast.Module,
    ast.Expr,
    ast.Constant,
    ast.Name,
    ast.expr_context,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
    ast.IfExp,
    ast.If,
    ast.For,
    ast.While,
    ast.Break,
    ast.Continue,
    ast.Pass,
    ast.Assign,
    ast.AugAssign,
    ast.List,
    ast.Tuple,
    ast.Set,
    ast.Dict,
    ast.Subscript,
    ast.Slice,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.comprehension,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.keyword,
    ast.Starred,
    ast.Lambda,
    ast.arguments,
    ast.arg,
    ast.Assert,
    ast.alias,
    ast.Import,
    ast.ImportFrom,
    ast.Attribute,
    ast.Call,
    ast.With,
    ast.withitem,
)


def _imports(node: ast.AST, body: Body) -> bool:
    match node:
        case ast.Import(names=aliases):
            for alias in aliases:
                name = alias.asname or alias.name.split(".")[0]
                if alias.name in _QUIET_MODULES:
                    body.quiet[name] = alias.name
                else:
                    body.loud[name] = alias.name
                    body.imports.append(alias.name)
        case ast.ImportFrom(module=module, names=aliases):
            chosen = [alias.asname or alias.name for alias in aliases]
            if module in _QUIET_MODULES:
                body.functions.update(chosen)
                return {alias.name for alias in aliases} <= _FUNCTIONS.get(module, frozenset())
            body.imports.append(module or ".")
            body.loud.update(dict.fromkeys(chosen, module or "."))
    return True


def _name(node: ast.Name, body: Body, bound: set[str], *, root: bool, called: bool) -> bool:
    if isinstance(node.ctx, ast.Store):
        return True
    if node.id == "open":
        return called
    if node.id in body.quiet or node.id in body.loud:
        return root
    return node.id in bound or node.id in _BUILTINS or node.id in body.functions


def _attribute(node: ast.Attribute, body: Body) -> bool:
    if not isinstance(node.ctx, ast.Load) or node.attr in _NEVER - {"stdin"}:
        return False
    if isinstance(node.value, ast.Name) and node.value.id in body.quiet:
        module = body.quiet[node.value.id]
        if (module, node.attr) == ("sys", "path"):
            # With a changed search path an import runs a file of any directory.
            return set(body.quiet.values()) == {"sys"} and not body.imports and not body.functions
        return node.attr in _FUNCTIONS[module] or node.attr in _DUNDERS
    if isinstance(node.value, ast.Name) and node.value.id in body.loud:
        quiet = body.loud[node.value.id] == "os" and node.attr in _QUIET_SYSTEM
        return quiet or node.attr in _DUNDERS
    return not node.attr.startswith("_") or node.attr in _DUNDERS


def _call(node: ast.Call, body: Body, bound: set[str]) -> bool:
    match node.func:
        case ast.Name(id="open"):
            return _open(node, body)
        case ast.Name(id=name):
            return name in _BUILTINS or name in body.functions or name in bound
        case ast.Attribute():
            # Methods of values that the text made, and functions of quiet modules: `_attribute` saw every step.
            return True
        case _:
            return False


def _open(node: ast.Call, body: Body) -> bool:
    """`open("literal")` for reading."""
    if not 1 <= len(node.args) <= 2 or any(word.arg not in ("encoding", "mode") for word in node.keywords):
        return False
    path = node.args[0]
    modes = [*node.args[1:], *(word.value for word in node.keywords if word.arg == "mode")]
    if not isinstance(path, ast.Constant) or not isinstance(path.value, str):
        return False
    if any(not isinstance(mode, ast.Constant) or mode.value not in ("r", "rb", "rt") for mode in modes):
        return False
    body.reads.append(path.value)
    return True
