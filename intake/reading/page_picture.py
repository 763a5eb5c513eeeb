# SPDX-License-Identifier: Apache-2.0
"""A page as a person looks at it: upright, as wide as their window, made in a worker process with limits."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

from intake.capture.pages import CaptureLimits
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
        self._one_at_a_time = Lock()
        self._made: OrderedDict[tuple[str, int, int, int], bytes] = OrderedDict()

    def picture(self, task: PictureTask) -> bytes:
        """The page as a JPEG. Raises CaptureError, SohoaError where the kept file is damaged."""
        with self._one_at_a_time:
            made = self._made.pop(task.what, None) or done_apart(self._workers, task)
            self._made[task.what] = made
            while sum(map(len, self._made.values())) > _KEPT_BYTES:
                self._made.popitem(last=False)
            return made

    def close(self) -> None:
        """End the process, once the picture that it is making is made."""
        with self._one_at_a_time:  # ended under the one who waits for it, it would be waited for in vain
            self._workers.close()
