"""Measures the corpus and writes tests/vectors/shell/ceilings.jsonl and the figures of docs/analysis.md.

Counts are the same on every machine; times are of this one, now, and on the page with the words that say so.
"""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.corpus import CEILINGS, PAGE, figures, measured, with_part, written  # noqa: E402

from bench import analysis  # noqa: E402


def main() -> None:
    counts = measured()
    CEILINGS.write_text(written(counts), encoding="utf-8")
    page = with_part(PAGE.read_text(encoding="utf-8"), "figures", figures(counts))
    calls = analysis.sample()
    costs = analysis.measured(calls, rounds=analysis.ROUNDS)
    analysis.shown(costs)
    PAGE.write_text(with_part(page, "times", analysis.table(costs)), encoding="utf-8")
    sys.stdout.write(figures(counts))
    for path in (CEILINGS, PAGE):
        sys.stdout.write(f"{path.relative_to(ROOT)} written\n")


if __name__ == "__main__":
    main()
