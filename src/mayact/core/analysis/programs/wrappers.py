"""Programs that run another command they are given: its effects pass through."""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import (
    Finding,
    FromFile,
    FromText,
    Inherited,
    Known,
    Pattern,
    Piped,
    Unknown,
    Word,
    opaque,
)
from mayact.core.analysis.places import scratch
from mayact.core.analysis.programs import environment
from mayact.core.analysis.programs.roles import argv, finding, script, shell
from mayact.core.analysis.programs.table import Act, Program, Use, row
from mayact.core.analysis.words import drop, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_ASSIGNMENT: Final = re.compile(r"[A-Za-z_][^=/\s]*=")
"""`env` takes any name, also that of a function that bash imports (`BASH_FUNC_ls%%=…`)."""


def _inner(use: Use) -> tuple[Finding, ...]:
    """Leading `NAME=VALUE` words, then a command."""
    words = list(use.operands)
    variables: dict[str, Word] = {}
    while words and _ASSIGNMENT.match(lead(words[0])):
        name = lead(words[0]).partition("=")[0]
        text = known(words[0])
        variables[name] = Known(text.partition("=")[2]) if text is not None else words[0]
        words.pop(0)
    changed = environment.of_line(variables)
    return (*changed, *argv(tuple(words), use, environment={**use.command.environment, **variables}))


def _env(use: Use) -> tuple[Finding, ...]:
    words = [word for word in use.operands if not _ASSIGNMENT.match(lead(word))]
    if use.has("-S"):
        return ()  # its text is opaque already
    if not words:
        return (finding(Verb.SECRET_READ, "environment", use, **{"class": "environment"}),)
    directory = use.value("-C")
    if directory is None:
        return _inner(use)
    moved = replace(use.command, cwd=files.absolute(directory, use.command, use.context))
    return _inner(replace(use, command=moved))


def _after(count: int) -> Act:
    """The command follows `count` operands."""

    def act(use: Use) -> tuple[Finding, ...]:
        return argv(use.operands[count:], use)

    return act


def _escalates(use: Use) -> tuple[Finding, ...]:
    who = known(use.value("-u") or Known("root")) or "unknown"
    found: list[Finding] = [finding(Verb.PRIV_ESCALATE, who, use)]
    if use.has("-e"):
        for operand in use.operands:
            found.extend(files.writing(operand, use.command, use.context))
        return tuple(found)
    if use.has("-i", "-s"):
        if not use.operands:
            return (*found, opaque("a shell with other rights reads what it runs from elsewhere"))
        return (*found, *_joined(use, use.operands))
    return (*found, *_inner(use))


def _joined(use: Use, words: tuple[Word, ...]) -> tuple[Finding, ...]:
    """Words that a shell sees joined by blanks."""
    texts = [known(word) for word in words]
    if None in texts:
        return (opaque(f"the shell text that {shown(use.name)} runs is not known"),)
    return shell(Known(" ".join(text or "" for text in texts)), use)


def _su(use: Use) -> tuple[Finding, ...]:
    names = [known(word) for word in use.operands if known(word) != "-"]
    found = finding(Verb.PRIV_ESCALATE, (names[0] if names else "root") or "unknown", use)
    text = use.value("-c")
    if text is None:
        return (found, opaque("a shell with other rights reads what it runs from elsewhere"))
    return (found, *shell(text, use))


def _watch(use: Use) -> tuple[Finding, ...]:
    return argv(use.operands, use) if use.has("-x") else _joined(use, use.operands)


def _flock(use: Use) -> tuple[Finding, ...]:
    text = use.value("-c")
    found = files.writing(use.operands[0], use.command, use.context) if use.operands else ()
    return (*found, *(shell(text, use) if text is not None else argv(use.operands[1:], use)))


def _script(use: Use) -> tuple[Finding, ...]:
    found = [item for word in use.operands for item in files.writing(word, use.command, use.context)]
    if not use.operands:
        found.extend(files.writing(Known("typescript"), use.command, use.context))
    text = use.value("-c")
    return (*found, *(shell(text, use) if text is not None else (opaque("`script` starts an interactive shell"),)))


def _loads(use: Use) -> tuple[Finding, ...]:
    """The dynamic loader starts a program past its permissions, which nobody does on an ordinary day (ld.so(8))."""
    if use.has("--list", "--verify"):
        return ()
    return (*argv(use.operands, use), opaque("the dynamic loader starts a program"))


