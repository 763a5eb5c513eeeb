# SPDX-License-Identifier: Apache-2.0
"""Whom a slip names: who stands at the counter, before what an earlier slip or the form says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from batch.slips.facts.gather import SlipFacts, Visitor, tell
from batch.slips.numbered.issue import issue_receipt
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import CLERK, PERSON, RECEIVED, WHO, new_dossier, opened, set_office

TOLD_AT_COUNTER = "TRẦN VĂN QUẦY"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    set_office(monkeypatch)
    store = opened(tmp_path / "home", Clock(RECEIVED))
    yield store
    store.close()


def _told(store: Store, dossier: str, visitor: Visitor | None = None) -> SlipFacts:
    with store.read() as session:
        return tell(store, session, dossier, load_catalogue(), by=CLERK, visitor=visitor)


def _named_at_creation(store: Store, name: str) -> str:
    with store.write() as session:
        return store.create_dossier(
            session, procedure="1.001193", who=WHO, received_at=RECEIVED, requester=name
        ).id


def test_who_is_named_at_the_counter_stands_on_the_slip_and_not_the_form_s_requester(store: Store) -> None:
    dossier = new_dossier(store)
    told = _told(
        store, dossier, Visitor(name=TOLD_AT_COUNTER, address="Thôn Một", phone="1", email="a@b.example")
    )
    assert told.visitor == Visitor(TOLD_AT_COUNTER, "Thôn Một", "1", "a@b.example")
    assert (told.places["requester"], told.places["address"]) == (TOLD_AT_COUNTER, "Thôn Một")
    assert (told.places["phone"], told.places["email"]) == ("1", "a@b.example")


def test_whom_the_dossier_names_stands_on_the_slip_without_a_form(store: Store) -> None:
    assert _told(store, _named_at_creation(store, TOLD_AT_COUNTER)).visitor.name == TOLD_AT_COUNTER


def test_the_dossiers_own_requester_goes_before_an_earlier_slips(store: Store) -> None:
    dossier = _named_at_creation(store, TOLD_AT_COUNTER)
    issue_receipt(
        store, dossier, by=CLERK, visitor=Visitor(name="LÊ THỊ KHÁC", address="Thôn Hai", phone="2")
    )
    again = _told(store, dossier)
    assert again.visitor == Visitor(TOLD_AT_COUNTER, "Thôn Hai", "2", "")


def test_what_an_earlier_slip_says_goes_before_the_form_and_the_newest_slip_counts(store: Store) -> None:
    dossier = new_dossier(store)
    for name, address, phone, email in (
        ("MỘT", "Thôn Một", "1", "1@b.example"),
        ("HAI", "Thôn Hai", "2", "2@b.example"),
    ):
        issue_receipt(store, dossier, by=CLERK, visitor=Visitor(name, address, phone, email))
    assert _told(store, dossier).visitor == Visitor("HAI", "Thôn Hai", "2", "2@b.example")


def test_the_form_tells_name_and_address_where_nobody_else_does(store: Store) -> None:
    told = _told(store, new_dossier(store)).visitor
    assert told == Visitor(PERSON["requester.full_name"], PERSON["requester.residence"], "", "")


@pytest.mark.parametrize(
    ("form", "name", "address"),
    [
        ({"bride.full_name": "A", "groom.full_name": "B", "groom.residence": "Thôn Ba"}, "A và B", "Thôn Ba"),
        ({"wife.full_name": "A", "husband.full_name": "B", "wife.residence": "Thôn Ba"}, "A và B", "Thôn Ba"),
        ({"bride.full_name": "A"}, "", ""),
        ({"requester.full_name": "C", "bride.full_name": "A", "groom.full_name": "B"}, "C", ""),
    ],
)
def test_a_couple_asks_together_and_half_a_couple_is_nobody(
    store: Store, form: dict[str, str], name: str, address: str
) -> None:
    assert _told(store, new_dossier(store, form)).visitor == Visitor(name, address, "", "")
