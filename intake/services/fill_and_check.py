# SPDX-License-Identifier: Apache-2.0
"""A dossier's way from read pages to a judged form, each step one short transaction and safe to repeat.

::

    captured ──fill──▶ read ──check──▶ incomplete
                        │  ▲              │
                        │  └── a person must look
                        └──▶ reviewed ──▶ complete

A dossier counts as reviewed where nothing is doubtful, or each doubt was decided by a person
(``intake.services.reviewing``); all that is moved here the program moves, in nobody's name. What somebody
changes while the program thinks is thought over anew, so that nothing is chosen or judged from what was.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from intake.check.check import CheckResult, may_be_double
from intake.check.check import check as judge
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.turns import is_stopped_for_gateway
from intake.dossier.decisions import reviewed_in_one_go
from intake.dossier.facts import UNREAD
from intake.dossier.journal import Event, What, is_held
from intake.dossier.matter.procedure_of_papers import ProcedureMeant
from intake.dossier.record_json import plain
from intake.dossier.states import FROZEN, State
from intake.dossier.stored import Dossier
from intake.errors import OnItsWayError
from intake.form.autofill import Filled, autofill
from intake.services.doubles import told_otherwise
from intake.services.facts_of import facts_of, pages_of
from intake.services.receive.elsewhere import hold_if_elsewhere
from intake.services.receive.procedure_told import let_papers_tell, meant_by
from intake.services.reviewing.second_look import keep_waiting
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
_UNSETTLED = (UNREAD, ".question")


def fill(store: Store, dossier_id: str, catalogue: Catalogue) -> Filled | None:
    """Choose the form's values from all pages read so far; of a dossier whose procedure nobody said, the form
    of the procedure that they tell.

    With every page read (or failed) the dossier becomes READ, held back where its papers lie in an earlier
    one too (``intake.services.receive.elsewhere``). None, and nothing done, where it was sent
    already.
    """
    while True:
        with store.read() as session:
            dossier, left = store.get(session, dossier_id), pages_left(session, dossier_id)
            plan = _map_of(dossier, catalogue)
            pages = pages_of(store, session, dossier_id)
            rows = store.form_values(session, dossier_id)
            meant = meant_by(dossier, store.journal(session, dossier_id), pages, catalogue)
        if dossier.state in FROZEN:
            return None
        if meant and meant.code not in ("", dossier.procedure):
            store.write(partial(_keep_procedure, store, dossier, meant))
            continue
        decided = {key: row.value for key, row in rows.items() if row.corrected}
        filled = autofill(plan, catalogue, pages, decided)
        if store.write(partial(_keep_filled, store, dossier, filled, left)):
            return filled


def _keep_procedure(store: Store, dossier: Dossier, meant: ProcedureMeant, session: Transaction) -> None:
    if version_of(session, dossier.id) == dossier.version:
        let_papers_tell(store, session, dossier, meant)


def _keep_filled(store: Store, dossier: Dossier, filled: Filled, left: int, session: Transaction) -> bool:
    """False, and nothing kept, where the dossier is not as it was when it was filled in."""
    if version_of(session, dossier.id) != dossier.version or pages_left(session, dossier.id) != left:
        return False
    store.set_form_values(session, dossier.id, filled.values)
    keep_waiting(store, session, dossier.id)
    _note_ambiguous(store, session, dossier.id, filled)
    if dossier.state is State.CAPTURED and not left:
        store.advance(session, dossier.id, State.READ, who=PROGRAM)
        hold_if_elsewhere(store, session, dossier.id, who=PROGRAM)
    return True


def check(store: Store, dossier_id: str, catalogue: Catalogue, *, now: datetime, commune: str) -> CheckResult:
    """Judge a dossier by its procedure's rules of its day, keep the findings, and move it on as they say; and
    others that by what it says now are of the same matter, or no longer are.

    ``commune`` is the office's own, "" where the settings name none. A dossier not yet read or already sent
    is judged all the same but stays where it is.
    """
    with store.read() as session:
        before = store.findings(session, dossier_id)
    result = _check_one(store, dossier_id, catalogue, now=now, commune=commune)
    with store.read() as session:
        others = told_otherwise(store, session, dossier_id, before)
    for other in others:
        _check_one(store, other, catalogue, now=now, commune=commune)
    return result


def _check_one(
    store: Store, dossier_id: str, catalogue: Catalogue, *, now: datetime, commune: str
) -> CheckResult:
    while True:
        with store.read() as session:
            dossier = store.get(session, dossier_id)
            facts = facts_of(store, session, dossier_id, catalogue, commune=commune)
        edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
        result = judge(facts, edition, catalogue, now)
        if store.write(partial(_keep_judged, store, dossier, result)):
            return result


def _keep_judged(store: Store, dossier: Dossier, result: CheckResult, session: Transaction) -> bool:
    """False, and nothing kept, where the dossier is not as it was when it was judged."""
    if version_of(session, dossier.id) != dossier.version:
        return False
    store.set_findings(session, dossier.id, plain(result.findings), who=PROGRAM)
    _settle(store, session, dossier, result)
    return True


def _settle(store: Store, session: Transaction, dossier: Dossier, result: CheckResult) -> None:
    if dossier.state is State.QUEUED:
        _take_out_of_queue(store, session, dossier, result)
    if dossier.state not in _OPEN:
        return
    events = store.journal(session, dossier.id)
    if pages_left(session, dossier.id):  # one came while the gateway had the dossier
        store.advance(session, dossier.id, State.CAPTURED, who=PROGRAM)
    elif result.status == "incomplete":
        store.advance(session, dossier.id, State.INCOMPLETE, who=PROGRAM)
    elif is_held(events):
        store.advance(session, dossier.id, State.READ, who=PROGRAM)
    elif result.clock_stopped and not is_stopped_for_gateway(events):
        return  # the office waits for what it asked for, be it something no rule knows of
    elif store.waiting_for_review(session, dossier.id) or _undecided(result, events):
        store.advance(session, dossier.id, State.READ, who=PROGRAM)
    elif dossier.state not in (State.COMPLETE, State.PACKAGED):
        store.advance(session, dossier.id, State.REVIEWED, who=PROGRAM)
        store.advance(session, dossier.id, State.COMPLETE, who=PROGRAM)


def _take_out_of_queue(store: Store, session: Transaction, dossier: Dossier, result: CheckResult) -> None:
    """A double is not sent before a person decides; one that may have arrived is theirs to be found there."""
    if any(may_be_double(finding.code, finding.severity) for finding in result.findings):
        with suppress(OnItsWayError):
            store.advance(session, dossier.id, State.READ, who=PROGRAM)


def _undecided(result: CheckResult, events: Sequence[Event]) -> bool:
    """Whether a finding is left that a person must decide about or settle: a field not read, a question."""
    return result.needs_review and (_is_open(result) or not reviewed_in_one_go(events))


def _is_open(result: CheckResult) -> bool:
    """Whether a field is not read or a question not answered."""
    return any(finding.code.endswith(_UNSETTLED) for finding in result.findings)


def _map_of(dossier: Dossier, catalogue: Catalogue) -> AutofillMap:
    edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    return catalogue.autofill_map(dossier.procedure, edition.form)


def _note_ambiguous(store: Store, session: Transaction, dossier_id: str, filled: Filled) -> None:
    people = sorted(filled.owners.ambiguous)
    if not people:
        return
    told = {"code": "card-ambiguous", "people": people}
    earlier = [e.data for e in store.journal(session, dossier_id) if e.what == What.NOTED]
    if told not in earlier:
        store.note(session, dossier_id, What.NOTED, who=PROGRAM, data=told)
