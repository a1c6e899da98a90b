"""What installing lines say of a package: facts, beside the effects that tests/vectors/programs has."""

from typing import Any

import pytest
from tests.support.programs import effects

from mayact.core.model import Risk, Verb


def _facts(line: str, **_: Any) -> dict[str, Any]:
    found = [effect for effect in effects(line.split(" ")) if effect.verb is Verb.PKG_INSTALL]
    assert len(found) == 1, line
    return {**found[0].facts, "risk": found[0].risk.value}


ROWS: dict[str, dict[str, Any]] = {
    "pip install requests==2.32.0": {"likeness": "popular", "index": "usual", "hashed": False, "install_scripts": True},
    "pip install reqeusts==2.32.0": {"likeness": "look-alike", "similar_to": "requests", "risk": "high"},
    "pip install --only-binary=:all: requests": {"install_scripts": False},
    "pip install --only-binary=requests requests": {"install_scripts": True},
    "pip install --only-binary=:all: --no-binary=requests requests": {"install_scripts": True},
    "pip install --only-binary=:all: git+https://github.com/psf/requests": {"install_scripts": True, "source": "vcs"},
    "pip install --require-hashes -r requirements.txt": {"hashed": True, "pinned": True, "likeness": "project"},
    "pip install -r requirements.txt": {"hashed": False, "pinned": False, "likeness": "project"},
    "pip install --extra-index-url https://x.example/simple acme": {"index": "extra", "risk": "high"},
    "pip install -i https://x.example/simple acme": {"index": "other", "risk": "high"},
    "pip install git+https://github.com/psf/requests@v2.32.0": {"pinned": False, "source": "vcs"},
    "pip install git+https://github.com/psf/requests@" + "a" * 40: {"pinned": True, "source": "vcs", "risk": "high"},
    "npm ci": {"hashed": True, "pinned": True, "install_scripts": True, "likeness": "project", "risk": "medium"},
    "npm ci --ignore-scripts": {"install_scripts": False},
    "npm ci --ignore-scripts=false": {"install_scripts": True},
    "npm install lodash@4.17.21": {"likeness": "popular", "pinned": True, "risk": "medium"},
    "npm install lodash@npm:loadsh@4.17.21": {"name": "loadsh", "likeness": "look-alike", "risk": "high"},
    "npm install user/repo": {"source": "vcs", "risk": "high"},
    "npm install react@github:user/react": {"source": "vcs", "risk": "high"},
    "npm install react@file:../x": {"source": "url", "risk": "high"},
    "npm install @acme/tool@1.0.0": {"scope": "@acme", "likeness": "other"},
    "go get github.com/stretchr/testify@v1.9.0": {"install_scripts": False, "scope": "github.com/stretchr"},
    "cargo add serde": {"likeness": "popular"},
    "gem install rails -v 7.1.2": {"name": "rails", "likeness": "popular", "pinned": True},
    "gem install rails:7.1.2": {"name": "rails", "likeness": "popular", "pinned": True},
    "composer require --dev laravel/framework": {"likeness": "popular", "risk": "medium"},
    "composer require laravell/framework": {"likeness": "unknown", "risk": "high"},
}


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
@pytest.mark.parametrize("line", ROWS)
def test_a_line_says_this_of_its_package(line: str) -> None:
    found, expected = _facts(line), ROWS[line]
    assert {key: found.get(key) for key in expected} == expected


def test_nothing_is_less_than_medium_but_the_repository_itself() -> None:
    assert Risk.LOW not in {Risk(_facts(line)["risk"]) for line in ROWS}


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "line",
    [
        "npm i --@types:registry=https://x.example @types/node@1.0.0",
        "npm ci --@acme:registry=https://x.example",
        "pnpm add --config.registry=https://x.example lodash@4.17.21",
    ],
)
def test_a_registry_of_one_scope_is_another_registry(line: str) -> None:
    assert Verb.OPAQUE in {effect.verb for effect in effects(line.split(" "))}
