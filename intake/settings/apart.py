# SPDX-License-Identifier: Apache-2.0
"""A home whose store was brought back from a copy keeps all of it, whatever server or object store the
settings name: those belong to the store that may still be alive there, and a copy that is only looked at must
not pass for a desk of it. ``<home>/sohoa.apart`` says so, until rows and papers are carried over. Nor does
anything leave the house from a home that was copied (``intake.settings.whereabouts``), until a person says
that the store goes on there.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from intake.settings.settings import (
    BackupSettings,
    GatewaySettings,
    MailSettings,
    Settings,
    SigningSettings,
    StoreSettings,
)
from intake.settings.whereabouts import Whereabouts, copied_from

FILE = "sohoa.apart"


class Part(StrEnum):
    """What of a store can lie elsewhere."""

    ROWS = "rows"
    PAPERS = "papers"


def parts_apart(home: Path) -> frozenset[Part]:
    """What of the store is kept in this home alone. A file that can't be read, or says nothing that is known,
    counts as all of it.
    """
    try:
        words = (home / FILE).read_text("ascii").split()
        return frozenset(map(Part, words)) or frozenset(Part)
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()
    except (OSError, ValueError):
        return frozenset(Part)


def at_home(settings: Settings) -> Settings:
    """The settings as they hold for their home: no server, no object store for what is kept in it alone. As
    long as one that is named is not used so, or the home is a copy, nothing leaves the house either: what the
    living store sends, a copy of it would send a second time.
    """
    named = {"url": Part.ROWS, "objects": Part.PAPERS} if places_named(settings.store) else {}
    apart = parts_apart(settings.home) if named else frozenset()
    unused = [key for key, part in named.items() if part in apart and getattr(settings.store, key)]
    store = settings.store.model_copy(update=dict.fromkeys(unused, "")) if unused else settings.store
    if not unused and copy_of(settings.home, store) is None:
        return settings
    ways_out = {
        "gateway": GatewaySettings(),
        "mail": MailSettings(),
        "backup": BackupSettings(),
        "signing": SigningSettings(),  # nor is anything signed in the office's name
    }
    units = {name: _without_ways_out(section) for name, section in settings.units.items()}
    return settings.model_copy(update={"store": store, **ways_out, "units": units})


def copy_of(home: Path, store: StoreSettings) -> Whereabouts | None:
    """Where the store lay of which that in ``home`` is a copy; None where it is none. Of rows on a server all
    homes are desks. ``store``: as it holds for the home.
    """
    return None if store.url else copied_from(home)


def _without_ways_out(section: Any) -> Any:
    if not isinstance(section, Mapping):
        return section  # a fault, which is told as such
    return {key: table for key, table in section.items() if key not in ("gateway", "mail", "signing")}


def places_named(store: StoreSettings) -> list[str]:
    """The server and the object store that are named, for a person to read."""
    from intake.settings.database_server import DatabaseServer

    server = [str(DatabaseServer(store.url))] if store.url else []
    return [*server, *([store.objects] if store.objects else [])]
