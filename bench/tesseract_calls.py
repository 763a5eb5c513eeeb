# SPDX-License-Identifier: Apache-2.0
"""What a call of Tesseract costs, by the way it is made: through a pipe, or through pytesseract's files.

``python -m bench.tesseract_calls [--rounds 15]``: stacks of doubtful lines and whole pages of the samples,
each by every way in turn in one run, so that what else the machine does hits all alike. Printed are medians
of wall clock and of processor time (Tesseract's included), and the ratio to the pipe's.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytesseract

from bench.stopwatch import processor_time
from intake.capture.opening import load_page
from ocr.recognise import tesseract
from ocr.recognise.presence import LANGUAGE

SAMPLES = Path("samples/dossiers")
PAGES = ("01-day-du/1-to-khai.pdf", "01-day-du/2-giay-chung-sinh.pdf", "03-mau-thuan/chung-sinh.jpg")
_STACK_PX = 400
"""The height of a stack of doubtful lines: some eight lines."""
_CONFIG = f"--psm {tesseract.BLOCK} --dpi 300 -c tessedit_create_tsv=1 -c debug_file={os.devnull}"

Way = Callable[[np.ndarray], str]


def by_pipe(gray: np.ndarray) -> str:
    """Picture in and TSV out, nothing on the disk: how it was done until November 2026."""
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, *_CONFIG.split(), "tsv"]
    return subprocess.run(command, input=pgm(gray), capture_output=True, check=True).stdout.decode()


def as_it_is_done(gray: np.ndarray) -> str:
    """``ocr.recognise.tesseract``: pytesseract, by the name of a file without compression."""
    return " ".join(word.text for word in tesseract.words(gray))


def by_pytesseract(gray: np.ndarray) -> str:
    """As its users mostly do: the array, which becomes a PNG file."""
    return str(pytesseract.run_and_get_output(gray, "tsv", LANGUAGE, _CONFIG, timeout=90))


def pgm(gray: np.ndarray) -> bytes:
    """The picture without compression."""
    return b"P5\n%d %d\n255\n" % gray.shape[::-1] + np.ascontiguousarray(gray).tobytes()


WAYS: dict[str, Way] = {"pipe": by_pipe, "pytesseract, PNG": by_pytesseract, "as it is done": as_it_is_done}


def pictures() -> dict[str, list[np.ndarray]]:
    """Whole pages and, cut from them, strips as large as a stack of doubtful lines."""
    pages = []
    for name in PAGES:
        image = load_page(SAMPLES / name).image
        pages.append(image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    return {"stack of lines": [page[600 : 600 + _STACK_PX] for page in pages], "page": pages}


def measured(grays: list[np.ndarray], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Wall clock and processor seconds of each call, by way."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    for _round in range(rounds):
        for gray in grays:
            for name, way in WAYS.items():
                wall, cpu = time.perf_counter(), processor_time()
                way(gray)
                found[name].append((time.perf_counter() - wall, processor_time() - cpu))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    os.environ["OMP_THREAD_LIMIT"] = "1"
    print("| picture | way | wall, ms | processor, ms | to the pipe's |\n|---|---|---|---|---|")
    for picture, grays in pictures().items():
        found = measured(grays, rounds)
        base = statistics.median(cpu for _wall, cpu in found["pipe"])
        for name, times in found.items():
            wall, cpu = (statistics.median(one) * 1000 for one in zip(*times, strict=True))
            print(f"| {picture} | {name} | {wall:.0f} | {cpu:.0f} | {cpu / base / 1000:.2f} |")


if __name__ == "__main__":
    main()
