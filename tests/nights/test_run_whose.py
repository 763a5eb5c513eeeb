# SPDX-License-Identifier: Apache-2.0
"""Two citizens' papers over whole runs: never in one dossier, and no folder without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from batch.night.context import Night
from batch.night.remarks import RemarkCode
from batch.night.summary import summary
from batch.report.report import report_run
from intake.dossier.states import State
from intake.services.changing.holding import why_held
from intake.settings.settings import Settings
from intake.store.store import Store
from tests.support.desks.night_desk import desk, picture, run_night
from tests.support.dossiers.fake_dossiers import FORM, NOTICE, OTHER_MOTHER, dossier
from tests.support.pages.scanned_stacks import cover, save_pdf, sheet, with_cover
from tests.support.programs.examples import some_of

pytestmark = pytest.mark.long


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return desk(tmp_path / "store")


def bad(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"no scan: {path.name}")


def dossiers_of(settings: Settings) -> dict[str, list[str]]:
    """The papers' names of each dossier, by its id."""
    store = Store.open(settings.home)
    try:
        with store.read() as session:
            return {d.id: [p.name for p in store.documents(session, d.id)] for d in store.list(session)}
    finally:
        store.close()


def test_the_papers_of_b_do_not_get_to_a_whose_folder_of_that_name_held_nothing_readable(
    settings: Settings, tmp_path: Path
) -> None:
    bad(tmp_path / "Q1" / "01" / "a.pdf")
    run_night(settings, tmp_path / "Q1")
    store = Store.open(settings.home)
    with store.write() as session:
        (a,) = store.list(session)
        store.correct(session, a.id, "requester.full_name", "NGUYỄN THỊ A", who="lan")
    store.close()
    dossier(tmp_path / "Q2" / "01", 7)
    run_night(settings, tmp_path / "Q2")
    held = dossiers_of(settings)
    assert held.pop(a.id) == ["a.pdf"]
    ((b, names),) = held.items()
    assert names == ["1.png", "2.png"]
    store = Store.open(settings.home)
    with store.read() as session:
        values = {d: store.form_values(session, d) for d in (a.id, b)}
    store.close()
    assert list(values[a.id]) == ["requester.full_name"]
    assert values[b]["requester.full_name"].value != "NGUYỄN THỊ A"


def test_a_folder_of_refused_files_only_is_counted_and_shown_and_holds_up_nobody_else(
    settings: Settings, tmp_path: Path
) -> None:
    dossier(tmp_path / "monday" / "01", 1)
    run_night(settings, tmp_path / "monday")
    bad(tmp_path / "tuesday" / "01" / "1.png")
    bad(tmp_path / "tuesday" / "01" / "2.png")
    night = run_night(settings, tmp_path / "tuesday")
    (line,) = summary(night)
    assert (line.folder, line.state, line.refused, line.needs_person) == ("01", "received", 2, True)
    assert line.note
    store = Store.open(settings.home)
    numbers = report_run(store, night.run_id).numbers
    store.close()
    assert (numbers.received, numbers.refused) == (1, 2)
    assert sorted(map(len, dossiers_of(settings).values())) == [2, 2]


def test_a_bad_file_beside_a_copy_of_a_complete_dossier_does_not_hold_it_up(
    settings: Settings, tmp_path: Path
) -> None:
    dossier(tmp_path / "in" / "aa", 1)
    shutil.copytree(tmp_path / "in" / "aa", tmp_path / "in" / "bb")
    bad(tmp_path / "in" / "bb" / "x.pdf")
    night = run_night(settings, tmp_path / "in")
    lines = {line.folder: line for line in summary(night)}
    assert (lines["aa"].state, lines["aa"].refused, lines["aa"].needs_person) == ("queued", 0, False)
    assert (lines["bb"].refused, lines["bb"].needs_person) == (1, True)
    (remark,) = night.remarks
    assert (remark.code, remark.others) == (RemarkCode.MOSTLY_SHARED, (lines["aa"].dossier,))
    assert remark.needs_person


