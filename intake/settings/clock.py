# SPDX-License-Identifier: Apache-2.0
"""The clock unless a test gives another."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)
