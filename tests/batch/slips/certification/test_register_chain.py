# SPDX-License-Identifier: Apache-2.0
"""A register is only added to, and what was changed in it behind the program's back is found and named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

import sohoa
from batch.services.doctor.health import Fitness
from batch.services.doctor.register_diagnosis import check_registers
from batch.slips.certification.changing import correct_certification, void_certification
from batch.slips.certification.entering import CertificationWish, PaperBrought, certify
from batch.slips.facts.gather import Issuer
from intake.services.offices import take_unclaimed
from intake.settings.settings import UnitSettings
from intake.store.registers.check import TouchedRegister, look_through
from intake.store.store import Store
from tests.support.desks.slip_desk import CLERK, OFFICE, WHO, opened
from tests.support.stores.backup_desk import copied, restored
from tests.support.stores.earlier_store import at_revision
from tests.support.stores.server_store import created
from tests.support.stores.server_store import opened as opened_on

COPY = CertificationWish(
    "copy", "LÒ THỊ MẾN", (PaperBrought("Bằng tốt nghiệp", 2, 3), PaperBrought("Học bạ", 12, 1))
)
SIGNATURE = CertificationWish("signature", "LÒ VĂN AN", (PaperBrought("Đơn"),))
NO_CODE = Issuer(WHO, UnitSettings(name=OFFICE.name))
GUARDS = (
    *("certification_is_kept", "certification_event_is_kept", "certification_event_stays"),
    *("certification_change_is_kept", "certification_change_stays"),
)
OTHER_DATA = """'{"unit": "G09.20", "number": 9}'"""


def filled(store: Store) -> None:
    """Three copies, of which one is corrected and one void, and a signature."""
    certify(store, COPY, CLERK)
    certify(store, replace(COPY, papers=COPY.papers[:1]), CLERK)
    certify(store, SIGNATURE, CLERK)
    correct_certification(store, "copies", 2026, 1, {"count": 5}, reason="đếm nhầm", by=CLERK)
    void_certification(store, "copies", 2026, 2, reason="rút", by=CLERK)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = opened(tmp_path_factory.mktemp("registers") / "home")
    filled(store)
    yield store
    store.close()


def touched(store: Store) -> list[TouchedRegister]:
    with store.read() as session:
        return look_through(session).touched


def told(found: list[TouchedRegister]) -> set[tuple[str, str, int | None]]:
    return {(str(one.what), one.book, one.number) for one in found}


class TakenBackError(Exception):
    pass


def test_registers_that_nobody_touched_are_whole(made: Store) -> None:
    with made.read() as session:
        found = look_through(session)
    assert (found.lines, found.events, found.touched, found.left_out) == (4, 6, [], 0)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE certification SET paper = 'x' WHERE id = 2", {("altered", "copies", 2)}),
        ("UPDATE certification SET fee_vnd = 1 WHERE id = 4", {("altered", "signatures", 1)}),
        ("UPDATE certification SET certified_at = 'x' WHERE id = 4", {("altered", "", 0)}),
        (
            "UPDATE certification SET number = 7 WHERE id = 3",
            {("altered", "copies", 3), *(("hole", "copies", n) for n in (3, 4, 5, 6))},
        ),
        ("DELETE FROM certification WHERE id = 2", {("missing", "copies", 2), ("hole", "copies", 2)}),
        (
            "DELETE FROM certification WHERE id = 4",
            {("missing", "signatures", 1), ("no-receipt", "", 3)},
        ),
        ("UPDATE certification_change SET told = '{}' WHERE id = 1", {("altered", "copies", 1)}),
        ("DELETE FROM certification_change WHERE id = 2", {("altered", "copies", 2)}),
        (
            "INSERT INTO certification_change (certification_id, at, who, void, told, reason)"
            " VALUES (3, '2026-01-01', 'x', 1, '{}', 'x')",
            {("altered", "copies", 3)},
        ),
        (
            f"UPDATE certification_event SET data = {OTHER_DATA} WHERE id = 1",
            {("chain", "copies", None), ("altered", "copies", 9)},
        ),
        (
            "DELETE FROM certification_event WHERE id = 6",
            {("chain", "copies", None), ("altered", "copies", 2)},
        ),
        (
            "DELETE FROM certification_event WHERE certification_id = 4",
            {("chain", "signatures", None), ("added", "signatures", 1)},
        ),
        ("DELETE FROM certification_chain WHERE register LIKE '%copies'", {("chain", "copies", None)}),
        ("UPDATE certification_chain SET length = 9 WHERE head <> ''", {("chain", "copies", None)}),
        ("UPDATE certification_event SET place = place + 10 WHERE id = 1", {("chain", "copies", None)}),
    ],
)
def test_what_is_changed_behind_its_back_is_named(
    made: Store, change: str, found: set[tuple[str, str, int | None]]
) -> None:
    there: set[tuple[str, str, int | None]] = set()
    with pytest.raises(TakenBackError), made.write() as session:  # so that the next case begins as this one
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for guard in GUARDS:
            session.execute(text(f"DROP TRIGGER {guard}"))
        session.execute(text(change.replace(":", r"\:")))
        there = told(look_through(session).touched)
        newest = told(look_through(session, newest=100).touched)
        assert newest == there
        raise TakenBackError
    assert there >= {(what, book, number or None) for what, book, number in found}
    assert touched(made) == []


def test_the_end_of_all_that_is_cut_off_together_is_missed(made: Store) -> None:
    """Line, events and chain taken away as if the last copy had never been certified: its number is known."""
    with pytest.raises(TakenBackError), made.write() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for guard in GUARDS:
            session.execute(text(f"DROP TRIGGER {guard}"))
        for table, key in (("certification_event", "certification_id"), ("certification", "id")):
            session.execute(text(f"DELETE FROM {table} WHERE {key} = 4"))
        session.execute(text("DELETE FROM certification_chain WHERE register LIKE '%signatures'"))
        assert ("no-receipt", "", 3) in told(look_through(session).touched)
        raise TakenBackError


def test_only_the_newest_lines_are_looked_at_where_that_is_asked(made: Store) -> None:
    with made.read() as session:
        found = look_through(session, newest=2)
    assert (found.lines, found.touched) == (2, []) and found.events < 6


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM certification",
        "DELETE FROM certification_change",
        "UPDATE certification_change SET reason = 'x'",
        "DELETE FROM certification_event",
        "UPDATE certification_event SET place = place",
    ],
)
def test_neither_line_nor_word_on_it_can_be_taken_away(made: Store, statement: str) -> None:
    with pytest.raises(DatabaseError, match="only added to"), made.write() as session:
        session.execute(text(statement))


def test_lines_from_before_the_code_stay_known(tmp_path: Path) -> None:
    store = opened(tmp_path / "home")
    certify(store, SIGNATURE, CLERK)
    for _time in range(2):
        certify(store, COPY, NO_CODE)
        certify(store, SIGNATURE, NO_CODE)
    take_unclaimed(store, OFFICE.code)
    certify(store, COPY, CLERK)
    assert touched(store) == []
    with store.write() as session:
        session.execute(text("UPDATE certification SET number = 8 WHERE book = 'signatures' AND number = 2"))
    assert ("altered", "signatures", 2) in told(touched(store))
    store.close()


def test_numbers_that_a_loss_left_out_are_no_holes(tmp_path: Path) -> None:
    store = opened(tmp_path / "home")
    certify(store, SIGNATURE, CLERK)
    with store.write() as session:
        session.execute(
            text("UPDATE store_life SET floors = :floors"),
            {"floors": json.dumps({f"certification-2026/{OFFICE.code}/signatures": 16})},
        )
    (line,) = certify(store, SIGNATURE, CLERK).lines
    with store.read() as session:
        found = look_through(session)
    assert (line.number, found.left_out, found.touched) == (17, 15, [])
    store.close()


def test_what_was_there_before_the_chain_is_told_by_it_too(tmp_path: Path, store_url: str) -> None:
    home = tmp_path / "home"
    created(home, store_url)
    with opened_on(home, store_url) as store:
        filled(store)
    with at_revision(home, "r0032", store_url):
        pass
    with opened_on(home, store_url) as store:
        certify(store, COPY, CLERK)
        with store.read() as session:
            found = look_through(session)
        assert (found.lines, found.events, found.touched) == (6, 8, [])
        with pytest.raises(DatabaseError, match="only added to"), store.write() as session:
            session.execute(text("DELETE FROM certification"))


def test_an_altered_line_fails_verify_and_doctor_also_in_a_restored_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = opened(tmp_path / "home")
    filled(store)
    assert check_registers(store.home).health is Fitness.OK
    copied(store.home, tmp_path / "copy")
    store.close()
    home = tmp_path / "back"
    restored(tmp_path / "copy", home)
    store = opened(home)
    assert touched(store) == []
    with store.write() as session:
        session.execute(text("UPDATE certification SET requester = 'x' WHERE id = 3"))
    store.close()
    assert check_registers(home).health is Fitness.BROKEN
    assert sohoa.run(["--home", str(home), "--quiet", "store", "verify"]) == 1
    said = capsys.readouterr()
    assert "Sổ chứng thực bản sao" in said.out and "LÒ" not in said.out + said.err
