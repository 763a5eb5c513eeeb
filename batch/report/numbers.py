# SPDX-License-Identifier: Apache-2.0
"""The numbers of a run or a period, recomputed from the store each time; nothing is counted along the way.

Every received dossier stands in exactly one of the states below, so they add up to ``received``:
``unfinished + waiting + incomplete + complete + returned + rejected``. What is ``waiting`` has its papers and
wants a person's look; what is ``unfinished`` is not read. ``packaged ⊇ pushed ⊇ accepted`` are parts of
``complete``; ``accepted`` are those of which the gateway said so, which a result alone doesn't tell.
``doubles`` are a part of ``received`` and ``rejected``, and of none of the numbers of digitisation.

``digitised`` follows indicator 4.2 of QĐ 766/QĐ-TTg: a dossier counts if it has at least one component file
*and* a result file. Components without a result are the clerk's to-do list (``gaps``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from batch.store.report_rows import PaperCount, StateCount
from intake.dossier.states import State

UNFINISHED = frozenset({State.RECEIVED, State.CAPTURED})
WAITING = frozenset({State.READ, State.REVIEWED})
PUSHED = frozenset({State.PUSHED, State.ACCEPTED, State.RESULT_ATTACHED})
COMPLETE = frozenset({State.COMPLETE, State.PACKAGED, State.QUEUED}) | PUSHED


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts of dossiers, but for ``papers``, ``pages``, ``pages_failed`` and ``refused`` (inputs)."""

    received: int
    papers: int
    pages: int
    pages_failed: int
    refused: int
    unfinished: int
    waiting: int
    incomplete: int
    complete: int
    packaged: int
    pushed: int
    accepted: int
    returned: int
    rejected: int
    with_components: int
    digitised: int
    doubles: int = 0

    @property
    def digitised_share(self) -> float | None:
        """Digitised of received, 0…1, those left out that were entered twice; None where nothing was
        received, because 0 of 0 is not 0 %.
        """
        once = self.received - self.doubles
        return self.digitised / once if once else None

    @property
    def gaps(self) -> int:
        """How many dossiers have component files and lack their result file."""
        return self.with_components - self.digitised

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "digitised_share": self.digitised_share}


Counts = Mapping[State, StateCount]


def together(counted: Iterable[Counts]) -> Counts:
    """The counts of several offices as those of one."""
    found: dict[State, StateCount] = {}
    for counts in counted:
        for state, count in counts.items():
            before = found.get(state, StateCount(0, 0))
            found[state] = StateCount(
                before.dossiers + count.dossiers,
                before.with_files + count.with_files,
                before.digitised + count.digitised,
                before.doubles + count.doubles,
                before.accepted + count.accepted,
            )
    return found


def numbers_of(states: Counts, papers: PaperCount) -> Numbers:
    """The numbers over dossiers counted by state, and their papers."""
    return Numbers(
        received=_sum(states),
        papers=papers.papers,
        pages=papers.pages,
        pages_failed=papers.pages_failed,
        refused=papers.refused,
        unfinished=_sum(states, UNFINISHED),
        waiting=_sum(states, WAITING),
        incomplete=_sum(states, {State.INCOMPLETE}),
        complete=_sum(states, COMPLETE),
        packaged=_with_files(states, COMPLETE),
        pushed=_sum(states, PUSHED),
        accepted=sum(count.accepted for count in states.values()),
        returned=_sum(states, {State.RETURNED}),
        rejected=_sum(states, {State.REJECTED}),
        with_components=_with_files(states),
        digitised=sum(count.digitised for count in states.values()),
        doubles=sum(count.doubles for count in states.values()),
    )


def _sum(counts: Counts, states: Collection[State] = tuple(State)) -> int:
    return sum(count.dossiers for state, count in counts.items() if state in states)


def _with_files(counts: Counts, states: Collection[State] = tuple(State)) -> int:
    return sum(count.with_files for state, count in counts.items() if state in states)
