# SPDX-License-Identifier: Apache-2.0
"""What a gateway of the ministry's shape calls things: the models of ``ministry-….yaml``."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from batch.gateway.contract import CopyKind, RemoteOutcome
from batch.gateway.fieldmaps.models import FormMaps, FormSlot, load_form_maps
from templates.files.datafiles import Frozen, load
from templates.model.codelists import Texts
from templates.model.gateways.states import load_gateway_states

DATA = Path(__file__).parent
NEWEST = "ministry-2026"


class Operation(Frozen):
    """One call: method and path below the base URL."""

    method: Literal["GET", "POST"]
    path: Annotated[str, Field(pattern=r"^/")]
    unverified: bool = False


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


class Status(Frozen):
    """Which state (``templates.model.gateways.states``) one of the gateway's status numbers means, and
    what the gateway calls it.
    """

    state: str
    name: Texts

    @field_validator("state")
    @classmethod
    def _is_known(cls, state: str) -> str:
        if state not in load_gateway_states().states:
            raise ValueError(f"no state is called {state}")
        return state

    @property
    def outcome(self) -> RemoteOutcome:
        """What it means for the dossier here."""
        return RemoteOutcome(load_gateway_states().states[self.state].outcome)


class FieldError(Frozen):
    """One shape of complaint about a field; the pattern has the group ``field`` and may have ``limit``."""

    kind: Literal["too-long", "unknown-code", "missing", "bad-format", "wrong-hash"]
    pattern: str

    @field_validator("pattern")
    @classmethod
    def _names_the_field(cls, pattern: str) -> str:
        if "field" not in re.compile(pattern).groupindex:
            raise ValueError("the pattern lacks the group 'field'")
        return pattern


class Errors(Frozen):
    """Where an answer says that it is a refusal, and how it names fields."""

    code: str
    message: str
    errors: str
    ok: tuple[str, ...]
    already: tuple[str, ...]
    absent: tuple[str, ...]
    fields: tuple[FieldError, ...]


class PaperSlot(Frozen):
    """What an attached paper says of itself (``batch.gateway.contract.PaperFacts``), and how it is called.

    ``unverified``: the name was seen in another message, or is our own.
    """

    to: str
    fact: Literal[
        "result_code", "owner", "number", "issuer", "issued_on", "digitised", "reused", "from_store"
    ]
    unverified: bool = False


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

    def file_names(self) -> frozenset[str]:
        """What it calls an uploaded file's id and hash in a dossier, in small letters."""
        return frozenset((self.components.file_id.lower(), self.components.file_hash.lower()))


@cache
def load_spec(name: str = NEWEST) -> MinistrySpec:
    """The protocol of that name; raises TemplateError where its file is broken or missing."""
    return load(MinistrySpec, DATA / f"{name}.yaml")
