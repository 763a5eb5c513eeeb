# SPDX-License-Identifier: Apache-2.0
"""Where a field of which nothing was read should stand on its form: between those before and after it."""

from __future__ import annotations

from collections.abc import Sequence

from intake.services.page_shown import Shares
from intake.services.reviewing.value_places import PlaceOnPage

_MARGIN = 0.04
"""Of the page's width, on both sides of what is framed over several lines."""
_MOST_HEIGHT = 0.2
"""Of the page's height; what is higher says nothing."""


def likely_place(before: Sequence[PlaceOnPage], after: Sequence[PlaceOnPage]) -> PlaceOnPage | None:
    """The place of a field, ``about`` right, from those of the fields ``before`` and ``after`` it on the
    form, the nearest first; None where they leave it open.
    """
    first, last = next(iter(before), None), next(iter(after), None)
    if first is None or last is None or (first.document, first.page) != (last.document, last.page):
        return None
    zone = first.zone and last.zone and _between(first.zone, last.zone)
    return PlaceOnPage(first.document, first.page, zone, first.told, "", about=True) if zone else None


def _between(first: Shares, last: Shares) -> Shares | None:
    """The rest of a line, the lines between two, or these two where none is between."""
    (left, top, wide, high), (left_after, top_after, _wide, high_after) = first, last
    line = min(high, high_after)
    if abs(top_after - top) < line and left_after > left + wide:
        return left + wide, min(top, top_after), left_after - left - wide, max(high, high_after)
    begins, ends = top + high, top_after
    if ends - begins < line:
        begins, ends = top, top_after + high_after
    if not 0 < ends - begins <= _MOST_HEIGHT:
        return None
    return _MARGIN, begins, 1 - 2 * _MARGIN, ends - begins


def places_on(places: Sequence[PlaceOnPage], paper: str) -> list[PlaceOnPage]:
    """The first of a field's places on the ``paper`` (its name) that has a zone, or none."""
    return [place for place in places if place.told == paper and place.zone][:1]
