# SPDX-License-Identifier: Apache-2.0
"""A cover sheet that names only a procedure begins a new dossier each time it is met, and joins no two."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from intake.capture.sources import plan
from intake.dossier.journal import SHEET_UNCLEAR, hold_of, procedure_from_papers
from intake.dossier.stored import Dossier
from intake.errors import CoverSheetError
from intake.reading.page_work import HowToRead
from intake.services.receive.adding import add_papers
from intake.services.receive.ingest import ingest, take_in
from intake.services.receive.procedure_sheet import procedure_named, procedure_text, sheets_folder
from intake.services.receive.separator_sheet import cover_code
from intake.services.receive.separator_sorting import sorter
from intake.services.receive.sorting_wish import SheetFound, SheetTrouble, SortingWish
from intake.store.store import Store
from intake.store.tables.model import DossierRow
from tests.support.desks.folder_desk import papers
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.pages.scanned_stacks import cover, save_pdf, sheet, with_cover

pytestmark = pytest.mark.long
EVENING, MINUTE = 1_790_000_000.0, 60.0
BIRTH, MARRIAGE, NONE = "1.001193", "1.000894", "9.999999"


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


@pytest.fixture(autouse=True)
def printed(store: Store) -> None:
    """This computer printed sheets of procedures."""
    sheets_folder(store).mkdir(parents=True)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "in"


def blank(procedure: str) -> Image.Image:
    return sheet("cover", code=procedure_text(procedure))


def night(store: Store, scans: Path, *, killed_after: int | None = None) -> list[SheetFound]:
    """A run takes everything in; what it is told of cover sheets. Killed after so many dossiers' files."""
    told: list[SheetFound] = []
    taken = 0
    with sorter(store, HowToRead(), SortingWish(tell=told.append, who="lan", procedure=PROCEDURE)) as led:
        for source in plan(scans):
            for part in led.sort(source):
                if taken == killed_after:
                    raise Killed
                if part.dossier:
                    take_in(store, part.dossier, part.files, who="lan")
                else:
                    ingest(store, part, procedure=PROCEDURE, who="lan", procedure_open=True)
                taken += 1
    return told


def dossiers(store: Store) -> list[Dossier]:
    with store.read() as session:
        return [
            store.get(session, one) for one in session.scalars(select(DossierRow.id).order_by(DossierRow.id))
        ]


def made(store: Store) -> list[tuple[str, list[str]]]:
    """Each dossier's procedure and the names of its papers, in the order in which they were made."""
    return [(one.procedure, [name for name, _refused in papers(store, one.id)]) for one in dossiers(store)]


def test_what_the_code_says() -> None:
    text = procedure_text(BIRTH)
    assert procedure_named(text) == BIRTH and cover_code(text) is None
    assert len(text) <= 26, "more makes the code finer: 29 squares wide"
    for other in (f"{text}2", text.lower(), "sohoa:P:birth", "sohoa:260731-7KQ2:ABCDEFG", ""):
        assert procedure_named(other) == ""


def test_each_sheet_of_a_stack_begins_a_dossier_and_a_second_run_makes_none(
    store: Store, scans: Path
) -> None:
    named = with_cover(store)
    pages = blank(BIRTH), sheet("a"), sheet("b"), blank(MARRIAGE), sheet("c")
    save_pdf(scans / "stack.pdf", *pages, cover(store, named), sheet("d"), blank(BIRTH), sheet("e"))
    for _run in range(2):
        assert night(store, scans) == []
        assert made(store) == [
            (PROCEDURE, ["stack_p7-7.pdf"]),
            (BIRTH, ["stack_p2-3.pdf"]),
            (MARRIAGE, ["stack_p5-5.pdf"]),
            (BIRTH, ["stack_p9-9.pdf"]),
        ]


def test_the_same_sheet_of_the_next_day_is_of_another_dossier(store: Store, scans: Path) -> None:
    """Also where both scans of the sheet are the same bytes, and a scanner counts from 1 again each day."""
    for day in range(2):
        save_pdf(scans / f"{day}1.pdf", blank(BIRTH), at=EVENING + day * 86400)
        save_pdf(scans / f"{day}2.pdf", sheet(f"family {day}"), at=EVENING + day * 86400 + MINUTE)
        night(store, scans)
    assert made(store) == [(BIRTH, ["02.pdf"]), (BIRTH, ["12.pdf"])]
    for name in ("01", "02"):
        shutil.copy2(scans / f"1{name[1]}.pdf", scans / f"{name}.pdf")
    save_pdf(scans / "02.pdf", sheet("family 3"), at=EVENING + 3 * 86400)
    save_pdf(scans / "01.pdf", blank(BIRTH), at=EVENING + 3 * 86400)
    night(store, scans)
    assert sorted(made(store)) == [(BIRTH, ["02.pdf"]), (BIRTH, ["02.pdf"]), (BIRTH, ["12.pdf"])]


