"""Spellings of statements that one reader takes for something else than the server does.

Law: words and signs only. Whatever a server could cut, join or name otherwise than the tokens show is the worst case to
whoever asked. It refuses to know what statements do.

Sources: learn.microsoft.com/sql/t-sql (statements need no semicolon between them), sqlite.org/src (tokenize.c:
`$name(…)` is one variable), postgresql.org/docs/current/sql-syntax-lexical.html (`U&"…"`), and the system catalogues of
each database.
"""

from typing import Final

from mayact.core.analysis.sql.lexical import Dialect, Token
from mayact.core.analysis.sql.names import names

_BEGINS_ANYWHERE: Final = names(
    "SHUTDOWN DROP TRUNCATE EXEC EXECUTE CREATE ALTER GRANT REVOKE DENY KILL RECONFIGURE BACKUP RESTORE REVERT "
    "CHECKPOINT DBCC BULK WAITFOR DISABLE ENABLE WRITETEXT UPDATETEXT RAISERROR PRINT GOTO USE DECLARE SETUSER"
)
"""T-SQL statements that may follow another one without anything between; `select 1 shutdown` stops the server."""
_ROWS: Final = names("SELECT WITH VALUES INSERT UPDATE DELETE MERGE")
_QUERIES: Final = names("SELECT WITH INSERT UPDATE DELETE MERGE VALUES")
_HOLD_OTHERS: Final = names("CREATE ALTER GRANT REVOKE DENY")
"""First words whose own text holds such words: `grant execute`, `create trigger … for delete`. They are judged worse
than a read by themselves."""


def runs_on(words: tuple[str, ...]) -> bool:
    """Whether another T-SQL statement could stand behind the first one."""
    first, rest = (words[0] if words else ""), set(words[1:])
    if first in _HOLD_OTHERS:
        return False
    if rest & _BEGINS_ANYWHERE:
        return True
    return first not in _QUERIES and bool(rest & _ROWS)


def read_otherwise(tokens: tuple[Token, ...], dialect: Dialect) -> bool:
    """Whether a server reads these signs as other tokens."""
    for at, token in enumerate(tokens[:-2]):
        after, last = tokens[at + 1], tokens[at + 2]
        if dialect == "sqlite" and token.kind == "sign" and token.text in "$@:#" and after.kind == "word":
            if last == _OPEN:
                return True  # one variable up to the bracket, quotes and semicolons in it
        elif dialect in ("postgres", "duckdb") and token == _ESCAPED and after == _AND and last.kind in _QUOTED:
            return True  # `U&"\\0070g_read_file"`: a name by the numbers of its letters
    return False


_OPEN: Final = Token("sign", "(")
_ESCAPED: Final = Token("word", "U")
_AND: Final = Token("sign", "&")
_QUOTED: Final = frozenset({"name", "text"})

_CATALOGUES: Final = {
    "postgres": names("PG_CATALOG"),
    "mysql": names("MYSQL SYS PERFORMANCE_SCHEMA"),
    "clickhouse": names("SYSTEM"),
    "tsql": names("SYS MSDB MASTER"),
}
_TABLES: Final = {"postgres": ("pg_",), "sqlite": ("sqlite_",)}
"""Beginnings of the names of the database's own tables."""


def is_of_the_system(table: str, dialect: Dialect) -> bool:
    """Whether `table` (lower case, `a.b.c`) is the database's own: who may do what, and what its code is, are rows."""
    *schemas, name = table.split(".")
    if {schema.upper() for schema in schemas} & _CATALOGUES.get(dialect, frozenset()):
        return True
    return name.startswith(_TABLES.get(dialect, ("\0",)))
