# SPDX-License-Identifier: Apache-2.0
"""Dates against limits, each other and the day of reception: which are told, and with what."""

from __future__ import annotations

import pytest

from intake.dossier.facts import Severity
from intake.dossier.values import PageRef
from tests.support.dossiers.rule_case import FORM, dossier_of, found_by, rule, seen

WITHIN = rule("within-days", "child.birth_date", "child.other_date", days=60, decisive=True)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("17/09/2026", "", ["r.late"]),
        ("19/09/2026", "", []),
        ("09/2026", "", ["r.unchecked"]),
        ("09/2026", "19/09/2026", []),
        ("09/2026", "17/09/2026", ["r.late"]),
        ("08/2026", "", ["r.late"]),
        ("10/2026", "", []),
        ("x", "", ["r.unchecked"]),
        ("", "", ["r.unchecked"]),
    ],
)
def test_a_time_limit_is_judged_by_the_fullest_date_that_a_paper_gives(
    first: str, second: str, told: list[str]
) -> None:
    values = {"child.birth_date": first, "child.other_date": second}
    found = found_by(dossier_of(*(seen(FORM, key, value) for key, value in values.items() if value)), WITHIN)
    assert [f.code for f in found] == told


def test_what_is_late_says_by_when_and_of_which_field() -> None:
    (found,) = found_by(dossier_of(seen(FORM, "child.birth_date", "17/09/2026", page=2)), WITHIN)
    assert (found.field, found.page) == ("child.birth_date", PageRef(FORM, 2))
    # 60 days after 17/09/2026 is Monday, 16/11/2026
    assert "16/11/2026" in found.clerk and "60" in found.clerk


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"child.birth_date": "05/10/2026", "issued": "04/10/2026"}, "r.after"),
        ({"child.birth_date": "05/10/2026", "issued": "05/10/2026"}, None),
        ({"child.birth_date": "10/2026", "issued": "01/10/2026"}, None),
        ({"child.birth_date": "11/2026", "issued": "10/2026"}, "r.after"),
        ({"child.birth_date": "05/10/2026"}, None),
        ({"issued": "04/10/2026"}, None),
        ({"child.birth_date": "x", "issued": "04/10/2026"}, None),
    ],
)
def test_the_order_of_two_dates_is_told_with_both(values: dict[str, str], told: str | None) -> None:
    order = rule("not-after", "child.birth_date", "issued")
    found = found_by(dossier_of(*(seen(FORM, key, value) for key, value in values.items())), order)
    assert [f.code for f in found] == ([told] if told else [])
    for finding in found:
        assert finding.field == "child.birth_date"
        assert all(value in finding.clerk for value in values.values())


@pytest.mark.parametrize(("born", "after"), [("18/11/2026", False), ("19/11/2026", True), ("2026", False)])
def test_a_date_after_the_reception_is_told_with_the_day_of_reception(born: str, after: bool) -> None:
    found = found_by(dossier_of(seen(FORM, "child.birth_date", born)), rule("not-after", "child.birth_date"))
    assert [f.code for f in found] == (["r.after-reception"] if after else [])
    if after:
        assert "18/11/2026" in found[0].clerk and born in found[0].clerk


def test_a_grave_rule_asks_for_a_look_where_either_reading_is_unsure() -> None:
    order = rule("not-after", "child.birth_date", "issued", severity="error")
    for ours, theirs, severity in (
        (0.97, 0.97, Severity.ERROR),
        (0.8, 0.97, Severity.WARNING),
        (0.97, 0.8, Severity.WARNING),
    ):
        dossier = dossier_of(
            seen(FORM, "child.birth_date", "05/10/2026", ours), seen(FORM, "issued", "04/10/2026", theirs)
        )
        assert [f.severity for f in found_by(dossier, order)] == [severity]


@pytest.mark.parametrize(
    ("born", "wedding", "code"),
    [
        ("19/11/2006", "18/11/2026", "r.too-young"),
        ("19/11/2026", "18/11/2026", "r.after"),
        ("18/11/1965", "18/11/2026", "r.too-old"),
    ],
)
def test_an_age_by_a_doubtful_second_date_never_blocks(born: str, wedding: str, code: str) -> None:
    aged = rule("age", "child.birth_date", "wedding", years_min=20, years_max=60, severity="error")
    for sure, severity in ((0.97, Severity.ERROR), (0.6, Severity.WARNING)):
        dossier = dossier_of(seen(FORM, "child.birth_date", born), seen(FORM, "wedding", wedding, sure))
        assert [(f.code, f.severity) for f in found_by(dossier, aged)] == [(code, severity)]


@pytest.mark.parametrize("born", ["09/2026", "x"])
def test_a_time_limit_that_could_not_be_checked_says_how_long_it_is(born: str) -> None:
    words = {"unchecked": {"vi": "{days} ngày", "en": "{days} days", "citizen": "{days} ngày"}}
    (found,) = found_by(dossier_of(seen(FORM, "child.birth_date", born)), WITHIN | {"say": words})
    assert (found.code, found.field, found.clerk) == ("r.unchecked", "child.birth_date", "60 ngày")
