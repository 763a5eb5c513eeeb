# SPDX-License-Identifier: Apache-2.0
"""Each door through which a person's words come in cleans them, and refuses what is far too long."""

from __future__ import annotations

from datetime import date

import pytest

from intake.capture.sources import nfc_name
from intake.desk.surroundings import acting
from intake.services.changing.edit import Editing
from intake.services.counter.visit import checked_email, checked_name, checked_requester
from intake.store.store import Store
from templates.errors import UsageError

NASTY = "NGUYỄN\x1b[2J THỊ\u202e  A\x07"
CLEAN = "NGUYỄN THỊ A"
ENDLESS = "A" * 10_000


def test_who_acts_is_clean() -> None:
    assert acting(NASTY) == CLEAN


@pytest.mark.parametrize("take", [acting, checked_name, checked_email])
def test_an_endless_name_is_refused(take) -> None:
    with pytest.raises(UsageError, match="quá dài"):
        take(ENDLESS)


def test_a_requester_is_clean() -> None:
    made = checked_requester(name=NASTY, relation="mẹ\u200b", today=date(2026, 11, 24))
    assert (made.name, made.relation) == (CLEAN, "mẹ")


def test_a_file_s_name_is_clean(tmp_path) -> None:
    assert nfc_name(tmp_path / "a\x1b[31m\u202egpj.exe") == "a‹202E›gpj.exe"


def test_a_value_typed_for_the_form_is_clean(store: Store, dossier: str) -> None:
    with store.write() as session:
        Editing(store, session, dossier, "lan", "").set_values([("requester.full_name", NASTY)])
        assert store.form_values(session, dossier)["requester.full_name"].value == CLEAN


def test_an_endless_value_is_refused_and_nothing_is_written(store: Store, dossier: str) -> None:
    with store.write() as session:
        with pytest.raises(UsageError, match="quá dài"):
            Editing(store, session, dossier, "lan", "").set_values([("requester.full_name", ENDLESS)])
        assert store.form_values(session, dossier) == {}
