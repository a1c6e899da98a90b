"""Who may approve, and which policy is active: changes signed by an approver of tier `policy`.

Law: policy files on disk do nothing; a bundle becomes active by an entry that carries it whole, signed. Approvals and
permits made under the policy before it are void at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mayact.core.approval import activation_statement, check_signature, enrolment_statement, key_id, unb64
from mayact.core.canonical import Digest, JsonObject
from mayact.core.errors import Forbidden, Unauthenticated, shown
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import ApproverRow, PermitStatus, RequestStatus, Row, Table
from mayact.core.policy.bundle import load_bundle
from mayact.gate.evidence import active_approver
from mayact.gate.instruments import Instruments

POLICY_TIER = "policy"


@dataclass(frozen=True, slots=True)
class Governor:
    tools: Instruments

    def activate(self, bundle: JsonObject, *, approver: str, signature: str) -> Digest:
        compiled = load_bundle(bundle)
        signer = self._governing(approver)
        active = self.tools.store.active_policy()
        previous = Digest(active.id) if active else None
        statement = activation_statement(policy=compiled.digest, previous=previous, approver=signer.id)
        check_signature(public_key=unb64(signer.public_key), statement=statement, signature=signature)
        now = self.tools.clock.now_ms()
        body: JsonObject = {
            "id": compiled.digest,
            "bundle": bundle,
            "approver": signer.id,
            "statement": statement,
            "signature": signature,
            "previous": previous,
        }
        # COMMIT POINT: the new policy and the end of everything approved under the old one, together.
        self.tools.store.append([*self._voided(now), Draft(Kind.POLICY_ACTIVATED, body, now)])
        return compiled.digest

    def enrol(
        self, *, name: str, public_key: str, tiers: Sequence[str], enrolled_by: str, signature: str
    ) -> ApproverRow:
        """Enrol a key (base64). The first enrols itself; every later one is signed by an approver of tier `policy`.

        Raises `Unauthenticated`, `Forbidden`, `IllegalTransition`.
        """
        raw = unb64(public_key)
        name_of_key = key_id(raw)
        sponsor = raw if enrolled_by == name_of_key else unb64(self._governing(enrolled_by).public_key)
        statement = enrolment_statement(public_key=public_key, name=name, tiers=tiers, approver=enrolled_by)
        check_signature(public_key=sponsor, statement=statement, signature=signature)
        body: JsonObject = {
            "id": name_of_key,
            "name": name,
            "public_key": public_key,
            "tiers": tuple(tiers),
            "enrolled_by": enrolled_by,
            "signature": signature,
        }
        self.tools.store.append([Draft(Kind.APPROVER_ENROLLED, body, self.tools.clock.now_ms())])
        row = active_approver(self.tools.store, name_of_key)
        if row is None:
            raise Unauthenticated("the enrolment did not take", hint="run `mayact log verify`")
        return row

    def _governing(self, approver: str) -> ApproverRow:
        row = active_approver(self.tools.store, approver)
        if row is None:
            raise Unauthenticated(f"{shown(approver)} is no enrolled approver", hint="see `mayact status`")
        if POLICY_TIER not in row.tiers:
            raise Forbidden(f"{shown(row.name)} may not change policy", hint="an approver of tier `policy` must sign")
        return row

    def _voided(self, now: int) -> list[Draft]:
        drafts: list[Draft] = []
        for table, kind, field, statuses in (
            (Table.REQUESTS, Kind.REQUEST_VOIDED, "request", (RequestStatus.OPEN, RequestStatus.APPROVED)),
            (Table.PERMITS, Kind.PERMIT_VOIDED, "permit", (PermitStatus.ISSUED,)),
        ):
            rows: list[Row] = [
                row for status in statuses for row in self.tools.store.rows(table, status=status.value, limit=100_000)
            ]
            drafts.extend(Draft(kind, {field: row.id, "because": "the policy changed"}, now) for row in rows)
        return drafts