def test_no_folder_vanishes_without_a_word(settings: Settings, tmp_path: Path) -> None:
    dossier(tmp_path / "in" / "aa", 1)
    shutil.copytree(tmp_path / "in" / "aa", tmp_path / "in" / "bb")
    night = run_night(settings, tmp_path / "in")
    (line,) = summary(night)
    (remark,) = night.remarks
    assert (remark.code, remark.folder, remark.dossier) == (RemarkCode.ALREADY_THERE, "bb", line.dossier)
    assert "bb" in remark.sentence and line.dossier in remark.sentence and remark.advice


def test_papers_that_come_after_sending_are_told(settings: Settings, tmp_path: Path) -> None:
    folder = dossier(tmp_path / "in" / "aa", 1)
    night = run_night(settings, tmp_path / "in")
    store = Store.open(settings.home)
    with store.write() as session:
        store.advance(session, summary_of(night), State.PUSHED, who="t")
    store.close()
    shutil.copy(dossier(tmp_path / "other", 2) / "2.png", folder / "3.png")
    night = run_night(settings, tmp_path / "in")
    (remark,) = night.remarks
    assert (remark.code, remark.dossier) == (RemarkCode.LATE, summary_of(night)) and remark.needs_person
    assert run_night(settings, tmp_path / "in").remarks == []


def summary_of(night: Night) -> str:
    """The id of the only dossier of a run."""
    (line,) = summary(night)
    return line.dossier


def test_a_page_scanned_again_stands_in_for_the_older_in_form_check_and_package(
    settings: Settings, tmp_path: Path
) -> None:
    folder = dossier(tmp_path / "in" / "aa", 1, odd=OTHER_MOTHER)
    run_night(settings, tmp_path / "in")
    assert picture(settings.home)["aa"]["state"] == "read"
    dossier(folder, 1)
    night = run_night(settings, tmp_path / "in")
    (remark,) = night.remarks
    assert (remark.code, remark.files) == (RemarkCode.REPLACED, ("2.png",)) and not remark.needs_person
    told = picture(settings.home)["aa"]
    assert (told["state"], len(told["papers"])) == ("queued", 2)
    assert told["packages"] == [[("birth-registration", 1), ("birth-notice", 1)]]
    assert told["values"]["mother.full_name"][0] != "LÝ THỊ KHÁC"


def first_twin(settings: Settings, tmp_path: Path, *, spoken: bool) -> tuple[str, Path]:
    """The id and the folder of a dossier that came last night; ``spoken``: a person has corrected a name."""
    folder = dossier(tmp_path / "in" / "aa", 1, papers=(FORM, NOTICE, NOTICE), odd=OTHER_MOTHER)
    dossier(folder, 1)
    run_night(settings, tmp_path / "in")
    store = Store.open(settings.home)
    with store.write() as session:
        (first,) = store.list(session)
        if spoken:
            store.correct(session, first.id, "child.full_name", "LÊ SINH ĐÔI", who="lan")
    store.close()
    return first.id, folder


def replace_form(folder: Path, number: int) -> None:
    """The form of the dossier ``number`` lies under the name of the form in ``folder``."""
    shutil.copy(dossier(folder.parent.parent / "other", number) / "1.png", folder / "1.png")


@pytest.mark.parametrize(
    "spoken", some_of([True, False], always=[True]), ids=["a person's word", "nobody's word"]
)
def test_a_twin_s_form_under_the_name_of_the_first_waits_for_a_person_with_what_was_said_of_the_first(
    settings: Settings, tmp_path: Path, spoken: bool
) -> None:
    first, folder = first_twin(settings, tmp_path, spoken=spoken)
    replace_form(folder, 14)
    night = run_night(settings, tmp_path / "in")
    (line,), (remark,) = summary(night), night.remarks
    assert (line.state in ("read", "incomplete"), line.needs_person) == (True, True)
    assert (remark.code, remark.needs_person) == (RemarkCode.REPLACED_HELD, True)
    assert picture(settings.home)["aa"]["sending"] is None
    store = Store.open(settings.home)
    with store.read() as session:
        assert line.note == why_held(session, first) != ""
    store.close()
    assert summary(run_night(settings, tmp_path / "in"))[0].state == line.state