def test_folders_that_share_a_mothers_card_under_the_same_sheet_stay_apart(store: Store, scans: Path) -> None:
    for child in ("a", "b"):
        save_pdf(scans / child / "1.pdf", blank(BIRTH))
        save_pdf(scans / child / "2.pdf", sheet("the mother's card"))
        save_pdf(scans / child / "3.pdf", sheet(f"child {child}"))
        night(store, scans)
    night(store, scans)
    assert made(store) == [(BIRTH, ["2.pdf", "3.pdf"])] * 2


@pytest.mark.parametrize("killed_after", [0, 1, 2])
@pytest.mark.parametrize("folder", ["", "a"], ids=["files", "a folder"])
def test_a_run_killed_anywhere_is_gone_on_with_into_the_same_dossier(
    store: Store, scans: Path, killed_after: int, folder: str
) -> None:
    save_pdf(scans / folder / "0001.pdf", blank(BIRTH), at=EVENING)
    for number in (2, 3):
        save_pdf(scans / folder / f"000{number}.pdf", sheet(str(number)), at=EVENING + number * MINUTE)
    with suppress(Killed):
        night(store, scans, killed_after=killed_after)
    for _run in range(2):
        assert night(store, scans) == []
        assert made(store) == [(BIRTH, ["0002.pdf", "0003.pdf"])]
    save_pdf(scans / folder / "0001a.pdf", sheet("laid between later"), at=EVENING + MINUTE)
    night(store, scans)
    assert made(store) == [(BIRTH, ["0002.pdf", "0003.pdf"]), (BIRTH, ["0001a.pdf"])]


def test_in_a_folder_of_a_file_a_page_the_same_sheet_twice_begins_two_dossiers(
    store: Store, scans: Path
) -> None:
    """Also where both scans of the sheet are the same bytes, and so is the card of the twins' mother."""
    pages = [blank(BIRTH), sheet("the mother's card"), sheet("one"), blank(BIRTH), sheet("the mother's card")]
    for number, page in enumerate([*pages, sheet("two")], start=1):
        save_pdf(scans / "evening" / f"{number}.pdf", page)
    for _run in range(3):
        assert night(store, scans) == []
        assert made(store) == [(BIRTH, ["2.pdf", "3.pdf"]), (BIRTH, ["5.pdf", "6.pdf"])]


def test_a_sheet_without_papers_makes_no_dossier_and_is_told_of_once(store: Store, scans: Path) -> None:
    with_cover(store)
    save_pdf(scans / "1.pdf", blank(BIRTH), at=EVENING)
    save_pdf(scans / "2.pdf", sheet("of the next day"), at=EVENING + 86400)
    assert night(store, scans) == [SheetFound(SheetTrouble.OF_PROCEDURE_ALONE, BIRTH, ("in/1.pdf",))]
    assert night(store, scans) == []
    assert made(store)[1:] == [(PROCEDURE, ["2.pdf"])]


def test_an_unknown_procedure_is_a_question_that_the_dossier_waits_with(store: Store, scans: Path) -> None:
    save_pdf(scans / "stack.pdf", blank(NONE), sheet("a"), blank(BIRTH), sheet("b"))
    night(store, scans)
    with store.read() as session:
        unclear, clear = (store.journal(session, one.id) for one in dossiers(store))
    held = hold_of(unclear)
    assert held is not None and (held.data["why"], held.data["reason"]) == (SHEET_UNCLEAR, NONE)
    assert procedure_from_papers(unclear) and not procedure_from_papers(clear) and hold_of(clear) is None


def test_who_adds_papers_to_a_dossier_is_told_that_the_sheet_begins_another(
    store: Store, scans: Path
) -> None:
    dossier = with_cover(store)
    file = save_pdf(scans / "stack.pdf", blank(BIRTH), sheet("a"))
    for files in ([file], [save_pdf(scans / "1.pdf", blank(BIRTH)), save_pdf(scans / "2.pdf", sheet("b"))]):
        with pytest.raises(CoverSheetError, match=BIRTH):
            add_papers(store, dossier, files, HowToRead(), who="lan", commune="", read=False)
    assert made(store) == [(PROCEDURE, [])]
