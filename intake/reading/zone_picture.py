# SPDX-License-Identifier: Apache-2.0
"""The place of a value on its page, cut out for a terminal or framed there, made in a worker process."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

from intake.reading.page_picture import PictureTask, picture_task

if TYPE_CHECKING:
    from PIL.Image import Image

Shares = tuple[float, float, float, float]
"""A zone of a page as shares (0…1) of its sides: left, top, width, height."""

_BESIDE = 0.015
"""What is shown round a zone, as a share of the page's width: the letters before and after a value."""
_FRAME = (200, 80, 0)
_QUALITY = 85


class ZoneForm(StrEnum):
    """What is made of a zone: the page with a frame round it (JPEG), or the strip alone, as PNG or sixels."""

    FRAMED = "framed"
    PNG = "png"
    SIXEL = "sixel"


@dataclass(frozen=True, slots=True)
class ZoneTask:
    """A page, the zone on it (None: all of it), what is made of it, and how wide (pixels) a strip may be."""

    page: PictureTask
    zone: Shares | None
    form: ZoneForm
    width: int = 0


def zone_task(task: ZoneTask) -> bytes:
    """The work of the worker. Raises CaptureError, DamagedObjectError."""
    from PIL import Image

    with Image.open(BytesIO(picture_task(task.page))) as page:
        if task.form is ZoneForm.FRAMED:
            return _framed(page.convert("RGB"), task.zone)
        return _strip(page.convert("L"), task)


def strip_of(page: bytes, zone: Shares) -> bytes:
    """The zone cut out of a page that was made by ``picture_task``, as a JPEG."""
    from PIL import Image

    made = BytesIO()
    with Image.open(BytesIO(page)) as picture:
        picture.crop(_around(picture, zone)).save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _framed(page: Image, zone: Shares | None) -> bytes:
    from PIL import ImageDraw

    if zone is not None:
        ImageDraw.Draw(page).rectangle(_around(page, zone), outline=_FRAME, width=max(3, page.width // 300))
    made = BytesIO()
    page.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _strip(page: Image, task: ZoneTask) -> bytes:
    from PIL import Image

    strip = page.crop(_around(page, task.zone or (0, 0, 1, 1)))
    wide = min(task.width, 2 * strip.width)
    strip = strip.resize((wide, max(1, round(strip.height * wide / strip.width))), Image.Resampling.LANCZOS)
    if task.form is ZoneForm.SIXEL:
        import numpy as np

        from intake.reading.sixel import sixels

        return sixels(np.asarray(strip))
    made = BytesIO()
    strip.save(made, "PNG")
    return made.getvalue()


def _around(page: Image, zone: Shares) -> tuple[int, int, int, int]:
    """The zone in pixels with a little beside it, inside the page."""
    left, top, width, height = zone
    beside = _BESIDE * page.width
    x, y = left * page.width, top * page.height
    return (
        max(0, int(x - beside)),
        max(0, int(y - beside)),
        min(page.width - 1, int(x + width * page.width + beside)),
        min(page.height - 1, int(y + height * page.height + beside)),
    )
