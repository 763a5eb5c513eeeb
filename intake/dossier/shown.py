# SPDX-License-Identifier: Apache-2.0
"""What of a dossier was on somebody's screen, so that a value counts as confirmed only by who saw where it
stands.

A value is shown with its zone (the box it was read from), or with the whole page; where it stands on no
paper, because a person said it, it is itself all that there is to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intake.dossier.journal import Event, What
from intake.dossier.values import FormValue

Sight = tuple[int, int | None, int | None, tuple[int, ...]]
"""A value as somebody saw it: its version, the document (row id) and page it stands on, its box."""


def sight_of(value: FormValue) -> Sight:
    """What is on the screen when this value is shown. Read anew, from another page or zone, it is another."""
    said = value.said
    return value.version, said.document_id, said.page, tuple(said.box.as_list() if said.box else ())


def seen_by(events: Iterable[Event], who: str) -> set[tuple[str, Sight]]:
    """The values (by key) that were on the screen of ``who``."""
    return {
        (key, _sight(told))
        for event in events
        if event.what == What.SHOWN and event.who == who
        for key, told in event.data["values"].items()
    }


def _sight(told: list[Any]) -> Sight:
    version, document, page, box = told
    return version, document, page, tuple(box)
