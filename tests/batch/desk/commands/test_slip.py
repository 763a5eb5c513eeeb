# SPDX-License-Identifier: Apache-2.0
"""``slip``, ``book``, ``mail``, ``due`` as typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import sohoa
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import RECEIVED, new_dossier, opened, set_office, text_of_docx, text_of_pdf
from tests.support.servers.mail_server import mail_server


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    set_office(monkeypatch)
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path / "home"))
    store = opened(tmp_path / "home", Clock(RECEIVED))
    made = new_dossier(store)
    store.close()
    return made


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Iterator[object]:
    def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = sohoa.run(list(words))
        done = capsys.readouterr()
        return code, done.out, done.err

    yield run


@pytest.mark.long
def test_a_slip_prints_its_file_and_only_that(typed, dossier: str, tmp_path: Path) -> None:
    code, out, err = typed("slip", dossier, "receipt", "--out", str(tmp_path / "in"), "--docx")
    assert code == 0
    pdf, word = (Path(line) for line in out.split("\n") if line)
    assert (pdf.parent, pdf.suffix, word.suffix) == (tmp_path / "in", ".pdf", ".docx")
    assert dossier in text_of_pdf(pdf)
    assert dossier in text_of_docx(word)
    assert "01/TNHS" in err
    code, out, err = typed("slip", dossier, "receipt")
    assert (code, "in lại" in err) == (0, True)


def test_the_slips_of_a_dossier_are_listed(typed, dossier: str) -> None:
    typed("slip", dossier, "receipt")
    typed("slip", dossier, "supplement", "--item", "Bản chụp hộ chiếu.")
    code, out, _err = typed("slip", dossier, "--json")
    assert code == 0
    assert [slip["sign"] for slip in json.loads(out)] == ["01/TNHS", "01/YCBS"]


@pytest.mark.parametrize(
    "words",
    [
        ("refusal",),
        ("refusal", "--reason", "x"),
        ("apology", "--reason", "x"),
        ("apology", "--until", "2027-01-05"),
    ],
)
def test_a_slip_that_lacks_its_reason_is_not_issued(typed, dossier: str, words: tuple[str, ...]) -> None:
    code, out, err = typed("slip", dossier, *words)
    assert (code, out) == (2, "")
    assert "--" in err
    assert json.loads(typed("slip", dossier, "--json")[1]) == []


def test_a_second_request_warns_that_it_counts_as_late(typed, dossier: str) -> None:
    typed("slip", dossier, "supplement")
    typed("due", dossier, "--restart")
    _code, _out, err = typed("slip", dossier, "supplement")
    assert "766" in err


def test_due_tells_that_the_clock_stands_still_and_runs_again(typed, dossier: str) -> None:
    assert "stopped_at" in json.loads(typed("due", dossier, "--json")[1])
    typed("slip", dossier, "supplement")
    told = json.loads(typed("due", dossier, "--json")[1])
    assert told["stopped_at"] is not None
    assert typed("due", dossier)[0] == 0
    assert json.loads(typed("due", dossier, "--restart", "--json")[1])["stopped_at"] is None
    assert "Tính tiếp" in typed("due", dossier)[2]


def test_the_form_names_what_it_leaves_open(typed, tmp_path: Path, dossier: str) -> None:
    store = opened(tmp_path / "home", Clock(RECEIVED))
    doubtful = new_dossier(store, {"child.full_name": "NGUYỄN VIỆT AN"}, confidence=0.5)
    store.close()
    code, out, err = typed("slip", doubtful, "form")
    assert code == 0
    assert "VIỆT AN" not in text_of_pdf(Path(out.strip()))
    assert "VIỆT AN" not in err
    assert "chưa chắc" in err
    assert typed("slip", dossier, "control")[0] == 0


def test_the_register_is_written_and_counted(typed, dossier: str, tmp_path: Path) -> None:
    file = tmp_path / "so.xlsx"
    code, out, _err = typed(
        "book", "--from", "2026-11-01", "--to", "30/11/2026", "--out", str(file), "--json"
    )
    assert (code, json.loads(out)) == (0, {"file": str(file), "lines": 1})
    assert file.stat().st_size > 4000
    assert dossier


def test_a_slip_goes_out_by_mail_from_consent_to_queue(
    typed, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert typed("slip", dossier, "receipt", "--mail")[0] == 2
    assert typed("mail", "agree", dossier, "a@example.org", "--how", "form")[0] == 0
    assert typed("slip", dossier, "receipt", "--mail")[0] == 0
    assert typed("mail", "send")[0] == 3  # no server is set
    with mail_server() as (box, how):
        for name in ("host", "port", "security", "sender"):
            monkeypatch.setenv(f"SOHOA_MAIL__{name.upper()}", str(getattr(how, name)))
        assert typed("mail", "send")[0] == 0
        assert typed("mail", "send")[0] == 0
        assert len(box.mails) == 1
    (row,) = json.loads(typed("mail", "queue", "--json")[1])
    assert (row["state"], row["address"]) == ("sent", "a@example.org")
    assert typed("mail", "withdraw", dossier)[0] == 0


def test_a_server_that_is_down_ends_with_attention_and_a_clear_sentence(
    typed, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("mail", "agree", dossier, "a@example.org")
    typed("slip", dossier, "receipt", "--mail")
    monkeypatch.setenv("SOHOA_MAIL__HOST", "127.0.0.1")
    monkeypatch.setenv("SOHOA_MAIL__PORT", "9")
    monkeypatch.setenv("SOHOA_MAIL__SECURITY", "none")
    monkeypatch.setenv("SOHOA_MAIL__SENDER", "motcua@example.gov.vn")
    code, out, _err = typed("mail", "send")
    assert code == 1
    assert "Không kết nối được" in out
    assert json.loads(typed("mail", "queue", "--json")[1])[0]["state"] == "failed-retry"
    code, out, _err = typed("mail", "send")  # not its turn yet
    assert code == 1
    told = " ".join(out.split())
    assert dossier in told
    assert "Thư đang chờ gửi: 1" in told
    assert "thử lại" in told
