# SPDX-License-Identifier: Apache-2.0
"""A dossier whose files the gateway has, though this store knows of no sending: a person must look.

So it is after a whole home, mark and all, was put back from a copy: nothing in it tells that it is older than
what was sent. The gateway may: names of files don't matter to it, their hashes do, and a package's files bear
the dossier's id, so that no other dossier's are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from batch.errors import BatchError
from batch.gateway.contract import Connector, Submission
from batch.gateway.errors import GatewayError, NotQueuedError
from batch.outbox.sent_before import note_sent
from batch.store import outbox_rows
from intake.dossier.journal import What
from intake.dossier.sending.outbox_words import PERHAPS_SENT
from intake.settings.log import log
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _

SAID_SENT, SAID_NOT_SENT = "said-sent", "said-not-sent"
"""Codes of notes in the journal: what a person found at the gateway."""


class PerhapsSentError(BatchError):
    """The gateway has the files of a dossier that was never sent, for all that the store knows."""

    trouble = PERHAPS_SENT

    @classmethod
    def of(cls, dossier: str) -> Self:
        return cls(
            _("The gateway has files of {dossier} already, though this store never sent it.").format(
                dossier=dossier
            ),
            _(
                "Look at the gateway. It is there: sohoa push {dossier} --number NUMBER. "
                "It is not: sohoa push {dossier} --anew"
            ).format(dossier=dossier),
        )


# What is in the progress of a dossier that this database has begun to send, or that a person has judged.
_KNOWN = ("number", "lost", "uploads", "noted", "anew")


def refuse_if_there(connector: Connector, submission: Submission, progress: Mapping[str, Any]) -> None:
    """Ask for the first file before the first number is asked for; raises PerhapsSentError where it is there.

    A gateway that can't answer this question holds nothing up.
    """
    if not submission.files or any(progress.get(known) for known in _KNOWN):
        return
    try:
        there = connector.find_upload(submission.files[0])
    except GatewayError as error:
        log().info("not-asked-before-number", dossier=submission.dossier, code=error.trouble)
        return
    if there is not None:
        raise PerhapsSentError.of(submission.dossier)


def say_sent(store: Store, connector: Connector, dossier_id: str, number: str, *, who: str) -> None:
    """A person found the dossier at the gateway under ``number``.

    Raises UsageError where the gateway does not know the number, or another dossier has it.
    """
    number = number.strip()
    if connector.find(number) is None:
        raise UsageError(
            _("The gateway knows no dossier of the number {number}.").format(number=number),
            _("Compare it with what the gateway shows, letter by letter."),
        )
    with store.read() as session:
        other = outbox_rows.holder_of_number(session, number, dossier_id)
    if other is not None:
        raise UsageError(
            _("The number {number} is that of dossier {dossier}.").format(number=number, dossier=other),
            _("Compare it with what the gateway shows, letter by letter."),
        )
    package = _keep(store, dossier_id, {"number": number, "asked": True}, SAID_SENT, who)
    note_sent(store, dossier_id, number, package)


def say_not_sent(store: Store, dossier_id: str, *, who: str) -> None:
    """A person looked, and the gateway does not have the dossier."""
    _keep(store, dossier_id, {"anew": True}, SAID_NOT_SENT, who)


def _keep(store: Store, dossier_id: str, known: Mapping[str, Any], code: str, who: str) -> int:
    """Remember what a person found; returns the package that waits."""

    def remember(session: Transaction) -> int:
        entry = outbox_rows.of_dossier(session, dossier_id)
        if entry is None:
            raise NotQueuedError.of(dossier_id)
        outbox_rows.change(session, entry.id, outbox_rows.how_far({**entry.progress, **known}))
        told = {"code": code, **({"number": known["number"]} if "number" in known else {})}
        store.note(session, dossier_id, What.NOTED, who=who, data=told)
        return entry.package_id

    return store.write(remember)
