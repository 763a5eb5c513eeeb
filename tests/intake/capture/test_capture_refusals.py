# SPDX-License-Identifier: Apache-2.0
"""Bad input is refused as a value with a reason and advice, never with a crash."""

from __future__ import annotations

import io
import pickle
import struct
import unicodedata
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import img2pdf
import pikepdf
import pytest
from PIL import Image

from intake.capture import pdf as capture_pdf
from intake.capture.opening import load_page, probe
from intake.capture.pages import CaptureLimits
from intake.capture.refusals import CaptureError, Refusal, RefusalCode
from templates.language.messages import speaking


def _jpeg(size: tuple[int, int] = (400, 300)) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 60).save(stream, format="JPEG")
    return stream.getvalue()


def _pdf(pages: int = 1) -> bytes:
    return img2pdf.convert([_jpeg() for _ in range(pages)]) or b""


def _refused(path: Path, code: RefusalCode) -> None:
    """Both doors give the same reason, and say it in words."""
    info = probe(path)
    assert info.refusal is not None
    assert info.refusal.code == code
    assert info.pages == 0
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal == Refusal(code, 1)
    assert caught.value.sentence
    assert caught.value.advice


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    _refused(path, RefusalCode.EMPTY)


def test_text_named_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    path.write_text("Gửi anh chị tờ khai.", encoding="utf-8")
    _refused(path, RefusalCode.NOT_AN_IMAGE)


def test_a_phone_s_heic_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001.JPG"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 64)
    _refused(path, RefusalCode.HEIC)


def test_a_jpeg_xl_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(b"\xff\x0a" + b"\x00" * 64)
    _refused(path, RefusalCode.JPEG_XL)


def test_words_that_begin_like_a_bitmap_are_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "note.bmp"
    path.write_text("BMI của cháu là 20, đã đo hôm nay.", encoding="utf-8")
    _refused(path, RefusalCode.NOT_AN_IMAGE)


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    with pikepdf.open(io.BytesIO(_pdf())) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="u", owner="o"))
    _refused(path, RefusalCode.ENCRYPTED)


def test_a_pdf_locked_only_against_changes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "owner.pdf"
    with pikepdf.open(io.BytesIO(_pdf())) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="", owner="o"))
    assert probe(path).refusal is None
    assert load_page(path).width > 0


@pytest.mark.parametrize("share", [0.3, 0.6, 0.98])
def test_a_cut_off_pdf_is_refused_whole(tmp_path: Path, share: float) -> None:
    path = tmp_path / "cut.pdf"
    whole = _pdf(pages=3)
    path.write_bytes(whole[: int(len(whole) * share)])
    _refused(path, RefusalCode.TRUNCATED)


@pytest.mark.parametrize("lost", [3, 8, 15, 60, 150])
@pytest.mark.parametrize("linear", [False, True])
def test_a_pdf_that_lacks_only_bytes_behind_its_last_object_is_read(
    tmp_path: Path, lost: int, linear: bool
) -> None:
    path = tmp_path / "cut.pdf"
    whole = _pdf(pages=2)
    if linear:
        with pikepdf.open(io.BytesIO(whole)) as pdf:
            pdf.save(path, linearize=True)
        whole = path.read_bytes()
    path.write_bytes(whole[:-lost])
    assert probe(path).pages == 2
    assert load_page(path, 2).width > 0


