# SPDX-License-Identifier: Apache-2.0
"""What a province's one-stop system calls things: the models of ``province-….yaml`` and of the message
(``dongbohosomc-….yaml``) that it carries.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from batch.gateway.fieldmaps.models import FormMap, FormMaps, FormSlot, load_roles
from batch.gateway.protocol.models import Errors, FieldError, Operation, PaperSlot, Status
from batch.gateway.protocol.slots import key_of_slot
from templates.files.datafiles import Frozen, load

DATA = Path(__file__).parent
NEWEST = "province-2026"
VERSIONS = (NEWEST, "province-2024", "province-tthcc")


class Login(Operation):
    """Name and password in, a session out, which is believed to live ``life_s``. The setting ``option`` names
    another path.
    """

    option: str
    username: str
    password: str
    session: str
    life_s: float


class Service(Operation):
    """One service: its ``name`` in the envelope ("" where there is none), its path, which the setting
    ``option`` may name otherwise, and what stands in the query (``unit``, ``updating``).
    """

    option: str
    name: str = ""
    query: dict[str, Literal["unit", "updating"]] = Field(default_factory=dict)


class Envelope(Frozen):
    """What goes around the data of a call."""

    session: str
    unit: str
    service: str
    updating: str
    data: str


class Services(Frozen):
    """The calls; without ``find`` nobody can be asked about a dossier, without ``progress`` no step told."""

    add: Service
    update: Service
    find: Service | None = None
    progress: Service | None = None


class Supplements(Frozen):
    """The list of supplements asked for, and what an entry of it says."""

    list: str
    note: str


class Results(Frozen):
    """The list of results, and what an entry calls link, name and national code; ``most_mb`` of one file."""

    list: str
    link: str
    name: str
    code: str
    most_mb: int


class Rows(Frozen):
    """What an answer about dossiers calls things; ``notes``: the first that says something."""

    data: str
    number: str
    status: str
    notes: tuple[str, ...]
    supplements: Supplements
    procedure: str
    owner: str
    results: Results
    unverified: bool = False


class Identity(Frozen):
    """The owner's personal numbers: a list of kind and number, the kind by the pattern that it fits."""

    list: str
    kind: str
    number: str
    kinds: dict[str, str]


class FileNames(Frozen):
    """What an entry of the list of files is called, one a file."""

    list: str
    id: str
    name: str
    longest_name: int
    deleted: str
    component: str
    link: str
    copy_sent: Annotated[Literal["portal", "master"], Field(alias="copy")]
    paper: tuple[PaperSlot, ...]


class StepSays(Frozen):
    """What was done, in words: a dossier that is new there, and one whose supplement came."""

    new: str
    supplement: str


class StepNames(Frozen):
    """What a step of the dossier's way is called."""

    number: str
    officer: str
    longest_officer: int
    moment: str
    unit: str
    content: str
    status: str
    says: StepSays


class BusFormats(Frozen):
    """Its date formats (strftime)."""

    moment: str
    compact: str


class BusMessage(Frozen):
    """A dossier and its steps as the bus takes them."""

    id: str
    source: str
    since: date
    unverified: bool
    time_zone: str
    statuses: dict[str, Status]
    first_status: str
    after_supplement: str
    formats: BusFormats
    dossier: tuple[FormSlot, ...]
    status: str
    identity: Identity
    files: FileNames
    step: StepNames
    complaints: tuple[FieldError, ...]


class ProvinceSpec(Frozen):
    """The whole protocol. ``headers`` by name: an option's name, or text after “=”."""

    id: str
    source: str
    since: date
    unverified: bool
    message: str
    headers: dict[str, str] = Field(default_factory=dict)
    login: Login | None = None
    envelope: Envelope | None = None
    yes: str
    no: str
    services: Services
    errors: Errors
    rows: Rows | None = None

    @property
    def carried(self) -> BusMessage:
        """The message that it carries."""
        return load_message(self.message)

    @property
    def forms(self) -> FormMaps:
        """Who hands in and whose dossier it is: of a form itself this protocol carries nothing."""
        return _forms()

    def field_names(self) -> frozenset[str]:
        """See ``AnswerTerms``."""
        message = self.carried
        names = message.files
        found = {names.list, names.id, names.name, names.component, names.link, message.status}
        found |= {message.identity.list, message.identity.kind, message.identity.number}
        return frozenset(found | {slot.to for slot in message.dossier})

    def number_names(self) -> frozenset[str]:
        """See ``AnswerTerms``."""
        slots = self.carried.dossier
        return frozenset(slot.to.lower() for slot in slots if "dossier.number" in slot.sources)

    def file_names(self) -> frozenset[str]:
        """See ``AnswerTerms``: a link that it can't fetch is one that it has lost."""
        return frozenset({self.carried.files.link.lower()})

    def key_of(self, name: str) -> str:
        """See ``AnswerTerms``."""
        message = self.carried
        if name in (message.identity.list, message.identity.number):
            name = next(slot.to for slot in message.dossier if slot.kind == "paper-number")
        return key_of_slot(name, message.dossier, "", self.forms)

    def taken(self, body: Any) -> Any:  # noqa: ARG002 (as AnswerTerms has it)
        """See ``AnswerTerms``: its yes brings nothing along."""
        return None


@cache
def _forms() -> FormMaps:
    forms = {kind: FormMap(form=kind, source="-", roles=roles) for kind, roles in load_roles().items()}
    return FormMaps(attributes=(), forms=forms)


@cache
def load_message(name: str) -> BusMessage:
    """The message of that name; raises TemplateError where its file is broken or missing."""
    return load(BusMessage, DATA / f"{name}.yaml")


@cache
def load_spec(name: str = NEWEST) -> ProvinceSpec:
    """The protocol of that name; raises TemplateError where its file is broken or missing."""
    spec = load(ProvinceSpec, DATA / f"{name}.yaml")
    errors = spec.errors.model_copy(update={"fields": load_message(spec.message).complaints})
    return spec.model_copy(update={"errors": errors})
