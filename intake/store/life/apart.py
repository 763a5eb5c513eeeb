# SPDX-License-Identifier: Apache-2.0
"""Noting which parts of a store its home keeps alone (``intake.settings.apart``), and where the home lies
(``intake.settings.whereabouts``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from threading import get_ident

from intake.settings import whereabouts
from intake.settings.apart import FILE, Part, parts_apart
from intake.settings.whereabouts import Whereabouts
from intake.store.objects import telling_of_full_disk
from intake.store.synced import write_synced
from templates.system import move_into_place, sync_folder


def keep_apart(home: Path, parts: Collection[Part] = tuple(Part)) -> None:
    """Have this home keep these parts of its store alone, and no others."""
    if parts:
        _keep(home, FILE, " ".join(sorted(parts)))
    else:
        (home / FILE).unlink(missing_ok=True)
        sync_folder(home)


def carried_over(home: Path, part: Part) -> None:
    """From now on this part lies where the settings say."""
    apart = parts_apart(home)
    if part in apart:
        keep_apart(home, apart - {part})


def stays_here(home: Path) -> None:
    """Note where a home lies that is no copy: a new one, one from before there was such a note, and one that
    was renamed.
    """
    lay, lies = whereabouts.noted(home), whereabouts.whereabouts(home)
    if lies != lay and (lay is None or lies.is_that_of(lay)):
        note_place(home, lies)


def goes_on_here(home: Path) -> None:
    """Note where a home lies now, because a person says that the store goes on there."""
    note_place(home, whereabouts.whereabouts(home))


def came_from_somewhere(home: Path) -> None:
    """Have a home that was brought back from a copy without such a note count as a copy."""
    if whereabouts.noted(home) is None:
        note_place(home, Whereabouts())


def note_place(home: Path, place: Whereabouts) -> None:
    """Have the disk hold it. Raises ``StorageFullError``."""
    with telling_of_full_disk():
        _keep(home, whereabouts.FILE, json.dumps(asdict(place)))


def _keep(home: Path, name: str, text: str) -> None:
    # A name of its own: two that open a new home at once both write it.
    aside = home / f".{name}.{os.getpid()}-{get_ident()}.part"
    write_synced(aside, text.encode())
    move_into_place(aside, home / name)
    sync_folder(home)
