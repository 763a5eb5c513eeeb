# SPDX-License-Identifier: Apache-2.0
"""The comparison: where pages come from, what a row says, and the whole run once."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

from bench.compare import gather, row_of, score_of, table_of
from bench.measure import Measured
from bench.peers.readers import Result, join_pages, page_pictures
from bench.truth import ReadPage, ReadValue, TruePage, TrueValue

_ROOT = Path(__file__).parents[2]


def _arguments(**changes: object) -> Namespace:
    given = {"folder": [], "generate": None, "blanks": None, "forms": [], "ink": None, "seed": 1}
    return Namespace(**(given | changes))


def test_pages_come_from_a_folder_with_its_truth(tmp_path: Path) -> None:
    truth = gather(_arguments(folder=[_ROOT / "samples" / "dossiers"]), tmp_path)
    files = {Path(name) for name, _ in truth}
    assert all(path.exists() for path in files)
    assert {page.kind for page in truth.values()} >= {"birth-registration", "birth-notice", "id-card"}
    assert not list(tmp_path.iterdir())


def test_a_folder_without_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        gather(_arguments(folder=[tmp_path]), tmp_path)


def test_a_row_says_what_a_page_costs_and_what_is_right() -> None:
    truth = {("/a.jpg", 1): TruePage("x", 0, {"k": TrueValue("Đại"), "m": TrueValue("Lộc")})}
    result = Result(
        "r", {("/a.jpg", 1): ReadPage("x", 0, {"k": ReadValue("Đại", 0.95)})}, Measured(3.0, 100.0, 0)
    )
    row = row_of(result, score_of(result, truth), 2)
    assert (row["seconds_per_page"], row["exact"], row["missing"], row["sure_wrong"]) == (1.5, 0.5, 0.5, 0.0)
    console = Console(width=140, record=True, file=None, quiet=True)
    console.print(table_of([row], 2))
    assert "2 pages, 2 typed values, 2 cores" in str(table_of([row], 2).title)
    json.dumps(row)


def test_peers_get_every_page_of_every_kind_of_file(tmp_path: Path) -> None:
    page = Image.new("L", (400, 560), 255)
    page.save(tmp_path / "a.jpg", dpi=(100, 100))
    page.convert("1").save(
        tmp_path / "b.tif", save_all=True, append_images=[page.convert("1")], dpi=(100, 100)
    )
    page.save(tmp_path / "c.pdf", resolution=100)
    files = [tmp_path / name for name in ("a.jpg", "b.tif", "c.pdf")]
    work = tmp_path / "work"
    work.mkdir()
    _, places = join_pages(files, work)
    assert places == [(str(files[0]), 1), (str(files[1]), 1), (str(files[1]), 2), (str(files[2]), 1)]
    pictures = page_pictures(files, work)
    assert [place for place, _ in pictures] == places
    with Image.open(pictures[-1][1]) as rendered:
        assert abs(rendered.width - 400) <= 1


@pytest.mark.slow
def test_the_whole_comparison_runs_on_one_page(tmp_path: Path) -> None:
    target = tmp_path / "rows.json"
    command = [
        sys.executable,
        "-m",
        "bench.compare",
        "--generate",
        "1",
        "--peers",
        "tesseract",
        "--before",
        str(Path(sys.executable).with_name("sohoa")),
        "--json",
        str(target),
    ]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr.decode()
    rows = json.loads(target.read_text("utf-8"))["rows"]
    assert [row["reader"] for row in rows] == ["sohoa", "sohoa before", "Tesseract"]
    assert all(row["seconds_per_page"] > 0 and row["peak_mb"] > 10 for row in rows)
