# SPDX-License-Identifier: Apache-2.0
"""Certification at the desk's page: entered once, told with its fee, corrected, void, copied, listed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from html import unescape

import openpyxl
import pytest
from starlette.testclient import TestClient

from batch.package.certified import CopyMade
from batch.services import certified_copy
from batch.slips.certification.book import certification_lines
from batch.slips.certification.changing import correct_certification
from intake.dossier.requester import Requester, Visit
from intake.services.counter.reception import open_dossier
from intake.settings.settings import Settings
from intake.store.registers.check import look_through
from intake.store.store import Store
from tests.support.desks.slip_desk import CLERK, OFFICE, opened, text_of_pdf
from tests.support.desks.web_desk import browser, changed, web_desk

NEW = "/certification"
ERRAND = {
    "word": "copy",
    "requester": "LÒ THỊ MẾN",
    "paper": ["Bằng tốt nghiệp", "Học bạ", ""],
    "pages": ["2", "12", ""],
    "count": ["3", "", ""],
    "visit": "a" * 32,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(opened(tmp_path_factory.mktemp("certified") / "home")) as made:
        yield made


@pytest.fixture(scope="module")
def clerk(store: Store) -> Iterator[TestClient]:
    with web_desk(store, told=Settings(home=store.home, unit=OFFICE)) as desk:
        yield browser(desk)


def entered(clerk: TestClient, **told: object) -> str:
    """The address of the first line of an errand; each test has an errand of its own."""
    answer = changed(clerk, NEW, **{**ERRAND, **told})
    assert answer.status_code == 303, unescape(answer.text)
    return answer.headers["location"]


def said(clerk: TestClient, at: str) -> str:
    return " ".join(unescape(clerk.get(at).text).split())


def count_of(store: Store) -> int:
    return len(certification_lines(store, "copies", None, None, OFFICE))


def test_an_errand_is_entered_once_and_told_with_its_fee(clerk: TestClient, store: Store) -> None:
    price = changed(clerk, f"{NEW}/price", **ERRAND).json()["told"]
    assert price.startswith("26.000 đồng (Hai mươi sáu nghìn đồng")
    before = count_of(store)
    at = entered(clerk)
    assert entered(clerk) == at and count_of(store) == before + 2  # the button was pressed twice
    page = said(clerk, at)
    for words in ("LÒ THỊ MẾN", "Học bạ", "26.000 đồng", "quyển số 01/2026-SCT/BS", "biên lai số"):
        assert words in page
    receipt = clerk.get(f"{at}/slip/receipt")
    assert receipt.headers["content-type"] == "application/pdf"
    assert "Bằng tốt nghiệp" in text_of_pdf(receipt.content)
    assert "BIÊN LAI" in text_of_pdf(clerk.get(f"{at}/slip/fee").content)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"requester": " "}, "Chưa"),
        ({"paper": ["", "", ""]}, "Chưa nêu giấy tờ"),
        ({"pages": ["hai", "", ""]}, "không phải là số"),
        ({"count": ["0", "", ""]}, "không phải là số"),
        ({"dossier": "261116-999"}, "261116-999"),
        ({"visit": "a" * 32, "requester": "LÒ VĂN AN"}, "bấm F10 rồi F8"),
        ({"paper": ["Bằng"] * 51, "pages": ["1"] * 51, "count": ["1"] * 51}, "Trên trang có 51 giấy tờ"),
        ({"word": "passport"}, "passport"),
    ],
)
def test_what_can_t_be_entered_keeps_what_was_typed(
    clerk: TestClient, store: Store, told: dict[str, object], words: str
) -> None:
    entered(clerk)
    before = count_of(store)
    answer = changed(clerk, NEW, **{**ERRAND, "visit": "b" * 32, **told})
    assert answer.status_code in (404, 422) and count_of(store) == before
    page = unescape(answer.text)
    assert words in page
    assert "Học bạ" in page or told.get("paper")
    assert told.get("requester", "LÒ THỊ MẾN") in page


def test_a_line_is_corrected_by_who_saw_it_and_void_for_good(clerk: TestClient, store: Store) -> None:
    at = entered(clerk, visit="c" * 32, paper=["Giấy khai sinh"], pages=["1"], count=["2"])
    number = int(at.rpartition("/")[2])
    assert changed(clerk, f"{at}/correct", seen="0", count="5", reason="").status_code == 422
    assert (
        changed(clerk, f"{at}/correct", seen="0", count="5", fee_vnd="10.000", reason="đếm nhầm").status_code
        == 303
    )
    correct_certification(store, "copies", 2026, number, {"count": 6}, reason="đếm lại", by=CLERK)
    late = changed(clerk, f"{at}/void", seen="1", reason="rút lại")
    assert late.status_code == 409 and CLERK.who in unescape(late.text)
    assert "rút lại" in unescape(late.text)
    assert changed(clerk, f"{at}/void", seen="2", reason="rút lại").status_code == 303
    page = said(clerk, at)
    assert "số bản: 2 → 5" in page and "HỦY" in page and "phí: 4000 → 10000" in page
    assert f"{at}/correct" not in page
    assert changed(clerk, f"{at}/correct", seen="3", count="1", reason="x").status_code == 422


def test_an_electronic_copy_comes_of_the_scan_and_is_never_written_over(
    clerk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = entered(clerk, visit="d" * 32, electronic="yes", paper=["Bằng"], pages=["1"], count=["1"])
    assert "/e-copies/" in at
    made = iter([b"%PDF-first", b"%PDF-second"])
    monkeypatch.setattr(certified_copy, "copy_apart", lambda _task, _limits: CopyMade(next(made), 1))
    csrf = clerk.get(at).text.split('name="csrf" value="')[1].split('"')[0]

    def sent(**told: str) -> int:
        files = [("files", ("goc.pdf", b"x", "application/pdf"))]
        return clerk.post(f"{at}/copy", data={"csrf": csrf, **told}, files=files).status_code

    assert changed(clerk, f"{at}/copy").status_code == 422
    assert [sent(), sent(), sent(anew="yes")] == [303, 422, 303]
    names = [line.split('"')[0] for line in clerk.get(at).text.split(f"{at}/copies/")[1:]]
    assert [clerk.get(f"{at}/copies/{name}").content for name in names] == [b"%PDF-first", b"%PDF-second"]
    assert clerk.get(f"{at}/copies/..%2f..%2f..%2f..%2fsohoa.db").status_code == 404


def test_a_dossier_of_a_certification_is_shown_certified_and_told_by_its_register(
    clerk: TestClient, store: Store
) -> None:
    visit = Visit("2.000815", Requester("LÒ VĂN AN"), ("certification-original",))
    dossier = open_dossier(store, visit, who="lan")
    for page in ("", "/papers", "/verify"):
        assert clerk.get(f"/dossier/{dossier}{page}").status_code == 200, page
    at = entered(clerk, requester="", dossier=dossier, visit="e" * 32)
    assert "LÒ VĂN AN" in said(clerk, at)
    assert f'href="{at}"' in said(clerk, f"/dossier/{dossier}")
    assert f'href="/dossier/{dossier}"' in said(clerk, at)
    assert "/dossier/" not in said(clerk, entered(clerk, visit="f" * 32)).replace("/dossier/new", "")
    assert "LÒ VĂN AN" in said(clerk, "/certification/registers?of=copies&to=9999-12-31")


def test_the_register_of_the_day_is_listed_and_saved(clerk: TestClient, store: Store) -> None:
    entered(clerk)
    page = said(clerk, f"{NEW}/registers")
    assert "LÒ THỊ MẾN" in page and "2026-11-16" in page
    assert "chưa ghi việc nào" in said(clerk, f"{NEW}/registers?of=contracts")
    assert "chưa ghi việc nào" in said(clerk, f"{NEW}/registers?from=2026-11-17")
    file = clerk.get(f"{NEW}/registers/file?of=copies")
    rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True))
    assert len(rows) > count_of(store)
    with store.read() as session:
        assert look_through(session).touched == []


def test_what_is_not_there_is_said(clerk: TestClient) -> None:
    for at in (
        "copies/2026/999",
        "copies/2026/99999999999999999999",
        "nothing/2026/1",
        "copies/2026/1/slip/x",
    ):
        assert clerk.get(f"{NEW}/{at}").status_code == 404
