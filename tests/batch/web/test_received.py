# SPDX-License-Identifier: Apache-2.0
"""The page of a dossier just made: its receipt and cover sheet, and who asks, corrected afterwards."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from batch.store.slips import slips_of
from intake.dossier.requester import Requester
from intake.services.changing.edit import Edit, edit
from intake.services.counter.correcting import correct_requester
from intake.services.counter.reception import requester_of
from intake.store.store import Store
from tests.support.desks.counter_visit import BIRTH, made, post, value_of

pytestmark = pytest.mark.usefixtures("nothing_read")


@pytest.mark.long
def test_receipt_and_cover_sheet_come_as_pdf(clerk: TestClient, at: str) -> None:
    dossier = made(clerk, at, BIRTH)
    text = clerk.get(f"/dossier/{dossier}/received").text
    links = re.findall(r'target="_blank" rel="noopener" href="([^"]+)"', text)
    assert len(links) == 2
    for link in links:
        answer = clerk.get(link)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


def test_a_dossier_without_them_offers_the_receipt(clerk: TestClient, dossier: str) -> None:
    assert clerk.get(f"/dossier/{dossier}/cover").status_code == 404
    assert "Chưa có giấy tiếp nhận" in clerk.get(f"/dossier/{dossier}/received").text
    post(clerk, f"/dossier/{dossier}/receipt", {})
    assert "/slip/receipt/" in clerk.get(f"/dossier/{dossier}/received").text


def seen_of(clerk: TestClient, dossier: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', clerk.get(f"/dossier/{dossier}/received").text)
    assert found is not None
    return found[1]


@pytest.mark.long
def test_who_asks_can_be_corrected_afterwards_and_the_receipt_is_issued_anew(
    clerk: TestClient, at: str, store: Store
) -> None:
    dossier = made(clerk, at, BIRTH)
    right = {"name": "Phạm Văn Vĩ Dụ", "personal_id": "", "phone": "0912345678", "relation": "ông"}
    form = {**right, "seen": seen_of(clerk, dossier)}
    answer = post(clerk, f"/dossier/{dossier}/requester", form)
    assert answer.headers["location"] == f"/dossier/{dossier}/received"
    with store.read() as session:
        receipts = [slip for slip in slips_of(session, dossier) if slip.kind == "receipt"]
        now, row = requester_of(store, session, dossier), store.get(session, dossier).requester
    assert (now.name, now.personal_id, now.phone, row) == (right["name"], "", "0912345678", right["name"])
    assert len({receipt.number for receipt in receipts}) == 2
    text = clerk.get(f"/dossier/{dossier}/received").text
    assert f"/slip/receipt/{receipts[-1].year}/{receipts[-1].number}" in text and right["name"] in text
    post(clerk, f"/dossier/{dossier}/requester", {**right, "seen": seen_of(clerk, dossier)})
    with store.read() as session:
        assert len(slips_of(session, dossier)) == len(receipts)


def test_what_can_not_be_is_said_beside_its_field_and_nothing_is_changed(
    clerk: TestClient, at: str, store: Store
) -> None:
    dossier = made(clerk, at, BIRTH)
    form = {"name": "Phạm Văn Khác", "personal_id": "12", "seen": seen_of(clerk, dossier)}
    answer = post(clerk, f"/dossier/{dossier}/requester", form)
    assert answer.status_code == 422 and "12 chữ số" in answer.text
    assert value_of(answer.text, "name") == "Phạm Văn Khác"
    with store.read() as session:
        assert store.get(session, dossier).requester == BIRTH["name"]


def test_a_correction_of_what_a_colleague_corrected_meanwhile_overwrites_nothing(
    clerk: TestClient, at: str, store: Store
) -> None:
    dossier = made(clerk, at, BIRTH)
    seen = int(seen_of(clerk, dossier))
    correct_requester(store, dossier, Requester("Phạm Văn Vĩ Dụ"), who="nam", commune="", seen=seen)
    answer = post(clerk, f"/dossier/{dossier}/requester", {"name": "Phạm Văn Khác", "seen": str(seen)})
    assert answer.status_code == 409
    with store.read() as session:
        assert store.get(session, dossier).requester == "Phạm Văn Vĩ Dụ"


def test_what_differs_from_the_counter_is_told_before_the_receipt_and_before_what_is_missing(
    clerk: TestClient, at: str, store: Store
) -> None:
    dossier = made(clerk, at, BIRTH)
    said = [("requester.full_name", "PHẠM VĂN VỊ DỤ"), ("requester.id_document", "001090012346")]
    edit(store, dossier, Edit(values=said), who="lan", commune="")
    typed = Requester("Phạm Văn Vĩ Dụ", "001090012345")
    correct_requester(store, dossier, typed, who="lan", commune="")
    page, panel = (clerk.get(f"/dossier/{dossier}/{one}").text for one in ("received", "check"))
    assert page.index("Tên gõ ở quầy") < page.index('id="receipt"')
    assert "Số này là của: Nam, sinh năm 1990" in page
    assert panel.index("Tên gõ ở quầy") < panel.index("Thiếu")
    assert "received#who-asks" in panel
