"""What rules can see: a memo may forget nothing of it."""

import pytest
from tests.support.authzen import application, ask, decider

from mayact.core.policy.application.visible import Seen, visible

PERSON_OPAQUE = ("guardian",)
BOOK_OPAQUE = ("holder", "price")
"""Always visible: the engine may refuse what stands in them."""


ANY = "principal, action, resource"


def seen(condition: str, *, scope: str = ANY) -> tuple[Seen, Seen, Seen]:
    scope = scope.replace("action", 'action == Action::"read"')
    compiled = application(f'@id("p") permit ({scope}) when {{ {condition} }};')
    found = visible(
        compiled.slices["read", "Person", "Lib::Book"].members,
        principal=compiled.schema.types["Person"].attributes,
        resource=compiled.schema.types["Lib::Book"].attributes,
        context=compiled.schema.actions["read"].context,
    )
    return found.principal, found.resource, found.context


def names(of: Seen) -> set[str]:
    return set(of.attributes)


@pytest.mark.requirement("AUTHZ-2")
def test_nothing_but_what_is_named() -> None:
    principal, resource, context = seen('resource has title && resource.title == "x" && principal has member')
    assert principal == Seen(False, ("guardian", "member"))
    assert names(resource) == {"title", *BOOK_OPAQUE}
    assert not resource.whole
    assert names(context) == {"ip"}


@pytest.mark.requirement("AUTHZ-2")
@pytest.mark.parametrize(
    ("condition", "scope", "principal", "resource"),
    [
        ("true", 'principal == Person::"ada", action, resource', True, False),
        ("true", 'principal in Group::"staff", action, resource', True, False),
        ("true", "principal is Person, action, resource is Lib::Book", False, False),
        ("true", 'principal is Person in Group::"staff", action, resource', True, False),
        ("true", 'principal, action, resource in Lib::Shelf::"closed"', False, True),
        ('principal == Person::"ada"', ANY, True, False),
        ('principal in [Group::"staff"]', ANY, True, False),
        ("principal is Person", ANY, False, False),
        ('principal is Person in Group::"staff"', ANY, True, False),
        ('[principal].contains(Person::"ada")', ANY, True, False),
        ('{"Value": principal}["Value"] == Person::"ada"', ANY, True, True),
        (
            '(if context has hour then principal else Person::"ada") == Person::"bob"',
            ANY,
            True,
            False,
        ),
        ("resource has holder && resource.holder == principal", ANY, True, False),
        # Through a reference it may come to the request's own entities.
        ("resource has holder && resource.holder has age", ANY, True, True),
        ('principal has home && principal.home.city == "x"', ANY, False, False),
        (
            'principal has home && principal.home has zip && principal.home.zip == "x"',
            ANY,
            False,
            False,
        ),
        ('principal has guardian && principal.guardian in Group::"staff"', ANY, False, False),
        ('Person::"bob" has age && Person::"bob".age > 1', ANY, True, True),
    ],
)
def test_who_is_seen_whole(condition: str, scope: str, principal: bool, resource: bool) -> None:
    found = seen(condition, scope=scope)
    assert (found[0].whole, found[1].whole) == (principal, resource)


@pytest.mark.requirement("AUTHZ-2")
def test_ids_that_no_rule_sees_share_an_answer_and_others_do_not() -> None:
    compiled = application(
        '@id("own") permit (principal, action == Action::"read", resource) when'
        " { principal has email && resource has title && principal.email == resource.title };"
    )
    deciding = decider(compiled)

    def answers(subject: str, resource: str, title: str) -> object:
        return deciding.decide(
            ask(
                {
                    "subject": {"type": "Person", "id": subject, "properties": {"email": "e", "age": 3}},
                    "action": {"name": "read"},
                    "resource": {"type": "Lib::Book", "id": resource, "properties": {"title": title, "rating": 5}},
                }
            )
        )

    first = answers("zed", "one", "e")
    remembered = len(deciding._answers)
    assert answers("yan", "two", "e") is first
    assert len(deciding._answers) == remembered
    assert answers("zed", "one", "other") is not first
    assert len(deciding._answers) == remembered + 1


@pytest.mark.requirement("OPS-2")
def test_long_claims_are_decided_and_not_kept() -> None:
    compiled = application('@id("p") permit (principal, action, resource) when { principal has email };')
    deciding = decider(compiled)
    request = {
        "subject": {"type": "Person", "id": "zed", "properties": {"email": "x" * 10_000}},
        "action": {"name": "read"},
        "resource": {"type": "Lib::Book", "id": "one"},
    }
    assert deciding.decide(ask(request)).allowed
    assert not deciding._answers


SELF = "entity A = { open?: Bool, shut?: Bool }; action go appliesTo { principal: A, resource: A };"


@pytest.mark.requirement("AUTHZ-2", "AUTHZ-6")
def test_one_entity_is_not_described_in_two_ways() -> None:
    rules = '@id("p") permit (principal, action, resource) when { principal has open && resource has shut };'
    compiled = application(rules, schema=SELF, entities=[])

    def decided(resource: str, *, alike: bool) -> tuple[bool, str]:
        said = {"open": True, "shut": True} if alike else {"open": True}
        answer = decider(compiled).decide(
            ask(
                {
                    "subject": {"type": "A", "id": "1", "properties": said},
                    "action": {"name": "go"},
                    "resource": {"type": "A", "id": resource, "properties": {"open": True, "shut": True}},
                }
            )
        )
        return answer.allowed, "".join(why.rule for why in answer.reasons)

    assert decided("2", alike=False) == (True, "")
    assert decided("1", alike=True) == (True, "")
    assert decided("1", alike=False) == (False, "mayact.mistyped")
