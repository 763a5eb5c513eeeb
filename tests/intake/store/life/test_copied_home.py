# SPDX-License-Identifier: Apache-2.0
"""A desk's store without a server, copied to be looked at, moved, or brought back after a loss: who looks
only sends nothing and spoils no copies, who goes on says so once.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import sohoa
from intake.settings.whereabouts import FILE, copied_from


class Desk:
    """The command line on homes in a folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.other, self.usb = folder / "home", folder / "other", folder / "usb"
        self._capsys = capsys

    def typed(self, home: Path, *words: str) -> tuple[int, str, str]:
        code = sohoa.run(["--home", str(home), *words])
        told = self._capsys.readouterr()
        return code, told.out, " ".join(told.err.split())

    def done(self, home: Path, *words: str) -> str:
        code, _out, err = self.typed(home, *words)
        assert code == 0, err
        return err

    def copies(self) -> int:
        return len(
            json.loads(self.typed(self.home, "backup", "verify", str(self.usb), "--json")[1])["copies"]
        )


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """One dossier, and a copy of it."""
    desk = Desk(tmp_path, capsys)
    desk.done(desk.home, "new", "--who", "lan")
    desk.done(desk.home, "backup", str(desk.usb))
    return desk


@pytest.mark.long
def test_who_tries_a_copy_is_told_at_each_command_and_ends_it_with_one(desk: Desk) -> None:
    said = desk.done(desk.other, "restore", str(desk.usb))
    assert str(desk.home) in said and "store accept" in said
    for words in (["list"], ["push"], ["report"]):
        said = desk.typed(desk.other, *words)[2]
        assert str(desk.home) in said and "store accept" in said
    desk.done(desk.other, "store", "accept")
    assert "store accept" not in desk.done(desk.other, "list")
    assert "store accept" not in desk.done(desk.home, "list")


@pytest.mark.long
def test_nobody_takes_a_copy_for_the_desk_that_sends(desk: Desk) -> None:
    """Where people and programs look: the whole status, the doctor, and the night that nobody watches."""
    (desk.home.parent / "scans").mkdir()
    night = ("run", str(desk.home.parent / "scans"))
    for home, is_copy in ((desk.home, False), (desk.other, True)):
        if is_copy:
            desk.done(home, "restore", str(desk.usb))
        code, out, _err = desk.typed(home, "status", "--json")
        assert (code, json.loads(out)["copy"]) == (int(is_copy), is_copy)
        code, out, _err = desk.typed(home, *night, "--json")
        told = [remark["code"] for remark in json.loads(out)["remarks"]]
        assert (code, told) == (int(is_copy), ["store-is-a-copy"] * is_copy)
        found = {one["name"]: one for one in json.loads(desk.typed(home, "doctor", "--json")[1])}
        assert ("copy" in found) is is_copy
    copy = found["copy"]
    assert copy["health"] == "look" and str(desk.home) in copy["found"] and "store accept" in copy["mend"]


def test_a_copied_folder_is_told_as_one_that_was_brought_back(desk: Desk) -> None:
    shutil.copytree(desk.home, desk.other)
    assert "store accept" in desk.done(desk.other, "list")


def test_what_was_lost_and_brought_back_to_its_place_goes_on_by_itself(desk: Desk) -> None:
    desk.home.rename(desk.home.with_name("broken"))
    assert "store accept" not in desk.done(desk.home, "restore", str(desk.usb))
    assert copied_from(desk.home) is None
    desk.done(desk.home, "backup", str(desk.usb))


def test_a_copy_from_an_earlier_version_counts_as_one_when_it_is_brought_back(desk: Desk) -> None:
    (desk.home / FILE).unlink()
    plain = desk.usb.with_name("earlier")
    desk.done(desk.home, "backup", str(plain))
    (desk.home / FILE).unlink(missing_ok=True)
    desk.done(desk.other, "restore", str(plain))
    assert copied_from(desk.other) is not None


def test_what_is_only_looked_at_pushes_out_no_copies_of_the_store(desk: Desk) -> None:
    desk.done(desk.other, "restore", str(desk.usb))
    code, _out, err = desk.typed(desk.other, "backup", str(desk.usb), "--keep", "1")
    assert code == 2 and "store accept" in err
    assert desk.copies() == 1
    desk.done(desk.other, "backup", str(desk.usb.with_name("elsewhere")))
    desk.done(desk.other, "store", "accept")
    desk.done(desk.other, "backup", str(desk.usb))
    assert desk.copies() == 2
