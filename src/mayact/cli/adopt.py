"""`mayact log adopt`: going on from a head that is not the anchored one, after a restore or when the anchor was lost.

1. refuse     while a gate holds the store, and where there is nothing to adopt
2. show       both heads, who may approve from then on, and what becomes void
3. unlock     the passphrase is the confirmation; there is no other way to sign
4. adopt      the store checks the signature over exactly that head; everything not spent is void, then it is anchored

Law: nothing moves an anchor backwards but a person who saw from where to where.
"""

from typing import Annotated

import typer

from mayact.app import configured_store, log_key, require_pinned_key
from mayact.cli.keyring import find_key, unlock
from mayact.cli.output import safe, say
from mayact.cli.where import here, require_initialised, settings_of
from mayact.core.errors import IllegalTransition, InvalidInput, LimitExceeded, StoreCorrupt
from mayact.core.limits import MAX_REASON_CHARS
from mayact.core.log.checkpoint import VerifierKey
from mayact.core.log.statements import adoption_statement
from mayact.identity.instruments import SystemClock
from mayact.identity.signer import GateSigner
from mayact.store.adopt import Adoptable, adopt, head_to_adopt
from mayact.store.anchor import Anchor
from mayact.store.choose import Where, open_store

Reason = Annotated[str, typer.Option("--reason", help="Why the store is another one. Recorded in the log.")]
KeyFile = Annotated[str | None, typer.Option("--key", help="Your key file, when there are several.")]
Descriptor = Annotated[
    int | None, typer.Option("--passphrase-fd", help="Read the passphrase from this file descriptor.")
]


def adopt_head(reason: Reason, key: KeyFile = None, passphrase_fd: Descriptor = None) -> None:
    """Go on from a store that was put back on purpose, or whose anchor was lost. Stop every gate on it first.

    Shows the anchored head and the store's, and what becomes void: every request and permit that is not spent, because
    it may have been spent in the part that is gone. An approver of tier `policy` signs; the log records it.
    """
    if not reason.strip():
        raise InvalidInput("a reason is missing", hint="say with --reason why the store is another one", field="reason")
    if len(reason) > MAX_REASON_CHARS:
        raise LimitExceeded("the reason is too long", hint=f"at most {MAX_REASON_CHARS} characters", field="reason")
    paths = here()
    require_initialised(paths)
    settings = settings_of(paths)
    require_pinned_key(paths, settings)
    where = configured_store(paths, settings)
    gate, verifier, anchor = (
        GateSigner.load(paths.gate_key_file, origin=settings.origin),
        log_key(paths, settings),
        Anchor(paths.anchor_file),
    )
    _refuse_needless(where, paths.database, verifier, gate, anchor)  # 1
    found = head_to_adopt(where, beside=paths.database, key=verifier, sign=gate.sign, anchor=anchor)
    _show(found, _anchored(anchor, verifier), anchor)  # 2
    locked = find_key(paths, key)
    say(f"to go on from these {found.head.size} entries, sign as {locked.name}, saying {safe(reason)}")
    signer = unlock(locked, passphrase_fd)  # 3
    head = found.head
    statement = adoption_statement(
        origin=head.origin, size=head.size, root=head.root.hex(), approver=signer.id, reason=reason
    )
    receipt = adopt(  # 4
        where,
        beside=paths.database,
        key=verifier,
        sign=gate.sign,
        anchor=anchor,
        approver=signer.id,
        reason=reason,
        signature=signer.sign(statement),
        at=SystemClock().now_ms(),
    )
    say("adopted; the head is now")
    print(receipt.checkpoint, end="")


def _refuse_needless(where: Where, beside: str, key: VerifierKey, gate: GateSigner, anchor: Anchor) -> None:
    """Raises `IllegalTransition` when the store opens as it is, and `StoreUnavailable` while a gate holds it."""
    try:
        open_store(where, beside=beside, key=key, sign=gate.sign, anchor=anchor).close()
    except StoreCorrupt:
        return  # what else may be wrong with it, adopting finds out and refuses
    raise IllegalTransition(
        "the store continues its anchored head: there is nothing to adopt", hint="start it with `mayact up`"
    )


def _anchored(anchor: Anchor, key: VerifierKey) -> str:
    try:
        head = anchor.read(key=key)
    except StoreCorrupt as error:
        return f"cannot be used: {safe(error.message)}"
    return "is missing" if head is None else f"speaks of {head.size} entries, root {head.root.hex()}"


def _show(found: Adoptable, anchored: str, anchor: Anchor) -> None:
    say(f"the anchor {safe(anchor.path)} {anchored}")
    say(f"the store holds {found.head.size} entries, root {found.head.root.hex()}")
    for row in found.approvers:
        # A revocation may be in the part that is gone, and nobody but the person who signs can know.
        say(f"approver from then on: {safe(row.name)} ({safe(row.id)}), tiers {safe(', '.join(row.tiers))}")
    say(f"becomes void: {found.requests} requests and {found.permits} permits that are not spent")
