# SPDX-License-Identifier: Apache-2.0
"""Whether a package is what was made, told of one in the store and of one that a door laid."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from batch.gateway.connectors.folder import FolderDoor
from batch.gateway.contract import Unit
from batch.services.verifying import verified
from templates.errors import UsageError
from tests.support.dossiers.laid_dossiers import NUMBER, place_in, submission


def laid(folder: Path) -> Path:
    place = place_in(folder)
    return place / FolderDoor(place, Unit("H34")).put(submission(folder / "package"), NUMBER)


def stored(folder: Path) -> Path:
    """As ``sohoa package`` leaves it, with a file of an earlier package."""
    (folder / "superseded").mkdir(parents=True)
    (folder / "superseded" / "old.pdf").write_bytes(b"old")
    names = ("a.pdf", "a.portal.pdf")
    for name in names:
        (folder / name).write_bytes(name.encode())
    master, portal = ({"file": name, "sha256": sha256(name.encode()).hexdigest()} for name in names)
    manifest = {"components": [{"master": master, "portal": [portal]}]}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


@pytest.mark.parametrize("made", [laid, stored])
def test_a_package_that_was_not_touched_is_sound_whichever_of_its_files_names_it(
    tmp_path: Path, made: Callable[[Path], Path]
) -> None:
    package = made(tmp_path / "x")
    listing = next(package.glob("SHA256SUMS"), package / "manifest.json")
    for path in (package, listing):
        found = verified(path)
        assert [file.state for file in found.files].count("sound") >= 2
        assert {file.state for file in found.files} == {"sound"}


@pytest.mark.parametrize("made", [laid, stored])
def test_each_file_that_was_changed_is_gone_or_came_to_it_is_named(
    tmp_path: Path, made: Callable[[Path], Path]
) -> None:
    package = made(tmp_path / "x")
    first, second = sorted(package.glob("*.pdf"))
    first.write_bytes(first.read_bytes() + b" ")
    second.unlink()
    (package / "more.pdf").write_bytes(b"%PDF")
    found = verified(package)
    told = {file.name: file.state for file in found.files if file.state != "sound"}
    assert told == {first.name: "changed", second.name: "gone", "more.pdf": "unlisted"}
    assert not found.is_sound


@pytest.mark.parametrize(
    "line", ["0" * 64 + "  ../../etc/passwd", "0" * 64 + "  /etc/passwd", "x  a.pdf", ""]
)
def test_a_list_that_leads_elsewhere_or_is_none_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "SHA256SUMS").write_text(line + "\n", "utf-8")
    with pytest.raises(UsageError):
        verified(tmp_path)


def test_a_single_file_is_looked_at_by_itself_and_by_the_list_beside_it(tmp_path: Path) -> None:
    package = stored(tmp_path / "x")
    (alone,) = verified(package / "a.pdf").files
    assert (alone.name, alone.state, alone.unreadable) == ("a.pdf", "sound", True)
    elsewhere = tmp_path / "y.pdf"
    elsewhere.write_bytes(b"text")
    (unlisted,) = verified(elsewhere).files
    assert unlisted.state == "" and not unlisted.is_sound
