# SPDX-License-Identifier: Apache-2.0
"""Scanning by ``scanimage``, against the scanner that SANE itself plays (its ``test`` backend)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from intake.capture.scanning import sane
from intake.capture.scanning.reading_lines import ProgramLines
from intake.capture.scanning.sane_options import offered, wished
from intake.capture.scanning.troubles import Trouble, TroubleCode
from intake.capture.scanning.wish import Colour, PaperSize, PaperSource, ScanWish

needs_sane = pytest.mark.skipif(not (sane.is_there() or os.environ.get("CI")), reason="sane-utils is missing")
TEN_SHEETS = ScanWish("test", dpi=20, colour=Colour.GRAY)
"""That scanner's feeder is empty after ten."""

BROTHER = """Options specific to device `brother4:bus4;dev1':
    Mode:
    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color[Fast] [24bit Color[Fast]]
        Select the scan mode
    --resolution 100|150|200|300|400|600|1200dpi [200]
    --source FlatBed|Document Feeder(left aligned)|Document Feeder(left aligned,Duplex) [FlatBed]
    --brightness -50..50% (in steps of 1) [inactive]
  Geometry:
    -l 0..211.9mm (in steps of 0.0999908) [0]
    -x 0..211.9mm (in steps of 0.0999908) [211.881]
    -y 0..355.567mm (in steps of 0.0999908) [355.567]
"""
AIRSCAN = """Options specific to device `airscan:e0:HP':
  Standard:
    --resolution 100|200|300dpi [300]
    --mode Color|Gray [Color]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
  Geometry:
    -x 0..215.9mm [215.9]
    -y 0..297.011mm [297.011]
"""
FUJITSU = """Options specific to device `fujitsu:fi-6130dj:4':
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
    --page-height 0..876.695mm (in steps of 0.0211639) [279.364]
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
"""


@pytest.mark.parametrize(
    ("told", "wish", "words"),
    [
        (
            BROTHER,
            ScanWish("b", duplex=True),
            "--source=Document Feeder(left aligned,Duplex)|--mode=24bit Color[Fast]|--resolution=300"
            "|-x|210|-y|297",
        ),
        (
            BROTHER,
            ScanWish("b", colour=Colour.BW, dpi=250, size=PaperSize.WHOLE),
            "--source=Document Feeder(left aligned)|--mode=Black & White|--resolution=300",
        ),
        (
            AIRSCAN,
            ScanWish("a", PaperSource.GLASS, colour=Colour.GRAY, dpi=600),
            "--source=Flatbed|--mode=Gray|--resolution=300|-x|210|-y|297",
        ),
        (AIRSCAN, ScanWish("a"), "--source=ADF|--mode=Color|--resolution=300|-x|210|-y|297"),
        (
            FUJITSU,
            ScanWish("f", duplex=True),
            "--source=ADF Duplex|--mode=Color|--resolution=300|--page-width=210|-x|210|--page-height=297",
        ),
        ("Options specific to device `old':\n", ScanWish("old", duplex=True), ""),
    ],
)
def test_a_wish_is_told_in_the_words_of_each_backend(told: str, wish: ScanWish, words: str) -> None:
    assert "|".join(wished(wish, offered(told))) == words


GLASS_ONLY = """Options specific to device `genesys:libusb:001:004':
    --source Flatbed|Transparency Adapter [Flatbed]
    --resolution 75|150|300dpi [75]
"""
NO_SOURCE = (
    "Options specific to device `plustek':\n    --source Normal|Negative [inactive]\n    -x 0..215mm [215]\n"
)
EPSON = """Options specific to device `epson2:libusb:001:005':
    --source Flatbed|Automatic Document Feeder [{source}]
    --adf-mode Simplex|Duplex [{mode}]
"""


