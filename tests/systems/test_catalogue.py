"""Whose systems these are: names, wildcards, ports, aliases, and the field that an error names."""

import pytest
from tests.support.programs import effects

from mayact.core.analysis.catalogue import Catalogue
from mayact.core.canonical import Json
from mayact.core.errors import ConfigInvalid
from mayact.core.model import Effect, Verb

_OWN: dict[str, Json] = {"owner": "team", "boundary": "own"}
_LISTED = Catalogue.from_json(
    {
        "hosts": {
            "git.example.com": {**_OWN, "environment": "prod", "data_class": "source", "aliases": ["git"]},
            "*.dev.example.com": {**_OWN, "environment": "dev"},
            "proxy.example.com:5433": {"environment": "prod"},
            "[fd00::1]:8080": {"environment": "test"},
        },
        "repositories": {
            "git.example.com/team/app": {"data_class": "payments"},
            "git.example.com/team/*": {"owner": "everyone"},
        },
        "databases": {
            "postgres:db.example.com/orders": {**_OWN, "environment": "prod", "data_class": "customer"},
            "postgres:*.dev.example.com/*": {**_OWN, "environment": "dev"},
            "postgres:localhost:6432/*": {"environment": "prod"},
            "sqlite:/home/dev/project/app.db": {"environment": "local"},
        },
        "clusters": {"prod-eu": {**_OWN, "environment": "prod"}, "shared/sandbox": {"environment": "dev"}},
        "accounts": {"aws:prod-admin": {"environment": "prod"}},
        "systems": {"terraform": {"environment": "staging"}},
    }
)


def _one(argv: list[str], verb: Verb) -> Effect:
    (found,) = [effect for effect in effects(argv, catalogue=_LISTED) if effect.verb is verb]
    return found


_LINES: list[tuple[list[str], Verb, dict[str, Json]]] = [
    (["curl", "https://git.example.com/x"], Verb.NET_CONNECT, {"listed": True, "environment": "prod", "owner": "team"}),
    (["curl", "https://GIT/x"], Verb.NET_CONNECT, {"listed": True, "environment": "prod", "data_class": "source"}),
    (["curl", "https://a.b.dev.example.com/"], Verb.NET_CONNECT, {"environment": "dev", "boundary": "own"}),
    (["curl", "https://dev.example.com/"], Verb.NET_CONNECT, {"listed": False}),
    (["curl", "http://proxy.example.com:5433/"], Verb.NET_CONNECT, {"listed": True, "environment": "prod"}),
    (["curl", "http://proxy.example.com/"], Verb.NET_CONNECT, {"listed": False}),
    (["curl", "http://[fd00:0::1]:8080/"], Verb.NET_CONNECT, {"environment": "test"}),
    (["gh", "pr", "merge", "1", "-R", "git.example.com/team/app"], Verb.PR_MERGE,
     {"environment": "prod", "owner": "team", "data_class": "payments", "boundary": "own"}),
    (["gh", "pr", "merge", "1", "-R", "git.example.com/team/other"], Verb.PR_MERGE, {"owner": "everyone"}),
    (["psql", "-h", "db.example.com", "-d", "orders", "-c", "select 1"], Verb.DB_QUERY,
     {"environment": "prod", "data_class": "customer", "statement": "read", "where": True}),
    (["psql", "-h", "db.example.com", "-d", "other", "-c", "select 1"], Verb.DB_QUERY, {"listed": False}),
    (["psql", "-h", "a.dev.example.com", "-d", "x", "-c", "delete from t where a = 1"], Verb.DB_WRITE,
     {"environment": "dev", "statement": "change", "where": True, "tables": "t"}),
    (["psql", "-p", "6432", "-d", "x", "-c", "select 1"], Verb.DB_QUERY, {"environment": "prod", "local": False}),
    (["sqlite3", "app.db", "select 1"], Verb.DB_QUERY, {"environment": "local", "local": True}),
    (["kubectl", "--context", "prod-eu", "-n", "web", "delete", "pod", "a"], Verb.CLOUD_ADMIN, {"environment": "prod"}),
    (["kubectl", "--context", "shared", "-n", "sandbox", "delete", "pod", "a"], Verb.CLOUD_ADMIN,
     {"environment": "dev"}),
    (["kubectl", "--context", "shared", "-n", "web", "delete", "pod", "a"], Verb.CLOUD_ADMIN, {"listed": False}),
    (["kubectl", "delete", "pod", "a"], Verb.CLOUD_ADMIN, {"listed": False}),
    (["aws", "--profile", "prod-admin", "ec2", "run-instances"], Verb.CLOUD_ADMIN, {"environment": "prod"}),
    (["terraform", "destroy"], Verb.CLOUD_ADMIN, {"environment": "staging"}),
]  # fmt: skip


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(("argv", "verb", "facts"), _LINES, ids=[" ".join(row[0]) for row in _LINES])
def test_an_effect_has_the_facts_of_the_system_that_is_listed(
    argv: list[str], verb: Verb, facts: dict[str, Json]
) -> None:
    found = _one(argv, verb)
    assert {name: found.facts.get(name) for name in facts} == facts


