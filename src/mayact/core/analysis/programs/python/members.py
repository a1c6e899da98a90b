"""What a part of a module, by its name, is.

Law: a closed list; a module that is reached through another is not understood.
"""

import ast

from mayact.core.analysis.programs.python import frameworks, libraries
from mayact.core.analysis.programs.python.effects import StrangeError, Touch
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import (
    DUNDERS,
    EFFECTS,
    PURE,
)
from mayact.core.analysis.programs.python.values import (
    INERT,
    Foreign,
    Function,
    Library,
    Module,
    Thing,
    Value,
    text,
)
from mayact.core.analysis.programs.table import names

_NEVER = names(
    "os sys subprocess sp shutil builtins importlib ctypes posix socket pickle marshal shelve codeop pluginmanager "
    "runpy pty multiprocessing asyncio tempfile pathlib io import_plugin syspath_prepend import_module resolve_name "
    "linecache urllib urllib3 ftplib smtplib telnetlib webbrowser InteractiveInterpreter InteractiveConsole runsource "
    "system popen Popen exec eval compile check_call check_output getoutput rmtree modules runcode pkgutil "
    "meta_path path_hooks sh paramiko fabric methodcaller FunctionType CodeType pytester testdir makepyfile run_module "
    "run_path load_module exec_module spawn execv execve execvp getattr setattr globals locals frame f_globals f_back "
    "f_builtins f_locals gi_frame cr_frame tb_frame builtin_module"
)

_ELSEWHERE = names("requests httpx aiohttp signal types functools operator inspect threading http code")
"""Modules that a repository's module imports; a test hands them to what replaces their parts."""


def foreign_member(atom: Foreign, attr: str) -> Value:
    """`.attr` of something of a module that is not in the table."""
    if attr.lstrip("_") in _NEVER and (attr != "asyncio" or atom != Foreign("pytest")):
        raise StrangeError("a module is reached through another")
    if attr in DUNDERS:
        return INERT
    if frameworks.is_framework(atom.module):
        if atom.whole and not frameworks.allows(atom.module, attr):
            raise StrangeError("something of a module is not in the list")
        inner = f"{atom.module}.{attr}"
        part = atom.whole and inner != "freezegun.freeze_time" and attr[:1].islower() and _is_module(inner)
        return frozenset({Foreign(inner, whole=True) if part else Foreign(atom.module)})
    if attr in _ELSEWHERE:
        return frozenset({Foreign(f"~{attr}" if attr == "code" else f"elsewhere {attr}")})
    return frozenset({Foreign(atom.module)})


def _is_module(name: str) -> bool:
    return name in frameworks.ONLY or name in frameworks.ALL_BUT


def library_member(name: str, attr: str) -> Value:
    """`.attr` of a module or class of a library."""
    if attr in DUNDERS:
        return INERT
    full = libraries.part(name, attr)
    if full is None:
        raise StrangeError("something of a library is not in the list")
    return frozenset({Library(full)})


def member(module: str, attr: str, node: ast.AST | None, scope: Scope) -> Value:
    """What `module.attr` is."""
    full = f"{module}.{attr}"
    if module in frameworks.ONLY and frameworks.allows(module, attr):
        return frozenset({Foreign(module)})
    if full in frameworks.ONLY and full not in MODULES:
        return frozenset({Foreign(full, whole=True)})
    if full in PURE or full in _PARENTS:
        return frozenset({Module(full)})
    if full in EFFECTS or attr in PURE.get(module, frozenset()) or full in _SPECIAL:
        return frozenset({Function(full)})
    match full:
        case "sys.executable":
            return text("python3")
        case "sys.argv":
            return frozenset({Thing("argv")})
        case "sys.path":
            return frozenset({Thing("syspath")})
        case "os.environ":
            if node is None or id(node) not in scope.quiet_environment:
                scope.touches.append(Touch("environment", ()))
            return frozenset({Thing("environ")})
        case _ if attr in DUNDERS or full in frameworks.BASES:
            return INERT
        case _:
            raise StrangeError("something of a module is not in the list")


_SPECIAL = names(
        "os.path.join os.path.expanduser os.path.abspath os.path.realpath os.path.normpath os.path.relpath "
        "os.fspath os.getcwd os.listdir os.scandir os.walk os.getenv glob.glob glob.iglob glob.escape "
        "pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.PurePosixPath urllib.request.Request "
        "xml.etree.ElementTree.ElementTree tempfile.mkdtemp tempfile.TemporaryDirectory tempfile.NamedTemporaryFile "
        "timeit.timeit timeit.repeat concurrent.futures.ThreadPoolExecutor "
        "concurrent.futures.ProcessPoolExecutor requests.Session requests.session httpx.Client httpx.AsyncClient "
    "socket.socket socket.create_connection http.client.HTTPConnection"
    )  # fmt: skip

_PARENTS = names(
        "os.path http http.client urllib urllib.request urllib.parse urllib.error concurrent email xml xml.etree "
        "importlib importlib.metadata importlib.util concurrent.futures email.utils "
        "xml.etree.ElementTree"
    )  # fmt: skip

MODULES = frozenset(PURE) | _PARENTS | {name.rpartition(".")[0] for name in (*EFFECTS, *_SPECIAL)}
"""Modules of the table."""
