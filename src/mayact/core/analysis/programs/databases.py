"""Database clients: what a statement on the command line does, and to which database.

Law: a statement is classed by its first words, the worst of several counts, and one that is not known counts as
administration. A client without a statement is interactive or fed from elsewhere: opaque.
"""

import re
from typing import Final

from mayact.core.analysis import addresses, files, http
from mayact.core.analysis.command import Finding, FromFile, FromText, Known, Word, opaque
from mayact.core.analysis.programs.roles import finding, script
from mayact.core.analysis.programs.table import Program, Use, row
from mayact.core.analysis.words import known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

_READS: Final = re.compile(
    r"(?is)(select|show|explain|describe|desc|table|values|pragma|with|\\d\S*|\\l|\\z|\\q|\\timing|\.tables|\.schema|\.fullschema|\.dump|\.stats|\.show|\.print|\.timer|\.nullvalue|\.separator|\.help|\.headers?|\.mode|\.databases|\.indexes|\.dbinfo|\.width|\.quit|set\s+(search_path|statement_timeout))\b.*"
)
_WRITES: Final = re.compile(
    r"(?is)(insert|update|merge|replace|upsert|create\s+(temp\w*\s+)?table|create\s+(unique\s+)?index|begin|start|commit|end|rollback|savepoint|copy|comment|analyze|refresh|call)\b.*"
)
_RUNS: Final = re.compile(
    r"(?im)^\s*(\\!|\.shell|\.system|\\o\s*\||\.once\s*\||\.output\s*\||\\copy|\\i\b|\.read|\.load|\\g\s*\|)|program\s+'|\bload_extension\b|\binto\s+(out|dump)file\b|xp_cmdshell|\bpg_read_file\b|\blo_export\b|writefile\(|readfile\(|edit\(|\b(?:pg_read_\w+|pg_ls_\w+|lo_import|lo_get|dblink\w*|load_file|sys_exec|sys_eval|query_to_xml|database_to_xml|http_\w+|url|s3)\s*\("
)


def statement_verb(text: str) -> Verb | None:
    """`db.query`, `db.write` or `db.admin` for the worst statement of `text`; None: it runs something."""
    if _RUNS.search(text):
        return None
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL)
    worst = Verb.DB_QUERY
    for statement in filter(None, (part.strip() for part in bare.split(";"))):
        if _READS.fullmatch(statement):
            # `with` may carry a change, and `select` may create; `explain analyze` runs what it explains.
            changing = re.search(r"(?i)\b(delete|drop|truncate|alter|grant|revoke)\b", statement)
            writing = re.search(r"(?i)\b(insert|update|into)\b|\bwritable_schema\b", statement) or _calls(statement)
            verb = Verb.DB_ADMIN if changing else Verb.DB_WRITE if writing else Verb.DB_QUERY
        elif _reaches_every_row(statement):
            verb = Verb.DB_ADMIN
        elif _WRITES.fullmatch(statement) or re.match(r"(?is)delete\b.*\bwhere\b", statement):
            verb = Verb.DB_WRITE
        else:
            verb = Verb.DB_ADMIN
        worst = max(worst, verb, key=_ORDER.index)
    return worst


_CALL: Final = re.compile(r"(?i)(?<![\w.])([a-z_][\w.]*)\s*\(")
_NAMED: Final = re.compile(r"(?i)\b(?:with(?:\s+recursive)?|as|table|pragma)\s+\w+\s*\(|,\s*\w+\s*\([^()]*\)\s+as\s*\(")
_LOOKS: Final = re.compile(
    r"(?:in|values?|over|and|or|not|exists|any|some|all|as|using|on|filter|within|from|where|select|then|else|when|case|by"
    r"|having|union|except|intersect|lateral|distinct|explain|analyze|interval|set|limit|offset|between|like|with|is|group"
    r"|\w*(?:char|text|int|numeric|decimal|float|double|real|date|time|timestamp|binary|bit|bool\w*)|timestamptz|varying"
    r"|count|sum|avg|min|max|total|abs|ceil(?:ing)?|floor|round|trunc|mod|power|sqrt|exp|ln|log\d*|sign|random|rand|pi"
    r"|coalesce|nullif|ifnull|isnull|nvl|iif|if|greatest|least|cast|convert|try_cast|lower|upper|length|len|substr(?:ing)?"
    r"|trim|[lr]trim|left|right|replace|concat(?:_ws)?|reverse|repeat|instr|position|strpos|split_part|format|printf|hex|quote"
    r"|initcap|ascii|chr|md5|sha\d+|encode|decode|unhex|now|date\w*|time\w*|julianday|strftime|to\w+|today|yesterday|extract|age|year|month"
    r"|day|hour|minute|second|week|quarter|make_\w+|current_\w+|localtime\w*|unix_timestamp|from_unixtime|row_number|rank"
    r"|dense_rank|ntile|lag|lead|first_value|last_value|nth_value|percent_rank|percentile_\w+|cume_dist|mode|median"
    r"|stddev\w*|var\w*|corr|covar\w*|regr_\w+|array\w*|unnest|cardinality|string_agg|group_concat|listagg|json\w*|row_to_json"
    r"|to_json\w*|generate_series|generate_subscripts|regexp_\w+|similarity|ts_\w+|version|user|database|schema|typeof|pg_typeof"
    r"|pg_size_pretty|pg_\w*_size|pg_get_\w+|pg_stat_\w+|pg_table_is_visible|obj_description|col_description|has_\w+_privilege"
    r"|format_type|pg_is_\w+|changes|total_changes|last_insert_rowid|last_insert_id|found_rows|row_count|st_\w+|bool_and|bool_or"
    r"|every|xmlagg|uuid|gen_random_uuid|hashtext|table_info|index_list|index_info|foreign_key_list|integrity_check|quick_check"
    r"|sqlite_version|columns|struct_pack|list\w*|read_(?:csv|json|parquet)\w*|approx_\w+|quantile\w*|argmax|argmin|histogram|summarize)"
)


