# SPDX-License-Identifier: Apache-2.0
"""A weight file is used only with the bytes it was released with."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from batch.outbox.fatal import stops_the_run
from batch.services.doctor.examination import check_weights, examine
from batch.services.doctor.health import Fitness
from intake.reading.worker_process import attempt
from intake.settings.settings import Settings
from ocr import weights
from ocr.errors import DamagedModelError
from ocr.weights import FOLDER, SUMS, WEIGHT_FILES, load_weights


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the weights that may be damaged."""
    folder = tmp_path / "models"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setattr(weights, "FOLDER", folder)
    return folder


def _flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_every_weight_file_in_the_program_is_listed_and_whole() -> None:
    lying = {path.name for path in FOLDER.iterdir() if path.suffix in (".gz", ".npz", ".onnx")}
    assert lying == set(WEIGHT_FILES)
    for name in WEIGHT_FILES:
        assert load_weights(name) == (FOLDER / name).read_bytes()


def test_the_card_tells_of_every_weight_file_and_of_what_it_was_learnt_from() -> None:
    card = (FOLDER / "CARD.md").read_text("utf-8")
    assert all(f"| `{name}` |" in card for name in WEIGHT_FILES)
    assert all(f"\n## {part}" in card for part in ("Data", "Figures on what was not trained on", "Limits"))


@pytest.mark.parametrize("name", WEIGHT_FILES)
def test_one_bit_turned_over_is_told_and_nothing_is_given_out(models: Path, name: str) -> None:
    _flip_a_bit(models / name)
    with pytest.raises(DamagedModelError, match=name) as caught:
        load_weights(name)
    assert caught.value.exit_code == 3
    assert caught.value.advice


@pytest.mark.parametrize("name", [*WEIGHT_FILES, SUMS])
def test_a_file_that_is_gone_or_cut_off_is_told(models: Path, name: str) -> None:
    whole = (models / name).read_bytes()
    (models / name).write_bytes(whole[: len(whole) // 3])
    with pytest.raises(DamagedModelError):
        [load_weights(each) for each in WEIGHT_FILES]
    (models / name).unlink()
    with pytest.raises(DamagedModelError):
        [load_weights(each) for each in WEIGHT_FILES]


def test_a_list_that_is_no_text_is_told(models: Path) -> None:
    (models / SUMS).write_bytes(b"\xff\x00 eraser.npz\n")
    with pytest.raises(DamagedModelError):
        load_weights(WEIGHT_FILES[0])


def test_a_damaged_file_ends_the_run_and_is_no_fault_of_the_page(models: Path) -> None:
    (models / WEIGHT_FILES[0]).unlink()
    with pytest.raises(DamagedModelError) as caught:
        attempt(load_weights, WEIGHT_FILES[0])
    assert stops_the_run(caught.value)


def test_the_doctor_finds_it(models: Path, tmp_path: Path) -> None:
    assert check_weights().health is Fitness.OK
    _flip_a_bit(models / WEIGHT_FILES[1])
    everything = examine(Settings(home=tmp_path), datetime.now(UTC), lambda _command: None)
    (found,) = [diagnosis for diagnosis in everything if diagnosis.name == "networks"]
    assert (found.health, found.found) == (Fitness.BROKEN, WEIGHT_FILES[1])
    assert found.mend
