# SPDX-License-Identifier: Apache-2.0
"""What a person asks for with ``slip``; small, for the command line is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from batch.slips.errors import SlipRefusedError


class SheetKind(StrEnum):
    """What can be printed."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL = "control"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class SlipWish:
    """What a person says besides the kind: why, by which law, the new day, what else is wanted, and whether
    another receipt is to be issued.
    """

    reasons: tuple[str, ...] = ()
    law: str = ""
    until: date | None = None
    items: tuple[str, ...] = ()
    renew: bool = False

    def need_reasons(self) -> tuple[str, ...]:
        """The reasons; raises ``SlipRefusedError`` where there is none."""
        if not any(reason.strip() for reason in self.reasons):
            raise SlipRefusedError.needs("--reason")
        return self.reasons

    def need_law(self) -> str:
        """The law; raises ``SlipRefusedError`` where none was given."""
        if not self.law.strip():
            raise SlipRefusedError.needs("--law")
        return self.law

    def need_until(self) -> date:
        """The new day; raises ``SlipRefusedError`` where none was given."""
        if self.until is None:
            raise SlipRefusedError.needs("--until")
        return self.until
