# SPDX-License-Identifier: Apache-2.0
"""Cover sheets that name only a procedure: each time one is met a new dossier of that procedure begins.

The same printed sheet lies on another family's papers tomorrow, so it never says by itself which dossier is
meant. Whose papers come again is told by what came under it: the bytes of the scan it lies in and its page,
or where it is a file of its own its bytes, its place and the first file after it. A second run over the same
files, or one that goes on where another was killed, so finds the dossier that was made; another scan doesn't.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import COVER_LED, HELD, SHEET_UNCLEAR, TOLD_BY_PERSON, What
from intake.services.receive.separator_sheet import PREFIX
from intake.store.dossier.journal import written_to
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.errors import UnknownNameError

_CODE = re.compile(re.escape(PREFIX) + r"P:(\d\.\d{6})", re.ASCII)


def procedure_text(procedure: str) -> str:
    """What the code on a procedure's cover sheet says."""
    return f"{PREFIX}P:{procedure}"


def procedure_named(text: str) -> str:
    """The procedure that a code names, whether there is one or not; "" where it is no such sheet's."""
    found = _CODE.fullmatch(text.strip())
    return found.group(1) if found else ""


def sheets_folder(store: Store) -> Path:
    """Where this computer keeps the sheets it printed of procedures."""
    return store.home / "slips" / "procedures"


def prints_sheets(store: Store) -> bool:
    """Whether sheets of procedures were printed here."""
    return sheets_folder(store).is_dir()


def name_of_stack(*signs: str | int) -> str:
    """By what the dossier of a stack is known again; ``signs``: the hash of the scan and the sheet's page, or
    that of the sheet's file, its place and the hash of the first file after it.
    """
    return "procedure-sheet:" + hashlib.sha256("\n".join(map(str, signs)).encode()).hexdigest()[:32]


def made_for(store: Store, stack: str) -> str | None:
    """The dossier that was made for this stack; None where none was."""
    with store.read() as session:
        return written_to(session, stack)


def led_before(store: Store, sheet: str, named: str, file: str) -> str | None:
    """The dossier into which the sheet's file (hash ``sheet``, ``named`` with its folder) led this
    ``file`` in an earlier run. The hashes alone say too little: twins bring the same card of their mother.
    """
    if not file:
        return None
    with store.read() as session:
        for dossier in store.other_dossiers_with(session, "", file):
            for event in store.journal(session, dossier):
                told = event.data
                same = told.get("code") == COVER_LED and told.get("sheet") == named
                if same and told["sha256"] == sheet and file in told["files"]:
                    return dossier
    return None


def begin_dossier(store: Store, procedure: str, stack: str, *, folder: str, who: str, otherwise: str) -> str:
    """The dossier of a stack under a sheet of this procedure, made once. A person may say another procedure
    later, for the wrong sheet is soon laid on a stack. Where no such procedure is in force, the papers are
    to tell (``otherwise`` stands there till then), and the dossier waits with that question.
    """
    known = _in_force(store, procedure)

    def make(session: Transaction) -> str:
        before = written_to(session, stack)
        if before is not None:
            return before
        made = store.create_dossier(
            session,
            procedure=procedure if known else otherwise,
            who=who,
            folder=folder,
            client_id=stack,
            procedure_open=True,
        ).id
        if known:
            store.tell_procedure(session, made, procedure, who=who, why=TOLD_BY_PERSON)
        else:
            told = {"code": HELD, "reason": procedure, "why": SHEET_UNCLEAR, "papers": []}
            store.note(session, made, What.NOTED, who=who, data=told)
        return made

    return store.write(make)


def _in_force(store: Store, procedure: str) -> bool:
    try:
        load_catalogue().procedure(procedure, local_day(store.clock()))
    except UnknownNameError:
        return False
    return True
