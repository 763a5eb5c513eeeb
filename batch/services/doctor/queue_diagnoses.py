# SPDX-License-Identifier: Apache-2.0
"""What waits for a person in the queues: dossiers, mails and pages that are not tried again by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from batch.services.doctor.health import Diagnosis, Fitness
from batch.store.given_up import GivenUp, given_up
from intake.errors import StoreError
from intake.settings.database_server import DatabaseServer
from intake.store.life.soundness import look
from intake.store.store import Store
from intake.store.store_database import database_of
from intake.store.trouble.telling import telling_of_trouble
from templates.language.messages import _, ngettext

MOST_NAMED = 5


def check_queues(home: Path, server: DatabaseServer | None = None) -> Diagnosis:
    """Whether all that waits goes on by itself."""
    name, database = "queues", database_of(home, server)
    try:
        with telling_of_trouble(database):
            found = look(database)
            if found.revision is None and found.fault() is None:
                return Diagnosis(name, Fitness.OK, _("none yet"))
            store = Store(database, database.connect_to_read())
            with closing(store), store.read() as session:
                left = given_up(session)
    except (StoreError, OSError):  # told by the check of the database
        return Diagnosis(name, Fitness.UNKNOWN, _("can't be told: the database can't be read"))
    told = list(_told(left))
    if not told:
        return Diagnosis(name, Fitness.OK, _("nothing was given up"))
    return Diagnosis(name, Fitness.LOOK, "; ".join(told), " ".join(_todo(left)))


def _told(left: GivenUp) -> Iterator[str]:
    if left.dossiers:
        text = ngettext(
            "{count} dossier waits for a person's decision",
            "{count} dossiers wait for a person's decision",
            left.dossiers,
        )
        yield text.format(count=left.dossiers)
    if left.mails:
        text = ngettext("{count} mail given up: {ids}", "{count} mails given up: {ids}", len(left.mails))
        yield text.format(count=len(left.mails), ids=_named(left.mails))
    if left.pages:
        text = ngettext(
            "{count} page that stops the reader: {ids}",
            "{count} pages that stop the reader: {ids}",
            len(left.pages),
        )
        yield text.format(count=len(left.pages), ids=_named(left.pages))

    if left.nights:
        text = ngettext(
            "{count} dossier that runs leave alone: {ids}",
            "{count} dossiers that runs leave alone: {ids}",
            len(left.nights),
        )
        yield text.format(count=len(left.nights), ids=_named(left.nights))


def _todo(left: GivenUp) -> Iterator[str]:
    if left.dossiers:
        yield _("See which dossiers, and why: sohoa status")
    if left.mails:
        yield _("See which mails, and why: sohoa mail queue")
    if left.pages:
        yield _("Scan such a page anew, and add it: sohoa add DOSSIER FILE")
    if left.nights:
        yield _("See why, and how to try again: sohoa show DOSSIER")


def _named(dossiers: Sequence[str]) -> str:
    different = list(dict.fromkeys(dossiers))
    return ", ".join(different[:MOST_NAMED]) + (", …" if len(different) > MOST_NAMED else "")
