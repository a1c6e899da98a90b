"""What a push would add, as facts: shown, judged, and never a reason to think less of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.policy import compiled, starter, verdict
from tests.support.shell import HOME, WORKSPACE, parser
from tests.support.study import call

from mayact.core.analysis.catalogue import Catalogue
from mayact.core.analysis.plan import Answer, Found, Missing, PushContents, PushUrls, Question, RefId, Unavailable
from mayact.core.analysis.study import study
from mayact.core.errors import PolicyInvalid
from mayact.core.model import Deny, Effect, Risk, Verb
from mayact.core.policy import entities
from mayact.core.policy.schema import FACTS
from mayact.core.rendering import visible

_DATA = {"customer": {"patterns": [r"\bCUST-[0-9]{8}\b"]}}
_CATALOGUE = Catalogue.from_json({"include": ["well-known"], "data": _DATA})
_PATTERNS = json.dumps([["customer", r"\bCUST-[0-9]{8}\b"]], separators=(",", ":"))
_ASKED = PushContents(WORKSPACE, "origin", "topic", HOME, _PATTERNS)
_ID = "1" * 40
_WORLD: Mapping[Question, Answer] = {
    RefId(WORKSPACE, "topic"): Found(_ID),
    PushUrls(WORKSPACE, "origin", home=HOME): Found("https://github.com/a/b"),
}
_OURS = ("commits", "files", "touches", "changes", "lines_added", "lines_removed", "scan")


def _answer(*files: list[Any], **changes: Any) -> Found:
    said = {"id": _ID, "complete": True, "tracked": True, "commits": 2, "texts": "clean", "classes": []}
    return Found(json.dumps({**said, "files": list(files), **changes}))


def _pushed(answer: Answer | None, command: str = "git push origin topic") -> tuple[Effect, ...]:
    seen = {**_WORLD} if answer is None else {**_WORLD, _ASKED: answer}
    found = study(call(command=command), parser=parser(), seen=seen, catalogue=_CATALOGUE)
    assert _ASKED in found.questions
    return tuple(effect for effect in found.analysis.effects if effect.verb in (Verb.GIT_PUSH, Verb.GIT_FORCE_PUSH))


def _ours(effect: Effect) -> dict[str, Any]:
    return {name: effect.facts[name] for name in _OURS if name in effect.facts}


SOURCE = ["src/a.py", 3, 1, "file", "clean"]
WORKFLOW = [".github/workflows/ci.yml", 2, 0, "file", "clean"]
SECRET = ["src/b.py", 1, 0, "file", "found"]
FIXTURE = ["tests/test_b.py", 1, 0, "file", "found"]


@pytest.mark.requirement("AUTHZ-4")
def test_what_is_pushed_stands_in_the_facts() -> None:
    (effect,) = _pushed(_answer(SOURCE, WORKFLOW, ["sub", 0, 0, "submodule", "clean"], ["l", 1, 0, "link", "clean"]))
    assert _ours(effect) == {
        "commits": 2,
        "files": 4,
        "lines_added": 6,
        "lines_removed": 1,
        "touches": ("ci", "link", "source", "submodule"),
        "changes": "`.github/workflows/ci.yml` +2 -0 (ci); `sub` +0 -0 (submodule); `l` +1 -0 (link); "
        "`src/a.py` +3 -1 (source)",
        "scan": "clean",
    }
    assert effect.risk is Risk.MEDIUM


@pytest.mark.requirement("FLOW-5")
@pytest.mark.parametrize(
    ("answer", "scan", "risk"),
    [
        (_answer(SECRET, SOURCE), "found", Risk.CRITICAL),
        (_answer(SOURCE, texts="found"), "found", Risk.CRITICAL),
        (_answer(SECRET, complete=False), "found", Risk.CRITICAL),
        (_answer(SECRET, tracked=False), "found", Risk.CRITICAL),
        (_answer(FIXTURE), "suspected", Risk.MEDIUM),
        (_answer(["src/c.py", 1, 0, "file", "unscanned"]), None, Risk.MEDIUM),
        (_answer(SOURCE, complete=False), None, Risk.MEDIUM),
        (_answer(SOURCE, tracked=False), None, Risk.MEDIUM),
    ],
)
def test_a_secret_in_it_is_an_export(answer: Answer, scan: str | None, risk: Risk) -> None:
    (effect,) = _pushed(answer)
    assert effect.facts.get("scan") == scan
    assert effect.risk is risk


@pytest.mark.requirement("FLOW-5")
def test_the_starter_pack_lets_no_pushed_secret_out() -> None:
    found = study(
        call(command="git push origin topic"),
        parser=parser(),
        seen={**_WORLD, _ASKED: _answer(SECRET)},
        catalogue=_CATALOGUE,
    )
    denied = verdict(starter(), *found.analysis.effects)
    assert isinstance(denied, Deny)
    assert "never.send-secret" in repr(denied)


def test_an_owners_class_is_carried() -> None:
    effects = _pushed(_answer(SOURCE, classes=["customer", "made up"]))
    assert [effect.facts.get("carries") for effect in effects] == ["customer"]


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "answer",
    [
        None,
        Missing(),
        Unavailable("locked"),
        Found(""),
        Found("[]"),
        Found("[" * 100_000),
        _answer(SOURCE, id="2" * 40),
        _answer(["src/a.py", "3", 1, "file", "clean"]),
        _answer(["src/a.py", 3, 1, "file", "spotless"]),
        _answer(SOURCE, commits=-1),
        _answer(SOURCE, commits="0"),
        _answer(SOURCE, texts="?"),
    ],
)
def test_without_an_answer_nothing_is_told_and_everything_is_touched(answer: Answer | None) -> None:
    (effect,) = _pushed(answer)
    assert _ours(effect) == {}
    entity = entities.resource(effect)
    assert isinstance(entity, dict)
    words = next(fact.words for fact in FACTS["ref"] if fact.name == "touches")
    assert entity["attrs"]["touches"] == list(words)
    assert "commits" not in entity["attrs"]


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "line",
    [
        "git commit -am x && git push origin topic",
        "npm test && git push origin topic",
        "git fetch && git push origin topic",
        "git branch -f topic other; git push origin topic",
        "for i in 1 2; do git push origin topic; git commit -am x; done",
        "echo 1 > .git/refs/heads/topic; git push origin topic",
        "./x; git push origin topic",
        "git -C . update-ref refs/heads/topic other; git push origin topic",
        "git push origin topic & git merge other",
    ],
)
def test_what_else_the_call_does_may_change_what_is_pushed(line: str) -> None:
    for effect in _pushed(_answer(SOURCE), line):
        assert _ours(effect) == {}
    for effect in _pushed(_answer(SECRET), line):
        assert _ours(effect) == {"scan": "found"}


@pytest.mark.parametrize("line", ["git status && git push origin topic", "cat a; echo x > b; git push origin topic"])
def test_what_leaves_the_repository_as_it_is_changes_nothing(line: str) -> None:
    for effect in _pushed(_answer(SOURCE), line):
        assert effect.facts["commits"] == 2


@pytest.mark.parametrize("option", ["--follow-tags", "--recurse-submodules=on-demand"])
def test_more_goes_along_than_the_ref_leads_to(option: str) -> None:
    seen = {**_WORLD, _ASKED: _answer(SOURCE)}
    found = study(call(command=f"git push {option} origin topic"), parser=parser(), seen=seen, catalogue=_CATALOGUE)
    assert _ASKED not in found.questions
    assert [_ours(effect) for effect in found.analysis.effects if effect.kind == "ref"] == [{}]


@pytest.mark.requirement("CRED-5")
def test_what_a_push_adds_is_pinned_without_what_may_be_secret_in_the_address() -> None:
    remote = "https://x:hunter2@github.com/a/b"
    asked = PushContents(WORKSPACE, remote, "topic", HOME, _PATTERNS)
    pins = []
    for answer in (_answer(SOURCE), _answer(WORKFLOW)):
        found = study(
            call(command=f"git push {remote} topic"),
            parser=parser(),
            seen={**_WORLD, asked: answer},
            catalogue=_CATALOGUE,
        )
        pins.append({key: value for key, value in found.pins.items() if key.startswith("git.push:")})
    assert pins[0].keys() == pins[1].keys() == {f"git.push:{WORKSPACE}:https://***@github.com/a/b:topic"}
    assert pins[0] != pins[1]


def test_names_in_the_summary_cannot_play_a_part() -> None:
    name = "a`; `src/safe.py` +0 -0 (source)\n\x1b[2K\u202e" + "x" * 300
    (effect,) = _pushed(
        _answer([name, 1, 0, "file", "clean"], *([f"f{at}", 1, 0, "file", "clean"] for at in range(90)))
    )
    changes = effect.facts["changes"]
    assert isinstance(changes, str)
    assert changes.isprintable()
    assert len(changes) < 3_000
    assert "and 71 more" in changes
    assert "a\\x60; \\x60src/safe.py\\x60" in changes
    assert visible(changes)


@pytest.mark.requirement("AUTHZ-6")
@given(
    st.lists(
        st.tuples(
            st.text(max_size=20) | st.sampled_from([".env", "deploy/prod.yaml", "a.py", "../x", "/etc/passwd"]),
            st.integers(-1, 9),
            st.integers(-1, 9),
            st.sampled_from(["file", "link", "submodule"]),
            st.sampled_from(["found", "suspected", "clean", "unscanned"]),
        ),
        max_size=4,
    ),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["git push origin topic", "git push -f origin topic", "git push origin topic:main"]),
)
def test_no_answer_makes_a_push_smaller(rows: list[Any], complete: bool, tracked: bool, command: str) -> None:
    told = _pushed(_answer(*map(list, rows), complete=complete, tracked=tracked), command)
    untold = _pushed(None, command)
    assert [effect.verb for effect in told] == [effect.verb for effect in untold]
    for one, other in zip(told, untold, strict=True):
        assert one.risk.rank >= other.risk.rank
        assert {**one.facts, **other.facts} == one.facts
        assert isinstance(entities.resource(one), dict)


def test_policy_sees_what_is_touched_and_knows_its_words() -> None:
    rules = (
        '@id("p") permit (principal, action, resource);',
        '@id("ci") forbid (principal, action == Action::"git.push", resource is Ref)'
        ' when { resource.touches.contains("ci") };',
    )
    for answer, refused in ((_answer(SOURCE), False), (_answer(SOURCE, WORKFLOW), True), (None, True)):
        seen = {**_WORLD} if answer is None else {**_WORLD, _ASKED: answer}
        found = study(call(command="git push origin topic"), parser=parser(), seen=seen, catalogue=_CATALOGUE)
        assert isinstance(verdict(compiled(*rules), *found.analysis.effects), Deny) is refused
    with pytest.raises(PolicyInvalid, match="can never be its value"):
        compiled(rules[0], rules[1].replace('"ci") }', '"pipeline") }'))
