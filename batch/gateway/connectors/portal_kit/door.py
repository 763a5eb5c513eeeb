# SPDX-License-Identifier: Apache-2.0
"""A kit for one dossier: PDFs by row of the portal's table, and one page with buttons that copy each value.

The portal takes no dossier from a program: whoever sends signs in as a person, and types. The kit spares the
typing; that the dossier arrived, and under which number, only the portal tells that person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from batch.gateway.connectors.place.laid import Copied, Pieces, content_key, lay, prepared
from batch.gateway.connectors.portal_kit.page import KitFile, KitRow, page
from batch.gateway.connectors.portal_kit.questions import PortalPages, answers, load_pages, others
from batch.gateway.contract import FieldMessage, OutgoingComponent, PlaceHealth, Submission
from batch.gateway.kinds import DoorSetup
from batch.gateway.place_errors import usable_place
from intake.dossier.deadline.local_time import local_day
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _
from templates.system.file_names import is_refused

PAGE = "ho-so.html"
_UNSAFE = re.compile(r"[^\w\- ]+")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class PortalKit:
    """See ``batch.gateway.contract.DropOff``."""

    place: Path
    pages: PortalPages = field(default_factory=load_pages)
    name: str = "portal-kit"
    copy: str = "portal"

    def test(self) -> PlaceHealth:
        return prepared(self.place)

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        most = self.pages.most_bytes
        told = _("The file is larger than the portal takes ({size} MB).").format(size=f"{most / 1e6:.0f}")
        return [
            FieldMessage(file.name, "", "other", text=told) for file in submission.files if file.bytes > most
        ]

    def put(self, submission: Submission, number: str) -> str:
        papers = {
            file.path: Copied(sent.path, sent.sha256)
            for row, component in zip(_rows(submission), submission.components, strict=True)
            for file, sent in zip(row.files, component.files, strict=True)
        }
        signed = {"signed": submission.unsigned.encode()}  # signed anew the same files have other bytes
        content = signed if submission.unsigned else papers
        key = content_key({**content, "values": _values(submission, number)})
        pieces: Pieces = {**papers, PAGE: self._page(submission, number)}
        return lay(self.place, f"{submission.dossier}_{key}", pieces)

    def close(self) -> None:
        """Nothing is held."""

    def _page(self, submission: Submission, number: str) -> bytes:
        catalogue, code = load_catalogue(), submission.procedure
        form = catalogue.procedure(code, local_day(submission.received_at)).form
        return page(
            catalogue,
            dossier=submission.dossier,
            number=number,
            procedure=f"{code} {catalogue.procedure_named(code).name['vi']}",
            asked=list(answers(self.pages, form, submission.values)),
            besides=list(others(self.pages, form, submission.values)),
            components=list(_rows(submission)),
        )


@dataclass(frozen=True, slots=True)
class PortalKitKind:
    """See ``batch.gateway.kinds.DoorKind``."""

    def opened(self, setup: DoorSetup) -> PortalKit:
        return PortalKit(usable_place(f"{setup.keys}place", setup.needed(setup.settings.place, "place")))

    def checks(self, setup: DoorSetup) -> PortalKit:
        return self.opened(setup)


def _rows(submission: Submission) -> Iterator[KitRow]:
    for row, component in enumerate(submission.components, start=1):
        folder = f"{row:02} {_folder_name(component)}".strip()
        files = tuple(KitFile(f"{folder}/{file.name}", file.name) for file in component.files)
        yield KitRow(row, component.code, component.name, files)


def _folder_name(component: OutgoingComponent) -> str:
    """The component's name as far as every file system takes it, which the upload's window then shows."""
    name = " ".join(_UNSAFE.sub(" ", component.name).split())[:_LONGEST_NAME].strip()
    return "" if is_refused(name) else name


def _values(submission: Submission, number: str) -> bytes:
    """What the page tells of this dossier, whatever its words and looks are in a later version."""
    told = {"number": number, "procedure": submission.procedure, "values": dict(submission.values)}
    rows = [asdict(row) for row in _rows(submission)]
    return json.dumps({**told, "rows": rows}, sort_keys=True).encode()