@pytest.mark.parametrize("told", [GLASS_ONLY, NO_SOURCE])
def test_a_scanner_without_a_feeder_scans_one_page_from_its_glass(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def lines(command: list[str], *_rest: object) -> ProgramLines:
        commands.append(command)
        return ProgramLines(["no-such-program-here"], os.environ, 1)

    monkeypatch.setattr(sane, "_ask", lambda *_words: told)
    monkeypatch.setattr(sane, "ProgramLines", lines)
    wish = ScanWish("g")
    assert (
        sane.fitted(wish).source is PaperSource.GLASS and not sane.fitted(ScanWish("g", duplex=True)).duplex
    )
    list(sane.scan(wish, tmp_path, 1))
    assert "--batch-count=1" in commands[0]


@pytest.mark.parametrize("told", [BROTHER, AIRSCAN, FUJITSU, ""])
def test_what_has_both_or_tells_nothing_is_asked_as_wished(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sane, "_ask", lambda *_words: told)
    wish = ScanWish("any", duplex=True)
    assert sane.fitted(wish) == wish


def test_both_sides_are_looked_for_where_the_feeder_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*words: str) -> str:
        feeder = "--source=Automatic Document Feeder" in words
        return EPSON.format(source="-", mode="Simplex" if feeder else "inactive")

    monkeypatch.setattr(sane, "_ask", ask)
    wish = ScanWish("e", duplex=True)
    assert sane.fitted(wish) == wish
    assert "--adf-mode=Duplex" in wished(wish, sane._options(wish))


@needs_sane
def test_pages_come_one_by_one_until_the_feeder_is_empty(tmp_path: Path) -> None:
    came = list(sane.scan(TEN_SHEETS, tmp_path, 1))
    assert [page.name for page in came if isinstance(page, Path)] == [f"{n:04}.jpg" for n in range(1, 11)]
    assert len(came) == 10 and sorted(tmp_path.iterdir()) == came
    with Image.open(tmp_path / "0001.jpg") as page:
        assert page.mode == "L" and page.info["dpi"] == (20, 20)


@needs_sane
def test_the_glass_gives_one_page_and_not_one_after_the_other(tmp_path: Path) -> None:
    wish = ScanWish("test", PaperSource.GLASS, dpi=20, colour=Colour.COLOR)
    assert list(sane.scan(wish, tmp_path, 7)) == [tmp_path / "0007.jpg"]


@needs_sane
@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("SANE_STATUS_JAMMED", TroubleCode.JAM),
        ("SANE_STATUS_COVER_OPEN", TroubleCode.COVER_OPEN),
        ("SANE_STATUS_NO_DOCS", TroubleCode.EMPTY),
        ("SANE_STATUS_DEVICE_BUSY", TroubleCode.BUSY),
        ("SANE_STATUS_ACCESS_DENIED", TroubleCode.NO_RIGHT),
        ("SANE_STATUS_NO_MEM", TroubleCode.NO_MEMORY),
        ("SANE_STATUS_IO_ERROR", TroubleCode.FAILED),
    ],
)
def test_each_fault_that_sane_plays_is_told_and_leaves_no_page(
    status: str, code: TroubleCode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sane, "wished", lambda *_args: [f"--read-return-value={status}"])
    (trouble,) = sane.scan(TEN_SHEETS, tmp_path, 1)
    assert isinstance(trouble, Trouble) and trouble.code is code and trouble.sentence and trouble.advice
    assert list(tmp_path.iterdir()) == []


@needs_sane
def test_a_scanner_that_is_not_there_is_told(tmp_path: Path) -> None:
    (trouble,) = sane.scan(ScanWish("net:nowhere.invalid:0"), tmp_path, 1)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.NOT_THERE


@needs_sane
def test_scanners_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dll.conf").write_text("test\n")
    (tmp_path / "test.conf").write_text("number_of_devices 2\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    assert [(one.device, one.name) for one in sane.scanners()] == [
        ("test:0", "Noname frontend-tester"),
        ("test:1", "Noname frontend-tester"),
    ]


def test_a_program_that_says_nothing_is_ended() -> None:
    with ProgramLines(["sleep", "600"], os.environ, 0.05) as lines:
        assert list(lines) == [] and lines.timed_out
    assert lines.status  # it was ended, not waited for
