"""Servers, clients of services, load and performance tools, watchers, terminals, and what administrators use.

Law: a server that shows something binds to this machine or is opaque; a client contacts the host it is given; what
watches or measures passes on what it runs. What attackers bring along (scanners, crackers, tunnels, spoofers) has a
row that says so: it is never harmless, and mostly opaque.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import addresses, files, http
from mayact.core.analysis.command import Finding, Known, Word, opaque
from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.analysis.programs.databases import DIALECTS, statement_verb, told
from mayact.core.analysis.programs.roles import argv, constant, finding, in_role, runs, shell
from mayact.core.analysis.programs.table import Program, Use, effects, row, sub
from mayact.core.analysis.words import as_text, drop, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_RUNS: Final = "exec.run@repository"
_LOOPBACK: Final = re.compile(r"(?:127\.0\.0\.1|localhost|\[?::1\]?)(?::\d+)?")


# ── servers ──────────────────────────────────────────────────────────────────────────────────────────────


def _shows_files(use: Use) -> tuple[Finding, ...]:
    """A file server: on this machine only it shows the work tree to nobody else."""
    bound = [lead(word) for word in use.values("-l", "--listen", "-a", "--address", "-b", "--bind", "-H", "--host")]
    roots: list[Word] = [*use.values("-r", "-d"), *use.operands]
    outside = [word for word in roots if files.area_of(word, use.command, use.context) != "workspace"]
    if outside or not bound or not all(_LOOPBACK.fullmatch(text) for text in bound):
        return (opaque(f"{shown(use.name)} shows files to whoever asks; bind it to 127.0.0.1 and the work tree"),)
    read = [item for word in roots for item in in_role("tree", word, use)]
    return (*read, *constant("net.connect@http://localhost", use))


def _store(use: Use) -> tuple[Finding, ...]:
    """redis-server and its like: settings can load modules and write files anywhere; the usual ones do not."""
    for word in use.values("--bind"):
        if not all(_LOOPBACK.fullmatch(text) for text in lead(word).split()):
            return (opaque(f"{shown(use.name)} listens on other addresses than this machine's"),)
    return (runs(use, trust="well-known"), *constant("net.connect@http://localhost", use))


# ── clients ──────────────────────────────────────────────────────────────────────────────────────────────


def _asks(use: Use, *, sends: bool = True) -> tuple[Finding, ...]:
    """The first operand is the host or address; with data to this machine only it is harmless."""
    if not use.operands:
        return ()
    target = http.target_of(use.operands[0], scheme="tcp")
    return http.contacting(
        target, sends_data=sends and not target.local, because=f"contacts {as_text(use.operands[0])}"
    )


def _directory(use: Use) -> tuple[Finding, ...]:
    """ldapsearch, snmpwalk: the host is an option of some and an operand of others."""
    return _hosted(use) if use.has("-H", "-h") else _asks(use)


def _grpc(use: Use) -> tuple[Finding, ...]:
    """`grpcurl HOST list`: looking sends nothing; a call does."""
    words = [known(word) for word in use.operands]
    looks = "list" in words[:2] or "describe" in words[:2]
    return _asks(use, sends=use.has("-d") or not looks)


def _hosted(use: Use) -> tuple[Finding, ...]:
    """Clients that name their host by an option; without it, this machine."""
    host = next(iter(use.values("-h", "-H", "--host")), Known("localhost"))
    return http.contacting(http.target_of(host, scheme="tcp"), because=f"contacts {as_text(host)}")


_TOPIC_CHANGES: Final = frozenset(
    {"--delete", "--alter", "--create", "--reset-offsets", "--execute", "--delete-offsets", "--add-config"}
)


_GONE: Final = frozenset({"delete", "rm", "purge", "deleteall", "rmr", "del"})


def _queue(use: Use) -> tuple[Finding, ...]:
    """kafka, nats, mosquitto: reading is contact, sending goes out."""
    host = next(iter(use.values("-h", "-s", "-b", "--bootstrap-server", "--broker-list")), Known("localhost"))
    target = http.target_of(host, scheme="tcp")
    if use.name.startswith("kafka-") and any(name in _TOPIC_CHANGES for name in use.unknown):
        return (finding(Verb.DB_ADMIN, "kafka", use, local=target.local),)
    if not use.name.startswith("kafka-") and _GONE & {known(word) or "" for word in use.operands[:3]}:
        return (finding(Verb.DB_ADMIN, use.name, use, local=target.local),)
    sends = any(mark in use.name for mark in ("pub", "producer")) or any(
        known(word) in ("pub", "publish", "request", "add", "rm", "purge", "put") for word in use.operands[:3]
    )
    read = [item for word in use.operands if use.has("-P") for item in in_role("read", word, use)]
    sends = sends or use.has("-P")
    return (*read, *http.contacting(target, sends_data=sends, because=f"contacts {as_text(host)}"))


# ── databases by text ────────────────────────────────────────────────────────────────────────────────────

_MONGO_WRITES: Final = re.compile(
    r"\b(insert\w*|update\w*|replace\w*|bulkWrite|save|createIndex\w*|createCollection|findAndModify|findOneAnd\w+|"
    r"rename\w*)\b|\$out\b|\$merge\b"
)
_MONGO_ADMIN: Final = re.compile(
    r"\b(drop\w*|delete\w*|remove\w*|shutdown\w*|runCommand|adminCommand|createUser|grant\w*|revoke\w*|eval|load|require|"
    r"process|cat|ls|run|exec\w*|fs|passwordPrompt|copyDatabase|convertToCapped|reconfig|initiate|stepDown|kill\w*|set\w+)\b"
)
_MONGO_ASKS: Final = re.compile(
    r"db\.(?:runCommand|adminCommand)\(\s*\{?\s*['\"]?(?:ping|buildInfo|serverStatus|hello|isMaster|dbStats|collStats|"
    r"listCollections|listDatabases|connectionStatus|hostInfo|replSetGetStatus|currentOp)['\"]?\s*(?::\s*['\"\w]+\s*)?\}?\s*\)"
)
"""Commands that only tell something about the server (mongodb.com, "Database Commands")."""
_MONGO_MADE: Final = re.compile(
    r"""['"]\s*\+|\+\s*['"]|\]\s*\(|\)\s*\(|\\[xu]|\b(?:Reflect|Function|constructor|globalThis|this|import|call|apply|bind|"""
    r"""concat|replace|join|fromCharCode|atob|prototype|__proto__)\b|\(\s*db\b|=\s*db\.\w+\.\w+\s*(?:;|$)|\{\s*\w+\s*\}\s*="""
)
"""Texts put together and functions that are handed on: what is called cannot be told by its name."""
_MONGO_PLAIN: Final = re.compile(r"[\w\s.,:;(){}\[\]'\"$<>=/|&!+*%?\\-]*")


