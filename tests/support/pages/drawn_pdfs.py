# SPDX-License-Identifier: Apache-2.0
"""PDFs as word processors and scanner apps make them: a filled form with its text sound or spoilt."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NoReturn

import pikepdf
import pytest
from pdf2image import convert_from_bytes
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from intake.capture.opening import load_page
from ocr.page import words
from ocr.page.reading import read_page
from ocr.result import PageReading
from samples.families import cast
from samples.printing import papers
from samples.printing.style import Style
from templates.catalogue.loading import load_catalogue

_CODE = re.compile(rb"(<[0-9A-F]{2,4}>) <([0-9A-F]{4})>")


@cache
def filled_form(style: Style = papers.MACHINE) -> papers.Page:
    """The birth form of an invented family, typed over its leaders."""
    return papers.form(cast.DU, style=style)


def written(path: Path, pdf: bytes) -> Path:
    path.write_bytes(pdf)
    return path


def read(path: Path, page: int = 1) -> PageReading:
    """The page as ``sohoa read`` reads it."""
    loaded = load_page(path, page)
    return read_page(loaded.image, load_catalogue(), page=page, dpi=loaded.dpi, layer=loaded.text)


class _FromItsPictureError(Exception):
    pass


def flaw(path: Path) -> str:
    """For what flaw of its text ``read`` would read the page from its picture; which takes longest and is
    left out. "" where it would not.
    """

    def recognised(_lit: object, _dpi: object, _recognisers: object, note: str, *_more: object) -> NoReturn:
        raise _FromItsPictureError(note)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "recognised", recognised)
        try:
            read(path)
        except _FromItsPictureError as found:
            return str(found.args[0])
    return ""


def values(reading: PageReading) -> dict[str, str]:
    return {field.key: field.value for field in reading.fields if field.value}


def retyped(pdf: bytes, encode: Callable[[str], str], font: str = "", only: str = "") -> bytes:
    """The same glyphs, whose letters the file names as ``encode`` says, in a font then called ``font``.

    ``only``: just the fonts whose name ends with this.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for found in opened.objects:
            is_font = isinstance(found, pikepdf.Dictionary) and "/ToUnicode" in found
            if is_font and str(found.BaseFont).endswith(only):
                found.ToUnicode.write(_recoded(found.ToUnicode.read_bytes(), encode))
                if font:
                    found.BaseFont = found.FontDescriptor.FontName = pikepdf.Name(f"/AAAAAA+{font}")
        return saved(opened)


def _recoded(cmap: bytes, encode: Callable[[str], str]) -> bytes:
    def coded(found: re.Match[bytes]) -> bytes:
        letters = encode(chr(int(found[2], 16))).encode("utf-16-be").hex().upper()
        return found[1] + b" <" + letters.encode() + b">"

    head, begin, body = cmap.partition(b"beginbfchar")
    return head + begin + _CODE.sub(coded, body)


def picture_of(pdf: bytes, dpi: int = 200) -> Image.Image:
    return convert_from_bytes(pdf, dpi=dpi, first_page=1, last_page=1)[0]


def drawn_over(pdf: bytes, draw: Callable[[Canvas], None]) -> bytes:
    """The page with something more drawn over it; points from the lower left corner."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    draw(canvas)
    canvas.save()
    with pikepdf.open(io.BytesIO(pdf)) as under, pikepdf.open(stream) as over:
        under.pages[0].add_overlay(over.pages[0])
        return saved(under)


def with_picture(pdf: bytes, picture: Image.Image, share: float = 1.0) -> bytes:
    """The page with the lowest ``share`` of a picture of a page over it."""
    width, height = A4
    lowest = picture.crop((0, round(picture.height * (1 - share)), picture.width, picture.height))
    return drawn_over(pdf, lambda canvas: canvas.drawImage(ImageReader(lowest), 0, 0, width, height * share))


def invisible(pdf: bytes) -> bytes:
    """The same text, none of it drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        drawing = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
        page.Contents = opened.make_stream(drawing.replace(b"BT", b"BT 3 Tr"))
        return saved(opened)


def with_fields(pdf: bytes, fields: dict[tuple[float, float, float, float], str]) -> bytes:
    """The page with filled text fields at these places (points, left, bottom, right, top)."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        widgets = [
            opened.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, F=4,
                    T=f"field{number}", V=value, Rect=list(place), DA="/Helv 12 Tf 0 g",
                )
            )
            for number, (place, value) in enumerate(fields.items())
        ]  # fmt: skip
        opened.pages[0].Annots = pikepdf.Array(widgets)
        opened.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(widgets), NeedAppearances=True)
        return saved(opened)


def with_boxes(
    pdf: bytes, boxes: dict[tuple[float, float, float, float], bool], kind: str = "checkbox"
) -> bytes:
    """The page with boxes to tick at these places, as Word (``checkbox``), as a group of radio buttons
    (``radio``), or as a program that states only the field's value (``value-only``) writes them; nothing of
    it is drawn.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        group = opened.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Btn, T="group", Ff=1 << 15))
        widgets = []
        for number, (place, on) in enumerate(boxes.items()):
            state = pikepdf.Name(f"/choice{number}")
            widget = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, F=4, Rect=list(place)
            )
            if kind == "radio":
                widget.Parent = group
                widget.AP = pikepdf.Dictionary(N={str(state): opened.make_stream(b"")})
            else:
                widget.FT, widget.T = pikepdf.Name.Btn, f"box{number}"
            if on:
                (group if kind == "radio" else widget).V = state
            if kind == "checkbox":
                widget.AS = state if on else pikepdf.Name.Off
            widgets.append(opened.make_indirect(widget))
        group.Kids = pikepdf.Array(widgets if kind == "radio" else [])
        opened.pages[0].Annots = pikepdf.Array(widgets)
        fields = [group] if kind == "radio" else widgets
        opened.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        return saved(opened)


def saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()
