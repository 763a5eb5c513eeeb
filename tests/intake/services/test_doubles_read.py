# SPDX-License-Identifier: Apache-2.0
"""A form and a copy of it whose file was saved anew, both really read, are told to be of one child."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from intake.dossier.matter.dossiers import DOUBLE
from intake.dossier.states import State
from intake.services.judging import judged
from intake.store.dossier.documents import FileInfo
from intake.store.store import Store
from ocr.page.reading import read_page
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.station_dossiers import NOW
from tests.support.stores.empty_home import store_in

FORM = Path(__file__).parents[3] / "samples" / "dossiers" / "03-mau-thuan" / "to-khai.jpg"


@pytest.mark.long
def test_a_form_whose_file_was_saved_anew_is_told_as_the_same_child(tmp_path: Path) -> None:
    again = tmp_path / "to-khai.jpg"
    with Image.open(FORM) as picture:
        picture.save(again, quality=70)
    store = store_in(tmp_path / "home", lambda: NOW)
    first, second = read(store, FORM), read(store, again)
    with store.read() as session:
        found = {one["code"]: one["other_dossier"] for one in store.findings(session, second)}
    store.close()
    assert found[DOUBLE] == first


def read(store: Store, file: Path) -> str:
    """A dossier of this one page, read and judged."""
    with Image.open(file) as picture:
        said = read_page(np.asarray(picture.convert("RGB")), load_catalogue(), dpi=200)
    kept = store.keep(file)
    with store.write() as session:
        made = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
        paper, _new = store.add_document(session, made, kept, FileInfo(file.name, "image/jpeg", 1), who="lan")
        store.save_page_reading(session, paper.id, said, reader="1")
        store.advance(session, made, State.CAPTURED, who="lan")
    judged(store, made, commune="")
    return made
