# SPDX-License-Identifier: Apache-2.0
"""What the pages of the desk show, and what they say where something is wrong."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from starlette.testclient import TestClient

from batch.web import pages
from batch.web.desk import WebDesk
from intake.services.changing.edit import Edit, edit
from intake.store.store import Store

HOSTILE = "<script>alert(1)</script>\"' onload=x"


def test_the_start_page_leads_to_the_dossiers(clerk: TestClient, dossier: str) -> None:
    text = clerk.get("/").text
    assert f'href="/dossier/{dossier}"' in text
    assert "LÊ VĂN AN" in text


def test_an_empty_store_says_so(clerk: TestClient) -> None:
    assert "Chưa có hồ sơ nào" in clerk.get("/").text


def test_a_dossier_shows_its_papers_and_values(clerk: TestClient, dossier: str) -> None:
    text = clerk.get(f"/dossier/{dossier}").text
    assert "LÊ VĂN AN" in text
    assert "Họ, chữ đệm, tên của trẻ" in text


def test_a_part_of_the_id_is_enough(clerk: TestClient, dossier: str) -> None:
    assert dossier in clerk.get(f"/dossier/{dossier.partition('-')[2]}").text


def test_hostile_text_in_a_value_stays_text(clerk: TestClient, store: Store, dossier: str) -> None:
    edit(store, dossier, Edit([("child.full_name", HOSTILE)], because="x"), who="hoa", commune="")
    for page in ("/", f"/dossier/{dossier}"):
        text = clerk.get(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "onload=x<" in text  # as text, its quotes escaped
        assert "\"' onload" not in text


@pytest.mark.parametrize("path", ["/nowhere", "/dossier/999999-ZZZZ", "/dossier/x/y"])
def test_what_is_not_there_is_said(path: str, clerk: TestClient) -> None:
    answer = clerk.get(path)
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


def test_a_script_is_told_in_json(clerk: TestClient) -> None:
    answer = clerk.get("/dossier/999999-ZZZZ", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert set(answer.json()) == {"error", "advice"}


def test_an_unforeseen_error_shows_no_value_and_no_trace(
    clerk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_told: object, **_more: object) -> None:
        raise RuntimeError("LÊ VĂN AN")

    monkeypatch.setattr(pages.start, "dossier_list", broken)
    answer = clerk.get("/")
    assert answer.status_code == 500
    assert "RuntimeError" in answer.text
    assert "LÊ VĂN AN" not in answer.text and "Traceback" not in answer.text


@pytest.mark.long
def test_a_page_comes_as_a_picture_of_the_width_asked_for(
    clerk: TestClient, store: Store, dossier: str
) -> None:
    with store.read() as session:
        (paper,) = store.documents(session, dossier)
    answer = clerk.get(f"/dossier/{dossier}/paper/{paper.id}/1/small")
    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(BytesIO(answer.content)).width <= 300


@pytest.mark.parametrize("tail", ["1/1/huge", "99/1/small", "1/2/small", "1/0/small", "x/1/small"])
def test_a_picture_that_is_not_there_is_said(tail: str, clerk: TestClient, dossier: str) -> None:
    assert clerk.get(f"/dossier/{dossier}/paper/{tail}").status_code == 404


def test_the_paper_of_another_dossier_is_not_shown(clerk: TestClient, desk: WebDesk, dossier: str) -> None:
    with desk.store.write() as session:
        other = desk.store.create_dossier(session, procedure="1.001193", who="lan").id
    with desk.store.read() as session:
        (paper,) = desk.store.documents(session, dossier)
    assert clerk.get(f"/dossier/{other}/paper/{paper.id}/1/small").status_code == 404
