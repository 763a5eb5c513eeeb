# SPDX-License-Identifier: Apache-2.0
"""A stack from the scanner: broken off, gone on with, and where its pages end. The scanner is a function."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.capture.scanning.other_program import scan_by
from intake.capture.scanning.troubles import Trouble, TroubleCode
from intake.capture.scanning.wish import Colour, ScanWish
from intake.capture.sources import plan
from intake.errors.scanning import NoScannerError
from intake.services.receive.scanner_choice import remember, wish_for
from intake.services.receive.scanning import ScanJob, begin_job, finish, go_on, take_up, unfinished
from intake.settings.scanning import ScanSettings
from templates.errors import UsageError

pytestmark = pytest.mark.of_sqlite  # no store is opened

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


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
    job = begin_job(tmp_path, "", NOW)
    (job.folder / "job.json").write_text(json.dumps({"dossier": "", "process": 1}))
    with pytest.raises(UsageError):
        unfinished(tmp_path)


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


def test_what_such_a_program_complains_of_is_told(tmp_path: Path) -> None:
    jams = program(tmp_path, "import sys; sys.exit('error: Paper jam in feeder')")
    (trouble,) = scan_by(jams, ScanWish("any"), tmp_path, 1)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.JAM
    (trouble,) = scan_by(("no-such-program-here",), ScanWish("any"), tmp_path, 1)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.FAILED


def test_how_was_scanned_is_remembered_and_what_is_said_now_wins(tmp_path: Path) -> None:
    settings = ScanSettings(device="first", dpi=200)
    wish = wish_for(settings, tmp_path, {"colour": Colour.GRAY, "duplex": True, "device": None})
    remember(wish, tmp_path)
    again = wish_for(settings, tmp_path, {"device": "second", "duplex": None})
    assert (again.device, again.duplex, again.colour, again.dpi) == ("second", True, Colour.GRAY, 200)
    (tmp_path / "scanner.json").write_text('{"dpi": "?"}')
    assert wish_for(settings, tmp_path, {}).device == "first"


def test_several_scanners_are_not_chosen_among(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from intake.services.receive import scanner_choice

    monkeypatch.setattr(scanner_choice, "found_scanners", lambda _settings: [])
    with pytest.raises(NoScannerError):
        wish_for(ScanSettings(), tmp_path, {})
