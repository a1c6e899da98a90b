"""Shipped packs, example folders and the page load; a wrong folder says where it is wrong."""

import re
from pathlib import Path

import pytest
from tests.support.policy import compiled, effect, starter, verdict

from mayact.cli.policy_text import files_of
from mayact.core.canonical import canonical_bytes, parse_json
from mayact.core.errors import NotFound, PolicyInvalid
from mayact.core.model import Deny, StepUp
from mayact.core.policy import cedar
from mayact.core.policy.bundle import load_bundle
from mayact.core.policy.native import native_schema, native_set, native_text
from mayact.core.policy.rules import Gate
from mayact.packs import PACKS, read_folder, read_pack

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples" / "policies").iterdir() if path.is_dir())


@pytest.mark.requirement("POLICY-1")
@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_loads_and_survives_the_wire(name: str) -> None:
    bundle = read_pack(name)
    again = parse_json(canonical_bytes(bundle))
    assert isinstance(again, type(bundle))
    assert load_bundle(again).digest == load_bundle(bundle).digest  # type: ignore[arg-type]


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_folder_loads(folder: Path) -> None:
    bundle = load_bundle(read_folder(folder))
    assert bundle.rules or (bundle.application is not None and bundle.application.rules)


def test_the_example_of_a_team_does_what_its_rules_say() -> None:
    team = load_bundle(read_folder(ROOT / "examples" / "policies" / "team"))
    query = verdict(team, effect("db.query", "system", "postgres:orders", {"environment": "prod"}, risk="high"))
    assert isinstance(query, StepUp)
    assert {need.tier: need.quorum for need in query.missing} == {"operator": 1, "owner": 2}
    assert isinstance(verdict(team, effect("opaque", "thing", "code", risk="high")), Deny)


def test_every_rule_of_the_starter_pack_speaks_to_people() -> None:
    bundle = starter()
    for rule in bundle.rules.values():
        assert rule.description or rule.id.startswith("may.")
    assert {rule.force.quorum for rule in bundle.rules.values() if isinstance(rule.force, Gate)} == {1}


def test_the_rules_on_the_page_load() -> None:
    page = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    rules = re.findall(r"```cedar\n(.*?)```", page, re.DOTALL)
    assert len(compiled('@id("p") permit (principal, action, resource);', *rules).rules) == len(rules) + 1


def test_the_native_set_is_valid_cedar_under_its_own_schema() -> None:
    bundle = starter()
    text = native_text(bundle)
    assert "approvals" in text
    assert cedar.check(text, schema=native_schema(bundle)) == []
    assert native_set(bundle)


def test_a_pack_that_does_not_exist() -> None:
    with pytest.raises(NotFound, match=r"no pack `\.\./developer`"):
        read_pack("../developer")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.cedar").write_text('@id("p")\npermit (principal, action, resource);\n')
    (tmp_path / "tiers.toml").write_text("[operator]\nquorum = 1\nexpiry_seconds = 60\n")
    return tmp_path


def test_a_folder_is_read_with_or_without_systems(folder: Path) -> None:
    assert read_folder(folder)["systems"] == {}
    (folder / "systems.toml").write_text('include = ["well-known"]\n')
    (folder / "README.md").write_text("notes")
    (folder / ".a.cedar.swp").write_text("editor")
    catalogue = load_bundle(read_folder(folder)).catalogue
    assert catalogue.host("github.com") is not None


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("tiers.toml", b"[operator\n", "`tiers.toml` is not toml.*line 1"),
        ("systems.toml", b"x = 1\ny = \n", "`systems.toml` is not toml.*line 2"),
        ("b.cedar", b"// \xff\n", "`b.cedar` is not utf-8 at line 1"),
        ("b.cedar", b'// note\n@id("x")\nforbid (principal, action, resuorce);\n', "`b.cedar` does not parse.*line 2"),
        (
            "b.cedar",
            b'@id("x")\nforbid (principal, action, resource) when { context.rsik == "low" };',
            "rule `x` in `b.cedar`",
        ),
        ("b.cedr", b"", "`b.cedr` in .* is not part of a policy"),
        ("notes.txt", b"", "`notes.txt` in .* is not part of a policy"),
    ],
)
def test_a_wrong_file_is_named(folder: Path, file: str, content: bytes, says: str) -> None:
    (folder / file).write_bytes(content)
    with pytest.raises(PolicyInvalid) as refused:
        load_bundle(read_folder(folder))
    assert re.search(says, str(refused.value)), str(refused.value)


def test_a_folder_without_tiers_or_that_is_none(folder: Path) -> None:
    (folder / "tiers.toml").unlink()
    with pytest.raises(PolicyInvalid, match=r"no tiers\.toml"):
        read_folder(folder)
    with pytest.raises(NotFound):
        read_folder(folder / "elsewhere")


def test_a_rule_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "loop.cedar").symlink_to(folder / "loop.cedar")
    with pytest.raises(PolicyInvalid, match=r"`loop\.cedar` cannot be read"):
        read_folder(folder)


@pytest.mark.requirement("AUTHZ-4")
def test_classes_of_data_have_a_file_of_their_own(folder: Path) -> None:
    (folder / "data.toml").write_text("[customer]\npaths = ['exports/**']\npatterns = ['CUST-[0-9]+']\n")
    bundle = read_folder(folder)
    assert load_bundle(bundle).catalogue.data.patterns == (("customer", "CUST-[0-9]+"),)
    written = files_of(bundle)
    assert "customer" not in written["systems.toml"]
    (folder / "data.toml").write_text(written["data.toml"])
    (folder / "systems.toml").write_text(written["systems.toml"])
    assert read_folder(folder) == bundle
    (folder / "systems.toml").write_text("[data.personal]\npaths = ['hr/**']\n")
    with pytest.raises(PolicyInvalid, match="both name classes of data"):
        read_folder(folder)


def test_the_comments_of_the_shipped_classes_are_classes(folder: Path) -> None:
    text = (ROOT / "src" / "mayact" / "packs" / "developer" / "data.toml").read_text(encoding="utf-8")
    body = "\n".join(line.removeprefix("# ") for line in text.splitlines()[2:])
    (folder / "data.toml").write_text(body)
    assert load_bundle(read_folder(folder)).catalogue.data.level("customer") == "high"
    page = (ROOT / "docs" / "data-classes.md").read_text(encoding="utf-8")
    (folder / "data.toml").write_text(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0])
    (folder / "b.cedar").write_text("\n".join(re.findall(r"```cedar\n(.*?)```", page, re.DOTALL)))
    tiers = "[operator]\nquorum = 1\nexpiry_seconds = 60\n[owner]\nquorum = 1\nexpiry_seconds = 60\n"
    (folder / "tiers.toml").write_text(tiers)
    assert load_bundle(read_folder(folder)).catalogue.data.repositories
