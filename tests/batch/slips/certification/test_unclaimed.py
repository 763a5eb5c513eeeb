# SPDX-License-Identifier: Apache-2.0
"""An office that certified before it had a code: its numbers go on, none is given out twice."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

import batch.store.tables
from batch.package.certified import CopyMade
from batch.services import certified_copy
from batch.services.certified_copy import electronic_copy
from batch.slips.certification.book import certification_lines, note_of
from batch.slips.certification.entering import CertificationWish, Certified, PaperBrought, certify
from batch.slips.certification.errors import CertificationError
from batch.slips.certification.slips import certification_slips, slips_again
from batch.slips.facts.gather import Issuer
from batch.slips.numbered.issue import issue_receipt
from intake.services.offices import take_unclaimed
from intake.settings.settings import Settings, UnitSettings
from intake.store.life.life import StoreLife, certification_series, floor_of, register_series
from intake.store.life.unclaimed import FOLLOWING, NUMBERED, ONCE, is_any_unclaimed
from intake.store.store import Store
from intake.store.tables.model import TableBase
from templates.errors import UnknownNameError
from tests.support.desks.slip_desk import CLERK, OFFICE, WHO, new_dossier, opened

NO_CODE = Issuer(WHO, UnitSettings(name=OFFICE.name))
COPY = CertificationWish("copy", "LÒ THỊ MẾN", (PaperBrought("Bằng tốt nghiệp", 2, 3),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path / "home")
    yield store
    store.close()


def numbers(*made: Certified) -> list[tuple[int, int | None]]:
    return [(line.number, line.receipt) for each in made for line in each.lines]


def test_no_number_is_given_again_once_the_office_has_its_code(store: Store) -> None:
    before = certify(store, COPY, NO_CODE), certify(store, COPY, NO_CODE)
    assert numbers(*before) == [(1, 1), (2, 2)]
    take_unclaimed(store, OFFICE.code)
    assert numbers(certify(store, COPY, CLERK)) == [(3, 3)]
    assert len(slips_again(store, "copies", 2026, 2, CLERK)) == 2
    assert len(certification_lines(store, "copies", None, None, OFFICE)) == 3
    with store.read() as session:
        assert not is_any_unclaimed(session)


def test_an_electronic_copy_from_before_the_code_is_known(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certified_copy, "copy_apart", lambda _task, _limits: CopyMade(b"x", 2))
    certify(store, replace(COPY, electronic=True), NO_CODE)

    def copied(by: Issuer) -> Path:
        return electronic_copy(store, 2026, 1, [], Settings(home=store.home), by).file

    first = copied(NO_CODE)
    take_unclaimed(store, OFFICE.code)
    with pytest.raises(CertificationError, match=first.name):
        copied(CLERK)


def test_slips_go_on_as_well(store: Store) -> None:
    dossiers = [new_dossier(store, {"requester.full_name": name}) for name in ("LÒ A", "LÒ B")]
    first = issue_receipt(store, dossiers[0], by=NO_CODE)
    take_unclaimed(store, OFFICE.code)
    assert (first.number, issue_receipt(store, dossiers[1], by=CLERK).number) == (1, 2)


def test_a_number_that_the_office_gave_too_is_told_in_the_register(store: Store) -> None:
    certify(store, COPY, CLERK)
    for _time in range(2):
        certify(store, COPY, NO_CODE)
    take_unclaimed(store, OFFICE.code)
    assert numbers(certify(store, COPY, CLERK)) == [(4, 3)]
    lines = certification_lines(store, "copies", None, None, OFFICE)
    notes = {line.number: note_of(line) for line in lines}
    assert list(notes) == [1, 2, 3, 4]
    assert "trên giấy ghi số 1" in notes[3] and not (notes[1] or notes[2] or notes[4])
    with store.read() as session:
        assert not is_any_unclaimed(session)


def test_two_offices_of_one_home_share_neither_visit_nor_file(store: Store) -> None:
    other = Issuer(WHO, UnitSettings(code="G09.21", name="UBND xã Khác"))
    wish = replace(COPY, visit="khách-17")
    elsewhere = replace(wish, requester="LÒ VĂN AN")
    ours, theirs = certify(store, wish, CLERK), certify(store, elsewhere, other)
    assert not theirs.again
    assert certify(store, wish, CLERK).lines == ours.lines
    assert certify(store, replace(elsewhere, visit=theirs.visit), other).lines == theirs.lines
    files = [
        path for made, by in ((ours, CLERK), (theirs, other)) for path in certification_slips(store, made, by)
    ]
    assert len({*files}) == 4 and all(path.is_file() for path in files)


@pytest.mark.parametrize("book", ["copies", "signatures"])
def test_a_number_that_is_not_there_is_told_in_the_clerk_s_words(store: Store, book: str) -> None:
    with pytest.raises(CertificationError) as told:
        slips_again(store, book, 2026, 7, CLERK)
    assert book not in str(told.value) and "Sổ chứng thực" in str(told.value)
    with pytest.raises(UnknownNameError):
        slips_again(store, "nothing", 2026, 7, CLERK)


@pytest.mark.parametrize("named", ["khách-17", "k" * 200, f"{OFFICE.code}/khách-17"])
def test_visits_of_one_name_are_both_known_once_they_are_the_office_s(store: Store, named: str) -> None:
    wish = replace(COPY, visit=named)
    elsewhere = replace(wish, requester="LÒ VĂN AN")
    ours, unclaimed = certify(store, wish, CLERK), certify(store, elsewhere, NO_CODE)
    told = replace(elsewhere, visit=ours.visit)
    certify(store, told, NO_CODE)
    take_unclaimed(store, OFFICE.code)
    assert certify(store, wish, CLERK).lines == ours.lines
    again = certify(store, elsewhere, CLERK)
    assert again.again and again.lines[0].id == unclaimed.lines[0].id
    with pytest.raises(CertificationError):
        certify(store, replace(wish, requester="LÒ A"), CLERK)


def test_every_table_with_a_unit_is_claimed() -> None:
    for module in pkgutil.iter_modules(batch.store.tables.__path__, f"{batch.store.tables.__name__}."):
        importlib.import_module(module.name)
    bearing = {name for name, table in TableBase.metadata.tables.items() if "unit" in table.columns}
    assert bearing == {"dossier", "number_series", *FOLLOWING, *NUMBERED, *ONCE}


def test_nothing_is_left_without_a_unit(store: Store) -> None:
    new_dossier(store)
    certify(store, COPY, NO_CODE)
    take_unclaimed(store, OFFICE.code)
    with store.read() as session:
        for name in ("dossier", *FOLLOWING, *NUMBERED, *ONCE):
            assert session.scalar(text(f"SELECT count(*) FROM {name} WHERE unit = ''")) == 0


def test_after_a_loss_numbers_from_before_the_code_are_left_out() -> None:
    given = {register_series(2026, ""): 7, certification_series(2026, "", "copies"): 16}
    life = StoreLife(floors=given)
    assert floor_of(life, certification_series(2026, OFFICE.code, "copies")) == 16
    assert floor_of(life, certification_series(2026, OFFICE.code, "signatures")) == 0
    assert floor_of(life, register_series(2026, OFFICE.code)) == 7
