"""Write docs/openapi.json from the table of routes."""

from pathlib import Path

import mayact
from mayact.server.http.openapi import document_bytes

if __name__ == "__main__":
    (Path(__file__).parents[1] / "docs" / "openapi.json").write_bytes(document_bytes(mayact.__version__))
