"""Made-up machines: a home, a project and an `/etc` below one directory, and settings of every client."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mayact.boundary.doctor.look import World, look
from mayact.boundary.hooks.install import hook_script
from mayact.core.doctor.model import Seen
from mayact.core.wire.hooks.forms import FORMS, Form
from mayact.core.wire.hooks.opencode_settings import PLUGIN_NAME
from mayact.core.wire.hooks.setup import HookSetup


def packaged() -> tuple[str, ...]:
    return hook_script(), os.path.join(os.path.dirname(hook_script()), PLUGIN_NAME)


def setup(socket: str = "/run/x/agent.sock", **changed: Any) -> HookSetup:
    given: dict[str, Any] = {
        "python": os.path.realpath(sys.executable), "script": hook_script(), "socket": socket, "owner": os.geteuid(),
    }  # fmt: skip
    return HookSetup(**{**given, **changed})


@dataclass
class Place:
    root: Path
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in (self.home, self.project):
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(0o755)
        (self.project / ".git").mkdir(exist_ok=True)

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def project(self) -> Path:
        return self.root / "home" / "work" / "shop"

    def write(self, path: str, value: Any) -> Path:
        """`~/…`, `./…` of the project, or `/etc/…`; text as it is, anything else as JSON."""
        file = Path(self.path(path))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(value if isinstance(value, str) else json.dumps(value))
        file.chmod(0o644)
        return file

    def path(self, path: str) -> str:
        if path.startswith("~"):
            return f"{self.home}{path[1:]}"
        return f"{self.project}{path[1:]}" if path.startswith("./") else f"{self.root}{path}"

    def install(self, form: Form, made: HookSetup) -> Path:
        path = form.path if form.path.startswith("/") else f"~/{form.path}"
        return self.write(path, form.written("", made))

    def install_all(self, made: HookSetup) -> None:
        for form in FORMS:
            self.install(form, made)

    def program(self, path: str, text: str = "#!/bin/sh\n") -> Path:
        file = self.write(path, text)
        file.chmod(0o755)
        return file

    def world(self, **changed: Any) -> World:
        given: dict[str, Any] = {
            "environ": self.environ, "home": str(self.home), "cwd": str(self.project), "packaged": packaged(),
            "python": sys.executable, "root": str(self.root),
        }  # fmt: skip
        return World(**{**given, **changed})

    def look(self, **changed: Any) -> Seen:
        return look(self.world(**changed))


def by_path(seen: Seen) -> Mapping[str, str]:
    return {file.path: file.reading.value for file in seen.files}
