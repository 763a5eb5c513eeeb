# SPDX-License-Identifier: Apache-2.0
"""A slip's file that is no longer what was issued: never handed out, told, and found by those who look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import sohoa
from batch.services.doctor.health import Fitness
from batch.services.doctor.store_diagnoses import check_slips
from batch.services.slips import slip_file
from batch.slips.numbered.issue import Issued, ReceivedDocument, issue_receipt
from batch.slips.sheets import files
from intake.dossier.journal import What
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import CLERK, RECEIVED, new_dossier, opened, set_office

pytestmark = pytest.mark.usefixtures("each_database")  # on PostgreSQL with --slow: see conftest

CLAIM = b"%PDF-1.4 another return date"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    set_office(monkeypatch)
    store = opened(home, Clock(RECEIVED))
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    return new_dossier(store)


def receipt(store: Store, dossier: str) -> Issued:
    return issue_receipt(store, dossier, by=CLERK, papers=[ReceivedDocument("Giấy chứng sinh")], docx=True)


def verified(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = sohoa.run(["--home", str(home), "--quiet", "store", "verify", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def kept_events(store: Store, dossier: str) -> list[dict[str, object]]:
    with store.read() as session:
        return [dict(event.data) for event in store.journal(session, dossier) if event.what == What.SLIP_KEPT]


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_an_overwritten_slip_is_not_handed_out_but_made_anew_and_that_is_told(
    store: Store, dossier: str, suffix: str
) -> None:
    first = receipt(store, dossier)
    path = first.pdf.with_suffix(suffix)
    issued = path.read_bytes()
    path.write_bytes(CLAIM)
    again = receipt(store, dossier)
    assert path.read_bytes() == issued
    assert again.again and again.mended and not first.mended
    assert not receipt(store, dossier).mended


def test_a_slip_that_is_looked_at_is_what_was_issued(store: Store, dossier: str) -> None:
    first = receipt(store, dossier)
    issued = first.pdf.read_bytes()
    first.pdf.write_bytes(CLAIM)
    shown = slip_file(store, dossier, "receipt", first.year, first.number)
    assert shown is not None and shown.read_bytes() == issued


def test_what_lay_there_instead_stands_in_the_journal(store: Store, dossier: str) -> None:
    first = receipt(store, dossier)
    assert [event["instead_of"] for event in kept_events(store, dossier)] == ["", ""]
    first.pdf.write_bytes(CLAIM)
    receipt(store, dossier)
    *_others, last = kept_events(store, dossier)
    assert last["file"] == first.pdf.name and last["instead_of"]


def test_a_newer_program_prints_an_old_slip_anew_only_where_its_file_is_lost(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = receipt(store, dossier)
    issued = first.pdf.read_bytes()
    monkeypatch.setattr(files, "_pdf", lambda _document: b"typeset otherwise")
    assert receipt(store, dossier).pdf.read_bytes() == issued
    first.pdf.unlink()
    assert receipt(store, dossier).pdf.read_bytes() == b"typeset otherwise"
    assert not receipt(store, dossier).mended
    assert verified(store.home, capsys)[0] == 0


@pytest.mark.of_sqlite  # the doctor is told where the database is
def test_verify_and_doctor_find_a_slip_that_was_altered_and_miss_none_that_is_gone(
    home: Path, store: Store, dossier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, other = receipt(store, dossier), receipt(store, new_dossier(store))
    assert verified(home, capsys)[1]["touched"] == []
    assert check_slips(home).health is Fitness.OK
    issued = first.pdf.read_bytes()
    first.pdf.write_bytes(issued[:-1] + bytes([issued[-1] ^ 1]))
    touched = {"dossier": dossier, "what": "slip", "name": first.pdf.name}
    assert verified(home, capsys) == (1, verified(home, capsys)[1] | {"touched": [touched]})
    found = check_slips(home)
    assert found.health is Fitness.BROKEN and dossier in found.found and other.pdf.name not in found.found
    first.pdf.write_bytes(issued[:-1])
    assert verified(home, capsys, "--quick")[1]["touched"] == [touched]
    first.pdf.unlink()
    code, told = verified(home, capsys)
    assert (code, told["slips_absent"]) == (0, 1) and check_slips(home).health is Fitness.OK
    receipt(store, dossier)
    code, told = verified(home, capsys)
    assert (code, told["slips_absent"]) == (0, 0) and check_slips(home).health is Fitness.OK


def test_a_slip_of_an_earlier_version_is_told_as_unknown_until_it_is_printed_again(
    home: Path,
    store: Store,
    dossier: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("batch.slips.sheets.issued_files._note", lambda *_told, **_more: None)
        first = receipt(store, dossier)
    first.pdf.write_bytes(CLAIM)
    code, told = verified(home, capsys)
    assert code == 0 and told["slips_unknown"] == 1
    assert not receipt(store, dossier).mended
    assert first.pdf.read_bytes() != CLAIM
    assert verified(home, capsys)[1]["slips_unknown"] == 0
