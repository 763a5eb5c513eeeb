# SPDX-License-Identifier: Apache-2.0
"""Installs sohoa from the folder this file lies in, without network: ``python install.py [FOLDER]``.

Needs nothing but Python, and no syntax that an old one lacks, so that it can say that it is too old. May be
run again: over an older version, or after it was stopped.
"""

import hashlib
import io
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHONS = [line.strip() for line in (HERE / "pythons.txt").read_text().splitlines()]
WINDOWS = os.name == "nt"


class StoppedError(Exception):
    """The sentence says why nothing, or not all, was installed."""


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        check_python()
        folder = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else usual_folder()
        check_folder(folder)
        check_files()
        print("Đang cài vào " + str(folder) + " (vài phút) …", flush=True)
        make_environment(folder)
        install_packages(folder)
        command = make_command(folder)
    except (StoppedError, OSError, subprocess.CalledProcessError) as error:
        print("Chưa cài được: " + str(error), file=sys.stderr)
        return 3
    print("Đã cài xong. Gõ lệnh: sohoa doctor (hoặc " + str(command) + " doctor) để kiểm tra máy tính này.")
    return 0


def check_python() -> None:
    """Only for the Pythons named are there wheels here."""
    version = ".".join(map(str, sys.version_info[:2]))
    if version not in PYTHONS or sys.maxsize < 2**32:
        raise StoppedError(
            "cần Python " + ", ".join(PYTHONS) + " loại 64 bit; máy này chạy Python " + version + ". "
            "Hãy cài một trong các phiên bản đó rồi chạy lại."
        )


def usual_folder() -> Path:
    """Where programs of one account lie; the papers are kept elsewhere (sohoa config show: home)."""
    if WINDOWS:
        return (
            Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Programs" / "sohoa"
        )
    return Path.home() / ".local" / "opt" / "sohoa"


def check_folder(folder: Path) -> None:
    """What is not an earlier installation is left alone."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").is_file():
        raise StoppedError(
            "thư mục " + str(folder) + " đã có nội dung khác. Hãy chọn thư mục khác: install FOLDER"
        )


def check_files() -> None:
    """Each file is as it was when the kit was made: a stick or a copy may lose some."""
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        wanted, _two_blanks, name = line.partition("  ")
        path = HERE / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise StoppedError("tệp " + name + " bị thiếu hoặc bị hỏng. Hãy chép lại cả bộ cài.")


def make_environment(folder: Path) -> None:
    """A Python environment of its own, without what an earlier version left there."""
    venv.EnvBuilder(clear=True, with_pip=False, symlinks=not WINDOWS).create(str(folder))


def install_packages(folder: Path) -> None:
    """Every wheel by its hash, by the pip that is among them."""
    python = folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
    pip = next((HERE / "wheels").glob("pip-*.whl"))
    command = [str(python), str(pip / "pip"), "install", "--quiet", "--no-index", "--no-deps"]
    command += ["--find-links", str(HERE / "wheels"), "--require-hashes"]
    for lock in ("requirements.lock", "sohoa.lock"):
        command += ["-r", str(HERE / lock)]
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))}
    nothing = {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(command, check=True, env=dict(kept, **nothing))


def make_command(folder: Path) -> Path:
    """``sohoa`` where the account's PATH looks already; the program itself where it does not."""
    program = folder / ("Scripts/sohoa.exe" if WINDOWS else "bin/sohoa")
    if WINDOWS:
        shelf = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "WindowsApps"
        if shelf.is_dir():
            (shelf / "sohoa.cmd").write_text('@"' + str(program) + '" %*\r\n', encoding="utf-8", newline="")
        return program
    shelf = Path.home() / ".local" / "bin"
    shelf.mkdir(parents=True, exist_ok=True)
    link = shelf / "sohoa"
    if link.is_symlink() or not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(program)
    return program


if __name__ == "__main__":
    sys.exit(main())
