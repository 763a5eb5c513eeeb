# SPDX-License-Identifier: Apache-2.0
"""The files of a slip: made from its row whenever they are missing or altered; and those of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from batch.slips.errors import SlipError
from batch.slips.sheets.compose import compose
from batch.slips.sheets.content import SlipContent
from batch.slips.sheets.issued_files import keep_issued
from batch.slips.sheets.put_file import put_file
from batch.slips.typeset.blocks import PrintDocument
from batch.store.slips import SlipRecord
from intake.store.objects import telling_of_full_disk
from intake.store.store import Store
from templates.model.slip_texts import load_slip


@dataclass(frozen=True, slots=True)
class SlipDelivery:
    """What is to be made of a slip: also a DOCX, also copies in a folder, also a mail."""

    docx: bool = False
    copies_to: Path | None = None
    mail: bool = False


PDF_ONLY = SlipDelivery()

Drawn = Callable[[PrintDocument], bytes]
"""One of the ways to typeset a slip."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files lie; ``copies`` are what was put into another folder. ``mended``: one of them was not
    what had been issued, and was made anew.
    """

    pdf: Path
    docx: Path | None = None
    copies: tuple[Path, ...] = ()
    mended: bool = False


def document_of(slip: SlipRecord, root: Path | None = None) -> PrintDocument:
    """The slip as it was worded when it was issued."""
    text = load_slip(slip.kind, root)
    return compose(text, text.named(slip.edition), SlipContent.from_json(slip.content), slip.issued_at)


def keep_slip(store: Store, slip: SlipRecord, wanted: SlipDelivery, root: Path | None = None) -> Files:
    """The files of an issued slip in ``<home>/slips/<dossier>/``, as they were issued."""
    name = f"{slip.dossier_id}_{slip.kind}_{slip.year}-{slip.number:04d}"

    def put(path: Path, drawn: Drawn) -> bool:
        return keep_issued(store, slip, path, lambda: drawn(document_of(slip, root)))

    return _keep(store.home / "slips" / slip.dossier_id, name, put, wanted)


def keep_sheet(
    store: Store, dossier_id: str, kind: str, document: PrintDocument, wanted: SlipDelivery
) -> Files:
    """The files of a sheet without a number, made anew each time."""
    return keep_named(store.home / "slips" / dossier_id, f"{dossier_id}_{kind}", document, wanted)


def keep_named(folder: Path, name: str, document: PrintDocument, wanted: SlipDelivery) -> Files:
    """The files of a document under a name, made anew each time."""

    def put(path: Path, drawn: Drawn) -> bool:
        put_file(path, drawn(document))
        return False

    return _keep(folder, name, put, wanted)


def _keep(folder: Path, name: str, put: Callable[[Path, Drawn], bool], wanted: SlipDelivery) -> Files:
    pdf, docx = folder / f"{name}.pdf", folder / f"{name}.docx"
    with telling_of_full_disk():
        _make(folder)
        made = {pdf: _pdf, docx: _docx} if wanted.docx else {pdf: _pdf}
        mended = [put(path, drawn) for path, drawn in made.items()]
        copies = _copied(made, wanted.copies_to) if wanted.copies_to else ()
    return Files(pdf, docx if wanted.docx else None, copies, any(mended))


def _pdf(document: PrintDocument) -> bytes:
    from batch.slips.typeset.pdf import pdf_of

    return pdf_of(document)


def _docx(document: PrintDocument) -> bytes:
    from batch.slips.typeset.word import docx_of

    return docx_of(document)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SlipError.not_written(folder) from error


def _copied(made: Iterable[Path], folder: Path) -> tuple[Path, ...]:
    _make(folder)
    for path in made:
        put_file(folder / path.name, path.read_bytes())
    return tuple(folder / path.name for path in made)
