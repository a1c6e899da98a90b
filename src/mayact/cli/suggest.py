"""`mayact suggest CLIENT`: what of a client's own allow-list could become policy, entry by entry.

Law: suggestions only. Nothing becomes policy by it: a draft is text until somebody puts it into a folder of rules and
signs that (`mayact policy activate`). Every entry and call is somebody else's text and is escaped.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from mayact.cli.link import ask_agent, ask_control
from mayact.cli.output import emit, safe, say
from mayact.cli.own import CLIENTS, files_of, rules_in
from mayact.cli.policy import active
from mayact.cli.where import here, settings_of
from mayact.config import Paths
from mayact.core.canonical import thaw
from mayact.core.errors import InvalidInput, MayactError, NotFound, shown
from mayact.core.model import Decision
from mayact.core.record import decision_from_json
from mayact.core.shadow.advice import Advice, Sample, Verdict, advise, exempted, probes_of, sample_of
from mayact.core.shadow.own import OwnRule, Says
from mayact.core.wire.environment import kept
from mayact.core.wire.messages import CallFields, Explain, ShowPolicy

_SPLITS: Final = frozenset({"claude-code", "codex", "gemini", "opencode"})
"""Clients that hold each command of a line against their rules; of the others it is not known."""

_ORDER: Final = (*(Verdict.DRAFT, Verdict.ASKED, Verdict.TOO_WIDE, Verdict.STOPPED, Verdict.UNKNOWN, Verdict.ALREADY),)


def register(app: typer.Typer) -> None:
    app.command("suggest")(suggest)


def suggest(
    client: Annotated[str, typer.Argument(help=f"One of {', '.join(CLIENTS)}.")],
    file: Annotated[
        Path | None, typer.Option("--file", help="Its settings, instead of the user's and this project's.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", help="Write the drafted rules into this new file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Read what a coding agent may do by its own allow-list, and say of each entry whether policy allows it already,
    whether it is too wide to take over, or which rule would have to change how. Changes nothing.
    """
    if client not in CLIENTS:
        raise InvalidInput(f"no client {shown(client)}", hint=f"one of {', '.join(CLIENTS)}")
    paths = here()
    found = [_advice(paths, client, rule) for rule in _entries(client, file)]
    found.sort(key=lambda advice: _ORDER.index(advice.verdict))
    drafts = _drafts(paths, found)
    if output is not None:
        _write(output, drafts)
    if as_json:
        emit([_json(advice) for advice in found])
        return
    _show(client, found, drafts, output)


def _entries(client: str, file: Path | None) -> list[OwnRule]:
    """The entries of the allow-list, each once. Raises `NotFound`, `InvalidInput`."""
    if file is not None:
        named = rules_in(client, str(file))
    else:
        home = os.environ.get("HOME", "")
        named = ()
        for path in files_of(client, os.path.normpath(home), os.getcwd()):
            try:
                named += rules_in(client, path)
            except NotFound:
                continue
    rules = list(dict.fromkeys(rule for rule in named if rule.says is Says.ALLOW))
    if not rules:
        raise NotFound(f"{client} allows nothing by a list of its own here", hint="name its settings with --file")
    return rules


def _advice(paths: Paths, client: str, rule: OwnRule) -> Advice:
    sample = sample_of(rule)
    decided = (sample, _decision(paths, sample)) if sample else None
    probes = [(probe, _decision(paths, probe)) for probe in probes_of(rule, splits=client in _SPLITS)]
    return advise(rule, decided, probes)


def _decision(paths: Paths, sample: Sample) -> Decision:
    """What policy says of it here and now; nothing is run or written."""
    given = dict(sample.arguments)
    if "path" in given:
        given["path"] = os.path.join(os.getcwd(), given["path"])
    environment = kept(os.environ, extra=settings_of(paths).keep_environment) if sample.tool == "shell" else {}
    call = CallFields(tool=sample.tool, arguments=given, cwd=os.getcwd(), environment=environment)  # type: ignore[arg-type]
    return decision_from_json(ask_agent(paths, Explain(call=call)))


def _drafts(paths: Paths, found: Sequence[Advice]) -> dict[str, str]:
    exemptions = [exemption for advice in found for exemption in advice.exemptions]
    if not exemptions:
        return {}
    try:
        _, bundle = active(ask_control(paths, ShowPolicy()))
    except MayactError:
        return {}  # who may not see the policy is shown the clauses alone
    policies: Any = thaw(bundle["policies"])
    return exempted(policies, exemptions)


def _write(output: Path, drafts: dict[str, str]) -> None:
    text = "// Drafts, not policy: each takes the place of the rule with its id in a folder of rules\n"
    text += "// (`mayact policy show --to FOLDER`), which does nothing until `mayact policy activate FOLDER`.\n"
    text += "".join(f"\n{rule}\n" for rule in drafts.values())
    try:
        with open(output, "x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise InvalidInput(
            f"{shown(str(output))} cannot be written: {error.strerror}", hint="name a new file", field="output"
        ) from None


def _show(client: str, found: Sequence[Advice], drafts: dict[str, str], output: Path | None) -> None:
    say(f"{client} allows {len(found)} kinds of call by lists of its own")
    for advice in found:
        say()
        say(f"{safe(advice.entry.text)}   {advice.verdict.value}")
        if advice.sample:
            say(f"    for example {safe(advice.sample)}")
        say(f"    {safe(advice.why)}")
        for what, rules in advice.also[:3]:
            say(f"    it also lets run {safe(what)}   [{safe(rules)}]")
        for exemption in advice.exemptions:
            say(f"    in {safe(exemption.rule)}: {safe(exemption.clause)}")
    if drafts and output is None:
        say()
        say("drafts (nothing is written; --output FILE writes them; they do nothing until they are signed as policy):")
        for rule in drafts.values():
            say()
            for line in rule.split("\n"):
                say(f"    {safe(line)}")


def _json(advice: Advice) -> dict[str, Any]:
    return {
        "entry": advice.entry.text,
        "verdict": advice.verdict.value,
        "example": advice.sample,
        "why": advice.why,
        "also": [{"call": what, "rules": rules} for what, rules in advice.also],
        "exemptions": [{"rule": item.rule, "clause": item.clause} for item in advice.exemptions],
    }