def _mongo(use: Use) -> tuple[Finding, ...]:
    """mongosh: its language is JavaScript; only plain calls of the database are classed."""
    texts = [known(word) for word in use.values("--eval")]
    address = next((word for word in use.operands if "://" in lead(word) or not lead(word).endswith(".js")), None)
    host = http.target_of(address) if address is not None and "://" in lead(address) else None
    named = use.value("--host")
    target = host or (
        http.target_of(named, scheme="mongodb") if named is not None else http.Target("mongodb", "localhost")
    )
    scripts = [item for word in use.operands if lead(word).endswith(".js") for item in in_role("script", word, use)]
    if not texts or scripts:
        return (*scripts, opaque(f"the statements that {shown(use.name)} runs are not known"))
    resource = f"mongodb:{target.resource}"
    verb = Verb.DB_QUERY
    for text in texts:
        text = None if text is None else _MONGO_ASKS.sub("db.stats()", text)
        if text is None or not _MONGO_PLAIN.fullmatch(text) or not re.match(r"\s*(db|rs|sh|show|print\w*)\b", text):
            return (opaque(f"the code that {shown(use.name)} runs is not analysed"),)
        if _MONGO_MADE.search(text):
            return (opaque(f"{shown(use.name)} calls something whose name is made"),)
        if _MONGO_ADMIN.search(text):
            return (finding(Verb.DB_ADMIN, resource, use, local=target.local),)
        verb = Verb.DB_WRITE if _MONGO_WRITES.search(text) else verb
    return (finding(verb, resource, use, local=target.local),)


_FILES_IN_SQL: Final = re.compile(
    r"(?i)\b(copy|attach|install|load|export|import|pragma|set|call|getenv|shell|read_text|read_blob|glob|httpfs|url|file|s3|remote\w*|"
    r"executable|infile|outfile|mysql|postgresql|hdfs|odbc|jdbc|sqlite_scan|postgres_scan|mysql_scan)\b|https?://|s3://"
)


def _sql_text(use: Use) -> tuple[Finding, ...]:
    """duckdb, clickhouse and their like: a statement given as an option, or on standard input as text."""
    words = list(use.values("-c", "-q", "--query", "-s", "-e", "-Q"))
    if use.name == "duckdb" and len(use.operands) > 1:
        words.extend(use.operands[1:])  # the first names the database
    stdin = getattr(use.command.stdin, "text", None)
    if not words and isinstance(stdin, str):
        words = [Known(stdin)]
    host = next(iter(use.values("-h", "--host", "-S")), Known("localhost"))
    target = http.target_of(host, scheme="tcp")
    local = target.local or use.name in ("duckdb", "clickhouse-local")
    resource = f"{use.name}:{as_text(host)}"
    if not words:
        return (opaque(f"the statements that {shown(use.name)} runs are not known"),)
    found: list[Finding] = []
    for word in words:
        text = known(word)
        if use.name in DIALECTS:
            found.extend(told(text, use, resource, local=local))
            continue
        verb = statement_verb(text) if text is not None else None
        if text is None or verb is None or re.match(r"\s*\.", text) or _reaches(text):
            found.append(opaque(f"a statement of {shown(use.name)} is not known, or reaches files or hosts"))
            continue
        found.append(finding(verb, resource, use, local=local))
    return tuple(found)


def _reaches(text: str) -> bool:
    bare = re.sub(r"'[^']*'", "''", text)
    return bool(_FILES_IN_SQL.search(bare)) or bool(re.search(r"'(?:https?|s3|gs|hf|az|/dev|/proc)[:/]", text))


def _flux_text(use: Use) -> tuple[Finding, ...]:
    text = known(use.operands[0]) if use.operands else None
    if text is None or re.search(r"\b(to|import|http|secrets|sql|experimental)\b\s*[(\"]|\bimport\b", text):
        return (opaque("the query of `influx` is not known or reaches elsewhere"),)
    return (finding(Verb.DB_QUERY, "influx", use, local=not use.has("--host")),)


_MIGRATES: Final = {
    "status|version|info|list|validate|history|current|show|plan|diff|lint|inspect|status "
    "-v|check|verify|new|create|fix|help|heads|branches": _RUNS,
    "up|migrate|apply|update|upgrade|up-by-one|up-to|deploy|dump|goto|baseline|repair|tag|changelog-sync|"
    "hash": f"db.write@database {_RUNS}",
    "down|down-to|redo|reset|rollback|drop|clean|undo|downgrade|force|drop-all|dropAll|revert|"
    "rollback-count": f"db.admin@database {_RUNS}",
}


_AGENT_VERBS: Final = (
    "session",
    "run",
    "configure",
    "web",
    "schedule",
    "recipe",
    "acp",
    "mcp",
    "bench",
    "project",
    "projects",
    "s",
)


def _migrates(use: Use) -> tuple[Finding, ...]:
    """goose DRIVER DSN COMMAND; migrate COMMAND …: the command decides, wherever it stands. An agent is called "
    "`goose`, too."""
    words = [known(word) or "?" for word in use.operands]
    if use.name == "goose" and words[:1] in ([], *([verb] for verb in _AGENT_VERBS)):
        return (finding(Verb.AGENT_SPAWN, use.name, use),)
    table = {name: does for names, does in _MIGRATES.items() for name in names.split("|")}
    verbs = [table[word] for word in words if word in table]
    found = constant(verbs[-1] if verbs else f"db.admin@database {_RUNS}", use)
    addresses = [http.target_of(word) for word in use.command.argv[1:] if "://" in lead(word)]
    local = words[:1] in (["sqlite3"], ["sqlite"]) or (bool(addresses) and all(item.local for item in addresses))
    if not local:
        return found
    return tuple(
        replace(item, facts={**item.facts, "local": True}) if item.kind == "system" else item for item in found
    )


