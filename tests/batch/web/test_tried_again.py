# SPDX-License-Identifier: Apache-2.0
"""The morning names pages that could not be read; one key has them read again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from batch.store import runs
from batch.web.pages import morning
from batch.web.reading import DeskReading
from intake.reading.read_pages import READER
from intake.services.papers.trying_again import stopped_pages
from intake.store.dossier.documents import FileInfo
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.desks.web_desk import changed
from tests.support.dossiers.fake_pages import shaded


def test_pages_that_could_not_be_read_are_tried_again_with_one_key(
    clerk: TestClient, store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(DeskReading, "ask", lambda _reading, dossier_id: asked.append(dossier_id))
    kept = store.keep(shaded(store.home / "the.png", 90))
    with store.write() as session:
        document, _new = store.add_document(
            session, dossier, kept, FileInfo("the.png", "image/png", 1), who="lan"
        )
        store.save_page_failure(session, document.id, 1, reason="memory", reader=READER)
        runs.begin(session, "", who="lan", now=store.clock(), unit="")
    page = clerk.get("/morning").text
    assert "1 trang chưa đọc được" in page and 'data-letter="a"' in page
    assert f"/papers#page-{document.id}-1" in page
    assert changed(clerk, "/morning/again", all="yes").status_code == 303
    assert stopped_pages(store) == [] and asked == [dossier]
    assert changed(clerk, "/morning/again", place=f"{dossier}:{document.id}-1").status_code == 303


def test_one_dossier_that_is_refused_is_told_and_the_others_are_read(
    clerk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuses_b(_store: Store, dossier_id: str, *_of: object) -> None:
        if dossier_id == "b":
            raise UsageError("Không được.")

    stopped = [SimpleNamespace(dossier=name, page=(1, 1), may_help=True) for name in "abc"]
    monkeypatch.setattr(DeskReading, "ask", lambda _reading, dossier_id: asked.append(dossier_id))
    monkeypatch.setattr(morning, "stopped_pages", lambda _store: stopped)
    monkeypatch.setattr(morning, "read_again", refuses_b)
    answer = changed(clerk, "/morning/again", all="yes")
    assert asked == ["a", "c"] and answer.status_code == 409 and "b: Không được." in answer.text
