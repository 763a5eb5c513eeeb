# SPDX-License-Identifier: Apache-2.0
"""sohoa: from the paper dossiers of a commune's justice desk to the gateway.

The program is ``sohoa`` (:mod:`sohoa.front`); other programs use :mod:`sohoa.api`. What is said here needs no
other room, for another package may stand where a room should be.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOMS = ("batch", "intake", "ocr", "templates")
_COULD_NOT_RUN = 3
_IN_THE_WAY = (
    "Không chạy được: trong môi trường Python này có gói khác cùng tên ({names}).\n"
    "Hãy cài sohoa vào một môi trường riêng (python -m venv), như ./run vẫn làm.\n"
    "Another Python package here has a name that sohoa uses ({names}).\n"
    "Install sohoa into an environment of its own (python -m venv), as ./run does.\n"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code."""
    if names := strangers():
        if sys.stderr is not None:
            sys.stderr.write(_IN_THE_WAY.format(names=", ".join(names)))
        sys.exit(_COULD_NOT_RUN)
    from sohoa import front

    front.main(arguments)


def run(arguments: list[str]) -> int:
    """Run one command line; returns the exit code."""
    from sohoa import front

    return front.run(arguments)


def build() -> Any:
    """The whole command tree, in the language chosen before."""
    from sohoa import front

    return front.build()


def strangers() -> list[str]:
    """The names of our rooms under which Python finds something else, as ``intake`` of another project."""
    here = Path(__file__).absolute().parents[1]
    return [name for name in ROOMS if not _is_ours(name, here)]


def _is_ours(name: str, here: Path) -> bool:
    spec = find_spec(name)
    return spec is not None and spec.origin is not None and Path(spec.origin).absolute().parents[1] == here
