# SPDX-License-Identifier: Apache-2.0
"""Papers that carry a mark in every place where a file tells more than its pixels. Each is a file of a phone,
a scanner or an office program in miniature; the pixels are those of an invented paper.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

MARK = "Xoay7Mark"
"""What every mark begins with; it stands on no paper and in no program."""


def mark(place: str) -> str:
    return f"{MARK}-{place}"


def xmp(place: str) -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{mark(place)}</creator></x:xmpmeta>'.encode()


def exif(orientation: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[0x010E], told[0x010F], told[0x0110] = mark("description"), mark("maker"), mark("camera")
    told[0x013B], told[0x013C], told[0x8298] = mark("artist"), mark("computer"), mark("copyright")
    told[0x0112] = orientation
    told.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + mark("comment").encode()
    told.get_ifd(0x8769)[0xA430] = mark("owner")
    position = told.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = "N", (12.0, 40.0, 5.0), "E", (108.0, 2.0, 30.0)
    position[27] = mark("gps").encode()
    return told


def profile() -> bytes:
    """A profile of screen colours that names who measured the screen."""
    plain = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    plain[8] = 2  # version 2, which PDF/A-1 knows
    (count,) = struct.unpack_from(">I", plain, 128)
    told = mark("profile").encode()
    for place in range(132, 132 + 12 * count, 12):
        name = bytes(plain[place : place + 4])
        if name == b"cprt":
            text = b"text" + bytes(4) + told + b"\0"
            struct.pack_into(">4sII", plain, place, name, len(plain), len(text))
            plain += text + bytes(-len(text) % 4)
    struct.pack_into(">I", plain, 0, len(plain))
    return bytes(plain)


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def phone_jpeg(image: Image.Image, orientation: int = 1) -> bytes:
    """A photo as phones leave it: EXIF, XMP, IPTC, thumbnails, comment, a second picture, a trailer."""
    out = io.BytesIO()
    image.convert("RGB").save(
        out, "JPEG", quality=88, dpi=(100, 100), exif=exif(orientation), icc_profile=profile()
    )
    data = out.getvalue()
    thumbnail = b"JFXX\0\x10\xff\xd8" + segment(0xFE, mark("thumbnail").encode()) + b"\xff\xd9"
    more = [
        segment(0xE0, thumbnail),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp("xmp")),
        segment(0xE2, b"MPF\0" + mark("mpf").encode()),
        segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04" + mark("iptc").encode()),
        segment(0xEF, mark("maker-segment").encode()),
        segment(0xFE, mark("jpeg-comment").encode()),
    ]
    second = b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + mark("second").encode()) + b"\xff\xd9"
    start = 2 + 2 + struct.unpack_from(">H", data, 4)[0]  # behind the JFIF segment
    return data[:start] + b"".join(more) + data[start:] + second + mark("trailer").encode()


def photo(path: Path, image: Image.Image) -> None:
    path.write_bytes(phone_jpeg(image))


def screenshot(path: Path, image: Image.Image) -> None:
    told = PngInfo()
    told.add_text("Author", mark("text"))
    told.add_text("Comment", mark("packed-text"), zip=True)
    told.add_itxt("XML:com.adobe.xmp", xmp("xmp").decode())
    image.save(path, pnginfo=told, exif=exif(), icc_profile=profile(), dpi=(100, 100))
    path.write_bytes(path.read_bytes() + mark("trailer").encode())


def tiff(path: Path, image: Image.Image, **options: str) -> None:
    tags = ImageFileDirectory_v2()
    for number, place in {
        0x010D: "document",
        0x010E: "description",
        0x013B: "artist",
        0x013C: "host",
    }.items():
        tags[number] = mark(place)
    tags[0x02BC], tags[0x83BB] = xmp("xmp"), mark("iptc").encode()
    image.save(path, "TIFF", tiffinfo=tags, dpi=(100, 100), **options)


def colour_tiff(path: Path, image: Image.Image) -> None:
    tiff(path, image.convert("RGB"))


def fax_tiff(path: Path, image: Image.Image) -> None:
    tiff(path, image.convert("1"), compression="group4")


def jpeg2000(path: Path, image: Image.Image) -> None:
    image.save(path, "JPEG2000", comment=mark("comment"))
    path.write_bytes(path.read_bytes() + struct.pack(">I4s", 8 + len(xmp("xml")), b"xml ") + xmp("xml"))


def scanned_pdf(path: Path, image: Image.Image, *, packed: bool = False) -> None:
    """A PDF of an app: the phone's JPEG in it whole, and all that a PDF may carry beside its page."""
    plain = io.BytesIO()
    image.convert("RGB").save(plain, "JPEG", dpi=(100, 100), icc_profile=profile())
    with _around(plain.getvalue()) as pdf:
        picture = _picture(pdf)
        data = phone_jpeg(image)
        if packed:
            picture.write(zlib.compress(data), filter=Array([Name.FlateDecode, Name.DCTDecode]))
        else:
            picture.write(data, filter=Name.DCTDecode)
        picture.ColorSpace[1].Metadata = Stream(pdf, xmp("profile-xmp"))
        _tell(pdf)
        pdf.save(path)


