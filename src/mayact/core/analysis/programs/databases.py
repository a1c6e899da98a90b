"""Database clients: what a statement on the command line does, and to which database.

Law: what a text does is what `sql.reading` says; a text that is not known counts as administration, and as whatever
the client's own commands can do. A client without a statement is interactive or fed from elsewhere: opaque.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mayact.core.analysis import addresses, files, http
from mayact.core.analysis.command import Finding, FromFile, FromText, Known, Pattern, Unknown, Word, opaque
from mayact.core.analysis.programs.roles import finding, script
from mayact.core.analysis.programs.table import Program, Use, row
from mayact.core.analysis.sql.lexical import Dialect
from mayact.core.analysis.sql.reading import WORST, Kind, Reading, reading
from mayact.core.analysis.words import known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

DIALECTS: Final[Mapping[str, Dialect]] = {
    "psql": "postgres", "mysql": "mysql", "mariadb": "mysql", "sqlite3": "sqlite", "duckdb": "duckdb",
    "clickhouse-client": "clickhouse", "clickhouse-local": "clickhouse", "clickhouse": "clickhouse", "sqlcmd": "tsql",
}  # fmt: skip
_VERBS: Final[Mapping[Kind, Verb]] = {
    "read": Verb.DB_QUERY,
    "change": Verb.DB_WRITE,
    "definition": Verb.DB_WRITE,
    "destruction": Verb.DB_ADMIN,
    "rights": Verb.DB_ADMIN,
    "unknown": Verb.DB_ADMIN,
}


def dialect_of(program: str) -> Dialect:
    """The dialect that a client speaks; PostgreSQL's where it is not known."""
    return DIALECTS.get(program, "postgres")


def statement_verb(text: str, dialect: Dialect = "postgres") -> Verb | None:
    """`db.query`, `db.write` or `db.admin` for the worst statement of `text`; None: it reaches outside the database."""
    return verb_of(reading(text, dialect))


def verb_of(told: Reading) -> Verb | None:
    """The same of a text that was read."""
    if told.runs or told.commands or told.touches or told.connects or told.elsewhere:
        return None
    return Verb.DB_ADMIN if told.escalates or told.unlimited else _VERBS[told.kind]


def effects_of_sql(told: Reading, resource: str, *, local: bool, because: str) -> tuple[Finding, ...]:
    """What a text of SQL does to the database that `resource` names (`KIND:HOST/NAME`), and to those that it names
    itself. Files and programs of the client's machine are not among them."""
    facts: dict[str, Json] = {
        "local": local,
        "statement": told.kind,
        "where": told.kind in ("read", "change", "definition") and not told.unlimited,
    }
    names = ", ".join(sorted(told.tables)) if told.tables else ""
    if names and len(names) <= _MAX_NAMES and names.isprintable():
        facts["tables"] = names
    found: list[Finding] = []
    server = resource.split("/", 1)[0]
    places = [resource, *(f"{server}/{name}" for name in told.databases)]
    if told.elsewhere:
        places.append(f"{server.split(':', 1)[0]}:*")
    for place in dict.fromkeys(places):
        here = facts if not place.endswith(":*") else {**facts, "local": False}
        found.append(_on(_VERBS[told.kind], place, here, because))
        if "update" in told.unlimited:
            # Values are gone for good, as in a destruction; and it is still a write, of every row.
            found.append(_on(Verb.DB_WRITE, place, {**here, "_every_row": True}, because))
        if told.kind == "rights":
            found.append(_on(Verb.IAM_CHANGE, place, {"local": local}, because))
        if told.escalates:
            found.append(_on(Verb.PRIV_ESCALATE, place, {"local": local}, because))
    if told.runs:
        found.append(opaque(f"a statement is not understood, or runs more than SQL: {told.runs}", text=because))
    if told.connects:
        found.extend(http.contacting(http.Target("", ""), sends_data=True, because=because))
    return tuple(found)


_MAX_NAMES: Final = 400


def _on(verb: Verb, resource: str, facts: dict[str, Json], because: str) -> Finding:
    return Finding(verb=verb, kind="system", resource=resource, facts=facts, because=because)


