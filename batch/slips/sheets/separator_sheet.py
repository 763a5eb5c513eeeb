# SPDX-License-Identifier: Apache-2.0
"""The cover sheet of a dossier: the page laid on top of its papers before scanning, with its id as a code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.journal import What, fold
from intake.services.receive.separator_sheet import cover_text, mark_of
from intake.store.dossier.journal import born_as
from intake.store.store import Store
from templates.catalogue.loading import Catalogue, load_catalogue

if TYPE_CHECKING:
    from batch.slips.typeset.blocks import PrintDocument
    from intake.store.transaction import Transaction

KIND = "cover"


def make_cover(store: Store, dossier_id: str, *, who: str, copies_to: Path | None = None) -> tuple[Path, ...]:
    """Write the cover sheet into ``<home>/slips/<id>/`` and note it, so that scans under it are led here.

    The file, then its copy where one is wanted. Asked again it writes the same sheet. Raises ``FontError``,
    ``SlipError`` and ``StorageFullError``.
    """
    from batch.slips.sheets.files import SlipDelivery, keep_sheet

    with store.read() as session:
        document = cover_of(store, session, dossier_id, load_catalogue())
    made = keep_sheet(store, dossier_id, KIND, document, SlipDelivery(copies_to=copies_to))

    def note(session: Transaction) -> None:
        named = f"cover:{dossier_id}"
        store.note(session, dossier_id, What.COVER_PRINTED, who=who, client_id=named)

    store.write(note)
    return (made.pdf, *made.copies)


def cover_of(store: Store, session: Transaction, dossier_id: str, catalogue: Catalogue) -> PrintDocument:
    """What stands on the sheet. Always Vietnamese: it lies among the papers of an office."""
    from batch.slips.typeset.blocks import (
        TITLE_SIZE,
        Blank,
        BlankLine,
        Paragraph,
        PrintDocument,
        Title,
        plain,
    )

    dossier = store.get(session, dossier_id)
    code = cover_text(dossier_id, mark_of(born_as(session, dossier_id) or ""))
    received = f"{dossier.received_at.astimezone(LOCAL):%H:%M %d/%m/%Y}"
    name = catalogue.procedure_named(dossier.procedure).name["vi"]
    shown = fold(store.journal(session, dossier_id)).shown
    use = "Đặt tờ này lên trên cùng khi quét. Các trang quét sau tờ này được đưa vào đúng hồ sơ."
    return PrintDocument(
        f"Phiếu bìa {dossier_id}",
        dossier.received_at,
        (
            Title(("PHIẾU BÌA HỒ SƠ", dossier_id), qr=code),
            BlankLine((Blank("Thủ tục:", f"{name} ({dossier.procedure})"),)),
            BlankLine((Blank("Người yêu cầu:", dossier.requester),)),
            BlankLine((Blank("Tiếp nhận lúc:", received), Blank("Người tiếp nhận:", dossier.owner))),
            *_papers([catalogue.paper_name(kind, "vi") for kind in shown]),
            Paragraph(plain(use, bold=True), align="center", size=TITLE_SIZE),
        ),
    )


def _papers(names: list[str]) -> tuple[Any, ...]:
    """What the citizen brought, with room to tick what is scanned."""
    from batch.slips.typeset.blocks import RuledTable

    if not names:
        return ()
    rows = tuple((str(number), name, "") for number, name in enumerate(names, start=1))
    return (
        RuledTable(("TT", "Giấy tờ công dân mang đến", "Đã quét"), rows, (0.1, 0.7, 0.2), frozenset({0, 2})),
    )
