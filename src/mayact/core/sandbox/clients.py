"""What a client finds inside a sandbox: hooks in the strongest form it has, leading to the agent's own socket; where
its models are; and what it must leave alone where there is no network.

Law: all clients that are known get theirs, whichever is started: an agent may start another one. Every file is
read-only inside, and nothing in it is a key. Of the person's settings, hooks that lead to a socket of outside are left
out. Pure; texts are given.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from mayact.core.egress.models import PLACEHOLDER, base_of
from mayact.core.errors import InvalidInput
from mayact.core.wire.hooks import codex, codex_settings, gemini, json_text, toml_text
from mayact.core.wire.hooks.forms import FORMS, Form, Place
from mayact.core.wire.hooks.setup import HookSetup

CODEX_MANAGED: Final = "/etc/codex/managed_config.toml"
"""Stands above a user's settings and `-c`. Where `-s` asks for a sandbox of Codex's own, none can be made and no
command runs (observed: Codex 0.169.0)."""


def client_files(
    setup: HookSetup, *, home: str, found: Mapping[str, str], models: Sequence[str] = (), reaches: bool = True
) -> dict[str, str]:
    """Absolute path inside → text. `found`: what stands in the person's settings, by path; what is not understood is
    left out, so that no hook of it answers for ours. `models`: providers that are reached with a key that stays
    outside; `reaches`: something else outside can be reached. Raises `InvalidInput` for a wait that no hook can
    have."""
    files = {}
    for form in FORMS:
        path = form.file(home)
        if form.place is Place.USER and path in found:
            files[path] = _without_ours(form, found[path])
    for form in _STRONGEST.values():
        files[form.file(home)] = _written(form, setup, models)
    files[CODEX_MANAGED] = _codex(models, reaches=reaches or bool(models))
    return files


_STRONGEST: Final[Mapping[str, Form]] = {
    form.client: form for form in sorted(FORMS, key=lambda form: form.place is Place.MANAGED)
}
"""An administrator's where the client knows one."""


def _without_ours(form: Form, text: str) -> str:
    try:
        left = form.removed(text)
        if form.client != gemini.CLIENT:
            return left
        # Gemini adds what a user calls disabled to what the system does, and ours could be called so.
        said = json_text.value_of(left, comments=True) if left.strip() else {}
        return json.dumps({name: value for name, value in said.items() if name != "hooksConfig"}, indent=2)
    except InvalidInput:
        return ""


def _written(form: Form, setup: HookSetup, models: Sequence[str]) -> str:
    if form.client == codex.CLIENT:
        # No sandbox can be made in a sandbox: here commands reach the gate, and run by their permit.
        top, tables, end = codex_settings.requirements(setup, codec=codex.UNCONFINED)
        return toml_text.merged("", top=top, tables=tables, end=end)
    return json_text.merged(form.written("", setup), _MORE.get(form.client, _nothing)(models), comments=True)


# ── what each is told beside its hooks ───────────────────────────────────────────────────────────────────


def _nothing(_models: Sequence[str]) -> Mapping[str, Any]:
    return {}


def _gemini(models: Sequence[str]) -> Mapping[str, Any]:
    told: dict[str, Any] = {
        "general": {"enableAutoUpdate": False, "enableAutoUpdateNotification": False},
        "privacy": {"usageStatisticsEnabled": False},
    }
    if "gemini" in models:
        # Without a word on it, a base URL of one's own means another way to authenticate.
        told["security"] = {"auth": {"selectedType": "gemini-api-key"}}
    return told


_OPENCODE_PROVIDERS: Final = {
    "anthropic": ("anthropic", "/v1"),
    "openai": ("openai", ""),
    "gemini": ("google", "/v1beta"),
}
"""What OpenCode calls each, and what its base URL ends in beyond ours."""


def _opencode(models: Sequence[str]) -> Mapping[str, Any]:
    providers = {}
    for model in models:
        name, path = _OPENCODE_PROVIDERS[model]
        providers[name] = {"options": {"baseURL": f"{base_of(model)}{path}", "apiKey": PLACEHOLDER}}
    return {"autoupdate": False, "share": "disabled", **({"provider": providers} if providers else {})}


_MORE: Final[Mapping[str, Callable[[Sequence[str]], Mapping[str, Any]]]] = {
    "gemini": _gemini,
    "opencode": _opencode,
}


def _codex(models: Sequence[str], *, reaches: bool) -> str:
    lines = ['sandbox_mode = "danger-full-access"', "check_for_update_on_startup = false"]
    # With nothing to reach, its own provider would wait for a network without end; this one says at once what is wrong.
    ours = "openai" in models or not reaches
    if ours:
        lines.append('model_provider = "mayact"')
    lines += ["[analytics]", "enabled = false"]
    if ours:
        # A provider of our own, because the built-in one asks for a socket that the way out does not carry.
        lines += [
            "[model_providers.mayact]",
            'name = "openai"',
            f"base_url = {json.dumps(base_of('openai'))}",
            'env_key = "OPENAI_API_KEY"',
            'wire_api = "responses"',
            "supports_websockets = false",
        ]
    return "\n".join(lines) + "\n"
