# SPDX-License-Identifier: Apache-2.0
"""The slips and sheets of a dossier at a person's word: which one, and what must be said for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from batch.services.slip_wish import SheetKind, SlipWish
from batch.slips.facts.gather import Issuer
from batch.slips.numbered.issue import (
    issue_apology,
    issue_receipt,
    issue_refusal,
    issue_stop,
    issue_supplement,
)
from batch.slips.numbered.register import Issued
from batch.slips.sheets.files import PDF_ONLY, SlipDelivery, keep_slip
from batch.slips.sheets.unnumbered import PrintedSheet, print_control, print_form
from batch.store.slips import SlipRecord, slips_of
from intake.services.counter.still_missing import differing
from intake.store.store import Store


@dataclass(frozen=True, slots=True)
class SlipsOf:
    """The slips that a dossier has got, in order."""

    dossier: str
    slips: Sequence[SlipRecord]


def make_slip(
    store: Store, typed: str, kind: SheetKind, wish: SlipWish, wanted: SlipDelivery, by: Issuer
) -> Issued | PrintedSheet:
    """Issue a slip of the dossier that a person means, or print a sheet that has no number.

    Raises:
        UnknownDossierError: there is no such dossier.
        SlipRefusedError: the dossier is not one for this slip, or something must be said first.
        NoConsentError: a mail is wanted, and the citizen has not agreed.
        SlipError, StorageFullError: its files can't be made; the number stays.
    """
    dossier = _found(store, typed)
    match kind:
        case SheetKind.RECEIPT:
            return issue_receipt(
                store,
                dossier,
                by=by,
                copies_to=wanted.copies_to,
                docx=wanted.docx,
                renew=wish.renew,
                mail=wanted.mail,
            )
        case SheetKind.SUPPLEMENT:
            reason = " ".join(wish.reasons)
            return issue_supplement(store, dossier, by=by, items=wish.items, reason=reason, wanted=wanted)
        case SheetKind.REFUSAL:
            reasons, law = wish.need_reasons(), wish.need_law()
            return issue_refusal(store, dossier, by=by, reasons=reasons, law=law, wanted=wanted)
        case SheetKind.APOLOGY:
            why, until = " ".join(wish.need_reasons()), wish.need_until()
            return issue_apology(store, dossier, by=by, reason=why, until=until, wanted=wanted)
        case SheetKind.STOP:
            why = " ".join(wish.need_reasons())
            return issue_stop(store, dossier, by=by, reason=why, wanted=wanted)
        case SheetKind.CONTROL:
            return print_control(store, dossier, wanted, by=by)
    return print_form(store, dossier, wanted)


def slips_made(store: Store, typed: str) -> SlipsOf:
    """The slips of the dossier that a person means.

    Raises:
        UnknownDossierError: there is no such dossier.
    """
    dossier = _found(store, typed)
    with store.read() as session:
        return SlipsOf(dossier, slips_of(session, dossier))


def slip_file(store: Store, typed: str, kind: str, year: int, number: int) -> Path | None:
    """The PDF of a slip that the dossier has got, made anew where it is lost; None where it has no such slip.

    Raises:
        UnknownDossierError: there is no such dossier.
        SlipError, StorageFullError: the file can't be made.
    """
    for slip in slips_made(store, typed).slips:
        if (slip.kind, slip.year, slip.number) == (kind, year, number):
            return keep_slip(store, slip, PDF_ONLY).pdf
    return None


def visitor_differs(store: Store, typed: str) -> list[str]:
    """What the papers say otherwise than was typed at the counter, to be told before a slip is made.

    Raises:
        UnknownDossierError: there is no such dossier.
    """
    with store.read() as session:
        found = store.find(session, typed).id
        return differing(store.findings(session, found))


def _found(store: Store, typed: str) -> str:
    with store.read() as session:
        return store.find(session, typed).id
