# SPDX-License-Identifier: Apache-2.0
"""Rows become records: the one way in which what stands in a table leaves the store."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from intake.dossier.journal import Event
from intake.dossier.stored import Dossier, StoredFile, StoredPage
from intake.dossier.values import FormValue, Statement
from intake.store.tables.model import DossierRow, EventRow, FormValueRow, PageRow, StoredFileRow, TableBase


def columns(record: type[Any], row: type[TableBase]) -> tuple[InstrumentedAttribute[Any], ...]:
    """The columns of a table that a record is made of, in the order in which it takes them."""
    return tuple(getattr(row, field.name) for field in fields(record))


DOSSIER = columns(Dossier, DossierRow)
FILE = columns(StoredFile, StoredFileRow)
PAGE = columns(StoredPage, PageRow)
SAID = (
    FormValueRow.value,
    FormValueRow.raw,
    FormValueRow.confidence,
    FormValueRow.source,
    FormValueRow.paper,
    FormValueRow.paper_key,
    FormValueRow.document_id,
    FormValueRow.page,
    FormValueRow.box,
    FormValueRow.proposals,
)
"""What a statement of the form is made of, in the order in which it takes them."""

VALUE = (
    FormValueRow.key,
    *SAID,
    FormValueRow.alternatives,
    FormValueRow.agreement,
    FormValueRow.needs_review,
    FormValueRow.confirmed,
    FormValueRow.corrected_by,
    FormValueRow.corrected_at,
    FormValueRow.version,
)
EVENT = columns(Event, EventRow)

_dossier = attrgetter(*(column.key for column in DOSSIER))
_file = attrgetter(*(column.key for column in FILE))


def dossier_of(row: DossierRow) -> Dossier:
    """The dossier as its row stands now."""
    return Dossier(*_dossier(row))


def file_of(row: StoredFileRow) -> StoredFile:
    """The paper as its row stands now."""
    return StoredFile(*_file(row))


def value_of(key: str, *columns: Any) -> FormValue:
    """The form's value from the columns ``VALUE``."""
    said, beside = columns[: len(SAID)], columns[len(SAID) :]
    return FormValue(key, Statement(*said), *beside)
