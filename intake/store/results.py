# SPDX-License-Identifier: Apache-2.0
"""Results in the store: found, kept, attached and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import exists, select

from intake.dossier.sending.results import ResultStanding, StoredResult
from intake.store.tables.result_model import ResultRow
from intake.store.transaction import Transaction


def results_of(session: Transaction, dossier_id: str) -> list[StoredResult]:
    """The results of a dossier, also those that wait for a person, in the order they came; not those that
    were taken back.
    """
    there = (ResultRow.dossier_id == dossier_id, ResultRow.standing != ResultStanding.TAKEN_BACK.value)
    return [_result(row) for row in session.scalars(select(ResultRow).where(*there).order_by(ResultRow.id))]


def results_waiting(session: Transaction, dossiers: Iterable[str]) -> Mapping[str, StoredResult]:
    """Of these dossiers (some hundred) those of which a result waits for a person, and the first such."""
    there = (ResultRow.standing == ResultStanding.WAITING.value, ResultRow.dossier_id.in_(list(dossiers)))
    rows = session.scalars(select(ResultRow).where(*there).order_by(ResultRow.id.desc()))
    return {row.dossier_id: _result(row) for row in rows}


def has_result(session: Transaction, dossier_id: str) -> bool:
    """Whether a result is attached."""
    attached = (ResultRow.dossier_id == dossier_id, ResultRow.standing == ResultStanding.ATTACHED.value)
    return bool(session.scalar(select(exists().where(*attached))))


def known_result(session: Transaction, dossier_id: str, sha256: str) -> StoredResult | None:
    """The very same file, if it ever came as a result of the dossier."""
    row = session.scalar(
        select(ResultRow).where(ResultRow.dossier_id == dossier_id, ResultRow.sha256 == sha256)
    )
    return None if row is None else _result(row)


def came_from(session: Transaction, dossier_id: str, door: str) -> frozenset[str]:
    """Under which ids the door handed results of the dossier back already."""
    theirs = (ResultRow.dossier_id == dossier_id, ResultRow.door == door)
    return frozenset(session.scalars(select(ResultRow.remote_id).where(*theirs)))


def others_with_result(session: Transaction, dossier_id: str, sha256: str) -> Sequence[str]:
    """Other dossiers of which the very same file is a result."""
    theirs = (
        ResultRow.sha256 == sha256,
        ResultRow.dossier_id != dossier_id,
        ResultRow.standing == ResultStanding.ATTACHED.value,
    )
    return sorted(session.scalars(select(ResultRow.dossier_id).where(*theirs)))


def keep_result(session: Transaction, result: StoredResult) -> StoredResult:
    """Keep a file that came (its ``id`` is given here), or say anew of one that is known how it stands."""
    values = {name: value for name, value in asdict(result).items() if name != "id"}
    values |= {"standing": result.standing.value, "doubts": [dict(doubt) for doubt in result.doubts]}
    same = (ResultRow.dossier_id == result.dossier_id, ResultRow.sha256 == result.sha256)
    row = session.scalar(select(ResultRow).where(*same).with_for_update())
    if row is None:
        row = ResultRow(**values)
        session.add(row)
    else:
        came = {name: getattr(row, name) for name in ("door", "remote_id")}
        _set(row, values | {name: was for name, was in came.items() if was and not values[name]})
    session.flush()
    return _result(row)


def set_standing(session: Transaction, result_id: int, standing: ResultStanding) -> None:
    """Say how a result stands now that a person's word on it is taken back."""
    row = session.get_one(ResultRow, result_id)
    row.standing, row.reason = standing.value, ""
    session.flush()


def _set(row: ResultRow, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _result(row: ResultRow) -> StoredResult:
    return StoredResult(
        id=row.id,
        dossier_id=row.dossier_id,
        sha256=row.sha256,
        name=row.name,
        size=row.size,
        media_type=row.media_type,
        page_count=row.page_count,
        standing=ResultStanding(row.standing),
        kind=row.kind,
        doubts=list(row.doubts),
        reason=row.reason,
        door=row.door,
        remote_id=row.remote_id,
        who=row.who,
        added_at=row.added_at,
        signed=row.signed,
    )
