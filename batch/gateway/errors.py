# SPDX-License-Identifier: Apache-2.0
"""What can go wrong between this desk and a gateway.

::

    BatchError
    └── GatewayError                  exit 3
        ├── GatewaySetupError         exit 2   a setting is missing or can't be used
        ├── NotQueuedError            exit 2   the dossier is not in the outbox
        ├── TransientError            exit 3   later it may work
        │   ├── NetworkDownError               no connection can be made
        │   ├── BrokenConnectionError          it broke, or the answer took too long
        │   ├── GatewayTroubleError            it answers 5xx, 404, 408 and the like
        │   │   └── BadAnswerError             what it answers is no answer
        │   ├── AskedToWaitError               it answers 429
        │   ├── ForbiddenError                 it knows us and still denies this one call
        │   ├── DamagedTransferError           the hash that came back is another
        │   ├── AlreadyThereError              it says that it has the dossier (or file): ask ``find``
        │   ├── NoNumberError                  it issues no number to this unit
        │   ├── LostUploadsError               it no longer knows files that it took: upload them anew
        │   ├── PlaceAwayError, PlaceFullError a folder is away or full (``place_errors``); PublishingError
        │   ├── TakenNumberError               the number that it gave out is another dossier's
        │   └── LostNumberError                it no longer knows the number that it gave out
        ├── UnansweredError           exit 3   it answers no questions of a kind (``unanswered``)
        ├── CredentialsError          exit 3   it does not let us in
        └── RefusedError              exit 3   a person must change something first
            └── OversizeError                  a file is larger than it takes

Each carries ``trouble`` (the code kept in the outbox), ``scope`` (whom it concerns) and ``retry_after_s``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Self

from batch.gateway.contract import FieldMessage
from batch.gateway.setup_errors import CredentialsError as CredentialsError
from batch.gateway.setup_errors import GatewayError as GatewayError
from batch.gateway.setup_errors import GatewaySetupError as GatewaySetupError
from batch.gateway.setup_errors import Scope as Scope
from templates.language.messages import _, ngettext


def step_word(step: str) -> str:
    """A step of the protocol in the clerk's words."""
    words = {
        "token": _("sign in"),
        "number": _("issue of the dossier's number"),
        "upload": _("upload of files"),
        "find-upload": _("search for files"),
        "submit": _("submission"),
        "status": _("status"),
        "progress": _("step of processing"),
        "result": _("result"),
    }
    return words.get(step, step)


def _try_later() -> str:
    return _("Try again later; if it lasts, tell the people who run the gateway.")


def _check_address() -> str:
    return _("Check gateway.base_url; if it is right, the gateway may have changed its protocol.")


def _check_network() -> str:
    return _("Check the network; nothing is lost, sohoa push goes on where it stopped.")


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
    """No connection can be made."""

    trouble = "network-down"
    scope = Scope.LINE

    @classmethod
    def at(cls, host: str) -> Self:
        return cls(
            _("The gateway at {host} can't be reached.").format(host=host),
            _check_network(),
        )

    @classmethod
    def by_proxy(cls, host: str) -> Self:
        return cls(
            _("The gateway can't be reached through the proxy {host}.").format(host=host),
            _("Ask whoever looks after the network; NO_PROXY names hosts that are reached without it."),
        )

    @classmethod
    def untrusted(cls, host: str) -> Self:
        return cls(
            _("The computer that answers as {host} can't prove that it is the gateway.").format(host=host),
            _("Nothing was sent. Check this computer's clock, gateway.base_url, and SSL_CERT_FILE."),
        )


class BrokenConnectionError(TransientError):
    """The connection broke during a call, or the whole answer did not come in time."""

    trouble = "connection-broke"

    @classmethod
    def at(cls, step: str) -> Self:
        return cls(
            _("The connection to the gateway broke at the step {step}.").format(step=step_word(step)),
            _check_network(),
        )

    @classmethod
    def too_slow(cls, step: str) -> Self:
        return cls(
            _("The gateway took too long to answer at the step {step}.").format(step=step_word(step)),
            _try_later(),
        )


class GatewayTroubleError(TransientError):
    """The gateway answers with an error of its own."""

    trouble = "gateway-trouble"

    @classmethod
    def status(cls, step: str, code: int) -> Self:
        return cls(
            _("The gateway failed at the step {step} (HTTP {code}).").format(step=step_word(step), code=code),
            _try_later(),
        )

    @classmethod
    def coded(cls, step: str, code: str) -> Self:
        return cls(
            _("The gateway failed at the step {step} (its code: {code}).").format(
                step=step_word(step), code=code
            ),
            _try_later(),
        )


