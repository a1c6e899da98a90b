"""The manifest against the tests, both ways, and the published page against the manifest."""

import ast

import pytest
from scripts.requirements_page import PAGE, page
from tests.support.requirements import marks_in, marks_of, read_manifest, requirements

FIRST_MILESTONE = (
    "AUTHZ-1",
    "AUTHZ-2",
    "AUTHZ-3",
    "AUTHZ-5",
    "AUTHZ-6",
    "AUTHZ-8",
    "AUTHZ-10",
    "APPR-1",
    "APPR-4",
    "APPR-6",
    "APPR-7",
    "APPR-10",
    "BOUND-3",
    "AUDIT-1",
    "AUDIT-3",
    "POLICY-1",
    "OPS-1",
)


def test_every_marked_id_is_real() -> None:
    known = requirements()
    unknown = {identifier: tests for identifier, tests in marks_in().items() if identifier not in known}
    assert unknown == {}


def test_every_promise_that_is_kept_has_a_test() -> None:
    marks = marks_in()
    bare = [row.id for row in requirements().values() if row.status != "planned" and row.id not in marks]
    assert bare == []


def test_nothing_planned_has_a_test_already() -> None:
    marks = marks_in()
    early = {row.id: marks[row.id] for row in requirements().values() if row.status == "planned" and row.id in marks}
    assert early == {}, "set the status to partial and say what is missing"


@pytest.mark.parametrize("identifier", FIRST_MILESTONE)
def test_the_first_milestone_is_kept(identifier: str) -> None:
    assert requirements()[identifier].status in {"proven", "partial"}


def test_ids_count_from_one_without_gaps() -> None:
    for family in read_manifest():
        numbers = [int(row.id.removeprefix(f"{family.name}-")) for row in family.requirements]
        assert numbers == list(range(1, len(numbers) + 1)), family.name


def test_the_published_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make requirements`"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('@pytest.mark.requirement("A-1", "A-2")\ndef test_x(): ...', [("A-1", "test_x"), ("A-2", "test_x")]),
        ('@pytest.mark.requirement("A-1")\ndef helper(): ...', []),
        ('pytestmark = pytest.mark.requirement("A-1")\ndef test_x(): ...', [("A-1", "test_x")]),
        ('pytestmark = [pytest.mark.e2e, pytest.mark.requirement("A-1")]', []),
        ('@pytest.mark.requirement("A-1")\nclass TestY:\n    def test_x(self): ...', [("A-1", "TestY::test_x")]),
        ('class TestY:\n    @pytest.mark.requirement("A-1")\n    def test_x(self): ...', [("A-1", "TestY::test_x")]),
    ],
)
def test_marks_are_found_where_pytest_collects_them(source: str, expected: list[tuple[str, str]]) -> None:
    assert list(marks_of(ast.parse(source))) == expected


def test_a_mark_that_is_not_a_literal_is_refused() -> None:
    with pytest.raises(ValueError, match="literal"):
        list(marks_of(ast.parse("@pytest.mark.requirement(NAME)\ndef test_x(): ...")))
