# SPDX-License-Identifier: Apache-2.0
"""What persons have still to decide about, as the last check kept it: for whoever packages or sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intake.check.check import may_be_double, may_hold_others
from intake.check.decided import addresses
from intake.dossier.decisions import reviewed_in_one_go
from intake.dossier.facts import Severity
from intake.services.doubles import untold
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _


@dataclass(frozen=True, slots=True)
class Undecided:
    """A finding that waits for a decision: how it is named, what it says; ``others``: papers of others may
    lie in the dossier, ``double``: another dossier may be of the same matter. ``checked`` is false where the
    last check does not tell it yet.
    """

    address: str
    clerk: str
    others: bool
    double: bool = False
    checked: bool = True

    @property
    def stops(self) -> bool:
        """Whether nothing leaves before it is decided, whatever state the dossier is in."""
        return self.others or self.double

    def todo(self, dossier: str) -> str:
        """What a person does about it."""
        if not self.checked:
            told = _("Check it, then decide: sohoa check {dossier}")
        elif self.double:
            told = _(
                "Look at both; if this is another matter, say why:"
                " sohoa decide {dossier} {code} --because “…”; if it is the same, end it:"
                " sohoa decide {dossier} {code} --withdraw --because “…”"
            )
        elif self.others:
            told = _(
                "Take foreign papers out: sohoa papers {dossier}; if all are this citizen's, say why:"
                " sohoa decide {dossier} {code} --because “…”"
            )
        else:
            told = _("If it may go on so: sohoa decide {dossier} {code} --because “…”")
        return told.format(dossier=dossier, code=self.address)


def first_undecided(store: Store, session: Transaction, dossier_id: str) -> Undecided | None:
    """The finding that a person has to decide about first; None where an earlier version had the whole
    dossier reviewed in one go.
    """
    waiting = waiting_for_decision(store.findings(session, dossier_id))
    if new := untold(store, session, dossier_id):
        told = _("Dossier {id} may be of the same matter.").format(id=new.other.id)
        waiting = _stopping_first(
            [*waiting, Undecided(new.code, told, others=False, double=True, checked=False)]
        )
    if waiting and not reviewed_in_one_go(store.journal(session, dossier_id)):
        return waiting[0]
    return None


def waiting_for_decision(findings: Iterable[Mapping[str, Any]]) -> list[Undecided]:
    """Those of the stored findings that persons have still to decide about; what stops everything first."""
    # A finding that an earlier version kept has no fingerprint: the next check gives it one.
    there = [f for f in findings if f["severity"] == Severity.WARNING and f.get("fingerprint")]
    named = addresses([finding["code"] for finding in there])
    found = [
        Undecided(
            address,
            finding["clerk"],
            others=may_hold_others(finding["code"], finding["severity"]),
            double=may_be_double(finding["code"], finding["severity"]),
        )
        for address, finding in zip(named, there, strict=True)
    ]
    return _stopping_first(found)


def _stopping_first(found: Sequence[Undecided]) -> list[Undecided]:
    return sorted(found, key=lambda one: (not one.others, not one.double))
