# SPDX-License-Identifier: Apache-2.0
"""The life of a dossier: its states and the ways between them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a dossier stands, in the order of an undisturbed life."""

    RECEIVED = "received"
    CAPTURED = "captured"
    READ = "read"
    REVIEWED = "reviewed"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    PACKAGED = "packaged"
    QUEUED = "queued"
    PUSHED = "pushed"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REJECTED = "rejected"
    RESULT_ATTACHED = "result-attached"


_S = State

# A paper added later leads back to CAPTURED, a correction to REVIEWED; the office may refuse as long as
# the dossier is its own. So it is with a QUEUED one that the gateway can't have yet
# (intake.store.queue.queue_exit). From PUSHED on the dossier is in the gateway's hands: only its answer moves
# it, and a returned dossier starts again with the papers the citizen brings, unless the gateway takes it
# up again (or turns out to have taken it after all). A REJECTED one goes on only where a person ended it as a
# double and takes that back (intake.services.changing.undo). Its result ends it; once a person takes that
# back, it stands where it stood before.
NEXT: dict[State, frozenset[State]] = {
    _S.RECEIVED: frozenset({_S.CAPTURED, _S.REJECTED}),
    _S.CAPTURED: frozenset({_S.READ, _S.REJECTED}),
    _S.READ: frozenset({_S.CAPTURED, _S.REVIEWED, _S.INCOMPLETE, _S.REJECTED}),
    _S.REVIEWED: frozenset({_S.CAPTURED, _S.READ, _S.COMPLETE, _S.INCOMPLETE, _S.REJECTED}),
    _S.COMPLETE: frozenset({_S.CAPTURED, _S.READ, _S.REVIEWED, _S.INCOMPLETE, _S.PACKAGED, _S.REJECTED}),
    _S.INCOMPLETE: frozenset({_S.CAPTURED, _S.READ, _S.REVIEWED, _S.COMPLETE, _S.REJECTED}),
    _S.PACKAGED: frozenset({_S.CAPTURED, _S.READ, _S.REVIEWED, _S.INCOMPLETE, _S.QUEUED, _S.REJECTED}),
    _S.QUEUED: frozenset({_S.CAPTURED, _S.READ, _S.REVIEWED, _S.PUSHED, _S.RETURNED, _S.REJECTED}),
    _S.PUSHED: frozenset({_S.ACCEPTED, _S.RETURNED, _S.REJECTED, _S.RESULT_ATTACHED}),
    _S.ACCEPTED: frozenset({_S.RETURNED, _S.REJECTED, _S.RESULT_ATTACHED}),
    _S.RETURNED: frozenset({_S.CAPTURED, _S.READ, _S.REVIEWED, _S.INCOMPLETE, _S.PUSHED, _S.REJECTED}),
    _S.REJECTED: frozenset({_S.READ}),
    _S.RESULT_ATTACHED: frozenset({_S.PUSHED, _S.ACCEPTED}),
}

CLOSED: frozenset[State] = frozenset({_S.PUSHED, _S.ACCEPTED, _S.REJECTED, _S.RESULT_ATTACHED})
"""States in which the papers and values can't be changed here any more."""

FROZEN: frozenset[State] = CLOSED | {_S.QUEUED}
"""States in which nothing is read or filled in by the program: what was shown is what is sent."""

OUT_OF_QUEUE: frozenset[State] = frozenset({_S.CAPTURED, _S.READ, _S.REVIEWED})
"""Where a dossier goes that is taken out of the queue, to be judged and packaged anew."""


def may_follow(current: State, wanted: State) -> bool:
    """Whether a dossier in ``current`` may be moved to ``wanted``."""
    return wanted in NEXT[current]
