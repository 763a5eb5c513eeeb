# SPDX-License-Identifier: Apache-2.0
"""Locked copies: nothing of them is read, exchanged or altered without the key, which can be printed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

import sohoa
from intake.store.backup.errors import BackupError, BackupKeyError, BackupUseError, DamagedBackupError
from intake.store.backup.printed_key import new_key, printed, read_key
from intake.store.backup.sealing import KeySeal
from tests.support.stores.backup_desk import copied, files, opened_copies, restored, same_store, small_home
from tests.support.stores.store_faults import listed

KEY = bytes(range(32))


def key() -> bytes:
    return KEY


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home and its locked copies."""
    folder = tmp_path_factory.mktemp("locked")
    small_home(folder / "home")
    copied(folder / "home", folder / "usb", locked=True, key=key)
    return folder / "home", folder / "usb"


@pytest.fixture
def home(made: tuple[Path, Path]) -> Path:
    return made[0]


@pytest.fixture
def usb(made: tuple[Path, Path], tmp_path: Path) -> Path:
    return shutil.copytree(made[1], tmp_path / "usb")


def pieces(usb: Path) -> list[Path]:
    return sorted(path for path in (usb / "pieces").rglob("*") if path.is_file())


def test_what_was_locked_comes_back_the_same(home: Path, usb: Path, tmp_path: Path) -> None:
    restored(usb, tmp_path / "new", key=key)
    assert same_store(home, tmp_path / "new")


def test_neither_content_nor_name_nor_hash_of_a_file_stands_in_the_place(home: Path, usb: Path) -> None:
    everything = b"".join(path.read_bytes() for path in usb.rglob("*") if path.is_file())
    names = " ".join(str(path) for path in usb.rglob("*"))
    for name, sha256 in files(home).items():
        assert sha256 not in names and sha256.encode() not in everything
        assert (home / name).read_bytes()[:40] not in everything and name.encode() not in everything
    assert b"SQLite format 3" not in everything
    assert not any(dossier.encode() in everything for dossier in listed(home))


def test_without_the_key_or_with_another_nothing_is_read_and_nothing_written(
    home: Path, usb: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in usb.rglob("*") if path.is_file()}
    for other in (lambda: None, new_key):
        with pytest.raises(BackupKeyError):
            restored(usb, tmp_path / "new", key=other)
        with pytest.raises(BackupKeyError):
            copied(home, usb, key=other)
    assert not (tmp_path / "new").exists()
    after = {path: path.read_bytes() for path in usb.rglob("*") if path.is_file()}
    assert {**after, usb / "writing.json": b""} == {**before, usb / "writing.json": b""}


def test_a_copy_begun_with_a_lock_goes_on_with_it_and_one_without_is_not_locked_later(
    home: Path, usb: Path, tmp_path: Path
) -> None:
    copied(home, usb, key=key)  # nobody has to say it a second time
    assert len(opened_copies(usb, key).names()) == 2
    copied(home, tmp_path / "plain")
    with pytest.raises(BackupUseError):
        copied(home, tmp_path / "plain", locked=True, key=key)
    with pytest.raises(BackupKeyError):
        copied(home, tmp_path / "new", locked=True)
    assert not any((tmp_path / "new").glob("sohoa-backup.json"))


def test_a_flipped_bit_a_cut_or_another_piece_under_its_name_is_never_taken(
    usb: Path, tmp_path: Path
) -> None:
    found = pieces(usb)
    for number, path in enumerate(found):
        data = path.read_bytes()
        other = found[number - 1].read_bytes()
        for wrong in (data[:20] + bytes([data[20] ^ 1]) + data[21:], data[:-1], data[:5], b"", other):
            path.write_bytes(wrong)
            with pytest.raises(DamagedBackupError):
                restored(usb, tmp_path / f"new-{number}", key=key)
        path.write_bytes(data)
        shutil.rmtree(tmp_path / f"new-{number}")


def test_a_copy_under_another_copys_name_is_never_taken(home: Path, usb: Path, tmp_path: Path) -> None:
    copied(home, usb, key=key)
    newer, older = opened_copies(usb, key).names()
    shutil.copyfile(usb / "snapshots" / f"{older}.json", usb / "snapshots" / f"{newer}.json")
    with pytest.raises(BackupError):
        restored(usb, tmp_path / "new", key=key)
    restored(usb, tmp_path / "new", older, key=key)
    assert same_store(home, tmp_path / "new")


def test_a_piece_is_opened_by_what_the_page_on_copies_says(home: Path, usb: Path) -> None:
    """docs/backup.md: nonce, then AES-256-GCM with the name as associated data; keys by HKDF-SHA256."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sohoa backup 1: bytes").derive(KEY)
    opened = []
    for path in pieces(usb):
        data, name = path.read_bytes(), path.relative_to(usb).as_posix()
        opened.append(AESGCM(derived).decrypt(data[:12], data[12:], name.encode()))
    assert (home / "sohoa.sent").read_bytes() in opened


def test_the_same_piece_locked_twice_looks_different_but_bears_the_same_name() -> None:
    seal = KeySeal(KEY)
    assert seal.lock("pieces/ab/c", b"x") != seal.lock("pieces/ab/c", b"x")
    assert seal.name("0" * 64) == KeySeal(KEY).name("0" * 64) != KeySeal(new_key()).name("0" * 64)


@given(st.binary(min_size=32, max_size=32), st.data())
def test_a_printed_key_is_read_as_typed_and_no_single_typing_error_passes(
    key: bytes, data: st.DataObject
) -> None:
    text = printed(key)
    assert read_key(text) == read_key(text.lower().replace("-", " ")) == key
    place = data.draw(st.sampled_from([at for at, sign in enumerate(text) if sign != "-"]))
    wrong = data.draw(
        st.sampled_from([sign for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if sign != text[place]])
    )
    with pytest.raises(BackupKeyError):
        read_key(text[:place] + wrong + text[place + 1 :])


@pytest.mark.parametrize("typed", ["", "abc", "ắ" * 56, "A" * 56, "A" * 55, "A" * 64])
def test_what_is_no_key_is_told(typed: str) -> None:
    with pytest.raises(BackupKeyError):
        read_key(typed)


def test_the_key_is_made_once_kept_in_the_keyring_and_shown_again(
    ring: Ring, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sohoa.run(["backup", "key"]) == 0
    first = capsys.readouterr().out.strip()
    assert read_key(first) and ring.kept["sohoa", "backup"] == first
    assert sohoa.run(["backup", "key"]) == 0
    assert capsys.readouterr().out.strip() == first


def test_a_new_computer_is_given_the_key_from_its_print(
    ring: Ring,
    home: Path,
    usb: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["--home", str(tmp_path / "new"), "restore", str(usb)]
    assert sohoa.run(words) == 3
    assert "backup key --enter" in capsys.readouterr().err
    monkeypatch.setattr("typer.prompt", lambda _text: printed(KEY).lower())
    assert sohoa.run(["backup", "key", "--enter"]) == 0 and ring.kept
    assert sohoa.run(words) == 0
    assert same_store(home, tmp_path / "new")


def test_where_there_is_no_keyring_the_key_is_shown_with_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        assert sohoa.run(["backup", "key"]) == 0
        told = capsys.readouterr()
        assert read_key(told.out) and "SOHOA_BACKUP__SECRET_KEY" in told.err
        monkeypatch.setenv("SOHOA_BACKUP__SECRET_KEY", told.out.strip())
        assert sohoa.run(["backup", "key"]) == 0
        assert capsys.readouterr().out == told.out
    finally:
        keyring.set_keyring(before)
