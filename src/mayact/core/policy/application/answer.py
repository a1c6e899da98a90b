"""What the policy says of one evaluation.

Law: an answer is a pure function of the rules that matched, or of the one thing that kept them from being asked. It
says nothing that only this request has, so that equal cases share one answer. The built-in rule ids are stable.
"""

from dataclasses import dataclass
from typing import Final

from mayact.core.model import Need, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`matched`: ids of the rules that matched, sorted; `reasons`: why not, empty when `allowed`; `missing`: approvals
    that would lift it, when nothing else stands against it."""

    allowed: bool
    matched: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Need, ...] = ()


def refused(rule: str, text: str, hint: str) -> Answer:
    """A refusal by a built-in rule."""
    return Answer(allowed=False, reasons=(Reason(rule=rule, text=text, hint=hint),))


NO_POLICY: Final = refused("mayact.no-policy", "no policy is active", "activate one with `mayact policy activate`")

NO_APPLICATION: Final = refused(
    "mayact.no-application",
    "the active policy says nothing about applications",
    "add an application folder to the policy (docs/authzen.md)",
)
