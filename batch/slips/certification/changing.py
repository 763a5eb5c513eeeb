# SPDX-License-Identifier: Apache-2.0
"""Lines of a register corrected or made void: number and first entry stay, and so does the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batch.slips.certification.entering import MOST
from batch.slips.certification.errors import CertificationError
from batch.slips.facts.gather import Issuer
from batch.store.certifications import (
    CORRECTABLE,
    CertificationChange,
    CertificationRecord,
    add_change,
    certification,
)
from intake.store.store import Store
from intake.store.transaction import Transaction


def void_certification(
    store: Store, book: str, year: int, number: int, *, reason: str, by: Issuer, seen: int | None = None
) -> CertificationRecord:
    """Make a line void. Its number is never given again. ``seen``: so many later words on it were shown to
    whoever says so; None where they were shown none of it.

    Raises ``CertificationError``: there is no such line, it is void already, no reason was said, or somebody
    changed it meanwhile.
    """
    return _changed(store, (book, year, number), {}, void=True, reason=reason, by=by, seen=seen)


def correct_certification(
    store: Store,
    book: str,
    year: int,
    number: int,
    told: Mapping[str, Any],
    *,
    reason: str,
    by: Issuer,
    seen: int | None = None,
) -> CertificationRecord:
    """Write down what was right (columns of the line → values); what stood there stays to be seen. ``seen``
    as of ``void_certification``.

    Raises ``CertificationError``: there is no such line, it is void, nothing differs, a number is none that
    can be, no reason was said, or somebody changed it meanwhile.
    """
    for name in ("pages", "count"):
        if name in told and not 1 <= told[name] <= MOST:
            raise CertificationError.miscounted(str(told[name]), MOST)
    return _changed(store, (book, year, number), told, void=False, reason=reason, by=by, seen=seen)


def _changed(
    store: Store,
    named: tuple[str, int, int],
    told: Mapping[str, Any],
    *,
    void: bool,
    reason: str,
    by: Issuer,
    seen: int | None,
) -> CertificationRecord:
    if not reason:
        raise CertificationError.no_reason()
    book, year, number = named

    def change(session: Transaction) -> CertificationRecord:
        line = certification(session, by.unit.code, book, year, number)
        if line is None:
            raise CertificationError.no_such_number(book, number, year)
        if line.void is not None:
            raise CertificationError.void_already(line.sign)
        if seen is not None and len(line.changes) > seen:
            raise CertificationError.changed_meanwhile(line.sign, line.changes[-1].who)
        differs = {k: v for k, v in told.items() if k in CORRECTABLE and getattr(line, k) != v}
        if not (void or differs):
            raise CertificationError.nothing_changed()
        add_change(session, line.id, CertificationChange(store.clock(), by.who, void, differs, reason))
        found = certification(session, by.unit.code, book, year, number)
        assert found is not None
        return found

    return store.write(change)
