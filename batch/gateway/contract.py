# SPDX-License-Identifier: Apache-2.0
"""What the outbox asks of any door: a gateway with a server, or a place that files are laid into. A door
keeps no state of a dossier: the outbox remembers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from intake.dossier.requester import Requester
from intake.dossier.served.serving import Served


class RemoteOutcome(StrEnum):
    """What a gateway's status means for the dossier."""

    PENDING = "pending"  # there, not yet looked at
    ACCEPTED = "accepted"
    RETURNED = "returned"  # to be supplemented
    REJECTED = "rejected"
    UNKNOWN = "unknown"  # there, in a state that this program has no name for


@dataclass(frozen=True, slots=True)
class Unit:
    """The office that sends: its code at the gateway, its name, its commune ("Xã …, tỉnh …")."""

    code: str
    name: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """One file to upload: ``sha256`` of its bytes, in lower-case hexadecimal."""

    path: Path
    name: str
    sha256: str
    bytes: int


class CopyKind(StrEnum):
    """What of a paper lies in the dossier."""

    ORIGINAL = "original"  # handed in
    COPY = "copy"  # a scan of what was shown, or a copy
    ELECTRONIC = "electronic"  # a file that never was paper


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper says of itself; "" for what it does not surely say.

    ``owner`` is a personal number of twelve digits, ``issued_on`` a day ``DD/MM/YYYY``, ``result_code`` the
    national code (KQ…) of a paper that is the result of a procedure. ``reused``: taken from another dossier,
    ``from_store``: from the national store; a paper that was brought is neither.
    """

    copy: CopyKind = CopyKind.COPY
    owner: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: str = ""
    result_code: str = ""
    reused: bool = False
    from_store: bool = False

    @property
    def digitised(self) -> bool:
        """Whether it was scanned here."""
        return self.copy is not CopyKind.ELECTRONIC and not self.reused and not self.from_store


@dataclass(frozen=True, slots=True)
class OutgoingComponent:
    """One component and its files; ``kind`` of paper as the catalogue calls it, ``facts`` as it says."""

    code: str
    name: str
    files: tuple[OutgoingFile, ...]
    kind: str = ""
    facts: PaperFacts = PaperFacts()


@dataclass(frozen=True, slots=True)
class Submission:
    """A dossier ready to be sent: neutral values, no name of any gateway's.

    ``values`` are those of the form by field key; ``received_at`` is aware; ``answers`` are the clerk's to
    the procedure's questions, ``requester`` who stood at the counter; ``signed``: whether its files bear the
    office's digital signature, and then ``unsigned`` is the hash of all that was signed, for signed anew the
    same files have other bytes; its result is due on ``due_on``, None where no day was told;
    ``taken_before``: whether this very gateway said yes to it under its number; ``sent_before``: whether this
    very package may have left under it; ``served`` is what was
    recorded of how it was handed in and paid for.
    """

    dossier: str
    procedure: str
    received_at: datetime
    values: Mapping[str, str]
    components: tuple[OutgoingComponent, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    requester: Requester = field(default_factory=Requester)
    signed: bool = False
    due_on: date | None = None
    taken_before: bool = False
    unsigned: str = ""
    served: Served = field(default_factory=Served)
    sent_before: bool = False

    @property
    def files(self) -> tuple[OutgoingFile, ...]:
        """All files, each content once."""
        return tuple({file.sha256: file for c in self.components for file in c.files}.values())


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """What the gateway calls an uploaded file, and the hash it says that the file has."""

    id: str
    hash: str


@dataclass(frozen=True, slots=True)
class RemoteResult:
    """A result file that the gateway hands back: its id and its hash there ("" where none is told), what it
    calls it, and the national code (KQ…) of such a paper.
    """

    id: str
    name: str = ""
    sha256: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class RemoteStatus:
    """Where a dossier stands at the gateway; ``code`` and ``name`` are the gateway's own, ``state`` is ours
    (``templates.model.gateways.states``), "" where ``outcome`` is UNKNOWN.

    ``name`` is "" there too; ``code`` has at most 20 signs, ``note`` 500. ``procedure`` and ``owner`` (a
    person's name) tell whose it is, "" where the gateway does not say. A supplement is wanted until
    ``supplement_by``, None where no day is told; ``results`` are the files that it hands back.
    """

    remote_id: str
    number: str
    code: str
    name: str
    outcome: RemoteOutcome
    note: str = ""
    procedure: str = ""
    owner: str = ""
    state: str = ""
    supplement_by: date | None = None
    results: tuple[RemoteResult, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldMessage:
    """Why one field was refused. ``field`` is the gateway's name, ``key`` ours ("" where there is none).

    ``kind`` is one of too-long, unknown-code, missing, bad-format, wrong-hash, other; ``limit`` the length
    allowed; ``text`` the gateway's own words where the kind is other.
    """

    field: str
    key: str
    kind: str
    limit: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class GatewayHealth:
    """What a connection test found; ``clock_off_s`` is the gateway's clock minus ours, None if not told.

    ``encrypted``: whether nobody on the way can read along; ``proxy``: the host in between, "" for none;
    ``published``: where files lie that it fetches by link, "" where it gets them itself.
    """

    url: str
    token_life_s: float
    clock_off_s: float | None = None
    encrypted: bool = True
    proxy: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class PlaceHealth:
    """What a test of a place found that files are laid into: it can be written, and has so many bytes free
    (None where the system does not say).
    """

    place: str
    free_bytes: int | None = None


class Checks(Protocol):
    """What can be told of a door without its credentials and without asking it."""

    @property
    def name(self) -> str:
        """What its kind is called in the journal and the log."""

    @property
    def copy(self) -> str:
        """Which copy of each component travels: ``portal`` or ``master``."""

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        """What would be refused, as far as can be known without asking."""


@runtime_checkable
class DropOff(Checks, Protocol):
    """A place without a server that files are laid into. It gives no number and no answer. Every method may
    raise the errors of ``batch.gateway.errors``.
    """

    def test(self) -> PlaceHealth:
        """Whether it is there and can be written, without laying a dossier into it."""

    def put(self, submission: Submission, number: str) -> str:
        """Lay the dossier there, whole or not at all; returns the name under which it lies.

        The same dossier with the same content again changes nothing. ``number`` is its mã hồ sơ, "" where it
        has none yet.
        """

    def close(self) -> None:
        """Give connections back."""


class Connector(Checks, Protocol):
    """A gateway with a server. Every method may raise the errors of ``batch.gateway.errors``."""

    def test(self) -> GatewayHealth:
        """Connection, credentials and clock, without sending a dossier."""

    def issue_number(self) -> str:
        """A new mã hồ sơ of the gateway's: at most 50 letters, digits, dots and hyphens."""

    def find(self, number: str) -> RemoteStatus | None:
        """The dossier of this number, None only where the gateway says that it does not have it.

        Raises UnansweredError where it can't be asked about dossiers at all.
        """

    def fetch(self, result: RemoteResult, into: Path) -> None:
        """Write a result file that a status named to ``into``, byte for byte.

        Raises DamagedTransferError where it is not the file of its hash.
        """

    def find_upload(self, file: OutgoingFile) -> RemoteFile | None:
        """The file of this hash, None where the gateway does not have it.

        Raises:
            UnansweredError: it answers no such questions.
            GatewayError: it can't say just now.
        """

    def upload(self, file: OutgoingFile) -> RemoteFile:
        """Send a file; the hash that comes back is that of the file."""

    def payload(
        self, submission: Submission, number: str, uploads: Mapping[str, RemoteFile]
    ) -> dict[str, Any]:
        """The dossier in the gateway's own names; ``uploads`` by SHA-256."""

    def keys(self, submission: Submission) -> Mapping[str, str]:
        """Our field of the form by each of the gateway's names, as this very dossier fills them."""

    def submit(self, payload: Mapping[str, Any], number: str) -> str:
        """Send the dossier; returns the gateway's id of it.

        Raises:
            AlreadyThereError: the gateway says that it has it; ``find`` tells whether that is so.
            LostUploadsError: it no longer knows files of ``payload``.
            LostNumberError: it no longer knows ``number``.
        """

    def close(self) -> None:
        """Give connections back."""


class Meant(StrEnum):
    """What a submission is to a gateway that knows dossiers by their numbers."""

    NEW = "new"  # none is there under the number, or nobody can say
    CHANGE = "change"  # it changes the one that is there
    SUPPLEMENT = "supplement"  # it brings what the gateway asked for


@runtime_checkable
class TakesNumbers(Protocol):
    """Of a ``Connector`` whose gateway issues no numbers: a person tells the dossier's, or the unit gives its
    own. A dossier that comes again under its number changes the one that is there and is no second one.
    """

    def number_start(self, day: date) -> str:
        """What the unit's own numbers of a day begin with, "" where it gives none."""

    def number_after(self, start: str, last: str) -> str:
        """The number after the ``last`` one that begins with ``start``, "" for none yet.

        Raises NoNumberError where a day has no more.
        """

    def is_own(self, start: str, number: str) -> bool:
        """Whether a number that begins with ``start`` is written as the unit's own are."""

    def meant(self, payload: Mapping[str, Any]) -> Meant:
        """As what a payload goes out."""


Door = Connector | DropOff
