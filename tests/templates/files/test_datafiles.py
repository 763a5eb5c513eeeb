# SPDX-License-Identifier: Apache-2.0
"""YAML without the traps that would bend codes, times and answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from templates.files.datafiles import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("off", "off"),
        ("yes", "yes"),
        ("01", "01"),
        ("0x1F", "0x1F"),
        ("15:00", "15:00"),
        ("true", True),
        ("60", 60),
        ("-3", -3),
        ("0", 0),
        ("2025-07-01", date(2025, 7, 1)),
        ("~", None),
    ],
)
def test_plain_scalars_mean_what_they_say(tmp_path: Path, text, value):
    path = tmp_path / "file.yaml"
    path.write_text(f"key: {text}\n", "utf-8")
    found = read_yaml(path)["key"]
    assert (found, type(found)) == (value, type(value))


def test_nothing_can_be_run_from_a_data_file(tmp_path: Path):
    from templates.errors import TemplateError

    path = tmp_path / "file.yaml"
    path.write_text("key: !!python/object/apply:os.getcwd []\n", "utf-8")
    with pytest.raises(TemplateError):
        read_yaml(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("key: !!python/object/apply:os.getcwd []", "(!…)"),
        ("key: [1, 2", "thụt"),
        ("key: *nobody", "thụt"),
        ("key: 1\nkey: 2", "key"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_the_operator_s_words(tmp_path: Path, text: str, told: str):
    from templates.errors import TemplateError

    path = tmp_path / "file.yaml"
    path.write_text(f"{text}\n", "utf-8")
    with pytest.raises(TemplateError) as error:
        read_yaml(path)
    assert told in error.value.sentence
    assert not any(word in error.value.sentence for word in ("could", "expected", "found", "undefined"))
