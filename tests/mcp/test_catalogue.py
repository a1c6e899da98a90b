"""Mappings of MCP tools: what loads, what is refused and where the error points."""

from typing import Any

import pytest
from tests.support.mcp import catalogue
from tests.support.policy import bundle_json

from mayact.core.analysis.mcp.catalogue import PLAIN_VERBS, McpCatalogue
from mayact.core.errors import ConfigInvalid, PolicyInvalid
from mayact.core.model import Verb
from mayact.core.policy.bundle import load_bundle
from mayact.core.policy.schema import ACTIONS
from mayact.packs import read_pack

PERMIT = '@id("may")\npermit (principal, action, resource);'


def _tool(**members: Any) -> Any:
    return {"t": {"takes": "p", "effects": [], **members}}


def _row(**members: Any) -> Any:
    return _tool(effects=[members])


BAD: dict[str, tuple[Any, str]] = {
    "no effects": ({"t": {"takes": "p"}}, "/servers/s/tools/t/effects"),
    "an unknown member": (_tool(effect=[]), "/servers/s/tools/t"),
    "an argument twice": (_tool(takes="p p"), "/servers/s/tools/t/takes"),
    "an unknown type": (_tool(takes="p:string"), "/servers/s/tools/t/takes"),
    "a row of nothing": (_row(), "/servers/s/tools/t/effects/0"),
    "a row of two things": (_row(read="{/p}", write="{/p}"), "/servers/s/tools/t/effects/0"),
    "a member that does not belong": (_row(read="{/p}", method="GET"), "/servers/s/tools/t/effects/0"),
    "no pointer": (_row(read="{p}"), "/servers/s/tools/t/effects/0/read"),
    "an escape that is none": (_row(read="{/p~2}"), "/servers/s/tools/t/effects/0/read"),
    "a brace alone": (_row(read="{/p"), "/servers/s/tools/t/effects/0/read"),
    "an argument that is not listed": (_row(read="{/path}"), "/servers/s/tools/t/effects/0/read"),
    "the whole of the arguments": (_row(read="{/}"), "/servers/s/tools/t/effects/0/read"),
    "a program from an argument": (_row(command=["{/p}"]), "/servers/s/tools/t/effects/0/command"),
    "no program": (_row(command=[]), "/servers/s/tools/t/effects/0/command"),
    "a verb that needs more": (_row(verb="fs.write"), "/servers/s/tools/t/effects/0/verb"),
    "a verb that is none": (_row(verb="explode"), "/servers/s/tools/t/effects/0/verb"),
    "a secret without a class": (_row(verb="secret.read"), "/servers/s/tools/t/effects/0/class"),
    "a condition without values": (_row(read="{/p}", when={"/p": []}), "/servers/s/tools/t/effects/0/when"),
    "a condition on a list": (_row(read="{/p}", when={"/p": [[1]]}), "/servers/s/tools/t/effects/0/when"),
    "a condition on nothing": (_row(read="{/p}", unless={"/q": [1]}), "/servers/s/tools/t/effects/0/unless"),
    "a digest that is none": (_tool(definitions=["sha256:abc"]), "/servers/s/tools/t/definitions/0"),
    "a flag as text": (_row(read="{/p}", recursive="yes"), "/servers/s/tools/t/effects/0/recursive"),
}


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("name", BAD)
def test_a_doubtful_mapping_does_not_load_and_the_error_names_the_field(name: str) -> None:
    tools, field = BAD[name]
    with pytest.raises(ConfigInvalid) as error:
        catalogue(tools)
    assert (error.value.field, error.value.hint != "") == (field, True)


@pytest.mark.parametrize(
    "value",
    [[], {"server": {}}, {"servers": []}, {"servers": {"a": {"also": ["b"]}, "b": {}}}, {"servers": {"": {}}}],
)
def test_a_catalogue_of_another_shape_does_not_load(value: Any) -> None:
    with pytest.raises(ConfigInvalid):
        McpCatalogue.from_json(value)


def test_a_name_is_a_path_of_its_own_in_an_error() -> None:
    with pytest.raises(ConfigInvalid) as error:
        catalogue({"a/b~c": {}}, server="x/y")
    assert error.value.field == "/servers/x~1y/tools/a~1b~0c/effects"


def test_each_verb_of_a_row_can_act_on_its_kind() -> None:
    wrong = [verb for verb, kind in PLAIN_VERBS.items() if kind not in ACTIONS[Verb(verb)].kinds]
    assert wrong == []


# ── in a bundle ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_starter_pack_carries_its_mappings() -> None:
    pack = read_pack("developer")
    assert pack["type"] == "mayact/bundle/v3"
    listed = load_bundle(pack).catalogue.mcp.servers
    assert {
        "filesystem",
        "git",
        "fetch",
        "github",
        "gitlab",
        "slack",
        "postgres",
        "sqlite",
        "playwright",
    } <= listed.keys()


def test_a_bundle_names_the_field_of_a_mapping() -> None:
    value = {
        **bundle_json(PERMIT),
        "type": "mayact/bundle/v3",
        "mcp": {"servers": {"s": {"tools": _tool(takes="p p")}}},
    }
    with pytest.raises(PolicyInvalid) as error:
        load_bundle(value)
    assert error.value.field == "mcp/servers/s/tools/t/takes"


def test_mappings_are_part_of_the_third_version_only() -> None:
    with pytest.raises(PolicyInvalid):
        load_bundle({**bundle_json(PERMIT), "mcp": {}})


def test_mappings_are_part_of_what_is_signed() -> None:
    first, second = (
        load_bundle({**bundle_json(PERMIT), "type": "mayact/bundle/v3", "mcp": {"servers": servers}})
        for servers in ({}, {"s": {"tools": _tool()}})
    )
    assert first.digest != second.digest
