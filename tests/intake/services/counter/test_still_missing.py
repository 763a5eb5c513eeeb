# SPDX-License-Identifier: Apache-2.0
"""What the counter is told while the citizen is still there."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.dossier.requester import Requester, Visit
from intake.services.counter.reception import open_dossier
from intake.services.counter.still_missing import still_missing
from intake.services.fill_and_check import fill
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import add_paper
from tests.support.dossiers.fake_pages import form_page, shaded
from tests.support.dossiers.station_dossiers import NOW
from tests.support.stores.empty_home import store_in

SAID = {"requester.full_name": "LÝ VĂN MẪU", "child.full_name": "LÝ THỊ MẪU"}


def looked_at(store: Store, folder: Path, name: str) -> list[str]:
    """What differs where somebody of that name brought a form that says the above."""
    dossier = open_dossier(store, Visit("1.001193", Requester(name)), who="lan")
    add_paper(store, dossier, shaded(folder / "to-khai.png"), [form_page(SAID, 0.97)])
    fill(store, dossier, load_catalogue())
    with store.read() as session:
        told: list[str] = still_missing(store, session, dossier, commune="")["differs"]
    return told


@pytest.mark.parametrize(("name", "is_told"), [("Phạm Văn Ví Dụ", True), ("ly van mau", False)])
def test_papers_of_another_family_are_the_first_thing_told(tmp_path: Path, name: str, is_told: bool) -> None:
    store = store_in(tmp_path / "home", lambda: NOW)
    told = looked_at(store, tmp_path, name)
    store.close()
    assert any("không giấy tờ nào có tên" in sentence for sentence in told[:1]) == is_told
