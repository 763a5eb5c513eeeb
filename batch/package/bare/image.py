# SPDX-License-Identifier: Apache-2.0
"""An image of a PDF without anything but what shows its pixels.

Its dictionary may hang XMP, attachments, thumbnails and page pieces onto it, its colour space and its
decoding; its data may be a whole JPEG with all that a phone wrote, or go on behind the last row; its palette
may hold entries that no pixel shows. JBIG2 may carry comments, letters that no page uses and regions that
others cover, so its pixels are coded anew as a fax.
"""

from __future__ import annotations

import io
import zlib
from contextlib import suppress

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from batch.package.bare.fax import bare_fax, fax_of
from batch.package.bare.jpeg import bare_jpeg
from batch.package.bare.profile import bare_profile
from intake.capture.palette import colour_numbers, components
from intake.capture.pdfium import picture_in

_PLAIN_KEYS = ("/Width", "/Height", "/BitsPerComponent")
_BY_SAMPLE = ("/Predictor", "/Colors", "/BitsPerComponent", "/Columns")
_BY_FAX = ("/K", "/Columns", "/Rows", "/BlackIs1")
_FAX_COLUMNS = 1728
_PARAMETERS = {
    "/FlateDecode": _BY_SAMPLE,
    "/CCITTFaxDecode": _BY_FAX,
    "/DCTDecode": ("/ColorTransform",),
    "/JBIG2Decode": (),
}
KEPT_FILTERS = frozenset(_PARAMETERS)
_PNG_PREDICTORS = 10
_CALIBRATED = ("/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix")
# ICC header: byte 8 is the major version; PDF/A-1 stops at 2.
_ICC_MOST_MAJOR = 2


def bare_image(out: Pdf, image: Stream) -> Stream | None:
    """A copy of ``image`` in ``out``, in its own coding; None where its data holds more than its pixels.

    Its filters must be of ``KEPT_FILTERS``.
    """
    filters, parameters = _coding(image)
    last, own = (filters[-1], parameters[-1]) if filters else ("", Dictionary())
    data = _only_pixels(image, last, own, _unwrapped(out, image, filters[:-1], parameters[:-1]))
    if data is None:
        return None
    copy = out.make_stream(data, Type=Name.XObject, Subtype=Name.Image)
    for key in _PLAIN_KEYS:
        if key in image:
            copy[key] = image[key]
    if "/Decode" in image:
        copy.Decode = Array([float(number) for number in image.Decode])
    if last == "/JBIG2Decode":
        copy.Filter = Name.CCITTFaxDecode
        copy.DecodeParms = Dictionary(K=-1, Columns=image.Width, Rows=image.Height)
    elif last:
        copy.Filter, copy.DecodeParms = Name(last), _bare_parameters(last, own)
    if "/Rows" in own and last == "/CCITTFaxDecode":
        copy.DecodeParms.Rows = image.Height
    copy.ColorSpace = bare_space(out, image.ColorSpace)
    return copy if _only_shown_colours(copy) else None


def _only_shown_colours(image: Stream) -> bool:
    """Take from an image's palette what no pixel shows; False where it or the data is shorter than it says
    (viewers differ there), or nobody can tell which colours pixels have.
    """
    if not isinstance(image.ColorSpace, Array) or str(image.ColorSpace[0]) != "/Indexed":
        return True
    if str(image.get("/Filter", "")) == "/DCTDecode":
        return False
    colours = np.frombuffer(bytes(image.ColorSpace[3]), np.uint8)
    size = components(image.ColorSpace[1])
    most = int(image.ColorSpace[2])
    shown = colour_numbers(image)
    if len(colours) < (most + 1) * size or not len(shown) or shown[-1] > most:
        return False
    kept = np.zeros((int(shown[-1]) + 1, size), np.uint8)
    kept[shown] = colours[: len(kept) * size].reshape(-1, size)[shown]
    image.ColorSpace[2], image.ColorSpace[3] = len(kept) - 1, pikepdf.String(kept.tobytes())
    return True


def bare_space(out: Pdf, space: pikepdf.Object) -> pikepdf.Object:
    """A colour space of its bare numbers; a profile that PDF/A-1 does not know becomes the plain space."""
    if not isinstance(space, Array):
        return space
    family = str(space[0])
    if family == "/ICCBased":
        return _bare_icc(out, space[1])
    if family == "/Indexed":
        lookup = space[3].read_bytes() if isinstance(space[3], Stream) else bytes(space[3])
        return Array([Name.Indexed, bare_space(out, space[1]), space[2], pikepdf.String(lookup)])
    return Array([space[0], Dictionary({key: space[1][key] for key in _CALIBRATED if key in space[1]})])


