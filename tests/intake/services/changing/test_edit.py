# SPDX-License-Identifier: Apache-2.0
"""Values and answers that a person enters or confirms: what is kept, asked about and refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.dossier.journal import What
from intake.services.reviewing.showing import shown
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.dossiers.led_dossiers import (
    entry,
    last_events,
    read,
    values,
)


def test_values_are_kept_as_stored_under_the_person_s_name_with_their_reason(
    store: Store, dossier: str
) -> None:
    with store.write() as session:
        asked = entry(store, session, dossier, "Ghi theo sổ gốc").set_values(
            [("child.full_name", "TRẦN GIA HÂN"), ("child.birth_date", "5/7/2026")]
        )
    assert asked == []
    assert values(store, dossier) == {"child.full_name": "TRẦN GIA HÂN", "child.birth_date": "05/07/2026"}
    for what, who, data in last_events(store, dossier, 2):
        assert (what, who, data["reason"]) == (What.VALUE_CORRECTED, "hoa", "Ghi theo sổ gốc")


def test_of_values_entered_together_none_is_kept_where_one_can_not_be(store: Store, dossier: str) -> None:
    with pytest.raises(UsageError), store.write() as session:
        entry(store, session, dossier).set_values([("child.sex", "Nam"), ("child.birth_date", "hôm qua")])
    assert values(store, dossier) == {}


def test_values_entered_together_are_held_against_each_other(store: Store, dossier: str) -> None:
    """A mother's number that names another year of birth: one of the two was mistyped."""
    both = [("mother.birth_date", "12/07/1996"), ("mother.id_document", "033195004321")]
    with pytest.raises(UsageError), store.write() as session:
        entry(store, session, dossier).set_values(both)
    with store.write() as session:
        entry(store, session, dossier, "Thẻ ghi như vậy").set_values(both)
    assert len(values(store, dossier)) == 2


@pytest.mark.parametrize(("confidence", "counts"), [(0.97, True), (0.6, False)])
def test_a_value_is_held_against_what_is_sure_on_the_form_alone(
    store: Store, dossier: str, confidence: float, counts: bool
) -> None:
    read(store, dossier, {"mother.birth_date": "12/07/1996"}, confidence)
    wrong = [("mother.id_document", "033195004321")]
    with store.write() as session:
        if counts:
            with pytest.raises(UsageError):
                entry(store, session, dossier).set_values(wrong)
        else:
            entry(store, session, dossier).set_values(wrong)


def test_a_day_that_has_not_come_yet_is_no_day_of_birth(store: Store, dossier: str) -> None:
    with store.write() as session:
        entry(store, session, dossier).set_values([("child.birth_date", "31/07/2026")])
        with pytest.raises(UsageError):
            entry(store, session, dossier).set_values([("child.birth_date", "01/08/2026")])


def test_a_likely_slip_of_the_keys_is_asked_about_and_kept(store: Store, dossier: str) -> None:
    with store.write() as session:
        asked = entry(store, session, dossier).set_values(
            [("mother.full_name", "NGUYÊN THỊ HOA"), ("child.full_name", "TRẦN GIA HÂN")]
        )
    assert len(asked) == 1
    assert "họ, chữ đệm, tên của mẹ" in asked[0] and "NGUYỄN THỊ HOA" in asked[0]
    assert values(store, dossier)["mother.full_name"] == "NGUYÊN THỊ HOA"


def test_a_value_is_confirmed_as_it_stands(store: Store, dossier: str) -> None:
    read(store, dossier, {"child.full_name": "TRẦN GIA HÂN"}, 0.6)
    shown(store, dossier, ["child.full_name"], who="hoa")
    with store.write() as session:
        entry(store, session, dossier).confirm(["child.full_name"])
    (event,) = last_events(store, dossier, 1)
    assert (event[0], event[1]) == (What.VALUE_CONFIRMED, "hoa")
    assert event[2]["key"] == "child.full_name"


@pytest.mark.parametrize("emptied", [False, True])
def test_a_field_without_a_value_can_not_be_confirmed(store: Store, dossier: str, emptied: bool) -> None:
    with store.write() as session:
        if emptied:
            entry(store, session, dossier).set_values([("child.sex", "")])
        with pytest.raises(UsageError) as told:
            entry(store, session, dossier).confirm(["child.sex"])
    assert "giới tính của trẻ" in told.value.sentence and "child.sex=" in told.value.advice


def test_an_unknown_field_is_not_confirmed(store: Store, dossier: str) -> None:
    with pytest.raises(UsageError) as told, store.write() as session:
        entry(store, session, dossier).confirm(["child.ful_name"])
    assert "child.full_name" in told.value.advice


def test_an_answer_is_kept_trimmed_and_one_that_is_none_refused_with_the_possible_ones(
    store: Store, dossier: str
) -> None:
    with store.write() as session:
        entry(store, session, dossier).answer([("abandoned", " no ")])
    with store.read() as session:
        assert store.get(session, dossier).answers == {"abandoned": "no"}
    assert [(what, who) for what, who, _data in last_events(store, dossier, 1)] == [(What.ANSWERED, "hoa")]
    with store.write() as session:
        for wrong, named in ((("abandoned", "maybe"), "Không"), (("nonsense", "no"), "abandoned")):
            with pytest.raises(UsageError) as told:
                entry(store, session, dossier).answer([wrong])
            assert named in told.value.advice and wrong[0] in told.value.sentence


def test_a_clock_of_another_zone_is_the_local_day(store: Store, dossier: str) -> None:
    """At 23:30 in London a Vietnamese office has tomorrow's date already."""
    store.clock = lambda: datetime(2026, 8, 5, 23, 30, tzinfo=UTC)
    with store.write() as session:
        entry(store, session, dossier).set_values([("child.birth_date", "06/08/2026")])
        with pytest.raises(UsageError):
            entry(store, session, dossier).set_values([("child.birth_date", "07/08/2026")])
