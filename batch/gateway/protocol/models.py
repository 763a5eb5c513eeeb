# SPDX-License-Identifier: Apache-2.0
"""The models of what every protocol's data file says: its calls, its statuses, how it says no."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Protocol

from pydantic import Field, field_validator

from batch.gateway.contract import RemoteOutcome
from templates.files.datafiles import Frozen
from templates.model.codelists import Texts
from templates.model.gateways.states import load_gateway_states


class Operation(Frozen):
    """One call: method and path below the base URL."""

    method: Literal["GET", "POST"]
    path: Annotated[str, Field(pattern=r"^/")]
    unverified: bool = False


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
    """Where an answer says that it is a refusal, and how it names fields.

    ``done`` is a pattern of whole sentences that say yes beside no code, or one that names no failure (below
    0, or HTTP's); ``expired`` are words that say that we must
    sign in anew; an answer without a code is none where it is ``always_coded``.
    """

    code: str
    message: str
    errors: str
    ok: tuple[str, ...]
    already: tuple[str, ...]
    absent: tuple[str, ...]
    fields: tuple[FieldError, ...] = ()
    always_coded: bool = False
    done: str = ""
    expired: tuple[str, ...] = ()


class PaperSlot(Frozen):
    """What an attached paper says of itself (``batch.gateway.contract.PaperFacts``), and how it is called.

    ``unverified``: the name was seen in another message, or is our own.
    """

    to: str
    fact: Literal[
        "result_code", "owner", "number", "issuer", "issued_on", "digitised", "reused", "from_store"
    ]
    unverified: bool = False


class AnswerTerms(Protocol):
    """What of a protocol's data an answer is understood by."""

    @property
    def errors(self) -> Errors:
        """How it says no."""

    def field_names(self) -> frozenset[str]:
        """Every name of a field: dotted, and its last part."""

    def number_names(self) -> frozenset[str]:
        """What it calls the dossier's number, in small letters."""

    def file_names(self) -> frozenset[str]:
        """What it calls an uploaded file's id and hash in a dossier, in small letters."""

    def key_of(self, name: str) -> str:
        """Our key of one of its fields, "" where it is none of the form's."""

    def taken(self, body: Any) -> Any:
        """What of an answer only a dossier that was taken has."""
