# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from intake.capture.refusals import CaptureError, RefusalCode
from intake.capture.sources import plan
from intake.capture.split_scan import SplitTask, part_of
from intake.dossier.dossier_id import mint
from intake.dossier.journal import What
from intake.errors import CoverSheetError
from intake.reading.page_work import HowToRead
from intake.reading.worker_process import Limits
from intake.services.receive.separator_look import LookTask, codes_on
from intake.services.receive.separator_sheet import (
    Cover,
    CoverCode,
    CoverOf,
    cover_code,
    cover_text,
    covers_of,
    mark_of,
    merged,
    parts,
)
from intake.services.receive.separator_sorting import refuse_other_covers, sorter
from intake.services.receive.sorting_wish import SortingWish
from intake.store.store import Store
from tests.support.pages.scanned_stacks import cover, save_pdf, sheet, sorted_pages, with_cover

pytestmark = pytest.mark.long


@given(st.lists(st.sampled_from([None, Cover("A"), Cover("B"), Cover("B", CoverOf.ELSEWHERE)]), max_size=12))
def test_no_page_is_lost_or_doubled_by_parting(covers: list[Cover | None]) -> None:
    found = parts(covers)
    pages = [page for part in found for page in part.pages]
    assert pages == [number for number, named in enumerate(covers, start=1) if not named]
    assert sorted(page for part in merged(found) for page in part.pages) == pages


@given(st.text(max_size=20))
def test_other_codes_are_no_cover_sheets(text: str) -> None:
    assert cover_code(text) is None


@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_a_code_says_the_dossier_and_its_mark(born: str) -> None:
    dossier, mark = mint(date(2026, 7, 31), 1), mark_of(born)
    assert cover_code(cover_text(dossier, mark)) == CoverCode(dossier, mark)
    assert len(cover_text(dossier, mark)) <= 26, "more makes the code finer: 29 squares wide"


def test_of_two_codes_on_a_page_that_of_this_store_counts() -> None:
    found = {"theirs": Cover("A", CoverOf.ELSEWHERE), "ours": Cover("A")}
    assert covers_of(2, lambda page: ["x", "theirs", "ours"][: page + 1], found.get) == [
        found["theirs"],
        found["ours"],
    ]


def test_a_receipts_code_leads_nowhere(store: Store) -> None:
    assert cover_code(with_cover(store)) is None


def test_a_stack_is_parted_at_its_cover_sheets(store: Store, tmp_path: Path) -> None:
    one, two = with_cover(store), with_cover(store)
    save_pdf(
        tmp_path / "in" / "stack.pdf",
        sheet("0"),
        cover(store, one),
        sheet("1"),
        sheet("2"),
        cover(store, two),
        sheet("3"),
    )
    assert sorted_pages(store, tmp_path / "in") == [("", [1]), (one, [2]), (two, [1])]


def test_the_parts_are_the_same_bytes_each_time(store: Store, tmp_path: Path) -> None:
    made = with_cover(store)
    save_pdf(tmp_path / "in" / "stack.pdf", sheet("0"), cover(store, made), sheet("1"))
    read = []
    for _time in range(2):
        with sorter(store, HowToRead()) as led:
            found = [part for source in plan(tmp_path / "in") for part in led.sort(source)]
            read.append([file.read_bytes() for part in found for file in part.files])
    assert read[0] == read[1]


def test_a_cover_sheet_alone_leads_the_files_after_it(store: Store, tmp_path: Path) -> None:
    one, two = with_cover(store), with_cover(store)
    names = {"1": [sheet("x")], "2": [cover(store, one)], "3": [sheet("a")], "4": [sheet("b")]}
    names |= {"5": [cover(store, two), sheet("c")], "6": [sheet("d")]}
    for name, pages in names.items():
        save_pdf(tmp_path / "in" / f"{name}.pdf", *pages)
    found = sorted_pages(store, tmp_path / "in")
    assert found == [("", [1]), (one, [1]), (one, [1]), (two, [1]), ("", [1])]


