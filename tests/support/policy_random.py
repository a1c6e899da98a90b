"""Random bundles and calls over a small universe in which rules often meet effects."""

from hypothesis import strategies as st
from tests.support.policy import bundle_json, effect

from mayact.core.canonical import JsonObject
from mayact.core.model import Effect

VERBS = {
    "file": ("fs.read", "fs.write", "fs.delete", "secret.read"),
    "ref": ("git.push", "git.force_push"),
    "host": ("net.connect", "net.upload"),
    "thing": ("opaque", "secret.read"),
}
TYPES = {"file": "File", "ref": "Ref", "host": "Host", "thing": "Thing"}
GROUPS = {"file": ("files", "read"), "ref": ("git", "deploy"), "host": ("network",), "thing": ("write",)}
ATOMS = {
    "file": ('resource.area == "workspace"', "resource.recursive", 'resource.id like "/w/*"', 'resource.kind != "ci"'),
    "ref": ("resource.protected", "resource.force", 'resource has url && resource.url == "u"', "resource.listed"),
    "host": ("resource.listed", "resource.local", "resource.sends_data", 'resource.id == "a.example"'),
    "thing": ('resource.class == "token"', 'resource.because like "*x*"'),
}
CONTEXT_ATOMS = (
    "context.risk_rank >= 2",
    'context.risk == "low"',
    'context.reversibility == "irreversible"',
    'context.tool == "shell"',
    'context.call.hasTag("/command") && context.call.getTag("/command") like "*true*"',
    'principal.id == "ada"',
    "principal is Agent",
)
TIGHTENING_ATOMS = (
    "context.opaque",
    'context.verbs.contains("secret.read")',
    'context.verbs.containsAny(["opaque", "net.upload"])',
)
NOTES = (
    "",
    "",
    "",
    '@approval("operator:1")',
    '@approval("owner:1")',
    '@approval("owner:3")',
    '@approval("security:2")',
    '@obligation("lane:read")',
    '@obligation("network:none")',
)


@st.composite
def rules(draw: st.DrawFn, *, permit: bool) -> str:
    kind = draw(st.sampled_from(sorted(VERBS)))
    typed = draw(st.booleans())
    listed = ", ".join(f'Action::"{verb}"' for verb in VERBS[kind])
    action = draw(
        st.one_of(
            st.just("action"),
            st.sampled_from(VERBS[kind]).map(lambda verb: f'action == Action::"{verb}"'),
            st.sampled_from(GROUPS[kind]).map(lambda group: f'action in Action::"{group}"'),
            st.just(f"action in [{listed}]"),
        )
    )
    atoms = CONTEXT_ATOMS + (ATOMS[kind] if typed else ())
    whens = draw(st.lists(st.sampled_from(atoms + (() if permit else TIGHTENING_ATOMS)), max_size=2))
    unlesses = draw(st.lists(st.sampled_from(atoms), max_size=1))
    if permit:
        whens, unlesses = whens[:1], unlesses if draw(st.booleans()) else []
    head = f"principal, {action}, resource{f' is {TYPES[kind]}' if typed else ''}"
    clauses = "".join(f" when {{ {atom} }}" for atom in whens)
    clauses += "".join(f" unless {{ {atom} }}" for atom in unlesses)
    note = "" if permit else draw(st.sampled_from(NOTES))
    return f"{note} {'permit' if permit else 'forbid'} ({head}){clauses};"


@st.composite
def rule_texts(draw: st.DrawFn) -> list[str]:
    """Rules with ids; at least one permit, often a broad one so that gates get their say."""
    broad = ["permit (principal, action, resource);"] if draw(st.integers(0, 3)) else []
    permits = draw(st.lists(rules(permit=True), min_size=0 if broad else 1, max_size=3))
    forbids = draw(st.lists(rules(permit=False), min_size=2, max_size=6))
    return [f'@id("r{at}") {text}' for at, text in enumerate([*broad, *permits, *forbids])]


def bundles() -> st.SearchStrategy[JsonObject]:
    return rule_texts().map(lambda texts: bundle_json(*texts))


def _facts(kind: str) -> st.SearchStrategy[dict[str, object]]:
    boolean = st.booleans()
    match kind:
        case "file":
            optional = {
                "area": st.sampled_from(["workspace", "home", "unknown"]),
                "kind": st.sampled_from(["source", "ci"]),
                "recursive": boolean,
                "many": boolean,
            }
        case "ref":
            optional = {"protected": boolean, "force": boolean, "listed": boolean, "url": st.sampled_from(["u", "v"])}
        case "host":
            optional = {"listed": boolean, "local": boolean, "sends_data": boolean}
        case _:
            optional = {"class": st.sampled_from(["token", "history"]), "because": st.sampled_from(["x", ""])}
    return st.fixed_dictionaries({}, optional=optional)


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    kind = draw(st.sampled_from(sorted(VERBS)))
    names = {"file": ("/w/a", "/etc/x"), "ref": ("origin:main",), "host": ("a.example", "b.example"), "thing": ("t",)}
    return effect(
        draw(st.sampled_from(VERBS[kind])),
        kind,
        draw(st.sampled_from(names[kind])),
        draw(_facts(kind)),
        risk=draw(st.sampled_from(["low", "medium", "high", "critical"])),
        reversibility=draw(st.sampled_from(["reversible", "hard", "irreversible"])),
    )


def effect_lists(*, max_size: int = 4) -> st.SearchStrategy[list[Effect]]:
    """Mostly one to three; sometimes none."""
    return st.integers(0, 9).flatmap(
        lambda dice: st.lists(effects(), min_size=min(dice, 1), max_size=max(1, min(dice // 2, max_size)))
    )


APPROVALS = st.fixed_dictionaries(
    {}, optional={"operator": st.integers(0, 2), "owner": st.integers(0, 3), "security": st.integers(0, 3)}
)
ENFORCED = st.frozensets(st.sampled_from(["lane:read", "network:none", "redact:pii"]))
