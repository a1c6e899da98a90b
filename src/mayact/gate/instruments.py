"""What the one path needs from outside, in one value."""

from dataclasses import dataclass

from mayact.ports import Clock, Ids, Observer, PermitSigner, ShellParser, Store, Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruments:
    """`origin` names this installation in permits (`iss`) and in the log's checkpoints; `guarded` are the directories
    it lives in, where no agent may write."""

    store: Store
    clock: Clock
    ids: Ids
    signer: PermitSigner
    parser: ShellParser
    observer: Observer
    trace: Trace
    origin: str
    guarded: tuple[str, ...]
