"""The catalogue of mutants stays applicable: a safeguard that moves takes its mutant along."""

from pathlib import Path

import pytest
from scripts.mutants import ROOT, Mutant, mutated, read_catalogue

MUTANTS, SECONDS = read_catalogue()


def test_there_are_at_least_thirty() -> None:
    assert len(MUTANTS) >= 30


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_applies_to_the_code_as_it_is(mutant: Mutant) -> None:
    assert mutant.file.startswith("src/mayact/")
    assert mutated(mutant) != (ROOT / mutant.file).read_text(encoding="utf-8")
    for argument in mutant.tests:
        if argument.startswith("tests/"):
            path, _, name = argument.partition("::")
            assert (ROOT / path).exists(), argument
            # A name that pytest does not find would only be noticed by running it.
            assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), argument


def test_a_mutant_that_no_longer_applies_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n", encoding="utf-8")
    for find in ("x = 1", "x = 2"):
        row = Mutant(name="n", file="a.py", find=find, replace="y = 1", why="w", tests=())
        with pytest.raises(ValueError, match="times"):
            mutated(row, root=tmp_path)
