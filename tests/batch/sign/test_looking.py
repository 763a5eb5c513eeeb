# SPDX-License-Identifier: Apache-2.0
"""Signatures looked at: whose, whether the file is whole, whether the certificate leads anywhere."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pydantic import SecretStr
from pyhanko.sign import Signer

from batch.sign.archival import is_archival
from batch.sign.kinds import SignerSetup
from batch.sign.looking import IssuerTrust, NoPdfError, SignatureFound, Soundness, signatures_in
from batch.sign.marks import HowToSign, roots_of
from batch.sign.pdf import Marks, signed
from batch.sign.pkcs12 import Pkcs12Kind
from tests.support.pages.preflight import preflight
from tests.support.programs.examples import some_of
from tests.support.servers.signing_keys import (
    FROM,
    ISSUER,
    OFFICE,
    PASSPHRASE,
    Credential,
    office,
    root_file,
    signing_settings,
)


def signer_of(folder: Path, credential: Credential) -> Signer:
    settings = signing_settings(folder, credential).signing
    with Pkcs12Kind().opened(SignerSetup(settings, "signing.", lambda: SecretStr(PASSPHRASE))) as signer:
        return signer


@pytest.fixture(scope="session")
def master(packaged_home: Path) -> bytes:
    (path,) = (path for path in packaged_home.glob("packages/*/*.pdf") if "portal" not in path.name)
    return path.read_bytes()


@pytest.fixture(scope="session")
def once(master: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return asyncio.run(signed(master, signer_of(tmp_path_factory.mktemp("key"), office()), Marks()))


def looked_at(data: bytes, roots: Path | None = None) -> SignatureFound:
    trusted = signing_settings(roots.parent, roots=[str(roots)]).signing if roots else None
    (found,) = signatures_in(data, roots_of(trusted) if trusted else ())
    return found


def test_an_issuer_that_nobody_named_is_unknown_and_one_that_is_a_root_is_trusted(
    once: bytes, tmp_path: Path
) -> None:
    unknown, trusted = looked_at(once), looked_at(once, root_file(tmp_path))
    assert (unknown.by, unknown.issuer, unknown.soundness) == (OFFICE, ISSUER, Soundness.WHOLE)
    assert unknown.serial == f"{office().certificate.serial_number:x}"
    assert (unknown.trust, trusted.trust) == (IssuerTrust.UNKNOWN, IssuerTrust.TRUSTED)
    assert unknown.is_sound and trusted.is_sound and not trusted.stamped
    assert looked_at(once, root_file(tmp_path, "Người khác CA")).trust is IssuerTrust.UNKNOWN


def with_byte_changed(data: bytes) -> bytes:
    place = data.index(b"/MediaBox")
    return data[:place] + b"/MediaBoy" + data[place + 9 :]


def with_page_added(data: bytes) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    update = IncrementalPdfFileWriter(io.BytesIO(data))
    page = update.find_page_for_modification(0)[0].get_object()
    page["/Rotate"] = type(page["/MediaBox"][0])(180)
    update.update_container(page)
    out = io.BytesIO()
    update.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "soundness"), [(with_byte_changed, Soundness.BROKEN), (with_page_added, Soundness.CHANGED)]
)
def test_a_file_that_was_changed_after_it_was_signed_is_told_as_that(
    once: bytes, spoil: Callable[[bytes], bytes], soundness: Soundness
) -> None:
    found = looked_at(spoil(once))
    assert found.soundness is soundness and not found.is_sound


def test_a_second_signature_is_no_change(once: bytes, tmp_path: Path) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, sign_pdf

    other = signer_of(tmp_path / "b", office("Người thứ hai"))
    twice = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(once)), PdfSignatureMetadata("Second"), other)
    first, second = signatures_in(twice.getvalue())
    assert (first.by, first.soundness, first.is_sound) == (OFFICE, Soundness.ADDED_TO, True)
    assert (second.by, second.soundness) == ("Người thứ hai", Soundness.WHOLE)


@pytest.mark.parametrize(
    "unfit",
    [lambda: office("Hết hạn", end=FROM.replace(day=20)), lambda: office("Mã hóa", uses=("key_agreement",))],
)
def test_a_certificate_that_had_ended_or_is_not_for_signing_speaks_against_it(
    master: bytes, tmp_path: Path, unfit: Callable[[], Credential]
) -> None:
    data = asyncio.run(signed(master, signer_of(tmp_path / "key", unfit()), Marks()))
    found = looked_at(data, root_file(tmp_path))
    assert found.trust is IssuerTrust.REFUSED and not found.is_sound


def test_what_is_no_pdf_or_not_signed_is_told_as_that(master: bytes) -> None:
    assert signatures_in(master) == []
    with pytest.raises(NoPdfError):
        signatures_in(b"%PDF-1.4\nnot really")


def test_a_field_that_holds_no_signature_at_all_is_one_that_does_not_hold(once: bytes) -> None:
    start = once.index(b"/Contents <") + len(b"/Contents <")
    end = once.index(b">", start)
    nothing = once[:start] + b"0" * (end - start) + once[end:]
    found = looked_at(nothing)
    assert (found.soundness, found.by, found.is_sound) == (Soundness.BROKEN, "", False)
    older = looked_at(nothing.replace(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.sha1    "))
    assert (older.soundness, older.is_sound) == (Soundness.UNCHECKED, False)


def shown(folder: Path) -> Marks:
    from PIL import Image

    seal = folder / "dau.png"
    Image.new("RGBA", (400, 400), (200, 20, 20, 120)).save(seal)
    return HowToSign.of(signing_settings(folder, seal=str(seal))).marks


@pytest.mark.long
@pytest.mark.parametrize("seen", some_of([False, True], [True]))
def test_an_archive_pdf_stays_one_with_a_signature_seen_or_not(
    master: bytes, tmp_path: Path, seen: bool
) -> None:
    marks = shown(tmp_path) if seen else Marks()
    data = asyncio.run(signed(master, signer_of(tmp_path / "key", office()), marks))
    assert is_archival(data) and looked_at(data).is_sound
    path = tmp_path / "signed.pdf"
    path.write_bytes(data)
    assert preflight(path) == ""
    with pikepdf.open(path) as pdf:
        left, bottom, right, top = map(float, pdf.pages[0].Annots[0].Rect.as_list())
        _l, _b, width, height = map(float, pdf.pages[0].MediaBox.as_list())
    assert (right - left > 0) is seen
    assert not seen or (left > width / 2 and bottom > height / 2 and right < width and top < height)


def without_appearance(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0]["/AP"]


def hidden(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0]["/F"] = 2


def needing_appearances(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm["/NeedAppearances"] = True


def with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="x")


@pytest.mark.parametrize("spoil", [without_appearance, hidden, needing_appearances, with_script])
def test_what_pdf_a_forbids_of_a_signature_is_found(
    once: bytes, spoil: Callable[[pikepdf.Pdf], None]
) -> None:
    assert is_archival(once)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(once)) as pdf:
        spoil(pdf)
        pdf.save(out)
    assert not is_archival(out.getvalue())
