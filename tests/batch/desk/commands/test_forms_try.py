# SPDX-License-Identifier: Apache-2.0
"""sohoa forms try: every label of a template, where it stands on a scan, and what was read after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from batch.desk.commands.forms_try import paper_named, show_trial
from ocr.drafting.trial import FormTrial, LabelTrial
from templates.errors import SohoaError


def test_a_template_file_anywhere_can_be_tried(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("kind: mine\nname: {vi: Mẫu, en: Form}\nrole: form\ntitles: [MẪU]\n", encoding="utf-8")
    assert paper_named(str(file)).kind == "mine"


def test_a_kind_nobody_knows_is_told(tmp_path: Path) -> None:
    with pytest.raises(SohoaError):
        paper_named("no-such-kind")
    with pytest.raises(SohoaError):
        paper_named(str(tmp_path / "nowhere.yaml"))


def test_labels_not_found_are_shown_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    from intake.desk.console import results

    results.cache_clear()
    labels = (
        LabelTrial("Kính gửi", "authority", 0.95, 3, "xã An Hòa"),
        LabelTrial("Nơi cư trú", "requester.residence", 0.0, None, ""),
    )
    show_trial("death-registration", FormTrial("2024", 0.5, 0.6, labels))
    results.cache_clear()
    out = capsys.readouterr().out
    assert "95 %" in out
    assert "–" in out


def test_the_command_stands_beside_the_others_of_its_group() -> None:
    import sohoa

    assert {"list", "show", "check", "try"} <= set(sohoa.build().commands["forms"].commands)
