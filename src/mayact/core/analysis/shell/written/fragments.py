"""Pieces of source that a call puts into files of the repository.

Law: a piece can only compute where none of its words, in quotes or not, is one by which its language reaches files,
processes, networks, the environment, foreign functions or what a name put together at run time says, where it imports
from listed modules or from the repository, and where no text in it names a place outside, a secret or a command. What
a language has no such words for is not judged.
"""

import re
import unicodedata
from typing import Final

from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.analysis.programs.python.told import names_a_place, runs_something
from mayact.core.analysis.programs.table import names as table_names
from mayact.core.analysis.shell.written import source_tables as tables

_MAX: Final = 8_192
_MAX_TOGETHER: Final = 24_576
_MAX_QUOTES: Final = 24  # of three marks: each that stays open is searched for to the end

_PYTHON_QUIET: Final = re.compile(
    r"\bos\.(?:path\.(?:join|exists|basename|dirname|splitext|isfile|isdir)|sep|linesep|cpu_count|PathLike)\b"
    r"|\bos\.(?:environ\.get|getenv)(?=\(\s*['\"][A-Z_]+['\"])"
    r"|\bsys\.(?:exit|argv|stdout|stderr|version_info|maxsize)\b|\bre\.compile\b|\btype\(\w+\)"
    r"|\b__(?:init|name|main|all|version|repr|str|eq|hash|len|iter|next|contains|getitem|enter|exit|post_init|future|doc"
    r"|call|lt|le|gt|ge|bool|add|aenter|aexit|slots|file)__\b"
)
_PYTHON_NEVER: Final = re.compile(
    # Modules, also under the private names by which others hold them.
    r"\b(?:_*os|_*sys|_*subprocess|_*posix\w*|_*nt|ntpath|genericpath|sp|_*shutil|_*socket|socketserver|_*ctypes|cffi|_*importlib"
    r"|_*imp|pkgutil|_*runpy|pty|_*fcntl|_*mmap|_*signal|_+io|_*builtins|_*thread|_*locale|modules|_importer|_get_\w+"
    # What makes something of a name or text that is put together.
    r"|importorskip|import_string|ImportString|PyObject|get_original|temp_original|resolve_name|loadTests\w*|ForwardRef|get_type_hints"
    r"|_eval\w*|create_model|update_forward_refs|runstring|rundocs|measure|dictConfig|fileConfig|\w+Configurator|Formatter|get_field"
    r"|call_command|execute_from_command_line|render_template_string|from_string|Template|edit|launch|echo_via_pager|make_class"
    # Files and hosts by other means.
    r"|FileResponse|StaticFiles|send_file|send_from_directory|FileIO|subprocess_\w+|create_connection|create_server|sock_\w+"
    r"|create_datagram\w*|(?:Socket|HTTP|SMTP|Datagram|SysLog|\w*File)Handler|hardlink_to"
    r"|pickle|cPickle|dill|cloudpickle|marshal|shelve|joblib|codeop|codecs"
    r"|InteractiveInterpreter|InteractiveConsole|FunctionType|CodeType|builtins|gc|inspect|site|sysconfig"
    r"|eval|exec|execfile|compile|open|breakpoint|globals|locals|vars|getattr|setattr|delattr|type|metaclass"
    r"|system|popen|Popen|\w*spawn\w*|fork\w*|exec[lv]\w*|\w*pickle\w*|allow_pickle|read_(?:hdf|feather|orc|clipboard|html|sql\w*)"
    r"|memmap|fromfile|tofile|loadtxt|genfromtxt|savetxt|DataSource|ctypeslib|f2py"
    r"|check_call|check_output|getoutput|kill|killpg|putenv|environ"
    r"|unlink|rmtree|rmdir|removedirs|rename|renames|write_text|write_bytes|writelines|chmod|chown|symlink\w*|touch"
    r"|mkfifo|truncate|extractall|urlopen|urlretrieve|requests|httpx|aiohttp|urllib\w*|http\.client|http\.server"
    r"|ftplib|smtplib|telnetlib"
    r"|paramiko|fabric|invoke|plumbum|sh|pexpect|psutil|docker|boto3|botocore|kubernetes|webbrowser|multiprocessing"
    r"|asyncio\.(?:create_subprocess\w*|open_connection|start_server)|create_subprocess\w*|tempfile|glob|expanduser"
    r"|atexit|pip|setuptools|distutils|pytest_plugins|load_extension|yaml\.(?!safe)\w*|load_module"
    r"|import_module|attrgetter|methodcaller|frame|f_globals|f_locals|f_builtins|gi_frame|tb_frame|settrace|setprofile"
    r"|drop_all|keyring|dotenv|pdb|ast|base64|binascii|zlib|bytes\.fromhex|fromhex|chr)\b"
    r"|\bquery\(\s*(?![A-Z)])|__\w+|coding\s*[:=]|import\s*\*|\.home\(|\bimport\s*\(|\\[xuUN0-7]|\\\n"
)
_PYTHON_IMPORT: Final = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<module>\.*[\w.]*)[ \t]+import[ \t]+(?P<names>[^#\n;]*)"
    r"|import[ \t]+(?P<plain>[^#\n;]*))",
    re.MULTILINE,
)
_PYTHON_MODULES: Final = table_names(
    "logging threading queue re json math "
    "typing typing_extensions dataclasses enum abc functools itertools collections datetime "
    "time decimal fractions statistics random string textwrap uuid hashlib hmac operator contextlib copy heapq "
    "bisect pathlib warnings unicodedata numbers secrets zoneinfo calendar difflib pprint __future__ pytest "
    "unittest pydantic sqlalchemy fastapi starlette click typer attr attrs numpy pandas hypothesis freezegun "
    "respx responses django flask structlog asyncio csv io app src tests test"
)
_SCRIPT_FROM: Final = re.compile(r"\b(?:from|import|require)\b\s*\(?\s*([\"'`])(?P<module>[^\"'`\n]*)\1")
_TEXT: Final = re.compile(
    r"\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`", re.DOTALL
)

_ENDINGS: Final = {
    "py": "python",
    "go": "go",
    "rs": "rust",
    **dict.fromkeys(("ts", "tsx", "js", "jsx", "mjs", "cjs", "mts", "cts"), "script"),
}


_UNSEEN: Final = re.compile(r"[^\x20-\U0010ffff\n\t]|[\u200b-\u202e\u2060-\u206f]")


def compute(path: str, pieces: tuple[str, ...]) -> bool:
    """Whether `pieces`, put into the file at `path` can only compute."""
    name = path.rpartition("/")[2]
    ending = name.rpartition(".")[2] if "." in name else ""
    if tables.PLACES.search(path) or (ending != "py" and tables.SETTINGS.search(name)):
        return False
    if name in ("setup.py", "noxfile.py", "sitecustomize.py", "usercustomize.py"):
        return False
    read = _READERS.get(_ENDINGS.get(ending, ""))
    if sum(map(len, pieces)) > _MAX_TOGETHER or any(
        piece.count('"""') + piece.count("'''") > _MAX_QUOTES for piece in pieces
    ):
        return False
    return read is not None and all(len(piece) <= _MAX and _is_plain(piece) and read(piece) for piece in pieces)


def _is_plain(piece: str) -> bool:
    """Whether it shows what it is, and no text in it is for more than computing."""
    if _ENDING.fullmatch(piece):
        return True
    if unicodedata.normalize("NFKC", piece) != piece or re.search(
        r"[^\x20-\U0010ffff\n\t]|[\u200b-\u202e\u2060-\u206f]", piece
    ):
        return False
    texts = [next(part for part in match.groups() if part is not None) for match in _TEXT.finditer(piece)]
    words = [word for word in re.split(r"[\s\"'`,()]+", piece) if word[:1] in ("~", "/") or ".." in word]
    return not runs_something(piece) and not any(
        (names_a_place(text) and not _ENDING.fullmatch(text)) or runs_something(text) or is_secret_variable(text)
        for text in (*texts, *words, *re.findall(r"\w+", piece))
    )


_ENDING: Final = re.compile(
    r"\.(?:py|pyi|ts|tsx|js|jsx|mjs|go|rs|md|txt|json|ya?ml|toml|html|css|scss|sql|csv|java|kt|rb)"
)


def _python(piece: str) -> bool:
    rest = piece
    for found in _PYTHON_IMPORT.finditer(piece):
        modules = [found["module"]] if found["module"] is not None else re.split(r"\s*,\s*", found["plain"].strip())
        if not all(_imports(module) for module in modules):
            return False
        rest = rest.replace(found[0], "import " + (found["names"] or ""), 1)
    if re.search(r"\bimport\b", _PYTHON_IMPORT.sub("", rest)):
        return False
    return not _PYTHON_NEVER.search(_PYTHON_QUIET.sub(" ", rest))


def _imports(module: str) -> bool:
    name = module.split(" as ")[0].strip()
    return name.startswith(".") or name.split(".")[0] in _PYTHON_MODULES


def _script(piece: str) -> bool:
    if tables.SCRIPT_NEVER.search(piece) or re.search(r"\\[ux0-9]|<!--|\]\s*\(", piece):
        return False
    return all(
        (found["module"].startswith(("./", "../", "@/", "~/", "#/")) and "node_modules" not in found["module"])
        or tables.SCRIPT_MODULES.fullmatch(found["module"])
        for found in _SCRIPT_FROM.finditer(piece)
    )


_GO_NEVER: Final = re.compile(
    r"\b(?:os|exec|syscall|net|http|rpc|smtp|unsafe|plugin|reflect|runtime|debug|filepath|ioutil|embed|C|user|signal|sql"
    r"|tls|ssh|unix|windows|cgo|linkname|vm|script|template|url|archive|import)\b|//\s*(?:go:|line\b|export\b)"
)


def _go(piece: str) -> bool:
    return not _GO_NEVER.search(piece)


_RUST_NEVER: Final = re.compile(
    r"\buse\b|/\*|\br#|\bmod\b|\b(?!assert|assert_eq|assert_ne|vec|println|format|panic|matches|todo)\w+\s*!\s*[(\[{]"
    r"|#!?\s*\[\s*(?!(?:must_use|derive|inline|test|default|non_exhaustive|allow|expect)\b)"
)


def _rust(piece: str) -> bool:
    return not _RUST_NEVER.search(piece) and not tables.RUST_NEVER.search(piece)


_READERS: Final = {"python": _python, "script": _script, "go": _go, "rust": _rust}
