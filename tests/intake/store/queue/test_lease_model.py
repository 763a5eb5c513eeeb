# SPDX-License-Identifier: Apache-2.0
"""Leases against a plain model of them: whatever owners, clock and deaths do, one at most has a row."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from intake.dossier.sending.pauses import LONGEST_PAUSE
from intake.store.queue import lease_owner
from intake.store.queue.lease_owner import LEASE
from intake.store.queue.leases import Lease
from tests.support.programs.examples import share_of_examples
from tests.support.stores.lease_desk import NOW, QUEUE, LeaseDesk

ELSEWHERE = ["elsewhere-a", "elsewhere-b"]
"""Owners of whom this computer knows nothing."""

JUMPS = [
    timedelta(seconds=1),
    LEASE / 2,
    LEASE,
    timedelta(hours=5),
    timedelta(days=400),
    -timedelta(days=400),
]


@dataclass
class Known:
    """A row as the model has it."""

    next_at: datetime
    state: str = "queued"
    owner: str = ""
    until: datetime | None = None
    attempts: int = 0
    trouble: str = ""


class LeaseMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = LeaseDesk("", Path(self.folder.name) / "errands.db")
        self.patched = pytest.MonkeyPatch()
        self.alive: set[int] = set()
        self.patched.setattr(lease_owner, "is_running", lambda pid, _since: pid in self.alive)
        self.now = NOW
        self.rows: dict[int, Known] = {}
        self.leases: list[Lease] = []
        self.born = 0

    def teardown(self) -> None:
        self.desk.engine.dispose()
        self.patched.undo()
        self.folder.cleanup()

    def owner_of(self, number: int) -> str:
        """Of the first numbers a computer elsewhere, of the others a living process of this one."""
        if number < len(ELSEWHERE):
            return ELSEWHERE[number]
        if not self.alive:
            self.born += 1
            self.alive.add(self.born)
        pid = sorted(self.alive)[number % len(self.alive)]
        return f"{lease_owner._here()}/{pid}-1/x"

    def free(self, row: Known, *, early: bool) -> bool:
        if row.state in ("queued", "failed-retry"):
            return early or row.next_at <= self.now or row.next_at > self.now + LONGEST_PAUSE
        if row.state != "sending":
            return False
        assert row.until is not None
        pid = int(row.owner.split("/")[1].split("-")[0]) if "/" in row.owner else None
        gone, here = (False, False) if pid is None else (pid not in self.alive, pid in self.alive)
        return row.until <= self.now or gone or (row.until > self.now + LEASE and not here)

    @rule(count=st.integers(1, 3))
    def put(self, count: int) -> None:
        self.rows |= {row_id: Known(self.now) for row_id in self.desk.put(count, self.now)}

    @rule(by=st.sampled_from(JUMPS))
    def clock_moves(self, by: timedelta) -> None:
        self.now += by

    @rule()
    def process_starts(self) -> None:
        self.born += 1
        self.alive.add(self.born)

    @rule(data=st.data())
    def process_dies(self, data: st.DataObject) -> None:
        if self.alive:
            self.alive.discard(data.draw(st.sampled_from(sorted(self.alive))))

    @rule(number=st.integers(0, 5), early=st.booleans(), most=st.integers(1, 3))
    def take(self, number: int, early: bool, most: int) -> None:
        owner = self.owner_of(number)
        free = [row_id for row_id, row in self.rows.items() if self.free(row, early=early)]
        free.sort(key=lambda row_id: (self.rows[row_id].next_at, row_id))
        got = self.desk.take(owner, self.now, most=most, early=early)
        assert [lease.row_id for lease in got] == free[:most]
        for lease in got:
            row = self.rows[lease.row_id]
            row.state, row.owner, row.until, row.next_at = "sending", owner, self.now + LEASE, self.now
            row.attempts += 1
            assert lease.attempt == row.attempts
        self.leases += got

    def mine(self, lease: Lease) -> bool:
        row = self.rows[lease.row_id]
        return (row.state, row.owner, row.attempts) == ("sending", lease.owner, lease.attempt)

    @rule(data=st.data(), end=st.sampled_from(["renew", "finish", "later", "give up"]))
    def use_lease(self, data: st.DataObject, end: str) -> None:
        """Any lease that was ever had, also one that was lost."""
        if not self.leases:
            return
        lease = data.draw(st.sampled_from(self.leases))
        row, mine = self.rows[lease.row_id], self.mine(lease)
        with self.desk.write() as session:
            if end == "renew":
                assert QUEUE.renew(session, lease, self.now) is mine
                row.until = self.now + LEASE if mine else row.until
                return
            if end == "later":
                at = QUEUE.later(session, lease, self.now, "trouble", chance=random.Random(1))
                assert (at is not None) is mine
                state, row.next_at = "failed-retry", at or row.next_at
            elif end == "finish":
                assert QUEUE.finish(session, lease) is mine
                state = "sent"
            else:
                assert QUEUE.give_up(session, lease, "trouble") is mine
                state = "refused"
        if mine:
            row.state, row.owner, row.until = state, "", None
            row.trouble = "" if end == "finish" else "trouble"

    @invariant()
    def rows_are_as_the_model_has_them(self) -> None:
        for row_id, row in self.rows.items():
            told = self.desk.row(row_id)
            assert (
                Known(
                    told["next_at"],
                    told["state"],
                    told["lease_owner"],
                    told["lease_until"],
                    told["attempts"],
                    told["trouble"],
                )
                == row
            )


TestLeasesAgainstTheModel = LeaseMachine.TestCase
TestLeasesAgainstTheModel.settings = settings(
    max_examples=share_of_examples(15), stateful_step_count=30, deadline=None
)
