# SPDX-License-Identifier: Apache-2.0
"""What decides a run is written down, compared and named by its bytes; no PyTorch is needed for that."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.eraser.train import PLAN as ERASER
from bench.line_reader.train import PLAN
from bench.training import curve
from bench.training.command import options, planned
from bench.training.files import sha256_of, sha256_of_all, write_whole
from bench.training.fonts import hashes, installed
from bench.training.plan import Plan, PlanError, named_weights, same_run


def test_a_plan_that_was_written_down_is_the_same_run() -> None:
    plan = replace(PLAN, data={"fonts": {"a.ttf": "00"}, "code": "11"})
    same_run(plan, json.loads(json.dumps(plan.as_json())))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (replace(PLAN, seed=2), "seed"),
        (replace(PLAN, steps=7), "steps"),
        (replace(PLAN, data={"fonts": {"a.ttf": "00"}}), "data"),
        (replace(PLAN, start="ab"), "start"),
    ],
)
def test_a_run_of_another_plan_is_not_gone_on_with(changed: Plan, named: str) -> None:
    with pytest.raises(PlanError, match=f"other: {named}"):
        same_run(changed, PLAN.as_json())


def test_a_changed_module_is_another_plan(tmp_path: Path) -> None:
    asked = options("", ERASER).parse_args([str(tmp_path)])
    module = tmp_path / "task.py"
    module.write_text("one")
    before = planned(ERASER, asked, {}, [module])
    assert planned(ERASER, asked, {}, [module]) == before
    module.write_text("two")
    with pytest.raises(PlanError, match="data"):
        same_run(planned(ERASER, asked, {}, [module]), before.as_json())


def test_weights_to_start_from_are_those_named(tmp_path: Path) -> None:
    weights = tmp_path / "w.pt"
    weights.write_bytes(b"weights")
    sha256 = hashlib.sha256(b"weights").hexdigest()
    assert named_weights(weights, sha256.upper()) == weights
    with pytest.raises(PlanError, match=sha256):
        named_weights(weights, "0" * 64)
    with pytest.raises(PlanError, match="--start-sha256"):
        named_weights(weights, "")
    with pytest.raises(PlanError, match="no weight file"):
        named_weights(tmp_path / "gone.pt", sha256)


def test_the_rate_climbs_to_its_height_and_falls_to_almost_nothing() -> None:
    plan = Plan("x", seed=1, steps=1000, rate=0.01, decay=0, warm=100)
    rates = [plan.rate_at(step) for step in range(1000)]
    assert rates[0] == pytest.approx(0.0001)
    assert 90 < rates.index(max(rates)) < 110 and max(rates) == pytest.approx(0.01, rel=0.05)
    assert rates[99:] == sorted(rates[99:], reverse=True)
    assert rates[-1] == pytest.approx(0.01 * 0.004)


def test_rows_behind_the_checkpoint_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "curve.csv"
    curve.forget_after(path, 10)
    for step in (5, 10, 15):
        curve.add_row(path, {"step": step, "loss": 1 / step})
    curve.forget_after(path, 10)
    assert path.read_text().splitlines() == ["step,loss", "5,0.2", "10,0.1"]


def test_a_write_that_breaks_off_leaves_the_former_file(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    write_whole(path, lambda beside: beside.write_bytes(b"first") and None)

    def break_off(beside: Path) -> None:
        beside.write_bytes(b"sec")
        raise OSError("killed")

    with pytest.raises(OSError, match="killed"):
        write_whole(path, break_off)
    assert path.read_bytes() == b"first"


def test_fonts_are_found_by_name_and_known_by_their_bytes(tmp_path: Path) -> None:
    for place, content in (("b/Serif.ttf", b"2"), ("a/Serif.ttf", b"1"), ("a/Sans.otf", b"3")):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_bytes(content)
    found = installed({"Sans": 1, "Missing": 3, "Serif": 2}, [tmp_path])
    assert found == (tmp_path / "a/Sans.otf", tmp_path / "a/Serif.ttf", tmp_path / "a/Serif.ttf")
    assert hashes(found) == {
        "Sans.otf": hashlib.sha256(b"3").hexdigest(),
        "Serif.ttf": hashlib.sha256(b"1").hexdigest(),
    }
    with pytest.raises(FileNotFoundError):
        installed({"Missing": 1}, [tmp_path])


def test_many_files_have_one_hash_whatever_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "b")]
    for path in paths:
        path.write_text(path.name)
    assert sha256_of_all(paths) == sha256_of_all(reversed(paths))
    assert sha256_of(paths[0]) == hashlib.sha256(b"a").hexdigest()
    before = sha256_of_all(paths)
    paths[1].write_text("c")
    assert sha256_of_all(paths) != before
