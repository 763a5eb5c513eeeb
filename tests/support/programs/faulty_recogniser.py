# SPDX-License-Identifier: Apache-2.0
"""A recogniser of another package that does to its process what a hostile page may do to a library.

It is offered to every process as an installed package would be, so that commands meet it as they would.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from ocr.layout.prepare import Prepared
from ocr.lines.recogniser import RawWord
from ocr.recognise.line_engine import LineReader
from ocr.recognise.registry import GROUP

FAULTS = {"aborts": "Aborting", "hangs": "Hanging", "eats-memory": "Greedy"}


class Aborting(LineReader):
    def words(self, _page: Prepared) -> Sequence[RawWord]:
        os.abort()


class Hanging(LineReader):
    def words(self, _page: Prepared) -> Sequence[RawWord]:
        while True:
            time.sleep(3600)


class Greedy(LineReader):
    def words(self, _page: Prepared) -> Sequence[RawWord]:
        held = []
        while True:
            held.append(b"x" * (16 << 20))


def install(folder: Path) -> None:
    """Make ``folder``, once on the path, offer a recogniser for each fault."""
    package = folder / "faulty_recogniser-1.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty-recogniser\nVersion: 1\n")
    lines = [f"{name} = {__name__}:{made}" for name, made in FAULTS.items()]
    (package / "entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines]))
