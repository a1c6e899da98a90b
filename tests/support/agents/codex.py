"""A real Codex, with the hook of a user or of an administrator."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.agents.forms import the_form
from tests.support.agents.model import Step, prompt_of
from tests.support.agents.place import PORT, Place, Run, machine, program

from mayact.core.wire.hooks.forms import Place as Whose
from mayact.core.wire.hooks.setup import HookSetup

_TRIPLES = {"x64": "x86_64-unknown-linux-musl", "arm64": "aarch64-unknown-linux-musl"}

_SETTINGS = {
    "model_provider": '"scripted"',
    "model_providers.scripted.name": '"scripted"',
    "model_providers.scripted.base_url": f'"http://127.0.0.1:{PORT}/v1"',
    "model_providers.scripted.env_key": '"SCRIPTED_KEY"',
    "model_providers.scripted.wire_api": '"responses"',
    "model_providers.scripted.supports_websockets": "false",
    "model_providers.scripted.request_max_retries": "0",
    "check_for_update_on_startup": "false",
    "analytics.enabled": "false",
    "features.plugins": "false",
}


@dataclass
class Codex:
    """`confined`: Codex's own sandbox is on, as it is unless somebody switches it off."""

    place: Place
    confined: bool = True
    name: str = "codex"
    strongest: Whose = Whose.MANAGED
    hears_errors: bool = True
    hears_ends: bool = True
    refuses_garbage: bool = False
    refuses_late: bool = False

    def hooks(self, setup: HookSetup, *, whose: Whose) -> None:
        """Write the hook where `mayact hook` writes it."""
        form = the_form("codex", whose)
        text = form.written("", setup)
        if whose is Whose.MANAGED:
            self.place.etc[form.path] = text
        else:
            path = Path(form.file(str(self.place.home)))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def run(self, script: list[Step], *, model: str = "gpt-5.5", trusted: bool = False) -> Run:
        """Play `script`. `trusted`: the user's hooks count as trusted, as after a person's yes in Codex itself."""
        kind = machine()
        codex = program("@openai", f"codex-linux-{kind}", "vendor", _TRIPLES[kind], "bin", "codex")
        last = self.place.home / "last-words.txt"
        command = [str(codex), "exec", "--skip-git-repo-check", "-m", model, "-o", str(last)]
        command += ["-s", "workspace-write" if self.confined else "danger-full-access"]
        command += ["--dangerously-bypass-hook-trust"] if trusted else []
        for name, value in _SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        # Codex refuses helpers of its sandbox below the directory for temporary files, where homes of tests lie.
        temporary = self.place.home / "tmp"
        temporary.mkdir(exist_ok=True)
        environment = {"SCRIPTED_KEY": "none", "TMPDIR": str(temporary)}
        return self.place.run([*command, prompt_of(script)], environment, said=str(last))

    def shell(self, command: str) -> Step:
        return shell(command)

    def write(self, name: str, content: str) -> Step:
        lines = "".join(f"+{line}\n" for line in content.splitlines())
        return patch(f"*** Begin Patch\n*** Add File: {name}\n{lines}*** End Patch\n")

    def spawn(self, inner: list[Step]) -> list[Step]:
        # A turn of its own, because the session would end before the sub-agent has asked.
        return [{"tool": "spawn_agent", "input": {"message": prompt_of(inner)}}, self.shell("sleep 3")]


def shell(command: str, **more: object) -> Step:
    return {"tool": "exec_command", "input": {"cmd": command, **more}}


def patch(text: str) -> Step:
    return {"tool": "apply_patch", "input": text}
