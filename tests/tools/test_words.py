"""What a model may say to the tools, and the one call that it is: pure."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.canonical import freeze, thaw
from mayact.core.errors import InvalidInput
from mayact.core.wire.tools import TOOLS, Edit, Fetch, Git, Search, call_of, edited, offers, use_of

words = st.text(st.characters(codec="utf-8"), max_size=20)


def test_every_tool_is_offered_with_a_schema_that_stands_alone() -> None:
    found = {offer.name: offer for offer in offers()}
    assert list(found) == ["shell", "read", "write", "edit", "search", "fetch", "git"] == list(TOOLS)
    for offer in found.values():
        assert offer.schema["type"] == "object"
        assert offer.schema["additionalProperties"] is False
        assert "$ref" not in json.dumps(offer.schema)
        assert offer.description
    assert {name for name, offer in found.items() if offer.reads_only} == {"read", "search"}


@pytest.mark.requirement("AUTHZ-6")
@given(st.sampled_from(sorted(TOOLS)), st.dictionaries(words, st.none() | st.booleans() | words | st.lists(words)))
def test_anything_else_is_refused_and_nothing_raises_otherwise(name: str, given_: dict[str, object]) -> None:
    try:
        use = use_of(name, given_)
    except InvalidInput:
        return
    assert isinstance(use, TOOLS[name])


@pytest.mark.requirement("AUTHZ-1")
@given(words, words)
def test_a_call_says_all_that_is_done(old: str, new: str) -> None:
    if "\0" in old + new or not old:
        return
    assert call_of(Edit(path="p", old=old, new=new), place="/p") == (
        "file.edit",
        {"path": "/p", "edits": ({"old": old, "new": new},)},
    )
    tool, arguments = call_of(Git(arguments=[old, new]), place="/p")
    assert (tool, thaw(freeze(arguments))) == ("exec", {"argv": ["git", old, new]})


def test_a_request_with_a_body_says_how_it_is_sent() -> None:
    assert call_of(Fetch(url="u"), place="u") == ("http", {"method": "GET", "url": "u"})
    assert call_of(Fetch(url="u", method="POST", body="{}"), place="u")[1] == {
        "method": "POST",
        "url": "u",
        "headers": {"Content-Type": "application/json"},
        "body": "{}",
    }


def test_a_search_of_a_directory_is_of_everything_below() -> None:
    assert call_of(Search(pattern="x"), place="/d", is_directory=True)[1] == {"path": "/d", "recursive": True}
    assert call_of(Search(pattern="x"), place="/d/f")[1] == {"path": "/d/f"}


@given(words, words, words, words)
def test_an_edit_changes_one_place_or_none(before: str, old: str, after: str, new: str) -> None:
    text = before + old + after
    if not old:
        return
    places = [at for at in range(len(text)) if text.startswith(old, at)]
    if len(places) == 1:
        assert edited(text, old=old, new=new) == before + new + after
    else:
        with pytest.raises(InvalidInput):
            edited(text, old=old, new=new)
