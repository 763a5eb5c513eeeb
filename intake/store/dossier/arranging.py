# SPDX-License-Identifier: Apache-2.0
"""The arrangement of a dossier's pages in the store: what its journal tells of them, as rows.

Who changes it writes events and then has the rows made what the journal says (``arrange``); so taking back is
nothing but another event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from intake.dossier.journal import Event, What
from intake.dossier.pages.arrangement import AS_IT_CAME, Arrangement, Page, PageSaid, arrangement
from intake.dossier.stored import GONE, REMOVED, LaidPage, StoredFile
from intake.store.dossier.journal import events_of
from intake.store.dossier.records import FILE
from intake.store.tables.model import PageRow, PageSaidRow, StoredFileRow
from intake.store.transaction import Transaction
from ocr.page.told import Told

_Columns = TypeVarTuple("_Columns")
_SAID = (PageSaidRow.out, PageSaidRow.told, PageSaidRow.begins, PageSaidRow.place)
_OF_PAGE = and_(PageSaidRow.document_id == PageRow.document_id, PageSaidRow.number == PageRow.number)
_THERE = func.coalesce(PageSaidRow.out, False).is_(False)
_TOLD_NOW = func.coalesce(PageSaidRow.told, "")


def laid_pages(session: Transaction, dossier_id: str) -> Sequence[LaidPage]:
    """Every page that is the dossier's, in its place, read or not; also the one that stands for a file that
    could not be opened.
    """
    there = (StoredFileRow.dossier_id == dossier_id, StoredFileRow.refusal_code.not_in(GONE))
    rows = session.execute(select(*FILE).where(*there).order_by(*in_order())).all()
    said = _said(session, dossier_id)
    found = (sheet for row in rows for sheet in _sheets_of(StoredFile(*row), said))
    return sorted((sheet for sheet in found if not sheet.said.out), key=_place)


def arrange(session: Transaction, dossier_id: str) -> None:
    """Make the rows what the journal says."""
    events = events_of(session, dossier_id)
    told = arrangement(events)
    papers = select(StoredFileRow.id).where(StoredFileRow.dossier_id == dossier_id)
    old = delete(PageSaidRow).where(PageSaidRow.document_id.in_(papers))
    session.execute(old.execution_options(synchronize_session=False))
    if told.said:
        session.execute(insert(PageSaidRow), [_row(page, said) for page, said in told.said.items()])
    _mark_gone(session, events, told)


def _mark_gone(session: Transaction, events: Sequence[Event], told: Arrangement) -> None:
    """A file of which no page is left is out of the dossier; one that is back is what it was before."""
    moves = [event.data for event in events if event.what in (What.PAGES_IN, What.PAGES_OUT)]
    for document, code in {data["document"]: data["code"] for data in moves}.items():
        row = session.get_one(StoredFileRow, document)
        if document in told.gone and row.refusal_code not in GONE:
            row.refusal_code = REMOVED
        elif document not in told.gone and row.refusal_code == REMOVED:
            row.refusal_code = code
    session.flush()


def told_of(session: Transaction, document_id: int, number: int) -> Told:
    """What a person said that a page is."""
    page = (PageSaidRow.document_id == document_id, PageSaidRow.number == number)
    return Told.parse(session.scalar(select(PageSaidRow.told).where(*page)) or "")


def pages_out(session: Transaction, document_id: int) -> int:
    """How many pages of a file are out of its dossier."""
    out = (PageSaidRow.document_id == document_id, PageSaidRow.out)
    return session.scalar(select(func.count()).select_from(PageSaidRow).where(*out)) or 0


def current(query: Select[*_Columns]) -> Select[*_Columns]:
    """Of a query over ``PageRow`` only pages that are in their dossier, as read after what was last said of
    them.
    """
    beside = query.outerjoin(PageSaidRow, _OF_PAGE)
    return beside.where(_THERE, PageRow.told == _TOLD_NOW)


def otherwise_told(dossier_id: str) -> Select[PageRow, str]:
    """The dossier's pages that were read or failed after another word than the one that now stands, and that
    one.
    """
    query = (
        select(PageRow, _TOLD_NOW).select_from(PageRow).join(StoredFileRow).outerjoin(PageSaidRow, _OF_PAGE)
    )
    return query.where(StoredFileRow.dossier_id == dossier_id, _THERE, PageRow.told != _TOLD_NOW)


def said_out(document: InstrumentedAttribute[int], number: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """That the page of this file and number is out of its dossier."""
    return exists().where(PageSaidRow.document_id == document, PageSaidRow.number == number, PageSaidRow.out)


def in_order() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Papers as they came, one that replaced another in the other's place."""
    return func.coalesce(StoredFileRow.stands_for, StoredFileRow.id), StoredFileRow.id.expression


def _said(session: Transaction, dossier_id: str) -> Mapping[Page, PageSaid]:
    query = select(PageSaidRow.document_id, PageSaidRow.number, *_SAID)
    query = query.join(StoredFileRow, StoredFileRow.id == PageSaidRow.document_id)
    rows = session.execute(query.where(StoredFileRow.dossier_id == dossier_id))
    return {
        (document, number): PageSaid(out, Told.parse(told), begins, place)
        for document, number, out, told, begins, place in rows
    }


def _sheets_of(paper: StoredFile, said: Mapping[Page, PageSaid]) -> Iterator[LaidPage]:
    for number in range(1, max(1, paper.page_count) + 1):
        yield LaidPage(paper, number, said.get((paper.id, number), AS_IT_CAME))


def _place(sheet: LaidPage) -> tuple[bool, int]:
    return sheet.said.place is None, sheet.said.place or 0


def _row(page: Page, said: PageSaid) -> dict[str, object]:
    return {
        "document_id": page[0],
        "number": page[1],
        "out": said.out,
        "told": str(said.told),
        "begins": said.begins,
        "place": said.place,
    }
