"""Sending: number → uploads → dossier, each step remembered before the next, so that a crash sends nothing
twice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from batch import outbox
from batch.gateway.connector import Connector, FieldMessage, Outcome, RemoteFile, Submission
from batch.gateway.errors import (
    CredentialsError,
    GatewayError,
    NetworkDownError,
    NotQueuedError,
    RefusedError,
)
from batch.outbox import Job
from batch.submission import DamagedPackageError, submission_of
from intake.lease_owner import new_owner
from intake.log import log
from intake.states import State
from intake.store import Store

Step = Callable[[str], None]
# The dossier has no part in these: however often they happen, it may go out once they end.
_NEVER_GIVEN_UP = (NetworkDownError, CredentialsError)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of one dossier: ``sent``, ``failed-retry``, ``refused`` or ``busy`` (another pusher has
    it).
    """

    dossier: str
    state: str
    number: str = ""
    trouble: str = ""
    messages: tuple[FieldMessage, ...] = ()
    sentence: str = ""


@dataclass(slots=True)
class Pusher:
    """One worker on the outbox. ``who`` goes into the journal; ``after_step`` is told of every step done."""

    store: Store
    connector: Connector
    who: str
    max_attempts: int = 8
    chance: random.Random = field(default_factory=random.Random)
    after_step: Step = lambda _step: None
    owner: str = field(default_factory=new_owner)

    def push_all(self, dossiers: Iterable[str], *, early: bool = False) -> Iterable[Pushed]:
        """Push one after the other; stop early where no other could succeed either."""
        for dossier in dossiers:
            result = self.push(dossier, early=early)
            yield result
            if result.trouble in {error.trouble for error in _NEVER_GIVEN_UP}:
                return

    def push(self, dossier: str, *, early: bool = False) -> Pushed:
        """Push one dossier as far as it goes."""
        job = outbox.lease(self.store, dossier, self.owner, early=early)
        if job is None:
            return Pushed(dossier, "busy")
        result = self._work(job)
        told = {"connector": self.connector.name, "attempt": job.attempt}
        log().info("pushed", dossier=dossier, state=result.state, code=result.trouble, **told)
        return result

    def _work(self, job: Job) -> Pushed:
        try:
            return self._send(job)
        except _LeaseLostError:
            return Pushed(job.dossier_id, "busy")
        except RefusedError as error:
            return self._refused(job, error)
        except (GatewayError, DamagedPackageError) as error:
            return self._failed(job, error)

    def _send(self, job: Job) -> Pushed:
        sending = _Sending(self, job)
        submission = submission_of(self.store, job.dossier_id, job.package_id, copy=self.connector.copy)
        faults = self.connector.check(submission)
        if faults:
            raise RefusedError.because(faults)
        number = sending.number()
        if not sending.arrived(number):
            uploads = sending.uploads(submission)
            sending.submit(submission, number, uploads)
        sending.finish(number)
        return Pushed(job.dossier_id, "sent", number)

    def _refused(self, job: Job, error: RefusedError) -> Pushed:
        messages = [
            {"field": m.field, "key": m.key, "kind": m.kind, "limit": m.limit, "text": m.text}
            for m in error.messages
        ]
        with self.store.write() as session:
            if outbox.refuse(session, job, error.trouble, messages):
                told = {"trouble": error.trouble}
                self.store.advance(session, job.dossier_id, State.RETURNED, who=self.who, data=told)
        return Pushed(job.dossier_id, "refused", "", error.trouble, error.messages, error.sentence)

    def _failed(self, job: Job, error: GatewayError | DamagedPackageError) -> Pushed:
        give_up = job.attempt >= self.max_attempts and not isinstance(error, _NEVER_GIVEN_UP)
        with self.store.write() as session:
            if give_up:
                outbox.refuse(session, job, error.trouble, [])
                return Pushed(job.dossier_id, "refused", "", error.trouble, (), error.sentence)
            outbox.retry_later(self.store, session, job, error.trouble, chance=self.chance)
        return Pushed(job.dossier_id, "failed-retry", "", error.trouble, (), error.sentence)


class _LeaseLostError(Exception):
    """Another pusher took the row over; whatever we were doing is its work now."""


class _Sending:
    """The steps of one sending over the progress that outlives us."""

    def __init__(self, pusher: Pusher, job: Job) -> None:
        self._pusher = pusher
        self._store = pusher.store
        self._connector = pusher.connector
        self._job = job
        self._progress: dict[str, Any] = dict(job.progress)

    def number(self) -> str:
        """The mã hồ sơ, asked for once in the dossier's life."""
        if "number" not in self._progress:
            number = self._connector.issue_number()
            self._pusher.after_step("issued")
            self._keep(number=number)
        return str(self._progress["number"])

    def arrived(self, number: str) -> bool:
        """Whether a submission that may have been sent before did arrive."""
        if not self._progress.get("asked"):
            return False
        found = self._connector.find(number)
        if found is None:
            return False
        self._progress["remote_id"] = found.remote_id
        return not (self._progress.get("again") and found.outcome is Outcome.RETURNED)

    def uploads(self, submission: Submission) -> dict[str, RemoteFile]:
        """Every file at the gateway, by SHA-256; only what is not there yet is sent."""
        done: dict[str, Any] = dict(self._progress.get("uploads", {}))
        for file in submission.files:
            if file.sha256 in done:
                continue
            remote = (
                self._connector.find_upload(file) if self._progress.get("uploading") == file.sha256 else None
            )
            if remote is None:
                self._keep(uploading=file.sha256)
                remote = self._connector.upload(file)
                self._pusher.after_step("uploaded")
            done[file.sha256] = {"id": remote.id, "hash": remote.hash}
            self._keep(uploads=done, uploading="")
        return {sha256: RemoteFile(**kept) for sha256, kept in done.items()}

    def submit(self, submission: Submission, number: str, uploads: dict[str, RemoteFile]) -> None:
        """Send the dossier; that it may have been sent is written down before."""
        payload = self._connector.payload(submission, number, uploads)
        self._keep(asked=True)
        self._pusher.after_step("asked")
        self._progress["remote_id"] = self._connector.submit(payload, number)
        self._pusher.after_step("submitted")

    def finish(self, number: str) -> None:
        """Sent: row, state and number in one transaction."""
        store, job, who = self._store, self._job, self._pusher.who
        remote_id = str(self._progress.get("remote_id", ""))
        progress = {key: value for key, value in self._progress.items() if key != "again"}
        with store.write() as session:
            if not outbox.finish(store, session, job, progress | {"remote_id": remote_id}):
                raise _LeaseLostError
            store.set_official_number(session, job.dossier_id, number, who=who)
            store.advance(session, job.dossier_id, State.PUSHED, who=who, data={"number": number})
        self._pusher.after_step("finished")

    def _keep(self, **changes: Any) -> None:
        self._progress.update(changes)
        if not outbox.keep_progress(self._store, self._job, self._progress):
            raise _LeaseLostError
        self._pusher.after_step("kept")


def due_dossiers(store: Store, *, early: bool = False) -> Sequence[str]:
    """The dossiers whose turn it is."""
    with store.read() as session:
        return list(outbox.due(session, store.clock(), early=early))


def require_queued(store: Store, dossier: str) -> None:
    """Raise NotQueuedError where the dossier is not in the outbox."""
    with store.read() as session:
        if outbox.of_dossier(session, dossier) is None:
            raise NotQueuedError.of(dossier)
