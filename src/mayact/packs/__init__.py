"""Policy packs: folders of rules, read into the bundle that people sign.

A folder with a folder `application` in it is a bundle of the second version: `schema.cedarschema`, `entities.json` and
`*.cedar` of an application's own (`core/policy/application/compile.py`).

Law: reading a folder changes nothing and activates nothing; what comes out is plain JSON whose digest is signed. An
unknown file is refused, because a rule file with a misspelt ending would silently be no rule.
"""

import tomllib
from collections.abc import Iterable
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from mayact.core.canonical import Json, JsonObject, freeze, parse_json
from mayact.core.errors import NotFound, PolicyInvalid, shown
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.policy.bundle import BUNDLE_TYPE, BUNDLE_TYPE_2, BUNDLE_TYPE_3

STARTER: Final = "developer"
DATA_FILE: Final = "data.toml"
"""Classes of data; in the bundle it stands under `systems.data`."""

PACKS: Final = (STARTER,)
"""The packs that ship with mayact."""

_TABLES: Final = ("tiers.toml", "systems.toml", DATA_FILE, "mcp.toml")
APPLICATION: Final = "application"
SCHEMA_FILE: Final = "schema.cedarschema"
ENTITIES_FILE: Final = "entities.json"


def read_pack(name: str) -> JsonObject:
    """The bundle of a shipped pack. Raises `NotFound`."""
    if name not in PACKS:
        raise NotFound(f"no pack {shown(name)}", hint="packs: " + ", ".join(PACKS))
    return _bundle(resources.files(__name__).joinpath(name).iterdir(), where=name)


def read_folder(path: Path) -> JsonObject:
    """The bundle in a folder of `*.cedar`, `tiers.toml`, `systems.toml`, `data.toml` and `mcp.toml`. Raises `NotFound`
    and, naming file and line, `PolicyInvalid`. Whether it compiles is for `load_bundle` to say."""
    if not path.is_dir():
        raise NotFound(f"no folder {shown(str(path))}", hint="name a folder with .cedar files and tiers.toml")
    return _bundle(path.iterdir(), where=str(path))


def _bundle(files: Iterable[Traversable], *, where: str) -> JsonObject:
    policies: dict[str, str] = {}
    tables: dict[str, dict[str, object]] = {"systems.toml": {}}
    application: dict[str, object] | None = None
    for file in _sorted(files):
        if file.name == APPLICATION and file.is_dir():
            application = _application(file)
        elif file.name in _TABLES:
            tables[file.name] = _toml(file)
        elif file.name.endswith(".cedar"):
            policies[file.name] = _text(file)
        else:
            raise PolicyInvalid(
                f"{shown(file.name)} in {shown(where)} is not part of a policy",
                hint="a policy folder holds *.cedar, tiers.toml, systems.toml, data.toml, mcp.toml and application",
                field=file.name,
            )
    if "tiers.toml" not in tables:
        raise PolicyInvalid(f"{shown(where)} has no tiers.toml", hint="copy the one of the starter pack")
    bundle: dict[str, object] = {
        "type": BUNDLE_TYPE,
        "policies": policies,
        "tiers": tables["tiers.toml"],
        "systems": _systems(tables),
    }
    if application is not None:
        bundle |= {"type": BUNDLE_TYPE_2, "application": application}
    if "mcp.toml" in tables:
        bundle |= {"type": BUNDLE_TYPE_3, "mcp": tables["mcp.toml"]}
    frozen = freeze(bundle, what="bundle")
    assert not isinstance(frozen, bool | int | float | str | tuple | list | None)  # noqa: S101
    return frozen  # type: ignore[return-value]


def _systems(tables: dict[str, dict[str, object]]) -> dict[str, object]:
    systems, data = tables["systems.toml"], tables.get(DATA_FILE)
    if not data:
        return systems
    if "data" in systems:
        raise PolicyInvalid(f"systems.toml and {DATA_FILE} both name classes of data", hint="keep one", field=DATA_FILE)
    return {**systems, "data": data}


def _sorted(files: Iterable[Traversable]) -> list[Traversable]:
    """Those that mean something, by name."""
    found = [file for file in files if not file.name.startswith(".") and not file.name.lower().startswith("readme")]
    return sorted(found, key=lambda file: file.name)


def _application(folder: Traversable) -> dict[str, object]:
    policies: dict[str, str] = {}
    schema: str | None = None
    entities: Json = ()
    for file in _sorted(folder.iterdir()):
        if file.name == SCHEMA_FILE:
            schema = _text(file)
        elif file.name == ENTITIES_FILE:
            entities = parse_json(_text(file), what=ENTITIES_FILE)
        elif file.name.endswith(".cedar"):
            policies[file.name] = _text(file)
        else:
            raise PolicyInvalid(
                f"{shown(file.name)} in {APPLICATION} is not part of a policy",
                hint=f"it holds *.cedar, {SCHEMA_FILE} and {ENTITIES_FILE}",
                field=f"{APPLICATION}/{file.name}",
            )
    if schema is None:
        raise PolicyInvalid(f"{APPLICATION} has no {SCHEMA_FILE}", hint="declare the types that its rules are about")
    return {"schema": schema, "entities": entities, "policies": policies}


def _text(file: Traversable) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise PolicyInvalid(f"{shown(file.name)} cannot be read: {error.strerror}", field=file.name) from None
    if len(raw) > MAX_FRAME_BYTES:
        raise PolicyInvalid(f"{shown(file.name)} is {len(raw)} bytes", hint=f"at most {MAX_FRAME_BYTES} are read")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PolicyInvalid(f"{shown(file.name)} is not utf-8 at line {line}", hint="save it as utf-8") from None


def _toml(file: Traversable) -> dict[str, object]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise PolicyInvalid(f"{shown(file.name)} is not toml: {error}", field=file.name) from None