# ── what is watched, measured, traced ────────────────────────────────────────────────────────────────────


def _measured(use: Use) -> tuple[Finding, ...]:
    """hyperfine: every operand is shell text."""
    return tuple(item for word in use.operands for item in shell(word, use))


def _entr(use: Use) -> tuple[Finding, ...]:
    """`entr CMD …`: `/_` stands for the file that changed; with `-s` the operand is shell text."""
    if use.has("-s"):
        return tuple(item for word in use.operands for item in shell(word, use))
    return argv(use.operands, use)


_GDB_LOOKS: Final = re.compile(
    r"(?:run|r|start|starti|bt|backtrace|where|quit|q|continue|c|next|n|step|s|finish|up|down|frame|f|list|l|"
    r"info (?:registers|threads|locals|args|frame|sharedlibrary|breakpoints|symbol|line|functions|variables|types|"
    r"source|sources|files|signals|proc mappings|target|all-registers|inferiors)|thread apply all bt(?: "
    "full)?|bt full|"
    r"disassemble|disas|"
    r"set (?:pagination|confirm|width|height|print pretty|breakpoint pending|print thread-events) \w+|"
    r"(?:break|b|tbreak|rbreak|br set -n|breakpoint set -n|watch) [\w:./+-]+|delete|thread (?:backtrace|list|\d+)|"
    r"(?:print|p|ptype|whatis|frame variable|x/\d*[a-z]{0,2}) [\w.$&*>\[\]-]+)(?: [\w:.*$^-]+)?"
)


def _debugs(use: Use) -> tuple[Finding, ...]:
    """gdb and lldb: a program of the repository under commands that only look; any other command can do anything."""
    commands = use.values("-ex", "-o", "-ix", "-iex")
    if any(known(word) is None or not _GDB_LOOKS.fullmatch(lead(word)) for word in commands):
        return (opaque(f"a command of {shown(use.name)} is not analysed"),)
    program = use.value("-args")
    if program is not None:
        # What stands behind is the program and its own words; nothing may stand before.
        at = next(at for at, word in enumerate(use.command.argv) if known(word) in ("-args", "--args"))
        if use.has("-p") or not commands or len(use.operands) != len(use.command.argv) - at - 2:
            return (opaque(f"what {shown(use.name)} is told to do is not known"),)
        return argv((program, *use.operands), use)
    if use.has("-p") or not use.operands or not commands:
        return (opaque(f"what {shown(use.name)} is told to do is not known"),)
    inner = use.operands if use.name == "lldb" else use.operands[:1]
    return argv(tuple(inner), use)


_TMUX: Final = {
    "ls|list-sessions|list-windows|list-panes|lsw|lsp|list-clients|lsc|has-session|has|display-message|show-options|"
    "list-keys|info|"
    "capture-pane|capturep|-V|show|list-buffers": "",
    "kill-session|kill-window|kill-pane|kill-server|detach|detach-client|select-window|select-pane|rename-session|"
    "rename-window|"
    "resize-pane|switch-client|attach|attach-session|a|wait-for": "proc.control@terminal",
}


def _scripts(use: Use) -> tuple[Finding, ...]:
    """`memray run FILE …`, `scalene FILE …`: a script, or a report of what was measured."""
    words = list(use.operands)
    if words and known(words[0]) in ("run", "flamegraph", "table", "tree", "stats", "summary", "view"):
        ran = known(words.pop(0)) == "run"
        words = words if ran else []
    return tuple(item for word in words[:1] for item in in_role("script", word, use))


def _session(use: Use) -> tuple[Finding, ...]:
    """`tmux new-session 'CMD'`: one word is shell text, several are a command; without, an interactive shell waits."""
    if not use.operands:
        return constant("proc.control@terminal", use)
    return shell(use.operands[0], use) if len(use.operands) == 1 else argv(use.operands, use)


def _shown(use: Use) -> tuple[Finding, ...]:
    """`tmux show-environment NAME`: as `printenv`."""
    return tuple(
        finding(Verb.SECRET_READ, "environment", use, **{"class": "token"})
        for word in use.operands
        if is_secret_variable(known(word) or "TOKEN")
    )


_SESSION_OPTIONS: Final = "-d -s= -n= -c= -A -D -P -F= -t= -x= -y= -e=opaque -h -v -b -l= -p= -f= -E -k -a -S -X -I -Z"


def _keyring(use: Use) -> tuple[Finding, ...]:
    return tuple(
        item
        for word in use.operands[1:]
        for item in in_role("read", drop(word, 1) if lead(word)[:1] == "@" else word, use)
    )


def _signs(use: Use) -> tuple[Finding, ...]:
    """cosign, minisign: verifying looks, signing publishes a statement."""
    verb = known(use.operands[0]) if use.operands else ""
    if verb is not None and (
        verb.startswith(("verify", "tree", "triangulate", "version", "public-key")) or use.has("-V")
    ):
        return constant("net.connect@~registry", use)
    return (
        finding(Verb.SECRET_READ, use.name, use, **{"class": "private-key"}),
        *constant("artifact.publish@signature", use),
    )


def _bound(use: Use) -> bool:
    return any("127.0.0.1" in lead(word) or "localhost" in lead(word) for word in use.command.argv[1:])


def _serves(use: Use) -> tuple[Finding, ...]:
    """Static servers of a work tree for a browser beside it: what they show is the repository's, most bind "
    "everywhere."""
    outside = [word for word in use.operands if files.area_of(word, use.command, use.context) != "workspace"]
    if outside:
        return (opaque(f"{shown(use.name)} shows files that are not the repository's"),)
    if use.name in ("darkhttpd", "webfsd", "miniserve", "dufs", "simple-http-server") and not _bound(use):
        return (opaque(f"{shown(use.name)} shows files to whoever asks; bind it to 127.0.0.1"),)
    read = [item for word in use.operands for item in in_role("tree", word, use)]
    return (*read, runs(use), *constant("net.connect@http://localhost", use))


