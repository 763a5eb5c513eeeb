# SPDX-License-Identifier: Apache-2.0
"""What desks have given out, told beside the papers where all of them reach it (``SharedObjects``).

A desk's mark lies on its own disk, and a copy of a server's database knows nothing of what came after it. So
that no number comes twice, whichever desk says how to go on and whosever disk is gone, each desk tells there
which numbers it reserved. It is read only where a database is made or gone on with, so it holds nobody up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from intake.errors import ObjectStoreError
from intake.settings.log import log_exception
from intake.store.life.life import highest
from intake.store.life.mark import Marked
from intake.store.objects import SharedObjects

FOLDER = "marks"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The stores whose desks told of themselves at a place, and the highest numbers any of them reserved."""

    stores: frozenset[str]
    numbers: Mapping[str, int]


NOTHING = Witnessed(frozenset(), {})


def tell(shared: SharedObjects, marked: Marked) -> None:
    """Have the place know what this desk reserved. Where it can't be asked, the next block will tell: nobody
    at a counter waits for it.
    """
    name = f"{FOLDER}/{marked.desk}"
    try:
        numbers = dict(marked.numbers)
        for before in shared.notes(name):  # a disk that was copied has a twin under the same name
            numbers = highest(numbers, json.loads(before)["numbers"])
        told = {"store": marked.store, "numbers": numbers}
        shared.note(f"{name}/mark.json", json.dumps(told, separators=(",", ":")), patient=False)
    except ObjectStoreError as error:
        log_exception("mark-not-told", error)


def witnessed(shared: SharedObjects | None) -> Witnessed:
    """All that desks have told there. Raises ``ObjectStoreError``."""
    told = [json.loads(note) for note in shared.notes(FOLDER)] if shared is not None else []
    numbers = highest(*(one["numbers"] for one in told))
    return Witnessed(frozenset(one["store"] for one in told), numbers)
