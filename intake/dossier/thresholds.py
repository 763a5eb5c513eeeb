# SPDX-License-Identifier: Apache-2.0
"""From which confidence on a reading is believed; one place for filling in, checking and printing."""

from __future__ import annotations

SURE = 0.9
"""From this confidence on a reading is believed without a person's look."""

USABLE = 0.5
"""Below this confidence a reading says nothing about what the paper says."""
