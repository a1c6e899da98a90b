"""What a text of SQL does: dialects, spellings, hostile texts, and what is never taken for harmless."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayact.core.analysis.sql import tree
from mayact.core.analysis.sql.lexical import MAX_CHARS, Dialect, Statement, Unclear, pieces
from mayact.core.analysis.sql.reading import MAX_STATEMENTS, ORDER, reading
from mayact.core.analysis.sql.tree import MAX_TREE_DEPTH, MAX_TREE_TOKENS

_ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "vectors" / "sql.jsonl").read_text(encoding="utf-8").splitlines()
]
_DIALECTS: tuple[Dialect, ...] = ("postgres", "mysql", "sqlite", "duckdb", "clickhouse", "tsql")


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
@pytest.mark.parametrize("row", _ROWS, ids=[f"{row['dialect']}: {row['sql'][:50]}" for row in _ROWS])
def test_what_a_text_does(row: dict[str, object]) -> None:
    told = reading(str(row["sql"]), row["dialect"])  # type: ignore[arg-type]
    found = {
        "kind": told.kind,
        **({"unlimited": sorted(told.unlimited)} if told.unlimited else {}),
        **({"tables": sorted(told.tables)} if told.tables else {}),
        **({"databases": list(told.databases)} if told.databases else {}),
        **({"runs": True} if told.runs else {}),
        **({"touches": [list(touch) for touch in told.touches]} if told.touches else {}),
        **({"connects": True} if told.connects else {}),
        **({"escalates": True} if told.escalates else {}),
        **({"elsewhere": True} if told.elsewhere else {}),
        **({"commands": list(told.commands)} if told.commands else {}),
    }
    assert found == row["does"]


def _rank(text: str, dialect: Dialect) -> int:
    return ORDER.index(reading(text, dialect).kind)


_BAD = ("drop table t", "delete from t", "truncate table t", "grant all on t to eve", "update t set a = 1")


@pytest.mark.requirement("AUTHZ-6")
@given(
    st.sampled_from(_BAD),
    st.sampled_from(["", "select 1; ", "select ';'; ", "-- x\n", "/* ; */ ", "select 1 -- y\n; ", "begin;"]),
    st.sampled_from(["", ";", "; select 1", " -- select 1", "; -- ;"]),
    st.sampled_from(_DIALECTS),
    st.booleans(),
)
def test_nothing_around_a_statement_makes_it_harmless(
    bad: str, before: str, after: str, dialect: Dialect, upper: bool
) -> None:
    text = before + (bad.upper() if upper else bad) + after
    assert _rank(text, dialect) >= ORDER.index("destruction")


@pytest.mark.requirement("AUTHZ-6")
@given(st.sampled_from(_BAD), st.sampled_from([" ", "\n", "\t", "/**/", " /* a */ ", "\r\n"]))
def test_no_blank_or_comment_hides_a_statement(bad: str, blank: str) -> None:
    assert _rank(bad.replace(" ", blank), "postgres") >= ORDER.index("destruction")


@given(st.sampled_from(_BAD))
def test_a_text_or_a_name_is_no_code(bad: str) -> None:
    assert reading(f"select '{bad}; {bad}' from a where b = 1", "postgres").kind == "read"
    assert reading(f'select "{bad}" from a where b = 1', "postgres").kind == "read"
    assert reading(f"select $x${bad}$x$ from a where b = 1", "postgres").kind == "read"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="selctdropabw'\"`;-/*$\\()[]!.#\n 1=,", max_size=60), st.sampled_from(_DIALECTS))
def test_hostile_texts_end_in_a_reading(text: str, dialect: Dialect) -> None:
    assert reading(text, dialect).kind in ORDER


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "text",
    [
        "select " + "(" * (MAX_TREE_DEPTH + 1) + "1" + ")" * (MAX_TREE_DEPTH + 1),
        "select " + "not " * 100_000 + "1",
        "select 1 where a in (" + ",".join(["1"] * MAX_TREE_TOKENS) + ")",
        ";".join(["select a from t where b = 1"] * MAX_TREE_TOKENS),
        "select " + "case when a then " * 5_000 + "1",
    ],
    ids=["brackets", "not", "long", "many", "case"],
)
def test_what_would_take_long_is_the_worst_case(text: str) -> None:
    assert reading(text, "postgres").kind == "unknown"


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("text", ["'", '"', "/*", "/* /* */", "$a$", "select 1\0", "select '\\''", "x" * 1_000_001])
def test_a_text_that_cannot_be_cut_is_the_worst_case(text: str) -> None:
    told = reading(text, "postgres")
    assert told.kind == "unknown"
    assert told.runs


def test_many_literal_rows_are_a_change_however_many() -> None:
    text = "insert into t (a, b) values " + ", ".join(["(1, 'drop table t')"] * 3_000)
    told = reading(text, "postgres")
    assert (told.kind, told.tables) == ("change", frozenset({"t"}))


def test_the_cutter_keeps_every_statement() -> None:
    found = pieces("select 1; select ';'; -- ;\nselect 3", "postgres")
    assert not isinstance(found, Unclear)
    assert [piece.text for piece in found if isinstance(piece, Statement)] == [
        "select 1", "select ';'", "-- ;\nselect 3",
    ]  # fmt: skip


@pytest.mark.parametrize("module", ["mayact.boundary.exec.main", "mayact.core.analysis.study", "mayact.client"])
def test_the_parser_is_not_imported_before_it_is_needed(module: str) -> None:
    code = f"import sys, {module}; print('sqlglot' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_what_is_imported_ahead_is_all_that_a_first_statement_needs() -> None:
    code = """if True:
        import sys
        from mayact.core.analysis.sql import tree
        tree.import_ahead()
        before = set(sys.modules)
        for dialect in ("postgres", "mysql", "sqlite", "duckdb", "clickhouse", "tsql"):
            assert tree.parsed("delete from t where a in (select b from u order by c)", dialect) is not None
        print("sqlglot" in before, sorted(set(sys.modules) - before))
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "True []\n"


def test_the_parser_prints_nothing(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    assert tree.parsed("vacuum full hostile_text", "postgres") is not None
    out = capfd.readouterr()
    assert "hostile" not in out.out + out.err + caplog.text


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("text", ["select 1;" * (MAX_STATEMENTS + 1), "select 1 " + " " * MAX_CHARS])
def test_what_is_too_much_to_look_at_is_the_worst(text: str) -> None:
    told = reading(text, "postgres")
    assert (told.kind, bool(told.runs)) == ("unknown", True)
