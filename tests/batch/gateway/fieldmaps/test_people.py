# SPDX-License-Identifier: Apache-2.0
"""Who hands in and whose dossier it is: two people's names and numbers are never mixed."""

from __future__ import annotations

import pytest

from batch.gateway.fieldmaps.models import FormMap, Role
from batch.gateway.fieldmaps.people import persons_of, with_counter
from intake.dossier.requester import Requester

COUPLE = {"bride.full_name": "A THỊ B", "bride.id_document": "1", "groom.full_name": "C VĂN D"}
FORM = FormMap(
    form="x",
    source="-",
    roles={
        "submitter": Role(among=("counter", "bride")),
        "child": Role(told_by="claim", says={"cha": "claimant", "con": "recognised"}),
    },
)


def test_somebody_else_at_the_counter_has_only_what_was_told_of_them() -> None:
    values = with_counter(COUPLE, Requester("E F", phone="0912"))
    assert persons_of(FORM, values)["submitter"] == "counter"
    counter = {key: value for key, value in values.items() if key.startswith("counter.")}
    assert counter == {"counter.full_name": "E F", "counter.phone": "0912"}
    assert "bride.phone" not in values


def test_a_person_of_the_form_at_the_counter_is_one_with_the_forms() -> None:
    values = with_counter(COUPLE, Requester("a thị b", phone="0912"))
    assert values["counter.id_document"] == "1"
    assert values["bride.phone"] == "0912"
    assert "groom.phone" not in values


def test_where_nobody_was_noted_the_form_says_who_it_is() -> None:
    assert persons_of(FORM, with_counter(COUPLE, Requester()))["submitter"] == "bride"


@pytest.mark.parametrize(
    ("claim", "child"),
    [("Cha", "claimant"), ("con đẻ", "recognised"), ("cha của con", None), ("", None), ("Conan", None)],
)
def test_the_forms_words_say_who_is_the_child_or_nobody_does(claim: str, child: str | None) -> None:
    assert persons_of(FORM, {"claim": claim}).get("child") == child
