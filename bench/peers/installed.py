"""Where the peers are installed. They are optional: what is missing is said in its row."""

from pathlib import Path

PLACE = Path(__file__).resolve().parents[2] / ".tools" / "bench"


class Missing(Exception):
    """Not installed; the text says how to."""


def cerbos() -> Path:
    return _present(PLACE / "cerbos/node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64", "Cerbos")


def python(peer: str) -> Path:
    """The interpreter of a Python peer's own environment."""
    return _present(PLACE / peer / "bin/python", peer)


def _present(file: Path, name: str) -> Path:
    if not file.exists():
        raise Missing(f"{name} is not installed: run `make bench-peers`")
    return file
