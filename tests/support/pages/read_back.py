# SPDX-License-Identifier: Apache-2.0
"""What a file holds, read to the bottom: streams of PDFs, members of archives, segments and chunks of
pictures. So a mark is found wherever it went, in whatever packing.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

import pikepdf
from PIL import Image, ImageCms, UnidentifiedImageError


def marks_in(data: bytes, mark: str) -> set[str]:
    """All marks that begin with ``mark`` anywhere in ``data``, also in 16-bit letters."""
    pattern = re.compile(re.escape(mark.encode()) + rb"[-\w]*")
    return {
        found.decode()
        for layer in layers(data)
        for letters in (layer, layer.replace(b"\0", b""))
        for found in pattern.findall(letters)
    }


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes themselves and all that is packed in them."""
    yield data
    if data.startswith(b"%PDF"):
        yield from _pdf_layers(data)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield member.filename.encode() + member.comment + member.extra
                yield from layers(archive.read(member))
    elif data.startswith(b"\x89PNG"):
        for packed in re.findall(rb"zTXt[^\0]*\0\0(.*?)IDAT", data, re.DOTALL):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(packed)
        yield from _profile_of(data)
    elif data.startswith((b"\xff\xd8", b"II*\0", b"MM\0*")):
        yield from _profile_of(data)


def _profile_of(data: bytes) -> Iterator[bytes]:
    with suppress(UnidentifiedImageError), Image.open(io.BytesIO(data)) as picture:
        yield picture.info.get("icc_profile") or b""


def _pdf_layers(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in (*pdf.objects, pdf.trailer):
            yield from _strings(thing)
            if isinstance(thing, pikepdf.Stream):
                yield from layers(thing.read_raw_bytes())
                with suppress(pikepdf.PdfError):
                    yield from layers(thing.read_bytes())
                if _filters(thing)[-1:] == ["/DCTDecode"] and len(_filters(thing)) > 1:
                    yield from layers(zlib.decompress(thing.read_raw_bytes()))


def _strings(thing: pikepdf.Object) -> Iterator[bytes]:
    if isinstance(thing, pikepdf.String):
        yield bytes(thing)
        yield str(thing).encode()
    elif isinstance(thing, pikepdf.Array):
        for part in thing:
            yield from _parts(part)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, part in thing.items():
            yield key.encode()
            yield from _parts(part)


def _parts(part: object) -> Iterator[bytes]:
    if isinstance(part, pikepdf.Object) and not part.is_indirect:
        yield from _strings(part)


def _filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter", pikepdf.Array())
    return [str(name) for name in named] if isinstance(named, pikepdf.Array) else [str(named)]


def extras_of_pdf(data: bytes) -> list[str]:
    """What a PDF carries besides pages of a picture and text, each by its place; [] for a bare one."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        told = {"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate"}
        found += [f"info {key}" for key in pdf.docinfo.keys() - told]
        kept = {"/Type", "/Pages", "/Metadata", "/OutputIntents", "/Lang", "/MarkInfo", "/Version"}
        found += [f"root {key}" for key in pdf.Root.keys() - kept]
        for number, page in enumerate(pdf.pages, 1):
            own = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
            found += [f"page {number} {key}" for key in page.obj.keys() - own]
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                found += _extras_of_image(thing)
    return found


def _extras_of_image(image: pikepdf.Stream) -> list[str]:
    coding = {"/Type", "/Subtype", "/Filter", "/DecodeParms", "/Length"}
    shown = {"/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Decode"}
    found = [f"image {key}" for key in image.keys() - coding - shown]
    space = image.ColorSpace
    if isinstance(space, pikepdf.Array) and str(space[0]) == "/ICCBased":
        found += [f"profile {key}" for key in space[1].keys() - {"/N", "/Length", "/Filter", "/DecodeParms"}]
    if _filters(image) == ["/DCTDecode"]:
        found += _extras_of_jpeg(image.read_raw_bytes())
    return found


def _extras_of_jpeg(data: bytes) -> list[str]:
    with Image.open(io.BytesIO(data)) as picture:
        found = ["exif"] if picture.getexif() else []
        found += [f"segment {name}" for name, content in picture.applist if not _is_bare(content)]  # type: ignore[attr-defined]
        profile = picture.info.get("icc_profile")
        if profile:
            named = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
            found += [] if named.strip() == "colour" else ["profile's name"]
    return found if data.endswith(b"\xff\xd9") and data.count(b"\xff\xd9") == 1 else [*found, "trailer"]


def _is_bare(content: bytes) -> bool:
    lengths = {b"JFIF\0": 14, b"Adobe": 12}
    return content.startswith(b"ICC_PROFILE\0") or any(
        content.startswith(begin) and len(content) == length for begin, length in lengths.items()
    )
