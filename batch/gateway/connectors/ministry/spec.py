# SPDX-License-Identifier: Apache-2.0
"""What a gateway of the ministry's shape calls things: the models of ``ministry-….yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from batch.gateway.answers import field
from batch.gateway.contract import CopyKind
from batch.gateway.fieldmaps.models import FormMaps, FormSlot, load_form_maps
from batch.gateway.protocol.models import Errors, Operation, PaperSlot, Status
from batch.gateway.protocol.slots import key_of_slot
from templates.files.datafiles import Frozen, load

DATA = Path(__file__).parent
NEWEST = "ministry-2026"


class TokenOperation(Operation):
    """Client id and secret in; a bearer token and its life in seconds out."""

    client_id: str
    client_secret: str
    token: str
    expires_in: str


class NumberOperation(Operation):
    """The unit's code in (query ``unit``); the next mã hồ sơ out (``value``), written as ``shape`` says."""

    unit: str
    value: str
    shape: str
    longest: int


class UploadOperation(Operation):
    """A multipart ``part`` in; the file's id and hash out."""

    part: str
    id: str
    hash: str
    copy_sent: Annotated[Literal["portal", "master"], Field(alias="copy")] = "portal"


class FindUploadOperation(Operation):
    """A hash in (query); the same answer as an upload out."""

    hash: str


class SubmitOperation(Operation):
    """The dossier in; its id and number out, inside ``data``."""

    id: str
    number: str


class StatusOperation(Operation):
    """The number in (query); rows out, one a dossier. ``row_procedure`` and ``row_owner``: whose it is."""

    number: str
    row_number: str
    row_id: str
    row_status: str
    row_note: str
    row_note_else: str
    row_supplement_by: str
    row_results: str
    row_procedure: str
    row_owner: str


class ResultOperation(Operation):
    """A result's id in (query ``id``); its bytes out. The ``row_…`` stand in an entry of a status's list of
    results: its id, what it is called, its hash and the national code of such a paper.
    """

    id: str
    row_id: str
    row_name: str
    row_hash: str
    row_code: str
    most_mb: int


class Operations(Frozen):
    """All calls of the protocol."""

    token: TokenOperation
    number: NumberOperation
    upload: UploadOperation
    find_upload: FindUploadOperation | None = None
    submit: SubmitOperation
    status: StatusOperation
    result: ResultOperation | None = None


class ComponentNames(Frozen):
    """What the list of components and their files calls things."""

    list: str
    code: str
    name: str
    count: str
    copy_kind: str
    copy_kinds: dict[CopyKind, int]
    files: str
    file_id: str
    file_name: str
    file_hash: str
    paper: tuple[PaperSlot, ...]
    unverified: bool = False


class Formats(Frozen):
    """The protocol's date formats (strftime)."""

    moment: str
    compact: str
    dotted: str
    day: str
    deadlines: tuple[str, ...]


class AddressParts(Frozen):
    """What the parts of an address inside a form are called."""

    province: str
    commune: str
    detail: str


class MinistrySpec(Frozen):
    """The whole protocol."""

    id: str
    source: str
    since: date
    unverified: bool
    time_zone: str
    operations: Operations
    statuses: dict[str, Status]
    errors: Errors
    formats: Formats
    address: AddressParts
    dossier: tuple[FormSlot, ...]
    components: ComponentNames
    form_at: str

    @property
    def forms(self) -> FormMaps:
        """The forms' own fields; read when first asked for."""
        return load_form_maps(DATA / "forms")

    def all_slots(self) -> tuple[FormSlot, ...]:
        """Every slot of the dossier and of all forms, those below the path of their form."""
        return (*self.dossier, *(slot for slots in self.forms.slots.values() for slot in slots))

    def field_names(self) -> frozenset[str]:
        """Every name of a field: dotted, and its last part."""
        names = self.components
        found = {names.code, names.file_hash, names.file_id, names.list, names.files}
        for slot in self.all_slots():
            found |= {slot.to, slot.to.rsplit(".", 1)[-1]}
        return frozenset(found)

    def number_names(self) -> frozenset[str]:
        """What it calls the dossier's number, in small letters."""
        slots = [slot.to for slot in self.dossier if "dossier.number" in slot.sources]
        return frozenset(name.lower() for name in (*slots, self.operations.status.number))

    def key_of(self, name: str) -> str:
        """Our key of one of its fields, "" where it is none of the form's."""
        return key_of_slot(name, self.all_slots(), self.form_at, self.forms)

    def taken(self, body: Any) -> Any:
        """The number in an answer, which only a dossier that was taken has."""
        return field(field(body, "data"), self.operations.submit.number)

    def file_names(self) -> frozenset[str]:
        """What it calls an uploaded file's id and hash in a dossier, in small letters."""
        return frozenset((self.components.file_id.lower(), self.components.file_hash.lower()))


@cache
def load_spec(name: str = NEWEST) -> MinistrySpec:
    """The protocol of that name; raises TemplateError where its file is broken or missing."""
    return load(MinistrySpec, DATA / f"{name}.yaml")
