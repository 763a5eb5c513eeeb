# SPDX-License-Identifier: Apache-2.0
"""The officer of the demo receives what is new at the sandbox, and nothing that was decided already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from batch.gateway.sandbox.server import running_sandbox
from samples.issued import issued
from samples.officer import main
from tests.support.pages.drawn_pdfs import read, values, written


def dossier(number: str, status: str, **form: str) -> dict[str, Any]:
    body = {"MaTTHC": "1.001193", "EformThongTinChiTiet": form}
    told = {"number": number, "id": "X", "status": status, "note": "", "results": [], "times": 1}
    return told | {"body": body}


def test_what_is_new_is_received_and_what_was_decided_stays(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as gateway:
        kept = gateway.sandbox.store
        for number, status in (("G09.20-1", "1"), ("G09.20-2", "5")):
            kept.keep_dossier(number, dossier(number, status))
        assert main([gateway.url]) == 0
        assert {row["number"]: row["status"] for row in kept.dossiers()} == {"G09.20-1": "2", "G09.20-2": "5"}


@pytest.mark.long
def test_what_was_received_gets_a_result_about_the_same_child_and_comes_to_its_end(tmp_path: Path) -> None:
    with running_sandbox(tmp_path / "gateway") as gateway:
        kept = gateway.sandbox.store
        one = dossier("G09.20-1", "2", nksHoTen="NGUYỄN ĐẠI PHƯỢC", nksNgaySinh="15.10.2026")
        kept.keep_dossier("G09.20-1", one)
        assert main([gateway.url, "--issue"]) == 0
        (row,) = kept.dossiers()
        (result,) = row["results"]
        handed = kept.result(result["IdTepTin"])
    assert (row["status"], handed) == ("9", (issued(one["body"]) or ("", b""))[1])
    told = read(written(tmp_path / "result.pdf", handed or b""))
    assert told.kind == "birth-certificate"
    assert values(told) == {"child.full_name": "NGUYỄN ĐẠI PHƯỢC", "child.birth_date": "15/10/2026"}
