# SPDX-License-Identifier: Apache-2.0
"""How a birth or death is registered, and whose parents are known: only where form and clerk say it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batch.gateway.contract import Submission
from batch.gateway.fieldmaps.derived import birth_kind, channel, online_payment, registration_kind
from intake.dossier.requester import Requester
from intake.dossier.served.serving import Channel, Payment, Served
from templates.catalogue.loading import load_catalogue

CATALOGUE = load_catalogue()
RECEIVED = datetime(2026, 11, 16, 2, 15, tzinfo=UTC)


def registered(procedure: str, values: dict[str, str], **answers: str) -> str:
    edition = CATALOGUE.procedure(procedure, RECEIVED.date())
    return registration_kind(Submission("D1", procedure, RECEIVED, values, (), answers), edition, CATALOGUE)


@pytest.mark.parametrize(
    ("born", "kind"),
    [
        ("17/09/2026", "dung-han"),  # the sixtieth day is the day of reception
        ("16/09/2026", "dung-han"),  # it would be a Sunday, so Monday still counts
        ("14/09/2026", "qua-han"),
        ("08/2026", "qua-han"),
        ("09/2026", ""),
        ("", ""),
    ],
)
def test_a_birth_is_in_time_for_sixty_days(born: str, kind: str) -> None:
    assert registered("1.001193", {"child.birth_date": born}) == kind


@pytest.mark.parametrize(
    ("died", "answers", "kind"),
    [
        ("01/11/2026", {}, "dung-han"),
        ("29/10/2026", {}, "qua-han"),
        ("1975", {"long_ago": "yes"}, "chet-da-lau"),
    ],
)
def test_a_death_is_in_time_for_fifteen_days(died: str, answers: dict[str, str], kind: str) -> None:
    assert registered("1.000656", {"deceased.death_date": died}, **answers) == kind


def test_a_procedure_without_a_limit_is_neither_in_time_nor_late() -> None:
    assert registered("1.000894", {}) == ""


@pytest.mark.parametrize(
    ("named", "answers", "kind"),
    [
        (("mother", "father"), {}, "du-cha-me"),
        (("mother",), {}, "chua-ro-cha"),
        (("father",), {}, ""),
        (("father",), {"mother_unknown": "yes"}, "chua-ro-me"),
        ((), {"mother_unknown": "yes"}, "chua-ro-cha-me"),
        (("mother", "father"), {"abandoned": "yes"}, "bo-roi"),
    ],
)
def test_whose_parents_are_known(named: tuple[str, ...], answers: dict[str, str], kind: str) -> None:
    values = {f"{who}.full_name": "A B" for who in named}
    assert birth_kind(Submission("D1", "1.001193", RECEIVED, values, (), answers)) == kind


@pytest.mark.parametrize(
    ("served", "requester", "told"),
    [
        (Served(), "", ""),
        (Served(), "LÊ THỊ THỬ", "1"),
        (Served(channel=Channel.COUNTER), "", "1"),
        (Served(channel=Channel.ONLINE), "LÊ THỊ THỬ", "2"),
        (Served(channel=Channel.POST), "", "3"),
    ],
)
def test_the_channel_is_what_was_recorded_else_the_counter_where_somebody_stood(
    served: Served, requester: str, told: str
) -> None:
    one = Submission("D1", "1.001193", RECEIVED, {}, (), requester=Requester(requester), served=served)
    assert channel(one) == told


@pytest.mark.parametrize(
    ("payment", "told"),
    [(None, ""), (Payment.FREE, "0"), (Payment.CASH, "0"), (Payment.ONLINE, ""), (Payment.UNPAID, "")],
)
def test_of_the_fee_it_is_told_that_none_was_paid_online_once_somebody_recorded_it(
    payment: Payment | None, told: str
) -> None:
    one = Submission("D1", "1.001193", RECEIVED, {}, (), served=Served(payment=payment))
    assert online_payment(one) == told
