# SPDX-License-Identifier: Apache-2.0
"""Two persons who read a value without seeing what the other says, and a third who decides where they differ.

Pure, a fold of the journal: whoever says what a value is begins anew; the next person says it *again*; where
both say the same, or a third has decided, it is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from intake.dossier.journal import Event, What, undone
from ocr.text.folding import nfc, same_text


class LookStage(StrEnum):
    """Whom a value waits for."""

    SECOND = "second"  # another than the one who said it
    THIRD = "third"  # another than the two who say different things


@dataclass(frozen=True, slots=True)
class SaidBy:
    """What ``who`` says that a value is; "" and ``unreadable``: that nobody can read it, else that it is
    empty.
    """

    who: str
    value: str
    unreadable: bool = False

    def agrees(self, other: SaidBy) -> bool:
        """Whether both say the same; case and the place of a tone mark (hoà, hòa) do not count."""
        same = self.value == other.value or same_text(self.value, other.value)
        return self.unreadable == other.unreadable and same


@dataclass(frozen=True, slots=True)
class Looks:
    """What persons said of one value since it was last decided anew."""

    first: SaidBy
    second: SaidBy | None = None
    settled: bool = False

    @property
    def stage(self) -> LookStage | None:
        """Whom it waits for, were such a value to be looked at twice; None where it is settled."""
        if self.settled:
            return None
        return LookStage.SECOND if self.second is None else LookStage.THIRD

    @property
    def persons(self) -> tuple[str, ...]:
        """Who has spoken, and so is not the one it waits for."""
        return (self.first.who,) if self.second is None else (self.first.who, self.second.who)

    def is_for(self, who: str) -> bool:
        """Whether it waits for ``who``."""
        return not self.settled and not any(same_person(who, each) for each in self.persons)


def same_person(one: str, other: str) -> bool:
    """Whether two names of the journal mean one person: as they were typed, but for case and blanks."""
    return " ".join(nfc(one).casefold().split()) == " ".join(nfc(other).casefold().split())


def looks_of(events: Iterable[Event]) -> Mapping[str, Looks]:
    """By key what was said of each value that a person decided; what was taken back does not count."""
    events = list(events)
    gone, found = undone(events), dict[str, Looks]()
    for event in events:
        if event.id in gone:
            continue
        if event.what in (What.VALUE_CORRECTED, What.VALUE_CONFIRMED):
            key = event.data["key"]
            said, settles = _said(event), bool(event.data.get("settles"))
            found[key] = replace(found[key], settled=True) if settles and key in found else Looks(said)
        elif event.what == What.LOOKED_AGAIN and event.data["key"] in found:
            key = event.data["key"]
            found[key] = replace(found[key], second=_said(event), settled=event.data["agrees"])
    return found


def _said(event: Event) -> SaidBy:
    told: Mapping[str, Any] = event.data
    return SaidBy(event.who, told["value"], bool(told.get("unreadable")))
