# SPDX-License-Identifier: Apache-2.0
"""Certification at the counter: papers counted and entered, the line with its receipts and its electronic
copy, what is corrected or made void, and what the registers hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from starlette.responses import Response

from batch.services.certified_copy import BOOK, copies_made, electronic_copy
from batch.slips.certification.book import (
    certification_book,
    certification_lines,
    note_of,
)
from batch.slips.certification.changing import correct_certification, void_certification
from batch.slips.certification.entering import Certified, certifiable, certify
from batch.slips.certification.looking import price_of, visit_of
from batch.slips.certification.slips import slips_again
from batch.slips.facts.gather import Issuer
from batch.slips.facts.money import vnd, vnd_in_words
from batch.store.certifications import CertificationRecord
from batch.web.certifying.typed import CertificationTyped, certification_typed, counted, new_errand
from batch.web.drawing import pdf
from batch.web.errors import NoSuchPageError
from batch.web.faults import WebFault, answer_to
from batch.web.uploads import MOST_MB, kept_files
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.deadline.local_time import local_day
from intake.dossier.entered import entered
from templates.catalogue.loading import load_catalogue
from templates.errors import SohoaError, UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest
from templates.model.charges.certification import CertificationBook, load_certification_books

_MOST_NUMBER = 10**9
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXTS = ("requester", "id_paper", "paper", "signer")


# ---- an errand


def new(visit: PageVisit) -> Response:
    """The page for the next citizen."""
    return _errand(visit, new_errand(visit.desk.settings.unit.signer))


def enter(visit: PageVisit) -> Response:
    """Enter what was typed; a page that is sent twice is entered once."""
    typed = certification_typed(visit.form)
    try:
        made = certify(visit.desk.store, typed.wish(), _by(visit))
    except SohoaError as error:
        return _errand(visit, typed, answer_to(error))
    return visit.go_to(_address(made.lines[0]))


def price(visit: PageVisit) -> Response:
    """What it would cost, for the page while it is being typed; nothing where it can't be told yet."""
    try:
        wish = certification_typed(visit.form).wish()
        known = price_of(visit.desk.store, wish) if wish.papers else None
    except SohoaError:
        known = None
    return visit.json({"told": "" if known is None else _amount(known)})


def _errand(visit: PageVisit, typed: CertificationTyped, fault: WebFault | None = None) -> Response:
    store = visit.desk.store
    today = local_day(store.clock())
    kinds = certifiable(load_catalogue(), today)
    return visit.page(
        "certification.html",
        fault.status if fault else 200,
        typed=typed,
        fault=fault,
        kinds=kinds,
        names_identity={
            word: _names_identity(kind.certification.book)
            for word, kind in kinds.items()
            if kind.certification
        },
        longest=Longest.NAME.value,
        note=Longest.NOTE.value,
    )


# ---- a line of a register, with all of its visit


def line(visit: PageVisit) -> Response:
    """A line: its number, receipts, electronic copy, and what may be said of it later."""
    return _line(visit)


