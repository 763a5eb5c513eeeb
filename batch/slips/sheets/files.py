# SPDX-License-Identifier: Apache-2.0
"""The files of a slip: made from its row whenever they are missing, whole before they bear their name."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from batch.slips.errors import SlipError
from batch.slips.sheets.compose import compose
from batch.slips.sheets.content import SlipContent
from batch.slips.sheets.shared_files import as_issued, share
from batch.slips.typeset.blocks import PrintDocument
from batch.store.slips import SlipRecord
from intake.store.objects import telling_of_full_disk
from intake.store.store import Store
from intake.store.synced import write_synced
from templates.model.slip_texts import load_slip
from templates.system import is_running, move_into_place


@dataclass(frozen=True, slots=True)
class SlipDelivery:
    """What is to be made of a slip: also a DOCX, also copies in a folder, also a mail."""

    docx: bool = False
    copies_to: Path | None = None
    mail: bool = False


PDF_ONLY = SlipDelivery()


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files lie; ``copies`` are what was put into another folder."""

    pdf: Path
    docx: Path | None = None
    copies: tuple[Path, ...] = ()


def document_of(slip: SlipRecord, root: Path | None = None) -> PrintDocument:
    """The slip as it was worded when it was issued."""
    text = load_slip(slip.kind, root)
    return compose(text, text.named(slip.edition), SlipContent.from_json(slip.content), slip.issued_at)


def keep_slip(store: Store, slip: SlipRecord, wanted: SlipDelivery, root: Path | None = None) -> Files:
    """The files of an issued slip in ``<home>/slips/<dossier>/``; those that are there stay as they are."""
    name = f"{slip.dossier_id}_{slip.kind}_{slip.year}-{slip.number:04d}"
    return _keep(store, slip.dossier_id, name, lambda: document_of(slip, root), wanted, anew=False)


def keep_sheet(
    store: Store, dossier_id: str, kind: str, document: PrintDocument, wanted: SlipDelivery
) -> Files:
    """The files of a sheet without a number, made anew each time."""
    return _keep(store, dossier_id, f"{dossier_id}_{kind}", lambda: document, wanted, anew=True)


def _keep(
    store: Store,
    dossier_id: str,
    name: str,
    document: Callable[[], PrintDocument],
    wanted: SlipDelivery,
    *,
    anew: bool,
) -> Files:
    folder = store.home / "slips" / dossier_id
    pdf, docx = folder / f"{name}.pdf", folder / f"{name}.docx"
    with telling_of_full_disk():
        _make(folder)
        made = {pdf: _pdf, docx: _docx} if wanted.docx else {pdf: _pdf}
        for path, drawn in made.items():
            if anew:
                put_file(path, drawn(document()))
            else:
                _keep_issued(store, path, document, drawn)
        copies = _copied(made, wanted.copies_to) if wanted.copies_to else ()
    return Files(pdf, docx if wanted.docx else None, copies)


def _keep_issued(
    store: Store, path: Path, document: Callable[[], PrintDocument], drawn: Callable[[PrintDocument], bytes]
) -> None:
    """The file of a slip as it was first made, on this computer or another."""
    if not path.exists():
        put_file(path, as_issued(store, path) or drawn(document()))
    share(store, path)


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


def put_file(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there; ``SlipError`` where that fails."""
    for left in path.parent.glob(f".{path.name}.*.part"):
        if not is_running(int(left.name.split(".")[-2])):
            left.unlink(missing_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write_synced(part, data)
        move_into_place(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise SlipError.not_written(path) from error
