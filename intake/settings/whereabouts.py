# SPDX-License-Identifier: Apache-2.0
"""Where a home lies, noted in ``<home>/sohoa.place``: on which computer, under which path, in which folder of
its disk. A home that was copied takes the note along and is found elsewhere, so that a copy which is only
looked at does not send what the desk itself sends.

Two of the three have to hold: a folder that was renamed, a computer that was, or a disk that numbers its
folders anew each time is no copy. The copy of a whole disk, in a computer of the same name, can't be told.
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "sohoa.place"
OBJECTS = "objects"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A computer's name, a home's path there, and its folder ("" where its number says nothing: that of a
    whole disk is the same on each).
    """

    computer: str = ""
    path: str = ""
    folder: str = ""

    def __str__(self) -> str:
        return f"{self.path} ({self.computer})" if self.path else "?"

    def is_that_of(self, other: Whereabouts) -> bool:
        """Whether a home that lies here is the one that lay there."""
        mine, its = asdict(self).values(), asdict(other).values()
        return [bool(one) and one == there for one, there in zip(mine, its, strict=True)].count(True) > 1


def whereabouts(home: Path) -> Whereabouts:
    """Where an existing ``home`` lies now; raises ``OSError``."""
    path = home.resolve()
    told = _telling(path).stat()
    folder = "" if os.path.ismount(_telling(path)) else f"{told.st_dev}:{told.st_ino}"
    return Whereabouts(computer(), str(path), folder)


def computer() -> str:
    """This computer's own name alone: what follows the dot comes from the network, and changes with it."""
    return platform.node().partition(".")[0].casefold()


def _telling(home: Path) -> Path:
    """The folder whose number says something: of a disk that is a home as a whole one that lies in it."""
    inner = home / OBJECTS
    return inner if os.path.ismount(home) and inner.is_dir() else home


def noted(home: Path) -> Whereabouts | None:
    """What the note in ``home`` says; None where there is none. One that can't be read names no place."""
    try:
        return Whereabouts(**json.loads((home / FILE).read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError):
        return Whereabouts()


def copied_from(home: Path) -> Whereabouts | None:
    """Where the home lay that this one is a copy of; None where it is none, as far as can be told."""
    lay = noted(home)
    return None if lay is None or whereabouts(home).is_that_of(lay) else lay
