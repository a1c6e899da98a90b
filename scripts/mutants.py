"""Deletes each named safeguard, one at a time, in a private copy of the tree, and asks the tests to notice.

Law: a mutant is killed when the tests named for it fail, having passed without it. One that survives, that no longer
applies, or whose tests do not run is a failure of this program (exit 1): then a safeguard could be lost unseen.
Nothing outside `.mutants/` is written.

    python scripts/mutants.py [--list] [NAME…]
"""

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUE: Final = ROOT / "tests" / "mutants" / "mutants.toml"
COPIES: Final = ROOT / ".mutants"
WORKERS: Final = 2
MEMBERS: Final = {"name", "file", "find", "replace", "why", "tests"}

Job = TypeVar("Job")
Answer = TypeVar("Answer")

TESTS_FAILED: Final = 1  # pytest's exit code; 2…5 mean that the tests did not run


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """`find` stands exactly once in `file` and becomes `replace`; `tests` are pytest's arguments."""

    name: str
    file: str
    find: str
    replace: str
    why: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    mutant: Mutant
    word: str
    seconds: float
    detail: str = ""


def read_catalogue(path: Path = CATALOGUE) -> tuple[tuple[Mutant, ...], float]:
    """The mutants and the time limit for the tests of one, in seconds. Raises `ValueError` for a malformed row."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    found: list[Mutant] = []
    for row in document["mutant"]:
        if set(row) != MEMBERS:
            raise ValueError(f"mutant {row.get('name')!r} has the members {sorted(row)}, not {sorted(MEMBERS)}")
        found.append(Mutant(**{**row, "tests": tuple(row["tests"])}))
    names = [mutant.name for mutant in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"named twice: {sorted(twice)}")
    return tuple(found), float(document["seconds"])


def mutated(mutant: Mutant, *, root: Path = ROOT) -> str:
    """The file's text with the safeguard gone. Raises `ValueError` when the mutant no longer applies."""
    path = root / mutant.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if (count := text.count(mutant.find)) != 1:
        raise ValueError(f"{mutant.name}: what it replaces stands {count} times in {mutant.file}")
    if mutant.find == mutant.replace:
        raise ValueError(f"{mutant.name}: it changes nothing")
    after = text.replace(mutant.find, mutant.replace)
    compile(after, mutant.file, "exec")
    return after


# ── copies ───────────────────────────────────────────────────────────────────────────────────────────────


def make_copy(place: Path) -> Path:
    """A tree with its own environment, so that programs which tests start run the mutated code as well."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place / name)
    if (ROOT / ".tools").exists():
        (place / ".tools").symlink_to(ROOT / ".tools")
    # Hard links: the environment is large, and the few files that name its place are replaced, not written to.
    subprocess.run(["cp", "-al", str(ROOT / ".venv"), str(place / ".venv")], check=True)
    for path in _naming_the_place(place / ".venv"):
        text = path.read_text(encoding="utf-8")
        mode = path.stat().st_mode
        path.unlink()
        path.write_text(text.replace(str(ROOT), str(place)), encoding="utf-8")
        path.chmod(mode)
    return place


def _naming_the_place(environment: Path) -> Iterator[Path]:
    for path in [*(environment / "bin").iterdir(), *environment.glob("lib/python3*/site-packages/*.pth")]:
        if path.is_symlink() or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a real program
            continue
        if str(ROOT) in text:
            yield path


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────


def run_tests(place: Path, tests: Sequence[str], *, seconds: float) -> tuple[int | None, str]:
    """pytest's exit code (None: out of time) and the end of what it printed."""
    command = [str(place / ".venv/bin/python"), "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["--hypothesis-profile=mutants", *tests]
    # Without byte code there is no stale one: a mutant may have its original's size and second.
    # pytest runs that share a temporary directory remove each other's leftovers, and warn when they meet.
    scratch = tempfile.mkdtemp(prefix="mutant-")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DEBUG_TEMPROOT": scratch}
    child = subprocess.Popen(
        command,
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        printed, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, 9)
        child.communicate()
        return None, f"stopped after {seconds:.0f} s"
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return child.returncode, printed.decode("utf-8", "replace")[-3000:]


def try_mutant(mutant: Mutant, place: Path, *, seconds: float) -> Verdict:
    started = time.monotonic()
    path = place / mutant.file
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(mutated(mutant, root=place), encoding="utf-8")
        code, printed = run_tests(place, mutant.tests, seconds=seconds)
    except (ValueError, SyntaxError) as error:
        return Verdict(mutant, "DOES NOT APPLY", 0.0, str(error))
    finally:
        path.write_text(before, encoding="utf-8")
    word = {TESTS_FAILED: "killed", None: "killed (hung)", 0: "SURVIVED"}.get(code, "TESTS DID NOT RUN")
    return Verdict(mutant, word, time.monotonic() - started, "" if word.startswith("killed") else printed)


class Crew:
    """As many private copies as workers; a job takes one and gives it back."""

    def __init__(self) -> None:
        shutil.rmtree(COPIES, ignore_errors=True)
        self._places: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(WORKERS):
            self._places.put(make_copy(COPIES / str(number)))

    def run(self, jobs: Sequence[Job], work: Callable[[Job, Path], Answer]) -> list[Answer]:
        """`work(job, copy)` for every job, in order of the jobs."""

        def one(job: Job) -> Answer:
            place = self._places.get()
            try:
                return work(job, place)
            finally:
                self._places.put(place)

        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(one, jobs))


def try_all(mutants: Sequence[Mutant], *, seconds: float) -> list[Verdict]:
    crew = Crew()
    selections = list(dict.fromkeys(mutant.tests for mutant in mutants))
    print(f"mutants: do the tests pass without any mutant? ({len(selections)} selections)", flush=True)
    unchanged = crew.run(selections, lambda tests, place: run_tests(place, tests, seconds=seconds))
    broken = {tests: said for tests, (code, said) in zip(selections, unchanged, strict=True) if code != 0}

    def one(mutant: Mutant, place: Path) -> Verdict:
        if mutant.tests in broken:
            # A test that fails anyway kills nothing.
            verdict = Verdict(mutant, "TESTS FAIL ALREADY", 0.0, broken[mutant.tests])
        else:
            verdict = try_mutant(mutant, place, seconds=seconds)
        print(f"{verdict.word:<18} {verdict.seconds:6.1f} s  {mutant.name}", flush=True)
        return verdict

    return crew.run(mutants, one)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="mutants")
    parser.add_argument("--list", action="store_true", help="print the names and what each deletes")
    parser.add_argument("names", nargs="*", help="only these")
    options = parser.parse_args(arguments)
    mutants, seconds = read_catalogue()
    chosen = [mutant for mutant in mutants if not options.names or mutant.name in options.names]
    if unknown := set(options.names) - {mutant.name for mutant in mutants}:
        parser.error(f"no such mutant: {', '.join(sorted(unknown))}")
    if options.list:
        for mutant in chosen:
            print(f"{mutant.name:<40} {mutant.why}")
        return 0
    try:
        verdicts = try_all(chosen, seconds=seconds)
    finally:
        shutil.rmtree(COPIES, ignore_errors=True)
    bad = [verdict for verdict in verdicts if not verdict.word.startswith("killed")]
    for verdict in bad:
        print(f"\n── {verdict.mutant.name}: {verdict.word}\n{verdict.mutant.why}\n{verdict.detail}")
    print(f"\nmutants: {len(verdicts) - len(bad)} of {len(verdicts)} killed")
    return 1 if bad or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
