"""The table of the API: every path, who may call it, what it takes and what it gives.

Law: what is not in this table is 404, another method 405, another role 403; the OpenAPI document is made from the same
rows. Paths are compared byte by byte: nothing is decoded, normalised or completed, because two readings of a path are
two paths.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mayact.core.bearer import Role
from mayact.ports import AuthzenApi
from mayact.server.http import messages as m

ANYBODY: Final[frozenset[Role]] = frozenset()
"""No token is asked for."""

EVERY_ROLE: Final = frozenset(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation. `template` may hold `{name}` segments, bounded by `_SEGMENTS`."""

    method: str
    template: str
    name: str
    """The operation, as OpenAPI and the metrics name it."""
    roles: frozenset[Role]
    says: str
    takes: Any = None
    """The struct of the body; None: no body is read."""
    gives: Any = None
    """The struct of a 200; None: `content_type` is not JSON."""
    asks: tuple[m.Parameter, ...] = ()
    """Query parameters."""
    content_type: str = "application/json"
    errors: tuple[int, ...] = ()
    """Statuses that it has beside those of every route."""
    api: AuthzenApi | None = None


_BOUNDARY: Final = frozenset({Role.BOUNDARY})
_REVIEWER: Final = frozenset({Role.REVIEWER})
_PEP: Final = frozenset({Role.PEP})


def _authzen(api: AuthzenApi, name: str, takes: Any, gives: Any, says: str) -> Route:
    return Route(
        method="POST", template=f"/access/v1/{api.value}", name=name, roles=_PEP, takes=takes, gives=gives, says=says,
        api=api,
    )  # fmt: skip


