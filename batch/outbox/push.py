# SPDX-License-Identifier: Apache-2.0
"""Sending what waits in the outbox: each dossier as far as it goes, and none at the expense of another.

What may pass is tried again without end, after pauses that grow; what can't is said once, with its reason in
the journal. What one dossier meets, be it an error nobody thought of, costs that dossier only.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime

from batch.errors import BatchError
from batch.gateway.contract import Door, DropOff, FieldMessage, Submission
from batch.gateway.errors import GatewayError, NotQueuedError, RefusedError, Scope
from batch.outbox import outbox
from batch.outbox.arrival import LeaseLostError
from batch.outbox.came_back import why_closed, why_returned
from batch.outbox.delivery import Delivery, Step
from batch.outbox.fatal import MOST_FAILURES, FailsEachTimeError, stops_the_run
from batch.outbox.hand_over import hand_over
from batch.outbox.outbox import Job
from batch.outbox.pace.rounds import Round
from batch.outbox.submission import DamagedPackageError, submission_of
from batch.store.outbox_rows import OutboxEntry, by_door, by_id, of_dossier
from intake.dossier.journal import What
from intake.dossier.sending import Sending
from intake.dossier.states import CLOSED, State
from intake.errors import ObjectStoreError
from intake.settings.log import log, log_exception
from intake.settings.signing import Unsigned
from intake.store.queue.lease_owner import new_owner
from intake.store.queue.leases import moment
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _

UNEXPECTED = "unexpected"
"""The trouble of a dossier at which the program itself failed."""

OBJECTS_AWAY = "objects-away"
"""Its files lie in a store elsewhere that could not be asked; they will be there another time."""

SET_ASIDE = "set-aside"
"""The code of the journal's note that a dossier can't go out as it is."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of one dossier: ``sent``, ``failed-retry`` (again at ``next_at``), ``refused`` (by
    the gateway, or ``set_aside`` here: a person must act), ``busy`` (another pusher has it),
    ``already-sent``, ``returned`` or ``rejected`` (after it was sent), ``queued`` (not its turn), or
    ``withdrawn`` (a person took it out of the queue a moment ago).

    ``scope`` says whom a ``trouble`` concerns, ``unsigned`` whether it goes out without a digital signature
    and that is to be told.
    """

    dossier: str
    state: str
    number: str = ""
    trouble: str = ""
    messages: tuple[FieldMessage, ...] = ()
    sentence: str = ""
    next_at: datetime | None = None
    scope: Scope = Scope.DOSSIER
    set_aside: bool = False
    door: str = ""
    unsigned: bool = False


@dataclass(slots=True)
class Pusher:
    """One worker on the outbox at one door, which the outbox knows as ``door`` ("": whichever leads).

    ``who`` goes into the journal; ``after_step`` is told of every step done; ``further`` tells by procedure
    to which doors a dossier goes that has arrived here; ``unsigned`` is what becomes of one nobody signed.
    """

    store: Store
    connector: Door
    who: str
    chance: random.Random = field(default_factory=random.Random)
    after_step: Step = lambda _step: None
    owner: str = field(default_factory=new_owner)
    door: str = ""
    further: Callable[[str], Sequence[str]] = lambda _procedure: ()
    unsigned: Unsigned = "allow"
    round: Round = field(default_factory=Round)

    def push_all(self, dossiers: Iterable[str], *, early: bool = False) -> Iterator[Pushed]:
        """Push one after the other; stop early where none could be served just now
        (``batch.outbox.pace.rounds``).
        """
        for dossier in dossiers:
            yield self.next_of(dossier, early)
            if self.round.over:
                return

    def next_of(self, dossier: str, early: bool) -> Pushed:
        """The next of a ``round``, which may be over then; one that was changed since it began costs it
        nothing.
        """
        try:
            result = self.push(dossier, early=early)
        except NotQueuedError as error:
            return Pushed(dossier, Sending.WITHDRAWN, sentence=f"{error.sentence} {error.advice}")
        if result.state == Sending.RETRY:
            self.round.failed(result.scope)
        elif result.state in (Sending.SENT, Sending.REFUSED) and not result.set_aside:
            self.round.went_well()
        if self.round.over:
            log().warning("round-ended", code=result.trouble, connector=self.connector.name)
        return result

    def push(self, dossier: str, *, early: bool = False) -> Pushed:
        """Push one dossier as far as it goes; ``early`` where a person asks for it.

        Raises NotQueuedError where it was taken out of the queue.
        """
        job = outbox.lease(self.store, dossier, self.owner, door=self.door, early=early)
        if job is None and self._is_behind(dossier):
            return Pushed(dossier, "busy", door=self.door)
        if job is None:
            stands = as_it_stands(self.store, dossier)
            # It was due a moment ago, so another pusher was quicker; or a person named it.
            return stands if early else Pushed(dossier, "busy")
        result = replace(self._numbered(job, self._work(job)), door=job.door)
        told = {"connector": self.connector.name, "attempt": job.attempt}
        log().info("pushed", dossier=dossier, state=result.state, code=result.trouble, **told)
        return result

    def _is_behind(self, dossier: str) -> bool:
        """Whether another door leads the dossier."""
        with self.store.read() as session:
            entry = by_door(session, dossier, self.door)
        return entry is not None and not entry.leads

    def _numbered(self, job: Job, result: Pushed) -> Pushed:
        """With the mã hồ sơ that was issued, though the dossier did not get there."""
        if result.number:
            return result
        with self.store.read() as session:
            entry = by_id(session, job.row_id)
            official = self.store.get(session, result.dossier).official_number
            number = _number_of(entry, official)
        return replace(result, number=number)

    def _work(self, job: Job) -> Pushed:
        try:
            return self._send(job)
        except LeaseLostError:
            return Pushed(job.dossier_id, "busy")
        except RefusedError as error:
            return self._refused(job, error)
        except GatewayError as error:
            return self._later(job, error.trouble, error.sentence, error.scope, error.retry_after_s)
        except BatchError as error:
            return self._set_aside(job, error)
        except ObjectStoreError as error:
            return self._later(job, OBJECTS_AWAY, error.sentence)
        except Exception as error:
            if stops_the_run(error):
                raise
            log_exception("push-failed", error, dossier=job.dossier_id, connector=self.connector.name)
            return self._unforeseen(job)

    def _unforeseen(self, job: Job) -> Pushed:
        """Another time the program may not fail at the dossier; where it does each time, a person must say
        that it is tried again.
        """
        failures = self.store.write(
            lambda session: outbox.count_failure(self.store, session, job, UNEXPECTED)
        )
        if failures >= MOST_FAILURES:
            return self._set_aside(job, FailsEachTimeError.of(job.dossier_id))
        return self._later(job, UNEXPECTED, _("The program failed at this dossier; the log says where."))

    def _send(self, job: Job) -> Pushed:
        if isinstance(self.connector, DropOff):
            return self._hand_over(job, self.connector)
        delivery = Delivery(self.store, self.connector, job, self.who, self.after_step)
        signed = delivery.arrived() or self._send_package(job, delivery)
        number = delivery.finish(self._further(job))
        sentence = _earlier() if delivery.earlier else ""
        return self._sent(job, number, signed=signed, sentence=sentence)

    def _sent(self, job: Job, number: str, *, signed: bool, sentence: str = "") -> Pushed:
        unsigned = self.unsigned == "warn" and not signed
        return Pushed(job.dossier_id, "sent", number, sentence=sentence, unsigned=unsigned)

    def _submission(self, job: Job, copy: str) -> AbstractContextManager[Submission]:
        # Behind the leading door the very package goes out that went by that.
        must_be_signed = self.unsigned == "refuse" and job.leads
        return submission_of(
            self.store, job.dossier_id, job.package_id, copy=copy, must_be_signed=must_be_signed
        )

    def _further(self, job: Job) -> Sequence[str]:
        if not job.leads:
            return ()
        with self.store.read() as session:
            procedure = self.store.get(session, job.dossier_id).procedure
        return self.further(procedure)

    def _hand_over(self, job: Job, place: DropOff) -> Pushed:
        further = self._further(job)
        with self._submission(job, place.copy) as submission:
            if faults := place.check(submission):
                raise RefusedError.because(faults)
            number = hand_over(self.store, place, job, submission, who=self.who, further=further)
        self.after_step("finished")
        return self._sent(job, number, signed=submission.signed)

    def _send_package(self, job: Job, delivery: Delivery) -> bool:
        """Returns whether its files are signed."""
        try:
            with self._submission(job, self.connector.copy) as submission:
                faults = self.connector.check(submission)
                if faults:
                    raise RefusedError.because(faults)
                delivery.send(submission)
                return submission.signed
        except DamagedPackageError:
            if not delivery.came_through():
                raise
            return True

    def _refused(self, job: Job, error: RefusedError) -> Pushed:
        messages = [
            {"field": m.field, "key": m.key, "kind": m.kind, "limit": m.limit, "text": m.text}
            for m in error.messages
        ]

        def refuse(session: Transaction) -> bool:
            if not outbox.refuse(session, job, error.trouble, messages):
                return False
            told = {"trouble": error.trouble, "messages": messages}
            if job.leads:
                self.store.advance(session, job.dossier_id, State.RETURNED, who=self.who, data=told)
            else:
                self._note_set_aside(session, job, error.trouble)
            return True

        if not self.store.write(refuse):
            return Pushed(job.dossier_id, "busy")
        told = Pushed(job.dossier_id, "refused", "", error.trouble, error.messages, error.sentence)
        return replace(told, set_aside=not job.leads)

    def _set_aside(self, job: Job, error: BatchError) -> Pushed:
        """Its files may not go out: a person must have them made again."""
        trouble = str(getattr(error, "trouble", UNEXPECTED))

        def set_aside(session: Transaction) -> bool:
            if not outbox.refuse(session, job, trouble):
                return False
            self._note_set_aside(session, job, trouble)
            return True

        if not self.store.write(set_aside):
            return Pushed(job.dossier_id, "busy")
        told = f"{error.sentence} {error.advice}".strip()
        return Pushed(job.dossier_id, Sending.REFUSED, "", trouble, (), told, set_aside=True)

    def _note_set_aside(self, session: Transaction, job: Job, trouble: str) -> None:
        note = {"code": SET_ASIDE, "trouble": trouble, **({"door": job.door} if job.door else {})}
        self.store.note(session, job.dossier_id, What.NOTED, who=self.who, data=note)

    def _later(
        self,
        job: Job,
        trouble: str,
        sentence: str,
        scope: Scope = Scope.DOSSIER,
        asked_s: float | None = None,
    ) -> Pushed:
        at = self.store.write(
            lambda session: outbox.retry_later(
                self.store, session, job, trouble, chance=self.chance, asked_s=asked_s
            )
        )
        if at is None:
            return Pushed(job.dossier_id, "busy")
        return Pushed(job.dossier_id, "failed-retry", "", trouble, (), sentence, at, scope)


def due_dossiers(store: Store, *, early: bool = False, unsigned: Unsigned = "refuse") -> Sequence[str]:
    """The dossiers whose turn it is, or with ``early`` all that wait; those that waited for a signature too
    where ``unsigned`` ones may be sent by now.
    """
    if unsigned != "refuse":
        store.write(lambda session: outbox.let_unsigned_go(store, session))
    with store.read() as session:
        return list(outbox.due(session, moment(session, store.clock), early=early))


def require_queued(store: Store, dossier: str) -> None:
    """Raise NotQueuedError where the dossier is not in the outbox."""
    with store.read() as session:
        entry = of_dossier(session, dossier)
    if entry is None or entry.state == Sending.WITHDRAWN:
        raise NotQueuedError.of(dossier)


def as_it_stands(store: Store, dossier: str) -> Pushed:
    """A dossier that can't be sent now, as it truly stands. Raises NotQueuedError."""
    with store.read() as session:
        entry = of_dossier(session, dossier)
        if entry is None or entry.state == Sending.WITHDRAWN:
            raise NotQueuedError.of(dossier)
        one = store.get(session, dossier)
        messages = tuple(FieldMessage(**message) for message in entry.messages)
        told = Pushed(dossier, entry.state, _number_of(entry, one.official_number), entry.trouble, messages)
        if told.state == Sending.SENDING:
            return replace(told, state="busy")
        if told.state in (Sending.SENT, Sending.REFUSED):
            return _ended(store, session, told, one.state)
        return replace(told, next_at=entry.next_at)


def _ended(store: Store, session: Transaction, told: Pushed, state: State) -> Pushed:
    if state is State.REJECTED:
        return replace(told, state="rejected", sentence=_told(*why_closed(store, session, told.dossier)))
    if told.state == Sending.SENT and state in CLOSED:
        return replace(told, state="already-sent", sentence=_("It was sent already; nothing was sent again."))
    if state is State.QUEUED:
        return replace(told, set_aside=True)
    now = "returned" if told.state == Sending.SENT else told.state
    return replace(told, state=now, sentence=_told(*why_returned(session, told.dossier, state)))


def _told(sentence: str, advice: str) -> str:
    # An officer's remark at the end of a sentence rarely has a full stop.
    return f"{sentence.rstrip('. ')}. {advice}"


def _number_of(entry: OutboxEntry, official: str | None) -> str:
    """The mã hồ sơ: the one it was sent under, or that was issued for it."""
    return (official if entry.leads else "") or str(entry.progress.get("number", ""))


def _earlier() -> str:
    return _("The gateway already had an earlier version of it; what was changed since did not go out.")
