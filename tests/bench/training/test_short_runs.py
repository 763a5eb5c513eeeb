# SPDX-License-Identifier: Apache-2.0
"""A short training, for real: stopped and gone on with it ends in the same bits, and the program reads it."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed (docs/development.md, Training)")
pytest.importorskip("onnx", reason="onnx is not installed (docs/development.md, Training)")

from bench.eraser.examples import DotDrawer  # noqa: E402
from bench.eraser.task import Erasing  # noqa: E402
from bench.eraser.train import PLAN as ERASER  # noqa: E402
from bench.line_reader import train as line_training  # noqa: E402
from bench.line_reader.examples import LineDrawer, stacked  # noqa: E402
from bench.line_reader.task import LineReading  # noqa: E402
from bench.line_reader.train import PLAN  # noqa: E402
from bench.pen_reader.examples import PenDrawer  # noqa: E402
from bench.pen_reader.examples import stacked as pen_stacked  # noqa: E402
from bench.pen_reader.lines import pen_lines  # noqa: E402
from bench.pen_reader.network import PenReader  # noqa: E402
from bench.pen_reader.shipped import unpacked  # noqa: E402
from bench.pen_reader.task import PenReading  # noqa: E402
from bench.pen_reader.train import PLAN as PEN  # noqa: E402
from bench.training.files import sha256_of  # noqa: E402
from bench.training.loop import CHECKPOINT, CURVE, WEIGHTS, Trainer, Where  # noqa: E402
from bench.training.plan import PlanError  # noqa: E402
from bench.training.stream import held_out  # noqa: E402
from tests.support.pages.drawn_forms import FONT  # noqa: E402
from tests.support.pages.drawn_pen import pen_folder  # noqa: E402

pytestmark = pytest.mark.long

_PENS = tempfile.TemporaryDirectory()
_PEN_LINES = pen_lines(pen_folder(Path(_PENS.name)))
TASKS = {
    "line reader": (LineReading(LineDrawer((FONT,), lines=8)), "line_reader.onnx", PLAN),
    "eraser": (Erasing(DotDrawer((FONT,), strips=3)), "eraser.npz", ERASER),
    "pen reader": (PenReading(PenDrawer(_PEN_LINES, count=8), _PEN_LINES[:2]), "pen_reader.onnx", PEN),
}
_SHORT: dict[str, Any] = {"steps": 5, "every": 2, "held": 1, "warm": 2}


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def _trainer(name: str, folder: Path, workers: int = 0, **changed: Any) -> Trainer[Any]:
    from dataclasses import replace

    task, _file, plan = TASKS[name]
    return Trainer(task, replace(plan, **{**_SHORT, **changed}), Where(folder, "cpu", workers))


def _quiet(_line: str) -> None: ...


def _equal(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


@pytest.fixture(scope="module", params=list(TASKS))
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A run that was not stopped: its task's name, its folder with everything written."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("whole")
    trainer = _trainer(request.param, folder)
    assert trainer.run(tell=_quiet)
    trainer.write()
    return request.param, folder


def test_a_run_stopped_twice_ends_in_the_same_bits_and_the_same_curve(
    whole: tuple[str, Path], tmp_path: Path
) -> None:
    name, folder = whole
    assert not _trainer(name, tmp_path).run(until=1, tell=_quiet)
    assert not _trainer(name, tmp_path).run(until=3, tell=_quiet)
    trainer = _trainer(name, tmp_path)
    assert trainer.state.step == 3
    assert trainer.run(tell=_quiet)
    trainer.write()
    one, other = (torch.load(place / WEIGHTS, weights_only=True) for place in (folder, tmp_path))
    assert _equal(one, other)
    assert (folder / CURVE).read_bytes() == (tmp_path / CURVE).read_bytes()
    exported = TASKS[name][1]
    assert sha256_of(folder / exported) == sha256_of(tmp_path / exported)


def test_who_draws_the_examples_changes_nothing(whole: tuple[str, Path], tmp_path: Path) -> None:
    name, folder = whole
    trainer = _trainer(name, tmp_path, workers=2)
    assert trainer.run(tell=_quiet)
    assert _equal(trainer.state.net.state_dict(), torch.load(folder / WEIGHTS, weights_only=True))


def test_learning_changes_the_weights_and_another_seed_ends_elsewhere(
    whole: tuple[str, Path], tmp_path: Path
) -> None:
    name, folder = whole
    ended = torch.load(folder / WEIGHTS, weights_only=True)
    fresh = _trainer(name, tmp_path / "fresh")
    assert not _equal(fresh.state.net.state_dict(), ended)
    other = _trainer(name, tmp_path / "other", seed=2)
    other.run(tell=_quiet)
    assert not _equal(other.state.net.state_dict(), ended)


def test_a_folder_of_another_plan_is_refused_and_left_alone(whole: tuple[str, Path], tmp_path: Path) -> None:
    name, folder = whole
    shutil.copy(folder / CHECKPOINT, tmp_path)
    with pytest.raises(PlanError, match="steps"):
        _trainer(name, tmp_path, steps=9)
    assert sha256_of(tmp_path / CHECKPOINT) == sha256_of(folder / CHECKPOINT)


def test_a_run_may_begin_with_earlier_weights(whole: tuple[str, Path], tmp_path: Path) -> None:
    name, folder = whole
    task, _file, plan = TASKS[name]
    trainer = Trainer(task, plan, Where(tmp_path), start=folder / WEIGHTS)
    assert _equal(trainer.state.net.state_dict(), torch.load(folder / WEIGHTS, weights_only=True))


def test_weights_of_a_shorter_alphabet_are_kept_and_those_of_another_network_refused(tmp_path: Path) -> None:
    task, _file, plan = TASKS["line reader"]
    weights = task.network().state_dict()
    for layer in ("write.weight", "write.bias"):
        weights[layer] = weights[layer][:-3]
    torch.save(weights, tmp_path / "short.pt")
    trainer = Trainer(task, plan, Where(tmp_path), start=tmp_path / "short.pt")
    grown = trainer.state.net.state_dict()["write.bias"]
    assert torch.equal(grown[:-3], weights["write.bias"])
    torch.save({"other": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(PlanError, match="another network"):
        Trainer(task, plan, Where(tmp_path), start=tmp_path / "other.pt")


def test_onnx_runtime_gives_the_scores_of_the_trained_network(tmp_path: Path) -> None:
    import onnxruntime

    trainer = _trainer("line reader", tmp_path)
    trainer.run(tell=_quiet)
    trainer.write()
    session = onnxruntime.InferenceSession(str(tmp_path / "line_reader.onnx"))
    ink = stacked(held_out(trainer.task.source, 5, 1)[:2])
    with torch.no_grad():
        wanted = trainer.state.net(torch.from_numpy(ink)).numpy()
    given = np.concatenate([session.run(None, {"ink": each[None]})[0] for each in ink])
    assert np.allclose(given, wanted, atol=1e-3)
    assert len(json.loads(session.get_modelmeta().custom_metadata_map["alphabet"])) + 1 == wanted.shape[1]


def test_the_program_s_eraser_mends_as_the_trained_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ocr.layout import leader_eraser

    trainer = _trainer("eraser", tmp_path)
    trainer.run(tell=_quiet)
    trainer.write()
    content = (tmp_path / "eraser.npz").read_bytes()
    assert np.load(io.BytesIO(content)).files == ["w0", "w1", "w2", "b0", "b1", "b2"]
    leader_eraser._weights.cache_clear()
    monkeypatch.setattr(leader_eraser, "load_weights", lambda _name: content)
    features = np.random.default_rng(1).random((7, 41 * 35 + 1)).astype(np.float32)
    kept = leader_eraser._kept_share(features)
    leader_eraser._weights.cache_clear()
    with torch.no_grad():
        wanted = torch.sigmoid(trainer.state.net(torch.from_numpy(features)) + leader_eraser._BIAS).numpy()
    assert np.allclose(kept, wanted, atol=0.01)


def test_the_command_writes_down_what_was_run_and_tells_the_hashes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_training, "WANTED", {FONT.stem: 1})
    monkeypatch.setattr(line_training, "LineDrawer", lambda fonts, pens: LineDrawer(fonts, pens, lines=8))
    words = [str(tmp_path), "--steps", "2", "--held", "1", "--workers", "0", "--device", "cpu"]
    line_training.main([*words, "--until", "1"])
    assert "Stopped after step 1 of 2" in capsys.readouterr().out
    line_training.main(words)
    record = json.loads((tmp_path / "run.json").read_text())
    assert [sitting["from_step"] for sitting in record["sittings"]] == [0, 1]
    assert record["plan"]["data"]["fonts"] == {FONT.name: sha256_of(FONT)}
    assert record["files"]["line_reader.onnx"] == sha256_of(tmp_path / "line_reader.onnx")
    assert record["files"]["line_reader.onnx"] in capsys.readouterr().out
    with pytest.raises(SystemExit, match="another plan"):
        line_training.main([*words, "--seed", "2"])


def test_what_the_program_reads_can_be_begun_with_and_says_the_same(
    whole: tuple[str, Path], tmp_path: Path
) -> None:
    name, folder = whole
    if name != "pen reader":
        pytest.skip("the others begin with PyTorch's own files")
    task = TASKS[name][0]
    net, given = task.network(), task.network()
    held = pen_stacked(held_out(task.source, 1, 1))
    given.load_state_dict(torch.load(folder / WEIGHTS, weights_only=True))
    begun = unpacked(folder / "pen_reader.onnx", net, [held], tmp_path / "begun.pt")
    net.load_state_dict(torch.load(begun, weights_only=True))
    with torch.no_grad():
        said, wanted = (one.eval()(torch.from_numpy(held)).numpy() for one in (net, given))
    assert np.abs(said - wanted).max() < 1e-3
    with pytest.raises(PlanError, match="another network"):
        unpacked(folder / "pen_reader.onnx", PenReader(memory=96), [held], tmp_path / "other.pt")
