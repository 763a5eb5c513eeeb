# SPDX-License-Identifier: Apache-2.0
"""Where a field of which nothing was read should stand, from those around it."""

from __future__ import annotations

import pytest

from intake.services.page_shown import Shares
from intake.services.reviewing.likely_places import likely_place
from intake.services.reviewing.value_places import PlaceOnPage


def at(zone: Shares, page: int = 1) -> PlaceOnPage:
    return PlaceOnPage(7, page, zone, "Tờ khai", "x")


@pytest.mark.parametrize(
    ("before", "after", "zone"),
    [
        ((0.1, 0.3, 0.2, 0.02), (0.7, 0.3, 0.2, 0.02), (0.3, 0.3, 0.4, 0.02)),  # the rest of a line
        ((0.1, 0.3, 0.2, 0.02), (0.1, 0.36, 0.2, 0.02), (0.04, 0.32, 0.92, 0.04)),  # the lines between
        ((0.1, 0.3, 0.2, 0.02), (0.1, 0.33, 0.2, 0.02), (0.04, 0.3, 0.92, 0.05)),  # none between: both
    ],
)
def test_it_stands_between_the_field_before_and_the_one_after(
    before: Shares, after: Shares, zone: Shares
) -> None:
    found = likely_place([at(before)], [at(after)])
    assert found is not None and found.about and found.zone == pytest.approx(zone)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [at((0.1, 0.3, 0.2, 0.02))]),
        ([at((0.1, 0.3, 0.2, 0.02))], [at((0.1, 0.3, 0.2, 0.02), page=2)]),
        ([at((0.1, 0.3, 0.2, 0.02))], [at((0.1, 0.8, 0.2, 0.02))]),  # half a page says nothing
        ([at((0.1, 0.8, 0.2, 0.02))], [at((0.1, 0.3, 0.2, 0.02))]),
    ],
)
def test_nothing_is_framed_where_they_leave_it_open(
    before: list[PlaceOnPage], after: list[PlaceOnPage]
) -> None:
    assert likely_place(before, after) is None


@pytest.mark.parametrize(
    ("zone", "value", "shown"),
    [
        (
            (0.5, 0.3, 0.1, 0.02),
            "",
            (0.34, 0.3, 0.42, 0.02),
        ),  # of a name a part was found
        ((0.9, 0.3, 0.05, 0.02), "", (0.58, 0.3, 0.42, 0.02)),  # within the page
        ((0.02, 0.3, 0.05, 0.02), "", (0, 0.3, 0.42, 0.02)),
        ((0.2, 0.3, 0.6, 0.02), "", (0.2, 0.3, 0.6, 0.02)),
        ((0.5, 0.3, 0.1, 0.02), "Nam", (0.5, 0.3, 0.1, 0.02)),
        (None, "", None),
    ],
)
def test_what_was_hardly_read_is_shown_with_more_of_its_line(
    zone: Shares | None, value: str, shown: Shares | None
) -> None:
    found = PlaceOnPage(7, 1, zone, "Tờ khai", value).with_its_line()
    assert found == (pytest.approx(shown) if shown else None)
