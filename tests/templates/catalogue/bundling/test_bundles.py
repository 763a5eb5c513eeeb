# SPDX-License-Identifier: Apache-2.0
"""A newer catalogue is taken whole or not at all, and the one before can be restored."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from templates.catalogue.bundling import bundles
from templates.catalogue.bundling.archive import MANIFEST
from templates.catalogue.bundling.archive import pack as pack_by
from templates.catalogue.bundling.bundles import CatalogueChange, Offer, restore
from templates.catalogue.bundling.bundles import install as install_if
from templates.catalogue.loading import load_catalogue
from templates.desk.commands import register
from templates.errors import BundleError, TemplateError, UsageError

# These note on import where the program's own data lie: not while a test has put them elsewhere.
from templates.files import active
from templates.files.active import SHIPPED, active_root, use_home, version_of
from templates.model import (
    units,  # noqa: F401
)

MADE = datetime(2027, 3, 1, 1, 30, tzinfo=UTC)
_OF_A_BIRTH = ("procedures/1.001193.yaml", "autofill/birth-registration.yaml")


@pytest.fixture
def home(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store's home of its own, forgotten afterwards; the program itself brought a small catalogue."""
    monkeypatch.delenv(active._INHERITED, raising=False)
    for module in (active, bundles):
        monkeypatch.setattr(module, "SHIPPED", small)
    use_home(lambda: tmp_path / "home")
    yield tmp_path / "home"
    use_home(None)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of one procedure, which is read in a moment."""
    root = tmp_path_factory.mktemp("small")
    for name in ("forms", "codes"):
        shutil.copytree(SHIPPED / name, root / name)
    for name in ("findings.yaml", "shared-rules.yaml", "catalogue.yaml", *_OF_A_BIRTH):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(SHIPPED / name, root / name)
    return root


@pytest.fixture(scope="module")
def data(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with one word changed, so that it is told from the one that came with the program."""
    root = tmp_path_factory.mktemp("data") / "newer"
    shutil.copytree(small, root)
    path = root / "procedures/1.001193.yaml"
    path.write_text(
        path.read_text("utf-8").replace("en: Birth registration}", "en: Newer birth}", 1), "utf-8"
    )
    return root


@pytest.fixture
def bundle(data: Path, tmp_path: Path) -> Path:
    pack(data, tmp_path / "newer.zip", "2099.1.1")
    return tmp_path / "newer.zip"


def pack(root: Path, file: Path, version: str) -> None:
    pack_by(root, file, version, author="Sở Tư pháp tỉnh Ví Dụ", made_at=MADE)


def install(file: Path, folder: Path) -> CatalogueChange:
    """By a person who agrees to everything."""
    change = install_if(file, folder, lambda _offer: True)
    assert change is not None
    return change


