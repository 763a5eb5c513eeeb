# SPDX-License-Identifier: Apache-2.0
"""What every command at the desk begins with: the store of this computer, and who is acting."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from intake.dossier.entered import entered
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest, one_line

if TYPE_CHECKING:
    from intake.settings.settings import Settings
    from intake.settings.units import FaultyOffice
    from intake.store.store import Store

NOBODY = "?"


@contextmanager
def desk_store(unit: str | None = None) -> Iterator[Store]:
    """The store that the settings name, as the office ``unit`` sees it; that which the command works for, if
    None.
    """
    store = _opened(our_unit() if unit is None else unit)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def reading_store(unit: str | None = None, *, all_units: bool = False) -> Iterator[Store]:
    """The store for a command that only looks, as the office ``unit`` sees it (as ``desk_store``); where
    nothing may be written to it, that is said.
    """
    from intake.desk.console import complain

    own = our_unit() if unit is None and not all_units else unit or ""
    store = _opened(own, to_read=True)
    if store.fault is not None:
        complain(store.fault.sentence, store.fault.advice)
    try:
        yield store
    finally:
        store.close()


def _opened(unit: str, *, to_read: bool = False) -> Store:
    """The store as the office ``unit`` sees it, as a whole for ""."""
    from intake.desk.progress import progress
    from intake.services.offices import take_unclaimed
    from intake.settings.current import installed_settings
    from intake.settings.secrets import database_server
    from intake.store.remote.place import objects_of
    from intake.store.store import Store

    settings = installed_settings()
    tell(told_of_a_copy())
    opened = Store.open_to_read if to_read else Store.open
    store = opened(
        settings.home,
        unit=unit or None,
        server=database_server(settings.store),
        objects=objects_of(settings),
        progress=progress,
    )
    store.second_look = settings.review.second_look
    take_unclaimed(store, settings.unit.code)
    return store


class CopyTold(NamedTuple):
    """That a store is no desk's own, and how a person lets it go on."""

    sentence: str
    advice: str


def told_of_a_copy() -> CopyTold | None:
    """That this store was brought back or copied, and what does not happen there because of that; None where
    it was not.
    """
    from intake.settings.current import places_passed_over

    places = places_passed_over()
    return told_of_places_not_used(places) if places else told_of_a_copied_home()


def told_of_a_copied_home() -> CopyTold | None:
    """That nothing is sent from a home that lay elsewhere; None where it did not."""
    from intake.settings.apart import copy_of
    from intake.settings.current import installed_settings

    settings = installed_settings()
    if (lay := copy_of(settings.home, settings.store)) is None:
        return None
    return CopyTold(
        _("The store in {home} is a copy of the one in {place}; nothing is sent from it.").format(
            home=settings.home, place=lay
        ),
        _(
            "That is well for looking at a copy. If it was moved here, or the other one is lost, and "
            "nobody works there any more: sohoa store accept."
        ),
    )


def told_of_places_not_used(places: Sequence[str]) -> CopyTold | None:
    """That a store which was brought back from a copy stays in its folder, where the settings name other
    ``places`` for it; None where there are none.
    """
    from intake.settings.current import installed_settings

    if not places:
        return None
    told = _("The store in {home} was brought back from a copy and is kept there alone; not used: {places}.")
    return CopyTold(
        told.format(home=installed_settings().home, places=", ".join(places)),
        _(
            "That is well for looking at a copy; nothing is sent from it. To let the store go on there: "
            "sohoa store move-objects --to …, then sohoa store move --to …"
        ),
    )


def tell(copy: CopyTold | None) -> None:
    """Say it at the terminal."""
    from intake.desk.console import complain

    if copy is not None:
        complain(*copy)


def our_unit() -> str:
    """The code of the office that the command works for; "" where the only one has none.

    Raises ``UsageError`` where there are several and none was named.
    """
    from intake.settings.current import current_settings
    from intake.settings.units import offices

    settings = current_settings()
    if not settings.unit.code and settings.units:
        raise UsageError(
            _("It was not said for which office."),
            _("Say --unit CODE (also SOHOA_UNIT__CODE), one of: {codes}").format(
                codes=", ".join(offices(settings))
            ),
        )
    return settings.unit.code


def every_office() -> list[Settings | FaultyOffice]:
    """The settings of all offices that this installation serves; those whose section has a fault first."""
    from intake.settings.current import chosen_config, installed_settings
    from intake.settings.file import settings_path
    from intake.settings.units import faulty_offices, offices

    installed, path = installed_settings(), settings_path(chosen_config())
    found, faulty = offices(installed, path), faulty_offices(installed, path)
    own = installed.unit.code and installed.unit.code not in {*found, *(one.code for one in faulty)}
    return [*faulty, *([installed] if own or not (found or faulty) else ()), *found.values()]


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
            _('For instance: sohoa edit 7KQ2 "giới tính=Nam" "họ tên trẻ=…"'),
        )
    return key.strip(), value