def _sockets(use: Use) -> tuple[Finding, ...]:
    """websocat ADDRESS: one address is a client; two, or one of another kind, can be a listener or a program."""
    words = [*use.values("-c"), *use.operands]
    if len(words) != 1 or not re.match(r"wss?://", lead(words[0])):
        return (opaque(f"what {shown(use.name)} connects is not analysed"),)
    target = http.target_of(words[0])
    return http.contacting(target, sends_data=not target.local, because=f"contacts {as_text(words[0])}")


def _joined(use: Use) -> tuple[Finding, ...]:
    """watchexec hands several words to a shell, joined."""
    texts = [known(word) for word in use.operands]
    if None in texts:
        return (opaque(f"the shell text that {shown(use.name)} runs is not known"),)
    return (
        shell(Known(" ".join(text or "" for text in texts)), use)
        if texts and not use.has("-n")
        else argv(use.operands, use)
    )


_LOAD: Final = (
    "-z|--duration= -n|--requests|--number= -c|--connections|--concurrency= -q|--rate|--qps= -t|--threads|--timeout= "
    "-d= -m|--method= "
    "-H|--header= -T= -A= -a= -h= -o|--output=write -D|--body-file=read -p= -s|--script=config -k -l|--latencies -w "
    "-cpus= --no-tui -L -r= -i= "
    "--disable-compression --disable-keepalive --disable-redirects -b= -j --json --fasthttp --http1 --http2 -v -g= "
    "-e= -u= -f= --latency --insecure"
)

