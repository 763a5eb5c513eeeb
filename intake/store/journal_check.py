# SPDX-License-Identifier: Apache-2.0
"""Is the journal what was written: every dossier's chain gone through again; and do its rows say the same?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select

from intake.dossier.journal import Event, What, fold
from intake.store.dossier.journal_chain import link
from intake.store.package_key import manifest_key
from intake.store.tables.column_types import GarbledValueError
from intake.store.tables.model import DossierRow, EventRow, FormValueRow, PackageRow, StoredFileRow
from intake.store.transaction import Transaction

PART = 200
"""So many dossiers are in memory at once."""
_HEAD = (
    DossierRow.id,
    DossierRow.journal_head,
    DossierRow.journal_length,
    DossierRow.procedure,
    DossierRow.state,
    DossierRow.official_number,
    DossierRow.answers,
)
_LINKED = (
    EventRow.id,
    EventRow.client_id,
    EventRow.dossier_id,
    EventRow.at,
    EventRow.who,
    EventRow.what,
    EventRow.data,
    EventRow.change,
    EventRow.version,
    EventRow.hash,
)


@dataclass(frozen=True, slots=True)
class JournalFound:
    """One dossier's journal: its events, whether they are those that were written, and, if so, what in the
    dossier's rows ``differs`` from what they tell (``procedure``, ``state``, ``official_number``,
    ``answers``, ``papers``, ``values`` that a person said, ``package``: what the newest one is). It does not
    say what the files of ``slips_unknown`` slips are, nor, where ``package_unknown``, those of the package.
    """

    dossier: str
    events: int
    whole: bool
    differs: tuple[str, ...] = ()
    slips_unknown: int = 0
    package_unknown: bool = False


def journals(session: Transaction) -> Iterator[JournalFound]:
    """Every dossier's journal, looked through. Events of a dossier without a row count too."""
    last = ""
    while part := _next(session, last):
        last = part[-1].id
        yield from _checked(session, part)
    orphans = select(EventRow.dossier_id).where(EventRow.dossier_id.not_in(select(DossierRow.id))).distinct()
    for dossier in session.scalars(orphans):
        yield JournalFound(dossier, 0, whole=False)


def count_unsaid(session: Transaction) -> int:
    """How many values no person said or confirmed; no journal has them."""
    return session.scalar(select(func.count(FormValueRow.id)).where(FormValueRow.corrected.is_(False))) or 0


def _next(session: Transaction, last: str) -> Sequence[Any]:
    return session.execute(
        select(*_HEAD).where(DossierRow.id > last).order_by(DossierRow.id).limit(PART)
    ).all()


def _checked(session: Transaction, part: Sequence[Any]) -> Iterator[JournalFound]:
    try:
        events = session.execute(_events([head.id for head in part])).all()
        rows = _Rows(session, [head.id for head in part])
    except (GarbledValueError, UnicodeDecodeError):
        if len(part) == 1:  # what stands there is none of our values
            yield JournalFound(part[0].id, 0, whole=False)
        else:
            for head in part:
                yield from _checked(session, [head])
        return
    by_dossier = {key: list(theirs) for key, theirs in groupby(events, key=attrgetter("dossier_id"))}
    for head in part:
        theirs = by_dossier.get(head.id, [])
        whole = _is_whole(theirs, head)
        differs = _differing(theirs, head, rows) if whole else ()
        unknown = head.id in rows.packages and not _package_told(theirs)
        yield JournalFound(head.id, len(theirs), whole, differs, _slips_unknown(theirs), unknown)


def _slips_unknown(events: Sequence[Any]) -> int:
    slips = {
        what: {(e.data["kind"], e.data["year"], e.data["number"]) for e in events if e.what == what}
        for what in (What.SLIP_ISSUED, What.SLIP_KEPT)
    }
    return len(slips[What.SLIP_ISSUED] - slips[What.SLIP_KEPT])


class _Rows:
    """By dossier the hashes of its papers, the values that a person said by key, and of its newest package
    what its row and what its manifest is known by.
    """

    def __init__(self, session: Transaction, dossiers: Sequence[str]) -> None:
        self.papers: defaultdict[str, set[str | None]] = defaultdict(set)
        self.values: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.packages: dict[str, set[str]] = {}
        told = select(StoredFileRow.dossier_id, StoredFileRow.sha256).where(
            StoredFileRow.dossier_id.in_(dossiers), StoredFileRow.refusal_code == ""
        )
        for dossier, sha256 in session.execute(told):
            self.papers[dossier].add(sha256)
        said = select(FormValueRow.dossier_id, FormValueRow.key, FormValueRow.value).where(
            FormValueRow.dossier_id.in_(dossiers), FormValueRow.corrected
        )
        for dossier, key, value in session.execute(said):
            self.values[dossier][key] = value
        packages = select(PackageRow.dossier_id, PackageRow.content_key, PackageRow.manifest)
        made = packages.where(PackageRow.dossier_id.in_(dossiers)).order_by(PackageRow.number)
        for dossier, row_key, manifest in session.execute(made):
            self.packages[dossier] = {row_key, manifest_key(manifest)}


def _differing(events: Sequence[Any], head: Any, rows: _Rows) -> tuple[str, ...]:
    """What the rows of a dossier say otherwise than its journal, which is whole."""
    told = fold(Event(e.id, e.dossier_id, e.at, e.who, e.what, e.data, e.change) for e in events)
    pairs: Mapping[str, tuple[Any, Any]] = {
        "procedure": (head.procedure, told.procedure),
        "state": (head.state, told.state),
        "official_number": (head.official_number, told.official_number),
        "answers": (head.answers, told.answers),
        "papers": (rows.papers[head.id], told.papers),
        "values": (rows.values[head.id], told.corrections),
        **_package_pair(events, rows.packages.get(head.id, set())),
    }
    return tuple(name for name, (stands, written) in pairs.items() if stands != written)


def _package_pair(events: Sequence[Any], stands: set[str]) -> Mapping[str, tuple[Any, Any]]:
    told = _package_told(events)
    return {"package": (stands, {told})} if told else {}


def _package_told(events: Sequence[Any]) -> str:
    """What the journal knows the newest package by; "" where there is none, or an earlier version made it."""
    made = [event.data for event in events if event.what == What.PACKAGED]
    return str(made[-1].get("sha256", "")) if made else ""


def _events(dossiers: Sequence[str]) -> Any:
    return (
        select(*_LINKED).where(EventRow.dossier_id.in_(dossiers)).order_by(EventRow.dossier_id, EventRow.id)
    )


def _is_whole(events: Sequence[Any], head: Any) -> bool:
    before = ""
    for event in events:
        before = link(before, event)
        if before != event.hash:
            return False
    return bool(before == head.journal_head) and len(events) == head.journal_length
