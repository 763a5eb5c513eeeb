# SPDX-License-Identifier: Apache-2.0
"""A dossier laid into a folder: its PDFs, ``ho-so.json`` with its values, and a list of hashes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batch.gateway.connectors.place.laid import Copied, Pieces, content_key, lay, prepared
from batch.gateway.contract import FieldMessage, PlaceHealth, Submission, Unit
from batch.gateway.errors import GatewaySetupError
from batch.gateway.kinds import DoorSetup
from batch.gateway.place_errors import usable_place
from templates.language.messages import _

FORMAT = "sohoa-dossier/1"
VALUES = "ho-so.json"
_COPIES = ("master", "portal")


@dataclass(frozen=True, slots=True)
class FolderDoor:
    """See ``batch.gateway.contract.DropOff``."""

    place: Path
    unit: Unit
    copy: str = "master"
    name: str = "folder"

    def test(self) -> PlaceHealth:
        return prepared(self.place)

    def check(self, submission: Submission) -> Sequence[FieldMessage]:  # noqa: ARG002 (it takes any dossier)
        return ()

    def put(self, submission: Submission, number: str) -> str:
        told = self._told(submission, number)
        values = (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
        papers = {file.name: Copied(file.path, file.sha256) for file in submission.files}
        pieces: Pieces = {**papers, VALUES: values}
        return lay(
            self.place, f"{submission.dossier}_{content_key(_content(told, submission, pieces))}", pieces
        )

    def close(self) -> None:
        """Nothing is held."""

    def _told(self, submission: Submission, number: str) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "dossier": submission.dossier,
            "number": number,
            "procedure": submission.procedure,
            "received_at": submission.received_at.isoformat(timespec="seconds"),
            "unit": {"code": self.unit.code, "name": self.unit.name},
            "values": dict(sorted(submission.values.items())),
            "components": [
                {
                    "code": component.code,
                    "name": component.name,
                    "files": [
                        {"file": file.name, "sha256": file.sha256, "bytes": file.bytes}
                        for file in component.files
                    ],
                }
                for component in submission.components
            ],
        }


def _content(told: dict[str, Any], submission: Submission, pieces: Pieces) -> Pieces:
    """What makes this another folder than one laid before: not that the same files were signed anew."""
    if not submission.unsigned:
        return pieces
    plain = {name: value for name, value in told.items() if name != "components"}
    return {VALUES: json.dumps(plain, sort_keys=True).encode(), "signed": submission.unsigned.encode()}


@dataclass(frozen=True, slots=True)
class FolderKind:
    """See ``batch.gateway.kinds.DoorKind``."""

    def opened(self, setup: DoorSetup) -> FolderDoor:
        place = usable_place(f"{setup.keys}place", setup.needed(setup.settings.place, "place"))
        return FolderDoor(place, setup.unit, _copy_of(setup))

    def checks(self, setup: DoorSetup) -> FolderDoor:
        return self.opened(setup)


def _copy_of(setup: DoorSetup) -> str:
    copy = setup.settings.options.get("copy", _COPIES[0])
    if copy not in _COPIES:
        raise GatewaySetupError(
            _("The setting {name} can't be {value}.").format(name=f"{setup.keys}options.copy", value=copy),
            _("It says which PDFs are laid there: master or portal."),
        )
    return copy
