"""What a text of SQL does: the worst of its statements, and everything it reaches outside the database.

Law: two readers, the worse of them counts. The words of a statement say what kind it is and which functions it names;
queries and changes of rows are also read as a tree. What neither knows is `unknown`, which is administration. Names of
what runs code, touches files or connects elsewhere count wherever they stand outside strings.
It refuses to know clients and their options (`programs.databases`).
"""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from mayact.core.analysis.sql.lexical import Dialect, Meta, Statement, Token, Unclear, pieces
from mayact.core.analysis.sql.names import (
    ADMINISTERS,
    CONNECTS,
    PRAGMAS,
    READS_FILES,
    RUNS,
    SETTINGS,
    WRITES_FILES,
    names,
)
from mayact.core.analysis.sql.spellings import is_of_the_system, read_otherwise, runs_on
from mayact.core.analysis.sql.tree import MAX_TREE_CHARS, MAX_TREE_TOKENS, shape

Kind: TypeAlias = Literal["read", "change", "definition", "destruction", "rights", "unknown"]

ORDER: Final[tuple[Kind, ...]] = ("read", "change", "definition", "destruction", "rights", "unknown")
"""From harmless to worst."""

Touch: TypeAlias = tuple[Literal["read", "write", "script"], str | None]
"""A file and what happens to it; None: not known which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text does."""

    kind: Kind = "read"
    unlimited: frozenset[str] = frozenset()
    """Kinds of change (`update`, `delete`) that name no rows."""
    tables: frozenset[str] | None = frozenset()
    """None: not known."""
    databases: tuple[str, ...] = ()
    """Others than the one that the client was told: `use`, qualified names."""
    runs: str = ""
    """Why code runs that is not known; empty: none does."""
    touches: tuple[Touch, ...] = ()
    connects: bool = False
    escalates: bool = False
    """It takes on another role."""
    elsewhere: bool = False
    """The client is sent to another server."""
    commands: tuple[str, ...] = ()
    """Texts that a shell runs, by a command of the client."""

    def worse(self, other: "Reading") -> "Reading":
        """Both."""
        tables = None if self.tables is None or other.tables is None else self.tables | other.tables
        return Reading(
            kind=max(self.kind, other.kind, key=ORDER.index),
            unlimited=self.unlimited | other.unlimited,
            tables=tables,
            databases=tuple(dict.fromkeys((*self.databases, *other.databases))),
            runs=self.runs or other.runs,
            touches=tuple(dict.fromkeys((*self.touches, *other.touches))),
            connects=self.connects or other.connects,
            escalates=self.escalates or other.escalates,
            elsewhere=self.elsewhere or other.elsewhere,
            commands=tuple(dict.fromkeys((*self.commands, *other.commands))),
        )


MAX_STATEMENTS: Final = 1_000
"""Of one text. Looking at the names of one statement takes up to 0.1 ms."""

NOTHING: Final = Reading()
WORST: Final = Reading(kind="unknown", tables=None)


def reading(text: str, dialect: Dialect, *, client: bool = True) -> Reading:
    """What `text` does when a client of `dialect` is given it. Total: what is not understood is the worst case."""
    parts = pieces(text, dialect, client=client)
    if isinstance(parts, Unclear):
        return replace(WORST, runs=parts.because)
    if len(parts) > MAX_STATEMENTS:
        return replace(WORST, runs="it has too many statements to be looked at")
    found, left = NOTHING, MAX_TREE_TOKENS
    for part in parts:
        if isinstance(part, Meta):
            found = found.worse(_meta(part, dialect))
            continue
        # What would take long to read is the worst case; what it names outside the database is looked for all the same.
        left -= len(part.tokens) if not _only_values(part) else 1
        found = found.worse(_inside(part, dialect) if left >= 0 else WORST).worse(_outside(part, dialect))
    return found


# ── one statement ────────────────────────────────────────────────────────────────────────────────────────

