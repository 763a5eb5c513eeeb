# SPDX-License-Identifier: Apache-2.0
"""One sending: number → uploads → dossier, each step remembered before the next, so that a crash sends
nothing twice and what the gateway has lost is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from batch.gateway.contract import (
    Connector,
    Meant,
    OutgoingFile,
    RemoteFile,
    RemoteOutcome,
    RemoteStatus,
    Submission,
    TakesNumbers,
)
from batch.gateway.errors import (
    AlreadyThereError,
    GatewayError,
    LostNumberError,
    LostUploadsError,
    RefusedError,
    TakenNumberError,
)
from batch.gateway.unanswered import UnansweredError
from batch.outbox import outbox
from batch.outbox.arrival import LeaseLostError, note_arrival
from batch.outbox.numbers import our_number
from batch.outbox.outbox import Job
from batch.outbox.perhaps_sent import refuse_if_there
from batch.outbox.sent_before import note_sent, sent_before
from intake.dossier.journal import What
from intake.store.store import Store
from intake.store.transaction import Transaction

Step = Callable[[str], None]

PATIENCE = timedelta(hours=1)
"""A gateway may take so long before it shows what it took."""

EARLIER_ARRIVED = "earlier-version-arrived"
NUMBER_LOST = "number-lost"
"""Codes of notes in the journal."""

UNKNOWN_PACKAGE = 0
"""Stands in the progress for a package that the database has forgotten."""


class Delivery:
    """The steps of one sending over the progress (``OutboxEntry.progress``) that outlives us.

    ``earlier`` is set where the gateway turned out to have an earlier package of the dossier.
    """

    def __init__(self, store: Store, connector: Connector, job: Job, who: str, after_step: Step) -> None:
        self._store = store
        self._connector = connector
        self._job = job
        self._who = who
        self._after_step = after_step
        self._progress: dict[str, Any] = dict(job.progress)
        self.earlier = False

    def arrived(self) -> bool:
        """Whether a submission that may have been sent before did arrive, under any number we ever had."""
        self._recall()
        if not self._progress.get("asked") or isinstance(self._connector, TakesNumbers):
            return False  # what comes again under its number there is no second one, so it is sent again
        for number in self._numbers():
            found = self._connector.find(number)
            # Returned before, and not yet sent again for all we know.
            if found is not None and not (
                self._progress.get("again") and found.outcome is RemoteOutcome.RETURNED
            ):
                self._progress |= {"number": number, "remote_id": found.remote_id}
                self._look_at_package()
                return True
            if found is None and number != self._progress.get("number"):
                self._miss(number)
        return False

    def send(self, submission: Submission) -> None:
        """Number, uploads, dossier. What the gateway has lost meanwhile is made anew, each thing once.

        Raises:
            PerhapsSentError: the gateway has files of it, and nobody knows why.
            GatewayError: it can't be sent now, or the gateway says it has it and does not show it.
        """
        refuse_if_there(self._store, self._connector, submission, self._progress, self._job.door, self._keep)
        anew: set[type[GatewayError]] = set()
        while True:
            number = self._number()
            sent_before_now = self._sent_under(number)
            this_one = self._progress.get("noted") == [number, self._job.package_id]
            known = replace(submission, taken_before=self._taken_under(number), sent_before=this_one)
            try:
                return self._submit(known, number, self._uploads(submission))
            except AlreadyThereError:
                if self.arrived():
                    return None
                raise
            except LostNumberError as error:
                if self.arrived():
                    return None
                self._once(error, anew)
                self._forget_number(number, in_doubt=sent_before_now)
            except LostUploadsError as error:
                self._once(error, anew)
                self._keep(uploads={}, uploading="")

    def finish(self, further: Sequence[str] = ()) -> str:
        """Sent, and now to the ``further`` doors: all in one transaction; returns the number."""
        store, job, number = self._store, self._job, str(self._progress["number"])
        progress = {key: value for key, value in self._progress.items() if key != "again"}

        def end(session: Transaction) -> None:
            note_arrival(store, session, job, progress, who=self._who, further=further)
            if self.earlier:
                note = {"code": EARLIER_ARRIVED}
                store.note(session, job.dossier_id, What.NOTED, who=self._who, data=note)

        store.write(end)
        self._after_step("finished")
        return number

    def came_through(self) -> bool:
        """Whether it arrived earlier, asked where the package may not go out now; where nothing of it is at
        the gateway, that may be made anew. What nobody can tell stays in doubt.
        """
        if not self._progress.get("asked"):
            return False
        if not isinstance(self._connector, TakesNumbers):  # ``arrived`` has asked
            self._keep(asked=False, in_doubt=False)
            return False
        try:
            there = [found for number in self._numbers() if (found := self._connector.find(number))]
        except GatewayError:
            return False
        if not there:
            # Nothing was ever sent under it, so a person may also say another number.
            self._progress.pop("noted", None)
            self._keep(asked=False, in_doubt=False)
        return any(self._is_what_was_sent(found) for found in there)

    def _is_what_was_sent(self, found: RemoteStatus) -> bool:
        """Whether a dossier of our number is there because we sent it: it was not there before."""
        returned = self._progress.get("again") and found.outcome is RemoteOutcome.RETURNED
        added = self._progress.get("added") == found.number
        if returned or not added or not self._progress.get("in_doubt"):
            return False
        self._progress["number"] = found.number
        self._look_at_package()
        return True

    def _look_at_package(self) -> None:
        self.earlier = self._progress.get("package", self._job.package_id) != self._job.package_id

    def _recall(self) -> None:
        """After the database was brought back: numbers that it has forgotten, for the gateway to be asked."""
        sent = sent_before(self._store, self._job.dossier_id, self._job.package_id, self._job.door)
        known = [*self._numbers(), *self._progress.get("gone", [])]
        forgotten = [one for one in sent if one.number not in known]
        if forgotten:
            package = self._job.package_id if forgotten[0].same_files else UNKNOWN_PACKAGE
            numbers = [*(one.number for one in forgotten), *self._numbers()]
            self._keep(number=numbers[0], lost=numbers[:0:-1], asked=True, in_doubt=True, package=package)
        elif sent and not self._progress.get("asked"):
            self._keep(asked=True, in_doubt=True)

    def _miss(self, number: str) -> None:
        """A lost number that is not shown some time later either is asked about no more.

        Each is one more question that may fail; with many of them no try would come through.
        """
        missed, now = dict(self._progress.get("missed", {})), self._store.clock()
        since = datetime.fromisoformat(missed.setdefault(number, now.isoformat()))
        if now - PATIENCE < since <= now:
            self._keep(missed=missed)
            return
        del missed[number]
        lost = [one for one in self._progress["lost"] if one != number]
        self._keep(missed=missed, lost=lost, gone=[*self._progress.get("gone", []), number])

    def _numbers(self) -> Iterator[str]:
        if "number" in self._progress:
            yield str(self._progress["number"])
        yield from map(str, reversed(self._progress.get("lost", [])))

    def _number(self) -> str:
        """The mã hồ sơ, asked for once in the dossier's life (once more for each that the gateway lost)."""
        if "number" not in self._progress:
            self._keep()  # a number taken for nothing would be seen over there
            number = self._new_number()
            self._after_step("issued")
            self._keep(self._refuse_taken, number=number)
        return str(self._progress["number"])

    def _new_number(self) -> str:
        """The gateway's; of one that issues none that of the leading door, or the unit's own."""
        connector = self._connector
        if isinstance(connector, TakesNumbers):
            return our_number(self._store, connector, self._job)
        return connector.issue_number()

    def _refuse_taken(self, session: Transaction) -> None:
        """A number given out twice would make one family's dossier pass for another's."""
        if outbox.number_taken(session, self._progress["number"], self._job.dossier_id):
            self._progress.pop("number")
            raise TakenNumberError.of()

    def _sent_under(self, number: str) -> bool:
        """Whether a submission under this number may have left before."""
        if "noted" not in self._progress:
            return bool(self._progress.get("asked"))
        return bool(self._progress["noted"][0] == number)

    def _taken_under(self, number: str) -> bool:
        """Whether the gateway said yes to the dossier under this number."""
        if self._progress.get("again"):
            return True
        with self._store.read() as session:
            official = self._store.get(session, self._job.dossier_id).official_number
        return self._job.leads and official == number

    def _forget_number(self, number: str, *, in_doubt: bool) -> None:
        """The gateway lost it and has nothing under it; it is not used any more.

        Where an earlier submission under it got no answer (``in_doubt``), it is asked about again, since a
        gateway that was brought back too may find it. Else it is nobody's.
        """
        self._progress.pop("number")
        lost = [*self._progress.get("lost", []), *([number] if in_doubt else [])]
        still = bool(lost) and bool(self._progress.get("in_doubt"))
        self._keep(lost=lost, asked=bool(lost), in_doubt=still)
        told = {"code": NUMBER_LOST, "number": number}
        self._store.write(
            lambda session: self._store.note(
                session, self._job.dossier_id, What.NOTED, who=self._who, data=told
            )
        )

    def _uploads(self, submission: Submission) -> dict[str, RemoteFile]:
        """Every file at the gateway, by SHA-256; only what is not there yet is sent."""
        done: dict[str, Any] = dict(self._progress.get("uploads", {}))
        for file in submission.files:
            if file.sha256 in done:
                continue
            remote = self._found(file) if self._progress.get("uploading") == file.sha256 else None
            if remote is None:
                self._keep(uploading=file.sha256)
                remote = self._upload(file)
            done[file.sha256] = {"id": remote.id, "hash": remote.hash}
            self._keep(uploads=done, uploading="")
        return {sha256: RemoteFile(**kept) for sha256, kept in done.items()}

    def _upload(self, file: OutgoingFile) -> RemoteFile:
        try:
            remote = self._connector.upload(file)
        except AlreadyThereError:
            found = self._found(file)
            if found is None:
                raise
            return found
        self._after_step("uploaded")
        return remote

    def _found(self, file: OutgoingFile) -> RemoteFile | None:
        try:
            return self._connector.find_upload(file)
        except UnansweredError:
            return None

    def _submit(self, submission: Submission, number: str, uploads: Mapping[str, RemoteFile]) -> None:
        """Send the dossier; that it may have been sent, and which package, is written down before.

        One that was sent, may have arrived and is asked for supplements by now did arrive: it is not sent
        over that wish, which a person must first see.
        """
        payload = self._connector.payload(submission, number, uploads)
        meant = self._connector.meant(payload) if isinstance(self._connector, TakesNumbers) else None
        if meant is Meant.SUPPLEMENT:
            if self._progress.get("asked") and not self._progress.get("again"):
                self._look_at_package()
                return
            self._progress["again"] = True  # if its answer is lost, it is this that goes once more
        if meant is Meant.NEW:
            self._progress["added"] = number
        noted = [number, self._job.package_id]
        if self._progress.get("noted") != noted:
            note_sent(self._store, self._job.dossier_id, number, self._job.package_id, self._job.door)
        self._keep(asked=True, noted=noted, package=self._job.package_id, in_doubt=True)
        self._after_step("asked")
        try:
            self._progress["remote_id"] = self._connector.submit(payload, number)
        except RefusedError as error:
            error.name_fields(self._connector.keys(submission))
            raise
        self._after_step("submitted")

    @staticmethod
    def _once(error: GatewayError, anew: set[type[GatewayError]]) -> None:
        """Let each thing be made anew once in a try; a gateway that loses it again is met later."""
        if type(error) in anew:
            raise error
        anew.add(type(error))

    def _keep(self, check: Callable[[Transaction], None] = lambda _session: None, /, **changes: Any) -> None:
        """Write down how far we are, in a transaction in which ``check`` may still say no."""
        self._progress.update(changes)

        def keep(session: Transaction) -> bool:
            check(session)
            return outbox.keep_progress(self._store, session, self._job, self._progress)

        if not self._store.write(keep):
            raise LeaseLostError
        self._after_step("kept")
