"""Which cluster or account a client is told to work on: what its command line names, in the resource of its effects.

Law: only what the line says outright counts. A word that is not known, or an option that leads to other settings than
the person's own, names no system (`*`): a context of the same name may be another cluster there.
It refuses to know what the client does and whose system it is (`catalogue`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from mayact.core.analysis.command import Finding, SimpleCommand
from mayact.core.analysis.words import known, lead


@dataclass(frozen=True, slots=True)
class _Place:
    resource: str
    """The resource of its effects where the line names no system."""
    options: tuple[str, ...]
    variables: tuple[str, ...]
    inner: tuple[str, ...] = ()
    """Options that name a part of the system."""
    elsewhere: tuple[str, ...] = ()
    """Options and variables that bring settings of their own."""


_CLUSTER: Final = _Place(
    "kubernetes",
    ("--context", "--kube-context"),
    (),
    ("-n", "--namespace"),
    (
        "--kubeconfig",
        "--server",
        "-s",
        "--cluster",
        "--user",
        "--token",
        "--kube-apiserver",
        "--kube-token",
        "KUBECONFIG",
    ),
)
_AWS: Final = _Place(
    "aws",
    ("--profile",),
    ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"),
    (),
    ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
)
_PLACES: Final[Mapping[str, _Place]] = {
    **dict.fromkeys(("kubectl", "oc", "k", "kubecolor", "helm", "helmfile", "k9s", "stern", "istioctl"), _CLUSTER),
    "aws": _AWS,
    "gcloud": _Place("gcloud", ("--project",), ("CLOUDSDK_CORE_PROJECT",), (), ("--configuration", "CLOUDSDK_CONFIG")),
    "az": _Place("az", ("--subscription",), (), (), ("AZURE_CONFIG_DIR",)),
}
_PLAIN: Final = re.compile(r"[\w.@:/-]+", re.ASCII)


def located(found: tuple[Finding, ...], command: SimpleCommand) -> tuple[Finding, ...]:
    """The findings, with the system that the line names in the resource of those that are about it."""
    place = _PLACES.get(lead(command.argv[0]).rsplit("/", 1)[-1])
    if place is None or all(item.resource != place.resource for item in found):
        return found
    named = _named(place.options, place.variables, command)
    if named is None:
        return found
    if _given(place.elsewhere, command) or set(place.elsewhere) & set(command.environment):
        named = "*"
    inner = _named(place.inner, (), command)
    resource = f"{place.resource}:{named}" + (f"/{inner}" if inner is not None else "")
    return tuple(replace(item, resource=resource) if item.resource == place.resource else item for item in found)


def _given(names: tuple[str, ...], command: SimpleCommand) -> bool:
    words = [lead(word).partition("=")[0] for word in command.argv[1:]]
    return bool(set(names) & set(words[: words.index("--")] if "--" in words else words))


def _named(options: tuple[str, ...], variables: tuple[str, ...], command: SimpleCommand) -> str | None:
    """The value that the line gives, `*` when it is not known, None when it gives none. Two values are not known."""
    found: list[str] = []
    words = command.argv[1:]
    for at, word in enumerate(words):
        text = lead(word)
        if text == "--":
            break
        name, equals, value = text.partition("=")
        if not text.startswith("--") and text[:2] in options and text[2:]:  # `-nprod`
            name, equals, value = text[:2], "=", text[2:].removeprefix("=")
        if name in options:
            given = value if equals and known(word) is not None else None
            if not equals and at + 1 < len(words):
                given = known(words[at + 1])
            found.append(given if given is not None and _PLAIN.fullmatch(given) else "*")
    if not found:
        for variable in variables:
            if variable in command.environment:
                given = known(command.environment[variable])
                found.append(given if given is not None and _PLAIN.fullmatch(given) else "*")
    if not found:
        return None
    return found[0] if len(set(found)) == 1 else "*"