_NEUTRAL: Final = names(
    "SHOW DESCRIBE DESC BEGIN COMMIT END ROLLBACK SAVEPOINT RELEASE ABORT FETCH CLOSE LISTEN UNLISTEN DISCARD "
    "RESET HELP DEALLOCATE SUMMARIZE DETACH EXISTS CHECKSUM"
)
_UPKEEP: Final = names(
    "VACUUM ANALYZE ANALYSE REINDEX CLUSTER REFRESH OPTIMIZE LOCK UNLOCK COMMENT NOTIFY CHECKPOINT CHECK MOVE"
)
_QUERIES: Final = names("SELECT WITH VALUES TABLE FROM INSERT UPDATE DELETE MERGE REPLACE UPSERT")
_RIGHTS: Final = names("GRANT REVOKE REASSIGN DENY")
_DROPS: Final = names("DROP TRUNCATE RENAME PURGE FLUSH KILL SHUTDOWN RESTART STOP CHANGE UNINSTALL SYSTEM")
_PEOPLE: Final = names("ROLE USER GROUP LOGIN POLICY PRIVILEGES CREDENTIAL QUOTA PROFILE")
_CODE: Final = names("FUNCTION PROCEDURE EVENT LANGUAGE EXTENSION PLUGIN ASSEMBLY AGGREGATE TRANSFORM")
_FAR: Final = names("SERVER SUBSCRIPTION FOREIGN EXTERNAL DICTIONARY SECRET")
_DEFINED: Final = names("TABLE INDEX VIEW SCHEMA DATABASE SEQUENCE TYPE DOMAIN COLLATION STATISTICS")
_BEFORE_OBJECT: Final = names(
    "TEMP TEMPORARY UNLOGGED UNIQUE MATERIALIZED GLOBAL LOCAL RECURSIVE CONCURRENTLY FULLTEXT SPATIAL CLUSTERED "
    "NONCLUSTERED IF NOT EXISTS"
)


_BY_DIALECT: Final[dict[tuple[str, Dialect], Kind]] = {
    ("RESET", "mysql"): "destruction",  # `reset master` removes the binary logs
    ("DETACH", "clickhouse"): "destruction",  # a table or database is gone until somebody attaches it again
}
_RUN: Final = names("SELECT WITH INSERT UPDATE DELETE MERGE REPLACE")


