"""Libraries that only compute and call what they are handed: tests, mocks, models, parsers of arguments, queues.

Law: what such a library gives stands for code of the repository: it may call whatever it is handed, so that nothing
with effects may be handed to it. `ONLY` lists what a module may be used for; `ALL_BUT` what it may not. A module that
is in neither is none of these. Never listed: members that import by name, start programs, or evaluate text.
"""

from collections.abc import Mapping
from typing import Final

from mayact.core.analysis.programs.table import names

ONLY: Final[Mapping[str, frozenset[str]]] = {
    "logging": names(
        "basicConfig getLogger debug info warning error exception critical log DEBUG INFO WARNING ERROR CRITICAL "
        "NOTSET Formatter StreamHandler NullHandler Logger LoggerAdapter Handler Filter LogRecord disable getLevelName "
        "root"
    ),
    "threading": names(
        "Thread Lock RLock Event Condition Semaphore BoundedSemaphore Barrier Timer local current_thread active_count "
        "main_thread get_ident"
    ),
    "queue": names("Queue Empty Full PriorityQueue LifoQueue SimpleQueue"),
    "types": names("SimpleNamespace MappingProxyType TracebackType UnionType NoneType"),
    "enum": names("Enum IntEnum StrEnum Flag IntFlag auto unique"),
    "abc": names("ABC ABCMeta abstractmethod"),
    "argparse": names(
        "ArgumentParser Namespace Action ArgumentTypeError ArgumentError ArgumentDefaultsHelpFormatter "
        "RawDescriptionHelpFormatter BooleanOptionalAction SUPPRESS REMAINDER"
    ),
    "cProfile": names("Profile"),
    "pstats": names("Stats SortKey"),
    "tracemalloc": names("take_snapshot"),
    "dataclasses": names(
        "dataclass field fields asdict astuple replace is_dataclass KW_ONLY InitVar MISSING FrozenInstanceError"
    ),
    "contextlib": names(
        "contextmanager asynccontextmanager suppress closing aclosing nullcontext redirect_stdout redirect_stderr "
        "ExitStack AsyncExitStack ContextDecorator AbstractContextManager AbstractAsyncContextManager"
    ),
    "functools": names("wraps partial partialmethod cached_property singledispatch singledispatchmethod "
                       "total_ordering update_wrapper"),
    "collections": names("namedtuple UserDict UserList"),
    "collections.abc": names(
        "Iterable Iterator Callable Sequence Mapping MutableMapping MutableSequence Set Generator AsyncIterator "
        "AsyncGenerator Awaitable Collection Hashable Sized Container Coroutine ItemsView KeysView ValuesView"
    ),
    "typing": names(
        "Any Optional Union List Dict Tuple Set FrozenSet Iterable Iterator Callable Sequence Mapping MutableMapping "
        "TYPE_CHECKING NamedTuple Protocol TypedDict Literal Annotated Final ClassVar Generic TypeVar ParamSpec "
        "Self Type cast overload override final runtime_checkable get_type_hints get_args get_origin NoReturn Never "
        "assert_never assert_type reveal_type Awaitable Coroutine AsyncIterator AsyncGenerator Generator NewType "
        "TypeAlias Required NotRequired Unpack Concatenate Hashable Text IO TextIO BinaryIO SupportsFloat SupportsInt"
    ),
    "inspect": names("getmembers isclass isabstract unwrap Parameter Signature getmro iscoroutine isbuiltin "
                     "isgenerator getmodule"),
    "asyncio": names(
        "Queue PriorityQueue LifoQueue QueueEmpty QueueFull Event Lock Condition Semaphore BoundedSemaphore TaskGroup "
        "Barrier Future"
    ),
    "ast": names("NodeVisitor NodeTransformer"),
    "html.parser": names("HTMLParser"),
    "json": names("JSONEncoder JSONDecoder"),
    "string": names("Template"),
    "statistics": names("NormalDist"),
    "weakref": names("ref WeakKeyDictionary WeakValueDictionary WeakSet proxy"),
    "graphlib": names("TopologicalSorter CycleError"),
    "numbers": names("Number Integral Real"),
    "difflib": names("HtmlDiff"),
    "contextvars": names("ContextVar copy_context"),
    "reprlib": names("repr Repr"),
    "httpx": names("Response Request MockTransport ASGITransport WSGITransport HTTPError HTTPStatusError "
                   "TimeoutException ConnectError RequestError Timeout ReadTimeout"),
    "requests": names("HTTPError ConnectionError Timeout RequestException exceptions Response"),
    "django": names("setup get_version VERSION"),
    "django.conf": names("settings"),
    "django.test": names("TestCase SimpleTestCase TransactionTestCase Client RequestFactory override_settings"),
    "django.urls": names("reverse resolve"),
    "django.utils.timezone": names("now localtime"),
    "unittest": names(
        "TestCase IsolatedAsyncioTestCase main mock skip skipIf skipUnless expectedFailure SkipTest TestSuite"
    ),
    "pstats.SortKey": frozenset(),
}  # fmt: skip
"""Full name of a module to the members that may be used."""

ALL_BUT: Final[Mapping[str, frozenset[str]]] = {
    "pytest": names("main console_main importorskip Pytester register_assert_rewrite cmdline"),
    "unittest.mock": frozenset(),
    "mock": frozenset(),
    "pytest_asyncio": frozenset(),
    "pytest_mock": frozenset(),
    "parameterized": frozenset(),
    "respx": frozenset(),
    "responses": frozenset(),
    "requests_mock": frozenset(),
    "freezegun": frozenset(),
    "time_machine": frozenset(),
    "hypothesis": frozenset(),
    "faker": frozenset(),
    "factory": frozenset(),
    "sqlalchemy": frozenset(),
    "sqlmodel": frozenset(),
    "pydantic": names("ImportString"),
    "pydantic_settings": frozenset(),
    "attr": frozenset(),
    "attrs": frozenset(),
    "marshmallow": frozenset(),
    "msgspec": frozenset(),
    "starlette": names("staticfiles templating"),
    "fastapi": names("staticfiles templating"),
    "click": names("launch edit open_file File get_app_dir utils"),
    "typer": names("launch edit"),
    "rich": frozenset(),
    "structlog": frozenset(),
    "sortedcontainers": frozenset(),
    "more_itertools": frozenset(),
    "networkx": names("readwrite"),
}
"""Full name of a module to the members, of it and of its parts, that may not be used."""

GIVEN: Final = "~given"
"""What a runner of tests, or the repository's code, gives to a function of the text."""

BASES: Final = names(
    "object dict list set frozenset tuple str int float Exception BaseException ValueError KeyError TypeError "
    "RuntimeError OSError LookupError AttributeError ArithmeticError IndexError NotImplementedError ConnectionError "
    "TimeoutError collections.OrderedDict collections.Counter datetime.date datetime.datetime "
    "decimal.Decimal collections.defaultdict collections.deque"
)
"""Builtin and standard classes that a class of the text may be made from."""


def is_framework(module: str) -> bool:
    """Whether a module, by its full name, is one of these."""
    return module in ONLY or _rule(module) is not None


def allows(module: str, attr: str) -> bool:
    """Whether `module.attr` may be used."""
    if attr.startswith("_"):
        return False
    if module in ONLY:
        return attr in ONLY[module]
    rule = _rule(module)
    return rule is not None and attr not in rule and not rule.intersection(module.split("."))


def _rule(module: str) -> frozenset[str] | None:
    parts = module.split(".")
    while parts:
        found = ALL_BUT.get(".".join(parts))
        if found is not None:
            return found
        parts.pop()
    return None
