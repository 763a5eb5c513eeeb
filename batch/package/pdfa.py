# SPDX-License-Identifier: Apache-2.0
"""Two-layer PDFs: the scan, and over it invisible text; saved as PDF/A-1b and checked as written.

The same pages and moment give the same bytes, so that packaging may be repeated at will. Source of the
format: ISO 19005-1:2005 level B; the layers and the resolution are asked for by TT 05/2025/TT-BNV.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Dictionary, Matrix, Pdf, pdfa

from batch.errors import PackageError
from batch.package.bare.image import bare_space
from batch.package.scan import Scan
from batch.package.words.invisible_font import InvisibleFont
from batch.package.words.placement import place
from batch.package.words.textlayer import FONT_KEY, letters_of, text_operators
from ocr.result import PageReading

FLAVOUR = "1b"
_IMAGE_KEY = "/Im0"
_METADATA_DATE = re.compile(rb"(<xmp:MetadataDate>)[^<]*")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page to be: its picture and what was read on it."""

    scan: Scan
    reading: PageReading


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the document says of itself: never a field's value. ``moment`` is aware."""

    title: str
    creator: str
    moment: datetime


def master(leaves: Sequence[Leaf], imprint: Imprint, closing: Pdf | None = None) -> bytes:
    """A PDF/A-1b of the pages in order, and of those of ``closing`` behind them.

    Raises:
        PackageError: the written file does not pass as PDF/A-1b.
    """
    pdf = _assemble(leaves, imprint)
    if closing is not None:
        pdf.pages.extend(closing.pages)
        for page in pdf.pages[-len(closing.pages) :]:
            _strip_defaults(page)
    pdfa.prepare(pdf, FLAVOUR)
    _fix_moment(pdf, imprint.moment)
    out = io.BytesIO()
    try:
        pdfa.save(pdf, out, FLAVOUR, repair=False, deterministic_id=True)
    except pdfa.PdfaError as error:
        raise PackageError.not_archivable(len(error.report.findings)) from error
    return out.getvalue()


def _strip_defaults(page: pikepdf.Page) -> None:
    """Take off what typesetting puts on every page and uses on none: how a viewer turns it, and a font that
    is not embedded, in which nothing is written.
    """
    if "/Trans" in page.obj:
        del page.obj["/Trans"]
    fonts = page.resources.get("/Font", Dictionary())
    for name in [name for name, font in fonts.items() if "/FontDescriptor" not in font]:
        page.contents_coalesce()
        contents = page.obj.Contents
        chosen = re.escape(name.encode()) + rb" [\d.]+ Tf"
        contents.write(re.sub(rb"BT\s+" + chosen + rb"(?:\s+[\d.]+ TL)?\s+ET", b"", contents.read_bytes()))
        if not re.search(chosen, contents.read_bytes()):
            del fonts[name]


def plain(leaves: Sequence[Leaf], imprint: Imprint) -> bytes:
    """A small PDF of the pages in order, without the extras of PDF/A."""
    pdf = _assemble(leaves, imprint)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _assemble(leaves: Sequence[Leaf], imprint: Imprint) -> Pdf:
    pdf = Pdf.new()
    font = InvisibleFont(letters_of(leaf.reading for leaf in leaves))
    font_object = font.add_to(pdf) if any(leaf.reading.words for leaf in leaves) else None
    for leaf in leaves:
        _add_page(pdf, leaf, font, font_object)
    stamp = imprint.moment.strftime("D:%Y%m%d%H%M%S%z")
    pdf.docinfo["/Title"] = imprint.title
    pdf.docinfo["/Creator"] = imprint.creator
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = f"{stamp[:-2]}'{stamp[-2:]}'"
    return pdf


def _add_page(pdf: Pdf, leaf: Leaf, font: InvisibleFont, font_object: pikepdf.Object | None) -> None:
    scan = leaf.scan
    placement = place(leaf.reading, scan.width_pt, scan.height_pt)
    image_to_page = (
        scan.image_to_sheet @ Matrix().scaled(scan.width_pt, scan.height_pt) @ placement.sheet_to_page
    )
    page = pdf.add_blank_page(page_size=(round(placement.width_pt, 3), round(placement.height_pt, 3)))
    page.obj.Resources = Dictionary(XObject=Dictionary({_IMAGE_KEY: _image(pdf, scan)}))
    if font_object is not None:
        page.obj.Resources.Font = Dictionary({FONT_KEY: font_object})
    matrix = " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in image_to_page.shorthand)
    text = text_operators(leaf.reading, placement, (scan.width_pt, scan.height_pt), font)
    page.obj.Contents = pdf.make_stream(f"q {matrix} cm {_IMAGE_KEY} Do Q\n".encode("ascii") + text)


def image_of(image_pdf: Pdf) -> pikepdf.Stream:
    """The single image of a PDF that ``Scan.image_pdf`` holds."""
    (image,) = image_pdf.pages[0].resources.XObject.values()
    assert isinstance(image, pikepdf.Stream)
    return image


def _image(pdf: Pdf, scan: Scan) -> pikepdf.Object:
    with Pdf.open(io.BytesIO(scan.image_pdf)) as source:
        image = pdf.copy_foreign(image_of(source))
    if "/ColorSpace" in image:
        image.ColorSpace = bare_space(pdf, image.ColorSpace)
    return image


def _fix_moment(pdf: Pdf, moment: datetime) -> None:
    """``prepare`` writes the time of day into the metadata; ours is the dossier's."""
    stamp = moment.isoformat(timespec="seconds").encode("ascii")
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(_METADATA_DATE.sub(rb"\g<1>" + stamp, packet))
