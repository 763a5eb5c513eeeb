# SPDX-License-Identifier: Apache-2.0
"""A store of sixty dossiers whose indicators were worked out by hand (``sixty_dossiers.csv``,
``sixty_answers.csv``).

Each line of the first file is a dossier: when it was received, what happened to it (``life``), what was
recorded of it (``served``), and the facts that a person worked out from that: the day due, how and when it
ended, the working days taken, the supplement requests. The second says what each indicator comes to in a
period, as of a day where one stands there; ``excluded`` and ``beside`` in the order of the data.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.journal import DOUBLE_OF, WITHDRAWN_BECAUSE, What
from intake.dossier.states import State
from intake.store.store import Store
from intake.store.tables.model import ComponentRow, DossierRow, PackageRow
from intake.store.tables.result_model import ResultRow
from intake.store.transaction import Transaction

HERE = Path(__file__).parent
TODAY = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)  # Wednesday, 09:00 in Viet Nam
_SIGNED = {"signed": True, "unsigned": False, "unknown": None}


def lines(name: str) -> list[dict[str, str]]:
    """The lines of one of the two files."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class SetClock:
    """A clock that stands where it was set."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        return self.now


def moment(text: str) -> datetime:
    """``2026-11-02 09:00`` in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def fill(store: Store, clock: SetClock) -> dict[int, str]:
    """Write the sixty into an empty store; by their number in the file their ids."""
    made = {int(line["no"]): _make(store, clock, line) for line in lines("sixty_dossiers.csv")}
    clock.now = TODAY
    return made


def _make(store: Store, clock: SetClock, line: Mapping[str, str]) -> str:
    clock.now = moment(line["received"])
    with store.write() as session:
        made = store.create_dossier(
            session,
            procedure=line["procedure"],
            who=f"cán bộ {int(line['no']) % 3 + 1}",
            folder=line["folder"],
            received_at=clock.now,
        ).id
        if line["served"]:
            told = dict(part.split("=") for part in line["served"].split())
            data = {name: {"yes": True, "no": False}.get(value, value) for name, value in told.items()}
            store.note(session, made, What.SERVED, who="t", data=data)
        for step in filter(None, map(str.strip, line["life"].split(";"))):
            what, when = step.split("@")
            clock.now = moment(when)
            _happen(store, session, made, what)
    return made


def _happen(store: Store, session: Transaction, dossier: str, what: str) -> None:
    name, _colon, detail = what.partition(":")

    def note(kind: What, /, **data: Any) -> None:
        store.note(session, dossier, kind, who="t", data=data)

    def move(to: State, /, **data: Any) -> None:
        row = session.get_one(DossierRow, dossier)
        note(What.STATE, **{"from": row.state.value, "to": to.value, **data})
        row.state = to

    match name:
        case "packaged":
            _package(session, dossier, store.clock())
            note(What.PACKAGED, number=1, folder="p", sha256="0")
            move(State.PACKAGED)
        case "accepted":
            move(State.PUSHED)
            move(State.ACCEPTED, means="accepted")
        case "result":
            row = _result(session, dossier, store.clock())
            note(What.RESULT_ATTACHED, result=row, sha256="0", signed=_SIGNED[detail])
            move(State.RESULT_ATTACHED)
        case "refused":
            move(State.REJECTED, slip="1")
        case "withdrawn":
            move(State.REJECTED, **{WITHDRAWN_BECAUSE: "đổi ý"})
        case "stopped":
            move(State.REJECTED, means="stopped")
        case "double":
            move(State.REJECTED, **{DOUBLE_OF: "another", "reason": "hai lần"})
        case "slip":
            note(What.SLIP_ISSUED, kind="supplement", sign="1", number=1, year=2026)
        case "stop" | "gateway-stop":
            note(What.CLOCK_STOPPED, slip=1 if name == "stop" else None)
        case "start":
            note(What.CLOCK_STARTED, why="papers")
        case "moved":
            note(What.DUE_MOVED, to=detail, slip=1)
        case "handed-over":
            note(What.SERVED, handed_over=detail)
        case "gateway":
            note(What.GATEWAY_STATE, means=detail)
        case "undo":
            _undo(store, session, dossier, move)


def _package(session: Transaction, dossier: str, at: datetime) -> None:
    package = PackageRow(dossier_id=dossier, number=1, folder="p", made_at=at)
    session.add(package)
    session.flush()
    kept = {"master_path": "1.pdf", "master_sha256": "0", "master_bytes": 1}
    session.add(ComponentRow(package_id=package.id, kind="other", pages=1, **kept))


def _result(session: Transaction, dossier: str, at: datetime) -> int:
    told = {"sha256": dossier, "name": "r.pdf", "size": 1, "media_type": "application/pdf", "page_count": 1}
    row = ResultRow(dossier_id=dossier, standing="attached", who="t", added_at=at, **told)
    session.add(row)
    session.flush()
    return row.id


def _undo(store: Store, session: Transaction, dossier: str, move: Any) -> None:
    """Take the last result or the withdrawal back, as ``undo`` does."""
    events = store.journal(session, dossier)
    result = next((event for event in reversed(events) if event.what == What.RESULT_ATTACHED), None)
    taken = result or events[-1]
    if result is not None:
        session.get_one(ResultRow, result.data["result"]).standing = "taken-back"
    store.note(session, dossier, What.UNDONE, who="t", data={"change": "c", "events": [taken.id]})
    move(State.READ if result is None else State.ACCEPTED)
