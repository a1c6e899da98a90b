"""The gate's HTTP API for Python programs: `Client`, `AsyncClient`, and `guarded` for tools.

A program that only asks the gate needs nothing else of mayact than what is exported here.
"""

from mayact.boundary.sdk.asynchronous import AsyncClient
from mayact.boundary.sdk.authzen import Action, Decision, Item, Metadata, Resource, Semantic, Subject
from mayact.boundary.sdk.calls import Call
from mayact.boundary.sdk.client import Client
from mayact.boundary.sdk.guarded import (
    ActionDenied,
    ActionPending,
    OutcomeUnreported,
    Running,
    arunning,
    guarded,
    running,
)
from mayact.boundary.sdk.native import Allowed, ClaimedPermit, Denied, Explained, Pending, Verdict
from mayact.boundary.sdk.reviewing import ActivePolicy, ProvenEntry, RequestSummary, Signer
from mayact.core.approval import Answer
from mayact.core.errors import GateUnreachable, MayactError
from mayact.core.log.checkpoint import Checkpoint, VerifierKey, parse_key
from mayact.core.log.state import RequestRow

__all__ = [
    "Action",
    "ActionDenied",
    "ActionPending",
    "ActivePolicy",
    "Allowed",
    "Answer",
    "AsyncClient",
    "Call",
    "Checkpoint",
    "ClaimedPermit",
    "Client",
    "Decision",
    "Denied",
    "Explained",
    "GateUnreachable",
    "Item",
    "MayactError",
    "Metadata",
    "OutcomeUnreported",
    "Pending",
    "ProvenEntry",
    "RequestRow",
    "RequestSummary",
    "Resource",
    "Running",
    "Semantic",
    "Signer",
    "Subject",
    "Verdict",
    "VerifierKey",
    "arunning",
    "guarded",
    "parse_key",
    "running",
]
