# SPDX-License-Identifier: Apache-2.0
"""Papers of one visit entered in their register: a number each, the fee, one number for the fee receipt, in
one transaction.

Copies that are certified from one original at the same time have one number (the published procedure
2.000815). Numbers go on through the year whatever the volume. The same visit coming twice, because a program
was ended or a disk was full before the slips, is entered once; another errand under its name is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from operator import attrgetter
from uuid import uuid4

from batch.slips.certification.errors import CertificationError
from batch.slips.facts.gather import Issuer
from batch.slips.facts.spoken_days import year_of
from batch.store.certifications import (
    CertificationRecord,
    NewCertification,
    add_certification,
    certifications_of_visit,
    newest_volume,
)
from intake.dossier.deadline.clock import due_after
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.working_days import Calendar
from intake.dossier.facts import Finding, Severity
from intake.dossier.journal import CERTIFIED, What, fold
from intake.services.counter.correcting import who_asks
from intake.services.fill_and_check import check
from intake.store.life.numbers import Series
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.model.charges.certification import Certification, load_certification_books
from templates.model.procedures import Procedure, ProcedureEdition
from templates.model.rules import DocumentRule

MOST = 9999
"""Nobody brings more pages, or wants more copies, at once; more is a slip of the finger."""
_LONGEST_KEY = 64
_SAID = attrgetter("procedure", "book", "dossier_id", "requester", "id_paper", "signer", "waived")


@dataclass(frozen=True, slots=True)
class PaperBrought:
    """One paper: its name, the pages of the original, how many copies (or papers) are wanted."""

    name: str
    pages: int = 1
    count: int = 1


@dataclass(frozen=True)
class CertificationWish:
    """What a visitor wants certified. ``word`` is that of the short way (``Certification.word``); ``signer``
    signs the certification (name and office); ``waived`` says why no fee is taken; ``visit`` names this
    visit within the office, so that it is entered once whatever happens; ``dossier`` is what it comes from.
    """

    word: str
    requester: str
    papers: Sequence[PaperBrought]
    id_paper: str = ""
    signer: str = ""
    electronic: bool = False
    volume: int | None = None
    waived: str = ""
    dossier: str = ""
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Certified:
    """What was entered: the lines, when the result is due, what is to be paid (None: nobody knows), and
    whether it had been entered before.
    """

    procedure: str
    lines: tuple[CertificationRecord, ...]
    due: date
    total_vnd: int | None
    again: bool = False

    @property
    def visit(self) -> str:
        """By which the visit is known."""
        return self.lines[0].visit


def certifiable(catalogue: Catalogue, on: date) -> dict[str, Procedure]:
    """Word of the short way → procedure, of those in force on that day; copies and signatures first."""
    found = [
        p for p in catalogue.procedures.values() if p.certification is not None and p.edition(on) is not None
    ]
    first = {"copy": 0, "signature": 1}
    ordered = sorted(found, key=lambda p: (first.get(p.certification.word, 2), p.code))  # type: ignore[union-attr]
    return {p.certification.word: p for p in ordered if p.certification is not None}


def fee_of(procedure: Procedure, edition: ProcedureEdition, brought: PaperBrought, waived: str) -> int | None:
    """What one paper costs in đồng; None where no source gives the amount."""
    if waived:
        return 0
    known = [fee for fee in edition.fees if fee.amount_vnd is not None and not fee.unverified]
    if procedure.certification is None or len(known) != len(edition.fees):
        return None
    total = 0
    for fee in known:
        amount = fee.amount_vnd or 0
        total += fee.counted.total_vnd(amount, brought.pages, brought.count) if fee.counted else amount
    return total


def certify(store: Store, wish: CertificationWish, by: Issuer) -> Certified:
    """Enter what was brought, a number for each paper; found again where the same visit was entered before.

    Raises:
        CertificationError: the wish can't be entered as it is, or its visit was entered with another one.
        UnknownDossierError: there is no such dossier.
    """
    catalogue, now = load_catalogue(), store.clock()
    kinds = certifiable(catalogue, local_day(now))
    procedure = kinds.get(wish.word)
    if procedure is None or procedure.certification is None:
        raise CertificationError.unknown_kind(wish.word, ", ".join(kinds))
    kind, unit = procedure.certification, by.unit.code
    dossier = _dossier_of(store, wish, procedure, catalogue, by)
    wish = _asked_by_who_is_known(store, wish, dossier)
    _refuse_what_is_not_sayable(wish, kind)
    visit = _key_of_visit(unit, wish.visit) if wish.visit else uuid4().hex
    edition = catalogue.procedure(procedure.code, local_day(now))

    def enter(session: Transaction) -> tuple[list[CertificationRecord], bool]:
        before = _entered_before(session, wish, unit)
        if known := next((v for v in before if _is_that_of(v, wish, procedure.code, kind, dossier)), None):
            return known, True
        if before:
            raise CertificationError.other_errand(before[0][0].sign)
        lines = _entered(store, session, wish, procedure, edition, visit, dossier, by=by)
        if dossier is not None:
            told = {"code": CERTIFIED, "signs": [line.sign for line in lines]}
            store.note(session, dossier, What.NOTED, who=by.who, data=told)
        return lines, False

    lines, again = store.write(enter)
    return told_of(lines, catalogue, again=again)


def _key_of_visit(unit: str, named: str) -> str:
    """Two offices of one store may call their visits the same. What has no code yet begins with “/” and so
    meets none of the office's own once the office claims it.
    """
    key = f"{unit}/{named}"
    return key if len(key) <= _LONGEST_KEY else sha256(key.encode()).hexdigest()


def _entered_before(
    session: Transaction, wish: CertificationWish, unit: str
) -> list[list[CertificationRecord]]:
    """The visits that the wish may mean: also from before the office had a code, or named as JSON told it."""
    if not wish.visit:
        return []
    keys = dict.fromkeys((_key_of_visit(unit, wish.visit), _key_of_visit("", wish.visit), wish.visit))
    return [lines for key in keys if (lines := certifications_of_visit(session, unit, key))]


def told_of(lines: Sequence[CertificationRecord], catalogue: Catalogue, *, again: bool = False) -> Certified:
    """What lines of one visit come to: the day they are due and what they cost, void ones left out."""
    first = lines[0]
    edition = catalogue.procedure(first.procedure, local_day(first.certified_at))
    calendar = Calendar(catalogue.codes.working_days)
    due = due_after(first.certified_at, edition.processing, calendar).day
    fees = [line.fee_vnd for line in lines if line.void is None]
    total = None if None in fees else sum(fee for fee in fees if fee is not None)
    return Certified(first.procedure, tuple(lines), due, total, again)


def _entered(
    store: Store,
    session: Transaction,
    wish: CertificationWish,
    procedure: Procedure,
    edition: ProcedureEdition,
    visit: str,
    dossier: str | None,
    *,
    by: Issuer,
) -> list[CertificationRecord]:
    kind = procedure.certification
    assert kind is not None
    book = book_of(wish, kind)
    now, unit = store.clock(), by.unit.code
    year = year_of(now)
    volume = _volume(session, wish, unit, book, year)
    fees = [fee_of(procedure, edition, brought, wish.waived) for brought in wish.papers]
    paid = None not in fees and any(fees)
    receipt = store.next_number(session, Series.fee_receipts(unit, year)) if paid else None
    symbol = load_certification_books(load_catalogue().root).book(book).symbol
    return [
        add_certification(
            session,
            NewCertification(
                unit=unit,
                book=book,
                year=year,
                number=store.next_number(session, Series.certifications(unit, book, year)),
                volume=volume,
                symbol=symbol,
                visit=visit,
                place=place,
                procedure=procedure.code,
                dossier_id=dossier,
                requester=wish.requester,
                id_paper=wish.id_paper,
                paper=brought.name,
                pages=brought.pages,
                count=brought.count,
                signer=wish.signer,
                fee_vnd=fee,
                waived=wish.waived,
                receipt=receipt,
                certified_at=now,
                who=by.who,
            ),
        )
        for place, (brought, fee) in enumerate(zip(wish.papers, fees, strict=True))
    ]


def book_of(wish: CertificationWish, kind: Certification) -> str:
    """The register that it is entered in."""
    return kind.electronic_book if wish.electronic and kind.electronic_book else kind.book


def _is_that_of(
    lines: Sequence[CertificationRecord],
    wish: CertificationWish,
    procedure: str,
    kind: Certification,
    dossier: str | None,
) -> bool:
    """Whether the lines are what this wish was entered as; what was corrected since makes it no other one."""
    first = [line.entered for line in lines]
    papers = [PaperBrought(line.paper, line.pages, line.count) for line in first]
    said = (procedure, book_of(wish, kind), dossier, wish.requester, wish.id_paper, wish.signer, wish.waived)
    same_volume = wish.volume in (None, first[0].volume)
    return same_volume and papers == list(wish.papers) and all(_SAID(line) == said for line in first)


def _volume(session: Transaction, wish: CertificationWish, unit: str, book: str, year: int) -> int:
    newest = newest_volume(session, unit, book, year)
    if wish.volume is not None and not newest <= wish.volume <= newest + 1:
        raise CertificationError.old_volume(wish.volume, newest)
    return wish.volume or newest


def _refuse_what_is_not_sayable(wish: CertificationWish, kind: Certification) -> None:
    if not wish.requester:
        raise CertificationError.nobody_asks()
    if not wish.papers or not all(paper.name for paper in wish.papers):
        raise CertificationError.nothing_named()
    for paper in wish.papers:
        if not (1 <= paper.pages <= MOST and 1 <= paper.count <= MOST):
            raise CertificationError.miscounted(f"{paper.name}:{paper.pages}:{paper.count}", MOST)
    if wish.electronic and kind.electronic_book is None:
        raise CertificationError.no_electronic_copies()


def _asked_by_who_is_known(store: Store, wish: CertificationWish, dossier: str | None) -> CertificationWish:
    """Who asks, and by which number, as the dossier has it where the wish leaves that out."""
    if dossier is None or (wish.requester and wish.id_paper):
        return wish
    known = who_asks(store, dossier).requester
    return replace(wish, requester=wish.requester or known.name, id_paper=wish.id_paper or known.personal_id)


def _dossier_of(
    store: Store, wish: CertificationWish, procedure: Procedure, catalogue: Catalogue, by: Issuer
) -> str | None:
    """The dossier that a person means; refused where it is about something else, and while its check finds
    what the law forbids or lacks. A paper that the counter has seen is not lacking: what is certified is
    looked at, and need not be scanned.
    """
    if not wish.dossier:
        return None
    with store.read() as session:
        meant = store.find(session, wish.dossier)
        seen = frozenset(fold(store.journal(session, meant.id)).shown)
    found = meant.id
    if meant.procedure != procedure.code:
        raise CertificationError.of_something_else(found, meant.procedure)
    result = check(store, found, catalogue, now=store.clock(), commune=by.unit.commune)
    edition = catalogue.procedure(meant.procedure, local_day(meant.received_at))
    grave = [one for one in result.findings if one.severity is Severity.ERROR]
    if not all(_is_seen(one, edition, seen) for one in grave):
        raise CertificationError.not_complete(found)
    return found


def _is_seen(lacks: Finding, edition: ProcedureEdition, seen: frozenset[str]) -> bool:
    """Whether it only says that a paper is not scanned which the counter has ``seen``, by its kind."""
    name, _dot, what = lacks.code.rpartition(".")
    rule = edition.rule(name) if what == "missing" else None
    if not isinstance(rule, DocumentRule):
        return False
    return sum(seen.issuperset(choice.kinds()) for choice in rule.choices) >= rule.at_least
