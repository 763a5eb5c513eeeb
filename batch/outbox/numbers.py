# SPDX-License-Identifier: Apache-2.0
"""The mã hồ sơ of a dossier whose gateway issues none: that of the door that leads, one that a person told,
or the unit's own where its settings say how it is written.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Protocol, Self

from batch.errors import BatchError
from batch.gateway.contract import RemoteStatus, TakesNumbers
from batch.gateway.errors import NoNumberError, NotQueuedError
from batch.outbox import outbox
from batch.outbox.outbox import Job
from batch.outbox.perhaps_sent import PerhapsSentError, may_be_of
from batch.store import outbox_rows
from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import What
from intake.dossier.sending import Sending
from intake.dossier.sending.outbox_words import NUMBER_WANTED
from intake.dossier.states import State
from intake.store.queue.leases import moment
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _

NUMBER_TOLD = "number-told"
"""The code of the journal's note that a person said the number."""

_SHAPE = re.compile(r"[A-Za-z0-9]+([.\-][A-Za-z0-9]+)*")
_LONGEST = 50
_MOST_TAKEN = 50
"""So many numbers in a row that others gave out in our name are no accident."""


class NumberWantedError(BatchError):
    """Nobody said under which number the dossier stands in the one-stop system."""

    trouble = NUMBER_WANTED

    @classmethod
    def of(cls, dossier: str) -> Self:
        return cls(
            _("This gateway gives no numbers, and nobody said that of dossier {dossier}.").format(
                dossier=dossier
            ),
            _("Say it: sohoa push {dossier} --number NUMBER").format(dossier=dossier),
        )

    @classmethod
    def none_free(cls, dossier: str, start: str) -> Self:
        return cls(
            _("The next numbers that begin with {start} are taken, though not by this unit.").format(
                start=start
            ),
            _(
                "Let options.numbers say numbers that nobody else gives out, or say the dossier's: "
                "sohoa push {dossier} --number NUMBER"
            ).format(dossier=dossier),
        )

    @classmethod
    def used_up(cls, dossier: str, start: str) -> Self:
        return cls(
            _("All numbers of today that begin with {start} are used up.").format(start=start),
            _(
                "Tomorrow: sohoa push {dossier}. Or say its number: sohoa push {dossier} --number NUMBER"
            ).format(dossier=dossier),
        )


class Askable(TakesNumbers, Protocol):
    """A gateway that takes numbers and tells whether it has one."""

    def find(self, number: str) -> RemoteStatus | None:
        """See ``Connector``."""


def our_number(store: Store, connector: Askable, job: Job) -> str:
    """The dossier's number.

    Raises:
        NumberWantedError: a person must say it.
        PerhapsSentError: the gateway has what may be this very dossier under one of the unit's own numbers
            that this store does not know: it was put back from a copy.
    """
    with store.read() as session:
        official = store.get(session, job.dossier_id).official_number
    if official:
        return official
    start = connector.number_start(local_day(store.clock()))
    if not start:
        raise NumberWantedError.of(job.dossier_id)
    with store.read() as session:
        last = outbox_rows.last_number(session, start, partial(connector.is_own, start))
    for _try in range(_MOST_TAKEN):
        try:
            last = connector.number_after(start, last)
        except NoNumberError as error:
            raise NumberWantedError.used_up(job.dossier_id, start) from error
        there = connector.find(last)
        if there is None:
            return last
        if not job.progress.get("anew"):
            _refuse_if_ours(store, there, job.dossier_id)
    raise NumberWantedError.none_free(job.dossier_id, start)


def _refuse_if_ours(store: Store, there: RemoteStatus, dossier_id: str) -> None:
    with store.read() as session:
        if may_be_of(store, session, dossier_id, there):
            raise PerhapsSentError.alike(dossier_id, there.number)


def require_number(number: str) -> None:
    """Raise UsageError where a text is no number of a dossier."""
    if len(number) > _LONGEST or not _SHAPE.fullmatch(number):
        raise UsageError(
            _("This is no number of a dossier."), _("It is letters, digits, dots and hyphens, at most 50.")
        )


def tell_number(store: Store, dossier_id: str, number: str, *, who: str) -> None:
    """A person says under which number a dossier stands in the one-stop system, before it is sent.

    Raises:
        NotQueuedError: it was never packaged.
        UsageError: it is no number, another dossier's, or this one was sent under another.
    """
    number = number.strip()
    require_number(number)

    def keep(session: Transaction) -> None:
        entry = outbox_rows.of_dossier(session, dossier_id)
        if entry is None:
            raise NotQueuedError.of(dossier_id)
        asked, noted = entry.progress.get("asked"), entry.progress.get("noted")
        sent = (asked and entry.progress.get("number") != number) or (noted and noted[0] != number)
        if sent or entry.state in (Sending.SENT, Sending.SENDING):
            raise UsageError(
                _("Dossier {dossier} was sent under another number.").format(dossier=dossier_id),
                _("See: sohoa status {dossier}").format(dossier=dossier_id),
            )
        if outbox.number_taken(session, number, dossier_id):
            raise UsageError(
                _("The number {number} is that of another dossier.").format(number=number),
                _("Compare it with what the portal shows, letter by letter."),
            )
        outbox_rows.change(session, entry.id, outbox_rows.how_far({**entry.progress, "number": number}))
        if store.get(session, dossier_id).state is State.QUEUED:
            outbox_rows.wait_anew(session, entry.id, moment(session, store.clock))
        note = {"code": NUMBER_TOLD, "number": number}
        store.note(session, dossier_id, What.NOTED, who=who, data=note)

    store.write(keep)