def _calls(statement: str) -> bool:
    """Whether a query calls a function that is not known only to look: any function may change something."""
    bare = _NAMED.sub(" ", re.sub(r"'(?:[^']|'')*'", "''", statement))
    return any(not _LOOKS.fullmatch(match[1].lower()) for match in _CALL.finditer(bare))


_ORDER: Final = (Verb.DB_QUERY, Verb.DB_WRITE, Verb.DB_ADMIN)


def _client(use: Use) -> tuple[Finding, ...]:
    resource, facts = _database(use)
    found: list[Finding] = []
    for word in use.values("-f", "--file"):
        found.extend(files.reading(word, use.command, use.context))
        found.append(finding(Verb.DB_ADMIN, resource, use, **facts))
    statements = list(use.values("-c", "-e", "--eval"))
    match use.command.stdin:
        case FromText(text):
            statements.append(Known(text) if text is not None else Known("unknown"))
        case FromFile(path):
            found.extend(files.reading(path, use.command, use.context))
            found.append(finding(Verb.DB_ADMIN, resource, use, **facts))
    if use.has("-l", "--list"):
        return (finding(Verb.DB_QUERY, resource, use, **facts),)
    if not statements and not found:
        return (opaque(f"the statements that {shown(use.name)} runs are not known"),)
    return (*found, *(item for word in statements for item in _statement(word, resource, facts, use)))


def _statement(word: Word, resource: str, facts: dict[str, Json], use: Use) -> tuple[Finding, ...]:
    text = known(word)
    verb = statement_verb(text) if text is not None else Verb.DB_ADMIN
    if verb is None:
        return (opaque(f"a statement of {shown(use.name)} runs a program or touches files"),)
    every_row = _reaches_every_row(text or "")
    found = (finding(verb, resource, use, **facts),)
    # Values are gone for good, as in a destruction; and it is still a write, of every row.
    return (*found, finding(Verb.DB_WRITE, resource, use, **facts, _every_row=True)) if every_row else found


def _reaches_every_row(text: str) -> bool:
    """An `update` that names no rows changes all of them."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/|'[^']*'", " ", text, flags=re.DOTALL)
    return any(_EVERY_ROW.match(part) for part in bare.split(";"))


_EVERY_ROW: Final = re.compile(r"(?is)\s*(?:explain\b.*?\b|with\b.*\)\s*)?update\b(?!.*\bwhere\b)")
"""Not `on conflict do update` and `for update`, which name their rows."""

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


def _database(use: Use) -> tuple[str, dict[str, Json]]:
    kind = _KINDS.get(use.name, use.name)
    host = lead(use.value("-h") or Known("localhost"))
    name = lead(use.value("-d") or (use.operands[0] if use.operands else Known("")))
    if "://" in name:
        target = http.parse_url(name)
        host, name = target.host or "*", target.path.strip("/")
    match = re.search(r"\bhost=(\S+)", name)
    if match:
        host = match[1]
    local = addresses.is_local(host.lower()) or host.startswith("/")
    return f"{kind}:{host}/{name}".rstrip("/"), {"local": local}


def _sqlite(use: Use) -> tuple[Finding, ...]:
    if not use.operands:
        return (opaque("the statements that `sqlite3` runs are not known"),)
    path = use.operands[0]
    facts: dict[str, Json] = {"local": True}
    resource = f"sqlite:{files.absolute(path, use.command, use.context) or '*'}"
    if use.has("-init") or use.has("-cmd"):
        return (opaque("`sqlite3` runs commands from elsewhere"),)
    statements: list[Word] = list(use.operands[1:])
    if isinstance(use.command.stdin, FromText):
        statements.append(Known(use.command.stdin.text or "unknown"))
    if isinstance(use.command.stdin, FromFile) and not statements:
        # The file may do what the program can, as any script; the database is a file of this machine.
        ran = script(use.command.stdin.path, use)
        return (*ran, finding(Verb.DB_WRITE, resource, use, **facts), *files.writing(path, use.command, use.context))
    if not statements:
        return (opaque("the statements that `sqlite3` runs are not known"),)
    found = [item for word in statements for item in _statement(word, resource, facts, use)]
    touch = files.reading if all(item.verb is Verb.DB_QUERY for item in found) else files.writing
    return (*found, *touch(path, use.command, use.context))


def _redis(use: Use) -> tuple[Finding, ...]:
    words = [(known(word) or "?").lower() for word in use.operands]
    host = lead(use.value("-h") or Known("localhost"))
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
    return (finding(chosen, f"redis:{host}", use, **facts),)


def _dump(use: Use) -> tuple[Finding, ...]:
    resource, facts = _database(use)
    return (finding(Verb.DB_QUERY, resource, use, **facts),)


def _destroy(use: Use) -> tuple[Finding, ...]:
    resource, facts = _database(use)
    return (finding(Verb.DB_ADMIN, resource, use, **facts),)


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
    row("pg_restore mongorestore mysqlimport dropdb createdb dropuser createuser mysqladmin pg_ctl initdb pg_resetwal "
        "vacuumdb reindexdb pgbench", handles_doubt=True, act=_destroy),
)  # fmt: skip