def _words(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    return tuple(token.text for token in tokens if token.kind == "word")


def _inside(statement: Statement, dialect: Dialect) -> Reading:
    """What it does in the database."""
    words = _words(statement.tokens)
    first = words[0] if words else ""
    if statement.tokens[0].kind != "word" and statement.tokens[0].text != "(":
        return WORST
    if read_otherwise(statement.tokens, dialect) or (dialect == "tsql" and runs_on(words)):
        return WORST
    if first in _QUERIES:
        return _rows(statement, dialect)
    if (first, dialect) in _BY_DIALECT:
        return Reading(kind=_BY_DIALECT[first, dialect], tables=None)
    if first == "RESET" and words[1:2] in (("ROLE",), ("SESSION",)):
        return Reading(escalates=True, tables=None)
    if first in ("DESC", "DESCRIBE", "ANALYZE", "ANALYSE") and _RUN & set(words[1:]):
        # MySQL reads `desc analyze` as `explain analyze`; MariaDB's `analyze update …` runs what it measures.
        return _explained(statement, dialect) if "ANALYZE" in words else replace(NOTHING, tables=None)
    if first in _NEUTRAL or (first == "START" and words[1:2] == ("TRANSACTION",)):
        return replace(NOTHING, tables=None)
    if first in _UPKEEP:
        return Reading(kind="change", tables=None)
    if first in _RIGHTS:
        return Reading(kind="rights", tables=None)
    if first in _DROPS:
        return Reading(kind="rights" if _PEOPLE & set(words[1:3]) else "destruction", tables=None)
    match first:
        case "EXPLAIN":
            return _explained(statement, dialect)
        case "SET":
            return _set(words, statement.tokens)
        case "USE":
            return Reading(databases=(_name_after(statement, 0),), tables=None)
        case "CREATE":
            return _created(words)
        case "ALTER":
            return _altered(words)
        case "COPY":
            changing = {"DELETE", "UPDATE", "INSERT", "MERGE", "DROP", "CREATE"} & set(words)
            writes = "FROM" in words and ("TO" not in words or words.index("FROM") < words.index("TO"))
            return WORST if changing else Reading(kind="change" if writes else "read", tables=None)
        case "PRAGMA":
            return _pragma(statement)
        case "ATTACH" | "EXPORT":
            return Reading(kind="change", tables=None)
        case "LOAD" if words[1:2] == ("DATA",) or words[1:2] == ("XML",):
            return Reading(kind="change", tables=None)
        case "DO" if dialect == "mysql":
            return Reading(kind="change", tables=None)
        case _:
            return WORST


def _rows(statement: Statement, dialect: Dialect) -> Reading:
    """A query or a change of rows."""
    words = _words(statement.tokens)
    if words[0] == "INSERT" and _only_values(statement):
        return Reading(kind="change", tables=frozenset({_name_after(statement, 1)}))
    if words[0] == "TABLE" and len(statement.tokens) == 2 and statement.tokens[1].kind in ("word", "name"):
        return Reading(tables=frozenset({_name_after(statement, 0)}))
    if words[0] == "REPLACE":  # an insert that takes the place of the row with the same key
        statement = replace(statement, text=re.sub(r"(?i)\A\W*replace\b", "insert", statement.text, count=1))
    found = shape(statement, dialect)
    if found is None:
        return WORST
    kind: Kind = "change" if found.changes else "read"
    if found.defines and dialect != "mysql":
        kind = "definition"
    if found.destroys or "delete" in found.unlimited or "update" in found.unlimited:
        kind = "destruction"
    if kind == "change" and any(is_of_the_system(name, dialect) for name in found.changed):
        kind = "rights"
    others = found.databases if dialect in ("mysql", "clickhouse", "tsql") else ()
    return Reading(
        kind=kind,
        unlimited=found.unlimited,
        tables=frozenset(found.tables),
        databases=tuple(name for name in others if name not in _OWN_SCHEMAS),
        touches=tuple(("read", name) for name in found.files if "://" not in name),
        connects=any("://" in name for name in found.files),
    )


_OWN_SCHEMAS: Final = frozenset({"information_schema", "sys", "dbo", "system", "performance_schema"})


def _only_values(statement: Statement) -> bool:
    """`insert into T (…) values (…), …` of nothing but literals, however long."""
    if len(statement.text) <= MAX_TREE_CHARS:
        return False
    words = _words(statement.tokens)
    if words[:2] != ("INSERT", "INTO") or "VALUES" not in words:
        return False
    at = next(place for place, token in enumerate(statement.tokens) if token.text == "VALUES" and token.kind == "word")
    plain = {"NULL", "TRUE", "FALSE", "DEFAULT"}
    return all(
        token.kind in ("text", "number") or token.text in "(),-." or (token.kind == "word" and token.text in plain)
        for token in statement.tokens[at + 1 :]
    ) and not {"SELECT", "WITH"} & set(words)


def _explained(statement: Statement, dialect: Dialect) -> Reading:
    """`explain` only looks; `explain analyze` runs what it explains."""
    tokens = statement.tokens
    at = next((place for place, token in enumerate(tokens) if place and token.text in _QUERIES | {"CREATE"}), None)
    if at is None:
        return WORST if {"ANALYZE", "ANALYSE"} & set(_words(tokens)) else replace(NOTHING, tables=None)
    if not {"ANALYZE", "ANALYSE"} & set(_words(tokens[:at])):
        return replace(NOTHING, tables=None)
    match = re.search(rf"\b{tokens[at].text}\b", statement.text, re.IGNORECASE)
    if match is None:
        return WORST
    inner = pieces(statement.text[match.start() :], dialect, client=False)
    if isinstance(inner, Unclear) or len(inner) != 1 or not isinstance(inner[0], Statement):
        return WORST
    return _inside(inner[0], dialect)


def _set(words: tuple[str, ...], tokens: tuple[Token, ...]) -> Reading:
    rest = [word for word in words[1:] if word not in ("SESSION", "LOCAL")]
    if rest[:1] == ["ROLE"] or words[:3] == ("SET", "SESSION", "AUTHORIZATION"):
        return Reading(escalates=True, tables=None) if rest[1:2] != ["NONE"] else replace(NOTHING, tables=None)
    several = any(token.text == "," and token.kind == "sign" for token in tokens)
    if several and not (rest[:1] == ["SEARCH_PATH"] or rest[:2] == ["SESSION", "CHARACTERISTICS"]):
        return WORST  # MySQL sets several things with one statement: `set autocommit = 0, global general_log = 1`
    if rest[:1] and rest[0] in SETTINGS:
        return replace(NOTHING, tables=None)
    return WORST


def _created(words: tuple[str, ...]) -> Reading:
    replaces = words[1:3] == ("OR", "REPLACE")
    rest = [word for word in words[3 if replaces else 1 :] if word not in _BEFORE_OBJECT]
    first = rest[0] if rest else ""
    if first in _PEOPLE or words[1:3] == ("ROW", "POLICY"):
        return Reading(kind="rights", tables=None)
    if first in _CODE or (first == "TRUSTED" or first == "PROCEDURAL"):
        return replace(WORST, runs="it brings code into the database")
    if first in _FAR:
        return replace(WORST, connects=True)
    if first in _DEFINED and not replaces:
        if "EXECUTE" in rest:
            return WORST
        return Reading(kind="definition", tables=None)
    return Reading(kind="destruction" if first in _DEFINED else "unknown", tables=None)


_ALTERS_ONLY: Final = names("DROP RENAME TYPE ALTER MODIFY CHANGE DISABLE DETACH TRUNCATE SET CONVERT EXCHANGE")


def _altered(words: tuple[str, ...]) -> Reading:
    if _PEOPLE & set(words[1:4]) or "OWNER" in words or "PRIVILEGES" in words or {"LEVEL", "SECURITY"} <= set(words):
        return Reading(kind="rights", tables=None)
    if words[1:2] == ("TABLE",) and "ADD" in words and not _ALTERS_ONLY & set(words[2:]):
        return Reading(kind="definition", tables=None)
    return Reading(kind="destruction", tables=None)


def _pragma(statement: Statement) -> Reading:
    words = _words(statement.tokens)
    signs = {token.text for token in statement.tokens if token.kind == "sign"}
    name = words[2] if len(words) > 2 and "." in signs else words[1] if len(words) > 1 else ""
    shows = name in PRAGMAS and ("=" not in signs)
    if shows and ("(" not in signs or name.endswith(("INFO", "LIST", "CHECK"))):
        return replace(NOTHING, tables=None)
    if "=" in signs and name in ("FOREIGN_KEYS", "CACHE_SIZE", "BUSY_TIMEOUT", "TEMP_STORE", "THREADS"):
        return replace(NOTHING, tables=None)
    return WORST


def _name_after(statement: Statement, words: int) -> str:
    """The name behind the first `words` + 1 words, lower case; `*`: not known."""
    for token in statement.tokens[words + 1 :]:
        return token.text.lower() if token.kind in ("word", "name") else "*"
    return "*"


# ── what it reaches outside ──────────────────────────────────────────────────────────────────────────────


def _outside(statement: Statement, dialect: Dialect) -> Reading:
    """What the names in it run, read, write and contact, wherever they stand."""
    found = Reading(tables=frozenset())
    tokens = statement.tokens
    words = _words(tokens)
    for at, token in enumerate(tokens):
        if token.kind not in ("word", "name"):
            continue
        name = token.text.upper()
        called = tokens[at + 1 : at + 2] == (_OPEN,)
        literal = tokens[at + 2].text if called and at + 2 < len(tokens) and tokens[at + 2].kind == "text" else None
        if name in RUNS and (called or name.startswith(("XP_", "SP_"))):
            found = replace(found, runs=f"{name.lower()} runs code")
        elif name in READS_FILES and (called or name.startswith("XP_")):
            found = found.worse(_file("read", literal))
        elif name in WRITES_FILES and (called or name.startswith("XP_")):
            found = found.worse(_file("write", literal)).worse(Reading(kind="change"))
        elif name in CONNECTS and called:
            found = replace(found, connects=True)
        elif name in ADMINISTERS and (called or name.startswith("SP_")):
            found = found.worse(Reading(kind="destruction"))
        elif token.kind == "word" and name in ("OUTFILE", "DUMPFILE"):
            found = found.worse(_file("write", _text_after(tokens, at)))
        elif token.kind == "word" and name == "INFILE":
            found = found.worse(_file("read", _text_after(tokens, at)))
    found = found.worse(_clause(words, tokens, dialect))
    if found.touches and dialect not in ("sqlite", "duckdb") and not found.runs:
        return replace(found, runs="a file of the server is read or written")
    return found


_OPEN: Final = Token("sign", "(")


def _clause(words: tuple[str, ...], tokens: tuple[Token, ...], dialect: Dialect) -> Reading:
    """Statements that are about files or code as a whole."""
    first = words[0] if words else ""
    texts = [token.text for token in tokens if token.kind == "text"]
    place = texts[-1] if texts else None
    match first:
        case "SUMMARIZE" | "DESCRIBE" | "DESC" | "SHOW" if dialect == "duckdb" and texts:
            return _file("read", texts[0])
        case "COPY" if "PROGRAM" in words:
            return Reading(runs="`copy` runs a program")
        case "COPY" if not {"STDIN", "STDOUT"} & set(words):
            where = next((texts[0] for _ in texts), None)
            if where is not None and "://" in where:
                return Reading(connects=True)
            return _file("write" if "TO" in words else "read", where)
        case "ATTACH":
            if place is not None and (":" in place.replace(":memory:", "") or place.startswith("file:")):
                return Reading(connects=True, touches=(("write", None),))
            return NOTHING if place in (":memory:", "") else _file("read", place).worse(_file("write", place))
        case "LOAD" if words[1:2] not in (("DATA",), ("XML",)):
            return Reading(runs="`load` brings code")
        case "INSTALL" | "DO" if dialect != "mysql":
            return Reading(runs=f"`{first.lower()}` runs code")
        case "INSTALL":
            return Reading(runs="`install` brings code")
        case "BACKUP" | "EXPORT":
            return _file("write", place)
        case "RESTORE" | "BULK" | "IMPORT":
            return _file("read", place)
        case "VACUUM" if "INTO" in words:
            return _file("write", place)
        case "CREATE" if "VIRTUAL" in words and "USING" in words:
            return Reading(runs="a module of the database runs")
        case _:
            return NOTHING


def _text_after(tokens: tuple[Token, ...], at: int) -> str | None:
    return tokens[at + 1].text if at + 1 < len(tokens) and tokens[at + 1].kind == "text" else None


def _file(way: Literal["read", "write", "script"], path: str | None) -> Reading:
    plain = path is not None and path != "" and path.isprintable() and "\\" not in path and "''" not in path
    if plain and path is not None and re.match(r"[a-z][a-z0-9+]+://", path, re.IGNORECASE):
        return Reading(connects=True)
    return Reading(touches=((way, path if plain else None),))


# ── commands of the client ───────────────────────────────────────────────────────────────────────────────

_PSQL_LOOKS: Final = re.compile(
    r"d\S*|l\+?|z|q|x|t|a|timing|pset|H|h|\?|echo|qecho|warn|conninfo|encoding|errverbose|f|C|T|set|unset|sf\+?|sv\+?|if|elif|"
    r"else|endif|prompt|crosstabview|watch|gx|gdesc|p|r|bind|parse|dconfig\+?|\."
)
_SQLITE_LOOKS: Final = names(
    "tables schema fullschema dump stats show print timer nullvalue separator help headers header mode databases "
    "indexes indices dbinfo width quit exit bail changes echo explain eqp lint prompt sha3sum timeout version "
    "vfsinfo vfslist limit progress parameter columns rows maxrows maxwidth highlight constant keyword "
    "large_number_rendering"
)


def _meta(meta: Meta, dialect: Dialect) -> Reading:
    rest = meta.rest
    match dialect:
        case "postgres":
            return _psql(meta.name, rest)
        case "sqlite" | "duckdb":
            return _shell_of_sqlite(meta.name.lower(), rest)
        case "mysql":
            return _mysql(meta.name, rest)
        case "tsql":
            if meta.name == "GO":
                return NOTHING
            return Reading(kind="unknown", runs="a command of `sqlcmd` is not analysed", tables=None)
        case _:
            return replace(WORST, runs="a command of the client is not analysed")


def _psql(name: str, rest: str) -> Reading:
    if "`" in rest or ("|" in rest and name not in ("d", "dt")):
        return Reading(runs="`psql` runs a program", tables=None)
    if name.startswith("!"):
        return Reading(commands=(f"{name[1:]} {rest}".strip(),))
    if "\\" in name or ("\\" in _QUOTED.sub("", rest) and not _WHOLE_LINE.fullmatch(name)):
        return replace(WORST, runs="another command of `psql` stands behind the first")
    if name in ("i", "ir", "include", "include_relative"):
        return _file("script", rest.strip("'\" ") or None).worse(WORST)
    if name == "copy":
        return _client_copy(rest)
    if name in ("o", "out", "w", "write", "s"):
        return NOTHING if not rest else _file("write", rest.split()[-1].strip("'\""))
    if name in ("g", "gx"):
        return NOTHING if not rest or rest.startswith("(") else _file("write", rest.split()[-1].strip("'\""))
    if name in ("c", "connect"):
        return replace(WORST, elsewhere=True)
    if name == "password":
        return Reading(kind="rights", tables=None)
    if name.startswith("lo_"):
        return replace(WORST, touches=(("write" if name == "lo_export" else "read", None),))
    if name in ("gexec", "gset", "e", "edit", "ef", "ev", "cd", "setenv"):
        return replace(WORST, runs=f"`\\{name}` is not analysed")
    return NOTHING if _PSQL_LOOKS.fullmatch(name) else replace(WORST, runs="a command of `psql` is not known")


_QUOTED: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"")
_WHOLE_LINE: Final = re.compile(r"copy|h|help|[es][fv]\+?|\?")
"""Commands that take the rest of the line as it is; of all others an unquoted backslash begins the next command
(postgresql.org/docs/current/app-psql.html, Meta-Commands)."""
_COPY: Final = re.compile(
    r"(?P<what>.*?)\s(?P<way>to|from)\s+(?P<where>'[^']*'|\S+)(?:\s+(?:with|csv|\().*)?;?", re.IGNORECASE | re.DOTALL
)