PROGRAMS: Final[tuple[Program, ...]] = (
    # ── servers ────────────────────────────────────────────────────────────────────────────────────────────
    row("caddy", otherwise="opaque@caddy", subs=(
        sub("validate|adapt", "-c|--config=config -a|--adapter= -e|--envfile=read -p|--pretty --validate", does=_RUNS),
        sub("fmt", "-w|--overwrite -d|--diff -c|--config=read", "edit*", edits_if="-w"),
        sub("file-server", "-l|--listen= -r|--root= -b|--browse -d= -a|--access-log -v|--debug --no-compress "
            "--templates -p= --precompressed? "
            "--domain=opaque --reveal-symlinks?opaque", act=_shows_files),
        sub("version|list-modules|environ|build-info", open=True),
        sub("run|start|reload|stop|respond|reverse-proxy|trust|untrust|upgrade|add-package", open=True,
            does="sys.configure@caddy opaque@caddy"))),
    row("nginx openresty httpd apache2 apachectl apache2ctl lighttpd haproxy traefik envoy varnishd", "-t -T -v -V -S "
        "-M -q -c|-f|--config-path=config -p=config -g=opaque "
        "-e=write -s= --mode= -k= -D=opaque -C=opaque -d=config --validate -L", style="long",
        act=lambda use: (runs(use),) if (use.has("-t", "-T", "-v", "-V", "-S", "-M",
            "--validate") and not use.has("-s", "-k")) or
        use.plainly("--mode=validate") or [known(word) for word in use.operands] == ["configtest"] else
        (opaque(f"what {shown(use.name)} serves and where it listens is in its "
            f"settings"), *constant("sys.configure@server", use))),
    row("redis-server valkey-server keydb-server memcached", "--port|-p= --save= --daemonize= --appendonly= "
        "--bind|-l= --maxmemory|-m= --maxmemory-policy= --loglevel= "
        "--databases= --protected-mode= --requirepass= --dir=writetree --dbfilename= --logfile=write --pidfile=write "
        "--unixsocket=write --dir-mode= "
        "--tcp-keepalive= --timeout= --loadmodule=opaque --include=opaque --rename-command= -v -vv -d -u= -c= -U= "
        "-t=", "config", style="long", act=_store),
    row("php-fpm mysqld postgres mongod mongos elasticsearch rabbitmq-server etcd minio nats-server meilisearch "
        "typesense-server qdrant vsftpd sshd dropbear smbd named "
        "dnsmasq unbound squid tinyproxy mitmproxy mitmdump mitmweb ollama-server vector fluentd logstash promtail "
        "prometheus grafana-server telegraf", handles_doubt=True,
        does="sys.configure@server opaque@server"),
    row("serve http-server live-server sirv servor miniserve dufs simple-http-server webfsd browser-sync "
        "darkhttpd", "-l|--listen= -p|--port= -s|--single -a= -d= -c= -n -L -o|--open? -g|--gzip -b|--brotli -S "
        "--cors -i -q|--quiet --no-browser --watch= --ignore= --host= --entry-file= --wait= --mount= "
        "-P|--proxy=opaque -C=read -K=read -A -U --render-spa --index= -e= -u --no-clipboard "
        "--dev --files= --server --addr=", "none*", open=True, act=lambda use: _serves(use)),
    # ── clients of services ────────────────────────────────────────────────────────────────────────────────
    row("grpcurl evans grpc_cli ghz grpcui", "-plaintext -d= -H= -import-path|--import-path= -proto|--proto=read "
        "-protoset=read -insecure -v -vv -max-time= -format= -emit-defaults "
        "-rpc-header= -reflect-header= -use-reflection= -connect-timeout= -authority= -cacert=read -cert=read "
        "-key=read -servername= -expand-headers?opaque "
        "-allow-unknown-fields -msg-template -keepalive-time= -unix -protoset-out=write -proto-out-dir=writetree -c= "
        "-n= --insecure --call= --total= -o=write -D=read",
        style="long", act=_grpc),
    row("websocat wscat ws", "-1 -n -t -b -E -v -q -k|--insecure -H|--header= --ping-interval= -B= -U -u --no-close "
        "-c|--connect= -x|--execute= -w|--wait= -s= --protocol= --text --binary "
        "--oneshot --one-message --no-line -l|--listen=opaque --exec=opaque --sh-c=opaque -e=opaque --ws-c-uri= "
        "--origin= -P --no-color --auth=",
        act=lambda use: _sockets(use)),
    row("hey wrk wrk2 ab oha bombardier autocannon plow siege rewrk h2load", _LOAD, style="long", open=True, act=_asks),
    row("vegeta", open=True, otherwise="opaque@vegeta", subs=(*effects({"report|encode|plot|dump|version": ""}),
        sub("attack", "-targets=read -body=read -output=write -rate= "
            "-duration=", style="long", open=True, does="net.upload@*"))),
    row("kafka-topics kafka-topics.sh kafka-console-consumer kafka-console-consumer.sh kafka-console-producer "
        "kafka-console-producer.sh kafka-consumer-groups kafka-consumer-groups.sh kafka-configs kcat kafkacat "
        "nats mosquitto_sub mosquitto_pub amqp-consume amqp-publish "
        "rabbitmqadmin stomp zkcli pulsar-client", "-h= -p= -t|--topic= -s= -b|--bootstrap-server|--broker-list= -C "
        "-P -L -Q -o= -c= -e -f=read -m= -q= -u= -d -v -K= -J -i= -r -l=read "
        "--from-beginning --max-messages= --group= --list --describe --partition= --offset= --property= --all-groups "
        "--state", open=True, act=_queue),
    row("etcdctl", "--endpoints= --cacert=read --cert=read --key=read -w|--write-out= --prefix --keys-only "
        "--print-value-only "
        "--limit= --order= --sort-by= --hex --user= --password= --cluster --from-key --count-only --rev= "
        "--command-timeout= "
        "--dial-timeout= --insecure-skip-tls-verify --insecure-transport --consistency=",
        otherwise="db.admin@service", subs=effects({
            "version|member list|endpoint health|endpoint status|endpoint hashkv|alarm list|role list|user list|"
            "lease list|get|watch": "db.query@etcd",
            "put|lease grant|txn": "db.write@etcd", "del|compaction|defrag|snapshot restore": "db.admin@etcd"})),
    row("rabbitmqctl rabbitmq-diagnostics", "-n|--node= -q|--quiet -p|--vhost= -t|--timeout= --formatter= "
        "--no-table-headers "
        "-l|--longnames --online --offline", otherwise="db.admin@service", subs=effects({
            "status|version|list_queues|list_exchanges|list_bindings|list_connections|list_channels|list_consumers|"
            "list_vhosts|list_users|list_permissions|list_policies|cluster_status|environment|ping|check_running|"
            "node_health_check|check_port_connectivity|report|help": "db.query@rabbitmq"})),
    row("mqtt zookeeper-shell consul-template zkCli.sh pulsar-admin kafka-acls "
        "kafka-delete-records kafka-reassign-partitions", handles_doubt=True, style="posix",
        does="db.admin@service"),
    row("ldapsearch ldapwhoami snmpwalk snmpget rpcinfo showmount nbtscan avahi-browse upnpc", "-H= -h= -x -D= -w= -W "
        "-b= -s= -LLL -v= -c= -p= -e -a -q -r -t",
        "none*", open=True, act=_directory),
    row("testssl testssl.sh sslscan sslyze ssh-audit whatweb wafw00f httpx subfinder amass dnsx naabu katana nuclei "
        "gau waybackurls assetfinder theHarvester dnsrecon dnsenum fierce massdns "
        "rustscan unicornscan arp-scan enum4linux enum4linux-ng smbmap nikto wpscan joomscan droopescan dirsearch "
        "feroxbuster dirbuster arjun commix xsstrike dalfox nosqlmap tplmap ssrfmap",
        handles_doubt=True, style="posix", does="net.upload@* opaque@scanner"),
    row("dog doggo q kdig delv mdig", "-t= -q= -c= -x= -p= -4 -6 -j --json --short -s=", "host*", open=True),
    row("speedtest speedtest-cli fast iperf iperf3 bandwhich nethogs iftop bmon vnstat ifstat nload "
        "ifplugstatus", "-c=host -s?opaque -p= -u -t= -R -J -P= -b= -i= -n -l= -D?opaque --json "
        "--simple", "none*", open=True,
        does="net.connect@~speed"),
    # ── databases ──────────────────────────────────────────────────────────────────────────────────────────
    row("pg_isready", "-h|--host= -p|--port= -d|--dbname= -U|--username= -t|--timeout= -q|--quiet", act=_hosted),
    row("mysqlshow mysqlcheck mariadb-show mysqlslap", "-h|--host= -P|--port= -u|--user= -p? -c -k -i -t -v --count "
        "--status --protocol= -S= --ssl-mode= --keys",
        act=lambda use: (finding(Verb.DB_QUERY if "show" in use.name else Verb.DB_ADMIN,
            f"mysql:{as_text(next(iter(use.values('-h')), Known('localhost')))}", use,
                                 local=addresses.is_local(lead(next(iter(use.values("-h")), Known("localhost"))))),)),
    row("mongosh mongo", "--quiet --eval= --host= --port= -u|--username= -p|--password= --authenticationDatabase= "
        "--json? --norc --nodb --tls --ssl -f|--file=script --shell?opaque --apiVersion= "
        "--retryWrites --authenticationMechanism= --verbose --disableImplicitSessions --tlsCAFile=read "
        "--tlsCertificateKeyFile=read", act=_mongo),
    row("duckdb", "-c= -s= -json -csv -line -box -markdown -column -table -list -header -noheader -readonly "
        "-init=opaque -separator= -nullvalue= -bail -batch -echo -no-stdin -unsigned?opaque -jsonlines -ascii -html "
        "-quote -version -cmd=opaque -safe", style="long", act=_sql_text),
    row("clickhouse-client clickhouse-local clickhouse ch", "-q|--query= -h|--host= --port= -u|--user= --password= "
        "-d|--database= -m|--multiline -n|--multiquery --format|-f= -t|--time --secure|-s --max_threads= --stacktrace "
        "--progress? --vertical|-E --param_x= --readonly= --queries-file=opaque --config-file|-C=opaque --file=read "
        "--structure= --input-format= --output-format= --echo", act=_sql_text),
    row("sqlcmd cqlsh trino presto snowsql impala-shell beeline isql usql mycli pgcli litecli iredis dolt cockroach "
        "influxql questdb cypher-shell surreal arangosh rethinkdb fbsql db2", "-q= -Q= -e|--execute= "
        "-S= -h|--host= -H= -u= -U= -p= -P= -d= -k= -f=opaque -i=opaque -o=write --server=host --catalog= --schema= "
        "--user= --output-format= -c= -W -s= -l= -D= --query=", open=True, act=_sql_text),
    row("influx", "--host=url -t|--token= -o|--org= --skip-verify --org-id= --json --hide-headers -f|--file=opaque "
        "-c=", otherwise="db.admin@influx opaque@influx", subs=(
        sub("query", "-f|--file=opaque -r|--raw -p -x=", act=_flux_text),
        *effects({"version|ping|help": "net.connect@localhost", "bucket list|org list|config list|task "
            "list": "db.query@influx", "write": "db.write@influx"}))),
    row("goose migrate dbmate flyway liquibase atlas sqitch tern refinery diesel sqlx sea-orm-cli yoyo pgmigrate "
        "node-pg-migrate umzug skeema gh-ost pt-online-schema-change", "-dir|--dir|-path= -d= -database|--database= "
        "-url|--url= "
        "-source= -e|--env= -table= -v -q --schema= --no-dump-schema --migrations-dir|-m= --config|-c=config "
        "--changelog-file=config --username= --password= --to= --dev-url= --dry-run --format= -n= --target-dir= -s= "
        "--contexts= --defaults-file=config --configFiles=config --locations= -allow-missing -no-color -timeout= "
        "--database-url= --source= --wait", style="long", open=True, act=_migrates),
    row("pgloader ora2pg mydumper myloader pg_basebackup pg_rewind pg_upgrade pg_receivewal pg_archivecleanup wal-g "
        "pgbackrest barman xtrabackup mysqlbinlog redis-benchmark redis-check-aof redis-check-rdb mongoexport "
        "mongoimport "
        "bsondump mongostat mongotop pg_amcheck pg_checksums pg_controldata pg_waldump pg_top pg_activity pgcluu "
        "pgbadger", handles_doubt=True, style="long", does="db.admin@database"),
    # ── watchers, measurers, tracers ───────────────────────────────────────────────────────────────────────
    row("entr", "-a -c -d -n -p -r -s -x -z", style="posix", act=_entr),
    row("watchexec", "-e|--exts= -f|--filter= -i|--ignore= -w|--watch= -c|--clear? -r|--restart -s|--signal= -n "
        "-q|--quiet --shell=opaque -d|--debounce= -p|--postpone --no-vcs-ignore --no-ignore -v --poll? "
        "--on-busy-update= --stop-signal= --stop-timeout= --delay-run= -N|--notify --timings --project-origin= "
        "--workdir=config -E|--env=opaque --no-meta --fs-events= --print-events -1 --exit-on-error -W= "
        "--filter-file=read --emit-events-to= --color= --no-process-group --wrap-process= --bell --no-project-ignore "
        "--no-global-ignore --no-default-ignore --ignore-file=read", style="posix",
        act=lambda use: _joined(use)),
    row("inotifywait inotifywatch fswatch watchman-wait", "-q -m|--monitor -r|--recursive -e|--event= -t|--timeout= "
        "--format= --timefmt= -o|--outfile=write -d|--daemon --exclude= --excludei= --include= --includei= "
        "--fromfile=list "
        "-s|--syslog -c|--csv -1 -0 -l= -n -x -E -I= -L -i= -p=", "none*"),
    row("chokidar onchange watchman-make watchmedo when-changed watchman", handles_doubt=True, does="opaque@watcher"),
    row("hyperfine", "-w|--warmup= -m|--min-runs= -M|--max-runs= -r|--runs= -p|--prepare=shell -c|--cleanup=shell "
        "-s|--setup=shell -C|--conclude=shell -n|--command-name= -N -S|--shell=program -i|--ignore-failure "
        "--export-json=write --export-markdown=write --export-csv=write --export-asciidoc=write "
        "--export-orgmode=write -u|--time-unit= --style= --show-output --output= --input=read "
        "-L|--parameter-list=opaque "
        "-P|--parameter-scan=opaque -D= --reference=shell --sort= --min-benchmarking-time=", act=_measured),
    row("poop multitime", "-r|--runs= -n= -i= -q= -v -f= -l -d= --color=", "command*", style="posix"),
    row("valgrind callgrind massif heaptrack", "--tool= --leak-check= --error-exitcode= --track-origins= "
        "--show-leak-kinds= "
        "--suppressions=read --log-file=write --xml= --xml-file=write --gen-suppressions= --num-callers= -q|--quiet "
        "-v|--verbose "
        "--trace-children= --vgdb=opaque --callgrind-out-file=write --massif-out-file=write "
        "--cachegrind-out-file=write "
        "--undef-value-errors= --read-var-info= --child-silent-after-fork= -o|--output=write -r -s "
        "--num-transtab-sectors= "
        "--log-fd= --fair-sched= --keep-debuginfo= --errors-for-leak-kinds= --exit-on-first-error= --main-stacksize=",
        "command*", style="posix"),
    row("py-spy samply rr uftrace magic-trace austin", "-v|--verbose -q --version", otherwise="opaque@profiler", subs=(
        sub("record|top|run|live", "-o|--output|--out=write -d|--duration= -r|--rate= -f|--format= -F|--full-filename "
            "-n|--native "
            "-s|--subprocesses -t|--threads -i|--idle --nonblocking -g|--gil -p|--pid=opaque --save-only -l --no-open "
            "-c= -a "
            "--unstable-presymbolicate --no-inline --iteration-count= --main-thread-only -P= -A= -R= -T= "
            "--chaos", "command*",
            style="posix"),
        # Where another program is, without what it holds (`-l`).
        sub("dump", "-p|--pid= -l|--locals?opaque -j --json -n|--native -s|--subprocesses --nonblocking"),
        sub("report|graph|replay|info|load|ps|traceinfo", "-p|--pid=opaque -d= -o|--output=write -f= -s= --chrome "
            "--flame-graph -l -j --json -n -x=opaque --no-open", "none*"))),
    row("memray scalene pyinstrument viztracer fil-profile kernprof "
        "line_profiler", "-o|--output|--outfile|--output_file=write "
        "-r=  -m=code -c=code -l -v -f -q --native --follow-fork --trace-python-allocators --html --json --cli --cpu "
        "--memory --gpu "
        "--no-browser --profile-all --reduced-profile --profile-interval= --show-all -t --timeline -i= --interval= "
        "--renderer= -b "
        "--log_async --max_stack_depth= --open --live-remote?opaque -p= -u --aggregate --force "
        "--web", "none*", style="posix",
        act=lambda use: _scripts(use)),
    row("0x clinic flamegraph cargo-flamegraph", "-o|--output|--output-dir|-D=write --on-port=shell -P=shell --open "
        "-c= --bin= --root?opaque -p=opaque "
        "--no-inline --example= --bench= --test= --dev --release -F= --freq= --features= --package= "
        "--autocannon", "none*", style="posix",
        open=True, does=_RUNS),
    row("perf", otherwise="priv.escalate@perf opaque@perf", subs=(
        sub("report|annotate|script|diff|evlist|buildid-list|list|version|c2c report|mem report|sched "
            "latency", "-i|--input=read --stdio --no-children -g? -n -s|--sort= -F= --percent-limit= -v -q -o=write "
            "--header -G --symfs=config "
            "-f -D -d= -c= --tui --hierarchy --call-graph= -k= --demangle --symbol-filter= -S= -C= -p= -T -M= -l "
            "--max-stack= --children", "none*"),
        sub("stat|record|trace|mem record|c2c record", "-e= -o|--output=write -g -F= -a -p=opaque -t= -d -r= -x= "
            "--call-graph= -c= -q -v -D= -I= -B -n -C= -A -m= -s -j -N --no-buildid -b --per-core --timeout= -T "
            "-P", "command*", style="posix"),
        sub("bench|test", open=True, does="exec.run@well-known"))),
    row("gdb lldb rust-gdb rust-lldb cgdb gdb-multiarch", "-batch|--batch -ex|--eval-command= -o= -q|-quiet|--quiet "
        "-nx|--nx -nh -args|--args=rest "
        "-p|--pid= -c|--core=read -ix= -iex= -x|--command=opaque -s|--source=opaque -S= -d= "
        "-tui -return-child-result|--return-child-result -cd= -n -b|--no-lldbinit -k= -f= "
        "-silent", style="long", act=_debugs),
    row("bpftrace bpftool stap dtrace dtruss sysdig execsnoop opensnoop tcpconnect-bpfcc falco "
        "tracee", handles_doubt=True, does="priv.escalate@trace opaque@trace"),
    row("coredumpctl crash abrt-cli apport-cli ubuntu-bug", handles_doubt=True, does="sys.configure@crash "
        "opaque@crash"),
    row("sar mpstat pidstat nmon glances btop btm atop dstat slabtop turbostat numastat nvtop radeontop intel_gpu_top "
        "s-tui procs duf dust ncdu dua gdu diskus dutree", "-o=write -n= -d= -s= -P= -C= -x -e= -r= -f=read "
        "--export-csv-file=write --export-json-file=write", open=True, operands="none*"),
    # ── terminals, schedules, the machine ──────────────────────────────────────────────────────────────────
    row("tmux", "-2 -u -v -L= -S= -f=config -c=shell -C -D -l -N -T=", otherwise="opaque@tmux", subs=(*effects(_TMUX),
        sub("show-environment|showenv", "-g -h -s -t=", act=lambda use: _shown(use)),
        sub("new-session|new|new-window|neww|split-window|splitw|respawn-pane", _SESSION_OPTIONS, style="posix",
            act=_session),
        sub("send-keys|send|run-shell|run|if-shell|pipe-pane|source-file|source|set-hook|command-prompt|load-buffer|"
            "paste-buffer|display-popup|popup|confirm-before|bind-key|bind|set-option|set|"
            "setenv|set-environment", open=True, does="opaque@tmux"))),
    row("screen", "-ls|-list -v|-version -wipe -S= -d -D -m -r -R -x -X?opaque -c=config -t= -U -L -Logfile=write -q "
        "-p= -h= -A -a -dmS=", style="long",
        act=lambda use: () if use.has("-ls",
            "-v") and not use.operands else _session(use) if len(use.operands) != 1 and use.operands else
        (opaque("what `screen` starts is not known"),)),
    row("zellij byobu dtach abduco dvtm tmate ttyd gotty sshx upterm wetty code-server "
        "openvscode-server", handles_doubt=True, does="opaque@terminal"),
    row("asciinema termtosvg ttyrec script-replay scriptreplay ttyplay vhs "
        "terminalizer", handles_doubt=True, does="opaque@recording"),
    row("systemd-analyze systemd-cgls systemd-cgtop systemd-detect-virt systemd-path systemd-escape systemd-id128 "
        "systemd-delta", "-n= -p= -M= -a -l -k --no-pager --user --system -u= -m -q", "none*", open=True),
    row("systemd-cat systemd-inhibit systemd-mount systemd-tmpfiles systemd-sysusers systemd-creds "
        "systemd-cryptenroll busctl dbus-send gdbus dbus-monitor qdbus udevadm polkit-agent oomctl portablectl "
        "homectl userdbctl resolvconf netplan ifup ifdown "
        "dhclient dhcpcd wpa_supplicant wpa_cli rfkill nmtui ifenslave vconfig ipvsadm conntrack ebtables "
        "arptables fail2ban-client csf shorewall", handles_doubt=True, does="sys.configure@machine"),
    row("anacron fcron mcron schtasks sc.exe reg.exe wmic bitsadmin certutil mshta rundll32 regsvr32 cmd cmd.exe "
        "cscript wscript installutil", handles_doubt=True, does="opaque@windows"),
    row("loadkeys setfont xmodmap xrandr xinput setxkbmap xset gsettings dconf gconftool-2 kwriteconfig5 xdotool "
        "ydotool wmctrl xte wtype notify-send zenity osd_cat", handles_doubt=True, does="sys.configure@desktop"),
    row("play aplay paplay mpv vlc mplayer feh imv sxiv eog evince zathura okular xpdf firefox "
        "chromium google-chrome chrome brave links lynx w3m elinks "
        "browsh", handles_doubt=True, does="net.connect@~desktop opaque@desktop"),
    row("rsnapshot restic borg borgmatic duplicity duplicati kopia rdiff-backup timeshift tarsnap unison syncthing "
        "csync2 lsyncd", handles_doubt=True, does="net.upload@* opaque@backup"),
    row("croc magic-wormhole wormhole ffsend transfer.sh pastebinit wgetpaste sprunge 0x0 dropbox gdrive onedrive "
        "megacmd mega-put warpinator filebrowser qrcp localsend", handles_doubt=True,
        does="net.upload@* opaque@transfer"),
    row("cosign minisign signify rekor-cli slsa-verifier gitsign notation in-toto-run", "-V -m= -p=read -P= -x= -S "
        "-s= --key= --certificate= --certificate-identity= --certificate-oidc-issuer= --signature= --bundle= -y --yes "
        "-q --source-uri= --provenance-path=read", open=True,
        act=_signs),
    row("direnv", open=True, otherwise="opaque@direnv",
        subs=(*effects({"status|version|help|hook|stdlib|deny|block|revoke|disallow|prune|log": "",
            "allow|permit|grant|reload|edit": "sys.persist@direnv exec.run@repository"}),
        sub("exec", operands="none command*", style="posix", does=_RUNS))),
    row("chezmoi stow yadm dotbot rcup mackup homesick nix-collect-garbage home-manager nixos-rebuild darwin-rebuild "
        "nix-store nix-channel", handles_doubt=True, does="sys.persist@home "
        "opaque@home"),
    # ── what attackers bring along ─────────────────────────────────────────────────────────────────────────
    row("msfconsole msfvenom msfdb sliver-client sliver-server empire starkiller covenant havoc merlin mythic-cli "
        "villain pwncat pwncat-cs evil-winrm crackmapexec netexec nxc impacket-psexec impacket-smbexec "
        "impacket-wmiexec impacket-secretsdump impacket-ntlmrelayx psexec.py smbexec.py wmiexec.py secretsdump.py "
        "ntlmrelayx.py responder bettercap ettercap mitm6 dnschef evilginx gophish beef-xss setoolkit weevely cadaver "
        "rpivot ligolo-ng ligolo-proxy ligolo-agent gost proxytunnel dns2tcp iodine dnscat dnscat2 ptunnel ptunnel-ng "
        "icmpsh hans httptunnel revsocks sshuttle wstunnel boringproxy inlets tor i2pd reverse_ssh ghostunnel gsocket "
        "gs-netcat blitz", handles_doubt=True, style="posix",
        does="net.upload@* opaque@attack"),
    row("john hashcat hashid hash-identifier crunch cewl medusa ncrack patator kerbrute brutespray thc-hydra ophcrack "
        "rcrack fcrackzip pdfcrack rarcrack aircrack-ng airodump-ng aireplay-ng airmon-ng reaver wifite hcxdumptool "
        "mimikatz pypykatz lsassy lazagne laZagne.py mimipenguin firefox_decrypt chainbreaker trufflehog3 gitrob "
        "gitdumper git-dumper bloodhound bloodhound-python sharphound ldapdomaindump adidnsdump certipy rubeus "
        "linpeas linpeas.sh linenum LinEnum.sh winpeas pspy pspy64 unix-privesc-check lse.sh linux-exploit-suggester "
        "les.sh searchsploit deepce kubeletctl peirates kube-hunter pacu scoutsuite cloudfox prowler stratus xmrig "
        "minerd cpuminer ccminer ethminer t-rex nanominer", handles_doubt=True, style="posix",
        does="secret.read@credential-file opaque@attack"),
    row("radare2 r2 rizin ghidra analyzeHeadless ida64 objection frida frida-trace frida-ps cutter retdec-decompiler "
        "angr apktool dex2jar jadx smali baksmali uber-apk-signer upx binwalk foremost scalpel volatility vol.py vol "
        "testdisk photorec steghide stegsolve zsteg "
        "outguess ropper ROPgadget one_gadget pwntools pwn checksec.sh afl-fuzz honggfuzz radamsa boofuzz "
        "zzuf", handles_doubt=True, style="posix", does="opaque@reversing"),
    row("insserv debugfs xfs_db dumpe2fs e2image ddrescue dcfldd dc3dd safecopy extundelete ext4magic mkisofs "
        "genisoimage xorriso grub-mkconfig dracut mkinitramfs update-initramfs mkinitcpio bless bcdedit flashrom "
        "fwupdmgr nvme smartctl sg_format tpm2_clear ykman veracrypt integritysetup veritysetup kpartx multipath "
        "iscsiadm targetcli vgrename lvextend lvresize xfs_growfs quotaoff setquota "
        "edquota", handles_doubt=True, does="sys.configure@disk"),
    row("newuidmap newgidmap setpriv pivot_root switch_root runcon newrole sg newgrp run0 gosu su-exec tini dumb-init "
        "catatonit s6-setuidgid chpst cgexec cgcreate cgset prlimit fakechroot fakeroot proot "
        "udocker", handles_doubt=True,
        style="posix", does="priv.escalate@rights opaque@rights"),
    row("keyctl gnome-keyring-daemon kwallet-query kwalletcli pinentry gpg-connect-agent gpg-agent gpgconf "
        "ssh-pkcs11-helper pkcs11-tool p11tool yubico-piv-tool kinit kdestroy ktutil kadmin kadmin.local kpasswd ipa "
        "realm adcli sssctl authconfig authselect pam_tally2 aureport "
        "ausearch", handles_doubt=True, does="secret.read@credential-file opaque@credentials"),
)  # fmt: skip
