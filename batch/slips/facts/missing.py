# SPDX-License-Identifier: Apache-2.0
"""What the citizen is asked for: the sentences that the completeness check has for them."""

from __future__ import annotations

from batch.slips.facts.gather import Issuer
from intake.dossier.facts import Finding, Severity
from intake.services.fill_and_check import check
from intake.store.store import Store
from templates.catalogue.loading import Catalogue


def citizens_points(store: Store, dossier_id: str, catalogue: Catalogue, *, by: Issuer) -> tuple[str, ...]:
    """One sentence for each thing that is missing, checked now, each with its law where that is certain."""
    result = check(store, dossier_id, catalogue, now=store.clock(), commune=by.unit.commune)
    wanted = (f for f in result.findings if f.severity is Severity.ERROR and f.citizen)
    return tuple(dict.fromkeys(_point(finding) for finding in wanted))


def _point(finding: Finding) -> str:
    # A law nobody has compared with its text does not go out over the office's seal.
    if not finding.law or finding.unverified:
        return finding.citizen
    return f"{finding.citizen} (Căn cứ: {finding.law}.)"
