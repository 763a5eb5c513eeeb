# SPDX-License-Identifier: Apache-2.0
"""Step by step down the ladder: how a page is recoded, where the limit lies, what goes into which part."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageCms

from batch.package.manifest import TOO_LARGE
from batch.package.pdfa import Leaf
from batch.package.portal import LADDER, PortalCopy, portal_copy
from batch.package.scan import scan_of
from ocr.result import PageReading
from tests.support.pages.viewed_pdfs import IMPRINT

DPI = 220
WIDTH, HEIGHT = 330, 220


def noise(seed: int, mode: str = "RGB", size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """What no coding makes small."""
    shape = (size[1], size[0]) if mode == "L" else (size[1], size[0], 3)
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, shape, dtype=np.uint8))


LeafOf = Callable[..., Leaf]


@pytest.fixture
def leaf_of(tmp_path: Path) -> LeafOf:
    def made(image: Image.Image, name: str = "a.jpg", dpi: int = DPI, profile: bytes | None = None) -> Leaf:
        image.save(tmp_path / name, dpi=(dpi, dpi), quality=95, icc_profile=profile)
        scan = scan_of(tmp_path / name, 1)
        return Leaf(scan, PageReading(1, "birth-notice", 0.99, 0, 0.0, scan.width_px, scan.height_px))

    return made


def copied(leaves: Sequence[Leaf], limit: int) -> PortalCopy:
    """The copy under a limit in bytes."""
    return portal_copy(leaves, IMPRINT, (limit + 0.5) / 1_000_000)


def picture(part: bytes, page: int = 0) -> Image.Image:
    """The picture of a page as it is coded."""
    with pikepdf.open(io.BytesIO(part)) as pdf:
        (image,) = pdf.pages[page].resources.XObject.values()
        found = Image.open(io.BytesIO(image.read_raw_bytes()))
        found.load()
        return found


def colours(part: bytes) -> str:
    with pikepdf.open(io.BytesIO(part)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        return str(image.ColorSpace)


def at_least(leaf: Leaf) -> PortalCopy:
    """The copy at the last step."""
    low, high = 0, len(leaf.scan.image_pdf)
    while high - low > 200:
        middle = (low + high) // 2
        low, high = (middle, high) if copied([leaf], middle).finding else (low, middle)
    return copied([leaf], high)


def test_a_copy_of_just_the_limit_is_taken_and_of_a_byte_more_is_not(leaf_of: LeafOf) -> None:
    leaf = leaf_of(noise(1))
    whole = copied([leaf], len(leaf.scan.image_pdf) + 1)
    assert (whole.rung, whole.pages, whole.finding) == (None, (1,), "")
    below = copied([leaf], len(whole.parts[0]) - 1)
    assert below.rung is not None and below.pages == (1,)
    size = len(below.parts[0])
    assert size < len(whole.parts[0])
    assert copied([leaf], size).rung == below.rung
    assert copied([leaf], size - 1).rung != below.rung


def test_each_step_is_its_resolution_and_quality(leaf_of: LeafOf) -> None:
    """Lower than promised it can't be read, higher it goes to the portal in more parts than it need."""
    leaf = leaf_of(noise(2))
    seen, limit = set(), len(leaf.scan.image_pdf)
    while not (copy := copied([leaf], limit)).finding:
        limit = len(copy.parts[0]) - 1
        if copy.rung is None:
            continue
        seen.add(copy.rung)
        found = picture(copy.parts[0])
        scale = copy.rung.dpi / DPI
        assert found.size == (round(WIDTH * scale), round(HEIGHT * scale))
        like = io.BytesIO()
        Image.new("RGB", (8, 8)).save(like, "JPEG", quality=copy.rung.quality)
        assert found.quantization == Image.open(like).quantization  # type: ignore[attr-defined]
    assert seen == set(LADDER)
    assert copy == PortalCopy((), (), LADDER[-1], TOO_LARGE)


def test_a_scan_of_fewer_points_is_not_enlarged(leaf_of: LeafOf) -> None:
    copy = at_least(leaf_of(noise(3), dpi=105))
    assert copy.rung == LADDER[-1]
    assert picture(copy.parts[0]).size == (WIDTH, HEIGHT)


def test_several_pages_take_the_best_step_at_which_they_fit_together(leaf_of: LeafOf) -> None:
    leaves = [leaf_of(noise(n), f"{n}.jpg") for n in range(3)]
    whole = len(copied(leaves, 10_000_000).parts[0])
    assert copied(leaves, whole - 1).rung == LADDER[0]


