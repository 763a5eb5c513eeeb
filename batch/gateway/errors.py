"""What can go wrong between this desk and a gateway.

::

    BatchError
    └── GatewayError                  exit 3
        ├── GatewaySetupError         exit 2   no address, no unit code, no credentials
        ├── NotQueuedError            exit 2   the dossier is not in the outbox
        ├── TransientError            exit 3   later it may work
        │   ├── NetworkDownError               nobody answers
        │   ├── GatewayTroubleError            it answers 5xx or nonsense
        │   └── DamagedTransferError           the hash that came back is another
        ├── CredentialsError          exit 3   it does not let us in
        └── RefusedError              exit 3   a person must change something first
            └── OversizeError                  a file is larger than it takes

``trouble`` is the code kept in the outbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from batch.errors import BatchError
from batch.gateway.connector import FieldMessage
from templates.messages import _


def step_word(step: str) -> str:
    """A step of the protocol in the clerk's words."""
    words = {
        "token": _("sign in"),
        "number": _("issue of the dossier's number"),
        "upload": _("upload of files"),
        "find-upload": _("search for files"),
        "submit": _("submission"),
        "status": _("status"),
    }
    return words.get(step, step)


class GatewayError(BatchError):
    """Root of these errors."""

    trouble: ClassVar[str] = "gateway"


class GatewaySetupError(GatewayError):
    """A setting without which no gateway can be reached is missing."""

    exit_code = 2
    trouble = "setup"

    @classmethod
    def missing(cls, setting: str) -> Self:
        return cls(
            _("The setting {name} is not set, so no dossier can be pushed.").format(name=setting),
            _(
                "Set it in the settings file or as {variable}; secrets only as a variable or in the keyring."
            ).format(variable="SOHOA_" + setting.upper().replace(".", "__")),
        )

    @classmethod
    def unknown_connector(cls, name: str) -> Self:
        return cls(
            _("There is no connector {name}.").format(name=name),
            _("Set gateway.connector to: ministry"),
        )


class NotQueuedError(GatewayError):
    """The dossier was never packaged, so it is not in the outbox."""

    exit_code = 2
    trouble = "not-queued"

    @classmethod
    def of(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} does not wait to be sent.").format(dossier=dossier),
            _("Package it first: sohoa package {dossier}").format(dossier=dossier),
        )


class TransientError(GatewayError):
    """The same request may succeed later."""


class NetworkDownError(TransientError):
    """No connection, or it broke."""

    trouble = "network-down"

    @classmethod
    def at(cls, host: str) -> Self:
        return cls(
            _("The gateway at {host} can't be reached, or the connection broke.").format(host=host),
            _("Check the network; nothing is lost, sohoa push goes on where it stopped."),
        )


class GatewayTroubleError(TransientError):
    """The gateway answers with an error of its own or with what is not an answer."""

    trouble = "gateway-trouble"

    @classmethod
    def status(cls, step: str, code: int) -> Self:
        return cls(
            _("The gateway failed at the step {step} (HTTP {code}).").format(step=step_word(step), code=code),
            _("Try again later; if it lasts, tell the people who run the gateway."),
        )

    @classmethod
    def nonsense(cls, step: str) -> Self:
        return cls(
            _("The gateway's answer at the step {step} can't be understood.").format(step=step_word(step)),
            _("Check gateway.base_url; if it is right, the gateway may have changed its protocol."),
        )


class DamagedTransferError(TransientError):
    """The gateway got other bytes than were sent."""

    trouble = "damaged-transfer"

    @classmethod
    def of(cls, name: str) -> Self:
        return cls(
            _("The file {name} arrived damaged at the gateway.").format(name=name),
            _("It will be sent again; if it happens often, have the network checked."),
        )


class CredentialsError(GatewayError):
    """The gateway does not accept the client id or secret, or denies the right."""

    trouble = "credentials"

    @classmethod
    def not_accepted(cls) -> Self:
        return cls(
            _("The gateway does not accept the credentials."),
            _("Check gateway.client_id and the secret; ask the gateway's people whether they still hold."),
        )


class RefusedError(GatewayError):
    """The gateway has looked at the request and said no; ``messages`` say why, a field each."""

    trouble = "refused"

    def __init__(self, sentence: str, advice: str = "", messages: Sequence[FieldMessage] = ()) -> None:
        super().__init__(sentence, advice)
        self.messages = tuple(messages)

    @classmethod
    def because(cls, messages: Sequence[FieldMessage]) -> Self:
        return cls(
            _("The gateway does not take the dossier ({count} reasons).").format(count=len(messages)),
            _("sohoa status shows each reason; correct the dossier with sohoa edit, then package it again."),
            messages,
        )


class OversizeError(RefusedError):
    """A file is larger than the gateway takes."""

    trouble = "oversize"

    @classmethod
    def file(cls, name: str) -> Self:
        return cls(
            _("The file {name} is larger than the gateway takes.").format(name=name),
            _("Set portal_limit_mb lower, then package the dossier again."),
            (FieldMessage(field=name, key="", kind="other", text=_("The file is too large.")),),
        )
