# SPDX-License-Identifier: Apache-2.0
"""The cover sheet as it is printed is found again in a scan, also of a copy of a copy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pdf2image import convert_from_path
from PIL import Image, ImageFilter

from batch.slips.sheets.separator_sheet import make_cover
from intake.services.receive.separator_look import LookTask, codes_on
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.pages.scanned_stacks import code_of
from tests.support.stores.empty_home import store_in


def copied(page: Image.Image, seed: int) -> Image.Image:
    """The page from a photocopier that is not quite in focus, lays paper askew and blackens grey."""
    askew = page.rotate(0.8 if seed % 2 else -1.3, fillcolor=255, resample=Image.Resampling.BICUBIC)
    soft = np.asarray(askew.filter(ImageFilter.GaussianBlur(2.0)), np.float32)
    noise = np.random.default_rng(seed).normal(0, 18, soft.shape)
    hard = np.clip((soft + noise - 128) * 1.8 + 120, 0, 255)
    return Image.fromarray(hard.astype(np.uint8))


@pytest.mark.parametrize("copies", [0, 1, 2])
def test_the_printed_sheet_is_found_in_a_scan_of_a_copy_of_a_copy(tmp_path: Path, copies: int) -> None:
    store = store_in(tmp_path / "home", lambda: NOW)
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    (page,) = convert_from_path(make_cover(store, dossier, who="lan")[0], dpi=300, grayscale=True)
    for number in range(copies):
        page = copied(page, number)
    page.resize((page.width * 2 // 3, page.height * 2 // 3)).save(
        tmp_path / "scan.jpg", quality=60, dpi=(200, 200)
    )
    assert codes_on(LookTask(str(tmp_path / "scan.jpg"), 1)) == (code_of(store, dossier),)
    store.close()