def told(text: str | None, use: Use, resource: str, *, local: bool) -> tuple[Finding, ...]:
    """A text that the client of `use` is given; None: not known, and then it may hold commands of the client."""
    because = use.command.text or use.name
    if text is None:
        worst = replace(WORST, runs="it is not known")
        return effects_of_sql(worst, resource, local=local, because=because)
    does = reading(text, dialect_of(use.name))
    if use.name == "duckdb" and not use.operands and not any(way == "write" for way, _ in does.touches):
        # Without a file the database is gone when the client ends.
        kind: Kind = "read" if does.kind in ("change", "definition", "destruction") else does.kind
        does = replace(does, kind=kind, unlimited=frozenset())
    found = list(effects_of_sql(does, resource, local=local, because=because))
    for command in does.commands:
        found.extend(use.context.run_shell(command, use.command))
    for way, path in does.touches:
        found.extend(_touched(way, path, use))
        if way == "read" and not local:
            # `\\copy t from FILE`: what is read here goes there.
            host = resource.partition(":")[2].partition("/")[0]
            found.extend(http.contacting(http.target_of(Known(host)), sends_data=True, because=use.name))
    return tuple(found)


def _touched(way: str, path: str | None, use: Use) -> tuple[Finding, ...]:
    word: Word = Known(path) if path is not None else Unknown("a statement names it")
    if path is not None and ("*" in path or "?" in path):
        word = Pattern(path)
    if path is not None and path.startswith("~"):
        word = Unknown("programs read this path differently")
    match way:
        case "script":
            return (*files.reading(word, use.command, use.context), *script(word, use))
        case "write":
            return files.writing(word, use.command, use.context)
        case _:
            return files.reading(word, use.command, use.context)


# ── psql and mysql ───────────────────────────────────────────────────────────────────────────────────────


def _client(use: Use) -> tuple[Finding, ...]:
    resource, facts = _database(use)
    local = facts["local"] is True
    found: list[Finding] = []
    for word in use.values("-f", "--file"):
        if known(word) != "-":
            found.extend(_from_file(word, use, resource, local=local))
    statements: list[Word] = list(use.values("-c", "-e", "--eval"))
    match use.command.stdin:
        case FromText(text) if not statements or use.name != "psql":
            statements.append(Known(text) if text is not None else Unknown("it is computed"))
        case FromFile(path) if not statements or use.name != "psql":
            found.extend(_from_file(path, use, resource, local=local))
    if use.has("-l", "--list"):
        return (finding(Verb.DB_QUERY, resource, use, **facts),)
    if not statements and not found:
        return (opaque(f"the statements that {shown(use.name)} runs are not known"),)
    return (*found, *(item for word in statements for item in told(_whole(word, use), use, resource, local=local)))


_VARIABLE: Final = re.compile(r"(?<![:\w]):[\"'{]?[A-Za-z_]")


def _whole(word: Word, use: Use) -> str | None:
    """The text that the server gets; None where `psql` puts values of its variables into it."""
    text = known(word)
    if text is None or use.name != "psql" or not _VARIABLE.search(text):
        return text
    return None if use.has("-v") or re.search(r"\\(set|gset|getenv|prompt)\b", text) else text


def _from_file(path: Word, use: Use, resource: str, *, local: bool) -> tuple[Finding, ...]:
    """A file of statements runs, with the commands that the client has."""
    worst = effects_of_sql(WORST, resource, local=local, because=use.command.text or use.name)
    return (*files.reading(path, use.command, use.context), *script(path, use), *worst)


_KINDS: Final = {
    "psql": "postgres",
    "pg_dump": "postgres",
    "pg_dumpall": "postgres",
    "pg_restore": "postgres",
    "dropdb": "postgres",
    "createdb": "postgres",
    "mariadb": "mysql",
    "mysqldump": "mysql",
    "mysqladmin": "mysql",
}
_HOST_NAMES: Final = {"postgres": ("PGHOST", "PGHOSTADDR"), "mysql": ("MYSQL_HOST",)}
_DEFAULT_PORTS: Final = {"postgres": "5432", "mysql": "3306"}


