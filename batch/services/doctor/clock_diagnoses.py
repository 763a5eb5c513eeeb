# SPDX-License-Identifier: Apache-2.0
"""Is the clock right, and was it: return dates, deadlines and ids are reckoned from it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from batch.services.doctor.health import Diagnosis, Fitness
from batch.store.given_up import received_after
from intake.dossier.deadline.local_time import local_time
from intake.errors import StoreError
from intake.settings.database_server import DatabaseServer
from intake.store.life.soundness import look
from intake.store.store import Store
from intake.store.store_database import database_of
from intake.store.trouble.telling import telling_of_trouble
from templates.language.messages import _, ngettext

# No computer's clock can rightly show a day before this program was written.
FLOOR = datetime(2026, 11, 1, tzinfo=UTC)
CEILING_YEARS = 15
SLACK = timedelta(days=1)
MOST_NAMED = 5


def check_clock(now: datetime, last_use: datetime | None = None, to_come: Sequence[str] = ()) -> Diagnosis:
    """Return dates and deadlines are reckoned from this clock, so it must not be far off.

    ``last_use`` is when the store was last written; a clock behind it has gone back. ``to_come`` are the
    dossiers that were received on days to come: it was ahead then, or it is behind now.
    """
    found = _("{moment} in Vietnam").format(moment=local_time(now))
    sane = now >= FLOOR and now.year <= FLOOR.year + CEILING_YEARS
    mend = _(
        "Set date and time of the computer; let it fetch them from the network (timedatectl set-ntp true)."
    )
    if not sane or (last_use is not None and now < last_use - SLACK):
        return Diagnosis("clock", Fitness.BROKEN, found, mend)
    if not to_come:
        return Diagnosis("clock", Fitness.OK, found)
    told = ngettext(
        "{found}; {count} dossier was received on a day that is yet to come: {ids}",
        "{found}; {count} dossiers were received on days that are yet to come: {ids}",
        len(to_come),
    ).format(found=found, count=len(to_come), ids=_named(to_come))
    wrong_then = _(
        "If the clock is right now, it was ahead when they came: their day of receipt, their return date and"
        " the year of their number are wrong. Hold each back (sohoa hold ID --because …), take its papers in"
        " anew, and give the citizen a new receipt; for one that was sent, tell the receiving desk."
    )
    return Diagnosis("clock", Fitness.LOOK, told, f"{mend} {wrong_then}")


def received_in_days_to_come(home: Path, server: DatabaseServer | None, now: datetime) -> tuple[str, ...]:
    """The dossiers received later than ``now``; none where the database can't be read, which is told by its
    own check.
    """
    database = database_of(home, server)
    try:
        with telling_of_trouble(database):
            found = look(database)
            if found.revision is None or found.fault() is not None:
                return ()
            store = Store(database, database.connect_to_read())
            with closing(store), store.read() as session:
                return received_after(session, now + SLACK)
    except (StoreError, OSError):
        return ()


def _named(dossiers: Sequence[str]) -> str:
    return ", ".join(dossiers[:MOST_NAMED]) + (", …" if len(dossiers) > MOST_NAMED else "")
