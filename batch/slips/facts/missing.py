# SPDX-License-Identifier: Apache-2.0
"""What the citizen is asked for: the sentences that the completeness check has for them."""

from __future__ import annotations

from dataclasses import dataclass

from batch.slips.facts.gather import Issuer
from batch.store.outbox_rows import of_dossier
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import Finding, Severity
from intake.dossier.sending import Sending
from intake.dossier.states import CLOSED
from intake.services.fill_and_check import check
from intake.store.store import Store
from templates.catalogue.loading import Catalogue
from templates.model.procedures import ProcedureEdition

SUPPLEMENT_WANTED = "supplement-wanted"
"""The gateway's state (``templates.model.gateways.states``) in which a dossier comes back."""


@dataclass(frozen=True, slots=True)
class Want:
    """One thing that the citizen is asked for; ``original``: a paper of which no copy is taken, of so many
    ``count``.
    """

    text: str
    original: int = 0

    def counted(self) -> tuple[str, str, str]:
        """How many as originals, certified copies, photocopies; empty where any of them will do."""
        return (f"{self.original:02d}" if self.original else "", "", "")


def citizens_points(store: Store, dossier_id: str, catalogue: Catalogue, *, by: Issuer) -> tuple[Want, ...]:
    """One sentence for each thing that is missing, checked now, each with its law where that is certain."""
    result = check(store, dossier_id, catalogue, now=store.clock(), commune=by.unit.commune)
    with store.read() as session:
        dossier = store.get(session, dossier_id)
    edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    originals = _originals(edition, catalogue)
    wanted = (f for f in result.findings if f.severity is Severity.ERROR and f.citizen)
    return tuple(dict.fromkeys(Want(_point(f), originals.get(f.code, 0)) for f in wanted))


def _originals(edition: ProcedureEdition, catalogue: Catalogue) -> dict[str, int]:
    """How many originals fulfil a demand, by the code of its being missing, where no copy would."""
    found = {}
    for rule in (edition.form_rule, *edition.submit):
        if all(catalogue.document_type(kind).always_original for kind in rule.kinds()):
            found[f"{rule.id}.missing"] = min(choice.count for choice in rule.choices) * rule.at_least
    return found


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
