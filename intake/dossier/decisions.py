# SPDX-License-Identifier: Apache-2.0
"""What persons decided about findings of the check, as the journal tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.dossier.journal import REVIEWED_BY_PERSON, Event, What, undone
from intake.dossier.states import State

_SINCE_REVIEW = frozenset({State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED})


@dataclass(frozen=True, slots=True)
class Decision:
    """A person looked at a finding and says that the dossier may go on with it; ``reason`` may be ""."""

    who: str
    at: datetime
    reason: str = ""


def decisions_of(events: Sequence[Event]) -> Mapping[str, Decision]:
    """The decisions that were not taken back, by the fingerprint of their finding."""
    gone = undone(events)
    return {
        event.data["fingerprint"]: Decision(event.who, event.at, event.data["reason"])
        for event in events
        if event.what == What.DECIDED and event.id not in gone
    }


def reviewed_in_one_go(events: Sequence[Event]) -> bool:
    """Whether a person declared the whole dossier reviewed, in a version that knew that, and it was not led
    back to be looked at since.
    """
    gone = undone(events)
    reviewed = False
    for event in events:
        if event.what == What.STATE and event.id not in gone:
            stays = reviewed and event.data["to"] in _SINCE_REVIEW
            reviewed = stays or bool(event.data.get(REVIEWED_BY_PERSON))
    return reviewed
