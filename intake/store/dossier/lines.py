# SPDX-License-Identifier: Apache-2.0
"""Dossiers as the lines of a list: a fixed number of queries for many of them, none a dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from intake.dossier.journal import What
from intake.dossier.look_words import all_told
from intake.dossier.matter.dossiers import DOUBLE
from intake.dossier.second_look import looks_of
from intake.dossier.state_words import left_alone_told
from intake.dossier.states import FROZEN, State
from intake.dossier.stored import GONE, Dossier
from intake.store.dossier.doubtful_values import doubts_of_many
from intake.store.dossier.journal import endings, events_of_many, holds
from intake.store.dossier.listing import LEFT
from intake.store.queue.nights import left_alone
from intake.store.queue.standing import DossierStanding, noteworthy
from intake.store.results import results_waiting
from intake.store.tables.model import FindingRow, FormValueRow, PageRow, StoredFileRow
from intake.store.transaction import Transaction

if TYPE_CHECKING:
    from templates.catalogue.loading import Catalogue

SUBJECTS = ("child.full_name", "deceased.full_name", "subject.full_name", "bride.full_name")
"""Fields by which a clerk knows a dossier again, the first that is there."""


def lines_of(session: Transaction, dossiers: Sequence[Dossier], now: datetime) -> Iterator[dict[str, Any]]:
    """A line for each of some hundred dossiers (SQLite takes 32,766 ids in a query).

    ``ended`` says how one ended without a result and, of a double, which goes on (``journal.endings``).
    ``gateway`` says why a dossier waits for the gateway or came back from it; None where neither is so.
    ``held`` says ``by`` whom it is held back and for what ``reason``; None where nobody does. ``left_alone``
    says why runs leave it alone and what to do, "" where they don't; ``second_look`` for whom values wait
    that a person decided already, and what one of those says stands in no line: who is to read it unseen
    sees the list too; ``double_of`` names dossiers that may be of the same matter, of which nobody decided.
    ``only_questions``: so many questions that no paper answers are all that it waits for; 0 where there is
    more. ``late_papers``: so many came when it was on its way already, and nobody read them. ``result``: the
    file that is said to be its result and waits for a person, "" where none does.
    """
    ids = [dossier.id for dossier in dossiers]
    standings = noteworthy(session, ids, now)
    subjects, to_review = _subjects(session, ids), doubts_of_many(session, ids)
    papers, refused = _papers(session, ids)
    doubles, asked = _doubles(session, ids), _only_asked(session, ids)
    late = _late_papers(session, [dossier.id for dossier in dossiers if dossier.state in FROZEN])
    results = results_waiting(session, ids)
    ended = endings(session, [one.id for one in dossiers if one.state is State.REJECTED])
    held, left, looks = holds(session, ids), left_alone(session, ids), _second_looks(session, ids)
    more = {*held, *to_review, *(dossier.id for dossier in dossiers if dossier.state not in LEFT)}
    for dossier in dossiers:
        standing = standings.get(dossier.id)
        yield {
            "id": dossier.id,
            "unit": dossier.unit,
            "procedure": dossier.procedure,
            "state": dossier.state,
            "ended": ended.get(dossier.id),
            "received_at": dossier.received_at,
            "due_on": dossier.due_on,
            "official_number": dossier.official_number,
            "requester": dossier.requester,
            "folder": dossier.folder,
            "subject": subjects.get(dossier.id, ""),
            "papers": papers.get(dossier.id, 0),
            "refused": refused.get(dossier.id, 0),
            "to_review": to_review.get(dossier.id, 0),
            "gateway": _gateway(standing) if standing else None,
            "held": held.get(dossier.id),
            "left_alone": left_alone_told(dossier.id, left[dossier.id]) if dossier.id in left else "",
            "second_look": looks.get(dossier.id, ""),
            "double_of": doubles.get(dossier.id, []),
            "only_questions": 0 if dossier.id in more else asked.get(dossier.id, 0),
            "late_papers": late.get(dossier.id, 0),
            "result": results[dossier.id].name if dossier.id in results else "",
        }


def _gateway(standing: DossierStanding) -> dict[str, Any]:
    return standing.as_json(_catalogue)


def _catalogue() -> Catalogue:
    # Only here: few lists have a gateway's message to tell, and the catalogue takes a while to load.
    from templates.catalogue.loading import load_catalogue

    return load_catalogue()


def _subjects(session: Transaction, ids: Sequence[str]) -> dict[str, str]:
    named = (FormValueRow.dossier_id.in_(ids), FormValueRow.key.in_(SUBJECTS), FormValueRow.value != "")
    unseen = FormValueRow.needs_review & FormValueRow.corrected
    rows = session.execute(
        select(FormValueRow.dossier_id, FormValueRow.key, FormValueRow.value).where(*named, ~unseen)
    ).all()
    # The best comes last and so stays.
    return {dossier: value for dossier, _key, value in sorted(rows, key=lambda row: -SUBJECTS.index(row.key))}


def _second_looks(session: Transaction, ids: Sequence[str]) -> dict[str, str]:
    waits = (FormValueRow.needs_review, FormValueRow.corrected)
    query = select(FormValueRow.dossier_id, FormValueRow.key).where(FormValueRow.dossier_id.in_(ids), *waits)
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for dossier, key in session.execute(query):
        keys[dossier].add(key)
    kinds = (What.VALUE_CORRECTED, What.VALUE_CONFIRMED, What.LOOKED_AGAIN, What.UNDONE)
    events = events_of_many(session, list(keys), *kinds)
    return {
        dossier: all_told(looks for key, looks in looks_of(told).items() if key in keys[dossier])
        for dossier, told in events.items()
    }


def _doubles(session: Transaction, ids: Sequence[str]) -> dict[str, list[str]]:
    waits = (FindingRow.dossier_id.in_(ids), FindingRow.code == DOUBLE, FindingRow.severity == "warning")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for dossier, told in session.execute(select(FindingRow.dossier_id, FindingRow.data).where(*waits)):
        found[dossier].append(told["other_dossier"])
    return found


def _only_asked(session: Transaction, ids: Sequence[str]) -> dict[str, int]:
    """How many questions there are to answer, by dossier, where the last check found nothing else to do."""
    question = func.sum(case((FindingRow.code.like("%.question"), 1), else_=0))
    to_do = (FindingRow.dossier_id.in_(ids), FindingRow.severity.in_(("error", "warning")))
    query = select(FindingRow.dossier_id, question).where(*to_do).group_by(FindingRow.dossier_id)
    return dict(session.execute(query.having(question == func.count())).all())


def _late_papers(session: Transaction, ids: Sequence[str]) -> dict[str, int]:
    """How many readable papers there are of which no page was ever looked at, by dossier."""
    unread = ~select(PageRow.id).where(PageRow.document_id == StoredFileRow.id).exists()
    papers = (StoredFileRow.dossier_id.in_(ids), StoredFileRow.refusal_code == "", unread)
    query = select(StoredFileRow.dossier_id, func.count()).where(*papers).group_by(StoredFileRow.dossier_id)
    return dict(session.execute(query).all()) if ids else {}


def _papers(session: Transaction, ids: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """How many papers can be read, and how many were refused, by dossier."""
    kinds = (StoredFileRow.dossier_id, StoredFileRow.refusal_code == "")
    there = (StoredFileRow.dossier_id.in_(ids), StoredFileRow.refusal_code.not_in(GONE))
    rows = session.execute(select(*kinds, func.count()).where(*there).group_by(*kinds)).all()
    readable = {dossier: count for dossier, fine, count in rows if fine}
    return readable, {dossier: count for dossier, fine, count in rows if not fine}
