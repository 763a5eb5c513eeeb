# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import img2pdf
import pikepdf
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from intake.capture.refusals import CaptureError, RefusalCode
from intake.capture.sources import DossierSource, plan
from intake.capture.split_scan import SplitTask, part_of
from intake.dossier.journal import What
from intake.errors import CoverSheetError
from intake.reading.page_work import HowToRead
from intake.reading.worker_process import Limits
from intake.services.receive.separator_look import LookTask, codes_on
from intake.services.receive.separator_sheet import cover_text, covers_of, dossier_named, merged, parts
from intake.services.receive.separator_sorting import Sorter, of_dossier, sorter
from intake.store.store import Store
from tests.support.intake_desk import PROCEDURE

pytestmark = pytest.mark.long


def sheet(text: str = "", *, code: str = "") -> Image.Image:
    """A page at 100 dpi with a text, and a code an inch wide where one is given."""
    page = Image.new("L", (827, 1169), 255)
    ImageDraw.Draw(page).text((300, 600), text, fill=0)
    if code:
        symbol = segno.make(code, error="m")
        rows = [[255 if not cell else 0 for cell in row] for row in symbol.matrix_iter(border=4)]
        image = Image.new("L", (len(rows[0]), len(rows)))
        image.putdata([cell for row in rows for cell in row])
        page.paste(image.resize((110, 110), Image.Resampling.NEAREST), (60, 60))
    return page


def save_pdf(path: Path, *pages: Image.Image) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = []
    for number, page in enumerate(pages):
        picture = path.with_name(f".{path.stem}{number}.png")
        page.save(picture, dpi=(100, 100))
        pictures.append(picture)
    path.write_bytes(img2pdf.convert([str(picture) for picture in pictures]))
    for picture in pictures:
        picture.unlink()
    return path


def with_cover(store: Store, *, noted: bool = True) -> str:
    with store.write() as session:
        made = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
        if noted:
            store.note(session, made, What.COVER_PRINTED, who="lan")
    return made


def cover(dossier: str) -> Image.Image:
    return sheet("cover", code=cover_text(dossier))


def sorted_pages(store: Store, folder: Path) -> list[tuple[str, list[int]]]:
    """Where the files of a folder go: dossier and the number of pages of each file."""
    with sorter(store, HowToRead()) as led:
        found = [part for source in plan(folder) for part in led.sort(source)]
        return [(part.dossier, [len(pikepdf.open(file).pages) for file in part.files]) for part in found]


@given(st.lists(st.sampled_from(["", "A", "B"]), max_size=12))
def test_no_page_is_lost_or_doubled_by_parting(covers: list[str]) -> None:
    found = parts(covers)
    pages = [page for part in found for page in part.pages]
    assert pages == [number for number, named in enumerate(covers, start=1) if not named]
    assert sorted(page for part in merged(found) for page in part.pages) == pages


@given(st.text(max_size=20))
def test_other_codes_are_no_cover_sheets(text: str) -> None:
    assert dossier_named(text) == ""
    assert covers_of(1, lambda _page: [text], lambda _id: True) == [""]


def test_a_receipts_code_leads_nowhere(store: Store) -> None:
    assert dossier_named(with_cover(store)) == ""


def test_a_stack_is_parted_at_its_cover_sheets(store: Store, tmp_path: Path) -> None:
    one, two = with_cover(store), with_cover(store)
    save_pdf(
        tmp_path / "in" / "stack.pdf", sheet("0"), cover(one), sheet("1"), sheet("2"), cover(two), sheet("3")
    )
    assert sorted_pages(store, tmp_path / "in") == [("", [1]), (one, [2]), (two, [1])]


def test_the_parts_are_the_same_bytes_each_time(store: Store, tmp_path: Path) -> None:
    made = with_cover(store)
    save_pdf(tmp_path / "in" / "stack.pdf", sheet("0"), cover(made), sheet("1"))
    read = []
    for _time in range(2):
        with sorter(store, HowToRead()) as led:
            found = [part for source in plan(tmp_path / "in") for part in led.sort(source)]
            read.append([file.read_bytes() for part in found for file in part.files])
    assert read[0] == read[1]


def test_a_cover_sheet_alone_leads_the_files_after_it(store: Store, tmp_path: Path) -> None:
    one, two = with_cover(store), with_cover(store)
    names = {"1": [sheet("x")], "2": [cover(one)], "3": [sheet("a")], "4": [sheet("b")]}
    names |= {"5": [cover(two), sheet("c")], "6": [sheet("d")]}
    for name, pages in names.items():
        save_pdf(tmp_path / "in" / f"{name}.pdf", *pages)
    found = sorted_pages(store, tmp_path / "in")
    assert found == [("", [1]), (one, [1]), (one, [1]), (two, [1]), ("", [1])]


def test_in_a_folder_the_cover_sheet_leads_what_follows_but_not_the_next_folder(
    store: Store, tmp_path: Path
) -> None:
    made = with_cover(store)
    save_pdf(tmp_path / "in" / "a" / "1.pdf", cover(made))
    save_pdf(tmp_path / "in" / "a" / "2.pdf", sheet("x"))
    save_pdf(tmp_path / "in" / "b" / "1.pdf", sheet("y"))
    assert sorted_pages(store, tmp_path / "in") == [(made, [1]), ("", [1])]


