# SPDX-License-Identifier: Apache-2.0
"""The two papers of a visit: what was taken in with its register numbers, and what was paid for it.

They have no row of their own: all that they say stands in the register, so that they are made anew whenever
somebody asks, the same as before unless a line was corrected since.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from batch.slips.certification.entering import Certified
from batch.slips.certification.looking import visit_of
from batch.slips.facts.fees import fee_words
from batch.slips.facts.gather import Issuer, dated, office_lines, unit_places
from batch.slips.facts.money import vnd, vnd_in_words
from batch.slips.facts.spoken_days import day_in_words, moment_in_words
from batch.slips.sheets.compose import compose
from batch.slips.sheets.content import SlipContent
from batch.slips.sheets.files import SlipDelivery, keep_named
from batch.slips.typeset.blocks import PrintDocument
from batch.store.certifications import CertificationRecord
from intake.dossier.deadline.local_time import LOCAL, local_day
from intake.settings.night import file_name_of
from intake.store.store import Store
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.model.slip_texts import load_slip

FOLDER = "certification"
NO_CODE = "no-code"
"""In names of files what stands for an office without a code."""
UNKNOWN = "chưa có mức thu được xác nhận; ghi tay"
"""What stands for an amount that no source gives."""
_VOID = "đã hủy"


def certification_slips(
    store: Store, certified: Certified, by: Issuer, *, copies_to: Path | None = None
) -> tuple[Path, ...]:
    """Make the receipt and, where something was paid, the fee receipt; copies go to ``copies_to``.

    Raises FontError, SlipError, StorageFullError; the numbers stay.
    """
    catalogue = load_catalogue()
    kinds = ["certified", *(["fee-receipt"] if certified.lines[0].receipt is not None else [])]
    wanted, first = SlipDelivery(copies_to=copies_to), certified.lines[0]
    made: list[Path] = []
    for kind in kinds:
        document = _document(kind, certified, catalogue, by)
        folder, name = kept_as(store.home, first)
        files = keep_named(folder, f"{name}_{kind}", document, wanted)
        made += files.copies or (files.pdf,)
    return tuple(made)


def slips_again(
    store: Store, book: str, year: int, number: int, by: Issuer, *, copies_to: Path | None = None
) -> tuple[Path, ...]:
    """The same for the visit of a line that was entered before.

    Raises CertificationError where there is no such line, UnknownNameError where no such register, and as
    ``certification_slips``.
    """
    certified = visit_of(store, book, year, number, by.unit)
    return certification_slips(store, certified, by, copies_to=copies_to)


def kept_as(home: Path, line: CertificationRecord) -> tuple[Path, str]:
    """In which folder, and under which name (without an ending), what is made for a line is kept.

    The name begins with the office too: several offices may have one store and put copies into one folder.
    """
    office = file_name_of(line.unit) if line.unit else NO_CODE
    # Then another code may have the same file name, NO_CODE among them.
    if line.unit and (office != line.unit or office != office.upper()):
        office += f"-{sha256(line.unit.encode()).hexdigest()[:8]}"
    folder = home / "slips" / FOLDER / office / str(line.year)
    return folder, f"{office}_{line.book}_{line.year}-{line.number:05d}"


def _document(kind: str, certified: Certified, catalogue: Catalogue, by: Issuer) -> PrintDocument:
    first = certified.lines[0]
    text, moment = load_slip(kind, catalogue.root), first.certified_at
    total = certified.total_vnd
    procedure = catalogue.procedure_named(first.procedure)
    edition = catalogue.procedure(first.procedure, local_day(moment))
    places = {
        "requester": first.requester,
        "id_paper": first.id_paper,
        "procedure": procedure.name["vi"],
        "received": moment_in_words(moment),
        "due": _when(certified),
        "fees": first.waived or fee_words(edition.fees),
        "total": UNKNOWN if total is None else vnd(total),
        "total_words": "" if total is None else vnd_in_words(total) + ".",
        "number": str(first.receipt) if kind == "fee-receipt" else "",
        "number_of": "; ".join(line.sign for line in certified.lines if line.void is None),
        "clerk": by.unit.officer(first.who),
        "today": dated(by.unit, moment),
        **unit_places(by.unit),
    }
    rows = [_row(number, line) for number, line in enumerate(certified.lines, start=1)]
    content = SlipContent(places, (), {"certified": rows}, office_lines(by.unit))
    return compose(text, text.edition(local_day(moment)), content, moment)


def _row(number: int, line: CertificationRecord) -> list[str]:
    fee = _VOID if line.void else UNKNOWN if line.fee_vnd is None else f"{line.fee_vnd:,}".replace(",", ".")
    return [str(number), line.paper, line.sign, str(line.pages), str(line.count), fee]


def _when(certified: Certified) -> str:
    """The same day: at once, as far as nobody said otherwise."""
    taken = certified.lines[0].certified_at.astimezone(LOCAL).date()
    day = day_in_words(certified.due)
    return f"trong {day}" if certified.due == taken else day
