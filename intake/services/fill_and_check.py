# SPDX-License-Identifier: Apache-2.0
"""A dossier's way from read pages to a judged form, each step one short transaction and safe to repeat.

::

    captured ──fill──▶ read ──check──▶ incomplete
                        │  ▲              │
                        │  └── a person must look
                        └──▶ reviewed ──▶ complete

The program reviews by itself where nothing is doubtful; else a person does (``mark_reviewed``). What somebody
changes while the program thinks is thought over anew, so that nothing is chosen or judged from what was.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from intake.check.check import CheckResult
from intake.check.check import check as judge
from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import REVIEWED_BY_PERSON, What, is_held
from intake.dossier.record_json import plain
from intake.dossier.states import FROZEN, State
from intake.dossier.stored import Dossier
from intake.form.autofill import Filled, autofill
from intake.services.facts_of import facts_of, pages_of
from intake.store.dossier.pages import pages_left
from intake.store.dossier.versions import version_of
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.model.autofill_map import AutofillMap

PROGRAM = "sohoa"
"""Who the journal names where no person acted."""

# Not RETURNED: what the gateway sent back waits for a person, or it would be sent again unchanged.
_OPEN = frozenset({State.READ, State.REVIEWED, State.COMPLETE, State.INCOMPLETE, State.PACKAGED})
_UNSETTLED = (".field-unread", ".question")


def fill(store: Store, dossier_id: str, catalogue: Catalogue, *, who: str = PROGRAM) -> Filled | None:
    """Choose the form's values from all pages read so far.

    With every page read (or failed) the dossier becomes READ. None, and nothing done, where it was sent
    already.
    """
    while True:
        with store.read() as session:
            dossier, left = store.get(session, dossier_id), pages_left(session, dossier_id)
            plan = _map_of(dossier, catalogue)
            pages = pages_of(store, session, dossier_id)
            rows = store.form_values(session, dossier_id)
        if dossier.state in FROZEN:
            return None
        decided = {key: row.value for key, row in rows.items() if row.corrected}
        filled = autofill(plan, catalogue, pages, decided)
        if store.write(partial(_keep_filled, store, dossier, filled, left, who)):
            return filled


def _keep_filled(
    store: Store, dossier: Dossier, filled: Filled, left: int, who: str, session: Transaction
) -> bool:
    """False, and nothing kept, where the dossier is not as it was when it was filled in."""
    if version_of(session, dossier.id) != dossier.version or pages_left(session, dossier.id) != left:
        return False
    store.set_form_values(session, dossier.id, filled.values)
    _note_ambiguous(store, session, dossier.id, filled, who=who)
    if dossier.state is State.CAPTURED and not left:
        store.advance(session, dossier.id, State.READ, who=who)
    return True


def check(
    store: Store,
    dossier_id: str,
    catalogue: Catalogue,
    *,
    now: datetime,
    commune: str,
    who: str = PROGRAM,
) -> CheckResult:
    """Judge a dossier by its procedure's rules of its day, keep the findings, and move it on as they say.

    ``commune`` is the office's own, "" where the settings name none. A dossier not yet read or already sent
    is judged all the same but stays where it is.
    """
    while True:
        with store.read() as session:
            dossier = store.get(session, dossier_id)
            facts = facts_of(store, session, dossier_id, catalogue, commune=commune)
        edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
        result = judge(facts, edition, catalogue, now)
        if store.write(partial(_keep_judged, store, dossier, result, who)):
            return result


def _keep_judged(store: Store, dossier: Dossier, result: CheckResult, who: str, session: Transaction) -> bool:
    """False, and nothing kept, where the dossier is not as it was when it was judged."""
    if version_of(session, dossier.id) != dossier.version:
        return False
    store.set_findings(session, dossier.id, plain(result.findings), who=who)
    _settle(store, session, dossier, result, who=who)
    return True


def mark_reviewed(
    store: Store, session: Transaction, dossier_id: str, *, who: str, client_id: str | None = None
) -> bool:
    """A person has looked at everything: each doubtful value is right as it stands, warnings are accepted."""
    for key, row in store.form_values(session, dossier_id).items():
        if row.needs_review:
            store.correct(session, dossier_id, key, row.value, who=who)
    told = {REVIEWED_BY_PERSON: True}
    return store.advance(session, dossier_id, State.REVIEWED, who=who, client_id=client_id, data=told)


def _settle(store: Store, session: Transaction, dossier: Dossier, result: CheckResult, *, who: str) -> None:
    if dossier.state not in _OPEN:
        return
    if pages_left(session, dossier.id):  # one came while the gateway had the dossier
        store.advance(session, dossier.id, State.CAPTURED, who=who)
        return
    if result.status == "incomplete":
        store.advance(session, dossier.id, State.INCOMPLETE, who=who)
        return
    if is_held(store.journal(session, dossier.id)):
        store.advance(session, dossier.id, State.READ, who=who)
        return
    if result.clock_stopped:  # the office waits for what it asked for, be it something no rule knows of
        return
    unsettled = _is_open(result)
    if dossier.state in (State.COMPLETE, State.PACKAGED) and not unsettled:
        return
    if dossier.state is not State.REVIEWED or unsettled:
        if result.needs_review or store.waiting_for_review(session, dossier.id):
            store.advance(session, dossier.id, State.READ, who=who)
            return
        store.advance(session, dossier.id, State.REVIEWED, who=who)
    store.advance(session, dossier.id, State.COMPLETE, who=who)


def _is_open(result: CheckResult) -> bool:
    """Whether something is left that no review can settle: a field not read, a question not answered."""
    return any(finding.code.endswith(_UNSETTLED) for finding in result.findings)


def _map_of(dossier: Dossier, catalogue: Catalogue) -> AutofillMap:
    edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    return catalogue.autofill_map(dossier.procedure, edition.form)


def _note_ambiguous(store: Store, session: Transaction, dossier_id: str, filled: Filled, *, who: str) -> None:
    people = sorted(filled.owners.ambiguous)
    if not people:
        return
    told = {"code": "card-ambiguous", "people": people}
    earlier = [e.data for e in store.journal(session, dossier_id) if e.what == What.NOTED]
    if told not in earlier:
        store.note(session, dossier_id, What.NOTED, who=who, data=told)