@pytest.mark.parametrize(("mode", "space"), [("L", "/DeviceGray"), ("RGB", "/DeviceRGB")])
def test_gray_stays_gray_and_colours_stay_colours(leaf_of: LeafOf, mode: str, space: str) -> None:
    copy = at_least(leaf_of(noise(4, mode)))
    assert (picture(copy.parts[0]).mode, colours(copy.parts[0])) == (mode, space)


def test_a_picture_of_a_palette_keeps_its_colours(leaf_of: LeafOf) -> None:
    red = Image.new("RGB", (WIDTH, HEIGHT), (200, 30, 30))
    red.paste(noise(5, size=(WIDTH // 2, HEIGHT)), (0, 0))
    copy = at_least(leaf_of(red.convert("P", palette=Image.Palette.ADAPTIVE), "a.png"))
    found = picture(copy.parts[0])
    assert found.mode == "RGB"
    right = np.asarray(found)[:, int(found.width * 0.7) :].reshape(-1, 3).mean(axis=0)
    assert right == pytest.approx((200, 30, 30), abs=12)


def test_a_recoded_page_shows_the_colours_that_its_profile_meant(leaf_of: LeafOf) -> None:
    """A scanner's profile is not kept: a red seal must not come out brown where the portal shows the copy."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    seal = Image.new("RGB", (WIDTH, HEIGHT), (30, 200, 30))
    seal.paste(noise(8, size=(WIDTH // 2, HEIGHT)), (0, 0))
    found = picture(at_least(leaf_of(seal, profile=swapped)).parts[0])
    red, green, _blue = np.asarray(found)[:, int(found.width * 0.7) :].reshape(-1, 3).mean(axis=0)
    assert red > 190 and green < 60


def test_a_page_of_two_tones_is_left_as_it_was_scanned(leaf_of: LeafOf) -> None:
    tones = noise(6, "L", (1200, 900)).point(lambda v: 255 * (v > 128)).convert("1")
    leaf = leaf_of(tones, "a.png")
    assert leaf.scan.bilevel
    size = len(copied([leaf], 10_000_000).parts[0])
    assert copied([leaf], size - 1) == PortalCopy((), (), LADDER[-1], TOO_LARGE)


def test_what_would_only_grow_by_recoding_is_left_as_it_was(leaf_of: LeafOf) -> None:
    flat = Image.new("RGB", (2000, 1000), "white")
    leaf = leaf_of(flat, "a.png", dpi=105)  # a few hundred bytes, of which JPEG makes thousands
    large = leaf_of(noise(7), "b.jpg")
    copy = copied([leaf, large], len(large.scan.image_pdf))
    assert copy.rung is not None
    with pikepdf.open(io.BytesIO(copy.parts[0])) as pdf:
        kept = [next(iter(page.resources.XObject.values())).Filter for page in pdf.pages]
    assert [str(one) for one in kept] == ["/FlateDecode", "/DCTDecode"]


@pytest.mark.long
@pytest.mark.parametrize("fit", [1, 3])
def test_as_many_pages_as_fit_go_into_each_part_in_their_order(leaf_of: LeafOf, fit: int) -> None:
    leaves = [leaf_of(noise(10 + n), f"{n}.jpg") for n in range(4)]
    small = [at_least(leaf) for leaf in leaves]
    limit = max(len(copy.parts[0]) for copy in small) * fit + 600
    copy = copied(leaves, limit)
    assert copy.rung == LADDER[-1] and copy.finding == ""
    assert sum(copy.pages) == 4 and max(copy.pages) >= fit
    assert all(len(part) <= limit for part in copy.parts)
    assert len(copy.parts) == len(copy.pages)
    pages = [
        picture(part, n) for part, count in zip(copy.parts, copy.pages, strict=True) for n in range(count)
    ]
    alone = [picture(one.parts[0]) for one in small]
    assert [np.asarray(page).tobytes() for page in pages] == [np.asarray(page).tobytes() for page in alone]


def test_one_page_too_large_for_the_portal_keeps_the_whole_paper_from_it(leaf_of: LeafOf) -> None:
    small, large = leaf_of(noise(20)), leaf_of(noise(21, size=(1320, 880)), "b.jpg")
    limit = len(at_least(small).parts[0]) + 500
    for leaves in ([small, large], [large, small]):
        assert copied(leaves, limit) == PortalCopy((), (), LADDER[-1], TOO_LARGE)