def _privileged(use: Use) -> tuple[Finding, ...]:
    """chroot, unshare, nsenter: other rights or another root before the command."""
    rest = use.operands[1:] if use.name == "chroot" else use.operands
    inner = argv(rest, use) if rest else (opaque(f"{shown(use.name)} starts a shell"),)
    if use.name == "chroot":
        inner = (opaque("what runs lies in another root directory"),)
    return (finding(Verb.PRIV_ESCALATE, use.name, use), *inner)


# ── shells ───────────────────────────────────────────────────────────────────────────────────────────────

_FOREIGN: Final = frozenset({"fish", "csh", "tcsh", "pwsh", "powershell", "nu", "elvish", "xonsh"})
_PLAIN_ZSH: Final = re.compile(r"[\w\s./:@%+,'\"&|;<>=-]*")
_NOT_POSIX: Final = ("((", "[[", "<(", ">(", "$'")
"""Text that bash and a POSIX shell read as different commands."""


def _shell(use: Use) -> tuple[Finding, ...]:
    if use.name in _FOREIGN:
        return (opaque(f"the language of {shown(use.name)} is not analysed"),)
    if use.has("--rcfile"):
        return (opaque("a start-up file runs first"),)
    if use.has("-c"):
        if not use.operands:
            return ()
        inner = replace(use, command=replace(use.command, positional=_positional(use)))
        return (*_dialect(use.operands[0], use), *shell(use.operands[0], inner))
    if use.operands and not use.has("-s"):
        if known(use.operands[0]) == "-":
            return _from_stdin(use)
        read = files.reading(use.operands[0], use.command, use.context)
        return read if use.has("-n") else script(use.operands[0], use)
    return _from_stdin(use)


def _positional(use: Use) -> tuple[Word, ...] | None:
    """`$1` … of `sh -c TEXT NAME …`. A word that is not known may be several, so that the next has another number; a
    text that asks for no number sees all of them."""
    words = tuple(map(scratch.respelled, use.operands[2:]))
    exact = next((at for at, word in enumerate(words) if not isinstance(word, Known)), len(words))
    if use.command.single or exact == len(words):
        return words
    asks = known(use.operands[0]) or "$1"
    if not _NUMBERED.search(asks) and all(isinstance(word, Known | Pattern) for word in words):
        return words
    if not exact or _COUNTS.search(asks):
        return None
    return (*words[:exact], *(Unknown("positional parameters are not known"),) * _MAX_NUMBERED)


_MAX_NUMBERED: Final = 9
_COUNTS: Final = re.compile(r"\$\{[1-9][0-9]|[$]#|[$]\{#|\b(?:shift|getopts)\b")


_NUMBERED: Final = re.compile(r"\$\{?[0-9#!]|\b(?:shift|set|getopts|eval|source)\b|\$[*]|\$\{[@*]")


def _dialect(word: Word, use: Use) -> tuple[Finding, ...]:
    text = known(word) or ""
    if use.name == "zsh" and not _PLAIN_ZSH.fullmatch(text):
        return (opaque("zsh reads this text in its own way"),)
    if use.name not in ("bash", "zsh") and any(mark in text for mark in _NOT_POSIX):
        return (opaque(f"{shown(use.name)} reads this text in its own way"),)
    return ()


def _from_stdin(use: Use) -> tuple[Finding, ...]:
    match use.command.stdin:
        case FromText(text) if text is not None:
            return (*_dialect(Known(text), use), *shell(Known(text), use))
        case FromFile(path):
            return script(path, use)
        case Piped() | FromText():
            return (opaque(f"{shown(use.name)} runs what another command prints"),)
        case Inherited():
            return (opaque(f"{shown(use.name)} runs what it reads from standard input"),)


_SUDO: Final = (
    "-u|--user= -g|--group= -h|--host= -p|--prompt= -C= -r= -t= -T= -U= -D|--chdir=opaque -R|--chroot=opaque "
    "-E|--preserve-env? -H|--set-home -n|--non-interactive -k -K -S|--stdin -b|--background -A|--askpass=opaque "
    "-i|--login -s|--shell -e|--edit -l|--list -v|--validate -V -P -B"
)


def _traced(use: Use) -> tuple[Finding, ...]:
    """`-o '|CMD'` and `-o '!CMD'` hand what is traced to shell text (strace(1))."""
    found: list[Finding] = list(argv(use.operands, use)) if use.operands else []
    if use.has("-p"):  # it reads what another process reads and writes
        found.append(finding(Verb.PROC_CONTROL, "process", use))
    for word in use.values("-o"):
        if lead(word).startswith(("|", "!")):
            found.extend(shell(drop(word, 1), use))
        else:
            found.extend(files.writing(word, use.command, use.context))
    return tuple(found)