def test_a_change_without_its_end_is_not_left_out_unseen(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(_pdf() + b"\n4 0 obj\n<< /Type /Page" + b" " * 2000)
    _refused(path, RefusalCode.TRUNCATED)


def test_a_pdf_with_a_wrong_table_but_whole_is_repaired(tmp_path: Path) -> None:
    path = tmp_path / "shifted.pdf"
    whole = _pdf(pages=2)
    start = whole.rindex(b"startxref")
    path.write_bytes(whole[:start] + b"startxref\n7\n%%EOF\n")
    assert probe(path).pages == 2
    assert load_page(path, 2).width > 0


def test_rubbish_after_a_pdf_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rubbish.pdf"
    path.write_bytes(b"%PDF-1.4\n" + b"rubbish " * 200 + b"%%EOF\n")
    _refused(path, RefusalCode.UNREADABLE)


def test_a_cut_off_jpeg_is_refused_when_its_pixels_are_wanted(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    whole = _jpeg()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code == RefusalCode.TRUNCATED


def test_a_png_with_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "flipped.png"
    Image.effect_noise((200, 200), 60).save(path)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    path.write_bytes(bytes(damaged))
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code in (RefusalCode.UNREADABLE, RefusalCode.TRUNCATED)


@pytest.mark.long
def test_a_png_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(_png_bomb(30_000))
    _refused(path, RefusalCode.BOMB)


def _png_bomb(side: int) -> bytes:
    """A valid 1-bit PNG of side×side white pixels, made without holding them."""
    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * (side // 8)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    body = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def test_a_page_of_35000_points_is_refused_before_it_is_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _giant_page(tmp_path / "giant.pdf")
    monkeypatch.setattr(capture_pdf, "convert_from_path", _must_not_be_called)
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal == Refusal(RefusalCode.BOMB, 1)


def _giant_page(path: Path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].MediaBox = [0, 0, 35_000, 35_000]
        pdf.save(path)
    return path


def _must_not_be_called(*_args: object, **_options: object) -> None:
    raise AssertionError("the page was rendered")


def test_the_single_pixel_poppler_gives_for_a_giant_page_is_not_taken_for_the_page(tmp_path: Path) -> None:
    path = _giant_page(tmp_path / "giant.pdf")
    with pytest.raises(CaptureError) as caught:
        load_page(path, limits=CaptureLimits(max_megapixels=1e9))
    assert caught.value.refusal.code == RefusalCode.BOMB


def test_an_image_bomb_inside_a_small_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "inside.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        image = pdf.make_stream(b"", Subtype=pikepdf.Name.Image, Width=30_000, Height=30_000)
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        pdf.pages[0].Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
        pdf.save(path)
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code == RefusalCode.BOMB


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pdf2image.exceptions import PDFPopplerTimeoutError

    def hang(*_args: object, **_options: object) -> None:
        raise PDFPopplerTimeoutError("timed out")

    path = tmp_path / "slow.pdf"
    path.write_bytes(_pdf())
    monkeypatch.setattr(capture_pdf, "convert_from_path", hang)
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code == RefusalCode.TOO_SLOW


def test_a_file_gone_before_it_is_read_is_refused(tmp_path: Path) -> None:
    _refused(tmp_path / "gone.pdf", RefusalCode.VANISHED)


def test_a_pdf_that_vanishes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stick.pdf"
    path.write_bytes(_pdf())
    render = capture_pdf.convert_from_path

    def pull_the_stick(*args: object, **options: object) -> object:
        path.unlink()
        return render(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(capture_pdf, "convert_from_path", pull_the_stick)
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal == Refusal(RefusalCode.VANISHED, 1)


def test_a_picture_that_vanishes_between_looking_and_reading_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stick.jpg"
    path.write_bytes(_jpeg())
    opened = Image.open

    def pull_the_stick(*args: object, **options: object) -> object:
        path.unlink()
        return opened(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Image, "open", pull_the_stick)
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code == RefusalCode.VANISHED


def test_a_file_one_may_not_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.jpg"
    path.write_bytes(_jpeg())

    def forbid(_self: Path, *_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)  # root, who runs tests in containers, may read anything
    _refused(path, RefusalCode.NO_PERMISSION)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    _refused(tmp_path, RefusalCode.NOT_A_FILE)


def test_a_file_over_the_limit_is_refused_without_opening_it(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    path.write_bytes(_jpeg())
    info = probe(path, CaptureLimits(max_file_mb=0.001))
    assert info.refusal == Refusal(RefusalCode.TOO_LARGE)


def test_more_pages_than_a_dossier_can_have_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(_pdf(pages=3))
    assert probe(path, CaptureLimits(max_pages=2)).refusal == Refusal(RefusalCode.TOO_MANY_PAGES)


def test_a_refusal_comes_back_whole_from_a_worker() -> None:
    error = CaptureError(RefusalCode.TRUNCATED, 4)
    assert pickle.loads(pickle.dumps(error)).refusal == Refusal(RefusalCode.TRUNCATED, 4)


@pytest.mark.parametrize("code", list(RefusalCode))
def test_every_refusal_says_what_and_what_to_do_in_vietnamese(code: RefusalCode) -> None:
    with speaking("en"):
        english = (Refusal(code).sentence, Refusal(code).advice)
    with speaking("vi"):
        vietnamese = (Refusal(code).sentence, Refusal(code).advice)
    assert all(unicodedata.normalize("NFC", text) == text for text in vietnamese)
    assert all(ours != theirs for ours, theirs in zip(english, vietnamese, strict=True))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_of_sixteen_colours(held: int) -> bytes:
    head = struct.pack(">IIBBBBB", 400, 300, 8, 3, 0, 0, 0)
    rows = b"".join(b"\0" + bytes(n % 16 for n in range(400)) for _row in range(300))
    chunks = ((b"IHDR", head), (b"PLTE", bytes(3 * held)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def _tiff_of_sixteen_colours(held: int) -> bytes:
    picture = Image.frombytes("P", (400, 300), bytes(n % 16 for n in range(400 * 300)))
    picture.putpalette([10] * 768)
    stream = io.BytesIO()
    picture.save(stream, "TIFF")
    data = bytearray(stream.getvalue())
    start = struct.unpack_from("<I", data, 4)[0]
    for entry in range(struct.unpack_from("<H", data, start)[0]):
        at = start + 2 + 12 * entry
        if struct.unpack_from("<H", data, at)[0] == 320:  # ColorMap
            struct.pack_into("<I", data, at + 4, 3 * held)
    return bytes(data)


def _pdf_of_sixteen_colours(held: int, *, whole: bool = True) -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 150))
        pixels = bytes(n % 16 for n in range(400 * 300))
        image = pdf.make_stream(pixels, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        image.Width, image.Height, image.BitsPerComponent = 400, 300, 8
        lookup = pikepdf.String(bytes(3 * held))
        image.ColorSpace = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 255, lookup])
        if not whole:
            del image.ColorSpace[3]
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        pdf.pages[0].Contents = pdf.make_stream(b"q 200 0 0 150 0 0 cm /Im Do Q")
        pdf.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("made", [_png_of_sixteen_colours, _tiff_of_sixteen_colours, _pdf_of_sixteen_colours])
def test_a_palette_that_lacks_colours_of_its_pixels_is_refused_and_one_that_is_only_short_is_not(
    tmp_path: Path, made: Callable[[int], bytes]
) -> None:
    """A viewer would draw the missing ones black, another white: a form with white patches."""
    path = tmp_path / "paper"
    path.write_bytes(made(16))
    assert load_page(path).image.size
    path.write_bytes(made(15))
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code is RefusalCode.COLOURS_MISSING
    assert "màu" in caught.value.sentence and caught.value.advice


def test_a_palette_that_is_no_palette_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(_pdf_of_sixteen_colours(16, whole=False))
    with suppress(CaptureError):
        load_page(path)
