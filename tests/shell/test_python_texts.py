"""Python that one call writes and runs: ordinary texts stay quiet, their dangerous neighbours do not."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from tests.support.study import call, studied

from mayact.core.analysis.plan import FileDigest, Found, Missing, Unavailable
from mayact.core.model import Risk

_VECTORS: Final = Path(__file__).parent.parent / "vectors" / "shell" / "python_texts.jsonl"
_ROWS: Final[list[dict[str, Any]]] = [json.loads(line) for line in _VECTORS.read_text(encoding="utf-8").splitlines()]
_QUIET: Final = [row for row in _ROWS if "at_most" in row]
_LOUD: Final = [row for row in _ROWS if "at_least" in row]
_BESIDE: Final = "cat > /tmp/t.py <<'EOF'\nimport json\nprint(json.dumps(1))\nEOF\npython3 /tmp/t.py"


@pytest.mark.parametrize("row", _QUIET, ids=lambda row: row["id"])
def test_an_ordinary_text_is_quiet(row: dict[str, Any]) -> None:
    analysis = studied(call(command=row["command"])).analysis
    assert analysis.opaque_because == ()
    assert max((effect.risk.rank for effect in analysis.effects), default=0) <= Risk(row["at_most"]).rank


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
@pytest.mark.parametrize("row", _LOUD, ids=lambda row: row["id"])
def test_its_dangerous_neighbour_is_not(row: dict[str, Any]) -> None:
    analysis = studied(call(command=row["command"])).analysis
    assert max(effect.risk.rank for effect in analysis.effects) >= Risk(row["at_least"]).rank


def test_there_are_enough_of_both() -> None:
    assert len({row["command"] for row in _QUIET}) >= 130
    assert len({row["command"] for row in _LOUD}) >= 240


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("before", ["", "import sys; "])
@pytest.mark.parametrize("answer", [Found("0" * 64), Unavailable("no answer")])
def test_a_module_that_lies_beside_a_temporary_script_may_stand_in_for_what_it_imports(
    answer: Found | Unavailable, before: str
) -> None:
    command = _BESIDE.replace("import json", f"{before}import json")
    analysis = studied(call(command=command), {FileDigest("/tmp/json.py"): answer}).analysis
    assert analysis.opaque_because


def test_a_temporary_script_that_is_spelled_out_is_quiet_where_nothing_lies_beside_it() -> None:
    seen = {FileDigest(f"/tmp/json{end}"): Missing() for end in (".py", "/__init__.py")}
    analysis = studied(call(command=_BESIDE), dict(seen)).analysis
    assert not analysis.opaque_because
    assert {effect.risk for effect in analysis.effects} <= {Risk.LOW, Risk.MEDIUM}