def rewritten(bundle: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The bundle with other content and its manifest as it was unless ``change`` touches it."""
    with zipfile.ZipFile(bundle) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    change(content)
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return bundle


def name_in_use() -> str:
    return load_catalogue().procedure_named("1.001193").name["en"]


@pytest.mark.long
def test_an_installed_bundle_is_in_use_and_can_be_given_back(home: Path, bundle: Path) -> None:
    assert name_in_use() == "Birth registration"
    change = install(bundle, home / "catalogue")
    assert (change.version, change.before, change.procedures) == ("2099.1.1", "", 1)
    assert name_in_use() == "Newer birth"
    restore(home / "catalogue")
    use_home(lambda: home)
    assert name_in_use() == "Birth registration"


@pytest.mark.long
def test_a_second_bundle_keeps_the_first_to_go_back_to(home: Path, bundle: Path, data: Path) -> None:
    install(bundle, home / "catalogue")
    pack(data, bundle.with_name("third.zip"), "2099.2")
    assert install(bundle.with_name("third.zip"), home / "catalogue").before == "2099.1.1"
    assert restore(home / "catalogue").version == "2099.1.1"
    assert active_root() == home / "catalogue" / "2099.1.1"


def test_worker_processes_inherit_the_choice(home: Path, bundle: Path) -> None:
    install(bundle, home / "catalogue")
    chosen = active_root()
    active._home = None
    assert active_root() == chosen


@pytest.mark.long
def test_a_newer_program_brings_its_own_catalogue_into_use(home: Path, bundle: Path, monkeypatch) -> None:
    install(bundle, home / "catalogue")
    newer = home / "shipped"
    newer.mkdir()
    (newer / "catalogue.yaml").write_text("version: 2100.1.1\nformat: 1\n", "utf-8")
    monkeypatch.setattr(active, "SHIPPED", newer)
    assert active.installed_root(home / "catalogue") is None


def test_there_is_nothing_to_restore_before_the_first_update(home: Path) -> None:
    with pytest.raises(BundleError):
        restore(home / "catalogue")


def _flip(content: dict[str, bytes]) -> None:
    content["findings.yaml"] = content["findings.yaml"] + b"\n# one byte more\n"


def _unlisted(content: dict[str, bytes]) -> None:
    content["forms/extra.yaml"] = b"kind: extra\n"


def _outside(content: dict[str, bytes]) -> None:
    text = b"x"
    manifest = json.loads(content[MANIFEST])
    manifest["files"]["../outside.yaml"] = hashlib.sha256(text).hexdigest()
    content["../outside.yaml"], content[MANIFEST] = text, json.dumps(manifest).encode()


def _other_format(content: dict[str, bytes]) -> None:
    content[MANIFEST] = content[MANIFEST].replace(b'"format": 1', b'"format": 2')


def _no_version(content: dict[str, bytes]) -> None:
    content[MANIFEST] = content[MANIFEST].replace(b"2099.1.1", b"../../..")


def _missing(content: dict[str, bytes]) -> None:
    del content["findings.yaml"]


def _long_version(content: dict[str, bytes]) -> None:
    content[MANIFEST] = content[MANIFEST].replace(b"2099.1.1", b"9" * 5000)


@pytest.mark.parametrize(
    "change", [_flip, _unlisted, _outside, _other_format, _no_version, _long_version, _missing]
)
def test_a_damaged_bundle_is_refused_and_nothing_changes(
    home: Path, small: Path, bundle: Path, change
) -> None:
    with pytest.raises(BundleError):
        install(rewritten(bundle, change), home / "catalogue")
    assert list((home / "catalogue").iterdir()) == []
    assert not (home / "outside.yaml").exists()
    assert active_root() == small


def _with_right_sums(bundle: Path, name: str, text: bytes | None) -> Path:
    """The bundle with one file changed (None: gone) and a manifest that agrees."""

    def change(content: dict[str, bytes]) -> None:
        content.pop(name)
        if text is not None:
            content[name] = text
        manifest = json.loads(content.pop(MANIFEST))
        manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
        content[MANIFEST] = json.dumps(manifest).encode()

    return rewritten(bundle, change)


_TENFOLD = "\n".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in pairwise("abcdefghij"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("catalogue.yaml", None),
        ("autofill/birth-registration.yaml", None),
        ("procedures/1.001193.yaml", None),
        ("catalogue.yaml", b'version: "2001.1"\nformat: 1\n'),
        ("catalogue.yaml", b'version: "2099.1.1"\nformat: 2\n'),
        ("findings.yaml", b"[" * 100_000),  # ends the process, were it loaded
        ("findings.yaml", b"[" * 20_000 + b"]" * 20_000),
        ("findings.yaml", f"a: &a [x]\n{_TENFOLD}\n".encode()),
        ("findings.yaml", b"!!python/object/apply:os.getcwd []"),
        ("findings.yaml", b"\xff\xfe\x00a"),
        ("findings.yaml", b"findings: []"),
        ("codes/everyday-words.yaml", b"{}"),
        ("codes/matters.yaml", b"{}"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:24],
)
def test_hostile_or_incomplete_data_are_refused_though_the_sums_are_right(
    home: Path, small: Path, bundle: Path, name: str, text: bytes | None
) -> None:
    with pytest.raises((TemplateError, BundleError)):
        install(_with_right_sums(bundle, name, text), home / "catalogue")
    assert list((home / "catalogue").iterdir()) == []
    assert active_root() == small


@pytest.mark.long
@pytest.mark.parametrize("gone", ["until: 2027-02-28", "since: 2025-01-09"])
def test_no_day_may_lose_its_rules(home: Path, small: Path, bundle: Path, gone: str) -> None:
    path = "procedures/1.001193.yaml"
    text = (small / path).read_text("utf-8")
    other = {"until: 2027-02-28": "until: 2027-02-27", "since: 2025-01-09": "since: 2025-06-01"}[gone]
    with pytest.raises(TemplateError, match=r"1\.001193"):
        install(_with_right_sums(bundle, path, text.replace(gone, other).encode()), home / "catalogue")


def test_a_flipped_byte_inside_the_archive_is_refused(home: Path, bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        start = archive.getinfo("findings.yaml").header_offset + 30 + len("findings.yaml")
    raw = bytearray(bundle.read_bytes())
    raw[start : start + 40] = b"\xff" * 40
    bundle.write_bytes(raw)
    with pytest.raises(BundleError):
        install(bundle, home / "catalogue")


@pytest.mark.long
@pytest.mark.parametrize("version", ["2099", "2099.1", "2099.1.1"])
def test_a_version_of_any_length_is_read_back(home: Path, data: Path, tmp_path: Path, version: str) -> None:
    pack(data, tmp_path / "x.zip", version)
    install(tmp_path / "x.zip", home / "catalogue")
    assert version_of(active_root()).version == version


@pytest.mark.parametrize("version", ["", "new", "1.2.x", "../1"])
def test_only_a_version_is_packed(data: Path, tmp_path: Path, version: str) -> None:
    with pytest.raises(BundleError):
        pack(data, tmp_path / "x.zip", version)
    assert not (tmp_path / "x.zip").exists()


def test_what_can_not_be_packed_is_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"x\.zip"):
        pack(data, tmp_path / "no-such-folder" / "x.zip", "2099.1")
    with pytest.raises(BundleError, match=r"catalogue\.yaml"):
        pack(tmp_path, tmp_path / "x.zip", "2099.1")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_refused(home: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(BundleError):
        install(tmp_path / "x.zip", home / "catalogue")


def test_a_file_that_is_not_there_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BundleError):
        install(tmp_path / "nothing.zip", home / "catalogue")


@pytest.mark.parametrize("version", ["2001.1", version_of(SHIPPED).version])
def test_an_older_bundle_or_the_same_is_refused(home: Path, data: Path, tmp_path: Path, version: str) -> None:
    pack(data, tmp_path / "older.zip", version)
    with pytest.raises(BundleError, match=version):
        install(tmp_path / "older.zip", home / "catalogue")


@pytest.mark.long
def test_contradictory_data_are_refused(home: Path, small: Path, data: Path, tmp_path: Path) -> None:
    root = tmp_path / "broken"
    shutil.copytree(data, root)
    path = root / "procedures/1.001193.yaml"
    path.write_text(path.read_text("utf-8").replace("kind: birth-notice", "kind: no-such-kind", 1), "utf-8")
    pack(root, tmp_path / "broken.zip", "2099.1")
    with pytest.raises(TemplateError, match="no-such-kind"):
        install(tmp_path / "broken.zip", home / "catalogue")
    assert active_root() == small


@pytest.mark.long
def test_a_power_cut_before_the_last_step_leaves_the_old_one(
    home: Path, small: Path, bundle: Path, monkeypatch
) -> None:
    def cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bundles, "_choose", cut)
        with pytest.raises(KeyboardInterrupt):
            install(bundle, home / "catalogue")
    assert active_root() == small
    assert install(bundle, home / "catalogue").version == "2099.1.1"


@pytest.mark.long
@pytest.mark.usefixtures("home")
def test_the_commands_pack_update_and_restore(data: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    register(app)

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, ["forms", *words])
        assert result.exit_code == 0, result.exception
        return result.stdout

    file = str(tmp_path / "x.zip")
    assert "2099.3" in run(
        "pack", file, "--bundle-version", "2099.3", "--author", "Sở A", "--folder", str(data)
    )
    assert json.loads(run("update", file, "--json", "--yes"))["version"] == "2099.3"
    assert json.loads(run("restore", "--json")) == {"version": "", "before": "2099.3"}


def test_whoever_packs_is_told_that_forms_of_their_own_are_not_in_it(home: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    register(app)

    def pack(name: str) -> str:
        words = ["forms", "pack", str(tmp_path / name), "--bundle-version", "2099.3", "--author", "Sở A"]
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.exception
        return "".join(result.stdout.split())

    assert str(home / "forms") not in pack("without.zip")
    (home / "forms" / "don-xin").mkdir(parents=True)
    assert str(home / "forms") in pack("with.zip")


def test_what_a_killed_update_left_is_taken_away_by_a_later_one(home: Path, bundle: Path) -> None:
    old, young = (home / "catalogue" / name for name in (".new-old", ".new-young"))
    for left in (old, young):
        (left / "data").mkdir(parents=True)
    os.utime(old, (0, 0))
    install(bundle, home / "catalogue")
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.long
def test_a_person_sees_who_made_a_bundle_and_what_it_changes_before_agreeing(
    home: Path, small: Path, bundle: Path
) -> None:
    seen: list[Offer] = []
    assert install_if(bundle, home / "catalogue", lambda offer: bool(seen.append(offer))) is None
    offer = seen[0]
    assert (offer.manifest.author, offer.manifest.made_at) == ("Sở Tư pháp tỉnh Ví Dụ", MADE)
    assert offer.manifest.over == version_of(small).version == offer.now
    assert offer.signer is None
    assert [(c.file, c.place, c.before, c.after) for c in offer.changes] == [
        ("procedures/1.001193.yaml", "name.en", "Birth registration", "Newer birth")
    ]
    assert list((home / "catalogue").iterdir()) == []
    assert active_root() == small


def test_a_bundle_that_does_not_say_who_made_it_is_not_taken(home: Path, bundle: Path) -> None:
    def unnamed(content: dict[str, bytes]) -> None:
        manifest = json.loads(content[MANIFEST])
        del manifest["author"], manifest["made_at"]
        content[MANIFEST] = json.dumps(manifest).encode()

    with pytest.raises(BundleError, match="ai làm"):
        install(rewritten(bundle, unnamed), home / "catalogue")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_no_exception_stands_in_a_sentence(home: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(BundleError) as caught:
        install(tmp_path / "x.zip", home / "catalogue")
    assert "nội dung không hiểu được" in caught.value.sentence


def test_an_author_s_control_signs_do_not_reach_the_screen(home: Path, bundle: Path) -> None:
    def hostile(content: dict[str, bytes]) -> None:
        manifest = json.loads(content[MANIFEST])
        manifest["author"] = "Sở\x1b[2J \u202etư"
        content[MANIFEST] = json.dumps(manifest).encode()

    authors: list[str] = []
    install_if(
        rewritten(bundle, hostile),
        home / "catalogue",
        lambda offer: bool(authors.append(offer.manifest.author)),
    )
    assert authors == ["Sở tư"]


@pytest.mark.long
@pytest.mark.usefixtures("home")
def test_without_a_person_and_without_yes_nothing_is_taken(bundle: Path, small: Path) -> None:
    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["forms", "update", str(bundle)])
    assert isinstance(result.exception, UsageError)
    assert "Sở Tư pháp tỉnh Ví Dụ" in result.stderr
    assert "Birth registration → Newer birth" in result.stderr
    assert active_root() == small