class BadAnswerError(GatewayTroubleError):
    """What came is no answer of this protocol: broken, too large, or of another shape."""

    trouble = "bad-answer"

    @classmethod
    def nonsense(cls, step: str) -> Self:
        return cls(
            _("The gateway's answer at the step {step} can't be understood.").format(step=step_word(step)),
            _check_address(),
        )

    @classmethod
    def too_large(cls, step: str) -> Self:
        return cls(
            _("The gateway's answer at the step {step} is far too large and was not read.").format(
                step=step_word(step)
            ),
            _check_address(),
        )

    @classmethod
    def moved(cls, step: str) -> Self:
        return cls(
            _("At the step {step} the gateway points to another address; nothing is sent there.").format(
                step=step_word(step)
            ),
            _("Ask the gateway's people for its address and set gateway.base_url to it."),
        )


class AskedToWaitError(TransientError):
    """The gateway has had too many requests of ours."""

    trouble = "asked-to-wait"
    scope = Scope.LINE

    @classmethod
    def at(cls, step: str) -> Self:
        return cls(
            _("The gateway is too busy at the step {step} and asks to wait.").format(step=step_word(step)),
            _("Nothing need be done; sohoa push sends it later."),
        )


class ForbiddenError(TransientError):
    """The gateway has let us in and still denies one call."""

    trouble = "forbidden"

    @classmethod
    def at(cls, step: str) -> Self:
        return cls(
            _("The gateway denies the step {step} for this dossier.").format(step=step_word(step)),
            _("If it denies it for others too, ask the gateway's people whether the unit has the right."),
        )


class AlreadyThereError(TransientError):
    """The gateway says that it has what is being sent; whether that is so, ``find`` must show."""

    trouble = "already-there"

    @classmethod
    def at(cls, step: str) -> Self:
        return cls(
            _("At the step {step} the gateway says that it has this already, but does not show it.").format(
                step=step_word(step)
            ),
            _("It will be asked again; if it lasts, ask the gateway's people about this number."),
        )


class NoNumberError(TransientError):
    """The gateway issues no number to this unit: no dossier can be sent."""

    trouble = "no-number"
    scope = Scope.LINE

    @classmethod
    def because(cls, said: str) -> Self:
        return cls(
            _("The gateway issues no number to this unit: {text}").format(text=said),
            _("Check unit.code; ask the gateway's people whether the unit is registered there."),
        )


class LostUploadsError(TransientError):
    """The gateway no longer knows files that it took."""

    trouble = "lost-uploads"

    @classmethod
    def of(cls, count: int) -> Self:
        return cls(
            _("The gateway no longer knows files that were uploaded ({count}).").format(count=count),
            _("They will be uploaded again."),
        )


class TakenNumberError(TransientError):
    """The gateway gave out a number for the second time."""

    trouble = "taken-number"

    @classmethod
    def of(cls) -> Self:
        return cls(
            _("The gateway gave out a number that another dossier has already."),
            _("Another one will be asked for; if it happens again, tell the people who run the gateway."),
        )


class LostNumberError(TransientError):
    """The gateway no longer knows the number that it gave out."""

    trouble = "lost-number"

    @classmethod
    def of(cls) -> Self:
        return cls(
            _("The gateway no longer knows the dossier's number."),
            _("If the gateway does not have the dossier either, a new number will be asked for."),
        )


class DamagedTransferError(TransientError):
    """The gateway got other bytes than were packaged, or they can't be read here any more."""

    trouble = "damaged-transfer"

    @classmethod
    def of(cls, name: str) -> Self:
        return cls(
            _("The file {name} arrived damaged at the gateway.").format(name=name),
            _("It will be sent again; if it happens often, have the network checked."),
        )

    @classmethod
    def unreadable(cls, name: str) -> Self:
        return cls(
            _("The file {name} of the package can't be read.").format(name=name),
            _("Package the dossier again: sohoa package ID"),
        )


class RefusedError(GatewayError):
    """The gateway has looked at the request and said no; ``messages`` say why, a field each, at least one."""

    trouble = "refused"

    def __init__(self, sentence: str, advice: str = "", messages: Sequence[FieldMessage] = ()) -> None:
        super().__init__(sentence, advice)
        self.messages = tuple(messages)

    @classmethod
    def because(cls, messages: Sequence[FieldMessage]) -> Self:
        return cls(
            ngettext(
                "The gateway does not take the dossier ({count} reason).",
                "The gateway does not take the dossier ({count} reasons).",
                len(messages),
            ).format(count=len(messages)),
            _("sohoa status shows each reason; correct the dossier with sohoa edit, then package it again."),
            messages,
        )

    def name_fields(self, keys: Mapping[str, str]) -> None:
        """Say which field of the dossier's own form each message is about; ``keys`` by the gateway's name."""
        last = {name.rpartition(".")[2]: key for name, key in keys.items()}
        self.messages = tuple(
            replace(one, key=keys.get(one.field) or last.get(one.field.rpartition(".")[2]) or one.key)
            for one in self.messages
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
