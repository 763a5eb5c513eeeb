# SPDX-License-Identifier: Apache-2.0
"""One PDF signed (PAdES, ETSI EN 319 142-1), as an update behind its bytes, which stay as they were.

An archive PDF stays one. ISO 19005-1 asks for an appearance of every field, also of one that is not seen
(6.9), and the document's metadata must go on agreeing with each other (6.7.3); so pyHanko, which would write
a newer version and a program's name of its own into some of them, writes nothing there.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from batch.sign.certificate import SIGNING_USES

# In one update: a further one would be pyHanko's own, with metadata that no longer agree.
_WITH_SIGNATURE = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)

FIELD = "Signature1"
DIGEST = "sha256"
SEAL_PT = 100
"""A seal is shown 35 mm wide, about as it is on paper."""
MARGIN_PT = 28


@dataclass(slots=True)
class Proofs:
    """What later proves that the certificates held, fetched from where they say, once for all files."""

    roots: Sequence[Certificate]
    timeout_s: float
    _lists: list[Any] = field(default_factory=list)
    _answers: list[Any] = field(default_factory=list)

    def context(self) -> ValidationContext:
        """To look at a certificate in, with what is known so far."""
        return ValidationContext(
            trust_roots=list(self.roots),
            allow_fetching=True,
            crls=self._lists,
            ocsps=self._answers,
            revocation_mode="hard-fail",
            fetcher_backend=AIOHttpFetcherBackend(per_request_timeout=self.timeout_s),
        )

    def keep(self, context: ValidationContext) -> None:
        """Remember what was fetched."""
        self._lists, self._answers = list(context.crls), list(context.ocsps)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a signature bears besides the signer's: a ``stamper`` of the time, a ``seal`` to be seen, and
    ``proofs`` that its certificates held.
    """

    stamper: TimeStamper | None = None
    seal: BaseStampStyle | None = None
    proofs: Proofs | None = None


class _Update(IncrementalPdfFileWriter):
    """An update that leaves the version and the metadata of the document as they are."""

    output_version = (1, 4)

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """PDF/A-1 is PDF 1.4; what a signature needs beyond it is named in the catalogue's extensions."""

    def _update_meta(self) -> None:
        """The document's own metadata tell of what was scanned, not of who signed it."""


async def signed(data: bytes, signer: Signer, marks: Marks) -> bytes:
    """The PDF ``data`` with the signature behind it.

    Raises:
        TimestampRequestError: the time-stamp server does not answer as it should.
        SigningError (of pyHanko's), and what the signer itself raises.
    """
    update = _Update(io.BytesIO(data))
    box = _top_right(update) if marks.seal else None
    append_signature_field(update, SigFieldSpec(FIELD, on_page=0, box=box))
    if box is None:
        _give_appearance(update)
    metadata = PdfSignatureMetadata(FIELD, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES)
    if marks.proofs is None:
        return await _written(update, metadata, signer, marks)
    context = marks.proofs.context()
    try:
        proved = replace(
            metadata,
            embed_validation_info=True,
            validation_context=context,
            signer_key_usage=set(SIGNING_USES),
            dss_settings=_WITH_SIGNATURE,
        )
        made = await _written(update, proved, signer, marks)
        marks.proofs.keep(context)
        return made
    finally:
        await context.aclose()


async def _written(
    update: IncrementalPdfFileWriter, metadata: PdfSignatureMetadata, signer: Signer, marks: Marks
) -> bytes:
    made = PdfSigner(metadata, signer, timestamper=marks.stamper, stamp_style=marks.seal)
    written = await made.async_sign_pdf(update, existing_fields_only=True)
    return bytes(written.getvalue())


def _top_right(update: IncrementalPdfFileWriter) -> tuple[int, int, int, int]:
    """Where an office's signature stands on the first page of what it has digitised (Thông tư
    02/2019/TT-BNV): left, bottom, right, top in points.
    """
    page = update.find_page_for_modification(0)[0].get_object()
    _left, _bottom, right, top = (float(edge) for edge in page["/MediaBox"])
    x, y = int(right) - MARGIN_PT, int(top) - MARGIN_PT
    return x - SEAL_PT, y - SEAL_PT, x, y


def _give_appearance(update: IncrementalPdfFileWriter) -> None:
    ((_name, _value, made),) = enumerate_sig_fields(update)
    nothing: Any = RawContent(b"", box=BoxConstraints(width=1, height=1)).as_form_xobject()
    made.get_object()["/AP"] = DictionaryObject({pdf_name("/N"): update.add_object(nothing)})
