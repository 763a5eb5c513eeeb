# SPDX-License-Identifier: Apache-2.0
"""The log keeps what helps to mend and drops what a paper says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.settings import log as module
from intake.settings.log import keep_safe_keys, log, log_exception, log_works, start_log


@pytest.fixture
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "log" / "sohoa.log"
    start_log(path)
    yield path
    assert module._handler is not None
    module._handler.close()
    module.logging.getLogger("sohoa").removeHandler(module._handler)
    monkeypatch.setattr(module, "_handler", None)


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_file_is_made_with_the_first_line(log_file: Path) -> None:
    assert not log_file.exists()
    log().info("page read", page=3, seconds=1.5)
    [line] = _lines(log_file)
    assert (line["event"], line["page"], line["seconds"], line["level"]) == ("page read", 3, 1.5, "info")
    assert str(line["timestamp"]).endswith("Z")


def test_values_of_fields_do_not_get_in(log_file: Path) -> None:
    log().warning("read", value="NGUYỄN VĂN AN", fields={"child.full_name": "AN"}, page=1)
    assert "AN" not in log_file.read_text(encoding="utf-8")


def test_long_texts_are_cut() -> None:
    kept = keep_safe_keys(None, "info", {"event": "x" * 5000})
    assert len(str(kept["event"])) == 200


def test_the_message_of_an_exception_does_not_get_in_but_its_place_does(log_file: Path) -> None:
    try:
        raise ValueError("bad name NGUYỄN VĂN AN")
    except ValueError as error:
        log_exception("unexpected", error)
    [line] = _lines(log_file)
    assert line["error"] == "ValueError"
    assert "test_log.py" in str(line["trace"])
    assert "NGUYỄN" not in log_file.read_text(encoding="utf-8")


def test_the_cause_of_an_exception_is_named(log_file: Path) -> None:
    try:
        try:
            raise OSError(28, "No space left on device", "/scans/NGUYEN VAN AN.pdf")
        except OSError as inner:
            raise RuntimeError("outer") from inner
    except RuntimeError as error:
        log_exception("unexpected", error)
    text = log_file.read_text(encoding="utf-8")
    assert "OSError: errno 28" in text
    assert "NGUYEN" not in text


def test_the_file_is_rotated(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert module._handler is not None
    monkeypatch.setattr(module._handler, "maxBytes", 2000)
    for page in range(300):
        log().info("page read", page=page)
    names = sorted(path.name for path in log_file.parent.iterdir())
    assert names == ["sohoa.log", *(f"sohoa.log.{n}" for n in range(1, 6))]


def test_a_log_that_can_not_be_written_does_not_stop_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("a file where the folder should be", encoding="utf-8")
    start_log(tmp_path / "log" / "sohoa.log")
    log().info("page read", page=1)
    assert not log_works()
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(module, "_handler", None)


def test_before_a_front_door_lines_go_nowhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_handler", None)
    monkeypatch.setattr(module, "_path", None)
    log().error("worker speaks")
    assert capsys.readouterr() == ("", "")
