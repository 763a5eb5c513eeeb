# SPDX-License-Identifier: Apache-2.0
"""What the citizen is asked for: the sentences that the completeness check has for them."""

from __future__ import annotations

from batch.slips.facts.gather import Issuer
from batch.store.outbox_rows import of_dossier
from intake.dossier.facts import Finding, Severity
from intake.dossier.sending import Sending
from intake.dossier.states import CLOSED
from intake.services.fill_and_check import check
from intake.store.store import Store
from templates.catalogue.loading import Catalogue

SUPPLEMENT_WANTED = "supplement-wanted"
"""The gateway's state (``templates.model.gateways.states``) in which a dossier comes back."""


def citizens_points(store: Store, dossier_id: str, catalogue: Catalogue, *, by: Issuer) -> tuple[str, ...]:
    """One sentence for each thing that is missing, checked now, each with its law where that is certain."""
    result = check(store, dossier_id, catalogue, now=store.clock(), commune=by.unit.commune)
    wanted = (f for f in result.findings if f.severity is Severity.ERROR and f.citizen)
    return tuple(dict.fromkeys(_point(finding) for finding in wanted))


def gateways_points(store: Store, dossier_id: str) -> tuple[str, ...]:
    """What a gateway asked for when it gave the dossier back, in its own words, and until when."""
    with store.read() as session:
        way = of_dossier(session, dossier_id)
        returned = store.get(session, dossier_id).state not in CLOSED
    if way is None or not returned or way.state != Sending.SENT or way.remote_state != SUPPLEMENT_WANTED:
        return ()
    told = [way.remote_note] if way.remote_note else []
    if way.supplement_by:
        told.append(f"Thời hạn bổ sung: đến hết ngày {way.supplement_by:%d/%m/%Y}.")
    return tuple(told)


def _point(finding: Finding) -> str:
    # A law nobody has compared with its text does not go out over the office's seal.
    if not finding.law or finding.unverified:
        return finding.citizen
    return f"{finding.citizen} (Căn cứ: {finding.law}.)"
