# SPDX-License-Identifier: Apache-2.0
"""How many examples a property is tried on: some in every run, many when the slow suites are asked for."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100
"""For a property that costs next to nothing; ten times as many with ``--slow``."""


def share_of_examples(usual: int) -> int:
    """For a dear property, ``usual`` examples instead of ``USUAL``; ten times as many with ``--slow``."""
    return usual * settings().max_examples // USUAL
