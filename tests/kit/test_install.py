# SPDX-License-Identifier: Apache-2.0
"""A kit's script installs without network: run in a namespace that has none, over a few small wheels."""

from __future__ import annotations

import ensurepip
import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from kit.make import FILES, sums

pytestmark = pytest.mark.long

PYTHON = ".".join(map(str, sys.version_info[:2]))


WORDS = "WORDS = 'sohoa of the kit'\n"
PROGRAM = "from words import WORDS\n\ndef main():\n    print(WORDS)\n"


def _wheel(folder: Path, name: str, version: str, **modules: str) -> Path:
    """A wheel with ``modules`` by their names; one named sohoa is the program."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for module, text in modules.items():
            archive.writestr(f"{module}.py", text)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        if name == "sohoa":
            archive.writestr(f"{info}/entry_points.txt", "[console_scripts]\nsohoa = small_sohoa:main\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def small_kit(tmp_path: Path) -> Path:
    """A kit with pip (the one that comes with Python), a small program and what it is made of."""
    kit = tmp_path / "kit"
    wheels = kit / "wheels"
    wheels.mkdir(parents=True)
    shutil.copy(next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl")), wheels)
    locks = {
        "requirements.lock": ("words", _wheel(wheels, "words", "3.4", words=WORDS)),
        "sohoa.lock": ("sohoa", _wheel(wheels, "sohoa", "1.2", small_sohoa=PROGRAM)),
    }
    for name, (package, wheel) in locks.items():
        line = (
            f"{package}=={wheel.name.split('-')[1]} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n"
        )
        (kit / name).write_text(line, "ascii")
    (kit / "pythons.txt").write_text(f"{PYTHON}\n", "ascii")
    for name in ("install.py", "install.sh"):
        shutil.copy(FILES / name, kit)
    (kit / "install.sh").chmod(0o755)
    return kit


def _sealed(kit: Path) -> None:
    (kit / "SHA256SUMS").write_text(sums(kit), "utf-8")


def _without_network(*command: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    apart = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], check=False).returncode != 0:
        pytest.skip("this computer lets nobody make a network namespace")
    bare = {"HOME": str(home), "PATH": f"{Path(sys.executable).resolve().parent}:/usr/bin:/bin"}
    return subprocess.run(
        [*apart, *map(str, command)], env=bare, capture_output=True, text=True, check=False, timeout=200
    )


def _install(kit: Path, home: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    python = Path(sys.executable).resolve()
    return _without_network(python, kit / "install.py", *more, home=home)


def test_a_kit_installs_the_program_where_there_is_no_network_and_again_over_what_is_there(
    small_kit: Path, tmp_path: Path
) -> None:
    _sealed(small_kit)
    done = _without_network(small_kit / "install.sh", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Đã cài xong" in done.stdout
    shelf = tmp_path / ".local" / "bin" / "sohoa"
    said = subprocess.run([shelf], capture_output=True, text=True, check=True)
    assert said.stdout == "sohoa of the kit\n"
    again = _install(small_kit, tmp_path, shelf.resolve().parents[1])
    assert again.returncode == 0, again.stderr
    assert subprocess.run([shelf], capture_output=True, text=True, check=True).stdout == said.stdout


def test_a_folder_with_other_things_in_it_is_left_alone(small_kit: Path, tmp_path: Path) -> None:
    _sealed(small_kit)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "scan.pdf").write_bytes(b"x")
    done = _install(small_kit, tmp_path, tmp_path / "papers")
    assert done.returncode == 3
    assert os.listdir(tmp_path / "papers") == ["scan.pdf"]  # noqa: PTH208


def test_a_file_that_was_damaged_on_the_way_stops_it_and_is_named(small_kit: Path, tmp_path: Path) -> None:
    _sealed(small_kit)
    (small_kit / "wheels" / "sohoa-1.2-py3-none-any.whl").write_bytes(b"half")
    done = _install(small_kit, tmp_path, tmp_path / "here")
    assert done.returncode == 3
    assert "sohoa-1.2-py3-none-any.whl" in done.stderr
    assert not (tmp_path / "here").exists()


@pytest.mark.slow
def test_a_wheel_that_the_lock_does_not_know_is_not_installed(small_kit: Path, tmp_path: Path) -> None:
    (small_kit / "sohoa.lock").write_text(f"sohoa==1.2 --hash=sha256:{'0' * 64}\n", "ascii")
    _sealed(small_kit)
    assert _install(small_kit, tmp_path, tmp_path / "here").returncode == 3


def test_a_python_without_wheels_is_told_which_are_wanted(small_kit: Path, tmp_path: Path) -> None:
    (small_kit / "pythons.txt").write_text("3.2\n", "ascii")
    _sealed(small_kit)
    done = _install(small_kit, tmp_path)
    assert done.returncode == 3
    assert "cần Python 3.2" in done.stderr
