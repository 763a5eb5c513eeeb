# SPDX-License-Identifier: Apache-2.0
"""Are the registers of what is certified what was written, and has no number been lost?"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from batch.services.doctor.health import Diagnosis, Fitness
from intake.errors import StoreError
from intake.settings.database_server import DatabaseServer
from intake.store.life.soundness import look
from intake.store.registers.check import RegistersFound, look_through
from intake.store.store import Store
from intake.store.store_database import database_of
from intake.store.trouble.telling import telling_of_trouble
from templates.language.messages import _, ngettext

NEWEST_LINES = 500
_NAME = "registers"


def check_registers(home: Path, server: DatabaseServer | None = None, *, full: bool = False) -> Diagnosis:
    """Whether each line is as its register's journal tells it; without ``full`` the newest."""
    database = database_of(home, server)
    try:
        with telling_of_trouble(database):
            found = look(database)
            if found.revision is None and found.fault() is None:
                return Diagnosis(_NAME, Fitness.OK, _("none yet"))
            store = Store(database, database.connect_to_read())
            with closing(store), store.read() as session:
                return _told(look_through(session, newest=None if full else NEWEST_LINES), full=full)
    except (StoreError, OSError, ValueError, LookupError):  # told by the check of the database
        return Diagnosis(_NAME, Fitness.UNKNOWN, _("can't be told: the database can't be read"))


def _told(found: RegistersFound, *, full: bool) -> Diagnosis:
    if not (found.lines or found.touched):
        return Diagnosis(_NAME, Fitness.OK, _("none yet"))
    if full or found.lines < NEWEST_LINES:
        lines = ngettext("{count} line checked", "{count} lines checked", found.lines)
    else:
        lines = ngettext(
            "the newest {count} line checked; all with --full",
            "the newest {count} lines checked; all with --full",
            found.lines,
        )
    told = lines.format(count=found.lines)
    if not found.touched:
        return Diagnosis(_NAME, Fitness.OK, told)
    wrong = _("not as they were written: {count}").format(count=len(found.touched))
    mend = _("See which with: sohoa store verify; keep the store as it is and compare with a copy.")
    return Diagnosis(_NAME, Fitness.BROKEN, f"{told}; {wrong}", mend)