def test_in_a_folder_the_cover_sheet_leads_what_follows_but_not_the_next_folder(
    store: Store, tmp_path: Path
) -> None:
    made = with_cover(store)
    save_pdf(tmp_path / "in" / "a" / "1.pdf", cover(store, made))
    save_pdf(tmp_path / "in" / "a" / "2.pdf", sheet("x"))
    save_pdf(tmp_path / "in" / "b" / "1.pdf", sheet("y"))
    assert sorted_pages(store, tmp_path / "in") == [(made, [1]), ("", [1])]


@pytest.mark.parametrize("angle", [90, 180, 270, 7])
def test_a_turned_or_skewed_cover_sheet_is_found(store: Store, tmp_path: Path, angle: int) -> None:
    made = with_cover(store)
    turned = cover(store, made).rotate(angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    save_pdf(tmp_path / "in" / "stack.pdf", turned, sheet("1"))
    assert sorted_pages(store, tmp_path / "in") == [(made, [1])]


def test_a_tiff_is_parted_without_touching_a_pixel(store: Store, tmp_path: Path) -> None:
    made = with_cover(store)
    page = sheet("kept").convert("1")
    (tmp_path / "in").mkdir()
    pages = [cover(store, made).convert("1"), page, sheet("other").convert("1")]
    pages[0].save(
        tmp_path / "in" / "s.tif",
        save_all=True,
        append_images=pages[1:],
        compression="group4",
        dpi=(100, 100),
    )
    with sorter(store, HowToRead()) as led:
        ((part,),) = [led.sort(source) for source in plan(tmp_path / "in")]
        with Image.open(part.files[0]) as kept:
            assert (part.dossier, kept.n_frames, kept.info["dpi"]) == (made, 2, (100, 100))
            assert kept.convert("1").tobytes() == page.tobytes()


def looked_at(task: LookTask) -> tuple[str, ...]:
    """As codes are looked for, and leaves word which page it was."""
    path = Path(task.path)
    path.with_name(f".{path.name}-{task.page}").touch()
    return codes_on(task)


def test_where_no_cover_sheet_was_printed_only_the_first_page_of_a_stack_is_looked_at(
    store: Store, tmp_path: Path
) -> None:
    save_pdf(tmp_path / "in" / "one.pdf", sheet("1"))
    save_pdf(tmp_path / "in" / "stack.pdf", sheet("1"), sheet("2"), sheet("3"))
    with sorter(store, HowToRead(), look=looked_at) as led:
        assert [one.dossier for source in plan(tmp_path / "in") for one in led.sort(source)] == ["", ""]
    assert [path.name for path in (tmp_path / "in").glob(".*")] == [".stack.pdf-1"]


def test_the_journal_says_which_pages_of_which_file_came_by_a_cover_sheet(
    store: Store, tmp_path: Path
) -> None:
    made = with_cover(store)
    save_pdf(tmp_path / "in" / "stack.pdf", cover(store, made), sheet("1"))
    for _time in range(2):
        sorted_pages(store, tmp_path / "in")
    with store.read() as session:
        (note,) = [event.data for event in store.journal(session, made) if event.what == What.NOTED]
    assert (note["code"], note["pages"]) == ("scan-parted", [2])
    assert store.objects.has(note["sha256"])


def test_nothing_is_left_of_the_parts(store: Store, tmp_path: Path) -> None:
    made = with_cover(store)
    (store.home / ".parts-999999999-killed").mkdir()
    save_pdf(tmp_path / "in" / "stack.pdf", cover(store, made), sheet("1"))
    sorted_pages(store, tmp_path / "in")
    assert not list(store.home.glob(".parts-*"))


def test_a_broken_file_goes_its_way_to_be_refused(store: Store, tmp_path: Path) -> None:
    with_cover(store)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    with sorter(store, HowToRead()) as led:
        ((part,),) = [led.sort(source) for source in plan(tmp_path / "in")]
    assert part.files == (tmp_path / "in" / "a.pdf",)


def test_papers_of_another_dossiers_cover_sheet_are_not_added() -> None:
    with pytest.raises(CoverSheetError) as told:
        refuse_other_covers([Cover("260731-7KQ2")], "260731-7KQ3")
    assert "260731-7KQ2" in told.value.advice
    refuse_other_covers([Cover("260731-7KQ2")], "260731-7KQ2")
    with pytest.raises(CoverSheetError):
        refuse_other_covers([Cover("260731-7KQ2", CoverOf.ELSEWHERE)], "260731-7KQ2")


def look_or_die(task: LookTask) -> tuple[str, ...]:
    """As codes are looked for, but the second page is one on which a library aborts."""
    return codes_on(task) if task.page != 2 else os.abort()


def test_a_page_that_ends_the_process_which_looks_at_it_costs_only_itself(
    store: Store, tmp_path: Path
) -> None:
    made = with_cover(store)
    save_pdf(tmp_path / "scans" / "stack.pdf", cover(store, made), sheet("a"), sheet("b"))
    with sorter(store, HowToRead(), look=look_or_die) as led:
        ((source),) = [found for one in plan(tmp_path / "scans") for found in led.sort(one)]
        (part,) = source.files
        assert source.dossier == made
        with pikepdf.open(part) as pdf:
            assert len(pdf.pages) == 2


def cut_or_abort(task: SplitTask) -> Path:
    return os.abort() if task.path.name == "bad.pdf" else part_of(task)


def cut_or_hang(task: SplitTask) -> Path:
    if task.path.name == "bad.pdf":
        time.sleep(3600)
    return part_of(task)


def cut_or_fill(task: SplitTask) -> Path:
    return Path(str(len(bytearray(64 << 30)))) if task.path.name == "bad.pdf" else part_of(task)


@pytest.mark.parametrize(
    ("cut", "timeout_s", "code"),
    [
        (cut_or_abort, 60, RefusalCode.BREAKS_READER),
        (cut_or_hang, 5, RefusalCode.TOO_SLOW),
        (cut_or_fill, 60, RefusalCode.TOO_MUCH_MEMORY),
    ],
)
def test_a_scan_that_ends_what_cuts_it_apart_goes_nowhere_and_the_next_is_cut(
    store: Store, tmp_path: Path, cut: Callable[[SplitTask], Path], timeout_s: float, code: RefusalCode
) -> None:
    one, two = with_cover(store), with_cover(store)
    for name in ("bad", "good"):
        save_pdf(
            tmp_path / "in" / f"{name}.pdf", cover(store, one), sheet("a"), cover(store, two), sheet("b")
        )
    told: list[tuple[str, RefusalCode]] = []

    def note(path: Path, error: CaptureError) -> None:
        told.append((path.name, error.refusal.code))

    with sorter(store, HowToRead(limits=Limits(timeout_s)), SortingWish(note), cut=cut) as led:
        found = [part for source in plan(tmp_path / "in") for part in led.sort(source)]
        assert sorted(part.dossier for part in found) == sorted([one, two])
        assert all(file.name.startswith("good_p") for part in found for file in part.files)
    assert told == [("bad.pdf", code)]
    with store.read() as session:
        assert sum(event.data.get("code") == "scan-parted" for event in store.journal(session, one)) == 1


def test_who_adds_a_scan_that_cant_be_cut_apart_is_told_so(store: Store, tmp_path: Path) -> None:
    one, two = with_cover(store), with_cover(store)
    save_pdf(tmp_path / "in" / "bad.pdf", cover(store, one), sheet("a"), cover(store, two), sheet("b"))
    with sorter(store, HowToRead(), cut=cut_or_abort) as led, pytest.raises(CaptureError) as told:
        led.sort(plan(tmp_path / "in")[0])
    assert told.value.refusal.code is RefusalCode.BREAKS_READER


def _no_code(_task: LookTask) -> tuple[str, ...]:
    return ()


def test_a_scan_of_which_looking_for_sheets_takes_too_long_goes_nowhere_and_is_told(
    store: Store, tmp_path: Path
) -> None:
    """Taken in unseen it would join the papers of whoever lies under its sheets."""
    with_cover(store)
    stack = save_pdf(tmp_path / "scans" / "stack.pdf", sheet("1"), sheet("2"))
    told: list[tuple[str, RefusalCode]] = []
    wish = SortingWish(lambda path, error: told.append((path.name, error.refusal.code)))
    (source,) = plan(tmp_path / "scans")
    with sorter(store, HowToRead(dossier_s=0.0), wish, look=_no_code) as led:
        assert [part.files for part in led.sort(source)] in ([], [()])
    assert told == [("stack.pdf", RefusalCode.TOO_SLOW)] and stack.exists()