PROGRAMS: Final[tuple[Program, ...]] = (
    row("sudo", _SUDO.replace("-A|--askpass=opaque", "-A|--askpass"), style="posix", act=_escalates),
    row("doas", "-u= -n -s -L -C=opaque", style="posix", act=_escalates),
    row("sudoedit", "-u= -n", does="priv.escalate@root", operands="write*"),
    row("pkexec", "--user= --disable-internal-agent", style="posix", does="priv.escalate@root", act=_inner),
    row("su runuser", "-c|--command= -l|--login -m -p -s|--shell=program -g= -G= -P -w= -", act=_su),
    row("chroot unshare nsenter", handles_doubt=True, style="posix", act=_privileged),
    row(
        "env",
        "-i|--ignore-environment -u|--unset= -0|--null -C|--chdir= -S|--split-string=opaque -v|--debug -",
        style="posix",
        act=_env,
    ),
    row(
        "timeout gtimeout",
        "-s|--signal= -k|--kill-after= -v --foreground --preserve-status",
        style="posix",
        act=_after(1),
    ),
    row(
        "ld-linux-x86-64.so.2 ld-linux-aarch64.so.1 ld-linux-armhf.so.3 ld-linux.so.2 ld-musl-x86_64.so.1 "
        "ld-musl-aarch64.so.1 ld.so",
        "--preload=opaque --library-path=opaque --audit=opaque --inhibit-rpath= --inhibit-cache --list --verify "
        "--argv0= --glibc-hwcaps-prepend= --glibc-hwcaps-mask= --list-tunables --list-diagnostics",
        style="posix",
        act=lambda use: _loads(use),
    ),
    row("nice", "-n|--adjustment= -#", style="posix", act=_after(0)),
    row("ionice", "-c|--class= -n|--classdata= -t -p=", style="posix", act=_after(0)),
    row("chrt", "-f -r -b -o -i -p", style="posix", act=_after(1)),
    row("taskset", "-c -p -a", style="posix", act=_after(1)),
    row("nohup", style="posix", act=_after(0)),
    row(
        "time gtime",
        "-p|--portability -f|--format= -o|--output=write -a|--append -v|--verbose -l -h",
        style="posix",
        act=_after(0),
    ),
    row("stdbuf", "-i= -o= -e= --input= --output= --error=", style="posix", act=_after(0)),
    row("setsid", "-c -f -w --fork --wait --ctty", style="posix", act=_after(0)),
    row("unbuffer", "-p", style="posix", act=_after(0)),
    row("chronic", "-v -e", style="posix", act=_after(0)),
    row("command builtin exec", "-p -v -V -a= -c -l", style="posix", act=lambda use: _command(use)),
    row("caffeinate", "-d -i -m -s -u -t= -w=", style="posix", act=_after(0)),
    row("xvfb-run dbus-run-session", "-a|--auto-servernum -s|--server-args= -n= -e= -f=", style="posix", act=_after(0)),
    row("faketime", "-f -m -p=", style="posix", act=_after(1)),
    row(
        "strace ltrace",
        "-f -ff -c -q -t -tt -T -v -y -e= -o= -p= -s= -P= -E= -u=opaque -b= -k -i -r -S= -C -D",
        style="posix",
        act=_traced,
    ),
    row(
        "watch",
        "-n|--interval= -d|--differences? -t|--no-title -x|--exec -e|--errexit -g|--chgexit -c|--color -b -p",
        style="posix",
        act=_watch,
    ),
    row(
        "flock",
        "-s -x -e -n -u -w= -o -c|--command= -E= -F -v --timeout= --nonblock --shared --exclusive",
        style="posix",
        act=_flock,
    ),
    row("script", "-c|--command= -q -a -f -e -t? -O=write -I=write -B=write -T=write", act=_script),
    row(
        "bash sh dash zsh ksh ash mksh fish csh tcsh pwsh powershell nu elvish xonsh",
        "-c -l|--login -i -e -u -x -v -n -f -h -a -b -m -k -p -t -B -C -E -H -P -T -s -r -o= -O= +o= +O= --norc "
        "--noprofile --posix --rcfile|--init-file= --restricted --verbose --noediting",
        style="posix",
        act=_shell,
    ),
)


def _command(use: Use) -> tuple[Finding, ...]:
    return () if use.has("-v", "-V") else argv(use.operands, use)
