"""Scripts with which web frameworks start (`manage.py`, `artisan`, `bin/rails runner`), and what their words do.

Law: the script is the repository's own code; the words behind it are known and say when data are destroyed, secrets
are printed or code from elsewhere is loaded. It refuses to know what the application does, and where its database is:
only a line that says `production` is taken to reach one that is not this machine's.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from mayact.core.analysis.command import Context, Finding, Known, SimpleCommand, opaque
from mayact.core.analysis.programs.roles import constant, finding, script
from mayact.core.analysis.programs.table import Program, names, use_of
from mayact.core.analysis.shell.written import fragments
from mayact.core.analysis.shell.written import source as written
from mayact.core.analysis.words import known, lead
from mayact.core.model import Verb

_PATH: Final = re.compile(r"(?:/|~|\.\.(?:/|\Z)|.*/\.\./)")

CHANGES_DATA: Final = re.compile(r"(?i)(?:\A|:)(?:db|database|migrat\w*|seeds?|schema:(?:load|drop))(?::|\Z)")
_PRODUCTION: Final = frozenset({"production", "prod", "live"})


def is_production(command: SimpleCommand, texts: list[str]) -> bool:
    """Whether the line says that the runner works on production: `RAILS_ENV=production`, `--env production`."""
    stated = (known(word) for name, word in command.environment.items() if name.endswith("_ENV"))
    options = (text.partition("=")[2] for text in texts if text.startswith(("--env=", "--environment=")))
    after = (value for option, value in pairwise(texts) if option in ("--env", "--environment", "-e"))
    return any(text in _PRODUCTION for text in (*stated, *options, *after))


def _is_test(texts: list[str]) -> bool:
    return any(text in ("--env=testing", "--env=test", "--env=local") for text in texts)


_SCRIPTS: Final = frozenset({"manage.py", "artisan", "console", "craft", "please", "wp-cli.phar", "drush"})
_TASKS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        names(
            "flush reset_db reset_schema sqlflush migrate:fresh migrate:reset migrate:refresh db:wipe "
            "doctrine:database:drop doctrine:schema:drop drop_test_database"
        ),
        "db.admin",
    ),
    **dict.fromkeys(names("diffsettings print_settings env:decrypt secrets:list secrets:reveal debug:dotenv"),
                    "secret.read@token"),
    **dict.fromkeys(names("createsuperuser changepassword"), "iam.change@users"),
}  # fmt: skip
"""Subcommands of the scripts with which frameworks start (Django, Laravel, Symfony)."""


def framework(command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    """`python manage.py flush`, `php artisan migrate:fresh`: the script is the repository's, its words are known."""
    texts = [lead(word) for word in command.argv]
    at = next((at for at, text in enumerate(texts[:6]) if text.rpartition("/")[2] in _SCRIPTS), None)
    if at is None:
        return ()
    use = use_of(Program(names="framework", open=True), command, context)
    rest = texts[at + 1 :]
    production = is_production(command, rest)
    does = _TASKS.get(rest[0], "") if rest else ""
    found = list(constant(does, use) if does != "db.admin" else ())
    if (does == "db.admin" and not _is_test(rest)) or (
        production and any(CHANGES_DATA.search(text) for text in rest[:1])
    ):
        found.append(finding(Verb.DB_ADMIN, "database", use, local=not production))
    if rest[:1] == ["tinker"]:
        found.extend(_tinkered([known(word) for word in command.argv[at + 2 :]], context))
    if rest[:1] in (["shell"], ["shell_plus"]):
        found.extend(_commanded([known(word) for word in command.argv[at + 2 :]]))
    for name in ("--pythonpath", "--settings"):
        values = (value for option, value in pairwise((*rest, "")) if option == name)
        joined = (text.partition("=")[2] for text in rest if text.startswith(f"{name}="))
        found.extend(item for value in (*values, *joined) if _PATH.match(value) for item in script(Known(value), use))
    return tuple(found)


def _tinkered(words: list[str | None], context: Context) -> tuple[Finding, ...]:
    """`php artisan tinker --execute=CODE`: the application's PHP with a text of the call's own."""
    codes = [
        (text or "--execute=?;`").partition("=")[2] or (after or "`")
        for text, after in pairwise((*words, None))
        if text is None or text.startswith("--e")
    ]
    place = f"{context.workspace}/-.php"
    if all(
        context.workspace is not None and written.computes(place, f"<?php {code}", context.workspace) for code in codes
    ):
        return ()
    return (opaque("the code that `tinker` runs is not understood"),)


_MODELS: Final = re.compile(r"\bfrom[ \t]+[a-z]\w*(?:\.\w+)*\.(?:models|factories)(?=[ \t]+import\b)")


def _commanded(words: list[str | None]) -> tuple[Finding, ...]:
    """`manage.py shell -c CODE`: the same in Python."""
    codes = [
        after if text in ("-c", "--command") else text and (text.partition("=")[2] if "=" in text[:12] else text[2:])
        for text, after in pairwise((*words, None))
        if text is None or text.startswith(("-c", "--com"))
    ]
    plain = (code is not None and fragments.compute("/x.py", (_MODELS.sub("from app.models", code),)) for code in codes)
    return () if all(plain) else (opaque("the code that `shell` runs is not understood"),)


_QUERY: Final = re.compile(r"[\w\s.,:;()\[\]{}|'\"=<>+*/%?!&-]{1,2000}")
_DOES: Final = re.compile(
    r"(?i)\b(?:system|exec\w*|spawn|fork|eval|\w*_eval|\w*_exec|(?:public_|__)?send(?:__)?|method|open|load|require\w*|read\w*|write"
    r"|file|fileutils|dir|io|kernel|process|net|http\w*|uri|socket|env|object|class|module|binding|const_get|constantize"
    r"|connection|sql|delete\w*|destroy\w*|update\w*|create\w*|insert\w*|upsert\w*|save\w*|truncate\w*|drop\w*|touch\w*"
    r"|increment\w*|decrement\w*|toggle\w*|credentials|secret\w*|encrypted|config\w*|application|token\w*|password\w*|\w*_key"
    r"|deliver\w*|perform\w*|enqueue|call|try|tap|then|instance_\w+|define_\w+|import|attributes|to_proc|ruby|rake|task"
    r"|yaml|marshal|pathname|tempfile|open3|pty|shell\w*|gem|bundler|signal|trap|exit|abort|at_exit)\b|%[xwWqQiIrs]?[({\[<|!/]|<<|&:"
)


def only_looks(code: str) -> bool:
    """Whether Ruby that a framework runs for its models plainly asks and prints: no name that changes, reads files,
    starts or reaches anything, and no way to build one."""
    plain = re.sub(r"(?<=\w: ):\w+", "x", code)  # `status: :open` is a value
    return _QUERY.fullmatch(code) is not None and _DOES.search(plain) is None
