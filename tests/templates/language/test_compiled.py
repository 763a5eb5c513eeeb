# SPDX-License-Identifier: Apache-2.0
"""The compiled catalogue is always that of its text."""

from __future__ import annotations

import gettext
import os
from io import BytesIO
from pathlib import Path

import pytest

from templates.language import compiled as module
from templates.language.compiled import compiled

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


def _catalogue(folder: Path, wording: str) -> Path:
    text = folder / "sohoa.po"
    text.write_text(f'{HEADER}msgid "Stopped."\nmsgstr "{wording}"\n', encoding="utf-8")
    return text


def _says(text: Path) -> str:
    return gettext.GNUTranslations(BytesIO(compiled(text))).gettext("Stopped.")


def test_a_catalogue_is_compiled_beside_its_text(tmp_path: Path) -> None:
    text = _catalogue(tmp_path, "Đã dừng.")
    assert _says(text) == "Đã dừng."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sohoa.mo", "sohoa.po"]


def test_a_changed_text_is_compiled_anew_whatever_the_clock_says(tmp_path: Path) -> None:
    text = _catalogue(tmp_path, "Đã dừng.")
    compiled(text)
    age = (tmp_path / "sohoa.mo").stat().st_mtime_ns
    _catalogue(tmp_path, "Đã ngừng.")
    os.utime(text, ns=(age - 10**12, age - 10**12))
    assert _says(text) == "Đã ngừng."
    assert _says(text) == "Đã ngừng."


@pytest.mark.parametrize("harm", [b"", b"\x00" * 40, b"half"])
def test_a_broken_compilation_is_made_anew(tmp_path: Path, harm: bytes) -> None:
    text = _catalogue(tmp_path, "Đã dừng.")
    (tmp_path / "sohoa.mo").write_bytes(harm)
    assert _says(text) == "Đã dừng."


def test_what_is_compiled_already_needs_no_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = _catalogue(tmp_path, "Đã dừng.")
    compiled(text)
    monkeypatch.setattr(module, "_compile", lambda _text: pytest.fail("compiled again"))
    assert _says(text) == "Đã dừng."


def test_in_a_folder_that_can_not_be_written_it_is_made_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _catalogue(tmp_path, "Đã dừng.")

    def refused(_path: Path, _content: bytes) -> None:
        raise PermissionError

    monkeypatch.setattr(module, "_replace", refused)
    assert _says(text) == "Đã dừng."
    assert [path.name for path in tmp_path.iterdir()] == ["sohoa.po"]


def test_a_text_with_the_marks_of_a_conflict_is_refused(tmp_path: Path) -> None:
    text = _catalogue(tmp_path, "Đã dừng.")
    text.write_text(f"<<<<<<< ours\n{text.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(ValueError, match="<<<<<<< ours"):
        compiled(text)
