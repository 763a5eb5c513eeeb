# SPDX-License-Identifier: Apache-2.0
"""One word where one question is asked twice: a dossier is held back because its papers lie in another too,
and the other may be of the same matter.
"""

from __future__ import annotations

from intake.check.check import CheckResult
from intake.check.decided import decidable
from intake.check.doubles.findings import DOUBLE_SETTLED
from intake.dossier.facts import Finding
from intake.dossier.journal import PAPERS_ELSEWHERE, Event, What, hold_of
from intake.dossier.matter.dossiers import DOUBLE
from intake.store.store import Store
from intake.store.transaction import Transaction


def release_with(
    store: Store,
    session: Transaction,
    dossier_id: str,
    decided: Finding,
    result: CheckResult,
    *,
    why: str,
    who: str,
) -> None:
    """Let the dossier go from being held for papers that lie in others, once ``decided`` settles the last of
    these; ``result`` is its check as it stands. One of which nobody was asked keeps it held.
    """
    held = hold_of(store.journal(session, dossier_id))
    asked = [finding.other_dossier for finding in _doubles(held, result)] if held else []
    told = {one.other_dossier for one in result.findings if one.code in (DOUBLE, DOUBLE_SETTLED)}
    if held and asked == [decided.other_dossier] and told.issuperset(held.data.get("dossiers", ())):
        data = {"hold": held.id, "reason": why}
        store.note(session, dossier_id, What.HOLD_RELEASED, who=who, data=data)


def decide_with(
    store: Store,
    session: Transaction,
    dossier_id: str,
    held: Event,
    result: CheckResult,
    *,
    why: str,
    who: str,
) -> None:
    """Keep that a dossier which a person lets go is another matter than those for whose papers it was
    ``held``.
    """
    for finding in _doubles(held, result):
        told = {"finding": finding.code, "fingerprint": finding.fingerprint, "told": finding.clerk}
        store.note(session, dossier_id, What.DECIDED, who=who, data={**told, "reason": why})


def _doubles(held: Event, result: CheckResult) -> list[Finding]:
    if held.data.get("why") != PAPERS_ELSEWHERE:
        return []
    others = held.data.get("dossiers", ())
    doubles = (finding for finding in result.findings if finding.code == DOUBLE and decidable(finding))
    return [finding for finding in doubles if finding.other_dossier in others]
