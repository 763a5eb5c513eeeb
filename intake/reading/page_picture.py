# SPDX-License-Identifier: Apache-2.0
"""A page as a person looks at it: upright, as wide as their window, made in a worker process with limits."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

from intake.capture.pages import CaptureLimits
from intake.errors import WorkersError
from intake.reading.one_apart import done_apart
from intake.reading.page_work import READ_MEGAPIXELS
from intake.reading.worker_process import Limits
from intake.reading.workers import Workers
from intake.store.objects import ObjectStore

JPEG = "image/jpeg"
_QUALITY = 82
_KEPT_BYTES = 96_000_000
"""Some 200 pages of a window's width."""


@dataclass(frozen=True, slots=True)
class PictureTask:
    """A page (from 1) of a kept file, to be turned clockwise by ``turn`` degrees (0, 90, 180, 270), at most
    ``width`` pixels wide then.
    """

    objects: ObjectStore
    sha256: str
    name: str
    page: int
    turn: int
    width: int
    capture: CaptureLimits

    @property
    def what(self) -> tuple[str, int, int, int]:
        """Tells one picture from another."""
        return self.sha256, self.page, self.turn, self.width


def picture_task(task: PictureTask) -> bytes:
    """The work of the worker: a JPEG. Raises CaptureError, DamagedObjectError."""
    import numpy as np
    from PIL import Image

    from intake.capture.opening import load_page

    with task.objects.opened(task.sha256, task.name) as path:
        loaded = load_page(Path(path), task.page, limits=task.capture, most_megapixels=READ_MEGAPIXELS)
    picture = Image.fromarray(np.rot90(loaded.image, -task.turn // 90))
    if picture.width > task.width:
        height = max(1, round(picture.height * task.width / picture.width))
        picture = picture.resize((task.width, height), Image.Resampling.BOX)
    made = BytesIO()
    picture.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


class PagePictures:
    """Makes pictures one at a time, and keeps those made last in memory: nothing of them lies on the disk."""

    def __init__(self, limits: Limits) -> None:
        self._workers: Workers[PictureTask, bytes] = Workers(picture_task, 1, limits, lasting=True)
        self._one_at_a_time, self._looked_up = Lock(), Lock()
        self._made: OrderedDict[tuple[str, int, int, int], bytes] = OrderedDict()
        self._ended = False

    def picture(self, task: PictureTask) -> bytes:
        """The page as a JPEG; one that is there already waits for none that is being made.

        Raises CaptureError, SohoaError where the kept file is damaged, WorkersError after ``close``.
        """
        if (there := self._there(task)) is not None:
            return there
        with self._one_at_a_time:
            if self._ended:
                raise WorkersError.not_started()
            return self._there(task) or self._keep(task, done_apart(self._workers, task))

    def close(self) -> None:
        """End the process, after the picture that is being made."""
        with self._one_at_a_time:
            self._ended = True
            self._workers.close()

    def _there(self, task: PictureTask) -> bytes | None:
        with self._looked_up:
            if task.what in self._made:
                self._made.move_to_end(task.what)
            return self._made.get(task.what)

    def _keep(self, task: PictureTask, made: bytes) -> bytes:
        with self._looked_up:
            self._made[task.what] = made
            while sum(map(len, self._made.values())) > _KEPT_BYTES:
                self._made.popitem(last=False)
        return made
