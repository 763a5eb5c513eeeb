# SPDX-License-Identifier: Apache-2.0
"""The root of what can go wrong with dossiers and their store."""

from __future__ import annotations

from templates.errors import SohoaError


class IntakeError(SohoaError):
    """Root of the errors of this room."""