def _line(
    visit: PageVisit, fault: WebFault | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    made, one = _meant(visit)
    kind = load_catalogue().procedure_named(one.procedure).certification
    total = made.total_vnd
    return visit.page(
        "certified.html",
        fault.status if fault else 200,
        at=_address(one),
        title=_book(one.book).title.capitalize(),
        visit=made,
        line=one,
        kind=kind,
        procedure=load_catalogue().procedure_named(one.procedure).name,
        notes=note_of(one),
        total=_amount(total) if total is not None else "",
        amount=lambda fee: "–" if fee is None else vnd(fee),
        address=_address,
        is_electronic=one.book == BOOK,
        copies=[path.name for path in copies_made(visit.desk.store, one)] if one.book == BOOK else [],
        fault=fault,
        typed=typed or {},
        longest=Longest.NAME.value,
        note=Longest.NOTE.value,
    )


def slip(visit: PageVisit) -> Response:
    """The receipt or the fee receipt of the visit, made anew from the register, as a PDF."""
    book, year, number = _named(visit)
    wanted = {"receipt": "certified", "fee": "fee-receipt"}.get(visit.word("kind"), "")
    _meant(visit)
    files = slips_again(visit.desk.store, book, year, number, _by(visit))
    file = next((each for each in files if wanted and each.stem.endswith(f"_{wanted}")), None)
    if file is None:
        raise NoSuchPageError.of()
    return pdf(file)


def correct(visit: PageVisit) -> Response:
    """Write down what is right."""
    book, year, number = _named(visit)
    said = {name: visit.said(name) for name in (*_TEXTS, "pages", "count", "fee_vnd", "reason")}
    try:
        correct_certification(
            visit.desk.store,
            book,
            year,
            number,
            _told(said),
            reason=entered(said["reason"], Longest.NOTE),
            by=_by(visit),
            seen=visit.seen,
        )
    except SohoaError as error:
        return _refused(visit, error, said)
    return visit.go_to(f"{_at(visit)}#line")


def void(visit: PageVisit) -> Response:
    """Make the line void."""
    book, year, number = _named(visit)
    reason = visit.said("reason")
    try:
        void_certification(
            visit.desk.store,
            book,
            year,
            number,
            reason=entered(reason, Longest.NOTE),
            by=_by(visit),
            seen=visit.seen,
        )
    except SohoaError as error:
        return _refused(visit, error, {"why_void": reason})
    return visit.go_to(f"{_at(visit)}#line")


def copy(visit: PageVisit) -> Response:
    """Make the electronic copy from scans that the browser sends."""
    _book_name, year, number = _named(visit)
    anew = visit.said("anew") == "yes"
    try:
        with kept_files(visit, "files") as files:
            if not files:
                raise UsageError(_("No file was chosen."), _("Choose a file, then press the button again."))
            desk = visit.desk
            electronic_copy(desk.store, year, number, files, desk.settings, _by(visit), anew=anew)
    except SohoaError as error:
        return _refused(visit, error, {})
    return visit.go_to(f"{_at(visit)}#copies")


def copy_file(visit: PageVisit) -> Response:
    """An electronic copy that was made, to look at and to save."""
    one = _meant(visit)[1]
    there = copies_made(visit.desk.store, one) if one.book == BOOK else []
    file = next((path for path in there if path.name == visit.word("file")), None)
    if file is None:
        raise NoSuchPageError.of()
    return _saved(file)


def _saved(file: Path) -> Response:
    answer = pdf(file)
    answer.headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    return answer


def _refused(visit: PageVisit, error: SohoaError, said: Mapping[str, str]) -> Response:
    """The page as it is now, with what was refused and what was typed."""
    return _line(visit, answer_to(error), said)


def _told(said: Mapping[str, str]) -> dict[str, Any]:
    """The columns that the form says; one that is not there, or a number left empty, stays as it is."""
    told: dict[str, Any] = {name: entered(said[name], Longest.NAME) for name in _TEXTS if said[name].strip()}
    told |= {name: counted(said[name]) for name in ("pages", "count") if said[name].strip()}
    fee = said["fee_vnd"].replace(".", "").strip()
    if fee:
        if not (fee.isascii() and fee.isdecimal() and len(fee) <= 9):
            raise UsageError(_("“{typed}” is no amount in đồng.").format(typed=fee), _("Type digits alone."))
        told["fee_vnd"] = int(fee)
    return told


# ---- the registers


def register(visit: PageVisit) -> Response:
    """What a register holds of some days; of today where the address names none."""
    book, since, until = _period(visit)
    lines = certification_lines(visit.desk.store, book.name, since, until, visit.desk.settings.unit)
    standing = [one for one in lines if one.void is None]
    fees = sum(one.fee_vnd or 0 for one in standing)
    return visit.page(
        "registers.html",
        books=load_certification_books(load_catalogue().root).books,
        book=book,
        since=since,
        until=until,
        lines=lines,
        standing=len(standing),
        copies=sum(one.count for one in standing),
        fees=vnd(fees),
        unknown=sum(1 for one in standing if one.fee_vnd is None),
        amount=lambda fee: "–" if fee is None else vnd(fee),
        note_of=note_of,
        address=_address,
        day_of=lambda one: local_day(one.certified_at),
        names_identity=_names_identity(book.name),
    )


def workbook(visit: PageVisit) -> Response:
    """The same as a workbook."""
    book, since, until = _period(visit)
    data, _count = certification_book(visit.desk.store, book.name, since, until, visit.desk.settings.unit)
    name = f"so-chung-thuc_{book.name}_{since:%Y%m%d}-{until:%Y%m%d}.xlsx"
    return Response(data, media_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _period(visit: PageVisit) -> tuple[CertificationBook, date, date]:
    books = load_certification_books(load_catalogue().root).books
    book = next((one for one in books if one.name == visit.asked("of")), books[0])
    today = local_day(visit.desk.store.clock())
    since = _day(visit.asked("from")) or today
    return book, since, max(_day(visit.asked("to")) or since, since)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


# ---- what all of them ask


def _by(visit: PageVisit) -> Issuer:
    return Issuer(visit.desk.who, visit.desk.settings.unit)


def _named(visit: PageVisit) -> tuple[str, int, int]:
    book, year, number = visit.word("book"), visit.number("year"), visit.number("number")
    if max(year, number) > _MOST_NUMBER:
        raise NoSuchPageError.of()
    return _book(book).name, year, number


def _book(name: str) -> CertificationBook:
    books = load_certification_books(load_catalogue().root).books
    found = next((one for one in books if one.name == name), None)
    if found is None:
        raise NoSuchPageError.of()
    return found


def _meant(visit: PageVisit) -> tuple[Certified, CertificationRecord]:
    book, year, number = _named(visit)
    made = visit_of(visit.desk.store, book, year, number, visit.desk.settings.unit)
    return made, next(one for one in made.lines if (one.book, one.year, one.number) == (book, year, number))


def _names_identity(book: str) -> bool:
    """Whether the register has the identity paper of who asks."""
    return any(column.of == "id_paper" for column in _book(book).columns)


def _address(one: CertificationRecord) -> str:
    return f"{_PATH}/{one.book}/{one.year}/{one.number}"


def _at(visit: PageVisit) -> str:
    book, year, number = _named(visit)
    return f"{_PATH}/{book}/{year}/{number}"


def _amount(total: int) -> str:
    return f"{vnd(total)} ({vnd_in_words(total)})" if total else vnd(total)


_PATH = "/certification"
_LINE = f"{_PATH}/{{book}}/{{year:int}}/{{number:int}}"
WAYS = (
    Shows(_PATH, new),
    Changes(_PATH, enter),
    Changes(f"{_PATH}/price", price),
    Shows(f"{_PATH}/registers", register),
    Shows(f"{_PATH}/registers/file", workbook),
    Shows(_LINE, line),
    Shows(f"{_LINE}/slip/{{kind}}", slip),
    Changes(f"{_LINE}/correct", correct),
    Changes(f"{_LINE}/void", void),
    Changes(f"{_LINE}/copy", copy, MOST_MB),
    Shows(f"{_LINE}/copies/{{file}}", copy_file),
)
