"""A newer catalogue is taken whole or not at all, and the one before can be restored."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from templates import active, bundles
from templates.active import SHIPPED, active_root, use_home, version_of
from templates.bundles import MANIFEST, install, pack, restore
from templates.catalogue import load_catalogue
from templates.commands import register
from templates.errors import BundleError, TemplateError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store's home of its own, forgotten afterwards."""
    monkeypatch.delenv(active._INHERITED, raising=False)
    use_home(lambda: tmp_path / "home")
    yield tmp_path / "home"
    use_home(None)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small catalogue with one word changed, so that it is told from the one that came with the program."""
    root = tmp_path_factory.mktemp("data")
    for name in ("forms", "codes", "autofill"):
        shutil.copytree(SHIPPED / name, root / name)
    (root / "procedures").mkdir()
    for name in ("findings.yaml", "shared-rules.yaml", "catalogue.yaml", "procedures/1.001193.yaml"):
        shutil.copy(SHIPPED / name, root / name)
    path = root / "procedures/1.001193.yaml"
    path.write_text(
        path.read_text("utf-8").replace("en: Birth registration}", "en: Newer birth}", 1), "utf-8"
    )
    return root


@pytest.fixture
def bundle(data: Path, tmp_path: Path) -> Path:
    pack(data, tmp_path / "newer.zip", "2099.1.1")
    return tmp_path / "newer.zip"


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


def test_an_installed_bundle_is_in_use_and_can_be_given_back(home: Path, bundle: Path) -> None:
    assert name_in_use() == "Birth registration"
    change = install(bundle, home / "catalogue")
    assert (change.version, change.before, change.procedures) == ("2099.1.1", "", 1)
    assert name_in_use() == "Newer birth"
    restore(home / "catalogue")
    use_home(lambda: home)
    assert name_in_use() == "Birth registration"


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


@pytest.mark.parametrize("change", [_flip, _unlisted, _outside, _other_format, _no_version, _missing])
def test_a_damaged_bundle_is_refused_and_nothing_changes(home: Path, bundle: Path, change) -> None:
    with pytest.raises(BundleError):
        install(rewritten(bundle, change), home / "catalogue")
    assert list((home / "catalogue").iterdir()) == []
    assert not (home / "outside.yaml").exists()
    assert active_root() == SHIPPED


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


def test_contradictory_data_are_refused(home: Path, data: Path, tmp_path: Path) -> None:
    root = tmp_path / "broken"
    shutil.copytree(data, root)
    path = root / "procedures/1.001193.yaml"
    path.write_text(path.read_text("utf-8").replace("kind: birth-notice", "kind: no-such-kind", 1), "utf-8")
    pack(root, tmp_path / "broken.zip", "2099.1")
    with pytest.raises(TemplateError, match="no-such-kind"):
        install(tmp_path / "broken.zip", home / "catalogue")
    assert active_root() == SHIPPED


def test_a_power_cut_before_the_last_step_leaves_the_old_one(home: Path, bundle: Path, monkeypatch) -> None:
    def cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bundles, "_choose", cut)
        with pytest.raises(KeyboardInterrupt):
            install(bundle, home / "catalogue")
    assert active_root() == SHIPPED
    assert install(bundle, home / "catalogue").version == "2099.1.1"


@pytest.mark.usefixtures("home")
def test_the_commands_pack_update_and_restore(data: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    register(app)

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, ["forms", *words])
        assert result.exit_code == 0, result.exception
        return result.stdout

    file = str(tmp_path / "x.zip")
    assert "2099.3" in run("pack", file, "--bundle-version", "2099.3", "--folder", str(data))
    assert json.loads(run("update", file, "--json"))["version"] == "2099.3"
    assert json.loads(run("restore", "--json")) == {"version": "", "before": "2099.3"}
