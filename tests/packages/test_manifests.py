"""Changed manifests: what they declare anew, and what nobody can hide in them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.manifests import MISSING, found, installs, studied

from mayact.core.analysis.packages.manifests import _LOCKS, _MANIFESTS
from mayact.core.analysis.plan import Unavailable
from mayact.core.limits import MAX_MANIFEST_BYTES
from mayact.core.model import Risk
from mayact.observe.files import file_text

_VECTORS = Path(__file__).parents[1] / "vectors" / "packages" / "manifests.jsonl"
_ROWS = [json.loads(line) for line in _VECTORS.read_text(encoding="utf-8").splitlines()]
PACKAGE = '{"dependencies": {"lodash": "4.17.21"}}'


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row['path']}: {row['after'][:40]!r}")
def test_a_change_brings_in_exactly_this(row: dict[str, Any]) -> None:
    assert found(row["path"], row["before"], {"content": row["after"]}) == row["effects"]


@pytest.mark.parametrize("before", [None, MISSING, Unavailable("it is too large"), "{", "[]"])
def test_of_a_file_that_is_not_known_everything_is_new(before: Any) -> None:
    assert found("package.json", before, {"content": PACKAGE}) == [["npm:lodash", "medium", True]]


@pytest.mark.parametrize(
    ("before", "edits", "expected"),
    [
        (PACKAGE, [{"old": "4.17.21", "new": "4.17.20"}], [["npm:lodash", "medium", True]]),
        (PACKAGE, [{"old": "lodash", "new": "loadsh"}], [["npm:loadsh", "high", True]]),
        (PACKAGE, [{"old": "{", "new": "{ "}], [["npm:*", "high", False]]),  # twice there: which one is not known
        (PACKAGE, [{"old": "{", "new": "{ ", "all": True}], []),
        (PACKAGE, [{"old": "gone", "new": "x"}], [["npm:*", "high", False]]),
        (PACKAGE, [{"old": "", "new": "x"}], [["npm:*", "high", False]]),
        (PACKAGE, [{"old": "lodash"}], [["npm:*", "high", False]]),
        (PACKAGE, ["x"], [["npm:*", "high", False]]),
        (PACKAGE, "x", [["npm:*", "high", False]]),
        (PACKAGE, [{"old": "lodash", "new": "a"}, {"old": '"a"', "new": '"react"'}], [["npm:react", "medium", True]]),
        (MISSING, [{"old": "", "new": PACKAGE}], [["npm:lodash", "medium", True]]),
        (None, [{"old": "lodash", "new": "loadsh"}], [["npm:*", "high", False]]),
    ],
)
def test_an_edit_is_judged_by_what_comes_out(before: Any, edits: Any, expected: Any) -> None:
    assert found("package.json", before, {"edits": edits}) == expected


@pytest.mark.requirement("APPR-1")
def test_the_text_that_was_compared_is_part_of_what_an_approval_binds() -> None:
    first, second = (studied("package.json", before, {"content": PACKAGE}).pins for before in ("{}", "{ }"))
    assert first["text:/home/ada/app/package.json"] != second["text:/home/ada/app/package.json"]


@pytest.mark.requirement("CRED-5")
@pytest.mark.parametrize("spec", ["https://me:hunter2@git.example/x.tgz", "git+https://hunter2@git.example/x.git"])
def test_no_password_of_an_address_reaches_an_effect(spec: str) -> None:
    content = json.dumps({"dependencies": {"x": spec}})
    for effect in installs(studied("package.json", "{}", {"content": content})):
        assert "hunter2" not in f"{effect.resource}{dict(effect.facts)}{effect.because}"


@pytest.mark.requirement("AUTHZ-6")
@given(
    st.sampled_from(sorted({*_MANIFESTS, *_LOCKS, "requirements.txt"})),
    st.text(max_size=60)
    | st.sampled_from(['{"dependencies": 1}', "[project]\ndependencies = 1\n", "[tool]\nuv = 3\n"]),
    st.none() | st.text(max_size=20),
)
def test_any_content_gets_an_answer(path: str, content: str, before: str | None) -> None:
    for effect in installs(studied(path, before, {"content": content})):
        assert effect.risk in (Risk.LOW, Risk.MEDIUM, Risk.HIGH)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("package.json", json.dumps({"dependencies": {f"p{at}": "1.0.0" for at in range(300)}})),
        ("package.json", " " * MAX_MANIFEST_BYTES + PACKAGE),
        ("requirements.txt", "a" * 5_000),
        ("Gemfile", 'gem "x"' + ", a: b" * 2_000),
    ],
)
def test_what_is_too_much_is_anything(path: str, content: str) -> None:
    assert [risk for _, risk, _ in found(path, "", {"content": content})] == ["high"]


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "package.json"
    assert file_text(str(place)) == MISSING
    place.write_bytes(b"\xff")
    assert isinstance(file_text(str(place)), Unavailable)
    place.write_bytes(b"a" * (MAX_MANIFEST_BYTES + 1))
    assert isinstance(file_text(str(place)), Unavailable)
    assert isinstance(file_text("/dev/zero"), Unavailable)
