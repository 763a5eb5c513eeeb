# SPDX-License-Identifier: Apache-2.0
"""The guide's evening and morning as they are written: covers printed, ten dossiers of four procedures in the
feeder of a network scanner, paper jammed once, a run over all that is open, and the page in the morning.

Every step is a command typed in a process of its own; pages are read as they are at a desk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageSequence

from batch.gateway.sandbox.rules import load_rules
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from tests.support.servers.escl_scanner import EsclFeeder, escl_scanner, sane_settings

SAMPLES = Path(__file__).parents[2] / "samples"
STACK = (
    ("dossiers/01-day-du", "khai sinh"),
    ("dossiers/02-thieu-giay-chung-sinh", "khai sinh"),
    ("dossiers/03-mau-thuan", "khai sinh"),
    ("marriages/10-ket-hon", "kết hôn"),
    ("dossiers/04-lon-nguoc", "khai sinh"),
    ("dossiers/05-quet-lech", "khai sinh"),
    ("deaths/11-khai-tu", "khai tử"),
    ("dossiers/06-chup-dien-thoai", "khai sinh"),
    ("dossiers/07-viet-tay", "khai sinh"),
    ("marital-statuses/12-tinh-trang-hon-nhan", "tình trạng hôn nhân"),
)
PROCEDURES = {"1.001193", "1.000894", "1.000656", "1.004873"}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.of_sqlite,
    pytest.mark.skipif(
        not (any(Path("/usr/lib").glob("*/sane/libsane-airscan.so.1")) or os.environ.get("CI")),
        reason="sane-airscan is missing",
    ),
]


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


class Desk:
    """A computer with its scanner; ``run`` types a command."""

    def __init__(self, folder: Path, scanner: str, gateway: str) -> None:
        ((client, secret),) = load_rules().clients.items()
        self._surroundings = {
            **os.environ,
            "SOHOA_HOME": str(folder / "home"),
            "SOHOA_WHO": "lan",
            "SOHOA_UNIT__CODE": "H42.7.15",
            "SOHOA_UNIT__NAME": "UBND xã An Bình",
            "SOHOA_GATEWAY__BASE_URL": gateway,
            "SOHOA_GATEWAY__CLIENT_ID": client,
            "SOHOA_GATEWAY__CLIENT_SECRET": secret,
            "SANE_CONFIG_DIR": str(sane_settings(folder / "sane", scanner)),
        }

    def run(self, *words: str, ends: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "sohoa", *words],
            env=self._surroundings,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode in ends, done.stderr
        return done.stdout

    def json(self, *words: str, ends: tuple[int, ...] = (0,)) -> Any:
        return json.loads(self.run(*words, "--json", ends=ends))


def pages_of(file: Path) -> Iterator[Image.Image]:
    """As they lie in the feeder."""
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as document:
            for page in document:
                yield page.render(scale=200 / 72).to_pil()
    else:
        with Image.open(file) as opened:
            for frame in ImageSequence.Iterator(opened):
                yield frame.convert("RGB")


def on_a4(page: Image.Image) -> Image.Image:
    """A paper on the sheet that the scanner sees: cards and photographs are no A4."""
    sheet = Image.new("RGB", (2480, 3508), "white")
    factor = min(2480 / page.width, 3508 / page.height)
    sheet.paste(page.resize((round(page.width * factor), round(page.height * factor))))
    return sheet


def test_a_stack_of_four_procedures_is_laid_in_and_the_page_is_found(
    tmp_path: Path, gateway: RunningSandbox
) -> None:
    feeder = EsclFeeder()
    with escl_scanner(feeder) as scanner:
        desk = Desk(tmp_path, scanner, gateway.url)
        made = [str(desk.json("new", *words.split(), "--yes", "--no-print")["id"]) for _name, words in STACK]
        covers = tmp_path / "covers.pdf"
        desk.run("cover", "--waiting", "--together", str(covers))
        sheets = 0
        for (name, _words), cover in zip(STACK, pages_of(covers), strict=True):
            feeder.lay_in(cover)
            for file in sorted((SAMPLES / name).iterdir()):
                if file.suffix != ".json":
                    feeder.lay_in(*map(on_a4, pages_of(file)))
        sheets = len(feeder.pages)
        feeder.jams_after = sheets // 2
        told = desk.json("scan", "--colour", "color", ends=(1,))
        assert (told["trouble"], told["pages"]) == ("jam", sheets // 2)
        feeder.mended()
        assert desk.json("scan", "--go-on")["pages"] == sheets
    desk.run("run", "--push-window", "00:00-24:00", ends=(0, 1))
    listed = {one["id"]: one for one in desk.json("list", "--length", "50")["dossiers"]}
    assert sorted(listed) == sorted(made)  # each paper in the dossier of its cover, and no dossier more
    assert {one["procedure"] for one in listed.values()} == PROCEDURES
    assert {desk.json("show", one)["papers"] != [] for one in made} == {True}
    morning = desk.json("morning")
    assert morning["came_in"] == len(made) and morning["pages_read"] == sheets - len(made)
    assert morning["complete"] + len(morning["waiting"]) >= len(made)
    page = tmp_path / "sang-nay.html"
    desk.run("morning", "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert all(one["id"] in text for one in morning["waiting"])
