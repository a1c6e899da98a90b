"""Builtins: a table from name to what the shell itself does.

Law: a builtin that is not in the table is looked up as a program, and a program that is not known is opaque. Options
and arguments that are not plainly understood make a builtin opaque, because its effect is on everything after it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import (
    Finding,
    FromText,
    Known,
    Listing,
    Pattern,
    Piped,
    SimpleCommand,
    Unknown,
    Word,
)
from mayact.core.analysis.gate_processes import SETTINGS, tampering
from mayact.core.analysis.places import scratch
from mayact.core.analysis.places.paths import normalise, within
from mayact.core.analysis.plan import Found, RealPath
from mayact.core.analysis.shell.assignments import check
from mayact.core.analysis.shell.evaluate import Evaluator, Handler
from mayact.core.analysis.shell.flow import After, Streams, Trap, always
from mayact.core.analysis.shell.state import NUMBER, WIDE_GLOBS, State, Variable, directories
from mayact.core.analysis.words import OBJECT, REF, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.limits import MAX_SHELL_DEPTH
from mayact.core.model import Verb

_Args = list[Word]


def _texts(args: _Args) -> list[str] | None:
    found = []
    for arg in args:
        if not isinstance(arg, Known):
            return None
        found.append(arg.text)
    return found


def _nothing(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    return always(state)


def _refused(because: str) -> Handler:
    def handler(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
        run.report_opaque(because)
        return always(state)

    return handler


_LISTS: Final = frozenset({"-a", "-b", "-c", "-d", "-e", "-f", "-g", "-j", "-k", "-s", "-u", "-v", "-abckef"})


def _compgen(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    """Names of one kind are listed; `-C`, `-F` and `-W` run or expand what they are given."""
    if not args or args[0] not in {Known(option) for option in _LISTS} or not all(map(_is_name, args[1:])):
        run.report_opaque("`compgen` can run commands")
    return always(state)


def _is_name(word: Word) -> bool:
    return isinstance(word, Known) and re.fullmatch(r"\w[\w-]*", word.text) is not None


# ── where the shell stands ───────────────────────────────────────────────────────────────────────────────


def _cd(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    operands = _operands(args, "LPe@")
    if operands is None or len(operands) > 1:
        run.report_opaque("`cd` has options or arguments that are not understood")
        return _moved(run, state, (None,))
    if not operands:
        return _moved(run, state, _targets(run, state.values("HOME"), state))
    if operands[0] == Known("-"):
        return _moved(run, state, (None,) if "OLDPWD" in state.variables else state.previous)
    return _moved(run, state, _targets(run, (operands[0],), state))


def _operands(args: _Args, letters: str) -> _Args | None:
    """The arguments after harmless one-letter options, None when an option is not understood."""
    at = 0
    while at < len(args):
        arg = args[at]
        if isinstance(arg, Unknown) and not arg.prefix:
            return args[at:]  # as a directory it is not known either
        if not isinstance(arg, Known) or not arg.text.startswith("-") or arg.text == "-":
            return args[at:]
        if arg.text == "--":
            return args[at + 1 :]
        if set(arg.text[1:]) - set(letters):
            return None
        at += 1
    return []


def _targets(run: Evaluator, values: tuple[Word, ...], state: State) -> tuple[str | None, ...]:
    home, user = run.surroundings.home, run.surroundings.user
    found: list[str | None] = []
    for word in values:
        for cwd in state.cwds:
            path = normalise(word.text, cwd=cwd, home=home, user=user) if isinstance(word, Known) else None
            if isinstance(word, Pattern) and _finds_directories(word.glob):
                path = normalise(word.glob.rstrip("/"), cwd=cwd, home=home, user=user)
            elif isinstance(word, Pattern):
                path = scratch.standing(word.glob) or None
            if isinstance(word, Known) and word.text == "":
                path = cwd
            if isinstance(word, Known) and scratch.imitates(word.text):
                path = None
            named = lead(word)
            searched = not named.startswith(("/", "./", "../")) and named != ".."
            if path is None or ("CDPATH" in {**state.variables, **state.inherited} and searched):
                found.extend(_searched(named, cwd, state, run) if path is not None else (None,))
                continue
            found.append(path)
            answer = run.surroundings.ask(RealPath(path))
            if isinstance(answer, Found) and answer.value != path:
                # The shell stays on the textual path; programs see where the link leads.
                found.append(answer.value)
    return directories(found)


def _searched(name: str, cwd: str | None, state: State, run: Evaluator) -> list[str | None]:
    """Where `cd NAME` leads with `CDPATH`: into the first of its directories that has one, or else from here."""
    home, user = run.surroundings.home, run.surroundings.user
    found: list[str | None] = [normalise(name, cwd=cwd, home=home, user=user)]
    for value in state.values("CDPATH"):
        if not isinstance(value, Known) or len(value.text) > _LONGEST_SEARCH:
            return [None]
        for part in value.text.split(":"):
            found.append(normalise(f"{part or '.'}/{name}", cwd=cwd, home=home, user=user))
    return found


_LONGEST_SEARCH: Final = 400

_PART: Final = re.compile(r"(?!\.[\w.+@-]*\*|\.\Z|\.\.\Z)[\w.+@*-]+")


def _finds_directories(glob: str) -> bool:
    """Whether `glob` holds plain names and stars only, none of which can be `..`: the directory is one of those that it
    finds, and is called by the glob itself."""
    parts = glob.rstrip("/").removeprefix("./").removeprefix("/").split("/")
    return glob[:1] not in ("", "-", "~") and all(_PART.fullmatch(part) for part in parts)


def _moved(run: Evaluator, state: State, cwds: tuple[str | None, ...]) -> After:
    """A `cd` that may fail and leave the shell where it was, unless the call itself stands below the target."""
    there = replace(state, cwds=cwds, previous=state.cwds)
    certain = all(cwd is not None and any(within(start, cwd) for start in run.started) for cwd in cwds)
    return After(there, there if certain else state)


def _pushd(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    texts = _texts(args)
    if texts is None or len(texts) != 1 or texts[0].startswith(("-", "+")):
        return After(replace(state, cwds=(None,), previous=state.cwds, stack=None), state)
    here = state.cwds[0] if len(state.cwds) == 1 else None
    after = _moved(run, state, _targets(run, (args[0],), state))
    stack = (*state.stack, here) if state.stack is not None else None
    return After(replace(after.success, stack=stack), state)


def _popd(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    if args or not state.stack:
        return After(replace(state, cwds=(None,), previous=state.cwds, stack=None), state)
    return After(replace(state, cwds=(state.stack[-1],), previous=state.cwds, stack=state.stack[:-1]), state)


# ── text that runs ───────────────────────────────────────────────────────────────────────────────────────


def _eval(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    if args and args[0] == Known("--"):
        args = args[1:]
    texts = _texts(args)
    if texts is None:
        run.report_opaque("`eval` runs text that is not known")
        return always(state)
    if run.depth >= MAX_SHELL_DEPTH:
        run.report_opaque(f"shells are nested deeper than {MAX_SHELL_DEPTH}")
        return always(state)
    run.depth += 1
    text = " ".join(texts)
    with run.inside(run.origin_of(text, args)):
        after = run.text(text, state, streams)
    run.depth -= 1
    return after


def _source(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    if not args or not isinstance(args[0], Known) or args[0].text.startswith("-"):
        run.report_opaque("`source` runs a file that is not known")
        return always(state)
    path = args[0]
    found: list[After] = []
    for cwd in state.cwds:
        standing = replace(state, cwds=(cwd,))
        command = SimpleCommand(argv=(Known(":"),), cwd=cwd, text=text, depth=run.depth)
        run.report(files.reading(path, command, run.context))
        # What the file does is what a shell that runs it does.
        found.append(run.external([Known("bash"), path], standing, streams, text))
    if path.text.rsplit("/", 1)[-1] in _SETTLED:
        return always(state)
    return always(replace(state, cwds=directories((*state.cwds, None)), positional=None, stack=None))


_SETTLED: Final = frozenset({"activate", "nvm.sh", ".bashrc", ".profile", ".bash_profile", ".zshrc", ".env", "env"})
"""Files that are read for their settings and, as everyone writes them, stay in the directory."""


def _trap(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    if args and args[0] == Known("--"):
        args = args[1:]
    if not args or args[0] in (Known("-l"), Known("-p"), Known("-"), Known("")) or len(args) == 1:
        return always(state)
    body = _filled(args[0])
    if body is None:
        run.report_opaque("`trap` runs text that is not known")
        return always(state)
    run.traps.append(Trap(body, state, run.span, run.origin_of(body, args[:1])))
    return always(state)


def _filled(word: Word) -> str | None:
    """Shell text, where it is known but for numbers, of which any is what another is, and names that `mktemp` chose."""
    if isinstance(word, Known):
        return word.text
    if not isinstance(word, Pattern):
        return None
    text = re.sub(r"(?<!\\)\[-?0-9\]\*", "7", word.glob)
    bare = re.sub(r"(?:\[0-9A-Za-z\]){3,}|\\.", "", text)
    return None if set(bare) & set("*?[\\") else re.sub(r"\\([*?[\\])", r"\1", text)


def _command(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    while args and isinstance(args[0], Known) and args[0].text.startswith("-"):
        option = args[0].text
        args = args[1:]
        if option in ("-v", "-V", "-pv", "-pV"):
            # It prints where a program lies: that program, by its name.
            plain = option == "-v" and len(args) == 1 and _is_name(args[0]) and args[0] != Known("")
            named = isinstance(args[0], Known) and args[0].text not in state.functions if args else False
            return always(state, args[0] if plain and named and "PATH" not in state.variables else None)
        if option == "--":
            break
        if option != "-p":
            run.report_opaque(f"option {shown(option)} of `command` is not understood")
            return always(state)
    return run.invoke(args, state, streams, text, functions=False) if args else always(state)


def _builtin(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    return run.invoke(args, state, streams, text, functions=False) if args else always(state)


def _exec(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    while args and isinstance(args[0], Known) and args[0].text.startswith("-"):
        option = args[0].text
        args = args[2:] if option == "-a" else args[1:]
        if option == "--":
            break
        if option not in ("-c", "-l", "-cl", "-lc", "-a"):
            run.report_opaque(f"option {shown(option)} of `exec` is not understood")
            return always(state)
    if not args:
        return always(state)
    run.external(args, state, streams, text)
    return always(replace(state, ended=True))


def _exit(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    return always(replace(state, ended=True))


# ── variables and options ────────────────────────────────────────────────────────────────────────────────


def _names(run: Evaluator, words: _Args, what: str) -> list[str] | None:
    """The plain variable names in `words`; anything else could hold a subscript that runs code."""
    found = []
    for word in words:
        if not (isinstance(word, Known) and word.text.isidentifier() and word.text.isascii()):
            run.report_opaque(f"`{what}` names a variable that is not plain")
            return None
        if what != "unset":
            check(word.text, Unknown("it is not known"), run)
        found.append(word.text)
    return found


def _split_options(args: _Args, *, plain: str, valued: str) -> tuple[dict[str, Word], _Args] | None:
    """Options (letters, with values where `valued`) and what follows; None when something is not understood."""
    options: dict[str, Word] = {}
    at = 0
    while at < len(args):
        word = args[at]
        if not isinstance(word, Known):
            return None if isinstance(word, Pattern) or not word.prefix else (options, args[at:])
        if word.text == "--":
            return options, args[at + 1 :]
        if not word.text.startswith("-") or word.text == "-":
            return options, args[at:]
        at += 1
        letters = word.text[1:]
        for place, letter in enumerate(letters):
            if letter in plain:
                options[letter] = Known("")
            elif letter in valued:
                rest = letters[place + 1 :]
                if not rest and at >= len(args):
                    return None
                options[letter] = Known(rest) if rest else args[at]
                at += 0 if rest else 1
                break
            else:
                return None
    return options, []


def _read(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    split = _split_options(args, plain="ersE", valued="adinNptu")
    if split is None:
        run.report_opaque("`read` has options that are not understood")
        return always(state)
    options, words = split
    names = _names(run, [*words, *([options["a"]] if "a" in options else [])], "read")
    value: tuple[Word, ...] = (Unknown("it is read from input"),)
    whole = len(words) < 2 and not options.keys() & set("anN")
    fed = streams.stdin.names if isinstance(streams.stdin, Piped) else ()
    # Without `-r` backslashes go: names that git makes have none.
    if whole and fed and ("r" in options or all(word in (OBJECT, REF, NUMBER) for word in fed)):
        value = fed  # one line is one name
    given = streams.stdin.text if isinstance(streams.stdin, FromText) else None
    if whole and given is not None and "IFS" not in state.variables:
        line = given.partition("\n")[0]
        value = (Known(line.strip(" \t")),) if "\\" not in line or "r" in options else value
    first = _columns_of(streams, state) if not options.keys() & set("adinNptu") else ()
    for at, name in enumerate(names if names is not None else ()):
        # The last name takes the rest of the line.
        column = first[at : at + 1] if at + 1 < len(words) else ()
        state = state.setting(name, *(column or value))
    return always(state if names else state.setting("REPLY", *value))


def _columns_of(streams: Streams, state: State) -> tuple[Word, ...]:
    """The columns that `read` finds as the shell splits lines now."""
    columns = streams.stdin.columns if isinstance(streams.stdin, Piped) else None
    blanks = state.values("IFS")
    if columns is None or not (blanks == (Known(" \t\n"),) or (blanks == (Known("\t"),) and columns.between == "tab")):
        return ()
    return columns.words


def _mapfile(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    split = _split_options(args, plain="t", valued="dnOsu")
    if split is None:
        run.report_opaque("`mapfile` may run a callback, or has options that are not understood")
        return always(state)
    names = _names(run, split[1], "mapfile")
    listed = streams.stdin.names if isinstance(streams.stdin, Piped) and not split[0].keys() & set("dOsu") else ()
    for name in names or ["MAPFILE"]:
        state = state.setting(name, Unknown("it is read from input"))
        if listed and name not in state.fixed:
            state = replace(state, variables={**state.variables, name: Variable(listed, members=listed)})
    return always(state)


def _printf(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    first = args[0] if args else Known("")
    if isinstance(first, Known) and first.text.startswith("-v"):
        words = [Known(first.text[2:])] if len(first.text) > 2 else args[1:2]
        names = _names(run, list(words), "printf -v")
        for name in names or ():
            state = state.setting(name, Unknown("it is made by `printf`"))
        return always(state)
    if not isinstance(first, Known) and not (isinstance(first, Unknown) and first.prefix[:1] not in ("", "-")):
        # Its first word could be `-v` and name a subscript that runs code; as a format alone it would be harmless.
        run.report_opaque("`printf` has a first word that is not known")
    return run.external([Known("printf"), *args], state, streams, text)


def _test(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    for at, word in enumerate(args):
        if word in (Known("-v"), Known("-R")) and at + 1 < len(args):
            _names(run, args[at + 1 : at + 2], "test -v")
    if len(args) > 1 and isinstance(args[0], Unknown) and not args[0].prefix and isinstance(args[1], Unknown):
        run.report_opaque("`test` has an operator that is not known")
    return always(state)


def _getopts(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    names = _names(run, args[1:2], "getopts")
    for name in names or ():
        state = state.setting(name, Unknown("it is an option"))
    return always(state.setting("OPTARG", Unknown("it is an option")).setting("OPTIND", NUMBER))


def _shift(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    texts = _texts(args)
    if state.positional is None or texts is None or (texts and not texts[0].isdigit()):
        return always(replace(state, positional=None))
    count = int(texts[0]) if texts else 1
    return always(replace(state, positional=state.positional[count:] if count <= len(state.positional) else None))


def _unset(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    functions = args[:1] == [Known("-f")]
    names = _names(run, args[1:] if args and args[0] in (Known("-f"), Known("-v")) else args, "unset")
    if any(name.startswith(SETTINGS) for name in names or ()):
        run.report((tampering("the settings of the guard are taken away"),))
    for name in names or ():
        if functions or name not in state.variables:
            kept = {key: bodies for key, bodies in state.functions.items() if key != name}
            state = replace(state, functions=kept)
        if not functions:
            state = state.without(name)
    return always(state)


_SET_LETTERS: Final = frozenset("eufxvbhmCETa")
_SET_NAMES: Final = frozenset(
    {"errexit", "nounset", "noglob", "xtrace", "verbose", "notify", "hashall", "monitor", "noclobber", "errtrace",
     "functrace", "pipefail", "allexport", "emacs", "vi", "ignoreeof"}
)  # fmt: skip
_SET_OPTIONS: Final = {"e": "errexit", "f": "noglob", "x": "xtrace"}
_SHOPTS: Final = frozenset(
    {"nullglob", "globstar", "dotglob", "extglob", "failglob", "nocasematch", "globasciiranges",
     "inherit_errexit", "checkwinsize", "histappend", "cmdhist", "interactive_comments", "huponexit"}
)  # fmt: skip


def _set(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    if not args:
        return _lists_environment(run, state, "set")
    options = set(state.options)
    at = 0
    while at < len(args):
        word = args[at]
        at += 1
        if not isinstance(word, Known) or word.text[:1] not in ("-", "+") or word.text in ("-", "--"):
            rest = args[at:] if word in (Known("--"), Known("-")) else args[at - 1 :]
            return always(replace(state, positional=_positional(rest), options=frozenset(options)))
        letters, names = word.text[1:], set[str]()
        if letters.endswith("o"):
            letters = letters[:-1]
            name = args[at] if at < len(args) else Known("")
            at += 1
            names.add(name.text if isinstance(name, Known) else "?")
        if set(letters) - _SET_LETTERS or names - _SET_NAMES - {""}:
            run.report_opaque(f"`set {shown(word.text).strip('`')}` changes how the text is read")
        changed = names | {option for letter, option in _SET_OPTIONS.items() if letter in letters}
        options = options | changed if word.text[0] == "-" else options - changed
    return always(replace(state, options=frozenset(options)))


def _positional(words: _Args) -> tuple[Word, ...] | None:
    # An unquoted expansion that is not known may be any number of words.
    return None if any(isinstance(word, Unknown | Pattern) for word in words) else tuple(words)


def _shopt(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    texts = _texts(args)
    if texts is None or any(not name.startswith("-") and name not in _SHOPTS for name in texts) or "-o" in texts:
        run.report_opaque("`shopt` changes how the text is read")
        return always(state)
    # Once set they count to the end: that they are taken back only makes patterns match less.
    wide = WIDE_GLOBS.intersection(texts) if "-s" in texts else frozenset[str]()
    return always(replace(state, options=state.options | wide))


def _lists_environment(run: Evaluator, state: State, what: str) -> After:
    facts: dict[str, Json] = {"class": "environment"}
    run.report(
        (
            Finding(
                verb=Verb.SECRET_READ,
                kind="thing",
                resource="environment",
                facts=facts,
                because=f"{what} lists every variable",
            ),
        )
    )
    return always(state, listing=Listing(environment=True))


def _history(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    facts: dict[str, Json] = {"class": "history"}
    run.report(
        (Finding(verb=Verb.SECRET_READ, kind="thing", resource="history", facts=facts, because="lists the history"),)
    )
    return always(state)


def _wait(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    """`-p NAME` assigns, and a subscript in a name is evaluated."""
    for arg in args:
        if isinstance(arg, Known) and arg.text.startswith("-"):
            understood = arg.text in ("-n", "-f", "-fn", "-nf", "--")
        else:
            understood = isinstance(arg, Known) or arg == NUMBER
        if not understood:
            run.report_opaque("`wait` has options or arguments that are not understood")
            break
    return always(state)


def _hash(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    texts = _texts(args)
    if texts is None or any(arg.startswith("-") and arg not in ("-r", "-l", "-t", "-d") for arg in texts):
        run.report_opaque("`hash` can give a program another name")
    return always(state)


def _alias(run: Evaluator, args: _Args, state: State, streams: Streams, text: str) -> After:
    if any(not isinstance(arg, Known) or "=" in arg.text for arg in args):
        run.report_opaque("an alias changes what later words mean")
    return always(state)


BUILTINS: Final[Mapping[str, Handler]] = {
    **dict.fromkeys(
        (":", "return", "break", "continue", "jobs", "bg", "fg", "disown", "ulimit", "umask", "times", "type",
         "unalias", "dirs", "caller", "help", "suspend"),
        _nothing,
    ),
    "cd": _cd,
    "pushd": _pushd,
    "popd": _popd,
    "eval": _eval,
    "source": _source,
    ".": _source,
    "trap": _trap,
    "command": _command,
    "builtin": _builtin,
    "exec": _exec,
    "exit": _exit,
    "logout": _exit,
    "read": _read,
    "mapfile": _mapfile,
    "readarray": _mapfile,
    "printf": _printf,
    "test": _test,
    "[": _test,
    "getopts": _getopts,
    "shift": _shift,
    "unset": _unset,
    "set": _set,
    "shopt": _shopt,
    "history": _history,
    "hash": _hash,
    "wait": _wait,
    "alias": _alias,
    "enable": _refused("`enable` can load or remove builtins"),
    "bind": _refused("`bind` can run commands"),
    "complete": _refused("`complete` can run commands"),
    "compgen": _compgen,
    "compopt": _refused("`compopt` can run commands"),
    "fc": _refused("`fc` runs earlier commands"),
    "let": _refused("`let` evaluates text that is not known"),
    "declare": _refused("`declare` through another word"),
    "typeset": _refused("`typeset` through another word"),
    "local": _refused("`local` through another word"),
    "export": _refused("`export` through another word"),
    "readonly": _refused("`readonly` through another word"),
    "coproc": _refused("`coproc` through another word"),
}  # fmt: skip
"""Words that bash treats as declarations reach the last rows only when they are quoted or expanded."""
