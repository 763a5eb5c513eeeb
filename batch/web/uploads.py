# SPDX-License-Identifier: Apache-2.0
"""Files that a browser sends: laid down under their names in a folder of this process, gone in the end.

They come streamed to disk, never whole in memory (Starlette's form parser), and no more of them than the way
allows (``ways.Changes.most_mb``). A name from outside is a name and never a path.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from starlette.datastructures import UploadFile

from batch.web.ways import PageVisit
from intake.store.objects import telling_of_full_disk
from templates.system import is_running
from templates.system.file_names import is_refused

MOST_MB = 500
"""So much may be sent from the browser in one go: three hundred pages in colour."""

_FOLDER = ".sent-"
_UNNAMED = "scan"
_MOST_NAME = 120


@contextmanager
def kept_files(visit: PageVisit, field: str) -> Iterator[Sequence[Path]]:
    """The files that stand in ``field`` of the form, in their order; raises ``StorageFullError``."""
    home = visit.desk.store.home
    clear_left_overs(home)
    sent = [one for one in visit.form.getlist(field) if isinstance(one, UploadFile) and one.filename]
    with tempfile.TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-", dir=home) as folder:
        with telling_of_full_disk():
            paths = [_laid_down(Path(folder) / str(number), one) for number, one in enumerate(sent)]
        yield paths


def clear_left_overs(home: Path) -> None:
    """Remove what processes that were killed left behind."""
    for folder in home.glob(f"{_FOLDER}*"):
        owner = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if not (owner.isdigit() and is_running(int(owner))):
            shutil.rmtree(folder, ignore_errors=True)


def _laid_down(folder: Path, sent: UploadFile) -> Path:
    folder.mkdir(mode=0o700)
    path = folder / file_name(sent.filename or "")
    with path.open("wb") as file:
        shutil.copyfileobj(sent.file, file)
    return path


def file_name(told: str) -> str:
    """A file's name as the browser tells it, without folders, and one that every file system takes."""
    name = told.replace("\\", "/").rpartition("/")[2].strip()
    stem, dot, ending = name.rpartition(".")
    if len(name.encode()) > _MOST_NAME:
        kept = (stem if dot else name).encode()[: _MOST_NAME - 20].decode(errors="ignore")
        name = f"{kept}{dot}{ending[:10]}"
    if not is_refused(name):
        return name
    return f"{_UNNAMED}.{ending}" if ending.isascii() and ending.isalnum() else _UNNAMED
