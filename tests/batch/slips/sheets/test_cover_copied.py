# SPDX-License-Identifier: Apache-2.0
"""The cover sheets as they are printed are found again in a scan, also of a copy of a copy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pdf2image import convert_from_path
from PIL import Image, ImageFilter

from batch.slips.sheets.procedure_cover import make_procedure_covers
from batch.slips.sheets.separator_sheet import make_cover
from intake.services.receive.procedure_sheet import procedure_named
from intake.services.receive.separator_look import LookTask, codes_on
from templates.errors import UnknownNameError, UsageError
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


def test_the_sheet_of_a_procedure_is_found_in_black_and_white_after_two_copies(tmp_path: Path) -> None:
    store = store_in(tmp_path / "home", lambda: NOW)
    made = make_procedure_covers(store, PROCEDURE, 2, copies_to=tmp_path / "out")
    first, second = convert_from_path(made[0], dpi=300, grayscale=True)
    assert first.tobytes() == second.tobytes() and made[1].read_bytes() == made[0].read_bytes()
    page = copied(copied(first, 0), 1).filter(ImageFilter.GaussianBlur(1.0))
    page.resize((page.width * 2 // 3, page.height * 2 // 3)).convert("1", dither=Image.Dither.NONE).save(
        tmp_path / "scan.tif", compression="group4", dpi=(200, 200)
    )
    assert [procedure_named(text) for text in codes_on(LookTask(str(tmp_path / "scan.tif"), 1))] == [
        PROCEDURE
    ]
    for copies in (0, 201):
        with pytest.raises(UsageError):
            make_procedure_covers(store, PROCEDURE, copies)
    with pytest.raises(UnknownNameError):
        make_procedure_covers(store, "9.999999")
    store.close()
