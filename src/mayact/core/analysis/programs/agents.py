"""Coding agents, editors, and mayact itself.

Law: an agent may look at the gate's state and never speak for a person: everything that answers, activates or sets up
is tampering.
"""

import re
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromText, Inherited, Known, opaque
from mayact.core.analysis.programs.roles import argv, constant, finding
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.words import known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_MAYACT_LOOKS: Final = names("status requests explain analyse analyze version help --version --help")
_MAYACT_LOOKS_IN: Final = {"policy": names("check show"), "log": names("show verify prove check head")}


def _mayact(use: Use) -> tuple[Finding, ...]:
    words = [known(word) or "?" for word in use.operands]
    verb = words[0] if words else "help"
    if verb in _MAYACT_LOOKS or (len(words) > 1 and words[1] in _MAYACT_LOOKS_IN.get(verb, ())):
        return ()
    if verb == "exec":
        # The gate judges what is behind it once more; here it counts as itself.
        inner = use.operands[1:]
        return argv(inner[1:] if inner[:1] == (Known("--"),) else inner, use)
    return (finding(Verb.GUARD_TAMPER, "mayact", use),)


def _agent(use: Use) -> tuple[Finding, ...]:
    words = [known(word) or "?" for word in use.operands]
    if use.has("--version", "-v", "--help") and not words:
        return ()
    found = [finding(Verb.AGENT_SPAWN, use.name, use)]
    if words[:1] in (["mcp"], ["config"], ["plugin"], ["hooks"], ["extensions"], ["settings"]):
        if words[1:2] in (["list"], ["get"], ["ls"], ["show"]):
            return ()
        found = [finding(Verb.GUARD_TAMPER, use.name, use)]
    if any(lead(word).startswith(("--dangerously", "--yolo", "--settings", "--bare")) for word in use.command.argv):
        found.append(finding(Verb.GUARD_TAMPER, use.name, use))
    return tuple(found)


_VALUED: Final = names("-c --cmd -S -s -u -i --eval -l -f --script --load")
_RUNS_CODE: Final = (
    "+", "-c", "--cmd", "-S", "-s", "--eval", "--exec", "--batch", "-batch", "--script", "-script", "-x", "--init",
    "-l", "-e", "-E", "--load", "-f", "--funcall", "-u", "--directory", "-L", "--insert",
)  # fmt: skip


def _editor(use: Use) -> tuple[Finding, ...]:
    """vi, emacs …: command switches run editor code, which can run anything."""
    found: list[Finding] = []
    words = use.command.argv[1:]
    for at, word in enumerate(words):
        text = lead(word)
        if at and known(words[at - 1]) in _VALUED:
            continue  # the value of an option that was judged
        if text.startswith(_RUNS_CODE):
            found.append(opaque(f"{shown(use.name)} runs editor commands"))
        elif text.startswith("-") and isinstance(word, Known):
            continue
        else:
            found.extend(files.reading(word, use.command, use.context))
            found.extend(files.writing(word, use.command, use.context))
    if not isinstance(use.command.stdin, Inherited):
        found.append(opaque(f"{shown(use.name)} takes keystrokes from another command"))
    return tuple(found)


_ED_PLACE: Final = (
    r"(?:(?:\d+|\$|[.,%]|/(?:[^/\\]|\\.)*/)[+-]?\d*)?"
    r"(?:[,;](?:(?:\d+|\$|\.|/(?:[^/\\]|\\.)*/)?[+-]?\d*)?)?"
)
_ED_ALWAYS: Final = frozenset({"a", "i", ".a", ".i", "$a", "0a"})
"""Commands that take text and cannot fail; where another fails, ed reads the text behind it as commands."""
_ED_TEXT: Final = re.compile(_ED_PLACE + "[aic]")
_ED_COMMAND: Final = re.compile(r".*!|[^A-Za-z]*(?:[/?].*[/?])?[^A-Za-z]*[wWrReEfgGvV]", re.DOTALL)
"""Text that ed, where it took it for a command, could run or save elsewhere."""
_ED: Final = re.compile(
    _ED_PLACE + r"(?:s([/|#,])(?:(?!\1)[^\\]|\\.)*\1(?:(?!\1)[^\\]|\\.)*\1[gpI\d]{0,3}|[dpnlj=])?|w|q|Q|wq"
)
"""Commands of ed that go to lines, change or print them, and save what was opened: no `!`, `r`, `e`, `w FILE`."""


def _only_edits(lines: list[str]) -> bool:
    """`a`, `i` and `c` take the lines up to one that is a dot as text."""
    text = certain = False
    for line in lines:
        if text:
            if not certain and _ED_COMMAND.match(line):
                return False
            text = line != "."
        elif _ED_TEXT.fullmatch(line):
            text, certain = True, line in _ED_ALWAYS
        elif not _ED.fullmatch(line):
            return False
    return True


def _ed(use: Use) -> tuple[Finding, ...]:
    """ed takes its commands from standard input."""
    words = [word for word in use.command.argv[1:] if known(word) not in ("-s", "-")]
    text = use.command.stdin.text if isinstance(use.command.stdin, FromText) else None
    plain = text is not None and _only_edits(text.rstrip("\n").split("\n"))
    if not plain or len(words) != 1 or lead(words[0])[:1] in ("-", "!", "+", ""):
        return _editor(use)
    return (*files.reading(words[0], use.command, use.context), *files.writing(words[0], use.command, use.context))


_OPENS_A_WAY_IN: Final = names("tunnel serve-web serve-local agent-host")


def _window(use: Use) -> tuple[Finding, ...]:
    first = known(use.operands[0]) if use.operands else None
    if first in _OPENS_A_WAY_IN:
        return (*constant("net.upload@*", use), finding(Verb.SYS_PERSIST, "editor", use))
    if first in ("chat", "agent"):
        return (finding(Verb.AGENT_SPAWN, use.name, use),)
    if use.has("--install-extension", "--uninstall-extension"):
        return (finding(Verb.SYS_PERSIST, "editor extension", use),)
    return tuple(item for word in use.operands for item in files.reading(word, use.command, use.context))


PROGRAMS: Final[tuple[Program, ...]] = (
    row("mayact", "--json", style="posix", act=_mayact, handles_doubt=True),
    row("claude codex gemini copilot opencode cursor-agent aider amp crush qwen auggie droid mini swe-agent llm "
        "ollama sgpt interpreter", "--version -v --help -h", open=True, act=_agent),
    row("vi vim nvim view ex emacs nano pico micro helix hx joe mcedit gvim kak", handles_doubt=True, act=_editor),
    row("ed", handles_doubt=True, act=_ed),
    row("code cursor codium windsurf subl zed idea atom gedit kate", "--install-extension= --uninstall-extension= -r "
        "-n -w -g -d "
        "--wait --goto --diff --add --list-extensions --version -v --help", act=_window),
)  # fmt: skip
