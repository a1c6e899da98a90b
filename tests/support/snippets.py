"""Runs the code blocks of a documentation page as the person who follows it would.

Law: a fence whose info string holds the word `run` is executed, in the order of the page, all blocks of one page in
one shell with a terminal, a fresh home and this project's programs first on its path. In a `console` block a line
that begins with `$ ` is typed (`> ` continues it) and what follows must be what is printed: `…` stands for any text
within a line, a line of `…` alone for any lines; nothing shown compares nothing. Every command must succeed unless
the next one typed asks for its exit code (`echo $?`). `answers="a|b"` are typed at the prompts, in order.
"""

import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[2]
FENCE: Final = re.compile(r"^(?P<fence>```+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ ]*$", re.M | re.S)
PROMPT: Final = re.compile(r"[^\n]*(?:: |\? |\] )\Z")
ANY: Final = "…"


@dataclass(frozen=True, slots=True)
class Typed:
    """One command and what the page says it prints (None: nothing is said)."""

    command: str
    shows: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    path: Path
    steps: tuple[Typed, ...]
    answers: tuple[str, ...]


@dataclass(slots=True)
class Result:
    exit_codes: list[int]
    outputs: list[str]
    terminal: str = ""
    problems: list[str] = field(default_factory=list)


def read_page(path: Path) -> Page:
    """The executable steps of one Markdown page. Raises `ValueError` for a language it cannot run."""
    text = path.read_text(encoding="utf-8")
    steps: list[Typed] = []
    answers: list[str] = []
    for match in FENCE.finditer(text):
        language, *words = shlex.split(match["info"]) or [""]
        if "run" not in words:
            continue
        line = text.count("\n", 0, match.start()) + 2
        answers += [answer for word in words if word.startswith("answers=") for answer in word[8:].split("|")]
        steps.extend(_steps(language, match["body"], line))
    return Page(path, tuple(steps), tuple(answers))


def _steps(language: str, body: str, line: int) -> Iterator[Typed]:
    match language:
        case "sh":
            yield Typed(body, None, line)
        case "python":
            yield Typed(f"python - <<'END_OF_SNIPPET'\n{body}END_OF_SNIPPET", None, line)
        case "console":
            yield from _console(body, line)
        case _:
            raise ValueError(f"line {line}: a `{language}` block cannot be run")


def _console(body: str, line: int) -> Iterator[Typed]:
    command: list[str] = []
    shown: list[str] = []
    start = line
    for number, text in enumerate(body.splitlines(), line):
        if text.startswith("$ "):
            if command:
                yield Typed("\n".join(command), "\n".join(shown) if shown else None, start)
            command, shown, start = [text[2:]], [], number
        elif text.startswith("> ") and command and not shown:
            command.append(text[2:])
        elif command:
            shown.append(text)
        else:
            raise ValueError(f"line {number}: output before any command")
    if command:
        yield Typed("\n".join(command), "\n".join(shown) if shown else None, start)


def agrees(shows: str, printed: str) -> bool:
    """Whether `printed` is what the page shows, `…` standing for anything."""
    pattern = ""
    for line in shows.strip("\n").split("\n"):
        pattern += r"(?:.*\n)*?" if line.strip() == ANY else re.escape(line.rstrip()).replace(ANY, ".*?") + r"[ ]*\n"
    plain = "\n".join(line.rstrip() for line in printed.replace("\r", "").strip("\n").split("\n")) + "\n"
    return re.fullmatch(pattern, plain) is not None


def run_page(page: Page, *, home: Path, seconds: float = 240.0) -> Result:
    """Run every step; `Result.problems` is empty when the page is right."""
    outputs = home / "outputs"
    outputs.mkdir(parents=True)
    script = home / "script.sh"
    script.write_text(_script(page.steps, outputs), encoding="utf-8")
    terminal = _in_terminal(["bash", "--norc", "--noprofile", str(script)], page.answers, home=home, seconds=seconds)
    codes = [int(word) for word in (outputs / "codes").read_text().split()] if (outputs / "codes").exists() else []
    printed = [_read(outputs / str(index)) for index in range(len(page.steps))]
    result = Result(codes, printed, terminal)
    result.problems.extend(_problems(page, result))
    return result


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def _script(steps: Sequence[Typed], outputs: Path) -> str:
    lines = ["__last=0"]
    for index, step in enumerate(steps):
        # A group, not a subshell: directories, variables and background jobs stay, as they do at a prompt.
        lines.append(f"{{ (exit $__last)\n{step.command}\n}} >{outputs}/{index} 2>&1")
        lines.append(f"__last=$?; echo $__last >>{outputs}/codes")
    # What was started in the background ends with the page.
    lines.append("for __job in $(jobs -p); do kill $__job 2>/dev/null; done; wait; exit 0")
    return "\n".join(lines) + "\n"


def _problems(page: Page, result: Result) -> Iterator[str]:
    if len(result.exit_codes) != len(page.steps):
        yield f"{page.path.name}: stopped after {len(result.exit_codes)} of {len(page.steps)} steps\n{result.terminal}"
    for index, (step, code) in enumerate(zip(page.steps, result.exit_codes, strict=False)):
        where = f"{page.path.name}:{step.line}: {step.command.splitlines()[0]}"
        printed = result.outputs[index]
        asked = index + 1 < len(page.steps) and page.steps[index + 1].command.startswith("echo $?")
        if code != 0 and not asked:
            yield f"{where}\nexit code {code}, printed:\n{printed}"
        elif step.shows is not None and not agrees(step.shows, printed):
            yield f"{where}\nthe page shows:\n{step.shows}\nit printed:\n{printed}"


def _in_terminal(argv: Sequence[str], answers: Sequence[str], *, home: Path, seconds: float) -> str:
    """Run `argv` with a terminal of its own, typing the answers at what looks like a prompt; what was shown."""
    environment = {
        "HOME": str(home),
        "PATH": f"{PROJECT / '.venv' / 'bin'}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "TERM": "dumb",
        "COLUMNS": "160",
        "LANG": "C.UTF-8",
        "GIT_AUTHOR_NAME": "Sam",
        "GIT_AUTHOR_EMAIL": "sam@example.com",
        "GIT_COMMITTER_NAME": "Sam",
        "GIT_COMMITTER_EMAIL": "sam@example.com",
    }
    near, far = pty.openpty()
    # start_new_session and the first open make the terminal the controlling one, which is where getpass asks.
    child = subprocess.Popen(
        ["setsid", "--ctty", *argv], stdin=far, stdout=far, stderr=far, env=environment, cwd=PROJECT
    )
    os.close(far)
    shown = ""
    left = list(answers)
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if select.select([near], [], [], 0.2)[0]:
                try:
                    chunk = os.read(near, 65536)
                except OSError:  # EIO: nobody holds the other side any more
                    break
                shown += chunk.decode("utf-8", "replace").replace("\r", "")
            elif child.poll() is not None:
                break
            elif left and PROMPT.search(shown):
                os.write(near, left.pop(0).encode() + b"\n")
                shown += "\n"
        child.wait(timeout=max(0.1, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        shown += f"\n(stopped after {seconds:.0f} s)"
    finally:
        os.close(near)  # hangs up: everything that still has this terminal gets SIGHUP
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
        child.wait()
    return shown