def _database(use: Use) -> tuple[str, dict[str, Json]]:
    """The database as effects name it: `KIND:HOST[:PORT]/NAME`, a port only where it is not the usual one."""
    kind = _KINDS.get(use.name, use.name)
    given = use.value("-h") or next(
        (use.command.environment[name] for name in _HOST_NAMES.get(kind, ()) if name in use.command.environment), None
    )
    host = _exactly(given) if given is not None else "localhost"
    word = use.value("-d") or (use.operands[0] if use.operands else use.command.environment.get("PGDATABASE"))
    name = _exactly(word) if word is not None else ""
    port = known(use.value("-P" if kind == "mysql" else "-p") or Known("")) or ""
    if "://" in name:
        target = http.parse_url(name)
        host, name, port = target.host or "*", target.path.strip("/"), target.port
    elif "=" in name:
        members = dict(re.findall(r"(\w+)\s*=\s*'?([^\s']*)", name))
        host, port, name = members.get("host", host), members.get("port", port), members.get("dbname", "")
        host = "*" if "service" in members or "hostaddr" in members else host
    if {"PGSERVICE", "PGSERVICEFILE", "PGSYSCONFDIR"} & set(use.command.environment):
        host = "*"
    local = addresses.is_local(host.lower()) or host.startswith("/")
    place = f"{host}:{port}" if port and port.isdigit() and port != _DEFAULT_PORTS.get(kind) else host
    return f"{kind}:{place}/{name}".rstrip("/"), {"local": local}


def _exactly(word: Word) -> str:
    return word.text if isinstance(word, Known) and word.text else "*"


def _sqlite(use: Use) -> tuple[Finding, ...]:
    if not use.operands:
        return (opaque("the statements that `sqlite3` runs are not known"),)
    path = use.operands[0]
    resource = f"sqlite:{files.absolute(path, use.command, use.context) or '*'}"
    if use.has("-init"):
        return (opaque("`sqlite3` runs commands from elsewhere"),)
    statements: list[Word] = [*use.values("-cmd"), *use.operands[1:]]
    if isinstance(use.command.stdin, FromText) and len(use.operands) == 1:
        given = use.command.stdin.text
        statements.append(Known(given) if given is not None else Unknown("it is computed"))
    if isinstance(use.command.stdin, FromFile) and len(use.operands) == 1:
        # The file may do what the program can, as any script; the database is a file of this machine.
        ran = script(use.command.stdin.path, use)
        facts: dict[str, Json] = {"local": True}
        return (*ran, finding(Verb.DB_WRITE, resource, use, **facts), *files.writing(path, use.command, use.context))
    if not statements:
        return (opaque("the statements that `sqlite3` runs are not known"),)
    found = [item for word in statements for item in told(known(word), use, resource, local=True)]
    looks = all(
        item.verb is Verb.DB_QUERY for item in found if item.verb in _VERBS.values() or item.verb is Verb.OPAQUE
    )
    touch = files.reading if looks or use.has("-readonly") else files.writing
    return (*found, *touch(path, use.command, use.context))


def _redis(use: Use) -> tuple[Finding, ...]:
    words = [(known(word) or "?").lower() for word in use.operands]
    host = _exactly(use.value("-h") or Known("localhost"))
    if use.has("-u"):
        host = http.parse_url(_exactly(use.value("-u") or Known("*"))).host or "*"
    facts: dict[str, Json] = {"local": addresses.is_local(host)}
    verb = words[0] if words else "?"
    reads = {"get", "mget", "keys", "scan", "info", "ping", "ttl", "type", "exists", "llen", "lrange", "hget",
        "hgetall",
             "smembers", "dbsize", "zrange", "strlen", "memory", "client", "monitor", "time", "echo"}  # fmt: skip
    admin = {"flushall", "flushdb", "config", "shutdown", "debug", "slaveof", "replicaof", "module", "acl", "eval",
             "script", "migrate", "restore", "bgsave", "save", "?"}  # fmt: skip
    if not words and use.has("--scan", "--bigkeys", "--memkeys", "--stat", "--latency", "--latency-history"):
        verb = "scan"
    chosen = Verb.DB_QUERY if verb in reads else Verb.DB_ADMIN if verb in admin else Verb.DB_WRITE
    sent: tuple[Finding, ...] = ()
    if facts["local"] is not True and chosen is not Verb.DB_QUERY and use.has("-x"):
        sent = http.contacting(http.target_of(Known(host), scheme="redis"), sends_data=True, because=use.name)
    return (finding(chosen, f"redis:{host}", use, **facts), *sent)


