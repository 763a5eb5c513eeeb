# SPDX-License-Identifier: Apache-2.0
"""Some pages of a scan as a file of their own, without touching a pixel; the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.capture.opening import PDF


@dataclass(frozen=True, slots=True)
class SplitTask:
    """Pages (from 1) of a PDF or a TIFF of several pages, to become a file of their own in ``folder``."""

    path: Path
    media_type: str
    pages: tuple[int, ...]
    folder: Path


def part_of(task: SplitTask) -> Path:
    """The file with these pages; its name tells them (``stack_p2-4.pdf``).

    Raises what pikepdf and Pillow raise for a damaged file.
    """
    path, pages = task.path, task.pages
    target = task.folder / f"{path.stem}_p{pages[0]}-{pages[-1]}{path.suffix}"
    (_pdf_part if task.media_type == PDF else _tiff_part)(path, pages, target)
    return target


def _pdf_part(path: Path, pages: Sequence[int], target: Path) -> None:
    import pikepdf  # here and below: whoever has another process part files needs none of it

    with pikepdf.open(path, suppress_warnings=True) as whole, pikepdf.new() as part:
        for number in pages:
            part.pages.append(whole.pages[number - 1])
        part.save(target, deterministic_id=True)


def _tiff_part(path: Path, pages: Sequence[int], target: Path) -> None:
    from PIL import Image, ImageSequence

    wanted = frozenset(pages)
    with Image.open(path, formats=("TIFF",)) as whole:
        frames = [
            (frame.copy(), frame.info.get("dpi"))
            for number, frame in enumerate(ImageSequence.Iterator(whole), start=1)
            if number in wanted
        ]
    first, dpi = frames[0]
    # Compression without loss, whatever the scanner's was: a part must show the very same pixels.
    compression = "group4" if first.mode == "1" else "tiff_deflate"
    others = [frame for frame, _dpi in frames[1:]]
    first.save(
        target, save_all=True, append_images=others, compression=compression, **({"dpi": dpi} if dpi else {})
    )
