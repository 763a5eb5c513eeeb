# SPDX-License-Identifier: Apache-2.0
"""A store from before former readings were kept: its pages stay read, and the next word keeps them."""

from __future__ import annotations

from pathlib import Path

from intake.services.changing.undo import undo
from intake.services.papers.rearranging import Instruction
from intake.services.papers.sorting import set_kind
from tests.support.dossiers.paged_dossiers import CARD, FORM, new_dossier, page, pages_there, scanned
from tests.support.stores.earlier_store import at_revision
from tests.support.stores.server_store import created, opened


def test_a_page_read_before_is_there_again_when_a_later_word_on_it_is_taken_back(
    tmp_path: Path, store_url: str
) -> None:
    home = tmp_path / "home"
    created(home, store_url)
    with opened(home, store_url) as store:
        dossier = new_dossier(store)
        scanned(store, dossier, tmp_path / "scan.tif", [page(FORM, {"child.full_name": "TRẦN GIA HẬN"})])
    with at_revision(home, "r0027", store_url):
        pass
    with opened(home, store_url) as store:
        (form,) = pages_there(store, dossier)
        with store.read() as session:
            before = store.page_readings(session, dossier)
        set_kind(store, dossier, [form], CARD, Instruction("lan"))
        with store.write() as session:
            store.save_page_reading(session, form[0], page(CARD, {}), reader="1", told=CARD)
        undo(store, dossier, who="lan", commune="")
        with store.read() as session:
            assert store.page_readings(session, dossier) == before != []
