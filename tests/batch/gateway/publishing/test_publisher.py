# SPDX-License-Identifier: Apache-2.0
"""Published files: names that nobody guesses, links that end, and what is not ours stays."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from batch.gateway.contract import Unit
from batch.gateway.errors import DamagedTransferError, GatewaySetupError
from batch.gateway.kinds import DoorSetup
from batch.gateway.publishing import Publisher, publisher_of
from batch.gateway.publishing.errors import PublishingError
from intake.settings.doors import DoorSettings, PublishSettings

LINKS = "https://mot-cua.example/giay-to"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def publisher(place: Path, *, ahead: timedelta = timedelta(0)) -> Publisher:
    settings = PublishSettings(place=str(place), url=f"{LINKS}/", days=2)
    return Publisher(settings, lambda: datetime.now(UTC) + ahead)


def opened(place: str, url: str) -> Publisher:
    settings = DoorSettings(publish=PublishSettings(place=place, url=url))
    return publisher_of(DoorSetup("province", settings, "gateway.", Unit("H21")))


def test_a_file_lies_under_a_name_of_its_own_each_time(tmp_path: Path, paper: Path) -> None:
    one, other = (publisher(tmp_path / "out"), publisher(tmp_path / "out"))
    one.sweep()
    names = {one.publish(paper), other.publish(paper)}
    assert len(names) == 2 and {len(name) for name in names} == {47}
    assert all((tmp_path / "out" / name).read_bytes() == paper.read_bytes() for name in names)
    assert {one.link(name) for name in names} == {f"{LINKS}/{name}" for name in names}


def test_a_link_is_not_given_that_ends_soon_and_what_ended_is_taken_away(tmp_path: Path, paper: Path) -> None:
    place = tmp_path / "out"
    place.mkdir()
    name = publisher(place).publish(paper)
    (place / "index.html").write_text("not ours")
    (place / "other.pdf").write_text("not ours")
    soon = publisher(place, ahead=timedelta(days=1, minutes=1))
    assert (soon.link(name), soon.sweep(), soon.link("x" * 43 + ".pdf")) == ("", 0, "")
    assert publisher(place, ahead=timedelta(days=2, minutes=1)).sweep() == 1
    assert sorted(path.name for path in place.iterdir()) == ["index.html", "other.pdf"]


def test_trouble_is_told_as_such(tmp_path: Path, paper: Path) -> None:
    with pytest.raises(PublishingError):
        publisher(paper / "no-folder").publish(paper)
    with pytest.raises(DamagedTransferError):
        publisher(tmp_path).publish(tmp_path / "gone.pdf")


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("", LINKS),
        ("giay-to", LINKS),
        ("/srv/giay-to", ""),
        ("/srv/giay-to", "http://mot-cua.example"),
        ("/srv/giay-to", "ftp://mot-cua.example"),
        ("/srv/giay-to", "https://a:b@mot-cua.example"),
        ("sftp://may-chu/giay-to", LINKS),
        ("webdavs://may-chu/giay-to", LINKS),
        ("file:///srv/giay-to", LINKS),
        ("s3://ai:mat-khau@bucket/giay-to", ""),
        ("s3://", ""),
    ],
)
def test_a_place_that_can_not_be_used_is_told_without_what_may_be_a_password(place: str, url: str) -> None:
    with pytest.raises(GatewaySetupError) as told:
        opened(place, url)
    assert "mat-khau" not in f"{told.value.sentence} {told.value.advice}"


def test_a_folder_and_a_bucket_are_places(tmp_path: Path) -> None:
    assert [opened(place, LINKS).place for place in (str(tmp_path), "s3://bucket/giay-to")] == [
        str(tmp_path),
        "s3://bucket/giay-to",
    ]


def test_what_a_package_is_missing_for_is_told(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(GatewaySetupError, match="s3"):
        Publisher(PublishSettings(place="s3://bucket/x")).publish(paper)
