# SPDX-License-Identifier: Apache-2.0
"""How many examples a property is tried on, and which of many like cases: some in each run, more if slow."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest
from hypothesis import settings

USUAL = 100
"""For a property that costs next to nothing; ten times as many with ``--slow``."""


def share_of_examples(usual: int) -> int:
    """For a dear property, ``usual`` examples instead of ``USUAL``; ten times as many with ``--slow``."""
    return usual * settings().max_examples // USUAL


def some_of(cases: Iterable[Any], always: Collection[Any]) -> list[Any]:
    """Cases for ``parametrize``, of which those not in ``always`` are left to ``--slow``; a tuple is the
    values of several arguments.
    """
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)), marks=() if case in always else pytest.mark.slow
        )
        for case in cases
    ]
