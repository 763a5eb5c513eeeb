# SPDX-License-Identifier: Apache-2.0
"""A dossier whose files the gateway has, though this store knows of no sending: a person must look.

So it is after a whole home, mark and all, was put back from a copy: nothing in it tells that it is older than
what was sent. The gateway may: names of files don't matter to it, their hashes do, and a package's files bear
the dossier's id, so that no other dossier's are the same.

Files can tell nothing where they are signed, for signed anew they have other hashes, nor where the gateway
answers no such questions. So after a store was brought back, as far as it knows that, a dossier which may
have been sent since its copy was made waits for a person then. A home that was put back unnoticed does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from batch.errors import BatchError
from batch.gateway.contract import Connector, RemoteStatus, Submission
from batch.gateway.errors import NotQueuedError
from batch.gateway.unanswered import UnansweredError
from batch.outbox.sent_before import note_sent
from batch.store import outbox_rows
from batch.store.outbox_rows import OutboxEntry
from batch.store.packages import any_signed
from intake.dossier.journal import What
from intake.dossier.sending import Sending
from intake.dossier.sending.outbox_words import PERHAPS_SENT
from intake.dossier.stored import Dossier
from intake.store.dossier.lines import lines_of
from intake.store.life.life import stood_in_copy
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.folding import folded, tone_placement_folded
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

    @classmethod
    def alike(cls, dossier: str, number: str) -> Self:
        told = _(
            "The gateway has a dossier {number} that this store does not know; procedure and a name are "
            "those of {dossier}."
        )
        return cls(told.format(number=number, dossier=dossier), cls.of(dossier).advice)

    @classmethod
    def since_copy(cls, dossier: str) -> Self:
        told = _(
            "{dossier} may have been sent after the copy was made that this store was brought back from; "
            "the gateway can't tell by its files."
        )
        return cls(told.format(dossier=dossier), cls.of(dossier).advice)


# What is in the progress of a dossier that this database has begun to send, or that a person has judged.
_KNOWN = ("number", "lost", "uploads", "noted", "anew")


def refuse_if_there(
    store: Store,
    connector: Connector,
    submission: Submission,
    progress: Mapping[str, Any],
    door: str,
    renew: Callable[[], None],
) -> None:
    """Ask for every file before the first number is asked for, ``renew`` the lease before each question.

    One file is enough, since a package made anew may share only some with the one that was sent; but not one
    that another dossier took there, by this ``door`` (the parents' cards in a brother's). A gateway that does
    not answer such questions holds nothing up, unless the store was brought back.

    Raises:
        PerhapsSentError: a file is there, or nobody can tell.
        GatewayError: it can't be answered just now, so nothing may be sent yet.
    """
    if any(progress.get(known) for known in _KNOWN):
        return
    dossier, answers = submission.dossier, True
    for file in submission.files:
        renew()
        try:
            there = connector.find_upload(file) is not None
        except UnansweredError:
            answers = False
            break
        if not there:
            continue
        with store.read() as session:
            other = outbox_rows.other_with_upload(session, file.sha256, dossier, door)
        if other is None:
            raise PerhapsSentError.of(dossier)
    with store.read() as session:
        if stood_in_copy(session, dossier) and not (answers and _never_signed(session, submission)):
            raise PerhapsSentError.since_copy(dossier)


def _never_signed(session: Transaction, submission: Submission) -> bool:
    """Whether the files that went out, if any did, can have been no others than these."""
    return not submission.signed and not any_signed(session)


@dataclass(frozen=True, slots=True)
class NumberFound:
    """What the gateway tells of a ``number`` (``there``, None where it can't be asked), and the dossier that
    a person says it is, of whom (``subject``, "" where nobody is named).
    """

    number: str
    there: RemoteStatus | None
    dossier: str
    subject: str


Sure = Callable[[NumberFound], bool]


def say_sent(
    store: Store, connector: Connector, dossier_id: str, number: str, *, who: str, sure: Sure
) -> None:
    """A person found the dossier at the gateway under ``number``; ``sure`` asks whether they compared the
    two: brothers and sisters have a requester and a procedure in common, so no answer proves it.

    Raises UsageError where the dossier is not set aside as perhaps sent, the gateway does not know the number
    or has another's dossier under it, another dossier has it, or nobody is sure.
    """
    number = number.strip()
    with store.read() as session:
        _require_perhaps_sent(session, dossier_id)
    found = connector.find(number)
    if found is None:
        raise _wrong(_("The gateway knows no dossier of the number {number}.").format(number=number))
    with store.read() as session:
        _refuse_others(store, session, dossier_id, found)
    require_sure(store, dossier_id, number, found, sure)
    waits = _keep(store, dossier_id, {"number": number, "asked": True}, SAID_SENT, who)
    note_sent(store, dossier_id, number, waits.package_id, waits.door)


def require_sure(store: Store, dossier_id: str, number: str, there: RemoteStatus | None, sure: Sure) -> None:
    """Ask whether a person compared the dossier with what stands under ``number``; raises UsageError where
    they did not.
    """
    with store.read() as session:
        (line,) = lines_of(session, [store.get(session, dossier_id)], store.clock())
    if not sure(NumberFound(number, there, dossier_id, line["subject"])):
        raise UsageError(
            _("Nobody said that {number} is dossier {dossier}, so nothing was noted.").format(
                number=number, dossier=dossier_id
            ),
            _("Compare name, procedure and day over there; if it is this one, say so with --yes."),
        )


def say_not_sent(store: Store, dossier_id: str, *, who: str) -> None:
    """A person looked, and the gateway does not have the dossier.

    Raises UsageError where that is no question, because it is not set aside as perhaps sent.
    """
    _keep(store, dossier_id, {"anew": True}, SAID_NOT_SENT, who)


def _require_perhaps_sent(session: Transaction, dossier_id: str) -> OutboxEntry:
    """The dossier's row. A word about one that merely waits would have it taken for sent, or sent twice."""
    entry = outbox_rows.of_dossier(session, dossier_id)
    if entry is None:
        raise NotQueuedError.of(dossier_id)
    if (entry.state, entry.trouble) != (Sending.REFUSED, PERHAPS_SENT):
        raise UsageError(
            _("Dossier {dossier} is not one that the gateway may have already.").format(dossier=dossier_id),
            _("Send it with: sohoa push {dossier} (the gateway is asked first).").format(dossier=dossier_id),
        )
    return entry


def _refuse_others(store: Store, session: Transaction, dossier_id: str, found: RemoteStatus) -> None:
    """Raise UsageError where the number is another dossier's, here or by what the gateway tells of it."""
    number, dossier = found.number, store.get(session, dossier_id)
    other = outbox_rows.holder_of_number(session, number, dossier_id)
    other = other or outbox_rows.on_its_way_under(session, number, dossier_id)
    if other is not None:
        told = _("The number {number} is that of dossier {dossier}.")
        raise _wrong(told.format(number=number, dossier=other))
    if not _same_procedure(found, dossier):
        told = _("At the gateway {number} is a dossier of procedure {theirs}, but {dossier} is of {ours}.")
        names = {"theirs": found.procedure, "ours": dossier.procedure}
        raise _wrong(told.format(number=number, dossier=dossier_id, **names))
    if not _names_one_of(store, session, dossier, found):
        told = _("At the gateway {number} bears the name of somebody who is not in dossier {dossier}.")
        raise _wrong(told.format(number=number, dossier=dossier_id))


def may_be_of(store: Store, session: Transaction, dossier_id: str, found: RemoteStatus) -> bool:
    """Whether what the gateway tells of a dossier fits this one, as far as it tells anything."""
    dossier = store.get(session, dossier_id)
    return _same_procedure(found, dossier) and _names_one_of(store, session, dossier, found)


def _same_procedure(found: RemoteStatus, dossier: Dossier) -> bool:
    return not found.procedure or folded(found.procedure) == folded(dossier.procedure)


def _names_one_of(store: Store, session: Transaction, dossier: Dossier, found: RemoteStatus) -> bool:
    """Whether the owner whom the gateway names stands in the dossier."""
    values = store.form_values(session, dossier.id).items()
    people = {dossier.requester, *(row.value for key, row in values if key.endswith("full_name"))}
    return not found.owner or tone_placement_folded(found.owner) in map(tone_placement_folded, people)


def _wrong(sentence: str) -> UsageError:
    return UsageError(sentence, _("Compare it with what the gateway shows, letter by letter."))


def _keep(store: Store, dossier_id: str, known: Mapping[str, Any], code: str, who: str) -> OutboxEntry:
    """Remember what a person found; returns what waits."""

    def remember(session: Transaction) -> OutboxEntry:
        entry = _require_perhaps_sent(session, dossier_id)
        outbox_rows.change(session, entry.id, outbox_rows.how_far({**entry.progress, **known}))
        told = {"code": code, **({"number": known["number"]} if "number" in known else {})}
        store.note(session, dossier_id, What.NOTED, who=who, data=told)
        return entry

    return store.write(remember)
