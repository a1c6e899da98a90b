"""What one statement does, by the tree that sqlglot makes of it.

Law: a statement that sqlglot does not read as exactly one, or that is too long or nested too deep to be given to it,
has no tree (None), which is the worst case to whoever asked. sqlglot is imported at the first statement or by
`import_ahead`, because importing it takes longer than reading a hundred of them (docs/adr has the figures).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, Final, get_args

from mayact.core.analysis.sql.lexical import Dialect, Statement
from mayact.core.analysis.sql.names import CONNECTS, PLAIN, READS_FILES

MAX_TREE_CHARS: Final = 4_096
MAX_TREE_TOKENS: Final = 600
"""Of one text. Reading takes up to 0.1 ms a token in the worst texts that were found."""
MAX_TREE_DEPTH: Final = 20
"""sqlglot tries some brackets in several ways, each of them again inside the next."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a tree shows. `unlimited`: changes that name no rows, by their kinds."""

    changes: bool
    defines: bool
    destroys: bool
    unlimited: frozenset[str]
    tables: tuple[str, ...]
    changed: tuple[str, ...]
    """Of the tables, those whose rows it changes."""
    databases: tuple[str, ...]
    files: tuple[str, ...]
    """Names of tables that are files (DuckDB)."""


@cache
def _sqlglot() -> ModuleType:
    import sqlglot
    import sqlglot.parser

    # It logs every statement that it does not know, and what it would print is the agent's text.
    sqlglot.parser.logger.disabled = True
    return sqlglot


def import_ahead() -> None:
    """Import now what the first statement of each dialect would wait for."""
    for dialect in get_args(Dialect):
        parsed("select 1", dialect)


def parsed(text: str, dialect: str) -> Any | None:
    """The tree of exactly one statement; None: there is none."""
    sqlglot = _sqlglot()
    try:
        found = sqlglot.parse(text, read=dialect, error_level=sqlglot.ErrorLevel.RAISE)
    except (sqlglot.errors.SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        # Hostile text reaches corners of the parser that raise whatever they raise; none of it is a tree.
        return None
    return found[0] if len(found) == 1 else None


def shape(statement: Statement, dialect: Dialect) -> Shape | None:
    """The shape of a query or a change of rows; None: it is not understood."""
    if (
        len(statement.text) > MAX_TREE_CHARS
        or len(statement.tokens) > MAX_TREE_TOKENS
        or statement.depth > MAX_TREE_DEPTH
        or _stacked(statement) > MAX_TREE_DEPTH
    ):
        return None
    root = parsed(statement.text, dialect)
    if root is None:
        return None
    exp = _sqlglot().exp
    if not isinstance(root, exp.Query | exp.Insert | exp.Update | exp.Delete | exp.Merge | exp.Values):
        return None
    try:
        nodes = tuple(root.walk())
        return _shape(nodes, exp, dialect)
    except RecursionError:
        return None


_STACKING: Final = frozenset({"NOT", "CASE", "EXISTS", "SELECT", "WITH", "INTERVAL", "CAST"})


def _stacked(statement: Statement) -> int:
    """How many operators that nest without brackets stand one behind the other, at most."""
    most = run = 0
    for token in statement.tokens:
        stacks = token.text in _STACKING if token.kind == "word" else token.kind == "sign" and token.text in "-+~["
        run = run + 1 if stacks else 0
        most = max(most, run)
    return most


def _shape(nodes: tuple[Any, ...], exp: ModuleType, dialect: Dialect) -> Shape:
    changes = any(isinstance(node, exp.Insert | exp.Update | exp.Delete | exp.Merge) for node in nodes)
    unlimited = {
        type(node).__name__.lower()
        for node in nodes
        if isinstance(node, exp.Update | exp.Delete) and not _names_rows(node, exp)
    }
    known = (exp.Create, exp.Drop, exp.Alter, exp.TruncateTable, exp.Command, exp.Copy, exp.Grant)
    own = {name.lower() for node in nodes if isinstance(node, exp.CTE) for name in (node.alias,)}
    tables = [node for node in nodes if isinstance(node, exp.Table) and node.name]
    named = [node for node in tables if node.db or node.name.lower() not in own]
    files = [node.name for node in named if dialect in ("duckdb", "clickhouse") and _is_file(node.name)]
    return Shape(
        changes=changes or any(_may_change(name) for name in _functions(nodes, exp)) or _has_own_function(nodes, exp),
        defines=any(isinstance(node, exp.Into) for node in nodes),
        destroys=any(isinstance(node, known) for node in nodes),
        unlimited=frozenset(unlimited),
        tables=tuple(sorted({_full_name(node) for node in named})),
        changed=tuple(_full_name(node) for node in _targets(nodes, exp)),
        databases=tuple(sorted({(node.catalog or node.db).lower() for node in named if node.catalog or node.db})),
        files=tuple(files),
    )


def _targets(nodes: tuple[Any, ...], exp: ModuleType) -> Iterator[Any]:
    for node in nodes:
        if isinstance(node, exp.Insert | exp.Update | exp.Delete | exp.Merge):
            for part in (node.this, *(node.args.get("tables") or ())):
                yield from part.find_all(exp.Table) if isinstance(part, exp.Expression) else ()


def _full_name(node: Any) -> str:
    return ".".join(part for part in (node.catalog, node.db, node.name) if part).lower()


def _names_rows(node: Any, exp: ModuleType) -> bool:
    """Whether its `where` looks at a column: `where 1 = 1` names no rows."""
    where = node.args.get("where")
    return where is not None and where.find(exp.Column) is not None


def _is_file(name: str) -> bool:
    return bool({"/", "*", ".", "?"} & set(name))  # only a quoted name holds these, and DuckDB opens it


def _functions(nodes: tuple[Any, ...], exp: ModuleType) -> Iterator[str]:
    """Names of functions that sqlglot itself does not know."""
    for node in nodes:
        if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc):
            yield str(node.this if isinstance(node.this, str) else node.name).upper()


_KNOWN_SCHEMAS: Final = frozenset({"pg_catalog", "information_schema", "sys", "system", "dbo", "public", "main"})


def _has_own_function(nodes: tuple[Any, ...], exp: ModuleType) -> bool:
    """`audit.lower(x)` is a function of the schema `audit`, whatever `lower` is elsewhere."""
    return any(
        isinstance(node, exp.Dot)
        and isinstance(node.expression, exp.Func)
        and node.this.sql().strip('"[]`').lower() not in _KNOWN_SCHEMAS
        for node in nodes
    )


def _may_change(name: str) -> bool:
    return name not in PLAIN and name not in READS_FILES and name not in CONNECTS
