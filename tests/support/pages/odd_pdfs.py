# SPDX-License-Identifier: Apache-2.0
"""PDFs that viewers show and strict readers refuse, and codings that few decoders know."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image

A4_150_DPI = (1240, 1754)
_PASSWORD = "secret"  # noqa: S105


def page_picture(mode: str = "L") -> Image.Image:
    """A4 at 150 dpi, black in its upper left quarter."""
    picture = Image.new("L", A4_150_DPI, 255)
    picture.paste(0, (0, 0, A4_150_DPI[0] // 2, A4_150_DPI[1] // 2))
    return picture.convert(mode)


def scanned_pdf() -> bytes:
    stream = io.BytesIO()
    page_picture().save(stream, "JPEG", dpi=(150, 150), quality=90)
    return img2pdf.convert(stream.getvalue()) or b""


def without_end(pdf: bytes) -> bytes:
    """No table of objects and no trailer pointing to it, but an end mark."""
    return pdf[: pdf.rindex(b"startxref")] + b"%%EOF\n"


def with_wrong_table(pdf: bytes) -> bytes:
    return re.sub(rb"startxref\s+\d+", b"startxref\n7", pdf)


def without_endobj(pdf: bytes) -> bytes:
    return pdf.replace(b"endobj", b"      ")


def with_mail_before(pdf: bytes) -> bytes:
    return b"X-Mailer: something\r\n" * 20 + pdf


def with_page_after(pdf: bytes) -> bytes:
    """As a web server left it that appended its answer."""
    return pdf + b"<html>Upload complete 100 % obj</html>\n" * 300


def with_zeros_after(pdf: bytes) -> bytes:
    return pdf + bytes(8192)


def for_all_to_read(pdf: bytes) -> bytes:
    """Encrypted against changes; the password to read it is empty."""
    return _encrypted(pdf, user="")


def locked(pdf: bytes) -> bytes:
    return _encrypted(pdf, user=_PASSWORD)


def _encrypted(pdf: bytes, user: str) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(stream, encryption=pikepdf.Encryption(owner="office", user=user))
    return stream.getvalue()


def with_locked_attachment(pdf: bytes) -> bytes:
    """Only what is attached needs the password (ISO 32000-1, 7.6.5: EFF, EFOpen): an encryption dictionary is
    appended that leaves strings and streams as they are.
    """
    plain, rules = io.BytesIO(), io.BytesIO(locked(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments["other.txt"] = b"locked"
        opened.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(rules, password=_PASSWORD) as opened:
        encrypt, ids = opened.trailer.Encrypt, [bytes(part).hex() for part in opened.trailer.ID]
        keys = " ".join(f"/{k} <{bytes(encrypt['/' + k]).hex()}>" for k in ("O", "U", "OE", "UE", "Perms"))
        standard = f"/Filter /Standard /V 5 /R 6 /Length 256 /P {int(encrypt.P)} {keys}"
    filters = "/CF << /StdCF << /AuthEvent /EFOpen /CFM /AESV3 /Length 32 >> >>"
    what = "/StmF /Identity /StrF /Identity /EFF /StdCF /EncryptMetadata false"
    return _appended(plain.getvalue(), f"<< {standard} {filters} {what} >>", ids)


def _appended(pdf: bytes, encrypt: str, ids: list[str]) -> bytes:
    size, root = (int(re.findall(rule, pdf)[-1]) for rule in (rb"/Size (\d+)", rb"/Root (\d+)"))
    table = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    added = f"{size} 0 obj\n{encrypt}\nendobj\n"
    trailer = f"/Size {size + 1} /Root {root} 0 R /Prev {table} /Encrypt {size} 0 R"
    trailer += f" /ID [<{ids[0]}> <{ids[1]}>]"
    entry = f"xref\n{size} 1\n{len(pdf):010} 00000 n \ntrailer\n<< {trailer} >>\n"
    return pdf + f"{added}{entry}startxref\n{len(pdf) + len(added)}\n%%EOF\n".encode()


def jbig2_pdf(path: Path, *, covered: Image.Image | None = None, inverted: bool = False) -> Path:
    """One page that is a scan coded as JBIG2 (ITU-T T.88): one generic region in MMR, which is Group 4; over
    another one of the same size, ``covered``.
    """
    picture = page_picture("1")
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595.2, 841.92))
        image = pdf.make_stream(
            _jbig2(picture, covered), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image
        )
        image.Width, image.Height, image.BitsPerComponent = *picture.size, 1
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.JBIG2Decode
        if inverted:
            image.Decode = pikepdf.Array([1, 0])
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        pdf.pages[0].Contents = pdf.make_stream(b"q 595.2 0 0 841.92 0 0 cm /Im Do Q")
        pdf.save(path)
    return path


def _jbig2(picture: Image.Image, covered: Image.Image | None) -> bytes:
    parts = [(48, struct.pack(">IIIIBH", *picture.size, 0, 0, 0, 0))]
    if covered is not None:
        parts.append((38, mmr_region(covered)))
    parts.append((38, mmr_region(picture)))
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
        for number, (kind, data) in enumerate(parts)
    )


def mmr_region(picture: Image.Image) -> bytes:
    """A region of a JBIG2 page that stands in for what lay there before (mode "1")."""
    stream = io.BytesIO()
    inverted = picture.point(lambda level: 255 - level)  # JBIG2's black is 1, this Group 4's is 0
    inverted.save(stream, "TIFF", compression="group4", tiffinfo={278: picture.height})
    with Image.open(stream) as coded:
        start, length = coded.tag_v2[273][0], coded.tag_v2[279][0]
    return struct.pack(">IIIIBB", *picture.size, 0, 0, 4, 1) + stream.getvalue()[start : start + length]
