# SPDX-License-Identifier: Apache-2.0
"""What desks know of their store, told beside the papers where all of them reach it (``SharedObjects``).

A desk's mark lies on its own disk, and a copy of a server's database knows nothing of what came after it. So
that no number comes twice, whichever desk says how to go on and whosever disk is gone, each desk tells there
which numbers it reserved, and a block more: what it reserves next is told only after it was used, and a
process may be killed in between. And so that a server's disk put back whole is noticed also by who misses
nothing there, the most changes that any desk saw are told as well. Numbers are read only where a database is
made or gone on with; changes at the beginning of a night or a push and with each block of numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from intake.errors import ObjectStoreError
from intake.settings.log import log_exception
from intake.store.life.life import highest
from intake.store.life.mark import BLOCK, Marked
from intake.store.objects import SharedObjects

FOLDER = "marks"


PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The stores whose desks told of themselves at a place, the highest numbers any of them may have given
    out, and by store the most changes any of them saw.
    """

    stores: frozenset[str]
    numbers: Mapping[str, int]
    changes: Mapping[str, int]


NOTHING = Witnessed(frozenset(), {}, {})


def tell(shared: SharedObjects, marked: Marked) -> bool:
    """Have the place know what this desk reserved and saw; False where it can't be asked: nobody at a counter
    waits for it, and the block told ahead holds until the next one.
    """
    try:
        tell_all(shared, marked)
    except ObjectStoreError as error:
        log_exception("mark-not-told", error)
        return False
    return True


def tell_all(shared: SharedObjects, marked: Marked) -> None:
    """As ``tell``; raises ``ObjectStoreError``."""
    name = f"{FOLDER}/{marked.desk}"
    numbers = {series: number + BLOCK for series, number in marked.numbers.items()}
    for before in shared.notes(name):  # a disk that was copied has a twin under the same name
        numbers = highest(numbers, json.loads(before)["numbers"])
    told = {"store": marked.store, "numbers": numbers}
    shared.note(f"{name}/mark.json", json.dumps(told, separators=(",", ":")), patient=False)
    tell_passed(shared, marked.store, marked.changes)


def tell_passed(shared: SharedObjects, store: str, changes: int) -> None:
    """Have the place know that there were so many changes. Two at once may leave the lower count, which the
    next one raises. Raises ``ObjectStoreError``.
    """
    if changes > passed(shared, store):
        told = json.dumps({"changes": changes})
        shared.note(f"{PASSED}/{store}/changes.json", told, patient=False)


def passed(shared: SharedObjects, store: str) -> int:
    """The most changes of the store that any desk told of; 0 for none. Raises ``ObjectStoreError``."""
    return max((json.loads(note)["changes"] for note in shared.notes(f"{PASSED}/{store}")), default=0)


def witnessed(shared: SharedObjects | None) -> Witnessed:
    """All that desks have told there. Raises ``ObjectStoreError``."""
    if shared is None:
        return NOTHING
    told = [json.loads(note) for note in shared.notes(FOLDER)]
    stores = frozenset(one["store"] for one in told)
    numbers = highest(*(one["numbers"] for one in told))
    return Witnessed(stores, numbers, {store: passed(shared, store) for store in stores})
