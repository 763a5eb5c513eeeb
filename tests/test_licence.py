# SPDX-License-Identifier: Apache-2.0
"""Every file of code says under which licence it may be used (https://spdx.dev)."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("sohoa", "batch", "intake", "ocr", "templates", "bench", "samples", "kit", "docs", "tests")
LINE = "# SPDX-License-Identifier: Apache-2.0"


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_module_begins_with_its_licence(folder: str) -> None:
    bare = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (text := path.read_text("utf-8")).strip() and LINE not in text.splitlines()[:2]
    ]
    assert bare == []


@pytest.mark.parametrize("ending", ["html", "css", "js", "svg"])
def test_each_page_look_and_script_begins_with_its_licence(ending: str) -> None:
    files = sorted((ROOT / "batch" / "web").rglob(f"*.{ending}"))
    first = {file.name: file.read_text("utf-8").splitlines()[0] for file in files}
    assert files
    assert {name for name, line in first.items() if LINE.strip("# ") not in line} == set()


def test_the_licence_named_is_the_one_declared_and_shipped() -> None:
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
