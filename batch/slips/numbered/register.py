# SPDX-License-Identifier: Apache-2.0
"""The register of slips: number, journal, what a slip changes and its mail in one transaction.

A process killed after the transaction has left a numbered slip without a file; the same command finds the
slip, makes its file, and takes no second number. The same wish is never issued twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from batch.slips.facts.gather import Issuer, SlipFacts, dated
from batch.slips.facts.spoken_days import year_of
from batch.slips.mail.mailbox import enqueue
from batch.slips.sheets.content import SlipContent
from batch.slips.sheets.files import SlipDelivery, keep_slip
from batch.store.slips import NewSlip, SlipRecord, add_slip, slips_of
from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import What
from intake.store.life.numbers import Series
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.model.slip_texts import SlipKind, load_slip

Then = Callable[[Transaction, SlipRecord], None]


@dataclass(frozen=True, slots=True)
class Issued:
    """A slip that was issued. ``again``: it had been before and was only printed again; ``mended``: the file
    that lay there was not what had been issued, and was made anew.

    ``earlier`` counts the slips of this kind that the dossier had got already; ``mailed``: a mail waits in
    the queue.
    """

    kind: str
    number: int
    year: int
    sign: str
    issued_at: datetime
    pdf: Path
    docx: Path | None = None
    copies: tuple[Path, ...] = ()
    again: bool = False
    earlier: int = 0
    mailed: bool = False
    mended: bool = False


@dataclass(frozen=True)
class Draft:
    """A slip before it has a number; ``wish`` recognises the same wish coming twice."""

    kind: SlipKind
    told: SlipFacts
    wish: str
    items: tuple[str, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)


def register(
    store: Store,
    draft: Draft,
    wanted: SlipDelivery,
    catalogue: Catalogue,
    *,
    by: Issuer,
    then: Then | None = None,
    anew: bool = False,
) -> Issued:
    """Issue a slip, or find the one that was issued for the same wish (never with ``anew``).

    ``then`` changes what the slip changes, in the same transaction; an error it raises takes the number back.
    """
    dossier_id = draft.told.dossier

    def issue(session: Transaction) -> tuple[SlipRecord, Sequence[SlipRecord], bool, bool]:
        before = [slip for slip in slips_of(session, dossier_id) if slip.kind == draft.kind]
        known = before[-1] if before and before[-1].wish == draft.wish and not anew else None
        slip = known or _number(store, session, draft, catalogue, by=by)
        if known is None and then is not None:
            then(session, slip)
        mailed = wanted.mail and enqueue(store, session, dossier_id, slip.id, who=by.who)
        return slip, before, known is not None, mailed

    slip, before, again, mailed = store.write(issue)
    files = keep_slip(store, slip, wanted, catalogue.root)
    return Issued(
        kind=draft.kind,
        number=slip.number,
        year=slip.year,
        sign=slip.sign,
        issued_at=slip.issued_at,
        pdf=files.pdf,
        docx=files.docx,
        copies=files.copies,
        again=again,
        earlier=len(before) - again,
        mailed=mailed,
        mended=files.mended,
    )


def _number(
    store: Store, session: Transaction, draft: Draft, catalogue: Catalogue, *, by: Issuer
) -> SlipRecord:
    """The next number of this unit, kind and year; the transaction began as a writer, so nobody else has
    it.
    """
    now, unit = store.clock(), by.unit
    year, edition = year_of(now), load_slip(draft.kind, catalogue.root).edition(local_day(now))
    number = store.next_number(session, Series.slips(unit.code, draft.kind, year))
    sign = f"{number:02d}/{edition.symbol}" if edition.symbol else f"{number:02d}"
    places = {**draft.told.places, **draft.places, "number": sign, "today": dated(unit, now)}
    places |= {"book": str(year), "running": f"{number:04d}"}
    new = NewSlip(
        dossier_id=draft.told.dossier,
        kind=draft.kind,
        unit=unit.code,
        year=year,
        number=number,
        sign=sign,
        edition=edition.id,
        content=SlipContent(places, draft.items, draft.tables, draft.told.office).as_json(),
        wish=draft.wish,
        issued_at=now,
        issued_by=by.who,
    )
    slip = add_slip(session, new)
    told = {"kind": draft.kind, "sign": sign, "number": number, "year": year}
    store.note(session, draft.told.dossier, What.SLIP_ISSUED, who=by.who, data=told)
    return slip
