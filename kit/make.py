# SPDX-License-Identifier: Apache-2.0
"""One kit: wheels that the lock names, our own, the scripts, what to read first, and a hash of each file."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from kit.lock import Locked, locked
from kit.own_wheel import ROOT
from kit.readme import readme
from kit.target import Target

FILES = Path(__file__).parent / "files"
_LOCK = "requirements.lock"
SAMPLES = ("dossiers", "marriages", "deaths", "marital-statuses", "corrections")
"""Folders of invented papers that the guide has a newcomer try."""
_SCRIPTS = {"linux": ("install.py", "install.sh"), "windows": ("install.py", "install.cmd")}
_TO_RUN, _TO_READ = 0o755, 0o644
_FIRST_DAY = (2026, 1, 1, 0, 0, 0)
"""The date of each file in the zip, so that the same content makes the same zip."""


def make(system: str, pythons: Sequence[str], own: Path, out: Path) -> Path:
    """The kit of ``system`` for ``pythons``, beside it the folder it was made of; returns the zip.

    Raises ``subprocess.CalledProcessError`` where a wheel can't be fetched or has another hash.
    """
    version = own.name.split("-")[1]
    folder = out / f"sohoa-{version}-{system}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    targets = [Target(system, python) for python in pythons]
    packages = locked((ROOT / _LOCK).read_text("utf-8"))
    for target in targets:
        _fetch([package for package in packages if package.needed_on(target)], target, wheels)
    shutil.copy2(own, wheels)
    _write(folder / _LOCK, lock_of(packages, targets))
    _write(folder / "sohoa.lock", f"sohoa=={version} --hash=sha256:{_digest(own)}\n")
    _write(folder / "pythons.txt", "".join(f"{python}\n" for python in pythons))
    _write(folder / "DOC-TRUOC.txt", readme(system, version, pythons), windows=system == "windows")
    for name in _SCRIPTS[system]:
        _write(folder / name, (FILES / name).read_text("utf-8"), windows=name.endswith(".cmd"))
    shutil.copy2(ROOT / "LICENSE", folder)
    for name in SAMPLES:  # what stands on them is for tests alone
        papers = shutil.ignore_patterns("*.json")
        shutil.copytree(ROOT / "samples" / name, folder / "samples" / name, ignore=papers)
    _write(folder / "SHA256SUMS", sums(folder))
    return _zipped(folder)


def lock_of(packages: Iterable[Locked], targets: Sequence[Target]) -> str:
    """The lines of the lock that any of the targets needs; what still depends on Python keeps its marker."""
    lines = []
    for package in packages:
        needed = [package.needed_on(target) for target in targets]
        if any(needed):
            line = package.line()
            lines.append(line if all(needed) else line.replace(" --hash", f" ; {package.marker} --hash", 1))
    return "".join(f"{line}\n" for line in lines)


def _fetch(packages: Sequence[Locked], target: Target, wheels: Path) -> None:
    """Let pip fetch the wheels that fit the target; it checks each against its hash."""
    platforms = [word for platform in target.platforms for word in ("--platform", platform)]
    with TemporaryDirectory() as folder:
        wanted = Path(folder) / _LOCK
        wanted.write_text("".join(f"{package.line()}\n" for package in packages), "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        command += ["--only-binary", ":all:", "--implementation", "cp", "--python-version", target.python]
        subprocess.run([*command, *platforms, "-d", str(wheels), "-r", str(wanted)], check=True)


def sums(folder: Path) -> str:
    """A line for each file, as ``sha256sum -c`` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _write(path: Path, text: str, *, windows: bool = False) -> None:
    path.write_text(text, "utf-8", newline="\r\n" if windows else "\n")
    path.chmod(_TO_RUN if path.suffix == ".sh" else _TO_READ)


def _zipped(folder: Path) -> Path:
    """The folder as a zip beside it; wheels are packed already and stay as they are."""
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(one for one in folder.rglob("*") if one.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{file.relative_to(folder).as_posix()}", _FIRST_DAY)
            entry.external_attr = (0o100000 | (file.stat().st_mode & 0o777)) << 16
            entry.compress_type = zipfile.ZIP_STORED if file.suffix == ".whl" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    return path
