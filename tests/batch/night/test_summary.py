# SPDX-License-Identifier: Apache-2.0
"""The line of a dossier in a night's report: what a person is told first."""

from __future__ import annotations

import random

import pytest

from batch.night.summary import _first_of
from batch.store.run_lines import FoundRecord

pytestmark = pytest.mark.of_sqlite  # no store is opened


@pytest.mark.parametrize("seed", range(5))
def test_papers_of_others_are_told_before_what_is_missing_contradicts_or_is_doubtful(seed: int) -> None:
    told = [
        FoundRecord("card-of-nobody", "warning", "others"),
        FoundRecord("paper-missing", "error", "missing"),
        FoundRecord("mother.differs", "warning", "contradicts"),
        FoundRecord("unsure", "warning", "doubtful"),
    ]
    left = list(told)
    random.Random(seed).shuffle(left)
    for expected in told:
        assert _first_of(left).startswith(expected.clerk)
        left.remove(expected)


def test_a_settled_remark_on_others_papers_goes_before_nothing() -> None:
    found = [FoundRecord("forms-of-several", "info", "decided"), FoundRecord("x", "error", "missing")]
    assert _first_of(found).startswith("missing")