@pytest.mark.parametrize("angle", [90, 180, 270, 7])
def test_a_turned_or_skewed_cover_sheet_is_found(store: Store, tmp_path: Path, angle: int) -> None:
    made = with_cover(store)
    turned = cover(made).rotate(angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    save_pdf(tmp_path / "in" / "stack.pdf", turned, sheet("1"))
    assert sorted_pages(store, tmp_path / "in") == [(made, [1])]


def test_a_tiff_is_parted_without_touching_a_pixel(store: Store, tmp_path: Path) -> None:
    made = with_cover(store)
    page = sheet("kept").convert("1")
    (tmp_path / "in").mkdir()
    pages = [cover(made).convert("1"), page, sheet("other").convert("1")]
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


def test_a_cover_sheet_of_no_dossier_here_is_a_page_like_any_other(store: Store, tmp_path: Path) -> None:
    with_cover(store)
    stranger = with_cover(store, noted=False)
    save_pdf(tmp_path / "in" / "stack.pdf", cover(stranger), sheet("1"))
    assert sorted_pages(store, tmp_path / "in") == [("", [2])]


def test_where_no_cover_sheet_was_printed_no_page_is_looked_at(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = with_cover(store, noted=False)
    save_pdf(tmp_path / "in" / "stack.pdf", cover(made), sheet("1"))
    monkeypatch.setattr(Sorter, "_parts", lambda *_arguments: pytest.fail("looked at a page"))
    assert sorted_pages(store, tmp_path / "in") == [("", [2])]


def test_the_journal_says_which_pages_of_which_file_came_by_a_cover_sheet(
    store: Store, tmp_path: Path
) -> None:
    made = with_cover(store)
    save_pdf(tmp_path / "in" / "stack.pdf", cover(made), sheet("1"))
    for _time in range(2):
        sorted_pages(store, tmp_path / "in")
    with store.read() as session:
        (note,) = [event.data for event in store.journal(session, made) if event.what == What.NOTED]
    assert (note["code"], note["pages"]) == ("scan-parted", [2])
    assert store.objects.has(note["sha256"])


def test_nothing_is_left_of_the_parts(store: Store, tmp_path: Path) -> None:
    made = with_cover(store)
    (store.home / ".parts-999999999-killed").mkdir()
    save_pdf(tmp_path / "in" / "stack.pdf", cover(made), sheet("1"))
    sorted_pages(store, tmp_path / "in")
    assert not list(store.home.glob(".parts-*"))


def test_a_broken_file_goes_its_way_to_be_refused(store: Store, tmp_path: Path) -> None:
    with_cover(store)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    with sorter(store, HowToRead()) as led:
        ((part,),) = [led.sort(source) for source in plan(tmp_path / "in")]
    assert part.files == (tmp_path / "in" / "a.pdf",)


def test_papers_of_another_dossiers_cover_sheet_are_not_added(tmp_path: Path) -> None:
    source = DossierSource("", tmp_path, (tmp_path / "a.pdf",), dossier="260731-7KQ2")
    with pytest.raises(CoverSheetError) as told:
        of_dossier([source], "260731-7KQ3")
    assert "260731-7KQ2" in told.value.advice
    assert of_dossier([source], "260731-7KQ2") == [tmp_path / "a.pdf"]


def look_or_die(task: LookTask) -> tuple[str, ...]:
    """As codes are looked for, but the second page is one on which a library aborts."""
    return codes_on(task) if task.page != 2 else os.abort()


def test_a_page_that_ends_the_process_which_looks_at_it_costs_only_itself(
    store: Store, tmp_path: Path
) -> None:
    made = with_cover(store)
    save_pdf(tmp_path / "scans" / "stack.pdf", cover(made), sheet("a"), sheet("b"))
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
        (cut_or_hang, 8, RefusalCode.TOO_SLOW),
        (cut_or_fill, 60, RefusalCode.TOO_MUCH_MEMORY),
    ],
)
def test_a_scan_that_ends_what_cuts_it_apart_goes_nowhere_and_the_next_is_cut(
    store: Store, tmp_path: Path, cut: Callable[[SplitTask], Path], timeout_s: float, code: RefusalCode
) -> None:
    one, two = with_cover(store), with_cover(store)
    for name in ("bad", "good"):
        save_pdf(tmp_path / "in" / f"{name}.pdf", cover(one), sheet("a"), cover(two), sheet("b"))
    told: list[tuple[str, RefusalCode]] = []

    def note(path: Path, error: CaptureError) -> None:
        told.append((path.name, error.refusal.code))

    with sorter(store, HowToRead(limits=Limits(timeout_s)), cut=cut, unparted=note) as led:
        found = [part for source in plan(tmp_path / "in") for part in led.sort(source)]
        assert sorted(part.dossier for part in found) == sorted([one, two])
        assert all(file.name.startswith("good_p") for part in found for file in part.files)
    assert told == [("bad.pdf", code)]
    with store.read() as session:
        assert sum(event.data.get("code") == "scan-parted" for event in store.journal(session, one)) == 1


def test_who_adds_a_scan_that_cant_be_cut_apart_is_told_so(store: Store, tmp_path: Path) -> None:
    one, two = with_cover(store), with_cover(store)
    save_pdf(tmp_path / "in" / "bad.pdf", cover(one), sheet("a"), cover(two), sheet("b"))
    with sorter(store, HowToRead(), cut=cut_or_abort) as led, pytest.raises(CaptureError) as told:
        led.sort(plan(tmp_path / "in")[0])
    assert told.value.refusal.code is RefusalCode.BREAKS_READER
