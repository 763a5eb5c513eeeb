# SPDX-License-Identifier: Apache-2.0
"""The electronic copy of an original that was entered in the register of such copies: PDF/A with its number,
signed where the office has a signer, else ready to be signed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from batch.package.certified import CopyTask, copy_apart
from batch.package.pdfa import Imprint
from batch.slips.certification.errors import CertificationError
from batch.slips.certification.slips import kept_as
from batch.slips.facts.gather import Issuer, dated, office_lines
from batch.slips.sheets.compose import compose
from batch.slips.sheets.content import SlipContent
from batch.slips.sheets.put_file import put_file
from batch.slips.typeset.pdf import pdf_of
from batch.store.certifications import CertificationRecord, certification
from intake.dossier.deadline.local_time import local_day
from intake.reading.page_work import limits_of
from intake.settings.settings import Settings
from intake.store.objects import telling_of_full_disk
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.model.slip_texts import load_slip
from templates.version import VERSION

if TYPE_CHECKING:
    from pydantic import SecretStr

    from batch.sign.registry import OfficeSigner

BOOK = "e-copies"


@dataclass(frozen=True, slots=True)
class ElectronicCopy:
    """The copy: its number, its file, the pages of the original in it, and whether it is signed."""

    sign: str
    file: Path
    pages: int
    signed: bool


def electronic_copy(
    store: Store,
    year: int,
    number: int,
    scans: Sequence[Path],
    settings: Settings,
    by: Issuer,
    *,
    copies_to: Path | None = None,
    anew: bool = False,
    ask: Callable[[], SecretStr] | None = None,
) -> ElectronicCopy:
    """Make the electronic copy of a number from the scans of the original. One that was made before may be
    signed and in somebody's hands: it stays as it is, and another is made beside it only ``anew``.

    Raises:
        CertificationError: there is no such number, it is void, it has a copy already, or the scans can't be
            used or have another number of pages than was entered.
        SigningSetupError, SignerError, SigningError: it can't be signed as the settings ask.
        FontError, SlipError, StorageFullError: the file can't be made.
    """
    from batch.sign.registry import OfficeSigner

    with store.read() as session:
        line = certification(session, by.unit.code, BOOK, year, number)
    if line is None:
        raise CertificationError.no_such_number(BOOK, number, year)
    if line.void is not None:
        raise CertificationError.void_already(line.sign)
    folder, name = kept_as(store.home, line)
    places = (folder, *([copies_to] if copies_to else []))
    before = Path(*kept_as(store.home, replace(line, unit=""))).with_suffix(".pdf")
    if not anew and before.exists():  # made before the office had its code
        raise CertificationError.made_already(line.sign, before)
    name = _free_name(line, name, places, anew=anew)
    imprint = Imprint(f"Bản sao điện tử {line.sign}", f"sohoa {VERSION}", line.certified_at)
    task = CopyTask(tuple(scans), _words_of(line, by), imprint, settings.capture_limits)
    made = copy_apart(task, limits_of(settings))
    if isinstance(made, str):
        raise CertificationError.scans_refused(made)
    if made.pages != line.pages:
        raise CertificationError.other_pages(line, made.pages)
    signer = OfficeSigner(settings, ask)
    data = _signed(made.data, name, signer, store) if signer.is_set_up else made.data
    with telling_of_full_disk():
        for place in places:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            put_file(place / name, data)
    return ElectronicCopy(line.sign, (copies_to or folder) / name, made.pages, signer.is_set_up)


def copies_made(store: Store, line: CertificationRecord) -> list[Path]:
    """The electronic copies of a line that lie in this home, also those from before the office had its
    code, oldest first.
    """
    found = []
    for each in (replace(line, unit=""), line):
        folder, name = kept_as(store.home, each)
        for number in count(1):
            path = folder / (f"{name}.pdf" if number == 1 else f"{name}_{number}.pdf")
            if not path.is_file():
                break
            found.append(path)
    return list(dict.fromkeys(found))


def _free_name(line: CertificationRecord, name: str, places: Sequence[Path], *, anew: bool) -> str:
    """The name of the copy's file, which none of the ``places`` has."""
    for number in count(1):
        free = f"{name}.pdf" if number == 1 else f"{name}_{number}.pdf"
        there = next((place / free for place in places if (place / free).exists()), None)
        if there is None:
            return free
        if not anew:
            raise CertificationError.made_already(line.sign, there)
    raise AssertionError


def _words_of(line: CertificationRecord, by: Issuer) -> bytes:
    text, moment = load_slip("certified-copy", load_catalogue().root), line.certified_at
    places = {
        "paper": line.paper,
        "pages": str(line.pages),
        "number_of": line.sign,
        "signer": line.signer,
        "today": dated(by.unit, moment),
    }
    content = SlipContent(places, (), {}, office_lines(by.unit))
    return pdf_of(compose(text, text.edition(local_day(moment)), content, moment))


def _signed(plain: bytes, name: str, office: OfficeSigner, store: Store) -> bytes:
    from batch.sign.certificate import refuse_unfit
    from batch.sign.marks import HowToSign
    from batch.sign.package import sign_bytes

    with office.opened() as key:
        assert key.signing_cert is not None
        refuse_unfit(key.signing_cert, store.clock())
        return sign_bytes(plain, name, key, HowToSign.of(office.settings), archival=True)