@pytest.mark.requirement("AUTHZ-4")
def test_what_is_not_listed_is_nobodys_and_a_third_partys() -> None:
    for argv, verb in (
        (["curl", "https://x.example.net/"], Verb.NET_CONNECT),
        (["psql", "-c", "select 1"], Verb.DB_QUERY),
    ):
        found = _one(argv, verb)
        assert found.facts["listed"] is False
        assert not {"owner", "environment", "data_class"} & found.facts.keys()
        assert found.facts.get("boundary", "third-party") == "third-party"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"host": {}}, "/host"),
        ({"hosts": []}, "/hosts"),
        ({"hosts": {"a": {"owner": 1}}}, "/hosts/a/owner"),
        ({"hosts": {"a": {"boundary": "mine"}}}, "/hosts/a/boundary"),
        ({"hosts": {"a": {"environment": "moon"}}}, "/hosts/a/environment"),
        ({"hosts": {"a": {"api": "gopher"}}}, "/hosts/a/api"),
        ({"hosts": {"a": {"color": "red"}}}, "/hosts/a/color"),
        ({"hosts": {"https://a.example/": {}}}, "/hosts/https:~1~1a.example~1"),
        ({"hosts": {"*.com": {}}}, "/hosts/*.com"),
        ({"hosts": {"a.*.example": {}}}, "/hosts/a.*.example"),
        ({"hosts": {"a": {"aliases": ["b"]}, "B": {}}}, "/hosts/B"),
        ({"hosts": {"a": {"aliases": "b"}}}, "/hosts/a/aliases"),
        ({"repositories": {"app": {}}}, "/repositories/app"),
        ({"repositories": {"git.example.com/*/app": {}}}, "/repositories/git.example.com~1*~1app"),
        ({"databases": {"orders": {}}}, "/databases/orders"),
        ({"databases": {"postgres:a/b": {"api": "github"}}}, "/databases/postgres:a~1b/api"),
        ({"clusters": {"a/b/c": {}}}, "/clusters/a~1b~1c"),
        ({"accounts": {"prod": {}}}, "/accounts/prod"),
        ({"clusters": {"a": {}}, "systems": {"kubernetes:a": {}}}, "/systems/kubernetes:a"),
        ({"include": ["all"]}, "/include/0"),
        ({"protected_branches": []}, "/protected_branches"),
        ({"protected_branches": ["main", " release"]}, "/protected_branches/1"),
        ({"protected_branches": ["refs/heads/main"]}, "/protected_branches/0"),
    ],
)
def test_a_mistake_is_refused_and_its_field_named(wrong: dict[str, Json], field: str) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        Catalogue.from_json(wrong)
    assert caught.value.field == field
    assert caught.value.hint
