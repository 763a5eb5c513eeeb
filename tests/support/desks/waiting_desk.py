# SPDX-License-Identifier: Apache-2.0
"""A desk whose pages are read at once, with a gateway in memory: everything from a paper to its receipt at
the gateway, without worker processes and without HTTP. It remembers what the last check was shown.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from sqlalchemy import select

from batch.errors import PackageError
from batch.gateway.contract import (
    FieldMessage,
    GatewayHealth,
    OutgoingFile,
    RemoteFile,
    RemoteOutcome,
    RemoteStatus,
    Submission,
)
from batch.gateway.errors import NetworkDownError, NotQueuedError
from batch.outbox import outbox
from batch.outbox.push import Pushed, Pusher
from batch.outbox.tracking import refresh
from batch.package.pack_work import PackageSettings
from batch.store.outbox_rows import OutboxEntry
from intake.dossier.states import State
from intake.errors import ClosedDossierError, NotHeldError, OnItsWayError, TransitionError, UndoError
from intake.reading.page_work import HowToRead, read_checked
from intake.reading.read_pages import READER, unread_pages
from intake.services.changing.edit import Editing
from intake.services.changing.hold_back import release
from intake.services.changing.holding import hold
from intake.services.changing.reopening import reopen
from intake.services.changing.undo import take_back
from intake.services.fill_and_check import check, fill
from intake.services.receive.ingest import Taken, take_in
from intake.store.dossier.pages import pages_left
from intake.store.tables.model import PackageRow
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import RECEIVED, WHO, Clock, package_dossier
from tests.support.dossiers.fake_dossiers import FINE, FORM, NOTICE, SIZE, read_known
from tests.support.stores.empty_home import store_in
from tests.support.stores.moved_home import moved_home

Facts = tuple[frozenset[str], tuple[tuple[str, str], ...]]
"""The papers of a dossier (SHA-256) and the values of its form."""


@dataclass
class MemoryGateway:
    """See ``batch.gateway.contract.Connector``; ``down`` and ``answer_lost`` are what goes wrong next."""

    name: str = "memory"
    copy: str = "master"
    taken: list[tuple[str, Submission]] = field(default_factory=list)
    issued: int = 0
    down: bool = False
    answer_lost: bool = False
    outcome: RemoteOutcome = RemoteOutcome.PENDING

    def test(self) -> GatewayHealth:
        return GatewayHealth("memory", 3600.0)

    def check(self, _submission: Submission) -> Sequence[FieldMessage]:
        return ()

    def issue_number(self) -> str:
        self._reach()
        self.issued += 1
        return f"G09-{self.issued}"

    def find(self, number: str) -> RemoteStatus | None:
        self._reach()
        there = any(number == known for known, _submission in self.taken)
        return RemoteStatus("1", number, "x", "x", self.outcome) if there else None

    def find_upload(self, _file: OutgoingFile) -> RemoteFile | None:
        return None

    def upload(self, file: OutgoingFile) -> RemoteFile:
        self._reach()
        return RemoteFile(file.sha256[:8], file.sha256)

    def payload(
        self, submission: Submission, _number: str, _uploads: Mapping[str, RemoteFile]
    ) -> dict[str, Any]:
        return {"submission": submission}

    def keys(self, _submission: Submission) -> Mapping[str, str]:
        return {}

    def submit(self, payload: Mapping[str, Any], number: str) -> str:
        self._reach()
        self.taken.append((number, payload["submission"]))
        self.outcome = RemoteOutcome.PENDING
        if self.answer_lost:
            raise NetworkDownError.at("memory")
        return "1"

    def close(self) -> None:
        pass

    def _reach(self) -> None:
        if self.down:
            raise NetworkDownError.at("memory")


class WaitingDesk:
    """One dossier at one desk; each method is what a command does. Raises what the command would tell.

    ``like``: the folder of a desk whose dossier is taken over as it stands there.
    """

    def __init__(self, folder: Path, like: Path | None = None) -> None:
        self.clock = Clock(RECEIVED)
        self.folder = folder
        if like is not None:
            moved_home(like / "home", folder / "home")
        self.store = store_in(folder / "home", self.clock)
        self.gateway = MemoryGateway()
        self.scans = 0
        with self.store.write() as session:
            known = self.store.list(session)
            made = known[0] if known else self.store.create_dossier(session, procedure="1.001193", who=WHO)
            self.dossier = made.id
        self.shown = self.facts()

    def complete(self) -> None:
        """The dossier of an untroubled birth, read and checked."""
        self.add(FORM)
        self.add(NOTICE)
        self.judge()
        assert self.state is State.COMPLETE

    @property
    def state(self) -> State:
        with self.store.read() as session:
            return self.store.get(session, self.dossier).state

    @property
    def row(self) -> OutboxEntry | None:
        with self.store.read() as session:
            return outbox.of_dossier(session, self.dossier)

    def facts(self) -> Facts:
        with self.store.read() as session:
            papers = self.store.documents(session, self.dossier)
            values = self.store.form_values(session, self.dossier)
        there = frozenset(paper.sha256 or "" for paper in papers if not paper.refused)
        return there, tuple(sorted((key, row.value) for key, row in values.items() if row.value))

    def scan(self, paper: int = NOTICE, odd: int = FINE, child: int = 1) -> Path:
        """A page that no other is the same as, of the papers of this ``child``."""
        self.scans += 1
        pixels = np.full(SIZE, 255, np.uint8)
        pixels[0, :3], pixels[1, :2] = (paper, child, odd), (self.scans, len(self.facts()[0]))
        path = self.folder / f"{self.scans}.png"
        Image.fromarray(pixels).save(path, dpi=(300, 300))
        return path

    def add(self, paper: int = NOTICE, odd: int = FINE, child: int = 1) -> Taken:
        return take_in(self.store, self.dossier, [self.scan(paper, odd, child)], who=WHO)

    def add_broken(self) -> Taken:
        self.scans += 1
        path = self.folder / f"{self.scans}.pdf"
        path.write_bytes(b"%PDF-1.4 broken " + str(self.scans).encode())
        return take_in(self.store, self.dossier, [path], who=WHO)

    def read(self) -> None:
        with self.store.read() as session:
            pages = unread_pages(self.store, session, self.dossier, HowToRead())
        for page in pages:
            with self.store.write() as session:
                self.store.save_page_reading(
                    session, page.document_id, read_checked(read_known, page), reader=READER
                )

    def judge(self) -> None:
        """Read, fill in and check, and show what came of it."""
        self.read()
        fill(self.store, self.dossier, load_catalogue())
        check(self.store, self.dossier, load_catalogue(), commune="", now=self.clock())
        with self.store.read() as session:
            if not pages_left(session, self.dossier):
                self.shown = self.facts()

    def edit(self, value: str = "Xã Ví Dụ", *, judged: bool = True) -> bool:
        with self.store.write() as session:
            Editing(self.store, session, self.dossier, WHO).set_values([("child.hometown", value)])
            left = reopen(self.store, session, self.dossier, who=WHO)
        if judged:
            self.judge()
        return left

    def answer(self, reply: str = "no") -> None:
        with self.store.write() as session:
            Editing(self.store, session, self.dossier, WHO).answer([("abandoned", reply)])
            reopen(self.store, session, self.dossier, who=WHO)
        self.judge()

    def undo(self) -> None:
        with self.store.write() as session:
            take_back(self.store, session, self.dossier, who=WHO)
        self.judge()

    def hold(self) -> None:
        with self.store.write() as session:
            hold(self.store, session, self.dossier, who=WHO)
        self.judge()

    def let_go(self) -> None:
        release(self.store, self.dossier, who=WHO, reason="Đã xem", commune="")

    def package(self) -> None:
        package_dossier(self.store, self.dossier, load_catalogue(), PackageSettings(), who=WHO)

    def push(self) -> Pushed:
        return Pusher(self.store, self.gateway, WHO, chance=random.Random(1)).push(self.dossier, early=True)

    def follow(self) -> None:
        refresh(self.store, self.gateway, self.dossier, who=WHO)

    def families(self, papers: frozenset[str]) -> set[str]:
        """Whose forms lie among these papers: the child that each of them names."""
        with self.store.read() as session:
            readings = self.store.page_readings(session, self.dossier)
        named = [(document.sha256, reading) for document, reading in readings]
        return {
            field.value
            for sha256, reading in named
            for field in reading.fields
            if sha256 in papers and reading.kind == "birth-registration" and field.key == "child.full_name"
        }

    def sent(self) -> list[Facts]:
        """What the gateway was given, time after time: papers by their stored files, and values."""
        with self.store.read() as session:
            packages = session.scalars(select(PackageRow).where(PackageRow.dossier_id == self.dossier)).all()
        sources = {
            entry["master"]["sha256"]: {source["sha256"] for source in entry["sources"]}
            for package in packages
            for entry in package.manifest["components"]
        }
        return [
            (
                frozenset().union(*(sources[file.sha256] for file in submission.files)),
                tuple(sorted(submission.values.items())),
            )
            for _number, submission in self.gateway.taken
        ]


CHANGES: dict[str, Callable[[WaitingDesk], object]] = {
    "add": WaitingDesk.add,
    "add what can't be opened": WaitingDesk.add_broken,
    "edit": WaitingDesk.edit,
    "answer": WaitingDesk.answer,
    "undo": WaitingDesk.undo,
    "hold": WaitingDesk.hold,
}
"""What a person can do to a dossier that waits, by what the tests call it."""

REFUSALS = (
    PackageError,
    ClosedDossierError,
    NotHeldError,
    OnItsWayError,
    UndoError,
    NotQueuedError,
    TransitionError,
)


def outcome_of(change: Callable[[WaitingDesk], object], desk: WaitingDesk) -> str:
    """The name of the error that refuses the change, ``late`` for a paper that comes too late."""
    try:
        done = change(desk)
    except REFUSALS as error:
        assert error.sentence
        assert error.advice
        return type(error).__name__
    return "late" if getattr(done, "late", False) else "done"


def returned(desk: WaitingDesk) -> None:
    """The gateway sends the dossier back, and the desk has asked."""
    desk.gateway.outcome = RemoteOutcome.RETURNED
    desk.follow()