def _client_copy(rest: str) -> Reading:
    if re.search(r"(?i)\bprogram\b", rest):
        return Reading(runs="`copy` runs a program", tables=None)
    match = _COPY.fullmatch(rest)
    if match is None or re.search(r"(?i)\b(insert|update|delete|merge)\b", match["what"]):
        return replace(WORST, touches=(("write", None),))
    where = match["where"].strip("'\"").rstrip(";")
    change = Reading(kind="change" if match["way"].lower() == "from" else "read", tables=None)
    if where.lower() in ("stdin", "stdout", "pstdin", "pstdout"):
        return change
    return change.worse(_file("read" if match["way"].lower() == "from" else "write", where))


def _shell_of_sqlite(name: str, rest: str) -> Reading:
    place = rest.split()[0].strip("'\"") if rest.split() else None
    last = rest.split()[-1].strip("'\"") if rest.split() else None
    if name in ("shell", "system"):
        return Reading(commands=(rest,))
    if name in ("output", "once", "log", "trace", "excel", "www"):
        if (place or "").startswith("|") or name in ("excel", "www") or (place or "").startswith("-"):
            return Reading(runs="`sqlite3` runs a program", tables=None)
        return NOTHING if place in (None, "stdout", "stderr", "off") else _file("write", place)
    if name == "read":
        return (
            Reading(runs="`.read` runs a program")
            if (place or "").startswith("|")
            else _file("script", place).worse(WORST)
        )
    if name == "import":
        words = [word for word in rest.split() if not word.startswith("-")]
        source = words[0].strip("'\"") if words else None
        if (source or "").startswith("|"):
            return Reading(runs="`.import` runs a program", tables=None)
        return Reading(kind="change", tables=None).worse(_file("read", source))
    if name in ("backup", "save", "clone"):
        return _file("write", last)
    if name in ("restore", "open"):
        return replace(WORST, elsewhere=True).worse(_file("read", last)).worse(_file("write", last))
    return NOTHING if name in _SQLITE_LOOKS else replace(WORST, runs="a command of the client is not known")


def _mysql(name: str, rest: str) -> Reading:
    match name:
        case "SYSTEM" | "!":
            return Reading(commands=(rest.rstrip(";"),))
        case "SOURCE" | ".":
            return _file("script", rest.rstrip("; ") or None).worse(WORST)
        case "TEE" | "T":
            return _file("write", rest.rstrip("; ") or None)
        case "NOTEE" | "NOPAGER" | "R" | "C":
            return NOTHING
        case "CONNECT" | "r" | "u":
            return replace(WORST, elsewhere=True)
        case _:
            return replace(WORST, runs="a command of `mysql` is not analysed")