def _dump(use: Use) -> tuple[Finding, ...]:
    resource, facts = _database(use)
    return (finding(Verb.DB_QUERY, resource, use, **facts),)


def _destroy(use: Use) -> tuple[Finding, ...]:
    resource, facts = _database(use)
    if use.name in ("createdb", "vacuumdb", "reindexdb") or _only_asks(use):
        # A new database, or the old one put in order: nothing that was there goes.
        return (finding(Verb.DB_QUERY if _only_asks(use) else Verb.DB_WRITE, resource, use, **facts),)
    return (finding(Verb.DB_ADMIN, resource, use, **facts),)


_ASKS: Final = frozenset({"status", "ping", "version", "variables", "extended-status", "processlist", "proc"})


def _only_asks(use: Use) -> bool:
    words = [word for word in use.operands if not lead(word).startswith("-")]
    return use.name == "mysqladmin" and bool(words) and all(known(word) in _ASKS for word in words)


_SQL: Final = (
    "-c|--command= -f|--file= -d|--dbname|--database= -h|--host= -p|--port? -U|--username= -u|--user= -e|--execute= "
    "-t|--tuples-only -A|--no-align -q|--quiet -x -X -1|--single-transaction -v|--set= -o|--output=write -L=write "
    "-w -W -l|--list -P|--pset= -F= -R= -a -b -E -n -s -S -H -V -N -B -r --csv -D= --batch --raw --silent "
    "--skip-column-names --protocol= --socket= --table --vertical --password? --ssl-mode= --defaults-file=read "
    "--defaults-extra-file=read --init-command=opaque --pager=opaque --tee=write --port= --no-psqlrc --eval= -j="
)

PROGRAMS: Final[tuple[Program, ...]] = (
    row("psql", _SQL.replace("-p|--port? ", "-p= ").replace("-e|--execute=", "-e"), act=_client),
    row("mysql mariadb", _SQL.replace("-p|--port? ", "-p? -P= ").replace("-P|--pset=",
        "--pset=").replace("-c|--command=", "-c"),
        act=_client),
    row("sqlite3 sqlite", "-header -noheader -csv -json -line -column -table -markdown -box -html -readonly -batch "
        "-bail -init= -cmd= -separator= -nullvalue= -list -quote -tabs -version -safe", style="long", act=_sqlite),
    row("redis-cli valkey-cli", "-h= -p= -a= -n= -u= --user= --pass= --no-auth-warning --raw -r= -i= -x --tls --csv "
        "--scan --pattern= --bigkeys --stat --eval=opaque --pipe=opaque --rdb=write --json --no-raw -s=", style="posix",
        act=_redis),
    row("pg_dump pg_dumpall mysqldump mongodump", "-f|--file=write -d|--dbname= -h|--host= -p= -U= -u= -F= -t= -n= -s "
        "-a -c -C -v -x -O -w -W -Z= -j= -T= --schema-only --data-only --no-owner --no-privileges --clean --if-exists "
        "--inserts --column-inserts --create --single-transaction --databases --all-databases --no-data -r=write "
        "-o|--out=write "
        "--result-file=write --format= --table= --schema=", act=_dump),
    row("dropdb createdb dropuser createuser vacuumdb reindexdb", "-h|--host= -p|--port= -U|--username= -d|--dbname= "
        "--maintenance-db= -O|--owner= -T|--template= -E|--encoding= -l|--locale= -D|--tablespace= -i -e|--echo "
        "-f|--force --if-exists -w|--no-password -W|--password -q -a|--all -z|--analyze -Z -t|--table= -j|--jobs= "
        "-s|--superuser -c= -g=", handles_doubt=True, act=_destroy),
    row("pg_restore mongorestore mysqlimport mysqladmin pg_ctl initdb pg_resetwal pgbench", "-h|--host= --port= "
        "-U|--username= -u|--user= -d|--dbname=", handles_doubt=True, act=_destroy),
)  # fmt: skip
