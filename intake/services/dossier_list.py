# SPDX-License-Identifier: Apache-2.0
"""The dossiers of a desk as lines, a page of them or all, in parts so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.dossier.paging import Paging
from intake.dossier.states import State
from intake.store.dossier.lines import lines_of
from intake.store.store import Store


@dataclass(frozen=True, slots=True)
class Listed:
    """How many dossiers there are in all, and the lines asked for (``intake.store.dossier.lines``), newest
    first, some hundred at a time.
    """

    total: int
    parts: Iterator[Sequence[dict[str, Any]]]


@contextmanager
def dossier_list(
    store: Store,
    paging: Paging,
    *,
    states: Sequence[State] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Listed]:
    """The dossiers in one of ``states`` (all if none), received from ``since`` to before ``until``, as they
    stand at one moment; the parts can be gone through as long as this is open.
    """
    with store.read() as session:
        total = store.count(session, states=states, since=since, until=until)
        parts = store.list_in_parts(session, paging, states=states, since=since, until=until)
        yield Listed(total, (list(lines_of(session, part, store.clock())) for part in parts))
