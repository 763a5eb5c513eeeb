# SPDX-License-Identifier: Apache-2.0
"""Cover sheets that name only a procedure, printed in bulk: no dossier has to be made before the scan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from batch.slips.sheets.files import SlipDelivery, keep_named
from batch.slips.typeset.blocks import (
    TITLE_SIZE,
    Blank,
    BlankLine,
    Block,
    NewSheet,
    Paragraph,
    PrintDocument,
    Title,
    plain,
)
from intake.dossier.deadline.local_time import local_day
from intake.services.receive.procedure_sheet import procedure_text, sheets_folder
from intake.store.store import Store
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.errors import UsageError
from templates.language.messages import _

_NAME_SIZES = ((24, 44.0), (60, 34.0))
"""Up to so many letters of the name in this size (points)."""
_LONG_NAME_SIZE = 26.0
MOST_COPIES = 200


def make_procedure_covers(
    store: Store, procedure: str, copies: int = 1, *, copies_to: Path | None = None
) -> tuple[Path, ...]:
    """Write ``copies`` equal sheets of a procedure into one PDF; the file, then its copy where one is wanted.

    Raises ``UnknownNameError`` where no such procedure is in force today, ``UsageError`` for a number of
    copies that is none, ``FontError``, ``SlipError`` and ``StorageFullError``.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise UsageError(
            _("{count} copies can't be printed.").format(count=copies),
            _("Say a number from 1 to {most}.").format(most=MOST_COPIES),
        )
    catalogue, now = load_catalogue(), store.clock()
    catalogue.procedure(procedure, local_day(now))
    document = covers_of_procedure(procedure, copies, now, catalogue)
    code = catalogue.procedure_named(procedure).code
    made = keep_named(sheets_folder(store), f"{code}_cover", document, SlipDelivery(copies_to=copies_to))
    return (made.pdf, *made.copies)


def covers_of_procedure(procedure: str, copies: int, at: datetime, catalogue: Catalogue) -> PrintDocument:
    """What stands on the sheets. Always Vietnamese: they lie among the papers of an office."""
    known = catalogue.procedure_named(procedure)
    name, short = known.name["vi"], (known.short or known.name)["vi"]
    use = (
        "Đặt tờ này lên trên cùng giấy tờ của MỘT người khi quét. Mỗi lần gặp tờ này, các trang sau nó thành"
        " một hồ sơ mới của thủ tục trên. Tờ này dùng lại được nhiều lần."
    )
    sheet: tuple[Block, ...] = (
        Title(("PHIẾU BÌA THỦ TỤC", known.code), qr=procedure_text(known.code)),
        Paragraph(plain(short, bold=True), align="center", size=_size_of(short)),
        BlankLine((Blank("Thủ tục:", f"{name} ({known.code})"),)),
        Paragraph(plain(use, bold=True), align="center", size=TITLE_SIZE),
    )
    again = (NewSheet(), *sheet) * (copies - 1)
    return PrintDocument(f"Phiếu bìa thủ tục {known.code}", at, (*sheet, *again))


def _size_of(name: str) -> float:
    return next((size for letters, size in _NAME_SIZES if len(name) <= letters), _LONG_NAME_SIZE)
