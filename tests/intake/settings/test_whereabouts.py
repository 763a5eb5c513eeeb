# SPDX-License-Identifier: Apache-2.0
"""A home that was copied is told from one that was renamed, and from one whose computer was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.settings.apart import at_home
from intake.settings.settings import GatewaySettings, MailSettings, Settings, StoreSettings
from intake.settings.whereabouts import FILE, Whereabouts, copied_from, whereabouts
from intake.store.life.apart import goes_on_here, stays_here

HERE = Whereabouts("desk-1", "/srv/sohoa", "2049:731")


@pytest.mark.parametrize(
    ("there", "same"),
    [
        (Whereabouts("desk-1", "/srv/sohoa", "2049:731"), True),
        (Whereabouts("desk-1", "/srv/other", "2049:731"), True),
        (Whereabouts("renamed", "/srv/sohoa", "2049:731"), True),
        (Whereabouts("desk-1", "/srv/sohoa", "2049:9"), True),
        (Whereabouts("desk-1", "/media/usb/sohoa", "2065:731"), False),
        (Whereabouts("desk-2", "/srv/sohoa", "2049:9"), False),
        (Whereabouts("desk-2", "/srv/other", "2049:731"), False),
        (Whereabouts(), False),
    ],
)
def test_two_of_computer_path_and_folder_tell_a_home(there: Whereabouts, same: bool) -> None:
    assert HERE.is_that_of(there) is same


def test_what_is_not_known_on_either_side_tells_nothing() -> None:
    whole_disk = Whereabouts("", "/media/usb", "")
    assert not whole_disk.is_that_of(whole_disk)


def sending(home: Path, **more: StoreSettings) -> Settings:
    return Settings(
        home=home,
        gateway=GatewaySettings(base_url="https://gateway.example.gov.vn"),
        mail=MailSettings(host="mail.example.gov.vn"),
        units={"mot": {"unit": {"code": "H34.11"}, "mail": {"host": "other.example.gov.vn"}}},
        **more,
    )


def goes_out(home: Path) -> bool:
    held = at_home(sending(home))
    ways = {bool(held.gateway.base_url), bool(held.mail.host), "mail" in held.units["mot"]}
    assert len(ways) == 1
    return ways.pop()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    stays_here(home)
    return home


def test_nothing_leaves_the_house_from_a_copied_home_until_a_person_says_so(
    home: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(home, tmp_path / "copy")
    stays_here(copy)  # as every command does that writes
    assert copied_from(copy) == whereabouts(home)
    assert goes_out(home) and not goes_out(copy)
    goes_on_here(copy)
    assert goes_out(copy)


def test_a_home_that_is_renamed_again_and_again_stays_the_same(home: Path) -> None:
    for name in ("second", "third"):
        home = home.rename(home.with_name(name))
        assert goes_out(home)
        stays_here(home)
        assert copied_from(home) is None


def test_a_home_from_before_there_was_a_note_sends_as_ever(home: Path) -> None:
    (home / FILE).unlink()
    assert goes_out(home)


@pytest.mark.parametrize("content", ["", "{}", "7", '{"who": "x"}', '{"path": "\\ud800'])
def test_a_note_that_names_no_place_lets_nothing_out(home: Path, content: str) -> None:
    (home / FILE).write_text(content)
    assert not goes_out(home)
    stays_here(home)
    assert not goes_out(home)


def test_a_home_whose_rows_lie_on_a_server_is_a_desk_wherever_it_was_copied(
    home: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(home, tmp_path / "copy")
    settings = sending(copy, store=StoreSettings(url="postgresql+psycopg://sohoa@db/sohoa"))
    assert at_home(settings) == settings


def test_a_home_that_is_a_whole_disk_stays_the_same_when_its_computer_is_renamed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == home)
    (home / "objects").mkdir(exist_ok=True)
    stays_here(home)
    monkeypatch.setattr("platform.node", lambda: "container-7f3a")
    assert copied_from(home) is None


def test_the_domain_that_a_network_adds_to_a_name_does_not_count(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: "MOT-CUA.lan")
    before = whereabouts(home)
    monkeypatch.setattr("platform.node", lambda: "mot-cua.local")
    assert whereabouts(home) == before