def packed_pdf(path: Path, image: Image.Image) -> None:
    scanned_pdf(path, image, packed=True)


def fax_pdf(path: Path, image: Image.Image) -> None:
    data = io.BytesIO()
    image.convert("1").save(data, "TIFF", compression="group4", dpi=(100, 100))
    with _around(data.getvalue()) as pdf:
        _picture(pdf).DecodeParms[0].Told = pikepdf.String(mark("parameters"))
        _tell(pdf)
        pdf.save(path)


def long_pdf(path: Path, image: Image.Image, *, packed: bool = True) -> None:
    """A page whose pixels go on behind the last row, in the packing that PDFs mostly have or in none."""
    data = io.BytesIO()
    image.convert("RGB").save(data, "PNG", dpi=(100, 100))
    with _around(data.getvalue()) as pdf:
        picture = _picture(pdf)
        picture.write(image.convert("RGB").tobytes() + mark("behind-the-rows").encode())
        _tell(pdf)
        pdf.save(path, compress_streams=packed)


def jbig2_pdf(path: Path, image: Image.Image, *, comment: bool = True) -> None:
    """A white page of a scanner that codes in JBIG2 and comments on it (T.88: segments 48, 62)."""
    parts = [(48, struct.pack(">IIIIBH", image.width, image.height, 0, 0, 0, 0))]
    if comment:
        parts.append((62, struct.pack(">I", 0x2000_0000) + mark("jbig2").encode() + b"\0"))
    data = b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(part)) + part
        for number, (kind, part) in enumerate(parts)
    )
    fax = io.BytesIO()
    image.convert("1").save(fax, "TIFF", compression="group4", dpi=(100, 100))
    with _around(fax.getvalue()) as pdf:
        _picture(pdf).write(data, filter=Name.JBIG2Decode)
        pdf.save(path)


def _around(picture: bytes) -> Pdf:
    return Pdf.open(io.BytesIO(img2pdf.convert(picture, rotation=img2pdf.Rotation.none)))


def _picture(pdf: Pdf) -> Stream:
    (picture,) = pdf.pages[0].resources.XObject.values()
    assert isinstance(picture, Stream)
    return picture


def _tell(pdf: Pdf) -> None:
    """Marks in all that hangs on a document, its page and its picture."""
    for key in ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/Company"):
        pdf.docinfo[key] = mark(f"info-{key[1:].lower()}")
    pdf.Root.Metadata = Stream(pdf, xmp("document-xmp"), Type=Name.Metadata, Subtype=Name.XML)
    pdf.attachments[mark("attachment-name")] = pikepdf.AttachedFileSpec(pdf, mark("attached").encode())
    pieces = Dictionary(App=Dictionary(Private=pikepdf.String(mark("piece"))))
    page, picture = pdf.pages[0].obj, _picture(pdf)
    page.PieceInfo, page.Metadata = pieces, Stream(pdf, xmp("page-xmp"))
    page.Thumb = Stream(pdf, mark("page-thumbnail").encode(), Width=1, Height=1)
    picture.Metadata, picture.PieceInfo = Stream(pdf, xmp("picture-xmp")), pieces


def refer_to_a_file(path: Path) -> None:
    """Name a file of the computer as the original of the picture (Open Prepress Interface)."""
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        named = Dictionary({"/2.0": Dictionary(F=pikepdf.String(mark("file-on-the-computer")))})
        _picture(pdf).OPI = named
        pdf.save(path)


PAPERS: dict[str, Callable[[Path, Image.Image], None]] = {
    "photo.jpg": photo,
    "screenshot.png": screenshot,
    "colour.tif": colour_tiff,
    "fax.tif": fax_tiff,
    "camera.jp2": jpeg2000,
    "scanned.pdf": scanned_pdf,
    "packed.pdf": packed_pdf,
    "fax.pdf": fax_pdf,
    "long.pdf": long_pdf,
}
