# SPDX-License-Identifier: Apache-2.0
"""What the civil-status system calls things: the models of ``moj-….yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from batch.gateway.connectors.ministry.spec import DATA as MINISTRY
from batch.gateway.fieldmaps.models import FormMaps, FormSlot, load_form_maps
from batch.gateway.protocol.models import Errors, Operation, Status
from batch.gateway.protocol.slots import key_of_slot
from templates.files.datafiles import Frozen, load

DATA = Path(__file__).parent
NEWEST = "moj-2026"
VERSIONS = (NEWEST, "moj-modules-2025")


class Call(Operation):
    """One call; the setting ``option`` names another path."""

    option: str


class TokenCall(Call):
    """The sign-in of RFC 6749 (4.4), and what its answer calls things."""

    token: str
    expires_in: str


class MojFiles(Frozen):
    """What an entry of the list of files is called, one a file; ``kinds`` are the system's numbers by our
    kind of paper.
    """

    list: str
    id: str
    kind: str
    kinds: dict[str, int]
    paper: str
    name: str
    deleted: str
    content: str
    copy_sent: Annotated[Literal["portal", "master"], Field(alias="copy")]


class MojRows(Frozen):
    """The question where a dossier stands, and what a row of its answer says; ``notes``: the first that says
    something; ``files``: results by their names in ``results``, in Base64, and what they are called here.
    """

    asked: str
    province: str
    data: str
    status: str
    notes: tuple[str, ...]
    supplement_by: str
    results: str
    files: dict[str, str]
    most_mb: int


class MojFormats(Frozen):
    """Its date formats (strftime)."""

    moment: str
    compact: str
    dotted: str
    day: str
    deadlines: tuple[str, ...]


class MojAddress(Frozen):
    """What the parts of an address are called; ``country`` "" where it is not told."""

    province: str
    commune: str
    detail: str
    country: str = ""


class MojSpec(Frozen):
    """The whole protocol. ``headers`` by name the option that fills it, if it is set; ``modules`` which
    module carries which of our forms, and where ``own_modules`` options name others; ``forms`` is a folder
    beside the file whose maps come before the ministry's. Without ``poll`` nobody can be asked.
    """

    id: str
    source: str
    since: date
    unverified: bool
    time_zone: str
    codes: str
    token: TokenCall
    push: Call
    poll: Call | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    modules: dict[str, tuple[str, ...]]
    own_modules: bool = False
    forms_at: Annotated[str, Field(alias="forms")] = ""
    dossier: tuple[FormSlot, ...]
    module: str
    also_module: str = ""
    number: str
    data: str
    files: MojFiles
    address: MojAddress
    parts: dict[Literal["family", "middle", "given", "year", "month", "day"], str] = Field(
        default_factory=dict
    )
    formats: MojFormats
    rows: MojRows | None = None
    statuses: dict[str, Status] = Field(default_factory=dict)
    errors: Errors

    @property
    def forms(self) -> FormMaps:
        """The forms' own fields: its own maps, then those of the ministry's gateway, which has the names of
        the same modules. A form that a known module carries goes without what nobody knows a name for.
        """
        return _forms(self.id)

    def module_of(self, form: str, told: Mapping[str, str]) -> str:
        """The module that carries a form, ``told`` by the options; "" where nobody knows one."""
        known = next((name for name, forms in self.modules.items() if form in forms), "")
        return known or (told.get(form, "") if self.own_modules else "")

    def all_slots(self) -> tuple[FormSlot, ...]:
        """Every slot of the dossier and of all forms."""
        return (*self.dossier, *(slot for slots in self.forms.slots.values() for slot in slots))

    def field_names(self) -> frozenset[str]:
        """See ``AnswerTerms``."""
        names = self.files
        found = {names.list, names.id, names.paper, names.name, names.content, self.module, self.data}
        return frozenset(found | {slot.to for slot in self.all_slots()})

    def number_names(self) -> frozenset[str]:
        """See ``AnswerTerms``."""
        return frozenset({self.number.lower()})

    def file_names(self) -> frozenset[str]:
        """See ``AnswerTerms``: files travel inside the message, so none can be lost there."""
        return frozenset()

    def key_of(self, name: str) -> str:
        """See ``AnswerTerms``."""
        return key_of_slot(name, self.all_slots(), self.data, self.forms)

    def taken(self, body: Any) -> Any:  # noqa: ARG002 (as AnswerTerms has it)
        """See ``AnswerTerms``: its yes brings nothing along."""
        return None


@cache
def _forms(name: str) -> FormMaps:
    spec, shared = load_spec(name), load_form_maps(MINISTRY / "forms")
    own = load_form_maps(DATA / spec.forms_at) if spec.forms_at else FormMaps(attributes=(), forms={})
    known = {form for forms in spec.modules.values() for form in forms}
    forms = {
        kind: each.model_copy(update={"own": ()}) if kind in known else each
        for kind, each in {**shared.forms, **own.forms}.items()
    }
    return FormMaps(attributes=own.attributes or shared.attributes, forms=forms)


@cache
def load_spec(name: str = NEWEST) -> MojSpec:
    """The protocol of that name; raises TemplateError where its file is broken or missing."""
    return load(MojSpec, DATA / f"{name}.yaml")
