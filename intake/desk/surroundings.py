# SPDX-License-Identifier: Apache-2.0
"""What every command at the desk begins with: the store of this computer, and who is acting."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from intake.dossier.entered import entered
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest, one_line

if TYPE_CHECKING:
    from intake.store.store import Store

NOBODY = "?"


@contextmanager
def desk_store() -> Iterator[Store]:
    """The store that the settings name, closed at the end."""
    from intake.settings.current import current_settings
    from intake.settings.secrets import database_server
    from intake.store.remote.place import objects_of
    from intake.store.store import Store

    settings = current_settings()
    store = Store.open(settings.home, server=database_server(settings.store), objects=objects_of(settings))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def reading_store() -> Iterator[Store]:
    """The store for a command that only looks; where nothing may be written to it, that is said."""
    from intake.desk.console import complain
    from intake.settings.current import current_settings
    from intake.settings.secrets import database_server
    from intake.store.remote.place import objects_of
    from intake.store.store import Store

    settings = current_settings()
    store = Store.open_to_read(
        settings.home, server=database_server(settings.store), objects=objects_of(settings)
    )
    if store.fault is not None:
        complain(store.fault.sentence, store.fault.advice)
    try:
        yield store
    finally:
        store.close()


def our_commune() -> str:
    """The office's own commune, as the settings name it; use cases are handed it."""
    from intake.settings.current import current_settings

    return current_settings().unit.commune


def acting(who: str | None) -> str:
    """Who the journal names: ``--who``, else the account of the computer."""
    if name := entered(who or "", Longest.NAME):
        return name
    try:
        return one_line(getpass.getuser(), Longest.NAME) or NOBODY
    except (KeyError, OSError, ImportError):  # an account without a name (containers)
        return NOBODY


def split_assignment(text: str) -> tuple[str, str]:
    """``key=value`` in two; ``UsageError`` where there is no ``=``."""
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise UsageError(
            _("“{text}” is not of the form NAME=VALUE.").format(text=one_line(key, 40)),
            _('For instance: sohoa edit 7KQ2 child.sex=Nam child.full_name="…"'),
        )
    return key.strip(), value