@pytest.mark.parametrize(
    "spoken", some_of([True, False], always=[True]), ids=["a person's word", "nobody's word"]
)
def test_a_twin_s_form_under_a_new_name_beside_a_form_that_is_gone_waits_for_a_person(
    settings: Settings, tmp_path: Path, spoken: bool
) -> None:
    first, folder = first_twin(settings, tmp_path, spoken=spoken)
    replace_form(folder, 14)
    (folder / "1.png").rename(folder / "em.png")
    night = run_night(settings, tmp_path / "in")
    (line,), (remark,) = summary(night), night.remarks
    assert (line.dossier, line.state in ("read", "incomplete"), line.needs_person) == (first, True, True)
    assert (remark.code, remark.files, remark.needs_person) == (RemarkCode.SWAPPED_HELD, ("1.png",), True)
    assert f"sohoa hold {first} --release" in line.note
    assert picture(settings.home)["aa"]["sending"] is None
    again = run_night(settings, tmp_path / "in")
    assert (summary(again)[0].state, again.remarks) == (line.state, [])


def test_a_run_says_which_cover_sheets_led_nothing_and_whose_they_are(
    settings: Settings, tmp_path: Path
) -> None:
    other = Store.open(tmp_path / "other")
    theirs = with_cover(other)
    save_pdf(tmp_path / "in" / "a" / "1.pdf", cover(other, theirs), sheet("of another desk"))
    store = Store.open(settings.home)
    ours = with_cover(store)
    save_pdf(tmp_path / "in" / "b" / "1.pdf", cover(store, ours))
    store.close()
    other.close()
    night = run_night(settings, tmp_path / "in")
    assert [(remark.code, remark.folder, remark.dossier) for remark in night.remarks] == [
        (RemarkCode.COVER_OF_ELSEWHERE, "a/1.pdf", theirs),
        (RemarkCode.COVER_ALONE, "b/1.pdf", ours),
    ]
    assert all(remark.needs_person and remark.dossier in remark.sentence for remark in night.remarks)
    assert dossiers_of(settings) == {ours: []}


def scanned_again(paper: Path, to: Path) -> None:
    """The same page in other bytes."""
    pixels = np.array(Image.open(paper))
    pixels[-1, -1] = 200
    Image.fromarray(pixels).save(to, dpi=(300, 300))


@pytest.mark.parametrize("same_night", some_of([True, False], always=[False]))
@pytest.mark.parametrize("shared", [("1.png",), ("1.png", "2.png"), ("2.png",)])
def test_what_lies_in_another_folder_s_dossier_is_not_sent_a_second_time(
    settings: Settings, tmp_path: Path, shared: tuple[str, ...], same_night: bool
) -> None:
    first = dossier(tmp_path / "in" / "aa", 1)
    again = tmp_path / ("in" if same_night else "other") / "bb"
    again.mkdir(parents=True)
    for name in ("1.png", "2.png"):
        shutil.copy(first / name, again / name)
        if name not in shared:
            scanned_again(first / name, again / name)
    scanned_again(first / "2.png", again / "3.png")
    nights = [run_night(settings, tmp_path / "in")]
    if not same_night:
        nights.append(run_night(settings, tmp_path / "other"))
    lines = {line.folder: line for night in nights for line in summary(night)}
    assert lines["aa"].state == "queued"
    # With the form scanned anew it is a double by what the form says, else by the bytes of its papers.
    assert lines["bb"].state == "read"
    assert lines["aa"].dossier in lines["bb"].note
