"""The risk table, the catalogue's facts, and what a whole call amounts to."""

from pathlib import Path

import pytest
from tests.support.effects_page import page
from tests.support.programs import effects

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE, Catalogue
from mayact.core.analysis.command import Finding
from mayact.core.analysis.risk import TABLE, judge
from mayact.core.canonical import Json
from mayact.core.errors import ConfigInvalid
from mayact.core.model import Reversibility, Risk, Verb

_PAGE = Path(__file__).parents[2] / "docs" / "effects.md"


def _host(host: str, verb: Verb = Verb.NET_CONNECT, **facts: Json) -> Finding:
    return Finding(verb=verb, kind="host", resource=host, facts={"host": host, **facts})


_SECRET = Finding(verb=Verb.SECRET_READ, kind="file", resource="/x", facts={"class": "private-key"})


def test_every_verb_has_rows_and_its_last_row_always_fits() -> None:
    assert TABLE.keys() == set(Verb)
    assert [verb for verb, rows in TABLE.items() if rows[-1].when or any(not row.when for row in rows[:-1])] == []


def test_the_page_is_the_table() -> None:
    assert _PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.requirement("AUTHZ-3")
@pytest.mark.parametrize(
    "outbound",
    [
        _host("example.com", Verb.NET_UPLOAD, sends_data=True),
        _host("github.com", Verb.NET_UPLOAD, sends_data=True),
        _host("example.com", sends_data=True),
        _host("example.com"),
        _host("example.com", Verb.HTTP_REQUEST),
        Finding(verb=Verb.MESSAGE_SEND, kind="thing", resource="mail"),
    ],
)
def test_a_secret_read_beside_something_outbound_is_an_export(outbound: Finding) -> None:
    for order in ((outbound, _SECRET), (_SECRET, outbound)):
        worst = [effect for effect in judge(order, catalogue=DEFAULT_CATALOGUE) if effect.verb is outbound.verb]
        assert [effect.risk for effect in worst] == [Risk.CRITICAL]
        assert [effect.reversibility for effect in worst] == [Reversibility.IRREVERSIBLE]


def test_a_secret_read_beside_this_machine_is_no_export() -> None:
    local = _host("localhost", Verb.NET_UPLOAD, local=True, sends_data=True)
    assert {effect.risk for effect in judge((_SECRET, local), catalogue=DEFAULT_CATALOGUE)} == {Risk.HIGH, Risk.LOW}


def test_listed_hosts_bring_their_facts() -> None:
    listing = {"owner": "it", "environment": "prod", "boundary": "own"}
    listed = Catalogue.from_json({"hosts": {"*.corp.example": listing}})
    (effect,) = judge((_host("db.corp.example", sends_data=False),), catalogue=listed)
    assert effect.facts["listed"] is True
    assert (effect.facts["owner"], effect.facts["environment"]) == ("it", "prod")
    assert effect.risk is Risk.HIGH


def test_a_command_cannot_claim_to_be_listed() -> None:
    (effect,) = judge((_host("evil.example", Verb.NET_UPLOAD, listed=True),), catalogue=DEFAULT_CATALOGUE)
    assert effect.facts["listed"] is False


@pytest.mark.parametrize(
    ("name", "known"),
    [("github.com", True), ("GitHub.com:22", True), ("evilgithub.com", False), ("github.com.evil.example", False)],
)
def test_hosts_are_matched_whole(name: str, known: bool) -> None:
    assert (DEFAULT_CATALOGUE.host(name) is not None) is known


@pytest.mark.parametrize(
    ("branch", "protected"),
    [("main", True), ("MAIN", True), ("release/1", True), ("", True), ("topic", False), ("maintenance", False)],
)
def test_protected_branches(branch: str, protected: bool) -> None:
    assert DEFAULT_CATALOGUE.is_protected(branch) is protected


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": {}},
        {"hosts": []},
        {"hosts": {"a": {"owner": 1}}},
        {"hosts": {"a": {"boundary": "mine"}}},
        {"hosts": {"a": {"environment": "moon"}}},
        {"hosts": {"a": {"protected_branches": []}}},
        {"hosts": {"a": {}, "A": {}}},
        {"protected_branches": []},
        {"protected_branches": [""]},
        {"protected_branches": "main"},
        {"include": ["everything"]},
    ],
)
def test_a_catalogue_with_a_mistake_is_refused(wrong: dict[str, Json]) -> None:
    with pytest.raises(ConfigInvalid):
        Catalogue.from_json(wrong)


def test_a_repository_can_protect_more_never_less() -> None:
    made = Catalogue.from_json({"repositories": {"git.example.com/a/b": {"protected_branches": ["deploy"]}}})
    assert made.is_protected("deploy", repository="git.example.com/a/b.git")
    assert made.is_protected("main", repository="git.example.com/a/b")
    assert not made.is_protected("deploy", repository="git.example.com/a/c")


@pytest.mark.parametrize(
    "argv", [["ls"], ["pytest"], ["git", "commit", "-m", "x"], ["npm", "test"], ["rm", "-rf", "dist"], ["black", "."]]
)
def test_a_normal_day_is_quiet(argv: list[str]) -> None:
    assert max((effect.risk.rank for effect in effects(argv)), default=0) == Risk.LOW.rank
