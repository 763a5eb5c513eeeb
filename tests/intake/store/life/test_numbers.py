# SPDX-License-Identifier: Apache-2.0
"""Numbers of an office and year, taken by several processes of which some die: none missing, none twice."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.dossier.deadline.local_time import LOCAL
from intake.store.life.numbers import Series
from intake.store.store import Store
from intake.store.transaction import Transaction
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.programs.processes import fresh_processes
from tests.support.stores.server_store import server_of

EACH = 20
DESKS = {"lan": "H34.11", "hoa": "H34.11", "mai": "H34.12"}
LAST_MINUTE = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
"""Of the year in Viet Nam."""
MIDNIGHT = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
DIED = 66


def clock(number: int) -> datetime:
    return LAST_MINUTE if number < EACH // 2 else MIDNIGHT


def take_numbers(home: Path, url: str, who: str, dies_in: int) -> None:
    """A desk that opens its dossiers one by one and dies in the midst of one of them; what was made before is
    known by its client id and not made again.
    """
    now = [LAST_MINUTE]
    store = Store.open(home, lambda: now[0], DESKS[who], server_of(url))

    def one(session: Transaction) -> None:
        made = store.create_dossier(session, procedure=PROCEDURE, who=who, client_id=f"{who}-{number}")
        if number == dies_in:
            store.next_number(session, Series.slips(made.unit, "receipt", now[0].year))
            os._exit(DIED)

    for number in range(EACH):
        now[0] = clock(number)
        store.write(one)
    store.close()


@pytest.mark.long
def test_desks_that_die_leave_no_number_out_and_give_none_twice(tmp_path: Path, store_url: str) -> None:
    server = server_of(store_url)
    Store.open(tmp_path, server=server).close()
    context = fresh_processes()
    for dies_in, ends in ((EACH // 3, DIED), (EACH - 1, DIED), (-1, 0)):
        desks = [
            context.Process(target=take_numbers, args=(tmp_path, store_url, who, dies_in))  # type: ignore[attr-defined]
            for who in DESKS
        ]
        for desk in desks:
            desk.start()
        for desk in desks:
            desk.join(300)
            assert desk.exitcode == ends
    given = defaultdict(list)
    store = Store.open(tmp_path, server=server)
    with store.read() as session:
        for dossier in store.list(session):
            assert dossier.received_at.astimezone(LOCAL).year == dossier.register_year
            given[dossier.unit, dossier.register_year].append(dossier.register_number)
    slips = Series.slips("H34.11", "receipt", 2026)
    assert store.write(lambda session: store.next_number(session, slips)) == 1
    store.close()
    assert {series: sorted(map(int, numbers)) for series, numbers in given.items()} == {
        ("H34.11", 2026): list(range(1, EACH + 1)),
        ("H34.11", 2027): list(range(1, EACH + 1)),
        ("H34.12", 2026): list(range(1, EACH // 2 + 1)),
        ("H34.12", 2027): list(range(1, EACH // 2 + 1)),
    }
