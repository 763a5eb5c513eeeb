# SPDX-License-Identifier: Apache-2.0
"""An import file for each dossier, laid into a folder from which a person imports it.

Files of one dossier each, so that whoever imports one can't import another twice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from batch.errors import BatchError
from batch.gateway.connectors.place.laid import content_key, lay, prepared
from batch.gateway.connectors.register_158.books import BookRow, load_books, row_of
from batch.gateway.connectors.register_158.workbook import workbook_of
from batch.gateway.contract import FieldMessage, PlaceHealth, Submission, Unit
from batch.gateway.kinds import DoorSetup
from batch.gateway.place_errors import usable_place
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _


@dataclass(frozen=True, slots=True)
class Register158:
    """See ``batch.gateway.contract.DropOff``."""

    place: Path
    unit: Unit
    name: str = "register-158"
    copy: str = "portal"

    def test(self) -> PlaceHealth:
        return prepared(self.place)

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        row, faults = row_of(submission, self.unit, load_catalogue())
        return faults if row else [FieldMessage("", "", "other", text=_no_book())]

    def put(self, submission: Submission, number: str) -> str:
        row, _faults = row_of(submission, self.unit, load_catalogue())
        if row is None:
            raise BatchError(_no_book())
        file = f"{row.book}_{submission.dossier}.xlsx"
        key = content_key({"row": _told(row, number)})
        return lay(
            self.place, f"{row.book}_{submission.dossier}_{key}", {file: workbook_of(load_books(), row)}
        )

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class Register158Kind:
    """See ``batch.gateway.kinds.DoorKind``."""

    def opened(self, setup: DoorSetup) -> Register158:
        place = usable_place(f"{setup.keys}place", setup.needed(setup.settings.place, "place"))
        return Register158(place, setup.unit)

    def checks(self, setup: DoorSetup) -> Register158:
        return self.opened(setup)


def _told(row: BookRow, number: str) -> bytes:
    return json.dumps({**asdict(row), "number": number}, sort_keys=True).encode()


def _no_book() -> str:
    return _("There is no import file for this procedure; name other doors for it in [gateway.procedures].")
