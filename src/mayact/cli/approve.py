"""`mayact approve` and `mayact deny`: a person looks, then signs.

1. show       the whole request, after this process drew it again for itself (`core.review`)
2. unlock     the passphrase is the confirmation; there is no other way to sign
3. sign       a statement built here, from what was shown
4. send       the gate verifies it again, and once more whenever it counts it
"""

from typing import Annotated

import typer

from mayact.cli.keyring import find_key, unlock
from mayact.cli.link import ask_control
from mayact.cli.output import safe, safe_block, say
from mayact.cli.requests import fetch
from mayact.cli.where import here
from mayact.core.approval import Answer, approval_statement
from mayact.core.errors import IllegalTransition, LimitExceeded
from mayact.core.limits import MAX_REASON_CHARS
from mayact.core.log.state import RequestStatus
from mayact.core.review import request_row, reviewed
from mayact.core.wire.messages import AnswerRequest

Reason = Annotated[str, typer.Option("--reason", help="Recorded, and told to the agent.")]
KeyFile = Annotated[str | None, typer.Option("--key", help="Your key file, when there are several.")]
Descriptor = Annotated[
    int | None, typer.Option("--passphrase-fd", help="Read the passphrase from this file descriptor.")
]


def register(app: typer.Typer) -> None:
    app.command("approve")(approve)
    app.command("deny")(deny)


def approve(
    request: Annotated[str, typer.Argument(help="From `mayact requests`.")],
    reason: Reason = "",
    key: KeyFile = None,
    passphrase_fd: Descriptor = None,
) -> None:
    """See exactly what would run, then sign it with your key: once, for this action, under this policy.

    The passphrase is the confirmation. The approval runs nothing by itself: the agent asks again, the same action is
    decided again, and it runs once.
    """
    _answer(request, Answer.APPROVE, reason=reason, key=key, descriptor=passphrase_fd)


def deny(
    request: Annotated[str, typer.Argument(help="From `mayact requests`.")],
    reason: Reason = "",
    key: KeyFile = None,
    passphrase_fd: Descriptor = None,
) -> None:
    """Refuse a request, signed, with a reason that reaches the agent."""
    _answer(request, Answer.DENY, reason=reason, key=key, descriptor=passphrase_fd)


def _answer(request: str, answer: Answer, *, reason: str, key: str | None, descriptor: int | None) -> None:
    paths = here()
    if len(reason) > MAX_REASON_CHARS:
        raise LimitExceeded("the reason is too long", hint=f"at most {MAX_REASON_CHARS} characters", field="reason")
    row = fetch(paths, request)
    binding = reviewed(row, asked_for=request)  # 1
    say(safe_block(row.text))
    if row.status not in (RequestStatus.OPEN, RequestStatus.APPROVED):
        raise IllegalTransition(f"request `{request}` is {row.status.value}", hint="nothing waits for an answer")
    locked = find_key(paths, key)
    verb = "approve exactly this, once" if answer is Answer.APPROVE else "deny exactly this"
    say(f"to {verb}, sign as {locked.name}" + (f", saying {safe(reason)}" if reason else ""))
    signer = unlock(locked, descriptor)  # 2
    statement = approval_statement(binding, answer=answer, approver=signer.id, reason=reason)  # 3
    sent = AnswerRequest(
        request=request, answer=answer.value, approver=signer.id, reason=reason, signature=signer.sign(statement)
    )
    after = request_row(ask_control(paths, sent)["request"])  # 4
    say(_said(after.status, request))


def _said(status: RequestStatus, request: str) -> str:
    match status:
        case RequestStatus.APPROVED | RequestStatus.SPENT:
            return f"{request} is approved: the same action may now run once"
        case RequestStatus.OPEN:
            return f"{request}: recorded; other approvals are still missing"
        case RequestStatus.DENIED:
            return f"{request} is denied"
        case RequestStatus.EXPIRED | RequestStatus.VOID:
            return f"{request} is over ({status.value})"