def _bare_icc(out: Pdf, kept: pikepdf.Object) -> pikepdf.Object:
    profile, components = bare_profile(kept.read_bytes()), int(kept.N)
    if profile is None or profile[8] > _ICC_MOST_MAJOR:
        return Name.DeviceGray if components == 1 else Name.DeviceRGB
    return Array([Name.ICCBased, out.make_stream(profile, N=components)])


def _coding(image: Stream) -> tuple[list[str], list[pikepdf.Object]]:
    """The names of the filters and the parameters of each, outermost first."""
    filters, parameters = image.get("/Filter", Array()), image.get("/DecodeParms", Array())
    names = [str(name) for name in filters] if isinstance(filters, Array) else [str(filters)]
    given = list(parameters) if isinstance(parameters, Array) else [parameters]
    given += [Dictionary()] * (len(names) - len(given))
    return names, [one if isinstance(one, Dictionary) else Dictionary() for one in given]


def _unwrapped(out: Pdf, image: Stream, filters: list[str], parameters: list[pikepdf.Object]) -> bytes:
    """The data with all but its last filter undone (some programs pack a JPEG once more)."""
    data = image.read_raw_bytes()
    if not filters:
        return data
    wrapped = out.make_stream(data)
    wrapped.Filter = Array([Name(name) for name in filters])
    wrapped.DecodeParms = Array(
        [_bare_parameters(name, given) for name, given in zip(filters, parameters, strict=True)]
    )
    return wrapped.read_bytes()


def _only_pixels(image: Stream, last: str, own: pikepdf.Object, data: bytes) -> bytes | None:
    """The data of an image, None where it holds more than pixels and can't be freed of that."""
    match last:
        case "/DCTDecode":
            with suppress(ValueError):
                return bare_jpeg(data, (int(image.Width), int(image.Height)))
            return None
        case "/JBIG2Decode":
            return _as_fax(image, own, data)
        case "/FlateDecode":
            return data if _unpacks_to(data, _size(image, own)) else None
        case "/CCITTFaxDecode":
            return _only_rows(image, own, data)
    return data if len(data) <= _size(image, own) else None


def _as_fax(image: Stream, own: pikepdf.Object, data: bytes) -> bytes | None:
    """The pixels of a JBIG2 image as a fax of Group 4; None where PDFium can't decode them."""
    alone = Pdf.new()
    coded = alone.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Filter=Name.JBIG2Decode)
    coded.Width, coded.Height, coded.BitsPerComponent = image.Width, image.Height, 1
    coded.ColorSpace = Name.DeviceGray
    if "/JBIG2Globals" in own:
        coded.DecodeParms = Dictionary(JBIG2Globals=alone.make_stream(own.JBIG2Globals.read_bytes()))
    page = alone.add_blank_page(page_size=(72, 72))
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=coded))
    page.obj.Contents = alone.make_stream(b"/Im0 Do")
    whole = io.BytesIO()
    alone.save(whole)
    picture = picture_in(whole.getvalue())
    if picture is None or picture.size != (int(image.Width), int(image.Height)):
        return None
    return fax_of(picture.convert("L").point(lambda level: 255 * (level > 127)).convert("1"))


def _only_rows(image: Stream, own: pikepdf.Object, data: bytes) -> bytes | None:
    """The rows of a fax in Group 4; None for the older codings, whose rows only a PDF program follows."""
    width, height = int(image.Width), int(image.Height)
    aligned, columns = bool(own.get("/EncodedByteAlign", False)), int(own.get("/Columns", _FAX_COLUMNS))
    if int(own.get("/K", 0)) >= 0 or aligned or columns != width or int(own.get("/Rows", height)) < height:
        return None
    with suppress(ValueError):
        return bare_fax(data, width, height)
    return None


def _unpacks_to(data: bytes, most: int) -> bool:
    """Whether zlib data holds no more than so many bytes, with what stands behind its end; no more of it is
    unpacked.
    """
    packed = zlib.decompressobj()
    with suppress(zlib.error):
        unpacked = len(packed.decompress(data, most + 1))
        return not packed.unconsumed_tail and unpacked + len(packed.unused_data.strip()) <= most
    return False  # behind the damage anything may stand; a scan that is only cut off is none


def _size(image: Stream, own: pikepdf.Object) -> int:
    """Bytes that the rows of an image take once its data is unpacked."""
    row = -(-int(image.Width) * components(image.ColorSpace) * int(image.get("/BitsPerComponent", 8)) // 8)
    by_row = 1 if int(own.get("/Predictor", 1)) >= _PNG_PREDICTORS else 0
    return int(image.Height) * (row + by_row)


def _bare_parameters(name: str, given: pikepdf.Object) -> pikepdf.Object:
    return Dictionary({key: given[key] for key in _PARAMETERS[name] if key in given})
