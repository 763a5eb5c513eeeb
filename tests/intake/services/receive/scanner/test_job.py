# SPDX-License-Identifier: Apache-2.0
"""A stack from the scanner: broken off, gone on with, and where its pages end. The scanner is a function."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.capture.scanning import sane
from intake.capture.scanning.other_program import scan_by
from intake.capture.scanning.reading_lines import ProgramLines
from intake.capture.scanning.troubles import Trouble, TroubleCode
from intake.capture.scanning.wish import Colour, ScanWish
from intake.capture.sources import plan
from intake.errors.scanning import NoScannerError
from intake.services.receive.scanner.choice import as_offered, remember, wish_for
from intake.services.receive.scanner.job import ScanJob, begin_job, finish, go_on, take_up, unfinished
from intake.settings.scanning import ScanSettings
from intake.store.queue.lease_owner import new_owner
from templates.errors import UsageError
from templates.system import born

pytestmark = pytest.mark.of_sqlite  # no store is opened

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HERE = new_owner().partition("/")[0]
WHOLE = b"\xff\xd8\xff page \xff\xd9"


class Feeder:
    """Gives so many pages a time, each time with the trouble that ends it."""

    def __init__(self, *times: tuple[int, TroubleCode | None]) -> None:
        self.times = list(times)

    def __call__(self, folder: Path, first: int) -> Iterator[Path | Trouble]:
        pages, code = self.times.pop(0)
        for number in range(first, first + pages):
            page = folder / f"{number:04}.jpg"
            page.write_bytes(b"page")
            yield page
        if code:
            yield Trouble(code)


def owned_by(job: ScanJob, owner: str) -> ScanJob:
    (job.folder / "job.json").write_text(json.dumps({"dossier": "", "owner": owner}))
    return job


def names(job: ScanJob) -> list[str]:
    return [page.name for page in job.pages]


def test_a_jam_keeps_the_pages_and_the_job_goes_on_after_them(tmp_path: Path) -> None:
    feeder = Feeder((2, TroubleCode.JAM), (1, None))
    *_pages, trouble = go_on(begin_job(tmp_path, "", NOW), feeder)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.JAM
    assert plan(tmp_path) == []  # a night takes half a stack for no dossier
    left = unfinished(tmp_path)
    assert left is not None and names(left) == ["0001.jpg", "0002.jpg"]
    list(go_on(take_up(left), feeder))
    folder = finish(left)
    assert folder == tmp_path / "2026-11-23_16.30.00" and unfinished(tmp_path) is None
    ((source),) = plan(tmp_path)
    assert [file.name for file in source.files] == ["0001.jpg", "0002.jpg", "0003.jpg"]


def test_a_new_scan_does_not_forget_one_that_was_broken_off(tmp_path: Path) -> None:
    list(go_on(begin_job(tmp_path, "261123-001X", NOW), Feeder((1, TroubleCode.JAM))))
    with pytest.raises(UsageError):
        begin_job(tmp_path, "", NOW)
    left = unfinished(tmp_path)
    assert left is not None and left.dossier == "261123-001X"


def test_what_another_program_scans_just_now_is_left_to_it(tmp_path: Path) -> None:
    owned_by(begin_job(tmp_path, "", NOW), f"{HERE}/1-{born(1)}/another")
    with pytest.raises(UsageError):
        unfinished(tmp_path)


@pytest.mark.parametrize("owner", [f"{HERE}/1-0/another", f"{HERE.partition(':')[0]}:before/1-{born(1)}/x"])
def test_a_number_that_another_program_got_meanwhile_bars_nobody(owner: str, tmp_path: Path) -> None:
    job = owned_by(begin_job(tmp_path, "", NOW), owner)
    assert unfinished(tmp_path) == job


def test_another_computer_has_its_job_until_it_rests(tmp_path: Path) -> None:
    job = owned_by(begin_job(tmp_path, "", NOW), "elsewhere:1/1-1/x")
    with pytest.raises(UsageError):
        unfinished(tmp_path)
    for path in (job.folder / "job.json", job.folder):
        os.utime(path, (0, 0))
    assert unfinished(tmp_path) == job


def test_a_job_without_a_page_is_taken_over_by_the_next_scan(tmp_path: Path) -> None:
    begin_job(tmp_path, "261123-001X", NOW)
    job = begin_job(tmp_path, "", NOW + timedelta(seconds=1))
    assert job.dossier == "" and [folder.name for folder in tmp_path.iterdir()] == [job.folder.name]
    assert unfinished(tmp_path) == job


def broken_off(job: ScanJob) -> None:
    """As another program leaves it that was ended at its third page."""
    (job.folder / ".scan").mkdir()
    for name, written in (("p2.jpg", WHOLE), ("p10.jpg", WHOLE), ("p11.jpg", WHOLE[:-2])):
        (job.folder / ".scan" / name).write_bytes(written)


def test_whole_pages_of_another_program_that_was_broken_off_belong_to_the_job(tmp_path: Path) -> None:
    job = begin_job(tmp_path, "", NOW)
    list(go_on(job, Feeder((1, None))))
    broken_off(job)
    left = unfinished(tmp_path)
    assert left is not None and names(left) == ["0001.jpg", "0002.jpg", "0003.jpg"]
    assert not (left.folder / ".scan").exists()


def test_a_job_is_not_finished_without_them(tmp_path: Path) -> None:
    job = begin_job(tmp_path, "", NOW)
    broken_off(job)
    folder = finish(job)
    assert folder is not None and sorted(file.name for file in folder.iterdir()) == ["0001.jpg", "0002.jpg"]


def test_two_stacks_of_one_second_are_two(tmp_path: Path) -> None:
    found = []
    for _stack in range(2):
        job = begin_job(tmp_path, "", NOW)
        list(go_on(job, Feeder((1, None))))
        found.append(finish(job))
    assert len({*found}) == 2 and len(plan(tmp_path)) == 2


def test_a_job_without_a_page_leaves_nothing(tmp_path: Path) -> None:
    job = begin_job(tmp_path, "", NOW)
    list(go_on(job, Feeder((0, TroubleCode.EMPTY))))
    assert finish(job) is None and list(tmp_path.iterdir()) == []


def test_a_busy_scanner_is_asked_again(tmp_path: Path) -> None:
    waited: list[float] = []
    feeder = Feeder((0, TroubleCode.BUSY), (1, TroubleCode.BUSY), (1, None))
    came = list(go_on(begin_job(tmp_path, "", NOW), feeder, waited.append))
    assert [one.name for one in came if isinstance(one, Path)] == ["0001.jpg", "0002.jpg"] and len(
        waited
    ) == 2


def test_a_scanner_that_stays_busy_is_told_in_the_end(tmp_path: Path) -> None:
    feeder = Feeder(*[(0, TroubleCode.BUSY)] * 9)
    (trouble,) = go_on(begin_job(tmp_path, "", NOW), feeder, lambda _s: None)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.BUSY and len(feeder.times) == 5


def program(folder: Path, text: str) -> tuple[str, ...]:
    script = folder / "scanner.py"
    script.write_text(text)
    return (sys.executable, str(script), "{folder}", "--dpi={dpi}", "{source}", "$(nnnn)")


def test_any_program_that_writes_pages_into_a_folder_scans(tmp_path: Path) -> None:
    text = (
        "import sys, pathlib\n"
        "folder, dpi, source, kept = sys.argv[1:]\n"
        "assert (dpi, source, kept) == ('--dpi=200', 'duplex', '$(nnnn)')\n"
        "for n in (10, 9): (pathlib.Path(folder) / f'page{n}.JPG').write_text(str(n))\n"
    )
    wish = ScanWish("any", duplex=True, dpi=200)
    came = list(scan_by(program(tmp_path, text), wish, tmp_path, 4))
    assert came == [tmp_path / "0004.jpg", tmp_path / "0005.jpg"]
    assert [page.read_text() for page in came if isinstance(page, Path)] == ["9", "10"]


def test_a_program_scans_on_after_the_pages_it_had_when_it_was_broken_off(tmp_path: Path) -> None:
    broken_off(ScanJob(tmp_path, ""))
    text = "import sys, pathlib; (pathlib.Path(sys.argv[1]) / 'p1.jpg').write_text('new')"
    came = list(scan_by(program(tmp_path, text), ScanWish("any"), tmp_path, 4))
    assert came == [tmp_path / f"000{number}.jpg" for number in (4, 5, 6)]
    assert (tmp_path / "0006.jpg").read_text() == "new"


def test_a_program_without_a_word_lives_while_its_files_grow() -> None:
    sizes = iter([{"1.jpg": 1}, {"1.jpg": 2}, {"1.jpg": 2}, {"1.jpg": 3}])
    with ProgramLines(["sleep", "600"], os.environ, 0.01, lambda: next(sizes)) as lines:
        assert list(lines) == [] and lines.timed_out
    assert next(sizes) == {"1.jpg": 3}  # it grew twice, then rested


def test_words_in_the_name_of_a_folder_are_no_trouble(tmp_path: Path) -> None:
    inbox = tmp_path / "recovered"
    inbox.mkdir()
    text = (
        "import sys, pathlib; page = pathlib.Path(sys.argv[1]) / 'p1.jpg'; page.write_text('1'); print(page)"
    )
    assert list(scan_by(program(tmp_path, text), ScanWish("any"), inbox, 1)) == [inbox / "0001.jpg"]


def test_what_such_a_program_complains_of_is_told(tmp_path: Path) -> None:
    jams = program(tmp_path, "import sys; sys.exit('error: Paper jam in feeder')")
    (trouble,) = scan_by(jams, ScanWish("any"), tmp_path, 1)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.JAM
    (trouble,) = scan_by(("no-such-program-here",), ScanWish("any"), tmp_path, 1)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.FAILED


def test_how_was_scanned_is_remembered_and_what_is_said_now_wins(tmp_path: Path) -> None:
    settings = ScanSettings(device="first", dpi=200)
    wish = wish_for(settings, tmp_path, {"colour": Colour.GRAY, "duplex": True, "device": None})
    remember(wish, tmp_path, {"device": None})
    assert (
        wish_for(ScanSettings(device="named in the settings"), tmp_path, {}).device == "named in the settings"
    )
    remember(wish, tmp_path, {"device": "first"})
    remember(wish, tmp_path, {})
    assert wish_for(ScanSettings(), tmp_path, {}).device == "first"
    again = wish_for(settings, tmp_path, {"device": "second", "duplex": None})
    assert (again.device, again.duplex, again.colour, again.dpi) == ("second", True, Colour.GRAY, 200)
    (tmp_path / "scanner.json").write_text('{"dpi": "?"}')
    assert wish_for(settings, tmp_path, {}).device == "first"


def test_both_sides_that_nothing_offers_are_refused_before_a_page_is_scanned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wish = ScanWish("any", duplex=True)
    with pytest.raises(NoScannerError):
        as_offered(ScanSettings(program=("quet", "{folder}")), wish)
    assert as_offered(ScanSettings(program=("quet", "--{source}")), wish) == wish
    told = "Options specific to device `any':\n    --source Flatbed|ADF [Flatbed]\n"
    monkeypatch.setattr(sane, "is_there", lambda: True)
    monkeypatch.setattr(sane, "_ask", lambda *_words: told)
    with pytest.raises(NoScannerError):
        as_offered(ScanSettings(), wish)


def test_several_scanners_are_not_chosen_among(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from intake.services.receive.scanner import choice

    monkeypatch.setattr(choice, "found_scanners", lambda _settings: [])
    with pytest.raises(NoScannerError):
        wish_for(ScanSettings(), tmp_path, {})
