# SPDX-License-Identifier: Apache-2.0
"""What this account remembers of the stores it works in, outside their homes: which store a home held, how
far it had come, and which numbers it had reserved.

A home that was put back whole from a copy, its mark and its list of what was sent with it, looks to itself as
if nothing had happened; so does one that vanished, or whose disk is not connected, as if there never had been
any. Here it shows. A small file a home, by computer and path; where it can't be written or read nobody is
kept from working.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import get_ident

from intake.settings.file import default_state_dir
from intake.settings.log import log_exception
from intake.settings.whereabouts import computer
from intake.store.life.life import highest
from intake.store.life.mark import Marked
from templates.system import move_into_place, open_private


@dataclass(frozen=True, slots=True)
class Remembered:
    """The identity of the store that a home held ("" where nothing is known), its changes by then, the
    highest numbers reserved, by series, and whether it lay on another disk than this account's own files.
    """

    store: str = ""
    changes: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)
    apart: bool = False


NOTHING = Remembered()


def remembered(home: Path) -> Remembered:
    """What is known of the store in ``home``; nothing where that can't be read."""
    try:
        told = json.loads(_file(home).read_bytes())
        numbers = {str(series): int(number) for series, number in told["numbers"].items()}
        return Remembered(str(told["store"]), int(told["changes"]), numbers, bool(told["apart"]))
    except FileNotFoundError:
        return NOTHING
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        log_exception("store-not-remembered", error)
        return NOTHING


def remember(home: Path, marked: Marked) -> None:
    """Keep what the home's mark says. Two at once may leave the lower count, which the next change raises."""
    known = remembered(home)
    changes = max(known.changes, marked.changes) if known.store == marked.store else marked.changes
    # Numbers stand on people's slips, whichever store here gave them out.
    numbers = highest(known.numbers, marked.numbers)
    told = Remembered(marked.store, changes, numbers, lies_apart(home))
    if told != known:
        try:
            _write(_file(home), json.dumps(asdict(told), separators=(",", ":")).encode())
        except OSError as error:
            log_exception("store-not-remembered", error)


def lies_apart(home: Path) -> bool:
    """Whether an existing ``home`` is on another disk than this account's own files, so that a home which is
    not on one now may only not be connected.
    """
    own = default_state_dir()
    with suppress(OSError):
        return (
            home.stat().st_dev != next(there for there in (own, *own.parents) if there.exists()).stat().st_dev
        )
    return False


def forget(home: Path) -> None:
    """The store in ``home`` is thrown away on purpose: another may begin there. Raises ``OSError``."""
    _file(home).unlink(missing_ok=True)


def _write(path: Path, text: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.part")
    with os.fdopen(open_private(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as stream:
        stream.write(text)
    move_into_place(aside, path)


def _file(home: Path) -> Path:
    # A profile that follows a person to other computers knows nothing of their disks.
    lies = f"{computer()}\n{home.resolve()}".encode("utf-8", "surrogateescape")
    return default_state_dir() / "stores" / f"{sha256(lies).hexdigest()[:32]}.json"
