# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from batch.package.manifest import TOO_LARGE
from batch.package.pdfa import Leaf
from batch.package.portal import LADDER, portal_copy
from batch.package.scan import scan_of
from tests.support.pages.drawn_scans import drawn, saved
from tests.support.pages.odd_pdfs import jbig2_pdf
from tests.support.pages.viewed_pdfs import IMPRINT, text_of


def noisy(path: Path, seed: int, scale: int = 2) -> Leaf:
    """A page that compresses badly, at 200 dpi."""
    page = drawn()
    large = page.image.resize((page.image.width * scale, page.image.height * scale))
    grain = np.random.default_rng(seed).normal(0, 40, (large.height, large.width, 3))
    pixels = np.clip(np.asarray(large) + grain, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(path, quality=92, dpi=(200, 200))
    return Leaf(scan_of(path, 1), page.reading)


@pytest.fixture(scope="module")
def leaf(tmp_path_factory: pytest.TempPathFactory) -> Leaf:
    return noisy(tmp_path_factory.mktemp("scan") / "a.jpg", 1)


def test_small_scan_goes_to_the_portal_as_it_is(tmp_path: Path) -> None:
    page = drawn()
    leaf = Leaf(scan_of(saved(page.image, tmp_path / "a.jpg"), 1), page.reading)

    copy = portal_copy([leaf], IMPRINT, 2.0)

    assert copy.rung is None
    assert len(copy.parts) == 1


@pytest.mark.long
def test_large_scan_is_recoded_below_the_limit_and_stays_searchable(leaf: Leaf) -> None:
    copy = portal_copy([leaf], IMPRINT, 0.9)

    assert len(copy.parts) == 1
    assert len(copy.parts[0]) <= 900_000
    assert text_of(copy.parts[0]) == drawn().lines


@pytest.mark.long
def test_best_quality_that_fits_is_taken(leaf: Leaf) -> None:
    copy = portal_copy([leaf], IMPRINT, 0.9)
    assert copy.rung is not None
    better = LADDER[LADDER.index(copy.rung) - 1]

    from batch.package.pdfa import plain
    from batch.package.portal import _recoded

    assert LADDER.index(copy.rung) == 0 or len(plain([_recoded(leaf, better)], IMPRINT)) > 900_000


def test_document_that_can_not_shrink_enough_is_split(leaf: Leaf) -> None:
    whole = portal_copy([leaf] * 3, IMPRINT, 0.2)

    assert len(whole.parts) > 1
    assert sum(whole.pages) == 3
    assert all(len(part) <= 200_000 for part in whole.parts)
    assert [line for part in whole.parts for line in text_of(part)] == drawn().lines * 3


def test_page_too_large_by_itself_is_told_and_not_sent(leaf: Leaf) -> None:
    copy = portal_copy([leaf], IMPRINT, 0.05)

    assert copy.parts == ()
    assert copy.finding == TOO_LARGE


def test_scan_is_never_enlarged(tmp_path: Path) -> None:
    page = drawn()
    noise = np.random.default_rng(3).integers(0, 255, (1169, 827, 3), dtype=np.uint8)
    leaf = Leaf(scan_of(saved(Image.fromarray(noise), tmp_path / "a.png"), 1), page.reading)

    from batch.package.portal import _recoded

    small = _recoded(leaf, LADDER[0]).scan
    assert (small.width_px, small.height_px) == (827, 1169)


def test_a_jbig2_scan_is_recoded_without_a_program_of_its_own(tmp_path: Path) -> None:
    scan = scan_of(jbig2_pdf(tmp_path / "scan.pdf"), 1)
    copy = portal_copy([Leaf(scan, drawn().reading)], IMPRINT, 0.001)
    assert b"CCITTFaxDecode" in scan.image_pdf
    assert copy.finding == TOO_LARGE  # every rung was tried


@pytest.mark.parametrize("steps", [1, 2, 5, 9])
def test_the_best_step_that_fits_is_found_wherever_it_is_and_none_where_the_last_does_not(steps: int) -> None:
    from batch.package.portal import _first

    for best in range(steps):
        assert _first(steps, lambda step, best=best: step >= best) == best  # type: ignore[misc]
    assert _first(steps, lambda _step: False) is None