ROUTES: Final = (
    Route(
        method="GET", template="/.well-known/authzen-configuration", name="authzen_metadata", roles=ANYBODY,
        gives=m.Metadata, says="Where the AuthZEN endpoints of this decision point are.",
    ),
    _authzen(AuthzenApi.EVALUATION, "authzen_evaluation", m.EvaluationRequest, m.EvaluationResponse,
             "May this subject do this to that resource?"),
    _authzen(AuthzenApi.EVALUATIONS, "authzen_evaluations", m.EvaluationsRequest, m.EvaluationsResponse,
             "Several evaluations at once, with defaults."),
    _authzen(AuthzenApi.SEARCH_SUBJECT, "authzen_search_subject", m.SearchSubjectRequest, m.SearchResponse,
             "Which subjects may?"),
    _authzen(AuthzenApi.SEARCH_RESOURCE, "authzen_search_resource", m.SearchResourceRequest, m.SearchResponse,
             "Which resources may it be done to?"),
    _authzen(AuthzenApi.SEARCH_ACTION, "authzen_search_action", m.SearchActionRequest, m.ActionSearchResponse,
             "Which actions are permitted?"),
    Route(
        method="POST", template="/v1/authorize", name="authorize", roles=_BOUNDARY, takes=m.AuthorizeRequest,
        gives=m.Answer, errors=(404, 409, 410),
        says="Decide one call. 200 whatever the outcome: only `allow` and `modify` carry a permit.",
    ),
    Route(
        method="POST", template="/v1/explain", name="explain", roles=_BOUNDARY, takes=m.ExplainRequest,
        gives=m.Explained, says="What would be decided; nothing is written and no approval is counted.",
    ),
    Route(
        method="POST", template="/v1/permits/claim", name="claim", roles=_BOUNDARY, takes=m.ClaimRequest,
        gives=m.ClaimResponse, errors=(404, 409, 410), says="The exact call that an unspent permit is for.",
    ),
    Route(
        method="POST", template="/v1/permits/redeem", name="redeem", roles=_BOUNDARY, takes=m.RedeemRequest,
        gives=m.RedeemResponse, errors=(404, 409, 410),
        says="Spend a permit for exactly this call. After 200 it must run, or be reported as unknown.",
    ),
    Route(
        method="POST", template="/v1/permits/{id}/outcome", name="outcome", roles=_BOUNDARY, takes=m.OutcomeRequest,
        gives=m.OutcomeResponse, errors=(404, 409), says="What became of a redeemed permit.",
    ),
    Route(
        method="GET", template="/v1/requests", name="list_requests", roles=_REVIEWER, gives=m.RequestPage,
        asks=(m.STATUS, m.LIMIT, m.CURSOR), says="Requests for approval, in the order of their ids.",
    ),
    Route(
        method="GET", template="/v1/requests/{id}", name="show_request", roles=_REVIEWER, gives=m.RequestWhole,
        errors=(404,), says="One request with the text that an approver signs.",
    ),
    Route(
        method="POST", template="/v1/requests/{id}/answers", name="answer_request", roles=_REVIEWER,
        takes=m.AnswerBody, gives=m.RequestWhole, errors=(404, 409, 410),
        says="An approver's signed answer. The signature is what counts, not the token.",
    ),
    Route(
        method="GET", template="/v1/policy", name="show_policy", roles=_REVIEWER, gives=m.PolicyResponse,
        says="The active bundle and its digest.",
    ),
    Route(
        method="POST", template="/v1/policy", name="activate_policy", roles=_REVIEWER, takes=m.ActivateRequest,
        gives=m.ActivateResponse, errors=(409,),
        says="Make a bundle the policy. The approver's signature is what counts.",
    ),
    Route(
        method="GET", template="/v1/status", name="status", roles=EVERY_ROLE, gives=m.Status,
        says="What the gate is, and how it is.",
    ),
    Route(
        method="GET", template="/v1/log/checkpoint", name="log_checkpoint", roles=_REVIEWER,
        content_type="text/plain; charset=utf-8", errors=(404,),
        says="The newest signed checkpoint (C2SP signed note).",
    ),
    Route(
        method="GET", template="/v1/log/entries", name="log_entries", roles=_REVIEWER, gives=m.EntryPage,
        asks=(m.START, m.LIMIT),
        says="The exact bytes of entries, in order; fewer than `limit` when they are large. `next` goes on.",
    ),
    Route(
        method="GET", template="/v1/log/entries/{seq}/proof", name="log_proof", roles=_REVIEWER, gives=m.Proof,
        errors=(404,), says="A proof that one entry is in the log, complete in itself.",
    ),
    Route(
        method="GET", template="/healthz", name="health", roles=ANYBODY, gives=m.Health,
        says="200 while the process answers.",
    ),
    Route(
        method="GET", template="/readyz", name="ready", roles=ANYBODY, gives=m.Health,
        says="200 when the store answers and a policy is active.",
    ),
    Route(
        method="GET", template="/metrics", name="metrics", roles=frozenset({Role.METRICS}),
        content_type="text/plain; version=0.0.4; charset=utf-8", says="Figures in the text format of Prometheus.",
    ),
    Route(
        method="GET", template="/openapi.json", name="openapi", roles=ANYBODY, gives=m.AnyObject,
        says="This document.",
    ),
)  # fmt: skip

_SEGMENTS: Final = {"id": "[A-Za-z0-9-]{1,64}", "seq": "[0-9]{1,15}"}


@dataclass(frozen=True, slots=True)
class Found:
    """The routes of a path by method, and the values of its segments."""

    by_method: Mapping[str, Route]
    segments: Mapping[str, str]


_EXACT: Final[dict[str, Found]] = {}
_TEMPLATES: Final[list[tuple[re.Pattern[str], dict[str, Route]]]] = []


def _index() -> None:
    by_template: dict[str, dict[str, Route]] = {}
    for route in ROUTES:
        by_template.setdefault(route.template, {})[route.method] = route
    for template, methods in by_template.items():
        if "{" not in template:
            _EXACT[template] = Found(methods, {})
            continue
        pattern = re.escape(template).replace(r"\{", "{").replace(r"\}", "}")
        for name, segment in _SEGMENTS.items():
            pattern = pattern.replace("{" + name + "}", f"(?P<{name}>{segment})")
        _TEMPLATES.append((re.compile(pattern, re.ASCII), methods))


_index()


def find(path: str) -> Found | None:
    """The routes of `path`; None when there are none."""
    exact = _EXACT.get(path)
    if exact is not None:
        return exact
    for pattern, methods in _TEMPLATES:
        if (match := pattern.fullmatch(path)) is not None:
            return Found(methods, match.groupdict())
    return None
