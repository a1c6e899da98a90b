"""A copy of the stored installation, with the modes that Git does not keep."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.cli_gate import Machine

STORED = Path(__file__).parent / "stored"


@pytest.fixture(params=["0.1.0"])
def stored(request: pytest.FixtureRequest) -> Path:
    """The folder of a release."""
    return STORED / str(request.param)


@pytest.fixture
def machine(stored: Path) -> Iterator[Machine]:
    """That installation, as its owner left it."""
    made = Machine()
    shutil.copytree(stored / "gate", made.home)
    for at in (made.home, *made.home.rglob("*")):
        at.chmod(0o700 if at.is_dir() else 0o600)
    yield made
    made.remove()
